// A real SMTP server that keeps what it gets, parsed. It takes mail by itself on 127.0.0.1, so a test sees what a mail
// server would see: envelope, headers, both bodies, attachments.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { atEnd } from "./scope.mjs";

const patience = 20_000; // milliseconds that waitForMail waits

// A certificate for 127.0.0.1 and localhost that signs itself: { key, cert, file }, the file to be trusted by the sender.
function certificate(folder) {
	const file = join(folder, "certificate.pem");
	const key = join(folder, "key.pem");
	execFileSync("openssl", [
		"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
		"-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", file,
	], { stdio: "pipe" });
	return { key: readFileSync(key), cert: readFileSync(file), file };
}

// startSmtp({ tls, user, password, refuse }): a running server.
//   tls        "none" (default), "starttls" (demanded) or "tls" (from the first byte)
//   user, password   demanded (PLAIN, LOGIN), when given
//   refuse     (address) => undefined, or { code, text } as answer to RCPT TO, e.g. { code: 550, text: "no such user" }
// Returns { port, url, certificate, settings, mails, waitForMail, quiet }:
//   settings     what talkoot needs to send here, for startServer
//   waitForMail(to, predicate)   the first mail to the address that the predicate takes and that no call before returned;
//                comes at once or when it arrives; fails after 20 s with the list of what came instead
//   mails        all, in order: mailparser's fields, and envelope { from, to: [...] }
export async function startSmtp({ tls = "none", user, password, refuse = () => undefined } = {}) {
	const folder = mkdtempSync(join(tmpdir(), "talkoot-smtp-"));
	atEnd(() => rmSync(folder, { recursive: true, force: true }));
	const secret = tls === "none" ? undefined : certificate(folder);
	const mails = [];
	const returned = new Set();
	const waiting = new Set();

	const look = () => {
		for (const wait of waiting) wait();
	};
	const server = new SMTPServer({
		secure: tls === "tls",
		key: secret?.key,
		cert: secret?.cert,
		authOptional: !user,
		disabledCommands: [...(tls === "starttls" ? [] : ["STARTTLS"]), ...(user ? [] : ["AUTH"])],
		allowInsecureAuth: tls === "none",
		disableReverseLookup: true,
		closeTimeout: 500,
		onAuth({ username, password: given }, session, done) {
			if (username === user && given === password) done(null, { user });
			else done(Object.assign(new Error("5.7.8 wrong name or password"), { responseCode: 535 }));
		},
		onMailFrom(address, session, done) {
			if (tls === "starttls" && !session.secure) done(Object.assign(new Error("5.7.0 STARTTLS first"), { responseCode: 530 }));
			else done();
		},
		onRcptTo({ address }, session, done) {
			const answer = refuse(address);
			done(answer && Object.assign(new Error(answer.text), { responseCode: answer.code }));
		},
		async onData(stream, session, done) {
			const parts = [];
			for await (const part of stream) parts.push(part);
			const raw = Buffer.concat(parts);
			const mail = await simpleParser(raw, { skipTextToHtml: true, skipHtmlToText: true, skipTextLinks: true });
			mail.raw = raw;
			mail.envelope = { from: session.envelope.mailFrom.address, to: session.envelope.rcptTo.map(({ address }) => address) };
			mails.push(mail);
			done();
			look();
		},
	});
	const broken = [];
	server.on("error", (error) => {
		// What a single sender does (hangs up, refuses the certificate) is no fault of this server.
		if (!error.remoteAddress && !error.meta) broken.push(`smtp: ${error.message}`);
	});
	server.listen(0, "127.0.0.1");
	await once(server.server, "listening");
	const { port } = server.server.address();
	atEnd(async () => {
		await new Promise((resolve) => server.close(resolve));
		return broken;
	});

	function waitForMail(to, predicate = () => true) {
		return new Promise((resolve, reject) => {
			const find = () => {
				const mail = mails.find((mail) => !returned.has(mail) && mail.envelope.to.includes(to) && predicate(mail));
				if (!mail) return;
				returned.add(mail);
				finish();
				resolve(mail);
			};
			const timer = setTimeout(() => {
				finish();
				const came = mails.map((mail) => `  ${mail.envelope.to}: ${mail.subject}`).join("\n") || "  none";
				reject(new Error(`no such mail to ${to} in ${patience / 1000} s; mails that came:\n${came}`));
			}, patience);
			const finish = () => {
				clearTimeout(timer);
				waiting.delete(find);
			};
			waiting.add(find);
			find();
		});
	}

	return {
		port,
		url: `${tls === "tls" ? "smtps" : "smtp"}://localhost:${port}`,
		certificate: secret?.file,
		settings: {
			smtp_url: `${tls === "tls" ? "smtps" : "smtp"}://localhost:${port}`,
			mail_from: "talkoot@example.fi",
			smtp_auth: user ? "password" : "none",
			...(user ? { smtp_user: user, smtp_password: password } : {}),
			...(secret ? { smtp_ca: secret.file } : {}),
		},
		mails,
		waitForMail,
	};
}

// links(mail): the addresses in its text, each once. Text and HTML must name the same ones.
export function links(mail) {
	const inText = new Set([...(mail.text ?? "").matchAll(/https?:\/\/[^\s<>")\]]+/g)].map(([url]) => url));
	const inHtml = new Set(
		[...(mail.html || "").matchAll(/href="(https?:[^"]+)"/g)].map(([, url]) => url.replaceAll("&amp;", "&")),
	);
	if (mail.html)
		for (const url of inText)
			if (!inHtml.has(url) && !mail.html.replaceAll("&amp;", "&").includes(url)) throw new Error(`${mail.subject}: the link ${url} is in the text only`);
	return [...inText];
}
