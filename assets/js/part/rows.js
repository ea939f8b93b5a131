// One more row in a form: a colleague, a programme item.
//
//   <div data-rows data-rows-max="10" data-rows-next="2">
//     <div class="group" data-row>...fields named x.1...<button type="button" data-row-remove hidden>Remove</button></div>
//     <template>...the same with __i__ for the number...</template>
//     <button name="add_row" value="colleagues" formnovalidate data-rows-add>Add a colleague</button>
//   </div>
// Without script the button submits the form, and the server answers with one more row.
import { suggestAll } from "./suggest.js";

export function rows() {
	for (const box of document.querySelectorAll("[data-rows]")) {
		const add = box.querySelector("[data-rows-add]");
		const template = box.querySelector("template");
		let next = Number(box.dataset.rowsNext || 1);
		const update = () => {
			const count = box.querySelectorAll("[data-row]").length;
			add.hidden = count >= Number(box.dataset.rowsMax || 20);
			for (const button of box.querySelectorAll("[data-row-remove]")) button.hidden = false;
		};
		add.addEventListener("click", (e) => {
			e.preventDefault();
			const row = template.content.cloneNode(true);
			for (const element of row.querySelectorAll("*")) {
				for (const { name, value } of [...element.attributes]) {
					if (value.includes("__i__")) element.setAttribute(name, value.replaceAll("__i__", next));
				}
			}
			number(row, next);
			next++;
			const first = row.querySelector("input:not([type='hidden']), select, textarea");
			template.before(row);
			suggestAll(box);
			update();
			if (first) first.focus();
		});
		box.addEventListener("click", (e) => {
			const button = e.target.closest("[data-row-remove]");
			if (!button) return;
			button.closest("[data-row]").remove();
			update();
			add.focus();
		});
		update();
	}
}

// "__i__" in texts: "Colleague __i__".
function number(root, i) {
	const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
	while (walk.nextNode()) {
		const node = walk.currentNode;
		if (node.data.includes("__i__")) node.data = node.data.replaceAll("__i__", i);
	}
}
