// Pages that watch themselves. Each is a playwright page in a context of its own (like another person's browser), with
//
//   page.faults     what went wrong so far: breaches of the content security policy, errors in the console, exceptions,
//                   violations of axe-core; anything in it at the end of the test fails the test
//   page.check()    runs axe-core now (after a script has changed the page); every document that is loaded is checked
//                   anyway, and a navigation waits until the check of the page before it is through
//   page.allow(re)  faults that match are expected: the "status of 404" of a page that shall not be found
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { browser } from "./browser.mjs";
import { atEnd } from "./scope.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const out = process.env.E2E_OUT || "build-test/e2e";

let pictures = 0;

const sizes = {
	desktop: { viewport: { width: 1280, height: 800 } },
	phone: { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true, deviceScaleFactor: 2 },
	narrow: { viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true }, // what WCAG calls reflow
	tablet: { viewport: { width: 820, height: 1180 }, isMobile: true, hasTouch: true },
};

// A line per element that violates a rule of axe-core.
async function violations(page) {
	const found = await page.evaluate(`(async () => {
		if (!window.axe) { ${axe}; }
		const result = await window.axe.run(document, { resultTypes: ["violations"] });
		return result.violations.flatMap(({ id, help, nodes }) =>
			nodes.map((node) => id + ": " + help + ": " + node.target.join(" ") + ": " + node.html.slice(0, 200)));
	})()`);
	return found.map((line) => `axe: ${page.url()}: ${line}`);
}

// axe-core needs scripts. So for a page without them a twin is checked: the same address and content, what stands in
// noscript as plain elements, and no script of the page's own.
async function withTwin(page, body) {
	const url = page.url();
	const html = await page.evaluate(`(() => {
		const copy = document.documentElement.cloneNode(true);
		for (const element of copy.querySelectorAll("noscript")) element.replaceWith(...element.childNodes);
		for (const element of copy.querySelectorAll("script")) element.remove();
		return "<!doctype html>" + copy.outerHTML;
	})()`);
	const twin = await page.context().newPage();
	try {
		await twin.setViewportSize(page.viewportSize());
		await twin.route(url, (route) => route.fulfill({ body: html, contentType: "text/html; charset=utf-8" }));
		await twin.goto(url);
		return await body(twin);
	} finally {
		await twin.close();
	}
}

const checkLimit = 30_000; // milliseconds

async function inTime(work) {
	let timer;
	const late = new Promise((_, reject) => {
		timer = setTimeout(() => reject(new Error(`no result after ${checkLimit / 1000} s`)), checkLimit);
	});
	try {
		return await Promise.race([work, late]);
	} finally {
		clearTimeout(timer);
	}
}

// openPage(url, { size, language, javaScript, checks, film, context }): a new browser context with one page, gone to url (if any).
//   size        desktop (default), phone, narrow or tablet
//   language    of the browser: en (default), fi, sv
//   javaScript  false: as for somebody without
//   checks      false: no axe-core and no held navigation, for tests of caches and of a dropped network
//   film        a Y4M file that the camera shows (the page may use it)
//   context     further options of playwright's newContext
export async function openPage(url, { size = "desktop", language = "en", javaScript = true, checks = true, film, context = {} } = {}) {
	const home = await (await browser(film)).newContext({
		...sizes[size],
		locale: { en: "en-GB", fi: "fi-FI", sv: "sv-FI" }[language],
		timezoneId: "Europe/Helsinki",
		// playwright chases what glides, by timers in the page, which never ring without scripts.
		reducedMotion: "reduce",
		...(film ? { permissions: ["camera"] } : {}),
		...context,
	});
	home.setDefaultTimeout(30_000);
	const page = await home.newPage();
	await watch(page, checks, javaScript);
	atEnd((scope) => end(page, scope));
	if (url) await page.goto(url);
	return page;
}

async function watch(page, checks, javaScript) {
	const allowed = [];
	let checking = Promise.resolve();
	page.faults = [];
	const fault = (text) => {
		if (!allowed.some((pattern) => pattern.test(text))) page.faults.push(text);
	};
	page.allow = (pattern) => {
		allowed.push(pattern);
		page.faults = page.faults.filter((text) => !pattern.test(text));
	};
	const debug = await page.context().newCDPSession(page);
	// By our own session, not by playwright's javaScriptEnabled, so that twin() can have scripts in the same context.
	if (!javaScript) await debug.send("Emulation.setScriptExecutionDisabled", { value: true });
	page.check = () => {
		const work = async () => (javaScript ? violations(page) : withTwin(page, violations));
		checking = checking.then(async () => (await inTime(work())).forEach(fault));
		return checking;
	};
	page.checked = () => checking;

	page.on("console", (message) => {
		if (message.type() === "error") fault(`console: ${message.location().url}: ${message.text()}`);
	});
	page.on("pageerror", (error) => fault(`exception: ${page.url()}: ${error.stack || error.message}`));
	debug.on("Audits.issueAdded", ({ issue }) => {
		const policy = issue.details.contentSecurityPolicyIssueDetails;
		if (policy) fault(`policy: ${page.url()}: ${policy.violatedDirective}: ${policy.blockedURL ?? "inline"}`);
	});
	await debug.send("Audits.enable");

	if (!checks) return;
	page.on("load", () => {
		if (!/^https?:/.test(page.url())) return;
		// Its failure stays for whoever waits for the check: the next navigation, or the end of the test.
		page.check().catch(() => {});
	});
	// Chromium answers a script's question late or never once it has been told to go elsewhere.
	const goto = page.goto.bind(page);
	page.goto = async (...args) => {
		await checking.catch(() => {});
		return goto(...args);
	};
	await page.route("**/*", async (route) => {
		const request = route.request();
		if (request.isNavigationRequest() && request.frame() === page.mainFrame()) {
			try {
				await checking;
			} catch (error) {
				fault(`axe: ${page.url()}: ${error.message}`);
				checking = Promise.resolve();
			}
		}
		await route.continue();
	});
}

async function end(page, scope) {
	const faults = [];
	try {
		if (!page.isClosed()) await page.checked();
	} catch (error) {
		faults.push(`axe: ${page.url()}: ${error.message}`);
	}
	faults.push(...new Set(page.faults));
	if ((faults.length || scope.failed) && !page.isClosed()) {
		mkdirSync(out, { recursive: true });
		const file = join(out, `${scope.name.replace(/[^a-z0-9]+/gi, "-")}-${++pictures}.png`);
		await page.screenshot({ path: file, fullPage: true });
		faults.push(`page was ${page.url()}, picture in ${file}`);
	}
	await page.context().close();
	return faults;
}
