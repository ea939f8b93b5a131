// At the door: helpers with phones, a network that drops, codes before a camera, and the list after the event.
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { equal, links, match, ok, openPage, startServer, startSmtp, test } from "./lib/e2e.mjs";
import { atEnd } from "./lib/scope.mjs";

async function signedIn(server, email, options) {
	const page = await openPage(await server.signIn(email), options);
	await page.checked();
	await page.locator("main form button").first().click();
	await page.waitForURL(/\/me(\?|$)/);
	await page.checked();
	return page;
}

// A demo's server, the page of its helper, and the address of the door.
async function openDoor(options, settings = {}) {
	const server = await startServer({ demo: true, settings });
	const page = await signedIn(server, "helper@example.fi", options);
	const language = new URL(page.url()).pathname.slice(1, 3);
	await page.goto(`${server.url}/${language}/attendance`);
	await page.checked();
	await page.locator(".items a").first().click();
	await page.locator("#door-list").waitFor();
	return { server, page, door: page.url(), event: new URL(page.url()).pathname.split("/")[3] };
}

async function secondHelper(server, event, options) {
	await server.command("user", "add", "ilkka@example.fi", "--name", "Ilkka Auttaja", "--lang", "en");
	await server.command("user", "role", "ilkka@example.fi", "helper", "--event", event);
	return signedIn(server, "ilkka@example.fi", options);
}

const row = (page, i) => page.locator("#door-list button").nth(i);
const pressed = (page, i, value = "true") => page.locator(`#door-list li:nth-child(${i + 1}) button[aria-pressed=${value}]`).waitFor();
// What the server knows.
const people = async (page, event) => (await (await page.request.get(new URL(`/api/v1/events/${event}/attendance`, page.url()).href)).json()).people;

test("two helpers see each other's marks at once", async () => {
	const { server, page, door, event } = await openDoor({ size: "phone" });
	const other = await secondHelper(server, event, { size: "tablet", language: "en" });
	await other.goto(door.replace(/\/(fi|sv)\//, "/en/"));
	await row(page, 0).click();
	await pressed(other, 0);
	match(await row(other, 0).textContent(), /Here \d/, "the other's row");
	await row(other, 1).click();
	await pressed(page, 1);
	await row(other, 0).click(); // undo of what the first one marked
	await pressed(page, 0, "false");
	const known = await people(page, event);
	ok(!known[0].arrived && known[1].arrived, "what the server knows");
	match(await other.locator("#door-count").textContent(), /^1 of \d+ here$/, "the count");
	await page.check();
	await other.check();
});

test("a dropped network and a reload lose nothing, and each mark is sent once", async () => {
	const { server, page, event } = await openDoor({ size: "phone", checks: false });
	const other = await secondHelper(server, event, { language: "en" });
	const posts = [];
	page.on("response", (answer) => answer.request().method() === "POST" && posts.push(answer.status()));
	page.allow(/ERR_INTERNET_DISCONNECTED|Failed to load resource/);
	await page.waitForFunction(async (event) => {
		const cache = await caches.open("door");
		return (await cache.keys()).filter(({ url }) => url.includes(event)).length >= 3; // the page, the form, until when
	}, event);
	await page.reload(); // by the worker, from now on
	await page.context().setOffline(true);
	await row(page, 0).click();
	await row(page, 2).click();
	await page.locator("#door-notice .notice.warn").waitFor();
	equal(await page.locator("#door-list .not-sent").count(), 2, "rows not sent");
	await page.reload();
	await pressed(page, 0);
	await pressed(page, 2);
	equal(await page.locator("#door-list .not-sent").count(), 2, "rows not sent after the reload");
	await row(page, 3).click();
	await row(page, 3).click(); // and back
	equal((await people(other, event)).filter((p) => p.arrived).length, 0, "what the server knows meanwhile");
	await page.context().setOffline(false);
	await page.locator("#door-list .not-sent").first().waitFor({ state: "detached" });
	await page.waitForFunction(() => !document.querySelector(".not-sent") && !document.querySelector("#door-notice .notice"));
	const known = await people(other, event);
	equal(known.map((p) => !!p.arrived).slice(0, 5), [true, false, true, false, false], "what the server knows");
	equal(posts, [200, 200, 200, 200], "the answers to marks");
	equal(await page.evaluate(() => Object.keys(localStorage).filter((key) => key.includes(":mark:"))), [], "marks that wait");
	// Signing out takes list, page and worker from the device.
	await page.goto(new URL("/fi/me", page.url()).href);
	await page.locator(".menu-open").click();
	await page.locator("form[action$='/sign-out'] button").click();
	await page.waitForURL(/\/events/);
	equal(await page.evaluate(async () => [Object.keys(localStorage), await caches.keys(), (await navigator.serviceWorker.getRegistrations()).length]), [[], [], 0], "what is left");
});

test("a sign-in that has ended is said, and the marks wait for the next one", async () => {
	const { server, page, door } = await openDoor({ size: "phone", checks: false });
	page.allow(/status of 401/);
	await page.context().clearCookies();
	await row(page, 0).click();
	await page.locator("#door-notice .notice.error a").waitFor();
	equal(await page.locator(".not-sent").count(), 1, "rows not sent");
	await page.goto(await server.signIn("helper@example.fi"));
	await page.locator("main form button").first().click();
	await page.waitForURL(/\/me(\?|$)/);
	await page.goto(door);
	await page.waitForFunction(() => document.querySelector("#door-list [aria-pressed=true]:not(.not-sent)"));
});

test("by keyboard alone: search, mark, undo, a walk-in", async () => {
	const { page, event } = await openDoor({ language: "en" });
	const [, one] = await people(page, event);
	await page.locator("#door-q").focus();
	await page.keyboard.type(one.name);
	await page.keyboard.press("Enter");
	match(await page.evaluate("document.activeElement.textContent"), new RegExp(one.name), "the focus");
	await page.keyboard.press("Space");
	await page.waitForFunction(() => document.activeElement.getAttribute("aria-pressed") === "true");
	await page.keyboard.press("Enter");
	await page.waitForFunction(() => document.activeElement.getAttribute("aria-pressed") === "false");
	await page.locator("#door-q").fill(one.code.toLowerCase());
	equal(await page.locator("#door-list li:not([hidden])").count(), 1, "rows for the code");
	await page.locator(`a[href$='/walk-in']`).focus();
	await page.keyboard.press("Enter");
	await page.waitForURL(/walk-in$/);
	await page.locator("input[name=name]").focus();
	await page.keyboard.type("Ööly <b>Åkerblom</b>");
	await page.keyboard.press("Tab");
	await page.keyboard.type("Kävelijät ry");
	await page.keyboard.press("Enter");
	await page.getByText("Ööly <b>Åkerblom</b>").first().waitFor();
	const all = await people(page, event);
	ok(all.find((p) => p.name.startsWith("Ööly")).arrived, "the walk-in's arrival");
});

test("without JavaScript every row is a button", async () => {
	const { page, event } = await openDoor({ size: "narrow", javaScript: false });
	const [first] = await people(page, event);
	await row(page, 0).click();
	await page.waitForLoadState();
	equal(await row(page, 0).getAttribute("aria-pressed"), "true", "the first row");
	await page.locator("#door-q").fill(first.name);
	await page.locator("#door-q").press("Enter");
	await page.waitForURL(/q=/);
	ok((await page.locator("#door-list button").count()) >= 1, "rows found");
	ok((await page.locator("#door-list button").count()) < (await people(page, event)).length, "fewer than all");
});

// The picture of a code as a film of one frame, made of the drawing that stands on the page of the mail's link.
async function film(page) {
	const luma = await page.evaluate(() => {
		const svg = document.querySelector("main svg");
		const canvas = document.createElement("canvas");
		[canvas.width, canvas.height] = [640, 480];
		const c = canvas.getContext("2d");
		c.fillStyle = "#fff";
		c.fillRect(0, 0, 640, 480);
		c.translate(170, 90);
		c.scale(300 / svg.viewBox.baseVal.width, 300 / svg.viewBox.baseVal.height);
		c.fillStyle = "#000";
		c.fill(new Path2D(svg.querySelector("path").getAttribute("d")));
		const { data } = c.getImageData(0, 0, 640, 480);
		return Array.from({ length: 640 * 480 }, (_, i) => data[i * 4]);
	});
	const folder = mkdtempSync(join(tmpdir(), "talkoot-film-"));
	atEnd(() => rmSync(folder, { recursive: true, force: true }));
	chmodSync(folder, 0o755);
	const frame = Buffer.concat([Buffer.from("FRAME\n"), Buffer.from(luma), Buffer.alloc(320 * 240 * 2, 128)]);
	writeFileSync(join(folder, "code.y4m"), Buffer.concat([Buffer.from("YUV4MPEG2 W640 H480 F10:1 Ip A1:1 C420\n"), frame, frame, frame]));
	return join(folder, "code.y4m");
}

test("the code of the confirmation mail is read by the camera", async () => {
	const smtp = await startSmtp();
	const { server, event, door } = await openDoor({ language: "en" }, smtp.settings);
	const coming = smtp.waitForMail("aada@example.fi");
	const answer = await fetch(`${server.url}/api/v1/events/${event}/registrations`, {
		method: "POST",
		headers: { "Content-Type": "application/json" },
		body: JSON.stringify({ name: "Aada Aalto", email: "aada@example.fi", mode: "site" }),
	});
	equal([answer.status, (await answer.json()).state], [201, "confirmed"], "the sign-up");
	const place = links(await coming).find((link) => link.includes("/registrations/places/"));
	const guest = await openPage(place, { language: "en" });
	const phone = await signedIn(server, "helper@example.fi", { size: "phone", language: "en", film: await film(guest) });
	await phone.goto(door);
	await phone.locator("#door-scan").click();
	await phone.locator("#door-scanned .tag").waitFor();
	match(await phone.locator("#door-scanned").textContent(), /Aada Aalto/, "what is shown");
	await phone.waitForFunction(() => [...document.querySelectorAll("#door-list [aria-pressed=true]:not(.not-sent)")].some((b) => b.textContent.includes("Aada")));
	await phone.check();
	await phone.locator("#door-scan").click();
	ok((await people(phone, event)).find((p) => p.name === "Aada Aalto").arrived, "the arrival");
});

test("after the event the signed list is entered by keys, its scan kept, and the attendance closed", async () => {
	const { server, event } = await openDoor({ language: "en" });
	await server.command("user", "add", "mari@example.fi", "--name", "Mari Virtanen", "--role", "coordinator", "--lang", "en");
	const page = await signedIn(server, "mari@example.fi", { language: "en" });
	await page.goto(`${server.url}/en/attendance/${event}/list`);
	await page.checked();
	await page.locator("#entry button").first().focus();
	for (const key of ["a", "x", "j", "a"]) await page.keyboard.press(key);
	const state = (i) => page.locator("#entry tbody tr").nth(i).locator("[data-state]");
	await page.waitForFunction(() => document.querySelectorAll("#entry [aria-pressed=true]").length === 3);
	equal([await state(0).textContent(), await state(1).textContent(), await state(2).textContent(), await state(3).textContent()], ["Was here", "Absent", "Not known", "Was here"], "the rows");
	await page.check();
	await page.locator("input[type=file]").setInputFiles({ name: "sheet.pdf", mimeType: "application/pdf", buffer: Buffer.from("%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n") });
	await page.getByRole("button", { name: "Upload the scan" }).click();
	await page.getByText("The scan was kept.").waitFor();
	await page.checked();
	const coming = page.waitForEvent("download");
	await page.getByRole("link", { name: "sheet.pdf" }).click();
	equal((await coming).suggestedFilename(), "sheet.pdf", "the scan's name");
	match(await page.locator("#closing").textContent(), /\d+ people who are not marked count as absent/, "what closing does");
	await page.getByRole("button", { name: "Close the attendance" }).click();
	await page.getByText(/The attendance is closed. \d+ people count as absent/).waitFor();
	await page.checked();
	const known = await people(page, event);
	equal(known.map((p) => !!p.arrived).slice(0, 4), [true, false, false, true], "who was here");
	ok(known[1].absent && known[2].absent, "who was absent");
	await page.locator("#entry button").nth(2).click(); // without a reason
	equal(await page.evaluate("document.activeElement.name"), "reason", "the focus");
	await page.keyboard.type("Signed on the wrong line");
	await page.locator("#entry button").nth(2).click();
	await page.waitForFunction(() => document.querySelectorAll("#entry tr")[2].querySelector("[aria-pressed=true]")?.dataset.what === "arrived");
	const csv = await (await page.request.get(`${server.url}/en/attendance/${event}/attendance.csv`)).text();
	equal(csv.split("\r\n").length, known.length + 2, "lines of the file");
	match((await (await page.request.get(`${server.url}/en/attendance/${event}/signatures.pdf`)).body()).toString("latin1", 0, 5), /%PDF-/, "the signature list");
});
