// What the stories of a company visit have in common: who signs in, how an event is typed in, how somebody signs up.
// Fields are found by their names, so that the same steps work in all languages; what is read by people is checked by the
// tests themselves, in words.
import { links, match, openPage, startServer, startSmtp } from "./e2e.mjs";

export const coordinator = "mari@example.fi";

// A server that sends its mails to a real mail server, with one coordinator (not signed in).
export async function startVisits({ settings = {}, demo = false } = {}) {
	const smtp = await startSmtp();
	const server = await startServer({ settings: { ...smtp.settings, ...settings }, demo });
	await server.command("user", "add", coordinator, "--name", "Mari Virtanen", "--role", "coordinator", "--lang", "en");
	return { smtp, server };
}

// A page of the coordinator, signed in by a link from the command line (the mailed link has its own test).
export async function openCoordinator(server, options = {}) {
	const page = await openPage(await server.signIn(coordinator), options);
	await press(page.locator("main form button[type=submit], main form button:not([type])").first());
	await page.waitForURL(/\/(fi|sv|en)\/me/);
	return page;
}

// "2026-12-11T09:00", so many days from now.
export function inDays(days, clock = "09:00") {
	return `${new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10)}T${clock}`;
}

// The address without server and notice.
export function pathOf(page) {
	return new URL(page.url()).pathname;
}

// Who sends a form within a second is taken for a program. A quick machine must wait, as people do by themselves.
export async function asSlowAsPeople(page) {
	const age = await page.evaluate("performance.now() - performance.getEntriesByType('navigation')[0].responseStart");
	if (age < 1100) await page.waitForTimeout(1100 - age);
}

// Presses and waits until the answer's page has been loaded (a refused form keeps its address).
export async function press(button) {
	await button.page().checked();
	await asSlowAsPeople(button.page());
	await Promise.all([button.page().waitForEvent("load"), button.click()]);
}

// Types into the fields named; a select or radios get their value chosen, true ticks a box.
export async function fillIn(page, values) {
	for (const [name, value] of Object.entries(values)) {
		const field = page.locator(`[name="${name}"]`).first();
		const kind = await field.evaluate((element) => element.tagName === "SELECT" ? "select" : element.type);
		if (kind === "select") await field.selectOption(value);
		else if (kind === "radio") await page.locator(`[name="${name}"][value="${value}"]`).check();
		else if (kind === "checkbox") await page.locator(value === true ? `[name="${name}"]` : `[name="${name}"][value="${value}"]`).check();
		else await field.fill(value);
	}
}

// What a small visit needs; `over` replaces and adds fields.
export function visit(over = {}) {
	return {
		kind: "visit",
		source_lang: "en",
		"title.en": "Visit to Raute",
		"summary.en": "How veneer is made.",
		"description.en": "See the line.\n\n- One\n- Two",
		"title.fi": "Vierailu Rauteen",
		"title.sv": "Besök hos Raute",
		"meeting_point.en": "Main door",
		starts_local: inDays(20, "09:00"),
		ends_local: inDays(20, "11:00"),
		place_name: "Raute Oyj",
		street: "Rautetie 2",
		postcode: "15550",
		post_office: "Nastola",
		seats_site: "1",
		closes_local: inDays(18, "16:00"),
		contact_name: "Mari Virtanen",
		contact_email: coordinator,
		...over,
	};
}

// Makes the event by the form and leaves the page at its preview; returns the event's key.
export async function makeVisit(page, server, over) {
	await page.goto(`${server.url}/en/events/new`);
	await fillIn(page, visit(over));
	await press(page.locator("main button.big"));
	match(pathOf(page), /^\/en\/events\/[^/]+$/, "the address after saving");
	return pathOf(page).replace(/^.*\//, "");
}

// From the preview to the published page.
export async function publish(page) {
	await press(page.locator("main a[href$='/publish']"));
	await press(page.locator("main form button.button"));
	await page.locator("main a[href$='/cancel']").waitFor();
}

// Fills in the form of sign-up and sends it; the page is at the form already.
export async function signUp(page, over) {
	await fillIn(page, { job_title: "Engineer", organisation: "Koe Oy", ...over });
	await press(page.locator("main button.big"));
}

// The link in a mail by which the sign-up is changed.
export function manageLink(mail) {
	const link = links(mail).find((url) => url.includes("/registrations/places/"));
	if (!link) throw new Error(`no link to the sign-up in "${mail.subject}": ${links(mail)}`);
	return link;
}

// The calendar part of a mail, unfolded: { method, text, get(name) }.
export function calendarOf(mail) {
	const part = mail.attachments.find(({ contentType }) => contentType === "text/calendar");
	if (!part) throw new Error(`no calendar part in "${mail.subject}": ${mail.attachments.map((a) => a.contentType)}`);
	const text = part.content.toString("utf8").replace(/\r\n[ \t]/g, "");
	// Of the event, not of the zone before it.
	const event = text.slice(text.indexOf("BEGIN:VEVENT"));
	const get = (name) => new RegExp(`^${name}(?:;[^:\\r\\n]*)?:(.*?)\\r?$`, "m").exec(event)?.[1];
	return { method: /^METHOD:(.*?)\r?$/m.exec(text)?.[1], text, get };
}
