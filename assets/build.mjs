// Makes assets/dist/ of assets/: what browsers get, ready to be put into the binary by tools/assetc.
//
//   assets/css/*.css, assets/js/*.js   an entry each, bundled and minified by esbuild (what stands in part/ is imported)
//   assets/icons/*                     copied
//   fonts                              of the package a style sheet names by url("~package/file")
//   @import "hds:tokens"               the variables of hds-core that our style sheets use, and no others
//   @import "hds:icons?a,b=c"          a class .icon-a, .icon-b for each named icon of hds-core
//
// Each file's name carries the start of its SHA-256, so it may be cached for ever; beside it lie .gz and .br where they
// save a tenth. dist/manifest.txt has a line per file: logical name, file, type, sha256, gz or -, br or -.
// The same input gives the same bytes. The folder is replaced only when all is made.
//
//   node assets/build.mjs
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { build } from "esbuild";

const root = dirname(fileURLToPath(import.meta.url));
const modules = join(root, "..", "node_modules");
const dist = join(root, "dist");
const cssLimit = 30 * 1024; // of app.css: a phone in a car park gets the whole look in one small answer
const types = {
	".css": "text/css; charset=utf-8",
	".ico": "image/x-icon",
	".js": "text/javascript; charset=utf-8",
	".json": "application/json",
	".png": "image/png",
	".svg": "image/svg+xml",
	".txt": "text/plain; charset=utf-8",
	".woff2": "font/woff2",
};

const files = new Map(); // logical name -> { file, bytes, sha }

function add(name, bytes) {
	if (!(extname(name) in types)) throw new Error(`${name}: no type known for this ending`);
	const sha = createHash("sha256").update(bytes).digest("hex");
	const end = extname(name);
	const file = `${basename(name, end)}.${sha.slice(0, 12)}${end}`;
	if (files.has(name) && files.get(name).sha !== sha) throw new Error(`${name}: two files of one name`);
	files.set(name, { file, bytes, sha });
	return file;
}

function list(folder, ...ends) {
	return readdirSync(join(root, folder))
		.filter((name) => ends.includes(extname(name)))
		.sort()
		.map((name) => join(root, folder, name));
}

function read(...path) {
	return readFileSync(join(modules, ...path), "utf8");
}

// The declarations in css that source needs, also those that needed ones need, in the order of css.
function needed(declarations, source) {
	const wanted = new Set();
	const look = (text) => {
		for (const [, name] of text.matchAll(/var\((--[a-z0-9-]+)/g)) {
			if (!wanted.has(name)) {
				wanted.add(name);
				if (declarations.has(name)) look(declarations.get(name));
			}
		}
	};
	look(source);
	const lines = [...declarations].filter(([name]) => wanted.has(name)).map(([name, value]) => `${name}:${value};`);
	return `:root{${lines.join("")}}`;
}

const ownCss = [...list("css", ".css"), ...list("css/part", ".css")].map((file) => readFileSync(file, "utf8")).join("\n");

function tokens() {
	const block = read("hds-core", "lib", "base.css").match(/:root\s*{([^}]*)}/)[1].replace(/\/\*.*?\*\//g, "");
	const all = new Map([...block.matchAll(/(--[a-z0-9-]+)\s*:\s*([^;]+);/g)].map(([, name, value]) => [name, value.trim()]));
	return needed(all, ownCss);
}

// .icon-place{--icon:url(...)} for each of "place=location,phone,...": our name, and the package's where it differs.
function icons(names) {
	return names
		.split(",")
		.map((item) => {
			const [own, name = own] = item.split("=");
			const css = read("hds-core", "lib", "icons", `${name}.min.css`);
			const url = css.match(/url\("(data:image\/svg\+xml;charset=utf-8,[^"]*)"\)/);
			if (!url) throw new Error(`hds-core has no icon "${name}"`);
			const short = url[1].replace(";charset=utf-8", "").replaceAll(/ (clip-rule='evenodd'|fill='(currentColor|none)')/g, "");
			return `.icon-${own}{--icon:url("${short}")}`;
		})
		.join("");
}

const plugin = {
	name: "talkoot",
	setup(b) {
		b.onResolve({ filter: /^hds:/ }, ({ path }) => ({ path, namespace: "hds" }));
		b.onLoad({ filter: /.*/, namespace: "hds" }, ({ path }) => ({
			contents: path === "hds:tokens" ? tokens() : icons(path.split("?")[1]),
			loader: "css",
		}));
		b.onResolve({ filter: /^~/ }, ({ path }) => {
			const file = path.slice(1);
			return { path: `./${add(basename(file), readFileSync(join(modules, file)))}`, external: true };
		});
		b.onResolve({ filter: /^data:/ }, ({ path }) => ({ path, external: true }));
	},
};

const result = await build({
	entryPoints: [...list("css", ".css"), ...list("js", ".js")],
	bundle: true,
	minify: true,
	write: false,
	outdir: dist,
	entryNames: "[name]",
	format: "iife",
	target: ["chrome100", "firefox100", "safari15"],
	charset: "utf8",
	legalComments: "none",
	logLevel: "warning",
	plugins: [plugin],
});
for (const { path, contents } of result.outputFiles) add(basename(path), Buffer.from(contents));
for (const file of list("icons", ".svg", ".png", ".ico")) add(basename(file), readFileSync(file));

// The licences of what is copied into the binary go with it.
add(
	"licences.txt",
	Buffer.from(
		["hds-core", "@fontsource-variable/source-sans-3", "jsqr"]
			.map((name) => `${name}\n\n${read(...name.split("/"), "LICENSE").trim()}\n`)
			.join("\n\n"),
	),
);

const css = files.get("app.css").bytes.length;
if (css > cssLimit) throw new Error(`app.css has ${css} bytes, more than ${cssLimit}`);

const fresh = `${dist}.new`;
rmSync(fresh, { recursive: true, force: true });
mkdirSync(fresh);
const manifest = [];
for (const [name, { file, bytes, sha }] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
	writeFileSync(join(fresh, file), bytes);
	const variant = (end, packed) => {
		if (packed.length > bytes.length * 0.9) return "-";
		writeFileSync(join(fresh, file + end), packed);
		return file + end;
	};
	const gz = gzipSync(bytes, { level: 9 });
	gz[9] = 255; // the operating system's number would make the bytes depend on the machine
	const br = brotliCompressSync(bytes, {
		params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
	});
	manifest.push([name, file, types[extname(name)], sha, variant(".gz", gz), variant(".br", br)].join("\t"));
}
writeFileSync(join(fresh, "manifest.txt"), manifest.join("\n") + "\n");
rmSync(dist, { recursive: true, force: true });
renameSync(fresh, dist);
console.log(`assets: ${files.size} files, app.css has ${css} bytes`);
