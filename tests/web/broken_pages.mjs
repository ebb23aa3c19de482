// SPDX-License-Identifier: Apache-2.0
//
// Pages with results that are not as they should be: nothing breaks, and what is wrong is said plainly.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { embedded, open_page } from "./harness.mjs";

const optional = [
  "values", "lower", "upper", "shares", "refused", "transfers", "core", "own", "own_lower", "own_upper", "barriers", "coalitions", "size",
  "solver", "warnings", "provenance", "map", "borders", "uncertainty", "sources", "figures", "grades", "party_names",
];

/** A page with the results changed. */
function writer(report, folder) {
  const { html, start, end } = embedded(report);
  return (name, change) => {
    const path = join(folder, name);
    const data = change(JSON.parse(html.slice(start, end)));
    const text = typeof data === "string" ? data : JSON.stringify(data);
    writeFileSync(path, html.slice(0, start) + text.replaceAll("</", "<\\/") + html.slice(end));
    return path;
  };
}

async function refusals({ page, show }, count, write) {
  const says = async (path, words) => {
    await show(path, "#/en");
    const text = await page.innerText("main");
    count.ok(text.includes(words), `${words}: found "${text.slice(0, 120)}"`);
  };
  await says(write("version.html", (data) => ({ ...data, schema_version: 7 })), "schema version 7");
  await says(write("unreadable.html", () => '{"schema_version": 1, '), "cannot be read");
  await says(write("template.html", () => '"no results yet"'), "holds no results");
  await says(write("empty.html", () => ({ schema_version: 1, programme: null, cases: {} })), "");
}

async function text_is_text({ page, show }, count, write) {
  const evil = '<img src="x" onerror="document.title=1"><script>alert(1)</script>';
  const path = write("evil.html", (data) => {
    for (const one of Object.values(data.cases)) {
      one.title = evil;
      one.warnings = [evil];
      for (const source of one.sources ?? []) source.address = "javascript:alert(1)";
    }
    for (const commitment of data.programme?.commitments ?? []) Object.assign(commitment, { titles: { en: evil }, meaning: evil, track: evil });
    return data;
  });
  await show(path, "#/en");
  for (const hash of await page.evaluate(() => ["#/en", ...[...document.querySelectorAll(".commitments a")].slice(0, 3).map((a) => a.getAttribute("href"))])) {
    await show(path, hash);
    count.equal(await page.locator("main img, main script").count(), 0, `${hash}: text of data is never HTML`);
    count.equal(await page.locator("a[href^=javascript]").count(), 0, `${hash}: no address but http leads out`);
  }
}

/** Each field that may be missing, missing. */
async function missing_fields({ page, show }, count, write) {
  const first = (data) => Object.keys(data.cases)[0];
  for (const field of optional) {
    let name = "";
    const path = write(`without-${field}.html`, (data) => {
      name = first(data);
      if (name) data.cases[name][field] = null;
      return { ...data, programme: null, cases: name ? { [name]: data.cases[name] } : {} };
    });
    if (!name) return;
    await show(path, "#/en");
    const text = await page.innerText("main");
    count.ok(text.length > 200 && !/undefined|NaN|\[object|\{\w+\}/.test(text), `without ${field} the page stands`);
    count.ok(await page.locator("h1").isVisible(), `without ${field} there is a title`);
  }
}

async function single_case({ page, show }, count, write) {
  const path = write("single.html", (data) => ({ ...data, programme: null, cases: Object.fromEntries(Object.entries(data.cases).slice(0, 1)) }));
  await show(path, "#/fr");
  count.equal(await page.getAttribute("html", "lang"), "fr", "a single case opens in the language asked for");
  if ((await page.locator("#answer").count()) > 0) count.ok(await page.locator("#answer .headline").isVisible(), "a single case has its answer");
}

export async function broken_pages(browser, count, report) {
  const folder = mkdtempSync(join(tmpdir(), "proeftuin-page-"));
  try {
    const tab = await open_page(browser, count);
    const write = writer(report, folder);
    await refusals(tab, count, write);
    await text_is_text(tab, count, write);
    await missing_fields(tab, count, write);
    await single_case(tab, count, write);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
