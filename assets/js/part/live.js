// Live parts of a page: elements with data-live="topic" (and an id when their content is more than a word).
//
// <body data-live-url="/en/..."> names the stream. The server sends events, named by their topic
//   event:k3v9   {"text": "12"}   the new text of all elements of the topic
//   event:k3v9   {}               no text: the page is asked for again, and the elements of the topic take their new
//                                 content from it
//   reload       (too much was missed)   all live elements take their content from the page anew
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
		// Later than the second for which the server may keep a page; and eighty phones must not ask in the same moment.
		timer = setTimeout(refresh, 1100 + Math.random() * 500);
	};
	const change = (topic, data) => {
		let text;
		try {
			({ text } = JSON.parse(data));
		} catch {
			return;
		}
		if (text === undefined) return later(topic);
		for (const element of document.querySelectorAll("[data-live]")) {
			if (element.dataset.live !== topic || element.textContent === text) continue;
			element.textContent = text;
			if (element.hasAttribute("data-live-say")) say(element.closest("[data-live-sentence]")?.textContent || text);
		}
	};
	const open = () => {
		stream = new EventSource(url);
		const all = [...document.querySelectorAll("[data-live]")].map((element) => element.dataset.live);
		for (const topic of new Set(all)) stream.addEventListener(topic, (e) => change(topic, e.data));
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
