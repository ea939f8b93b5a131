// Checks assets/ in a real browser, with the style guide as the page: axe-core and the content policy on every part, no
// sideways scrolling at 320 px, and what the scripts promise, by keyboard. Prints TAP.
//
//   node assets/look/check.mjs
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { assets, parts, serve } from "./serve.mjs";

const axe = readFileSync(join(assets, "..", "node_modules", "axe-core", "axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const site = await serve(0);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const wide = { viewport: { width: 1280, height: 800 }, timezoneId: "Europe/Helsinki" };
const phone = { ...wide, viewport: { width: 320, height: 640 } };
const tests = [];
const test = (name, body, options = wide) => tests.push({ name, body, options });

for (const [look, options] of Object.entries({ wide, phone, dark: { ...wide, colorScheme: "dark" } })) {
	for (const part of parts) {
		test(
			`${part}, ${look}: axe-core and the policy have nothing to say, nothing stands out sideways`,
			async (page) => {
				await page.goto(`${site.base}/?page=${part}`);
				const { violations } = await page.evaluate(`${axe}; axe.run({ runOnly: ${JSON.stringify(rules)} })`);
				assert.deepEqual(violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(" | ")}`), []);
				assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth));
			},
			options,
		);
	}
}

test("the first stop of the keyboard is the skip link, and it leads to the content", async (page) => {
	await page.goto(`${site.base}/?page=events`);
	await page.keyboard.press("Tab");
	assert.equal(await page.evaluate(() => document.activeElement.className), "skip");
	await page.keyboard.press("Enter");
	assert.equal(await page.evaluate(() => document.activeElement.id), "main");
});

for (const javaScriptEnabled of [true, false]) {
	test(
		`on a phone the menu opens and closes by keyboard, script ${javaScriptEnabled ? "on" : "off"}`,
		async (page) => {
			await page.goto(`${site.base}/?page=events`);
			const link = page.getByRole("link", { name: "Become a host" });
			assert.equal(await link.isVisible(), false);
			await page.getByRole("button", { name: "Menu" }).focus();
			await page.keyboard.press("Enter");
			assert.equal(await link.isVisible(), true);
			await page.keyboard.press("Escape");
			assert.equal(await link.isVisible(), false);
		},
		{ ...phone, javaScriptEnabled },
	);
}

test("without script nothing is shown that only script can do", async (page) => {
	await page.goto(`${site.base}/?page=list`);
	assert.equal(await page.getByRole("button", { name: "Print" }).isVisible(), false);
	await page.goto(`${site.base}/?page=form`);
	assert.equal(await page.getByRole("button", { name: "Lisää kollega" }).isVisible(), true);
}, { ...wide, javaScriptEnabled: false });

test("a refused form puts the focus on the summary, whose links lead into the fields", async (page) => {
	await page.goto(`${site.base}/?page=form`);
	assert.equal(await page.evaluate(() => document.activeElement.className), "error-summary");
	await page.keyboard.press("Tab");
	await page.keyboard.press("Enter");
	assert.equal(await page.evaluate(() => document.activeElement.id), "email");
});

test("a company is found while typing and taken by keyboard, with its business ID", async (page) => {
	await page.goto(`${site.base}/?page=form`);
	const field = page.getByLabel("Yritys", { exact: true });
	await field.pressSequentially("lah");
	await page.getByRole("option").nth(1).waitFor();
	assert.equal(await field.getAttribute("aria-expanded"), "true");
	await page.getByText("2 yritystä löytyi").waitFor({ state: "attached" });
	const { violations } = await page.evaluate(`${axe}; axe.run({ runOnly: ${JSON.stringify(rules)} })`);
	assert.deepEqual(violations.map((v) => v.id), []);
	await field.press("ArrowDown");
	await field.press("ArrowDown");
	const active = await field.getAttribute("aria-activedescendant");
	assert.match(await page.locator(`#${active}`).textContent(), /Lahden Muovi Oy/);
	await field.press("Enter");
	assert.equal(await field.inputValue(), "Lahden Muovi Oy");
	assert.equal(await page.locator("#bid").inputValue(), "2345671-8");
	assert.equal(await field.getAttribute("aria-expanded"), "false");
	await field.press("Backspace");
	await page.getByRole("option").first().waitFor();
	await field.press("Escape");
	assert.equal(await page.getByRole("option").count(), 0);
	assert.equal(await field.inputValue(), "Lahden Muovi O");
});

test("a list that comes after the person has gone on does not open, and without network the field is a plain one", async (page) => {
	await page.goto(`${site.base}/?page=form`);
	const field = page.getByLabel("Yritys", { exact: true });
	let release;
	const held = new Promise((done) => (release = done));
	await page.route("**/suggest.json*", async (route) => {
		await held;
		await route.continue();
	});
	const asked = page.waitForRequest("**/suggest.json*");
	await field.pressSequentially("lah");
	const request = await asked;
	await page.locator("#bid").focus();
	release();
	await (await request.response()).finished();
	assert.equal(await page.getByRole("option").count(), 0);
	await page.unroute("**/suggest.json*");
	await page.route("**/suggest.json*", (route) => route.abort());
	page.expectErrors = true; // the browser itself reports the network's failure
	const failed = page.waitForEvent("requestfailed");
	await field.press("End");
	await field.pressSequentially("den");
	await failed;
	assert.equal(await field.inputValue(), "lahden");
	assert.equal(await page.getByRole("option").count(), 0);
});

test("rows are added and removed, numbered, up to their maximum", async (page) => {
	await page.goto(`${site.base}/?page=form`);
	const add = page.getByRole("button", { name: "Lisää kollega" });
	await add.press("Enter");
	assert.equal(await page.evaluate(() => document.activeElement.name), "colleague_name.1");
	for (let i = 0; i < 3; i++) await add.click();
	assert.equal(await page.getByRole("group", { name: "Kollega 4" }).count(), 1);
	assert.equal(await add.isVisible(), false);
	await page.getByRole("group", { name: "Kollega 2" }).getByRole("button", { name: "Poista" }).click();
	assert.equal(await add.isVisible(), true);
	await add.click();
	const names = await page.locator("[name^='colleague_name']").evaluateAll((list) => list.map((e) => e.name.split(".")[1]));
	assert.deepEqual(names, ["1", "3", "4", "5"]); // a number is never used twice
});

test("two presses send one form", async (page) => {
	await page.goto(`${site.base}/?page=form`);
	await page.locator("form.form").evaluate((form) => (form.noValidate = true));
	const before = site.posts;
	await page.getByRole("button", { name: "Ilmoittaudu" }).dblclick();
	await page.waitForURL(`${site.base}/`);
	assert.equal(site.posts, before + 1);
});

test("leaving a changed form asks, leaving an unchanged one does not", async (page) => {
	let asked = 0;
	page.on("dialog", (dialog) => {
		asked++;
		dialog.accept();
	});
	await page.goto(`${site.base}/?page=form`);
	await page.goto(`${site.base}/?page=form`);
	assert.equal(asked, 0);
	await page.getByLabel("Nimi", { exact: true }).pressSequentially("A");
	await page.goto(`${site.base}/?page=events`);
	assert.equal(asked, 1);
});

test("ticking all ticks each, and says how many", async (page) => {
	await page.goto(`${site.base}/?page=list`);
	await page.getByLabel("Select all").check();
	await page.getByText("4 selected").waitFor();
	await page.getByLabel("Select Juha Salo").uncheck();
	await page.getByText("3 selected").waitFor();
	assert.equal(await page.getByLabel("Select all").evaluate((box) => box.indeterminate), true);
});

test("live figures change by themselves, from the message or from the page", async (page) => {
	await page.goto(`${site.base}/?page=event`);
	const seats = page.locator("[data-live='seats']");
	while (site.readers() === 0) await page.waitForTimeout(20);
	site.push("seats", { text: "6" });
	await seats.getByText("6", { exact: true }).waitFor();
	site.seats = 5;
	site.push("seats", {});
	await seats.getByText("5", { exact: true }).waitFor();
	site.seats = 4;
	site.push("reload", {});
	await seats.getByText("4", { exact: true }).waitFor();
	site.push("seats", { text: "<b>1</b>" });
	await seats.getByText("<b>1</b>", { exact: true }).waitFor();
	await page.goto(`${site.base}/?page=form`);
	while (site.readers() > 0) await page.waitForTimeout(20);
});

for (const [zone, hint] of [["Europe/Helsinki", 0], ["America/New_York", 1]]) {
	test(
		`a reader in ${zone} ${hint ? "is told their own time" : "sees the time once"}`,
		async (page) => {
			await page.goto(`${site.base}/?page=event`);
			assert.equal(await page.getByText("Sinun aikaasi: pe 2.00").count(), hint);
			assert.equal(await page.getByText("Sinun aikaasi").count(), hint);
		},
		{ ...wide, timezoneId: zone },
	);
}

console.log(`1..${tests.length}`);
let failed = 0;
for (const [i, { name, body, options }] of tests.entries()) {
	const context = await browser.newContext(options);
	const page = await context.newPage();
	page.setDefaultTimeout(10000);
	const complaints = [];
	page.on("console", (m) => m.type() === "error" && complaints.push(m.text()));
	page.on("pageerror", (e) => complaints.push(String(e)));
	try {
		await body(page);
		if (!page.expectErrors) assert.deepEqual(complaints, []);
		console.log(`ok ${i + 1} - ${name}`);
	} catch (e) {
		failed++;
		console.log(`not ok ${i + 1} - ${name}\n${String(e.stack).replace(/^/gm, "# ")}`);
	}
	await context.close();
}
await browser.close();
site.close();
process.exitCode = failed === 0 ? 0 : 1;
