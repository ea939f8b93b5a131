// What the check-in keeps on this device for an event: the last list, marks that were not answered yet, and until when.
//
//   door:EVENT:until       UTC seconds; what is older goes as soon as any page of ours is opened
//   door:EVENT:list        the last answer of the API
//   door:EVENT:mark:KEY    one mark each, so that two tabs do not overwrite each other's
// The service worker keeps the page itself in the cache "door" (checkin-worker.js).
const prefix = "door:";
export const cacheName = "door";

function keys(start) {
	try {
		return Object.keys(localStorage).filter((key) => key.startsWith(start));
	} catch {
		return []; // storage is switched off: nothing is kept, the page still works with a network
	}
}

function put(key, value) {
	try {
		localStorage.setItem(key, value);
		return true;
	} catch {
		return false;
	}
}

function read(key) {
	try {
		return JSON.parse(localStorage.getItem(key));
	} catch {
		return null;
	}
}

// Forgets all of an event, of all events when none is named. Marks that were not sent go, too.
export async function wipe(event) {
	for (const key of keys(event ? `${prefix}${event}:` : prefix)) localStorage.removeItem(key);
	if (!window.caches) return;
	const rest = keys(prefix).length > 0;
	if (event && rest) {
		const cache = await caches.open(cacheName);
		for (const request of await cache.keys())
			if (new URL(request.url).pathname.split("/").includes(event)) await cache.delete(request);
		return;
	}
	await caches.delete(cacheName);
	for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? [])
		if (new URL(worker.scope).pathname.endsWith("/attendance/")) await worker.unregister();
}

// Forgets the events whose time is over.
export function expire() {
	for (const key of keys(prefix)) {
		const [, event, what] = key.split(":");
		if (what === "until" && Number(localStorage.getItem(key)) * 1000 < Date.now()) wipe(event).catch(() => {});
	}
}

export function openStore(event, until) {
	const name = (what) => `${prefix}${event}:${what}`;
	let kept = new Map(); // marks that the storage did not take
	return {
		list: () => read(name("list")),
		keep(list) {
			put(name("until"), String(until));
			put(name("list"), JSON.stringify(list));
		},
		// Oldest first: keys begin with the time.
		marks() {
			const stored = keys(name("mark:")).map(read).filter(Boolean);
			return [...stored, ...kept.values()].sort((a, b) => (a.mark_key < b.mark_key ? -1 : 1));
		},
		add(mark) {
			put(name("until"), String(until));
			if (!put(name(`mark:${mark.mark_key}`), JSON.stringify(mark))) kept.set(mark.mark_key, mark);
		},
		drop(mark) {
			kept.delete(mark.mark_key);
			try {
				localStorage.removeItem(name(`mark:${mark.mark_key}`));
			} catch {
				// switched off
			}
		},
	};
}

// 16 characters as base/random.h has them: ten for the time, six by chance. Of two marks in one second the later wins.
export function markKey(now = Date.now()) {
	const letters = "0123456789abcdefghjkmnpqrstvwxyz";
	let key = "";
	for (let i = 0; i < 10; i++) {
		key = letters[now % 32] + key;
		now = Math.floor(now / 32);
	}
	for (const byte of crypto.getRandomValues(new Uint8Array(6))) key += letters[byte % 32];
	return key;
}
