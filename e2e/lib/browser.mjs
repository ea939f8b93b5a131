// One Chromium for all tests of a run: Debian's, by playwright-core. Each page has a context of its own. What a camera shall
// see is said to a browser at its start, so each such film has one of its own.
import { spawnSync } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const wrapper = join(dirname(fileURLToPath(import.meta.url)), "chromium.sh");
const launched = new Map(); // film or "" -> browser
let downloads;

// Chromium's sandbox needs user namespaces, or its helper with root's rights.
function sandbox() {
	const asUser = process.getuid() === 0 ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] : [];
	const [command, ...rest] = [...asUser, "unshare", "--user", "true"];
	if (spawnSync(command, rest).status === 0) return true;
	return spawnSync("find", ["/usr/lib/chromium/chrome-sandbox", "-perm", "-4000"]).stdout?.length > 0;
}

function makeDownloads() {
	downloads = mkdtempSync(join(tmpdir(), "talkoot-downloads-"));
	if (process.getuid() === 0) {
		const id = (flag) => Number(spawnSync("id", [flag, "nobody"]).stdout);
		chownSync(downloads, id("-u"), id("-g"));
	}
}

async function launch(film) {
	if (!downloads) makeDownloads();
	const safe = sandbox();
	if (!safe) console.log("# Chromium runs without its sandbox: this machine has no user namespaces");
	const args = ["--lang=en"];
	if (film) args.push("--use-fake-device-for-media-stream", `--use-file-for-fake-video-capture=${film}`);
	return chromium.launch({ executablePath: wrapper, chromiumSandbox: safe, downloadsPath: downloads, args });
}

// film: a file (Y4M, readable by everyone) that the camera shows, or nothing.
export function browser(film = "") {
	if (!launched.has(film)) launched.set(film, launch(film));
	return launched.get(film);
}

export async function closeBrowser() {
	for (const one of launched.values()) await (await one).close();
	if (downloads) rmSync(downloads, { recursive: true, force: true });
	launched.clear();
}
