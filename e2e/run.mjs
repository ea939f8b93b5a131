// Runs browser tests and prints TAP (what ./test counts):
//
//   node e2e/run.mjs e2e/NAME.e2e.mjs...        all of e2e/ when none is named
//
// A test file imports from lib/e2e.mjs and calls test(name, body). See there for what a body may use.
// E2E_DB is "sqlite" (default) or the URL of a PostgreSQL server in which databases may be made; E2E_OUT is the folder for
// screenshots of failures (build-test/e2e).
import { readdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { runAll } from "./lib/e2e.mjs";

const folder = dirname(fileURLToPath(import.meta.url));
const named = process.argv.slice(2).map((file) => resolve(file));
const found = () =>
	readdirSync(folder)
		.filter((name) => name.endsWith(".e2e.mjs"))
		.sort()
		.map((name) => join(folder, name));

for (const file of named.length ? named : found()) await import(pathToFileURL(file));
process.exit(await runAll());
