// SPDX-License-Identifier: Apache-2.0
//
//   node build.mjs OUT      writes the page's template: one file with script, style and map inside
//
// The engine puts results where `"__PROEFTUIN_RESULTS__"` stands, in quotes. The same input gives the same bytes.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { europe } from "./map.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const placeholder = '"__PROEFTUIN_RESULTS__"';
const target = ["es2022", "chrome109", "firefox115", "safari16"];

const map_plugin = {
  name: "europe",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^europe$/ }, () => ({ path: "europe", namespace: "europe" }));
    onLoad({ filter: /.*/, namespace: "europe" }, () => ({ contents: JSON.stringify(europe()), loader: "json" }));
  },
};

async function bundle(entry, options) {
  const result = await build({
    entryPoints: [resolve(here, entry)],
    absWorkingDir: here,
    bundle: true,
    minify: true,
    write: false,
    charset: "utf8",
    legalComments: "none",
    logLevel: "error",
    target,
    ...options,
  });
  return result.outputFiles[0].text.trim();
}

/** Every language has the holes of the English text: what a type cannot say. */
async function check_texts() {
  const source = ["en", "nl", "fr", "de"].map((id) => `export { ${id} } from "./src/texts/${id}";`).join("\n");
  const result = await build({ stdin: { contents: source, resolveDir: here, loader: "ts" }, bundle: true, write: false, format: "esm" });
  const module = `data:text/javascript;base64,${Buffer.from(result.outputFiles[0].text).toString("base64")}`;
  const tables = await import(module);
  const holes = (text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort().join(" ");
  const wrong = [];
  for (const [id, table] of Object.entries(tables)) {
    for (const [key, text] of Object.entries(tables.en)) {
      if (holes(table[key]) !== holes(text)) wrong.push(`src/texts/${id}.ts: ${key} has the holes "${holes(table[key])}", expected "${holes(text)}"`);
    }
  }
  if (wrong.length > 0) throw new Error(wrong.join("\n"));
}

function page(script, style) {
  if (/<\/(script|style)/i.test(script + style)) throw new Error("the script or style would end its own element");
  const hash = createHash("sha256").update(script).digest("base64");
  const policy = `default-src 'none'; script-src 'sha256-${hash}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>Proeftuin</title>
<link rel="icon" href="data:,">
<style>${style}</style>
</head>
<body>
<noscript><p>This page shows results with a script that stands in it; nothing is loaded. Please allow it.</p></noscript>
<script type="application/json" id="results">${placeholder}</script>
<script>${script}</script>
</body>
</html>
`;
}

async function main() {
  const out = process.argv[2];
  if (!out) {
    console.error("build.mjs: where to write is missing: node build.mjs OUT");
    process.exit(1);
  }
  await check_texts();
  const script = await bundle("src/main.ts", { format: "iife", plugins: [map_plugin] });
  const style = await bundle("src/style.css", {});
  const html = page(script, style);
  if (html.split(placeholder).length !== 2) throw new Error(`the page must hold ${placeholder} once`);
  mkdirSync(dirname(resolve(out)), { recursive: true });
  writeFileSync(out, html);
  console.log(`${out}: ${(Buffer.byteLength(html) / 1024).toFixed(0)} KiB`);
}

main().catch((error) => {
  console.error(`build.mjs: ${error.message}`);
  process.exit(1);
});
