// Mails leave by a real SMTP server, and the pages of mails tell how it stands.
import { equal, links, match, ok, openPage, startServer, startSmtp, test } from "./lib/e2e.mjs";

const administrator = "mari@example.fi";

async function signedIn(server, size) {
	await server.command("user", "add", administrator, "--name", "Mari Virtanen", "--role", "administrator", "--lang", "en");
	const page = await openPage(await server.signIn(administrator), { size, language: "en" });
	await page.getByRole("button", { name: "Sign in" }).click();
	await page.waitForURL(/\/en\/me/);
	await page.checked();
	return page;
}

test("a test mail arrives over STARTTLS with a password", async () => {
	const smtp = await startSmtp({ tls: "starttls", user: "talkoot", password: "it is a secret" });
	const server = await startServer({ settings: smtp.settings });
	const page = await signedIn(server, "desktop");
	await page.goto(`${server.url}/en/mail/settings`);
	const shown = await page.textContent("main");
	ok(!shown.includes("it is a secret"), "the password is not on the page");
	match(shown, /v=DMARC1; p=none/, "the records");
	await page.getByRole("button", { name: `Send a test mail to ${administrator}` }).click();
	const mail = await smtp.waitForMail(administrator, ({ subject }) => /Test of the mail settings/.test(subject));
	equal(mail.envelope.from, "talkoot@example.fi", "the sender of the envelope");
	equal(mail.headers.get("auto-submitted"), "auto-generated", "Auto-Submitted");
	ok(links(mail).some((link) => link.endsWith("/en/mail/settings")), "the link to the settings");
	await page.goto(`${server.url}/en/mail`);
	await page.getByRole("link", { name: "Test of the mail settings" }).click();
	match(await page.textContent("main"), /If you read it in your inbox, mails arrive/, "the words of the mail");
});

test("a refused address is shown, and the mail is tried again by a button", async () => {
	let known = false;
	const refuse = () => (known ? undefined : { code: 550, text: `5.1.1 <${administrator}> has no mailbox here` });
	const smtp = await startSmtp({ refuse });
	const server = await startServer({ settings: smtp.settings });
	const page = await signedIn(server, "phone");
	await page.goto(`${server.url}/en/mail/settings`);
	await page.getByRole("button", { name: "Send a test mail" }).click();
	// The sender looks each second.
	for (let i = 0; i < 40 && !(await page.textContent("main")).includes("has no mailbox here"); i++) {
		await page.waitForTimeout(250);
		await page.goto(`${server.url}/en/mail`);
	}
	const row = await page.textContent("tbody");
	match(row, /Not delivered/, "the state");
	match(row, /550: 5\.1\.1 <\.\.\.> has no mailbox here/, "what the server said, without the address");
	known = true;
	await page.getByRole("button", { name: "Try again" }).click();
	await smtp.waitForMail(administrator);
});
