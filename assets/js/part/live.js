// Live parts of a page: elements with data-live="topic" (and an id when their content is more than a word).
//
// <body data-live-url="/en/live?..."> names the stream. The server sends events
//   change   {"topic": "event/k3v9/seats", "text": "12"}   the new text of all elements of the topic
//   change   {"topic": "event/k3v9/list"}                  no text: the page is asked for again, and the elements of the
//                                                          topic take their new content from it
//   reload   (too much was missed)                         all live elements take their content from the page anew
// A hidden tab has no stream; shown again it catches up by itself. An element that holds the focus or a form somebody is
// filling in is left alone.
import { say } from "./say.js";

export function live() {
	const url = document.body.dataset.liveUrl;
	if (!url || !window.EventSource || !document.querySelector("[data-live]")) return;
	let stream = null;
	let stale = false; // hidden meanwhile: what is shown may be old
	let timer = 0;
	const topics = new Set();

	const refresh = async () => {
		const wanted = new Set(topics);
		topics.clear();
		try {
			const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
			if (!answer.ok) return;
			const page = new DOMParser().parseFromString(await answer.text(), "text/html");
			for (const old of document.querySelectorAll("[data-live]")) {
				const topic = old.dataset.live;
				if (!wanted.has("*") && !wanted.has(topic)) continue;
				if (old.contains(document.activeElement) && old.querySelector("input, select, textarea")) continue;
				const fresh = old.id
					? page.getElementById(old.id)
					: [...page.querySelectorAll("[data-live]")].find((e) => e.dataset.live === topic);
				if (!fresh) continue;
				const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
				old.replaceChildren(...document.adoptNode(fresh).childNodes);
				if (focused) document.getElementById(focused)?.focus();
				if (old.hasAttribute("data-live-say")) say(old.textContent);
			}
		} catch {
			// No network: the next event asks again.
		}
	};
	const later = (topic) => {
		topics.add(topic);
		clearTimeout(timer);
		timer = setTimeout(refresh, 250 + Math.random() * 500); // eighty phones must not ask in the same moment
	};
	const open = () => {
		stream = new EventSource(url);
		stream.addEventListener("change", (e) => {
			let change;
			try {
				change = JSON.parse(e.data);
			} catch {
				return;
			}
			if (change.text === undefined) return later(change.topic);
			for (const element of document.querySelectorAll("[data-live]")) {
				if (element.dataset.live !== change.topic || element.textContent === change.text) continue;
				element.textContent = change.text;
				if (element.hasAttribute("data-live-say")) say(element.closest("[data-live-sentence]")?.textContent || change.text);
			}
		});
		stream.addEventListener("reload", () => later("*"));
	};
	const visibility = () => {
		if (document.hidden) {
			stream?.close();
			stream = null;
			stale = true;
		} else if (!stream) {
			open();
			if (stale) later("*");
			stale = false;
		}
	};
	document.addEventListener("visibilitychange", visibility);
	// A page kept for the back button must not hold a stream open.
	addEventListener("pagehide", () => {
		stream?.close();
		stream = null;
		stale = true;
	});
	addEventListener("pageshow", (e) => e.persisted && visibility());
	visibility();
}
