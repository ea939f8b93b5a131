// Shows the style guide under the real content policy, takes pictures of each part (wide, phone, dark, print) and runs
// axe-core on it. For people who change assets/: look at the pictures.
//
//   node assets/look.mjs FOLDER     pictures go to FOLDER; exit code 1 when axe or the policy complains
//   node assets/look.mjs serve      only serves, on http://127.0.0.1:8089
import { mkdirSync, readFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const root = dirname(fileURLToPath(import.meta.url));
const policy =
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
const manifest = readFileSync(join(root, "dist", "manifest.txt"), "utf8").trim().split("\n").map((line) => line.split("\t"));
const guide = readFileSync(join(root, "styleguide.html"), "utf8");
const parts = [...guide.matchAll(/<!-- page:(\w+) -->/g)].map((m) => m[1]);

function html(part) {
	let text = guide.replace(/\{([a-z]+\.[a-z]+)\}/g, (all, name) => `/assets/${manifest.find((row) => row[0] === name)[1]}`);
	if (part) text = text.replace(/<!-- page:(\w+) -->[^]*?<!-- end -->/g, (all, name) => (name === part ? all : ""));
	return text;
}

const server = createServer((request, response) => {
	const url = new URL(request.url, "http://127.0.0.1");
	const row = manifest.find((r) => url.pathname === `/assets/${r[1]}`);
	const head = { "Content-Security-Policy": policy };
	if (row) return response.writeHead(200, { ...head, "Content-Type": row[2] }).end(readFileSync(join(root, "dist", row[1])));
	if (url.pathname === "/suggest.json") {
		const items = ["Lahden Levytyö Oy", "Lahden Muovi Oy"].map((value, i) => ({ value, also: `234567${i}-8`, detail: `234567${i}-8, Lahti` }));
		return response.writeHead(200, { "Content-Type": "application/json" }).end(JSON.stringify({ items }));
	}
	response.writeHead(200, { ...head, "Content-Type": "text/html; charset=utf-8" }).end(html(url.searchParams.get("page")));
});
await new Promise((done) => server.listen(process.argv[2] === "serve" ? 8089 : 0, "127.0.0.1", done));
const base = `http://127.0.0.1:${server.address().port}`;

if (process.argv[2] === "serve") {
	console.log(base);
} else {
	const folder = process.argv[2];
	mkdirSync(folder, { recursive: true });
	const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
	const axe = readFileSync(join(root, "..", "node_modules", "axe-core", "axe.min.js"), "utf8");
	const looks = {
		wide: { viewport: { width: 1280, height: 800 } },
		phone: { viewport: { width: 320, height: 640 }, deviceScaleFactor: 2 },
		dark: { viewport: { width: 1280, height: 800 }, colorScheme: "dark" },
	};
	let bad = 0;
	for (const [look, options] of Object.entries(looks)) {
		const context = await browser.newContext({ ...options, bypassCSP: false });
		for (const part of parts) {
			const page = await context.newPage();
			page.on("console", (m) => {
				if (m.type() === "error") bad++, console.log(`${look} ${part}: ${m.text()}`);
			});
			await page.goto(`${base}/?page=${part}`);
			await page.evaluate(() => document.fonts.ready);
			await page.screenshot({ path: join(folder, `${part}-${look}.png`), fullPage: look !== "phone" });
			if (look === "phone") await page.screenshot({ path: join(folder, `${part}-phone-long.png`), fullPage: true });
			if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) bad++, console.log(`${look} ${part}: wider than the screen`);
			if (look === "wide") await page.pdf({ path: join(folder, `${part}.pdf`), format: "A4", preferCSSPageSize: true });
			const found = await page.evaluate(`${axe}; axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })`);
			for (const v of found.violations) bad++, console.log(`${look} ${part}: ${v.id}: ${v.nodes.map((n) => n.html.slice(0, 120)).join(" | ")}`);
			await page.close();
		}
		await context.close();
	}
	await browser.close();
	console.log(bad === 0 ? "nothing to complain about" : `${bad} complaints`);
	process.exitCode = bad === 0 ? 0 : 1;
	server.close();
}
