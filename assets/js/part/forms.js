// Forms: a second press sends nothing twice; leaving a form marked data-guard with changes asks first; after a refused
// form the focus stands on the summary of errors, whose links lead into the fields.
export function forms() {
	const summary = document.querySelector(".error-summary");
	if (summary) summary.focus();
	document.addEventListener("click", (e) => {
		const link = e.target.closest(".error-summary a[href^='#']");
		const field = link && document.getElementById(link.getAttribute("href").slice(1));
		if (!field) return;
		e.preventDefault();
		field.focus({ preventScroll: true });
		(field.closest(".field") || field).scrollIntoView({ block: "start" });
	});

	const sent = new WeakSet();
	document.addEventListener("submit", (e) => {
		if (e.defaultPrevented || e.target.method !== "post") return;
		if (sent.has(e.target)) {
			e.preventDefault();
			return;
		}
		// Downloads leave the page standing: such a form says so and may be sent again.
		if (e.target.hasAttribute("data-again")) return;
		sent.add(e.target);
		// Not `disabled`: the pressed button's own name and value must still be sent.
		for (const button of e.target.querySelectorAll("button:not([type='button'])")) button.setAttribute("aria-disabled", "true");
	});
	// Coming back by the browser's back button shows the page as it was left: let it be sent again.
	addEventListener("pageshow", (e) => {
		if (!e.persisted) return;
		for (const form of document.forms) {
			sent.delete(form);
			for (const button of form.querySelectorAll("[aria-disabled='true']")) button.removeAttribute("aria-disabled");
		}
	});

	const guarded = [...document.querySelectorAll("form[data-guard]")].map((form) => [form, content(form)]);
	if (guarded.length === 0) return;
	addEventListener("beforeunload", (e) => {
		if (guarded.some(([form, before]) => !sent.has(form) && content(form) !== before)) {
			e.preventDefault();
			e.returnValue = "";
		}
	});
}

function content(form) {
	return [...new FormData(form)].map(([name, value]) => `${name}=${value.name ?? value}`).join("\n");
}
