// Suggestions while typing, as an accessible combobox (ARIA 1.2, list autocomplete with manual selection): the focus stays
// in the field, arrows move in the list, Enter takes, Escape closes; nothing is taken that was not chosen.
//
//   <div class="field"> <label for="org">...</label>
//     <div class="suggest"><input id="org" name="organisation" autocomplete="off" data-suggest="/api/v1/organisations/suggest"
//       data-suggest-also="business_id" data-list="Suggestions" data-none="No company found" data-one="1 found" data-many="{n} found"></div>
//   </div>
//   <input name="business_id">
//
// The address answers ?q=... (two characters or more) with {"items": [{"value": "Maanmittaus Oy", "also": "1234567-8",
// "detail": "1234567-8, Lahti"}]}: value goes into the field, also into the field of the same form that data-suggest-also
// names, detail is shown below the value.
import { fill, say } from "./say.js";

const pause = 200; // ms without a key before asking: a fast typist asks once
let count = 0;

export function suggestAll(root) {
	for (const input of root.querySelectorAll("input[data-suggest]:not([role])")) suggest(input);
}

function suggest(input) {
	const list = document.createElement("ul");
	list.id = `suggest-${++count}`;
	list.className = "suggest-list";
	list.setAttribute("role", "listbox");
	list.setAttribute("aria-label", input.dataset.list || "");
	list.hidden = true;
	input.after(list);
	for (const [name, value] of Object.entries({
		role: "combobox",
		"aria-autocomplete": "list",
		"aria-expanded": "false",
		"aria-controls": list.id,
	}))
		input.setAttribute(name, value);

	let items = [];
	let active = -1;
	let timer = 0;
	let asked = null; // the running request

	const close = () => {
		list.hidden = true;
		active = -1;
		input.setAttribute("aria-expanded", "false");
		input.removeAttribute("aria-activedescendant");
	};
	const mark = (i) => {
		active = i;
		[...list.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === i)));
		if (i < 0) input.removeAttribute("aria-activedescendant");
		else {
			const option = list.children[i];
			input.setAttribute("aria-activedescendant", option.id);
			// Only the list moves: scrollIntoView would move the page, too.
			const below = option.offsetTop + option.offsetHeight - list.clientHeight;
			list.scrollTop = Math.min(option.offsetTop, Math.max(list.scrollTop, below));
		}
	};
	const take = (i) => {
		const { value, also } = items[i];
		input.value = value;
		const other = input.form?.elements.namedItem(input.dataset.suggestAlso || "");
		if (other && "value" in other) other.value = also ?? "";
		close();
		input.dispatchEvent(new Event("change", { bubbles: true }));
	};
	const show = () => {
		list.replaceChildren(
			...items.map((item, i) => {
				const option = document.createElement("li");
				option.id = `${list.id}-${i}`;
				option.setAttribute("role", "option");
				option.setAttribute("aria-selected", "false");
				option.append(item.value);
				if (item.detail) {
					const detail = document.createElement("span");
					detail.className = "hint";
					detail.append(item.detail);
					option.append(detail);
				}
				return option;
			}),
		);
		mark(-1);
		list.hidden = items.length === 0;
		input.setAttribute("aria-expanded", String(items.length > 0));
		// On a phone the keyboard covers the lower half: bring the field up when its list would lie there.
		if (list.getBoundingClientRect().bottom > (window.visualViewport?.height ?? innerHeight))
			(input.closest(".field") || input).scrollIntoView({ block: "start" });
		const { none, one, many } = input.dataset;
		say(items.length === 0 ? none : fill(items.length === 1 ? one : many, { n: items.length }));
	};
	const ask = async () => {
		const q = input.value.trim();
		if (asked) asked.abort();
		if (q.length < 2) return close();
		asked = new AbortController();
		const { signal } = asked;
		try {
			const url = new URL(input.dataset.suggest, location.href);
			url.searchParams.set("q", q);
			const answer = await fetch(url, { signal, headers: { Accept: "application/json" } });
			if (!answer.ok) return close();
			items = ((await answer.json()).items || []).slice(0, 10);
			// The person may have gone on to the next field meanwhile: no list opens behind their back.
			if (!signal.aborted && document.activeElement === input) show();
		} catch {
			close(); // no network: the field is a plain field
		}
	};

	input.addEventListener("input", () => {
		clearTimeout(timer);
		timer = setTimeout(ask, pause);
	});
	input.addEventListener("keydown", (e) => {
		if (e.key === "Escape" && !list.hidden) {
			e.preventDefault();
			close();
		} else if (e.key === "ArrowDown" || e.key === "ArrowUp") {
			if (items.length === 0) return;
			e.preventDefault();
			if (list.hidden) show();
			const step = e.key === "ArrowDown" ? 1 : -1;
			// One place more than there are options: the field itself.
			mark(((active + 1 + step + items.length + 1) % (items.length + 1)) - 1);
		} else if (e.key === "Enter" && !list.hidden && active >= 0) {
			e.preventDefault();
			take(active);
		}
	});
	input.addEventListener("blur", () => {
		clearTimeout(timer);
		close();
	});
	// mousedown: before the field loses its focus.
	list.addEventListener("mousedown", (e) => {
		e.preventDefault();
		const option = e.target.closest("[role='option']");
		if (option) take([...list.children].indexOf(option));
	});
}
