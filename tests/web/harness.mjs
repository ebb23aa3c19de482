// SPDX-License-Identifier: Apache-2.0
//
// What the page's test needs: a browser that may ask for nothing but the file, a count of what holds, and the results to compare with.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

export { open_browser } from "../../web/browser.mjs";

export class Count {
  passed = 0;
  failed = 0;

  ok(holds, what) {
    if (holds) this.passed += 1;
    else {
      this.failed += 1;
      console.log(`failed: ${what}`);
    }
    return holds;
  }

  equal(found, expected, what) {
    return this.ok(found === expected, `${what}: found ${JSON.stringify(found)}, expected ${JSON.stringify(expected)}`);
  }

  /** Whether a figure is what its path says, up to the rounding of a sum of such terms. */
  near(found, results, path, where) {
    const { sum, size } = evaluate(results, path);
    const close = Math.abs(found - sum) <= 1e-12 * Math.max(size, 1);
    return this.ok(Number.isFinite(sum) && close, `${where}: ${path}: found ${found}, expected ${sum}`);
  }
}

/** A tab that notes every error of the console and every request that is not the file. */
export async function open_page(browser, count, width = 1280) {
  const context = await browser.newContext({ viewport: { width, height: 900 }, locale: "en-GB", reducedMotion: "reduce" });
  const page = await context.newPage();
  page.setDefaultTimeout(20000);
  let file = "";
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") count.ok(false, `console: ${message.text()}`);
  });
  page.on("pageerror", (error) => count.ok(false, `error in the page: ${error.stack ?? error.message}`));
  page.on("request", (request) => {
    const url = request.url().split("#")[0];
    count.ok(url === file || url.startsWith("data:"), `a request that is not the file: ${url}`);
  });
  const show = async (path, hash = "") => {
    file = pathToFileURL(resolve(path)).href;
    await page.goto("about:blank");
    await page.goto(file + hash);
    await page.waitForSelector("html[data-ready]");
  };
  return { page, show };
}

/** Another address of the page that is open. */
export async function go(page, hash) {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
  await page.waitForTimeout(30);
}

export function embedded(path) {
  const html = readFileSync(path, "utf8");
  const opening = '<script type="application/json" id="results">';
  const start = html.indexOf(opening) + opening.length;
  return { html, start, end: html.indexOf("</script>", start) };
}

/** The results to compare with: those passed beside the page, else those that stand in it. */
export function results_of(report, results, cases_folder) {
  const { html, start, end } = embedded(report);
  const page = JSON.parse(html.slice(start, end));
  const beside = results ? JSON.parse(readFileSync(results, "utf8")) : null;
  const programme = beside?.kind === "programme" ? beside : page.programme;
  const cases = { ...page.cases };
  for (const name of Object.keys(cases)) {
    const path = cases_folder ? join(cases_folder, name, "results.json") : "";
    if (path && existsSync(path)) cases[name] = JSON.parse(readFileSync(path, "utf8"));
    else if (beside?.kind === "cooperate") cases[name] = beside;
  }
  return { programme, cases };
}

function number_at(root, path) {
  if (/^[\d.]+$/.test(path)) return Number(path);
  const keys = path.split(".").map((key) => key.replaceAll("%20", " ").replaceAll("%2E", ".").replaceAll("%25", "%"));
  const found = keys.reduce((at, key) => (at === null || at === undefined ? undefined : at[key]), root);
  return typeof found === "string" ? Number(found) : found;
}

/** A figure's data-path: places in the results joined by plus and minus; `size` is the sum of the terms' sizes. */
export function evaluate(root, expression) {
  const [first = "", ...rest] = expression.split(/ ([+-]) /);
  let sum = number_at(root, first);
  let size = Math.abs(sum);
  for (let index = 0; index < rest.length; index += 2) {
    const value = number_at(root, rest[index + 1]);
    sum += rest[index] === "-" ? -value : value;
    size += Math.abs(value);
  }
  return { sum, size };
}

export async function figures(page, within = "main") {
  return page.$$eval(`${within} button.figure`, (all) =>
    all.map((one) => ({ path: one.dataset.path, value: Number(one.dataset.value), text: one.textContent })),
  );
}

/** "€29.8 billion" as a number; null for texts without a unit of their own. */
export function read_amount(text) {
  const match = /^([+−]?)(<\u00a0)?([+−]?)€([\d.,]+)(?:\u00a0(billion|million))?$/.exec(text);
  if (!match || match[2]) return null;
  const size = Number(match[4].replaceAll(",", "")) * ({ billion: 1e9, million: 1e6 }[match[5]] ?? 1);
  return match[1] === "−" || match[3] === "−" ? -size : size;
}
