// Everything a guest needs by keyboard alone: from the list to the answer with Tab, Space and Enter, the focus always seen.
import { equal, match, ok, openPage, test } from "./lib/e2e.mjs";
import { asSlowAsPeople, makeVisit, openCoordinator, publish, startVisits } from "./lib/visit.mjs";

const tabsMax = 60;

// Presses Tab until the element that has the focus matches; each one on the way must be seen to have it.
async function tabTo(page, selector) {
	for (let i = 0; i < tabsMax; i++) {
		await page.keyboard.press("Tab");
		if (await page.evaluate(focusSeen, selector)) return;
	}
	ok(false, `${selector} is reached with ${tabsMax} presses of Tab`);
}

// In the page: is the focus at the element wanted? Throws when it is not seen, a second after all scrolling.
async function focusSeen(selector) {
	const element = document.activeElement;
	const style = getComputedStyle(element);
	const ringed = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
	const inView = () => {
		const box = element.getBoundingClientRect();
		return box.width > 0 && box.bottom > 0 && box.top < innerHeight;
	};
	for (const end = Date.now() + 1000; !inView() && Date.now() < end; ) await new Promise((done) => setTimeout(done, 20));
	if (!ringed || !inView()) throw new Error(`the focus cannot be seen on ${element.outerHTML.slice(0, 200)}`);
	return element.matches(selector);
}

async function enter(page, key = "Enter") {
	await asSlowAsPeople(page);
	await Promise.all([page.waitForEvent("load"), page.keyboard.press(key)]);
	await page.checked();
}

async function type(page, name, text) {
	await tabTo(page, `[name="${name}"]`);
	await page.keyboard.type(text);
}

test("a guest signs up from the list to the answer by keyboard", async () => {
	const { smtp, server } = await startVisits();
	const office = await openCoordinator(server, { checks: false });
	await makeVisit(office, server, { seats_site: "3" });
	await publish(office);

	const guest = await openPage(`${server.url}/en/events`);
	await tabTo(guest, "a.skip");
	await guest.keyboard.press("Enter");
	equal(await guest.evaluate(() => document.activeElement.id), "main", "where the skip link leads");
	await tabTo(guest, "main .events a");
	await enter(guest);
	await tabTo(guest, "main a.big");
	await enter(guest);

	// Sent empty: the summary has the focus, and its first link leads into the field.
	guest.allow(/status of 422/);
	await tabTo(guest, "main button.big");
	await enter(guest, "Space");
	ok(await guest.evaluate(() => document.activeElement.matches(".error-summary")), "the summary has the focus");
	await tabTo(guest, ".error-summary a");
	await guest.keyboard.press("Enter");
	equal(await guest.evaluate(() => document.activeElement.id), "signup-email", "where the summary leads");
	await guest.keyboard.type("aino@example.fi");
	await type(guest, "name", "Aino Aalto");
	await type(guest, "organisation", "Ko");
	await guest.keyboard.press("Escape");
	await tabTo(guest, "[name=size_class]");
	await guest.keyboard.press("ArrowDown");

	// A colleague's row: made by Space, its first field is where the focus goes.
	await tabTo(guest, "[data-rows-add]");
	await guest.keyboard.press("Space");
	match(await guest.evaluate(() => document.activeElement.name), /^colleague_name\./, "the focus after adding a row");
	await guest.keyboard.type("Berta Berg");
	await guest.keyboard.press("Tab");
	await guest.keyboard.type("berta@example.fi");
	await guest.check();
	await tabTo(guest, "[name=consents][value=photographs]");
	await guest.keyboard.press("Space");
	ok(await guest.locator("[name=consents][value=photographs]").isChecked(), "Space ticks the box");
	await tabTo(guest, "main button.big");
	await enter(guest);
	equal(await guest.locator("main h1").innerText(), "Welcome, your seat is reserved");
	equal(await guest.locator("main .items li").count(), 2, "places on the answer page");
	await smtp.waitForMail("aino@example.fi");
	await smtp.waitForMail("berta@example.fi");
});

test("on a phone the menu opens and closes by keyboard, and gives the focus back", async () => {
	const { server } = await startVisits();
	const guest = await openPage(`${server.url}/sv/events`, { size: "phone", language: "sv" });
	await tabTo(guest, ".menu-open");
	await guest.keyboard.press("Enter");
	ok(await guest.locator("#menu").isVisible(), "the menu is open");
	await guest.check();
	await guest.keyboard.press("Escape");
	ok(!(await guest.locator("#menu").isVisible()), "the menu is closed");
	ok(await guest.evaluate(() => document.activeElement.matches(".menu-open")), "the focus is back at the button");
});
