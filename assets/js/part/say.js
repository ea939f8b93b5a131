// Tells screen readers what changed, through the page's one status region.
export function say(text) {
	const region = document.getElementById("announce");
	if (!region || !text) return;
	region.textContent = "";
	// A region that gets the same text again is silent unless it was empty for a moment.
	setTimeout(() => (region.textContent = text), 60);
}

// "{n} found" with n put in; the words come from a data attribute.
export function fill(text, values) {
	return (text || "").replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
}
