// A real SMTP server for smtp_test.c:   node smtp_server.mjs none|starttls|tls [USER SECRET]
//
// Prints "ready PORT CERTIFICATE", then a line for each mail it took: "mail FROM TO CONNECTION ENCRYPTED METHOD BYTES SHA1"
// (CONNECTION counts from 1). Who the receiver is decides what happens: nobody@ is unknown, grey@ may come later, relay@ is
// not ours, full@ has no room, bad@ is refused after the text, last@ is taken and the connection cut; from blocked@ nothing
// is taken. Ends when its standard input does.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SMTPServer } from "smtp-server";

const [mode, user, secret] = process.argv.slice(2);
const folder = mkdtempSync(join(tmpdir(), "talkoot-smtp-"));
const certificate = join(folder, "certificate.pem");
const key = join(folder, "key.pem");
if (mode !== "none")
	execFileSync("openssl", [
		"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj", "/CN=localhost",
		"-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate,
	], { stdio: "pipe" });

const refusal = (code, text) => Object.assign(new Error(text), { responseCode: code });
const receivers = {
	nobody: [550, "5.1.1 <nobody@example.fi>: no such user"],
	grey: [451, "4.7.1 come back later"],
	relay: [554, "5.7.1 relay access denied"],
	full: [552, "5.2.2 mailbox full"],
};
const connections = new Map();
const local = (address) => address.slice(0, address.indexOf("@"));

const server = new SMTPServer({
	secure: mode === "tls",
	...(mode === "none" ? {} : { key: readFileSync(key), cert: readFileSync(certificate) }),
	authOptional: !user,
	authMethods: ["PLAIN", "LOGIN", "XOAUTH2"],
	allowInsecureAuth: mode === "none",
	disabledCommands: [...(mode === "starttls" ? [] : ["STARTTLS"]), ...(user ? [] : ["AUTH"])],
	disableReverseLookup: true,
	onConnect(session, done) {
		connections.set(session.id, connections.size + 1);
		done();
	},
	onAuth(auth, session, done) {
		session.method = auth.method;
		if (auth.username === user && (auth.password ?? auth.accessToken) === secret) done(null, { user });
		else done(refusal(535, "5.7.8 wrong name or password"));
	},
	onMailFrom({ address }, session, done) {
		done(local(address) === "blocked" ? refusal(553, "5.7.1 sender not allowed") : undefined);
	},
	onRcptTo({ address }, session, done) {
		const answer = receivers[local(address)];
		done(answer && refusal(...answer));
	},
	async onData(stream, session, done) {
		const parts = [];
		for await (const part of stream) parts.push(part);
		const to = session.envelope.rcptTo[0].address;
		if (local(to) === "bad") return done(refusal(554, "5.6.0 we do not like these words"));
		const bytes = Buffer.concat(parts);
		console.log("mail", session.envelope.mailFrom.address, to, connections.get(session.id), session.secure,
			session.method ?? "-", bytes.length, createHash("sha1").update(bytes).digest("hex"));
		done();
		if (local(to) === "last") setTimeout(() => server.connections.forEach((connection) => connection._socket.destroy()), 50);
	},
});
server.on("error", () => {}); // senders that hang up
server.listen(0, "127.0.0.1", () => console.log("ready", server.server.address().port, certificate));
process.stdin.resume();
process.stdin.on("end", () => {
	rmSync(folder, { recursive: true, force: true });
	process.exit(0);
});
