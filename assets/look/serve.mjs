// Serves assets/styleguide.html as the program would serve a page: hashed files of assets/dist, the real content policy.
// For looking (node assets/look/serve.mjs), for pictures.mjs and for check.mjs.
//
// "/?page=form" is the frame with that part alone. Beside the guide: /suggest.json, the stream /live (push sends to it),
// and posts, which are counted and answered late so that a second press comes in time.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const assets = join(dirname(fileURLToPath(import.meta.url)), "..");
export const policy =
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const manifest = readFileSync(join(assets, "dist", "manifest.txt"), "utf8").trim().split("\n").map((line) => line.split("\t"));
const guide = readFileSync(join(assets, "styleguide.html"), "utf8");
export const parts = [...guide.matchAll(/<!-- page:(\w+) -->/g)].map((m) => m[1]);
const companies = ["Lahden Levytyö Oy", "Lahden Muovi Oy"];

function html(part, seats) {
	return guide
		.replace(/\{([a-z]+\.[a-z]+)\}/g, (all, name) => `/assets/${manifest.find((row) => row[0] === name)[1]}`)
		.replace(/<!-- page:(\w+) -->[^]*?<!-- end -->/g, (all, name) => (!part || name === part ? all : ""))
		.replace(/(data-live="seats"[^>]*>)\d+/g, `$1${seats}`);
}

// Listens on 127.0.0.1:port (0: any). Returns the address, the number of posts so far, push(event, data) and close().
export async function serve(port) {
	const streams = new Set();
	const state = { posts: 0, seats: 7 };
	const server = createServer((request, response) => {
		const url = new URL(request.url, "http://127.0.0.1");
		const answer = (type, body) => response.writeHead(200, { "Content-Type": type, "Content-Security-Policy": policy }).end(body);
		const row = manifest.find((r) => url.pathname === `/assets/${r[1]}`);
		if (row) return answer(row[2], readFileSync(join(assets, "dist", row[1])));
		if (url.pathname === "/suggest.json") {
			const q = url.searchParams.get("q").toLowerCase();
			const items = companies
				.map((value, i) => ({ value, also: `234567${i}-8`, detail: `234567${i}-8, Lahti` }))
				.filter(({ value }) => value.toLowerCase().startsWith(q));
			return answer("application/json", JSON.stringify({ items }));
		}
		if (url.pathname === "/live") {
			response.writeHead(200, { "Content-Type": "text/event-stream", "Cache-Control": "no-store" }).write(": hello\n\n");
			streams.add(response);
			return request.on("close", () => streams.delete(response));
		}
		const page = () => answer("text/html; charset=utf-8", html(url.searchParams.get("page"), state.seats));
		if (request.method !== "POST") return page();
		state.posts++;
		setTimeout(page, 400);
	});
	await new Promise((done) => server.listen(port, "127.0.0.1", done));
	state.base = `http://127.0.0.1:${server.address().port}`;
	state.readers = () => streams.size;
	state.push = (event, data) => streams.forEach((s) => s.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`));
	state.close = () => {
		server.close();
		server.closeAllConnections();
	};
	return state;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log((await serve(8089)).base);
