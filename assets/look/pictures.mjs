// Pictures of each part of the style guide, wide, on a phone, dark, and as printed, for people who change assets/.
//
//   node assets/look/pictures.mjs FOLDER
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { parts, serve } from "./serve.mjs";

const folder = process.argv[2];
mkdirSync(folder, { recursive: true });
const site = await serve(0);
const browser = await chromium.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
const looks = {
	wide: { viewport: { width: 1280, height: 800 } },
	phone: { viewport: { width: 320, height: 640 }, deviceScaleFactor: 2 },
	dark: { viewport: { width: 1280, height: 800 }, colorScheme: "dark" },
};
for (const [look, options] of Object.entries(looks)) {
	const context = await browser.newContext({ ...options, timezoneId: "Europe/Helsinki" });
	for (const part of parts) {
		const page = await context.newPage();
		await page.goto(`${site.base}/?page=${part}`);
		await page.evaluate(() => document.fonts.ready);
		await page.screenshot({ path: join(folder, `${part}-${look}.png`), fullPage: look !== "phone" });
		if (look === "phone") await page.screenshot({ path: join(folder, `${part}-phone-long.png`), fullPage: true });
		if (look === "wide") await page.pdf({ path: join(folder, `${part}.pdf`), preferCSSPageSize: true });
		await page.close();
	}
	await context.close();
}
await browser.close();
site.close();
