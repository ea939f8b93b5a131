// One Chromium for all tests of a run: Debian's, by playwright-core. Each page has a context of its own.
import { spawnSync } from "node:child_process";
import { chownSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const wrapper = join(dirname(fileURLToPath(import.meta.url)), "chromium.sh");
let launched;
let downloads;

// Chromium's sandbox needs user namespaces, or its helper with root's rights.
function sandbox() {
	const asUser = process.getuid() === 0 ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"] : [];
	const [command, ...rest] = [...asUser, "unshare", "--user", "true"];
	if (spawnSync(command, rest).status === 0) return true;
	return spawnSync("find", ["/usr/lib/chromium/chrome-sandbox", "-perm", "-4000"]).stdout?.length > 0;
}

async function launch() {
	downloads = mkdtempSync(join(tmpdir(), "talkoot-downloads-"));
	if (process.getuid() === 0) {
		const id = (flag) => Number(spawnSync("id", [flag, "nobody"]).stdout);
		chownSync(downloads, id("-u"), id("-g"));
	}
	const safe = sandbox();
	if (!safe) console.log("# Chromium runs without its sandbox: this machine has no user namespaces");
	return chromium.launch({ executablePath: wrapper, chromiumSandbox: safe, downloadsPath: downloads, args: ["--lang=en"] });
}

export function browser() {
	launched ??= launch();
	return launched;
}

export async function closeBrowser() {
	if (launched) await (await launched).close();
	if (downloads) rmSync(downloads, { recursive: true, force: true });
	launched = undefined;
}
