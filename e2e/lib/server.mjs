// A talkoot server of the test's own: fresh folder, fresh database (SQLite in it, or one made in the PostgreSQL server that
// E2E_DB names), free port. It is the binary with sanitizers, and it must end with code 0, so what they find fails the test.
import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, connect } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { atEnd } from "./scope.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
const binary = process.env.E2E_BINARY || join(root, "build-test", "talkoot");
const run = promisify(execFile);
const startLimit = 30_000; // milliseconds
const stopLimit = 20_000;

// What is running when this process ends in any way is ended too.
const children = new Set();
process.on("exit", () => children.forEach((child) => child.kill("SIGKILL")));
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(1));

export async function freePort() {
	const probe = createServer().listen(0, "127.0.0.1");
	await once(probe, "listening");
	const { port } = probe.address();
	probe.close();
	await once(probe, "close");
	return port;
}

// Answers when something listens on the port; fails when the child ends before.
async function listening(child, port, output) {
	const deadline = Date.now() + startLimit;
	for (;;) {
		if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the server ended at once:\n${output()}`);
		const socket = connect(port, "127.0.0.1");
		const open = await new Promise((resolve) => {
			socket.once("connect", () => resolve(true));
			socket.once("error", () => resolve(false));
		});
		socket.destroy();
		if (open) return;
		if (Date.now() > deadline) throw new Error(`the server does not listen after ${startLimit / 1000} s:\n${output()}`);
		await new Promise((resolve) => setTimeout(resolve, 20));
	}
}

async function makeDatabase(url) {
	const name = `e2e_${randomBytes(6).toString("hex")}`;
	await run("psql", ["-qX", "-d", url, "-c", `CREATE DATABASE ${name}`]);
	atEnd(async () => {
		await run("psql", ["-qX", "-d", url, "-c", `DROP DATABASE ${name} WITH (FORCE)`]);
	});
	return url.replace(/\/[^/?]*(\?|$)/, `/${name}$1`);
}

// startServer({ db, settings, demo }): a running server.
//   db         "sqlite" or the URL of a PostgreSQL server; the run's own (E2E_DB) when left out
//   settings   { name: value } beyond public_url and rate_limit (0), given as TALKOOT_NAME in the environment
//   demo       true: with the demo region
// Returns { url, port, data, command(...arguments), signIn(email), stop(), kill(), start(), output() }:
//   command    runs "talkoot ARGUMENTS --data ..." and returns what it prints
//   signIn     a single-use link that signs the person in
//   kill       ends it with kill -9; start() starts it again on the same data and port
export async function startServer({ db = process.env.E2E_DB || "sqlite", settings = {}, demo = false } = {}) {
	if (!existsSync(binary)) throw new Error(`there is no ${binary}`);
	const data = mkdtempSync(join(tmpdir(), "talkoot-e2e-"));
	atEnd(() => rmSync(data, { recursive: true, force: true }));
	const store = ["--data", data];
	if (db !== "sqlite") store.push("--db", await makeDatabase(db));
	const port = await freePort();
	const url = `http://127.0.0.1:${port}`;
	// What is meant for the tests themselves (TALKOOT_TEST_DB) is no setting.
	const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("TALKOOT_")));
	for (const [name, value] of Object.entries({ public_url: url, rate_limit: 0, ...settings }))
		env[`TALKOOT_${name.toUpperCase()}`] = String(value);

	let child;
	let log = "";
	const output = () => log.slice(-20_000);
	const command = async (...args) => (await run(binary, [...args, ...store], { env, maxBuffer: 16 << 20 })).stdout;

	async function start() {
		child = spawn(binary, ["serve", ...store, "--listen", `127.0.0.1:${port}`], { env, stdio: ["ignore", "pipe", "pipe"] });
		children.add(child);
		child.once("exit", () => children.delete(child));
		for (const stream of [child.stdout, child.stderr]) stream.on("data", (bytes) => (log += bytes));
		await listening(child, port, output);
	}

	async function end(signal) {
		if (child.exitCode !== null || child.signalCode !== null) return;
		const ended = once(child, "close");
		child.kill(signal);
		const timer = setTimeout(() => child.kill("SIGKILL"), stopLimit);
		await ended;
		clearTimeout(timer);
	}

	async function stop() {
		await end("SIGTERM");
		return child.exitCode === 0 ? [] : [`the server ended with ${child.signalCode ?? `code ${child.exitCode}`}:\n${output()}`];
	}

	await command(demo ? "demo" : "migrate");
	let killed = false;
	atEnd(async (scope) => {
		const faults = killed ? [] : child ? await stop() : [];
		if (scope.failed && !faults.length) faults.push(`the server's log:\n${output()}`);
		return faults;
	});
	await start();
	return {
		url,
		port,
		data,
		command,
		output,
		signIn: async (email) => (await command("user", "link", email)).trim(),
		stop,
		kill: async () => {
			killed = true;
			await end("SIGKILL");
		},
		start: async () => {
			await start();
			killed = false;
		},
	};
}
