// A picture goes from a coordinator's disk to the public page, with and without JavaScript.
import { deflateSync, crc32 } from "node:zlib";
import { equal, match, ok, openPage, test } from "./lib/e2e.mjs";
import { fillIn, openCoordinator, pathOf, press, publish, startVisits, visit } from "./lib/visit.mjs";

function chunk(type, data) {
	const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
	const frame = Buffer.alloc(8);
	frame.writeUInt32BE(data.length, 0);
	frame.writeUInt32BE(crc32(body), 4);
	return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

// A PNG of one colour, without transparency.
function png(width, height) {
	const head = Buffer.alloc(13);
	head.writeUInt32BE(width, 0);
	head.writeUInt32BE(height, 4);
	head.set([8, 2, 0, 0, 0], 8);
	const row = Buffer.concat([Buffer.from([0]), Buffer.alloc(width * 3, 0x60)]);
	const rows = deflateSync(Buffer.concat(Array(height).fill(row)));
	return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", head), chunk("IDAT", rows), chunk("IEND", Buffer.alloc(0))]);
}

const file = (name, buffer) => ({ name, mimeType: "image/png", buffer });
const words = { "image_alt.en": "The veneer line", "image_alt.fi": "Viilulinja", "image_alt.sv": "Fanerlinjen" };

for (const javaScript of [true, false]) {
	test(`a picture stands on the public page (${javaScript ? "with" : "without"} JavaScript)`, async () => {
		const { server } = await startVisits();
		const office = await openCoordinator(server, { javaScript });
		await office.goto(`${server.url}/en/events/new`);
		await fillIn(office, visit(words));
		// One that is none: told at the field, and nothing that was typed is lost.
		office.allow(/status of 422/);
		await office.locator("[name=picture]").setInputFiles(file("notes.png", Buffer.from("no picture")));
		await press(office.locator("main button.big"));
		match(await office.textContent("main"), /Choose a JPEG, PNG or WebP picture/, "the refusal");
		equal(await office.inputValue("[name='image_alt.fi']"), "Viilulinja", "what was typed");
		await office.locator("[name=picture]").setInputFiles(file("line.png", png(1200, 600)));
		await press(office.locator("main button.big"));
		match(pathOf(office), /^\/en\/events\/[^/]+$/, "the address after saving");
		const key = pathOf(office).replace(/^.*\//, "");
		await publish(office);

		const guest = await openPage(`${server.url}/fi/events/${key}`, { size: "phone", language: "fi", javaScript });
		const picture = guest.getByAltText("Viilulinja");
		await picture.scrollIntoViewIfNeeded();
		await picture.waitFor();
		const shared = await guest.getAttribute("meta[property='og:image']", "content");
		const answer = await guest.request.get(shared);
		equal(answer.headers()["content-type"], "image/jpeg", "the picture's type");
		ok((await answer.body()).length > 500, "the picture's bytes");

		await office.goto(`${server.url}/en/events/${key}/edit`);
		await office.getByLabel("Remove the picture").check();
		await press(office.locator("main button.big"));
		await guest.reload();
		equal(await guest.getByAltText("Viilulinja").count(), 0, "the picture after its removal");
		equal((await guest.request.get(shared)).status(), 404, "its address");
	});
}
