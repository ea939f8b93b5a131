// The open form: sent twice, filled in wrongly, closed, and given what attackers type.
import { equal, match, ok, openPage, test } from "./lib/e2e.mjs";
import { asSlowAsPeople, fillIn, inDays, makeVisit, manageLink, openCoordinator, pathOf, press, publish, signUp, startVisits } from "./lib/visit.mjs";

// A server with one published event; its making is checked by the story of a visit, not here.
async function startWithEvent(over) {
	const { smtp, server } = await startVisits();
	const office = await openCoordinator(server, { checks: false });
	const key = await makeVisit(office, server, over);
	await publish(office);
	return { smtp, server, office, key, form: `${server.url}/en/registrations/${key}/new` };
}

for (const javaScript of [true, false])
	test(`a double click is one sign-up, ${javaScript ? "with" : "without"} JavaScript`, async () => {
		const { smtp, server, key, form } = await startWithEvent({ seats_site: "3" });
		const guest = await openPage(form, { javaScript });
		await fillIn(guest, { email: "aino@example.fi", name: "Aino Aalto" });
		await guest.checked();
		await asSlowAsPeople(guest);
		await guest.locator("main button.big").dblclick();
		await guest.getByRole("heading", { name: "Welcome, your seat is reserved" }).waitFor();
		await smtp.waitForMail("aino@example.fi");
		await guest.goto(`${server.url}/en/events/${key}`);
		match(await guest.textContent(".answers"), /2 of 3|2 seats left/, "the seats left");
		// The next guest's mail is sent after any second one to the first.
		await guest.goto(form);
		await signUp(guest, { email: "berta@example.fi", name: "Berta Berg" });
		await smtp.waitForMail("berta@example.fi");
		equal(smtp.mails.filter(({ envelope }) => envelope.to.includes("aino@example.fi")).length, 1, "mails to the first");
	});

test("a form with mistakes comes back with all that was typed, and leads to the fields", async () => {
	const { smtp, form } = await startWithEvent({ seats_site: "3", seats_remote: "2", remote_link: "https://meet.example.fi/x" });
	const guest = await openPage(form, { size: "phone" });
	const typed = {
		email: "aino.example.fi",
		job_title: "Ostopäällikkö",
		organisation: "Koe & Pojat Oy",
		business_id: "0112038-8", // the check digit is 9
		message: "Line one\n  “two” <b>",
		consents: "photographs",
	};
	guest.allow(/status of 422/);
	await fillIn(guest, typed);
	await press(guest.locator("main button.big"));
	const summary = guest.locator(".error-summary");
	match(await summary.innerText(), /Please check 4 things/, "the summary");
	ok(await summary.evaluate((element) => element === document.activeElement), "the summary has the focus");
	for (const name of ["email", "job_title", "organisation", "business_id", "message"])
		equal(await guest.locator(`[name="${name}"]`).inputValue(), typed[name], name);
	ok(await guest.locator('[name="consents"][value="photographs"]').isChecked(), "the tick is kept");
	ok(!(await guest.locator('[name="consents"][value="later_invitations"]').isChecked()), "no other tick");
	for (const [index, id] of ["signup-email", "signup-name", "signup-business_id"].entries()) {
		await summary.locator("a").nth(index).click();
		equal(await guest.evaluate(() => document.activeElement.id), id, "the field that the summary leads to");
		const field = guest.locator(`#${id}`);
		equal(await field.getAttribute("aria-invalid"), "true", "aria-invalid");
		const words = await guest.locator(`#${id}-error`).innerText();
		ok((await field.getAttribute("aria-describedby")).split(" ").includes(`${id}-error`), "the error describes the field");
		match(words, /\S/, "the words at the field");
	}
	match(await guest.title(), /^Error: /, "the title");
	await fillIn(guest, { email: "aino@example.fi", name: "Aino Aalto", business_id: "0112038-9", mode: "remote" });
	await press(guest.locator("main button.big"));
	equal(await guest.locator("main h1").innerText(), "Welcome, your seat is reserved");
	match((await smtp.waitForMail("aino@example.fi")).text, /https:\/\/meet\.example\.fi\/x/, "the remote link");
});

test("sign-up that is not open says so and offers what is possible", async () => {
	const { server, office, key } = await startWithEvent({ "title.en": "Later", opens_local: inDays(5, "12:00") });
	const guest = await openPage(`${server.url}/en/registrations/${key}/new`, { size: "phone" });
	match(await guest.textContent("main"), /Sign-up opens:.*Add to calendar/s, "not yet open");
	const closed = await makeVisit(office, server, { "title.en": "Closed", closes_local: inDays(-1, "12:00") });
	await publish(office);
	await guest.goto(`${server.url}/en/registrations/${closed}/new`);
	match(await guest.textContent("main"), /Sign-up has closed:.*ask the contact person.*Mari Virtanen/is, "closed");
	await guest.goto(`${server.url}/fi/registrations/${closed}/new`);
	match(await guest.textContent("main"), /Ilmoittautuminen on päättynyt/, "closed, in Finnish");
	await guest.goto(`${server.url}/sv/registrations/${closed}/new`);
	match(await guest.textContent("main"), /Anmälan har stängt|Anmälningen har stängt|Anmälan är stängd/, "closed, in Swedish");
	const over = await makeVisit(office, server, {
		"title.en": "Over", starts_local: inDays(-2), ends_local: inDays(-2, "11:00"), closes_local: inDays(-3),
	});
	await publish(office);
	await guest.goto(`${server.url}/en/registrations/${over}/new`);
	match(await guest.textContent("main"), /This event has been held\..*Coming events/s, "over");
	await office.goto(`${server.url}/en/events/${key}/cancel`);
	await fillIn(office, { "reason.en": "Too few guests." });
	await press(office.locator("main form button.danger"));
	await guest.goto(`${server.url}/en/registrations/${key}/new`);
	match(await guest.textContent("main"), /This event was cancelled\..*Too few guests/s, "cancelled");
});

test("somebody who stays at the form while the last seat goes is put on the waiting list, or told that it has closed", async () => {
	const { smtp, server, office, key, form } = await startWithEvent({ seats_site: "1" });
	const slow = await openPage(form, { size: "phone" });
	equal(await slow.locator("main button.big").innerText(), "Sign up");
	const quick = await openPage(form);
	await signUp(quick, { email: "quick@example.fi", name: "Quick" });
	await signUp(slow, { email: "slow@example.fi", name: "Slow" });
	equal(await slow.locator("main h1").innerText(), "You are on the waiting list");
	match((await smtp.waitForMail("slow@example.fi")).subject, /waiting list/, "the subject");
	const late = await openPage(form, { size: "phone" });
	await office.goto(`${server.url}/en/events/${key}/edit`);
	await fillIn(office, { closes_local: inDays(-1) });
	await press(office.locator("main button.big"));
	equal(pathOf(office), `/en/events/${key}`, "the address after saving");
	late.allow(/status of 409/);
	await signUp(late, { email: "late@example.fi", name: "Late" });
	match(await late.textContent("main"), /Sign-up has closed/, "what the late one reads");
});

// What is shown must be these characters, and nothing of it may act. Only marks that turn the direction of what follows are
// taken out, for with them a name would show other words than it has.
const cleaned = (text) => text.replace(/[\s\u202a-\u202e]+/g, " ").trim();
const hostile = [
	`<script>window.hit=1</script>`,
	`"><img src=x onerror="window.hit=1">`,
	`'; DROP TABLE person; --`,
	`</title></textarea><svg onload=window.hit=1>`,
	`{{7*7}} %s %n \${7*7}`,
	`=cmd|' /C calc'!A0`,
	`\u202Egnp.exe\u202C שלום 👩🏽‍🏭 Åäö`,
];

test("hostile texts are shown without marks of direction, else as they were typed, and do nothing", async () => {
	const event = Object.fromEntries(["title.en", "summary.en", "description.en", "meeting_point.en", "gate.en", "host_shows.en"].map((name, i) => [name, hostile[i]]));
	const { smtp, server, office, key } = await startWithEvent({
		...event, "title.fi": hostile[3], "title.sv": hostile[6], place_name: hostile[1], street: hostile[6], contact_name: hostile[0],
		contact_title: hostile[4], mail_from_name: hostile[2], seats_site: "10",
	});
	const guest = await openPage(`${server.url}/en/events`);
	const harmless = async (page, ...shown) => {
		const text = await page.evaluate(() => document.body.textContent.replace(/\s+/g, " "));
		for (const one of shown) ok(text.includes(cleaned(one)), `${pathOf(page)} shows ${one}`);
		ok(!/[\u202a-\u202e]/.test(text), `marks of direction on ${pathOf(page)}`);
		equal(await page.evaluate(() => window.hit), undefined, `window.hit on ${pathOf(page)}`);
		equal(await page.locator("main img[src=x], main svg[onload]").count(), 0, `elements made on ${pathOf(page)}`);
	};
	await harmless(guest, hostile[0]);
	await guest.goto(`${server.url}/en/events/${key}`);
	await harmless(guest, hostile[0], hostile[1], hostile[3]);
	for (const [lang, title] of [["fi", hostile[3]], ["sv", hostile[6]]]) {
		await guest.goto(`${server.url}/${lang}/events/${key}`);
		await harmless(guest, title);
	}
	for (const [i, name] of hostile.entries()) {
		await guest.goto(`${server.url}/en/registrations/${key}/new`);
		await harmless(guest, hostile[0]);
		await signUp(guest, { email: `guest${i}@example.fi`, name, job_title: hostile[(i + 1) % hostile.length], organisation: hostile[(i + 2) % hostile.length], message: hostile.join("\n") });
		equal(await guest.locator("main h1").innerText(), "Welcome, your seat is reserved");
		await harmless(guest, hostile[0]);
		const mail = await smtp.waitForMail(`guest${i}@example.fi`);
		ok(!/<script|<img src=x|<svg onload/.test(mail.html), "the mail's HTML");
		ok(mail.subject.includes(hostile[0]), "the subject");
		await guest.goto(manageLink(mail));
		await harmless(guest, name, hostile[0]);
	}
	await office.goto(`${server.url}/en/events/${key}/edit`);
	for (const [name, value] of Object.entries(event)) equal(await office.locator(`[name="${name}"]`).inputValue(), value, name);
	await office.locator("button[value=programme]").click();
	await office.locator('[name^="item_title_en."]').fill(hostile[1]);
	await office.locator('[name^="item_speaker."]').fill(hostile[3]);
	await press(office.locator("main button.big"));
	await harmless(office, hostile[1], hostile[3]);
	for (const path of ["", "/history", "/cancel"]) {
		await office.goto(`${server.url}/en/events/${key}${path}`);
		await harmless(office, hostile[0]);
	}
	await office.goto(`${server.url}/en/mail`);
	await harmless(office, hostile[0]);
	await press(office.locator("tbody a").first());
	await harmless(office, hostile[0]);
}, 300);
