// The story of a company visit from announcement to cancellation, on both databases: a coordinator on a desktop, guests on
// their phones in three languages, and all mails read as the mail server got them.
import jsQR from "jsqr";
import { equal, links, match, ok, openPage, test } from "./lib/e2e.mjs";
import { calendarOf, coordinator, fillIn, inDays, makeVisit, manageLink, pathOf, press, publish, signUp, startVisits } from "./lib/visit.mjs";

async function signedInByMail(server, smtp) {
	const page = await openPage(`${server.url}/en/sign-in`);
	await page.getByLabel("E-mail").fill(coordinator);
	await press(page.getByRole("button", { name: "Send me the link" }));
	const mail = await smtp.waitForMail(coordinator);
	await page.goto(links(mail).find((url) => url.includes("/sign-in/")));
	await press(page.getByRole("main").getByRole("button", { name: "Sign in" }));
	equal(pathOf(page), "/en/me", "the address after signing in");
	return page;
}

// A guest who comes from the public list, like one who got the address of the site.
async function guestAtForm(server, language, title) {
	const page = await openPage(`${server.url}/${language}/events`, { size: "phone", language });
	await press(page.getByRole("link", { name: title }));
	await press(page.locator("main a.big"));
	return page;
}

// Until then an address gets three mails a day at most.
async function confirmAddress(page, mail) {
	await page.goto(manageLink(mail));
	await press(page.locator("main form[action$='/confirm'] button"));
}

const heading = (page) => page.locator("main h1").innerText();

test("a visit from announcement to cancellation", async () => {
	const { smtp, server } = await startVisits();
	const office = await signedInByMail(server, smtp);
	const key = await makeVisit(office, server, { seats_site: "1" });
	match(await office.textContent("main"), /This is a preview/, "the draft's page");
	const stranger = await openPage();
	stranger.allow(/status of 404/);
	await stranger.goto(`${server.url}/en/events/${key}`);
	ok(!(await stranger.textContent("body")).includes("Visit to Raute"), "a draft is hidden from strangers");
	await publish(office);

	// The last seat, in Finnish.
	const first = await guestAtForm(server, "fi", "Vierailu Rauteen");
	await signUp(first, { email: "aino@example.fi", name: "Aino Aalto" });
	equal(await heading(first), "Tervetuloa, paikkasi on varattu");
	const confirmation = await smtp.waitForMail("aino@example.fi");
	match(confirmation.subject, /Vierailu Rauteen/, "the subject");
	const entry = calendarOf(confirmation);
	equal(entry.method, "REQUEST", "METHOD");
	equal(entry.get("SEQUENCE"), "0", "SEQUENCE");
	const picture = confirmation.attachments.find(({ contentType }) => contentType === "image/png");
	ok(picture, "the picture of the code");
	const code = await readQr(first, picture.content);
	ok(!/aino|example|http/i.test(code), "the code says nothing about the person");
	ok(code.length >= 16, `the key in the code (${code})`);

	// The next one waits, in Swedish.
	const second = await guestAtForm(server, "sv", "Besök hos Raute");
	equal(await second.locator("main button.big").innerText(), "Anmäl dig till väntelistan");
	await signUp(second, { email: "berta@example.fi", name: "Berta Berg" });
	match(await second.textContent("main"), /1/, "the place in the queue");
	const waiting = await smtp.waitForMail("berta@example.fi");
	match(waiting.text, /plats 1/i, "the place in the queue");
	ok(!waiting.attachments.some(({ contentType }) => contentType === "text/calendar"), "who waits gets no calendar entry");

	// The first cancels by the link: opening it does nothing, the button does.
	await first.goto(manageLink(confirmation));
	await press(first.locator("main a[href$='/cancel']").first());
	await press(first.locator("main form button.danger"));
	const cancelled = await smtp.waitForMail("aino@example.fi");
	equal(calendarOf(cancelled).method, "CANCEL", "METHOD");
	equal(calendarOf(cancelled).get("UID"), entry.get("UID"), "UID");
	const movedUp = await smtp.waitForMail("berta@example.fi");
	equal(calendarOf(movedUp).method, "REQUEST", "METHOD");
	ok(movedUp.attachments.some(({ contentType }) => contentType === "image/png"), "the code for the door");

	// Two more wait, and say that their addresses are theirs; the seats are raised by two.
	await confirmAddress(second, waiting);
	await Promise.all(["cecilia", "daniel"].map(async (name) => {
		const guest = await guestAtForm(server, "en", "Visit to Raute");
		await signUp(guest, { email: `${name}@example.fi`, name });
		equal(await heading(guest), "You are on the waiting list");
		await confirmAddress(guest, await smtp.waitForMail(`${name}@example.fi`));
	}));
	await office.goto(`${server.url}/en/events/${key}/edit`);
	await fillIn(office, { seats_site: "3" });
	await press(office.locator("main button.big"));
	for (const name of ["cecilia", "daniel"]) match((await smtp.waitForMail(`${name}@example.fi`)).subject, /You got a seat/);

	// Another time: all are told what changed, and their calendars follow.
	await office.goto(`${server.url}/en/events/${key}/edit`);
	await fillIn(office, { starts_local: inDays(21, "13:00"), ends_local: inDays(21, "15:00") });
	await press(office.locator("main button.big"));
	const before = Number(calendarOf(movedUp).get("SEQUENCE"));
	for (const name of ["berta", "cecilia", "daniel"]) {
		const told = await smtp.waitForMail(`${name}@example.fi`);
		const changed = calendarOf(told);
		equal(Number(changed.get("SEQUENCE")), before + 1, `SEQUENCE for ${name}`);
		equal(changed.get("UID"), entry.get("UID"), "UID");
		match(changed.get("DTSTART"), /T130000$/, "DTSTART");
	}

	// Cancelled, with a reason.
	await office.goto(`${server.url}/en/events/${key}`);
	await press(office.locator("main a[href$='/cancel']"));
	await fillIn(office, { "reason.en": "The hall is being rebuilt.", "reason.sv": "Hallen byggs om." });
	await press(office.locator("main form button.danger"));
	for (const name of ["berta", "cecilia", "daniel"]) {
		const told = await smtp.waitForMail(`${name}@example.fi`);
		equal(calendarOf(told).method, "CANCEL", "METHOD");
		match(told.text, name === "berta" ? /Hallen byggs om/ : /being rebuilt/, "the reason");
	}
	equal(smtp.mails.filter(({ envelope }) => envelope.to.includes("aino@example.fi")).length, 2, "who had cancelled hears no more");
	await stranger.goto(`${server.url}/en/events/${key}`);
	match(await stranger.textContent("main"), /This event was cancelled\..*being rebuilt/s, "the public page");
}, 300);

// What a camera would read, by the library of the page at the door.
async function readQr(page, png) {
	const { data, width, height } = await page.evaluate(async (base64) => {
		const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
		const bitmap = await createImageBitmap(new Blob([bytes], { type: "image/png" }));
		const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
		const context = canvas.getContext("2d");
		context.drawImage(bitmap, 0, 0);
		const image = context.getImageData(0, 0, bitmap.width, bitmap.height);
		return { data: [...image.data], width: image.width, height: image.height };
	}, png.toString("base64"));
	const read = jsQR(Uint8ClampedArray.from(data), width, height);
	ok(read, "the code can be read");
	return read.data;
}
