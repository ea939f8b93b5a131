// What a test has started, so that all of it ends with the test. The scope of the running test travels with its
// asynchronous calls; outside of a test nothing can be started.
import { AsyncLocalStorage } from "node:async_hooks";

const storage = new AsyncLocalStorage();

export function inScope(body) {
	return storage.run({ name: "", failed: false, ends: [] }, () => body(storage.getStore()));
}

export function currentScope() {
	const scope = storage.getStore();
	if (!scope) throw new Error("only a test can start this");
	return scope;
}

// atEnd(end): end(scope) is called when the test is over, last registered first; it returns a list of faults or nothing.
export function atEnd(end) {
	currentScope().ends.push(end);
}

// Ends all; returns the faults found.
export async function endScope(scope) {
	const faults = [];
	for (const end of scope.ends.reverse()) {
		try {
			faults.push(...((await end(scope)) ?? []));
		} catch (error) {
			faults.push(error.stack);
		}
		scope.failed ||= faults.length > 0;
	}
	scope.ends = [];
	return faults;
}
