// What a coordinator does with those who have signed up: the list, the files for a spreadsheet, a letter to a selection.
import { readFileSync } from "node:fs";
import { equal, match, ok, openPage, test } from "./lib/e2e.mjs";
import { readCsv, readXlsx } from "./lib/tables.mjs";
import { coordinator, fillIn, makeVisit, manageLink, openCoordinator, pathOf, press, publish, signUp, startVisits } from "./lib/visit.mjs";

// An event with so many seats, and guests in this order: [name, e-mail, company]. Those who confirm press the button.
async function startWithGuests(seats, guests) {
	const { smtp, server } = await startVisits();
	const office = await openCoordinator(server);
	const key = await makeVisit(office, server, { seats_site: String(seats) });
	await publish(office);
	const guest = await openPage(undefined, { checks: false });
	for (const [name, email, organisation, confirms] of guests) {
		await guest.goto(`${server.url}/en/registrations/${key}/new`);
		await signUp(guest, { name, email, organisation });
		const mail = await smtp.waitForMail(email);
		if (!confirms) continue;
		await guest.goto(manageLink(mail));
		await press(guest.locator("main form[action$='/confirm'] button"));
	}
	return { smtp, server, office, key };
}

async function download(page, name) {
	const [file] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name }).click()]);
	return readFileSync(await file.path());
}

test("the exports hold what the list shows, and nothing in them is a formula", async () => {
	const guests = [
		["Aino Aalto", "aino@example.fi", "Koe Oy", true],
		["=HYPERLINK(\"http://example.invalid\")", "berta@example.fi", "+358 Oy; \"Ab\"", false],
		["Çelik Ödön", "celik@example.fi", "Ääkköset\u00a0Oy", false],
	];
	const { office, server, key } = await startWithGuests(2, guests);
	await press(office.locator(`main a[href$='/registrations/${key}']`));
	const list = await office.locator("#rows tbody tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText.trim())));
	equal(list.length, 3, "rows");
	match(list.find(([name]) => name.startsWith("Çelik"))[3], /waiting list/, "the state of the third");
	match(await office.locator(".figures").innerText(), /2\s+have a seat\s+1\s+on the waiting list\s+2\s+address not confirmed/, "the figures");

	const csv = readCsv(await download(office, "CSV"));
	const xlsx = readXlsx(await download(office, "XLSX"));
	for (const [kind, table] of Object.entries({ csv, xlsx })) {
		const [head, ...rows] = table;
		equal(rows.length, list.length, `rows of the ${kind}`);
		const column = (title) => head.indexOf(title);
		for (const [i, [name, company, title]] of list.entries()) {
			// What begins like a formula is made a text by what stands before it.
			ok(rows[i][column("Name")].replace(/^'/, "") === name, `${rows[i][column("Name")]} in the ${kind}`);
			ok(rows[i][column("Company")].replace(/^'/, "").replaceAll("\u00a0", " ") === company.replaceAll("\u00a0", " "), `${company} in the ${kind}`);
			equal(rows[i][column("Job title")], title, `the title in the ${kind}`);
			ok(guests.some(([, email]) => email === rows[i][column("E-mail")]), `the address in the ${kind}`);
		}
		ok(!rows.flat().some((cell) => /^[=@\t\r]/.test(cell) || /^[+-][^\d]/.test(cell)), `no formula in the ${kind}`);
	}

	// The filter holds for the files too.
	await office.goto(`${server.url}/en/registrations/${key}?state=waiting`);
	equal(await office.locator("#rows tbody tr").count(), 1, "rows of the filtered list");
	equal(readCsv(await download(office, "CSV")).length, 2, "rows of the filtered CSV");
	await office.locator("#filter-q").fill("aalto");
	await office.locator("#filter-state").selectOption("");
	await press(office.locator("form.filters button"));
	match(await office.locator("#rows tbody").innerText(), /Aino Aalto/, "the row found");
	equal(await office.locator("#rows tbody tr").count(), 1, "rows found");
}, 240);

test("a letter to a selection is looked at, tried, taken back", async () => {
	const { smtp, server, office, key } = await startWithGuests(1, [
		["Aino Aalto", "aino@example.fi", "Koe Oy", true],
		["Berta Berg", "berta@example.fi", "Koe Oy", true],
		["Cecilia", "cecilia@example.fi", "Koe Oy", false],
	]);
	await office.goto(`${server.url}/en/registrations/${key}?state=waiting`);
	await press(office.getByRole("link", { name: "Write to these" }));
	match(await office.textContent("main"), /1 person gets this letter.*1 person is left out/s, "who gets it");
	await fillIn(office, { subject: "Bring <good> shoes", text: "The floor is wet.\n\nSee you" });
	await press(office.getByRole("button", { name: "Preview" }));
	match(await office.locator("main .prose").innerText(), /Bring <good> shoes[^]*The floor is wet/, "the preview");
	await press(office.getByRole("button", { name: "Send a test to me" }));
	const tried = await smtp.waitForMail(coordinator, ({ subject }) => /Bring <good> shoes/.test(subject));
	match(tried.text, /The floor is wet/, "the test");
	await press(office.getByRole("button", { name: "Send", exact: true }));
	equal(await office.locator("main h1").innerText(), "The letter leaves in a minute");
	await press(office.getByRole("button", { name: "Take it back" }));
	ok(pathOf(office).startsWith(`/en/registrations/${key}`), "the address after taking back");
	// It must not come later either: what another guest gets meanwhile is sent after it would have been.
	const mailed = smtp.mails.length;
	await office.waitForTimeout(65_000);
	equal(smtp.mails.slice(mailed).map(({ subject }) => subject), [], "mails after it was taken back");

	// The second one is let go.
	await office.goto(`${server.url}/en/registrations/${key}/mail`);
	match(await office.textContent("main"), /2 people get this letter/, "who gets the second");
	await fillIn(office, { subject: "It begins at nine", text: "Sharp." });
	await press(office.getByRole("button", { name: "Preview" }));
	await press(office.getByRole("button", { name: "Send", exact: true }));
	await office.waitForTimeout(60_000);
	for (const [email, name] of [["aino@example.fi", "Aino Aalto"], ["berta@example.fi", "Berta Berg"]]) {
		const letter = await smtp.waitForMail(email, ({ subject }) => subject === "It begins at nine");
		match(letter.text, new RegExp(name), "the greeting");
	}
	ok(!smtp.mails.some(({ subject, envelope }) => subject === "It begins at nine" && envelope.to.includes("cecilia@example.fi")), "who has not confirmed gets none");
}, 360);
