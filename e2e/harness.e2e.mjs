// The harness tests itself on a tiny server: it must see what it is there to see, or all other browser tests prove nothing.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { promisify } from "node:util";
import { equal, links, match, ok, openPage, startSmtp, test } from "./lib/e2e.mjs";
import { atEnd } from "./lib/scope.mjs";

const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'";
const document = (body, head = "") =>
	`<!doctype html><html lang="en"><head><title>Test</title>${head}</head><body><main><h1>Test</h1>${body}</main></body></html>`;
const pages = {
	"/good": document('<p>Fine. <a href="/next">Next</a></p>'),
	"/next": document("<p>Also fine.</p>"),
	"/inline-style": document('<p style="color: red">Red</p>'),
	"/inline-script": document("<script>window.x = 1;</script>"),
	"/foreign": document('<p><img alt="far" src="https://example.invalid/x.png"></p>'),
	"/unlabelled": document('<p><input name="x"> <a href="/unlabelled-too">More</a></p>'),
	"/unlabelled-too": document('<p><input name="y"></p>'),
	"/throws": document("", '<script src="/throws.js"></script>'),
	"/throws.js": 'throw new Error("on purpose")',
	"/writes": document('<noscript><p>without a script</p></noscript>', '<script src="/writes.js" defer></script>'),
	"/writes.js": 'document.querySelector("main").append("by a script")',
	"/file": document('<p><a href="/file.csv">File</a></p>'),
	"/file.csv": "a,b\n",
};

async function startTiny() {
	const server = createServer((request, response) => {
		const path = new URL(request.url, "http://x").pathname;
		const type = { js: "text/javascript", csv: "text/csv" }[path.split(".")[1]] ?? "text/html; charset=utf-8";
		response.writeHead(path in pages ? 200 : 404, {
			"content-type": type,
			"content-security-policy": policy,
			...(type === "text/csv" ? { "content-disposition": 'attachment; filename="file.csv"' } : {}),
		});
		response.end(pages[path] ?? document("<p>There is nothing here.</p>"));
	}).listen(0, "127.0.0.1");
	await once(server, "listening");
	atEnd(() => {
		server.closeAllConnections();
		server.close();
	});
	return `http://127.0.0.1:${server.address().port}`;
}

// Takes the faults out of the page, so that the test passes by having found them.
async function faultsOf(page) {
	await page.checked();
	const faults = page.faults;
	page.faults = [];
	return faults.join("\n");
}

test("a page in order has no fault, and its links work", async () => {
	const page = await openPage(`${await startTiny()}/good`);
	await page.getByRole("link", { name: "Next" }).click();
	await page.getByText("Also fine.").waitFor();
	equal(await faultsOf(page), "");
});

test("breaches of the content security policy are faults", async () => {
	const tiny = await startTiny();
	for (const [path, directive] of Object.entries({ "/inline-style": "style-src", "/inline-script": "script-src", "/foreign": "img-src" })) {
		const page = await openPage(tiny + path);
		match(await faultsOf(page), new RegExp(`policy: .*${path}: ${directive}`), path);
	}
});

test("violations of axe-core are faults, on each page of a way", async () => {
	const page = await openPage(`${await startTiny()}/unlabelled`);
	await page.getByRole("link", { name: "More" }).click();
	await page.locator("input[name=y]").waitFor();
	const faults = await faultsOf(page);
	match(faults, /\/unlabelled: label: /, "the first page");
	match(faults, /\/unlabelled-too: label: /, "the second page");
});

test("what a script makes of a page can be checked too", async () => {
	const page = await openPage(`${await startTiny()}/good`);
	await page.checked();
	await page.evaluate(() => document.querySelector("main").append(document.createElement("button")));
	await page.check();
	match(await faultsOf(page), /button-name/);
});

test("exceptions and missing pages are faults, unless they are expected", async () => {
	const tiny = await startTiny();
	match(await faultsOf(await openPage(`${tiny}/throws`)), /exception: .*on purpose/s);
	match(await faultsOf(await openPage(`${tiny}/missing`)), /status of 404/);
	const page = await openPage();
	page.allow(/status of 404/);
	await page.goto(`${tiny}/missing`);
	equal(await faultsOf(page), "");
});

test("phone, languages and no JavaScript: the browser is what the test asks for, and still checked", async () => {
	const page = await openPage(`${await startTiny()}/unlabelled`, { size: "phone", language: "sv", javaScript: false });
	equal(page.viewportSize().width, 360);
	equal(await page.evaluate("navigator.language"), "sv-FI");
	match(await faultsOf(page), /label: /);
	await page.goto(new URL("/writes", page.url()).href);
	match(await page.evaluate("document.body.innerText"), /without a script$/);
});

test("downloads can be read", async () => {
	const page = await openPage(`${await startTiny()}/file`);
	const coming = page.waitForEvent("download");
	await page.getByRole("link", { name: "File" }).click();
	equal(readFileSync(await (await coming).path(), "utf8"), "a,b\n");
});

const body = "From: a@example.fi\r\nTo: b@example.fi\r\nSubject: =?utf-8?q?P=C3=A4iv=C3=A4?=\r\n\r\nHere: https://example.fi/x?a=1\r\n";
function send(smtp, ...options) {
	const curl = promisify(execFile)("curl", ["-sS", ...options, "--mail-from", "a@example.fi", "--mail-rcpt", "b@example.fi", "-T", "-", smtp.url]);
	curl.child.stdin.end(body);
	return curl;
}

async function refused(sending, pattern) {
	try {
		await sending;
	} catch (error) {
		match(error.stderr, pattern);
		return;
	}
	ok(false, "the refusal");
}

test("a mail is waited for and read", async () => {
	const smtp = await startSmtp();
	const coming = smtp.waitForMail("b@example.fi", (mail) => /Päivä/.test(mail.subject));
	await send(smtp);
	equal(links(await coming), ["https://example.fi/x?a=1"]);
	equal(smtp.mails.length, 1);
});

test("the mail server demands STARTTLS and a password, and refuses addresses", async () => {
	const secret = { user: "someone", password: "right" };
	const smtp = await startSmtp({ tls: "starttls", ...secret });
	await refused(send(smtp, "-u", "someone:right"), /./);
	await refused(send(smtp, "--ssl-reqd", "-u", "someone:right"), /certificate/i);
	const trusted = ["--ssl-reqd", "--cacert", smtp.certificate];
	await refused(send(smtp, ...trusted, "-u", "someone:wrong"), /denied|Login/i);
	await send(smtp, ...trusted, "-u", "someone:right");
	equal((await smtp.waitForMail("b@example.fi")).envelope.from, "a@example.fi");
	const choosy = await startSmtp({ refuse: () => ({ code: 550, text: "no such user" }) });
	await refused(send(choosy), /550/);
});
