// Keeps the door's page for a dropped network: the page, its form for walk-ins, and their scripts and style sheets. Nothing
// else: its scope is the folder /{language}/attendance/. The list of people and the marks are kept by the page itself
// (part/door-store.js), which also says what to keep and until when.
import { cacheName } from "./part/door-store.js";

const patience = 6000; // ms; a network that is slower than this is none

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (e) => e.waitUntil(self.clients.claim()));

// { event, until, pages: [...], files: [...] }
self.addEventListener("message", (e) => e.waitUntil(keep(e.data)));

const untilKey = (event) => new URL(`${event}/until`, self.registration.scope).href;

async function keep({ event, until, pages, files }) {
	const cache = await caches.open(cacheName);
	await cache.put(untilKey(event), new Response(String(until)));
	for (const file of files) if (!(await cache.match(file))) await cache.add(file);
	for (const page of pages) await ask(cache, page);
}

// The event whose page this is, or null: "/fi/attendance/EVENT", "/fi/attendance/EVENT/walk-in".
function eventOf(url) {
	const rest = url.pathname.slice(new URL(self.registration.scope).pathname.length).split("/");
	return rest[0] && (rest.length === 1 || (rest.length === 2 && rest[1] === "walk-in")) ? rest[0] : null;
}

async function inTime(cache, event) {
	const until = await cache.match(untilKey(event));
	return until !== undefined && Number(await until.text()) * 1000 > Date.now();
}

async function ask(cache, request) {
	const url = new URL(request.url ?? request, self.registration.scope);
	const answer = await fetch(request, { signal: AbortSignal.timeout(patience) });
	const plain = url.origin + url.pathname;
	if (answer.ok && !answer.redirected && !url.search && (await inTime(cache, eventOf(url)))) await cache.put(plain, answer.clone());
	return answer;
}

async function page(request) {
	const url = new URL(request.url);
	const cache = await caches.open(cacheName);
	try {
		return await ask(cache, request);
	} catch (error) {
		const kept = await cache.match(url.origin + url.pathname);
		if (kept && (await inTime(cache, eventOf(url)))) return kept;
		if (kept) await cache.delete(url.origin + url.pathname);
		throw error;
	}
}

// Names carry a hash of the content, so what is kept is never old.
async function file(request) {
	const cache = await caches.open(cacheName);
	const kept = await cache.match(request);
	if (kept) return kept;
	const answer = await fetch(request);
	if (answer.ok) await cache.put(request, answer.clone());
	return answer;
}

self.addEventListener("fetch", (e) => {
	const url = new URL(e.request.url);
	if (e.request.method !== "GET" || url.origin !== self.location.origin) return;
	if (e.request.mode === "navigate" && eventOf(url)) e.respondWith(page(e.request));
	else if (url.pathname.startsWith("/assets/") || url.pathname === "/theme.css") e.respondWith(file(e.request));
});
