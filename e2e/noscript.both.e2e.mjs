// All of a visit without JavaScript: publishing, signing up with a colleague, changing, cancelling.
import { equal, match, ok, openPage, test } from "./lib/e2e.mjs";
import { fillIn, makeVisit, manageLink, openCoordinator, press, publish, signUp, startVisits } from "./lib/visit.mjs";

test("a coordinator publishes and guests sign up, change and cancel without JavaScript", async () => {
	const { smtp, server } = await startVisits();
	const office = await openCoordinator(server, { javaScript: false });
	const key = await makeVisit(office, server, { seats_site: "3" });
	await office.goto(`${server.url}/en/events/${key}/edit`);
	await fillIn(office, { "summary.en": "Typed before the row was added." });
	await press(office.locator("button[value=programme]"));
	equal(await office.locator("[name='summary.en']").inputValue(), "Typed before the row was added.", "what was typed");
	await office.locator('[name^="item_title_en."]').fill("Coffee");
	await press(office.locator("main button.big"));
	match(await office.textContent("main"), /Coffee/, "the programme");
	await publish(office);

	const guest = await openPage(`${server.url}/fi/events`, { size: "phone", language: "fi", javaScript: false });
	await press(guest.locator("main .events a"));
	await press(guest.locator("main a.big"));
	await fillIn(guest, { email: "aino@example.fi", name: "Aino Aalto" });
	await press(guest.locator("button[name=add_row]"));
	equal(await guest.locator("[name=email]").inputValue(), "aino@example.fi", "what was typed");
	equal(await guest.locator(".error-summary").count(), 0, "summaries of errors");
	await guest.locator('[name^="colleague_name."]').fill("Berta Berg");
	await guest.locator('[name^="colleague_email."]').fill("berta@example.fi");
	await signUp(guest, {});
	equal(await guest.locator("main h1").innerText(), "Tervetuloa, paikkasi on varattu");
	const mail = await smtp.waitForMail("aino@example.fi");
	await smtp.waitForMail("berta@example.fi");

	await guest.goto(manageLink(mail));
	await press(guest.locator("main form[action$='/confirm'] button"));
	ok(await guest.getByRole("img", { name: /[A-Z0-9]{6}/ }).first().isVisible(), "the code for the door");
	await press(guest.locator("main a[href$='/edit']").first());
	await fillIn(guest, { name: "Aino Aalto-Berg" });
	await press(guest.locator("main form button.button"));
	match(await guest.textContent("main"), /Aino Aalto-Berg/, "the new name");
	await press(guest.locator("main a[href$='/cancel']").last());
	await press(guest.locator("main form button.danger"));
	await smtp.waitForMail("aino@example.fi");
	await smtp.waitForMail("berta@example.fi");
	await office.goto(`${server.url}/en/events/${key}`);
	match(await office.textContent(".answers"), /3 of 3|3 seats left/, "the seats are free again");
});
