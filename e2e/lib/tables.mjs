// Tables that talkoot gives for download, read back as rows of strings: what a spreadsheet would show.
import { inflateRawSync } from "node:zlib";

// readCsv(bytes): as written by src/out/csv.h: UTF-8 with its mark, ";" between the cells, CR LF after the rows.
export function readCsv(bytes) {
	const text = bytes.toString("utf8");
	if (text[0] !== "\uFEFF") throw new Error("the CSV has no byte order mark");
	if (!text.endsWith("\r\n")) throw new Error("the last row of the CSV does not end");
	const rows = [[]];
	for (const [, quoted, plain, end] of text.slice(1, -2).matchAll(/(?:"((?:[^"]|"")*)"|([^;\r\n"]*))(;|\r\n|$)/g)) {
		rows.at(-1).push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
		if (end === "\r\n") rows.push([]);
		if (end === "") break;
	}
	return rows;
}

// The files in a ZIP archive: { name: bytes }.
function unzip(bytes) {
	const files = {};
	const end = bytes.lastIndexOf("PK\x05\x06", undefined, "latin1");
	let at = bytes.readUInt32LE(end + 16);
	for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
		const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
		const local = bytes.readUInt32LE(at + 42);
		const start = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
		const packed = bytes.subarray(start, start + bytes.readUInt32LE(at + 20));
		files[bytes.toString("utf8", at + 46, at + 46 + name)] = bytes.readUInt16LE(at + 10) === 8 ? inflateRawSync(packed) : packed;
		at += 46 + name + extra + comment;
	}
	return files;
}

const plainText = (xml) =>
	[...xml.matchAll(/<t(?: [^>]*)?>([^<]*)<\/t>/g)].map(([, text]) => text).join("")
		.replace(/&(lt|gt|quot|apos|amp);/g, (_, name) => ({ lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" })[name]);

// readXlsx(bytes): the first sheet; numbers and times as they are stored. Fails when a cell is a formula or a link.
export function readXlsx(bytes) {
	const files = unzip(bytes);
	const sheet = files["xl/worksheets/sheet1.xml"].toString("utf8");
	const shared = [...(files["xl/sharedStrings.xml"]?.toString("utf8") ?? "").matchAll(/<si>(.*?)<\/si>/gs)].map(([, xml]) => plainText(xml));
	if (/<f[ >]|<hyperlink/.test(sheet)) throw new Error("the sheet has a formula or a link");
	return [...sheet.matchAll(/<row [^>]*?(?:\/>|>(.*?)<\/row>)/gs)].map(([, cells = ""]) => {
		const row = [];
		for (const [, column, attributes, xml = ""] of cells.matchAll(/<c r="([A-Z]+)\d+"([^>]*?)(?:\/>|>(.*?)<\/c>)/gs)) {
			const index = [...column].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
			const value = /<v>([^<]*)<\/v>/.exec(xml)?.[1] ?? "";
			while (row.length < index) row.push("");
			row[index] = /t="s"/.test(attributes) ? shared[Number(value)] : /t="inlineStr"/.test(attributes) ? plainText(xml) : value;
		}
		return row;
	});
}
