// The program starts on an empty database, shows its pages to a stranger in three languages, and mails a sign-in link.
import { equal, links, match, ok, openPage, startServer, startSmtp, test } from "./lib/e2e.mjs";

const languages = ["fi", "sv", "en"];

for (const language of languages) {
	test(`a stranger sees the front page and the list of events: ${language}`, async () => {
		const server = await startServer();
		for (const size of ["desktop", "narrow"]) {
			const page = await openPage(server.url, { size, language });
			equal(await page.locator("html").getAttribute("lang"), language, "the language of the page");
			await page.goto(`${server.url}/${language}/events`);
			equal(await page.locator("h1").count(), 1, "the number of first headings");
			const over = await page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
			equal(over, 0, `columns too wide at ${size}`);
		}
	});
}

test("a coordinator signs in by a mailed link, on a phone and without JavaScript", async () => {
	const smtp = await startSmtp();
	const server = await startServer({ settings: smtp.settings });
	await server.command("user", "add", "coordinator@example.fi", "--name", "Kaisa Koordinaattori", "--role", "coordinator");
	const page = await openPage(`${server.url}/en/sign-in`, { size: "phone", javaScript: false });
	await page.locator('input[type="email"]').fill("coordinator@example.fi");
	await page.locator('main form button').first().click();
	const mail = await smtp.waitForMail("coordinator@example.fi");
	const [link] = links(mail).filter((url) => url.startsWith(server.url));
	ok(link, "the link in the mail");
	await page.goto(link);
	await page.locator("main form button").first().click();
	match(new URL(page.url()).pathname, /^\/(fi|sv|en)\/me$/, "the page after signing in");
	ok((await page.getByText("Kaisa Koordinaattori").count()) > 0, "the name on the page");
});

test("a killed server starts again on the same data", async () => {
	const server = await startServer();
	await server.command("user", "add", "coordinator@example.fi", "--name", "Kaisa Koordinaattori", "--role", "coordinator");
	await server.kill();
	await server.start();
	match(await server.command("user", "list"), /coordinator@example\.fi/);
	const answer = await fetch(`${server.url}/readyz`);
	equal(answer.status, 200, "the status of /readyz");
});
