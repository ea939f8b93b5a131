// At the door: the server's list as a tool for a thumb. Without this file every row is a plain form button.
//
// A tap is a mark with a key of its own. It counts on the screen at once, is kept on this device until the server has
// answered it, and may be sent any number of times. Marks of other helpers come by the live stream, which only says that
// something changed. What is kept, and when it goes: part/door-store.js; the page itself: checkin-worker.js.
import { scan } from "./part/door-scan.js";
import { markKey, openStore, wipe } from "./part/door-store.js";
import { fill, say } from "./part/say.js";

const words = document.getElementById("door-words")?.dataset;
if (words) door();
const walkIn = document.getElementById("walk-in-words")?.dataset;
if (walkIn) walkInForm();

// A walk-in needs the server: without a network what was typed stays.
function walkInForm() {
	document.querySelector("form.form").addEventListener("submit", (e) => {
		const notice = document.getElementById("door-notice");
		notice.replaceChildren();
		if (navigator.onLine) return;
		e.preventDefault();
		e.stopPropagation();
		notice.append(box("warn", walkIn.offline));
	});
}

// A notice as web/page_parts.tpl makes it.
function box(kind, text, link) {
	const div = document.createElement("div");
	div.className = `notice ${kind}`;
	const icon = document.createElement("span");
	icon.className = `icon icon-${kind === "good" ? "check" : kind}`;
	icon.setAttribute("aria-hidden", "true");
	const body = document.createElement("div");
	body.append(text, " ");
	if (link) body.append(link);
	div.append(icon, body);
	return div;
}

function fold(text) {
	return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function door() {
	const ul = document.getElementById("door-list");
	const form = ul.closest("form");
	const search = document.getElementById("door-q");
	const none = document.getElementById("door-none");
	const noticeBox = document.getElementById("door-notice");
	const stays = Number(words.until) * 1000 > Date.now(); // later, nothing is kept on the device
	const store = openStore(words.event, words.until);
	const clock = new Intl.DateTimeFormat(document.documentElement.lang, { hour: "numeric", minute: "2-digit" });
	let list = stays ? store.list() : null;
	let offline = false;
	let ended = false; // the sign-in
	let over = false; // closed, or not ours any more
	const refused = [];

	// ---- showing --------------------------------------------------------------------------------------------------------

	const unsent = () => (over ? [] : store.marks());
	const person = (key) => list?.people.find((p) => p.key === key);

	// What the server said, and above it what it has not heard yet.
	function shown(p, marks) {
		const mine = marks.filter((m) => m.registration === p.key).at(-1);
		if (!mine) return { here: !!p.arrived, at: p.arrived, absent: p.absent, sent: true };
		return { here: mine.what === "arrived", at: mine.at, absent: mine.what === "absent", sent: false };
	}

	function tag(text, kind) {
		const span = document.createElement("span");
		span.className = kind ? `tag ${kind}` : "tag";
		span.append(text);
		return span;
	}

	function paint(button, p, marks) {
		const now = shown(p, marks);
		const name = document.createElement("b");
		name.append(p.name);
		const where = document.createElement("span");
		where.className = "where";
		where.append(p.organisation);
		const hint = p.state === "waiting" ? words.waiting : p.mode === "remote" ? words.remote : "";
		if (hint) where.append(" ", tag(hint));
		const parts = [name, where];
		if (!now.sent) parts.push(tag(now.here ? words.hereUnsent : words.goneUnsent, "warn"));
		else if (now.here) parts.push(tag(fill(words.here, { time: clock.format(new Date(now.at)) }), "good"));
		else if (now.absent) parts.push(tag(words.absent, "warn"));
		button.setAttribute("aria-pressed", String(now.here));
		button.classList.toggle("not-sent", !now.sent);
		button.replaceChildren(...parts);
	}

	function fits(p, wanted) {
		const text = fold(`${p.name} ${p.organisation}`);
		const code = wanted.replace(/[\s-]/g, "");
		return fold(p.code) === code || wanted.split(/\s+/).every((word) => text.includes(word));
	}

	function render() {
		if (!list || over) return;
		const marks = unsent();
		const wanted = fold(search.value.trim());
		const rows = new Map([...ul.querySelectorAll("button")].map((button) => [button.value, button]));
		let at = ul.firstElementChild;
		let count = 0;
		for (const p of list.people) {
			let button = rows.get(p.key);
			rows.delete(p.key);
			if (!button) {
				button = document.createElement("button");
				button.value = p.key;
				document.createElement("li").append(button);
			}
			button.type = "button";
			paint(button, p, marks);
			const li = button.parentElement;
			li.hidden = !fits(p, wanted);
			count += !li.hidden;
			if (li === at) at = at.nextElementSibling;
			else ul.insertBefore(li, at);
		}
		for (const button of rows.values()) button.parentElement.remove();
		none.hidden = count > 0;
		const here = list.people.filter((p) => shown(p, marks).here).length;
		const all = list.people.filter((p) => p.state === "confirmed" || shown(p, marks).here).length;
		document.getElementById("door-count").textContent = fill(words.count, { here, all });
		return count;
	}

	let noticed = "";
	function notices() {
		const boxes = [];
		const n = unsent().length;
		const waiting = n === 0 ? "" : n === 1 ? words.unsentOne : fill(words.unsentMany, { n });
		if (over) boxes.push(["info", over]);
		else if (ended) boxes.push(["error", words.ended, waiting]);
		else if (offline) boxes.push(["warn", words.offline, waiting]);
		if (refused.length) boxes.push(["error", fill(words.refused, { names: refused.join(", ") })]);
		const text = JSON.stringify(boxes);
		if (text === noticed) return; // a status that is written again is read again
		noticed = text;
		noticeBox.replaceChildren(
			...boxes.map(([kind, ...parts]) => {
				let link = null;
				if (kind === "error" && ended) {
					link = document.createElement("a");
					link.href = `/${document.documentElement.lang}/sign-in?next=${encodeURIComponent(location.pathname)}`;
					link.append(words.signIn);
				}
				return box(kind, parts.filter(Boolean).join(" "), link);
			}),
		);
	}

	function update() {
		render();
		notices();
	}

	// ---- the server -----------------------------------------------------------------------------------------------------

	async function ask(options) {
		const answer = await fetch(words.api, { headers: { Accept: "application/json", ...options?.headers }, signal: AbortSignal.timeout(15000), ...options });
		offline = false;
		ended = answer.status === 401;
		return answer;
	}

	// The list is nobody's business any more: it goes from the device, and from the screen.
	function finish(text) {
		over = text;
		list = null;
		wipe(words.event).catch(() => {});
		stream?.close();
		stopScan();
		form.remove();
		search.form.remove();
		none.hidden = true;
		document.getElementById("door-scan").parentElement.remove();
		notices();
		say(text);
	}

	let loading = null;
	let again = false;
	function load() {
		if (over) return Promise.resolve();
		if (loading) {
			again = true; // it changed while we were asking
			return loading;
		}
		loading = loadNow().finally(() => {
			loading = null;
			if (again) {
				again = false;
				load();
			}
		});
		return loading;
	}

	async function loadNow() {
		try {
			const answer = await ask();
			if (answer.status === 404 || answer.status === 403) return finish(words.lost);
			if (answer.ok) {
				const fresh = await answer.json();
				if (fresh.state !== "published" && store.marks().length === 0) return finish(words.closed);
				list = fresh;
				if (stays) store.keep(list);
			}
		} catch {
			offline = true;
		}
		update();
	}

	let sending = false;
	let retry = 0;
	let delay = 1000;
	async function send() {
		clearTimeout(retry);
		if (sending || over) return;
		sending = true;
		let wait = false;
		try {
			for (let marks = store.marks(); marks.length && !wait && !over; marks = store.marks()) wait = !(await sendOne(marks[0]));
		} catch {
			offline = wait = true;
		}
		sending = false;
		update();
		if (wait && !ended && !over) {
			retry = setTimeout(send, delay);
			delay = Math.min(delay * 2, 30000);
		} else delay = 1000;
		if (!wait) load();
	}

	// True: the server has decided about this mark. False: ask again later.
	async function sendOne(mark) {
		const { name, ...body } = mark;
		const answer = await ask({ method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify(body) });
		if (answer.ok) {
			settle(mark);
			return true;
		}
		if (answer.status === 401 || answer.status === 429 || answer.status >= 500) return false;
		const { code } = await answer.json().catch(() => ({}));
		if (answer.status === 404 && code !== "no_sign_up") {
			finish(words.lost);
			return true;
		}
		store.drop(mark);
		if (code === "needs_reason" && !mark.reason) store.add({ ...mark, reason: words.late });
		else refused.push(name);
		return true;
	}

	function settle(mark) {
		const p = person(mark.registration);
		store.drop(mark);
		if (!p) return;
		p.arrived = mark.what === "arrived" ? mark.at : null;
		p.absent = mark.what === "absent";
		if (p.arrived && p.state === "waiting") p.state = "confirmed";
		if (stays) store.keep(list);
		render();
	}

	function mark(p, what) {
		store.add({ mark_key: markKey(), registration: p.key, name: p.name, what, at: new Date().toISOString() });
		update();
		send();
	}

	// ---- what people do ---------------------------------------------------------------------------------------------------

	ul.addEventListener("click", (e) => {
		const button = e.target.closest("button");
		const p = button && person(button.value);
		if (!p) return; // no list yet: the form goes to the server
		e.preventDefault();
		const here = !shown(p, unsent()).here;
		mark(p, here ? "arrived" : "unknown");
		say(fill(here ? words.saidHere : words.saidBack, { name: p.name }));
	});

	let counted = 0;
	search.addEventListener("input", () => {
		const count = render();
		if (count === undefined) return;
		clearTimeout(counted);
		counted = setTimeout(() => say(count === 0 ? words.none : fill(count === 1 ? words.one : words.many, { n: count })), 500);
	});
	search.form.addEventListener("submit", (e) => {
		if (!list) return;
		e.preventDefault();
		ul.querySelector("li:not([hidden]) button")?.focus();
	});

	// Signing out takes what is kept with it.
	document.addEventListener(
		"submit",
		(e) => {
			if (!/\/sign-out$/.test(e.target.action)) return;
			if (unsent().length > 0 && !confirm(words.signOut)) {
				e.preventDefault();
				e.stopImmediatePropagation();
				return;
			}
			wipe().catch(() => {});
		},
		true,
	);

	// ---- the camera -------------------------------------------------------------------------------------------------------

	const button = document.getElementById("door-scan");
	const camera = document.getElementById("door-camera");
	const scanned = document.getElementById("door-scanned");
	let ending = null;
	let last = "";
	let lastAt = 0;

	function stopScan() {
		ending?.();
		ending = null;
		camera.hidden = true;
		button.setAttribute("aria-expanded", "false");
	}

	function result(text, kind) {
		scanned.replaceChildren(tag(text, kind));
		say(text);
	}

	async function found(text) {
		if (text === last && Date.now() - lastAt < 4000) return; // still in front of the camera
		last = text;
		lastAt = Date.now();
		const ticket = () => list?.people.find((p) => p.ticket === text);
		if (!ticket()) await load(); // signed up a moment ago?
		const p = ticket();
		if (!p) return result(words.foreign, "error");
		if (shown(p, unsent()).here) return result(fill(words.again, { name: p.name }), "info");
		mark(p, "arrived");
		result(fill(words.saidHere, { name: p.name }), "good");
	}

	if (navigator.mediaDevices?.getUserMedia) {
		button.hidden = false;
		button.addEventListener("click", async () => {
			if (ending) return stopScan();
			camera.hidden = false;
			button.setAttribute("aria-expanded", "true");
			scanned.replaceChildren();
			try {
				ending = await scan(camera.querySelector("video"), found);
			} catch {
				stopScan();
				noticeBox.replaceChildren(box("warn", words.noCamera));
				noticed = "";
				search.focus();
			}
		});
	}

	// ---- staying up to date -----------------------------------------------------------------------------------------------

	let stream = null;
	function listen() {
		if (over || document.hidden || (stream && stream.readyState !== EventSource.CLOSED)) return;
		stream = new EventSource(words.live);
		stream.addEventListener(`attendance:${words.event}`, load);
		stream.addEventListener("reload", load);
	}
	function wake() {
		if (document.hidden) {
			stream?.close();
			stream = null;
			stopScan();
			return;
		}
		listen();
		load();
		send();
	}
	document.addEventListener("visibilitychange", wake);
	addEventListener("pagehide", () => stream?.close());
	addEventListener("pageshow", (e) => e.persisted && wake());
	addEventListener("online", wake);
	addEventListener("offline", () => {
		offline = true;
		update();
	});
	addEventListener("storage", update); // another tab marked somebody
	setInterval(() => !document.hidden && wake(), 60000); // and what no stream tells: seats that were freed

	update();
	wake();
	if (stays && navigator.serviceWorker) keepPage();
	else if (!stays) wipe(words.event).catch(() => {});

	async function keepPage() {
		try {
			await navigator.serviceWorker.register(words.worker, { scope: words.scope });
			const { active } = await navigator.serviceWorker.ready;
			const files = [...document.querySelectorAll("link[rel='stylesheet'], link[rel='preload'], link[rel='icon'], script[src]")];
			active.postMessage({
				event: words.event,
				until: words.until,
				pages: [location.pathname, words.walkIn],
				files: files.map((element) => element.href || element.src),
			});
		} catch {
			// Private windows and old browsers: the page works as long as it stands open.
		}
	}
}
