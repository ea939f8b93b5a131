// Small helps. What only works with script stands `hidden` in the page and is shown from here.
import { fill, say } from "./say.js";

export function small() {
	copy();
	print();
	checkAll();
	localTimes();
}

// <button type="button" data-copy="#link-field" data-copied="Copied" hidden>Copy</button>: an element's text, or the text itself.
function copy() {
	if (!navigator.clipboard) return;
	for (const button of document.querySelectorAll("[data-copy]")) {
		button.hidden = false;
		button.addEventListener("click", async () => {
			const what = button.dataset.copy;
			const from = what.startsWith("#") ? document.getElementById(what.slice(1)) : null;
			try {
				await navigator.clipboard.writeText(from ? (from.value ?? from.textContent) : what);
				say(button.dataset.copied);
				const shown = button.querySelector("[data-copy-label]") || button;
				const before = shown.textContent;
				if (shown !== button || button.childElementCount === 0) {
					shown.textContent = button.dataset.copied;
					setTimeout(() => (shown.textContent = before), 2000);
				}
			} catch {
				from?.select?.(); // not allowed: at least it is selected
			}
		});
	}
}

function print() {
	for (const button of document.querySelectorAll("[data-print]")) {
		button.hidden = false;
		button.addEventListener("click", () => window.print());
	}
}

// <input type="checkbox" data-check-all="key"> ticks all boxes of that name in its form; an element with
// data-checked="key" data-one="1 selected" data-many="{n} selected" says how many.
function checkAll() {
	for (const all of document.querySelectorAll("[data-check-all]")) {
		const name = all.dataset.checkAll;
		const boxes = () => [...all.form.querySelectorAll("input[type='checkbox']")].filter((box) => box.name === name);
		const update = () => {
			const every = boxes();
			const n = every.filter((box) => box.checked).length;
			all.checked = n > 0 && n === every.length;
			all.indeterminate = n > 0 && n < every.length;
			for (const out of all.form.querySelectorAll("[data-checked]")) {
				if (out.dataset.checked === name) out.textContent = n === 0 ? "" : fill(n === 1 ? out.dataset.one : out.dataset.many, { n });
			}
		};
		all.closest("label")?.removeAttribute("hidden");
		all.hidden = false;
		all.addEventListener("change", () => {
			for (const box of boxes()) box.checked = all.checked;
			update();
		});
		all.form.addEventListener("change", (e) => e.target.name === name && update());
		update();
	}
}

// <time datetime="2026-11-27T07:00Z" data-zone="Europe/Helsinki" data-local="In your time: {time}">: a reader whose clock
// differs from the event's gets the time of their own place behind it.
function localTimes() {
	for (const time of document.querySelectorAll("time[data-zone][data-local]")) {
		const at = new Date(time.dateTime);
		if (isNaN(at)) continue;
		const wall = (timeZone) => at.toLocaleString("sv", { timeZone });
		try {
			if (wall(time.dataset.zone) === wall(undefined)) continue;
			const hint = document.createElement("span");
			hint.className = "hint";
			const shown = at.toLocaleString(time.closest("[lang]").lang, { weekday: "short", hour: "numeric", minute: "2-digit" });
			hint.textContent = ` (${fill(time.dataset.local, { time: shown })})`;
			time.after(hint);
		} catch {
			return; // a zone this browser does not know
		}
	}
}
