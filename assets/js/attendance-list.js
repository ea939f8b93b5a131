// Quick entry from the signed sheets: one key per person. Without this file each press of a button loads the page anew.
//
// Inside the list: a (was here) and x (absent) mark the row and go on to the next; j, k and the arrows move. The keys work
// only while the focus is in the list, so that they take nothing from a screen reader or from other fields.
import { markKey } from "./part/door-store.js";
import { fill, say } from "./part/say.js";

const table = document.getElementById("entry");
if (table) entry();

function entry() {
	const words = table.dataset;
	const rows = [...table.tBodies[0].rows];
	const reason = document.querySelector("input[name='reason']");
	const button = (row, what) => row.querySelector(`button[data-what='${what}']`);
	document.getElementById("entry-keys").hidden = false;

	function show(row, what) {
		for (const one of ["arrived", "absent"]) button(row, one).setAttribute("aria-pressed", String(one === what));
		const state = row.querySelector("[data-state]");
		state.className = what === "arrived" ? "tag good" : what === "absent" ? "tag warn" : "tag";
		state.textContent = what === "arrived" ? words.here : what === "absent" ? words.absent : words.unknown;
		const here = table.querySelectorAll("[data-what='arrived'][aria-pressed='true']").length;
		document.getElementById("door-count").textContent = fill(words.count, { here, all: words.all });
	}

	async function mark(row, what) {
		const state = row.querySelector("[data-state]");
		const body = { mark_key: markKey(), registration: button(row, "arrived").value, what, at: new Date().toISOString() };
		if (reason) {
			body.reason = reason.value.trim();
			if (!body.reason) {
				say(words.reason);
				reason.focus();
				return false;
			}
		}
		try {
			const answer = await fetch(words.api, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });
			if (!answer.ok) throw new Error((await answer.json().catch(() => ({}))).detail);
			show(row, what);
			say(fill(words.said, { name: row.cells[1].textContent.trim(), what: state.textContent }));
		} catch (error) {
			state.className = "tag error";
			state.textContent = (error instanceof TypeError ? "" : error.message) || words.failed;
			say(state.textContent);
		}
		return true;
	}

	function move(row, step, what) {
		const next = rows[rows.indexOf(row) + step];
		if (next) button(next, what).focus();
	}

	table.addEventListener("click", (e) => {
		const pressed = e.target.closest("button[data-what]");
		if (!pressed) return;
		e.preventDefault();
		mark(pressed.closest("tr"), pressed.getAttribute("aria-pressed") === "true" ? "unknown" : pressed.dataset.what);
	});

	table.addEventListener("keydown", (e) => {
		const row = e.target.closest("tbody tr");
		if (!row || e.ctrlKey || e.altKey || e.metaKey) return;
		const at = e.target.dataset.what ?? "arrived";
		const what = { a: "arrived", x: "absent" }[e.key];
		const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[e.key];
		if (!what && !step) return;
		e.preventDefault();
		if (step) return move(row, step, at);
		if (!reason || reason.value.trim()) move(row, 1, at);
		mark(row, what);
	});
}
