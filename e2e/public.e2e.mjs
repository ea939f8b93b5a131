// All public pages of the demo: on the narrowest screen nothing scrolls sideways; no cookie but for sign-in and language;
// the harness checks accessibility and the policy on each of them.
import { equal, match, ok, openPage, startServer, startSmtp, test } from "./lib/e2e.mjs";
import { fillIn, manageLink, press, signUp } from "./lib/visit.mjs";

// The width of what can be scrolled to; and what sticks out, to be told.
async function noSidewaysScroll(page) {
	const { width, out } = await page.evaluate(() => ({
		width: document.documentElement.scrollWidth,
		out: [...document.querySelectorAll("body *")]
			.filter((element) => element.getBoundingClientRect().right > innerWidth + 1 && !element.closest(".table-wrap, [popover]"))
			.map((element) => element.outerHTML.slice(0, 120)),
	}));
	ok(width <= 320, `${page.url()} is ${width} px wide: ${out.slice(0, 3).join(" ")}`);
}

async function guestDemo() {
	const smtp = await startSmtp();
	const server = await startServer({ demo: true, settings: smtp.settings });
	return { smtp, server };
}

const pages = ["/", "/events", "/events?state=past", "/series", "/sign-in", "/contact", "/privacy", "/cookies", "/accessibility", "/search?q=oy", "/embed/events"];

for (const language of ["fi", "sv", "en"])
	test(`the public pages fit a screen of 320 px (${language})`, async () => {
		const { smtp, server } = await guestDemo();
		const page = await openPage(undefined, { size: "narrow", language });
		const go = async (path) => {
			await page.goto(path.startsWith("http") ? path : `${server.url}/${language}${path}`);
			await noSidewaysScroll(page);
		};
		const links = (selector) => page.locator(selector).evaluateAll((all) => all.map(({ href }) => href));
		for (const path of pages) await go(path);
		page.allow(/status of (404|422)/);
		await go("/events/nosuchevent00000");
		await go("/events?state=past");
		const past = (await links("main .events a"))[0];
		await go("/series");
		await go((await links("main a[href*='/series/']"))[0]);
		await go("/events");
		const upcoming = await links("main .events a");
		await go(past);
		await go(past.replace("/events/", "/registrations/") + "/new");
		await go(upcoming[0]);
		await go((await links("main a[href*='/organisations/']"))[0]);
		for (const event of upcoming) {
			await go(event);
			if ((await page.locator("main a.big").count()) > 0) break;
		}
		await go((await links("main a.big"))[0]);
		await press(page.locator("main button.big"));
		await noSidewaysScroll(page);
		const remote = page.locator("[name=mode]").first();
		if ((await remote.count()) > 0) await remote.check();
		await signUp(page, { email: "a-rather-long-address.of-somebody@subsidiary.of-a-large-company.example.fi", name: "Maximiliana-Elisabeth Freifrau von Ahvenanmaa-Raudaskoski" });
		equal(await page.locator("main button.big").count(), 0, "forms after signing up");
		await noSidewaysScroll(page);
		const manage = manageLink(await smtp.waitForMail("a-rather-long-address.of-somebody@subsidiary.of-a-large-company.example.fi"));
		await go(manage);
		for (const path of await links("main .actions a[href*='/registrations/places/']")) await go(path);
	}, 300);

test("a visitor gets no cookie, and one who chooses a language gets only that one", async () => {
	const { smtp, server } = await guestDemo();
	const page = await openPage(`${server.url}/`, { language: "sv", checks: false });
	match(page.url(), /\/sv\/$/, "the language of the browser is taken");
	for (const path of pages) await page.goto(`${server.url}/en${path}`);
	await page.goto(`${server.url}/en/events`);
	for (const event of await page.locator("main .events a").evaluateAll((all) => all.map(({ href }) => href))) {
		await page.goto(event);
		if ((await page.locator("main a.big").count()) > 0) break;
	}
	await press(page.locator("main a.big"));
	const mode = page.locator("[name=mode]").first();
	if ((await mode.count()) > 0) await mode.check();
	await fillIn(page, { consents: "photographs" });
	await signUp(page, { email: "aino@example.fi", name: "Aino Aalto" });
	await page.goto(manageLink(await smtp.waitForMail("aino@example.fi")));
	equal((await page.context().cookies()).map(({ name }) => name), [], "cookies");
	const stored = await page.evaluate(async () => ({ local: localStorage.length, session: sessionStorage.length, databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length, workers: (await navigator.serviceWorker.getRegistrations()).length }));
	equal(stored, { local: 0, session: 0, databases: 0, caches: 0, workers: 0 }, "what else is stored");
	ok(!(await page.textContent("body")).match(/accept (all )?cookies/i), "no banner");
	await page.goto(`${server.url}/en/events`);
	await press(page.locator(".languages a[lang=sv]"));
	const cookies = await page.context().cookies();
	equal(cookies.length <= 1, true, `cookies after choosing a language: ${cookies.map(({ name }) => name)}`);
	for (const { name, value } of cookies) match(`${name}=${value}`, /lang.*=sv/, "the cookie");
	await page.goto(`${server.url}/`);
	match(page.url(), /\/sv\/$/, "the choice is remembered");
}, 240);
