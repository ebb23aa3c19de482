// SPDX-License-Identifier: Apache-2.0
//
//   node tests/web/page_test.mjs REPORT.html [RESULTS.json [CASES_DIR]]
//
// Drives the page in Debian's Chromium: every commitment opens, every figure equals the results, languages, rules, coalitions and
// borders switch, nothing is loaded, nothing is wider than a telephone, and the keyboard reaches everything.
import { existsSync } from "node:fs";
import { faint_texts, problems_in_page } from "./accessible.mjs";
import { broken_pages } from "./broken_pages.mjs";
import { case_tests } from "./case_tests.mjs";
import { Count, figures, go, open_browser, open_page, read_amount, results_of } from "./harness.mjs";

const languages = ["en", "nl", "fr", "de"];

/** Every figure that is shown equals the results, and its text says about the same. */
export async function figures_hold(page, count, results, where) {
  const all = await figures(page);
  for (const { path, value, text } of all) {
    count.near(value, results, path, where);
    const read = read_amount(text);
    if (read !== null) count.ok(Math.abs(read - value) <= 0.051 * Math.abs(value) + 0.005, `${where}: ${path} reads ${text}, is ${value}`);
  }
  return all.length;
}

export async function well_formed(page, count, language, where) {
  count.equal(await page.getAttribute("html", "lang"), language, `${where}: html lang`);
  const text = await page.innerText("body");
  const hole = /\{\w+\}|undefined|NaN|\[object|Infinity/.exec(text);
  count.ok(hole === null, `${where}: the text holds "${hole?.[0]}"`);
  for (const problem of await page.evaluate(problems_in_page)) count.ok(false, `${where}: ${problem}`);
}

async function no_wider(page, count, where) {
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  count.ok(width <= 390, `${where} at 390 px is ${width} px wide`);
}

async function overview(page, count, results) {
  const { programme } = results;
  await go(page, "#/en");
  await well_formed(page, count, "en", "overview");
  count.ok((await figures_hold(page, count, results, "overview")) > 0 || Object.keys(results.cases).length === 0, "overview has figures");
  const links = await page.$$eval(".commitments a", (all) => all.map((one) => one.getAttribute("href")));
  count.equal(links.length, programme.commitments.length, "overview lists all commitments");
  const tracked = programme.commitments.filter((one) => one.state === "tracked").length;
  if (tracked > 0) {
    await page.click('[data-key="state:tracked"]');
    count.equal(await page.locator(".commitments li").count(), tracked, "filter by state");
    count.ok((await page.evaluate(() => location.hash)).includes("state=tracked"), "the filter stands in the address");
    await page.click('[data-key="state:"]');
  }
  await page.fill('[data-key="search"]', programme.commitments[0].titles.en);
  count.ok((await page.locator(".commitments li").count()) >= 1, "search finds a title");
  await page.fill('[data-key="search"]', "no such words anywhere");
  count.equal(await page.locator(".commitments li").count(), 0, "search finds nothing");
}

function expected_title(commitment, language) {
  const here = commitment.titles[language];
  return here ? { text: here, lang: language } : { text: commitment.titles.en ?? commitment.id, lang: "en" };
}

async function every_commitment(page, narrow, count, results) {
  for (const [index, commitment] of results.programme.commitments.entries()) {
    const language = languages[index % languages.length];
    const hash = `#/${language}/c/${commitment.id}`;
    const where = `commitment ${commitment.number} in ${language}`;
    await go(page, hash);
    const { text, lang } = expected_title(commitment, language);
    count.equal(await page.textContent("h1"), text, `${where}: title`);
    count.equal(await page.getAttribute("h1 span", "lang"), lang, `${where}: language of the title`);
    await well_formed(page, count, language, where);
    await figures_hold(page, count, results, where);
    const body = await page.innerText("main");
    for (const issue of commitment.issues ?? []) count.ok(body.includes(issue.message), `${where}: says ${issue.message}`);
    const reason = commitment.texts?.[language]?.track || commitment.track;
    if (commitment.state === "tracked") count.ok(body.includes(reason), `${where}: says why there is no number`);
    await go(narrow, hash);
    await no_wider(narrow, count, where);
  }
}

async function language_switch(page, count, results, start) {
  await go(page, start);
  for (const language of [...languages].reverse()) {
    await page.click(`.languages a[hreflang=${language}]`);
    await page.waitForSelector(`html[lang=${language}]`);
    await page.waitForSelector(`.languages a[hreflang=${language}][aria-current=true]`);
    await well_formed(page, count, language, `${start} switched to ${language}`);
    await figures_hold(page, count, results, `${start} in ${language}`);
    count.ok((await page.evaluate(() => location.hash)).startsWith(`#/${language}`), `the language ${language} stands in the address`);
  }
}

async function contrast(page, count, hashes) {
  for (const hash of hashes) {
    await go(page, hash);
    for (const faint of await page.evaluate(faint_texts)) count.ok(false, `${hash}: contrast ${faint}`);
  }
}

async function speed(page, show, report) {
  const times = [];
  for (let run = 0; run < 3; run += 1) {
    await show(report);
    times.push(await page.evaluate(() => performance.getEntriesByType("navigation")[0].loadEventEnd));
  }
  return Math.min(...times);
}

async function run(report, results_path, cases_folder) {
  const count = new Count();
  const results = results_of(report, results_path, cases_folder);
  const browser = await open_browser();
  try {
    const wide = await open_page(browser, count);
    const narrow = await open_page(browser, count, 390);
    const milliseconds = await speed(wide.page, wide.show, report);
    console.log(`opens in ${milliseconds.toFixed(0)} ms`);
    count.ok(milliseconds < 3000, `opens in ${milliseconds} ms`);
    await narrow.show(report);
    const { programme, cases } = results;
    const starts = Object.keys(cases).map((name) => {
      const commitment = programme?.commitments.find((one) => one.case === name && one.result);
      return { name, hash: commitment ? `/c/${commitment.id}` : `/case/${name}` };
    });
    if (programme) {
      await overview(wide.page, count, results);
      await go(narrow.page, "#/nl");
      await no_wider(narrow.page, count, "overview");
      await every_commitment(wide.page, narrow.page, count, results);
    }
    for (const { name, hash } of starts) {
      await language_switch(wide.page, count, results, `#/en${hash}`);
      await case_tests({ page: wide.page, open: (at) => wide.show(report, at), narrow: narrow.page, count, results, name, hash });
    }
    await contrast(wide.page, count, ["#/en", ...starts.map(({ hash }) => `#/en${hash}`)]);
    await broken_pages(browser, count, report);
  } finally {
    await browser.close();
  }
  return count;
}

const [report, results_path, cases_folder] = process.argv.slice(2);
if (!report || !existsSync(report)) {
  console.error(`page_test.mjs: ${report ? `there is no file ${report}` : "which page? node tests/web/page_test.mjs REPORT.html [RESULTS.json [CASES_DIR]]"}`);
  process.exit(1);
}
const count = await run(report, results_path, cases_folder);
console.log(`${count.passed} passed, ${count.failed} failed`);
process.exit(count.failed > 0 ? 1 : 0);
