// Signing in by a mailed link, opened where it was asked for and elsewhere.
import { equal, links, match, ok, openPage, test } from "./lib/e2e.mjs";
import { coordinator, pathOf, press, startVisits } from "./lib/visit.mjs";

async function ask(page, server, email) {
	await page.goto(`${server.url}/en/sign-in`);
	await page.getByLabel("E-mail").fill(email);
	await press(page.getByRole("button", { name: "Send me the link" }));
	equal(pathOf(page), "/en/sign-in/sent", "the address after asking");
}

const linkIn = (mail) => links(mail).find((url) => url.includes("/sign-in/"));

test("a link opened in another browser shows six digits for the one that asked", async () => {
	const { smtp, server } = await startVisits();
	const desk = await openPage();
	await ask(desk, server, coordinator);
	const link = linkIn(await smtp.waitForMail(coordinator));
	const phone = await openPage(link, { size: "phone" });
	match(await phone.textContent("main"), /asked for in another browser/, "the page of the link");
	await press(phone.getByRole("button", { name: "Show the six digits" }));
	const digits = (await phone.locator("main .num").innerText()).replace(/\D/g, "");
	match(digits, /^\d{6}$/, "the digits");
	await phone.goto(`${server.url}/en/me`);
	equal(pathOf(phone), "/en/sign-in", "the phone is not signed in");

	desk.allow(/status of 422/);
	const wrong = digits === "000000" ? "111111" : "000000";
	await desk.getByLabel("digits").fill(wrong);
	await press(desk.locator("main form button").first());
	match(await desk.textContent(".error-summary"), /not right/, "wrong digits");
	await desk.getByLabel("digits").fill(`${digits.slice(0, 3)} ${digits.slice(3)}`);
	await press(desk.locator("main form button").first());
	equal(pathOf(desk), "/en/me", "the desk is signed in");
	const again = await openPage();
	again.allow(/status of 410/);
	await again.goto(link);
	match(await again.textContent("main"), /does not work any more/, "a link works once");
});

test("an unknown address reads the same as a known one, and gets a mail without a link", async () => {
	const { smtp, server } = await startVisits();
	const pages = {};
	for (const email of [coordinator, "nobody@example.fi"]) {
		const page = await openPage();
		await ask(page, server, email);
		pages[email] = await page.locator("main").innerText();
	}
	equal(pages["nobody@example.fi"], pages[coordinator], "the page for an unknown address");
	ok(linkIn(await smtp.waitForMail(coordinator)), "the link for the known one");
	ok(!linkIn(await smtp.waitForMail("nobody@example.fi")), "no link for the unknown one");
});

test("a sign-in is seen and ended from another browser", async () => {
	const { server } = await startVisits();
	const open = async (options) => {
		const page = await openPage(await server.signIn(coordinator), options);
		await press(page.locator("main form button").first());
		return page;
	};
	const desk = await open({});
	const phone = await open({ size: "phone" });
	await phone.goto(`${server.url}/en/me/sign-ins`);
	equal(await phone.locator("tbody tr").count(), 2, "sign-ins");
	await press(phone.locator("tbody tr").filter({ hasNotText: "This one" }).locator("button"));
	equal(await phone.locator("tbody tr").count(), 1, "sign-ins");
	await desk.goto(`${server.url}/en/me`);
	equal(pathOf(desk), "/en/sign-in", "the other browser is signed out");
});
