// The small frame of the browser tests:
//
//   import { test, equal, startServer, startSmtp, openPage } from "./lib/e2e.mjs";
//
//   test("a guest signs up", async () => {
//   	const smtp = await startSmtp();
//   	const server = await startServer({ settings: smtp.settings });
//   	const page = await openPage(server.url, { size: "phone", language: "sv" });
//   	...
//   	const mail = await smtp.waitForMail("guest@example.fi", (mail) => /Partner/.test(mail.subject));
//   });
//
// What a test starts ends with it, whatever happens. A page fails the test when it breaks its content security policy,
// prints an error to the console, throws, or has a violation of axe-core (see page.mjs). So does a server that does not end
// with code 0 (a sanitizer's finding, see server.mjs).
import { basename } from "node:path";
import { isDeepStrictEqual, inspect } from "node:util";
import { closeBrowser } from "./browser.mjs";
import { endScope, inScope } from "./scope.mjs";

export { openPage } from "./page.mjs";
export { startServer } from "./server.mjs";
export { links, startSmtp } from "./smtp.mjs";

const tests = [];
const limit = 120; // seconds for one test; a hanging one is a failed one

// test(name, body): body runs once, in the order of the file. A long story may ask for more seconds than others.
export function test(name, body, seconds = limit) {
	tests.push({ name, body, seconds, at: caller() });
}

function caller() {
	const line = new Error().stack.split("\n")[3] ?? "";
	return basename(line.replace(/^.*[(/]([^/()]+\.mjs:\d+):\d+\)?$/, "$1"));
}

class Failure extends Error {}

export function ok(value, what = "the value") {
	if (!value) throw new Failure(`${what} is ${inspect(value)}`);
}

export function equal(got, wanted, what = "the value") {
	if (!isDeepStrictEqual(got, wanted)) throw new Failure(`${what} is ${inspect(got)}, not ${inspect(wanted)}`);
}

export function match(text, pattern, what = "the text") {
	if (!pattern.test(text)) throw new Failure(`${what} does not match ${pattern}: ${inspect(text)}`);
}

async function timed(body, seconds) {
	let timer;
	const late = new Promise((_, reject) => {
		timer = setTimeout(() => reject(new Failure(`took longer than ${seconds} s`)), seconds * 1000);
	});
	try {
		await Promise.race([body(), late]);
	} finally {
		clearTimeout(timer);
	}
}

// Runs one test and ends its scope; returns what went wrong, in order.
async function run({ name, body, seconds }) {
	const faults = [];
	await inScope(async (scope) => {
		scope.name = name;
		try {
			await timed(body, seconds);
		} catch (error) {
			scope.failed = true;
			faults.push(error instanceof Failure ? error.message + place(error) : (error?.stack ?? String(error)));
		}
		faults.push(...(await endScope(scope)));
	});
	return faults;
}

function place(error) {
	const line = error.stack.split("\n").find((line) => line.includes(".e2e.mjs"));
	return line ? `\n${line}` : "";
}

// Runs all registered tests; returns the exit code.
export async function runAll() {
	let failed = 0;
	console.log(`1..${tests.length}`);
	for (const [index, one] of tests.entries()) {
		const faults = await run(one);
		console.log(`${faults.length ? "not ok" : "ok"} ${index + 1} - ${one.name} (${one.at})`);
		if (faults.length) {
			failed++;
			console.log(faults.join("\n").replace(/^/gm, "# "));
		}
	}
	await closeBrowser();
	return failed ? 1 : 0;
}
