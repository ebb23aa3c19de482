// SPDX-License-Identifier: Apache-2.0
//
// What a reader does with one case: put coalitions together, switch rules and borders, ask where figures come from, print.
import { figures, go } from "./harness.mjs";

const hash_of = (page) => page.evaluate(() => location.hash);

function coalition_bits(players, ids) {
  return players.reduce((sum, player, bit) => sum + (ids.includes(player) ? 2 ** bit : 0), 0);
}

/** The value in words, gains and steps of the coalition that is shown. */
async function shows_coalition({ page, count, results, name }, ids) {
  const doc = results.cases[name];
  const bits = coalition_bits(doc.players, ids);
  const parties = doc.provenance?.players !== "barriers";
  const where = `coalition ${ids.join("+") || "-"}`;
  const answer = await figures(page, "#value .answer");
  if (ids.length > (parties ? 1 : 0) && typeof doc.values[bits] === "number") {
    count.equal(answer[0]?.value, doc.values[bits], `${where}: value`);
  } else count.equal(answer.length, 0, `${where}: no value is claimed`);
  for (const { path, value } of await figures(page, "#value")) count.near(value, results, path, where);
  const pressed = await page.$$eval("#value .members [data-key^='member:'][aria-pressed=true]", (all) => all.map((one) => one.dataset.key.slice(7)));
  count.equal(pressed.join("+"), doc.players.filter((player) => ids.includes(player)).join("+"), `${where}: pressed buttons`);
}

async function coalitions(test) {
  const { page, count, results, name, hash } = test;
  const { players, values } = results.cases[name];
  if (!values) return;
  await go(page, `#/en${hash}`);
  await shows_coalition(test, players);
  await page.click("[data-key=member-none]");
  await shows_coalition(test, []);
  const joined = [];
  for (const player of players.slice(0, 6)) {
    await page.click(`[data-key=${JSON.stringify(`member:${player}`)}]`);
    joined.push(player);
    await shows_coalition(test, joined);
  }
  count.ok((await hash_of(page)).includes("coalition="), "the coalition stands in the address");
  await page.click(`[data-key=${JSON.stringify(`member:${joined[0]}`)}]`);
  await shows_coalition(test, joined.slice(1));
  await page.click(`[data-key=${JSON.stringify(`add:${joined[0]}`)}]`);
  await shows_coalition(test, joined);
  await page.click("[data-key=member-all]");
  await shows_coalition(test, players);
  const some = players.filter((_, bit) => bit % 3 !== 1);
  await go(page, `#/en${hash}?coalition=${some.join("+")}`);
  await shows_coalition(test, some);
}

async function on_the_map(test) {
  const { page, count, results, name, hash } = test;
  const { players } = results.cases[name];
  await go(page, `#/en${hash}?coalition=all`);
  const country = page.locator("#value svg.map [role=button]").first();
  if ((await country.count()) === 0) return;
  const key = (await country.getAttribute("data-key")).slice(4);
  await country.focus();
  await page.keyboard.press("Enter");
  const without = players.filter((player) => player !== key);
  await shows_coalition(test, without);
  count.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-key")), `map:${key}`, "the focus stays on the map");
  await page.keyboard.press(" ");
  await shows_coalition(test, players);
}

async function rules(test) {
  const { page, count, results, name, hash } = test;
  const doc = results.cases[name];
  await go(page, `#/en${hash}`);
  for (const rule of Object.keys(doc.shares ?? {})) {
    await page.click(`[data-key="rule:${rule}"]`);
    count.equal(await page.getAttribute(`[data-key="rule:${rule}"]`, "aria-pressed"), "true", `rule ${rule} is pressed`);
    if ((await page.locator('[data-key="with:none"]').count()) > 0) await page.click('[data-key="with:none"]');
    const shown = await figures(page, "#shares");
    for (const player of doc.players) {
      const path = `cases.${name}.shares.${rule}.${player}`;
      const found = shown.find((one) => decodeURIComponent(one.path) === path);
      count.equal(found?.value, doc.shares[rule][player], path);
    }
    for (const [index, transfer] of (doc.transfers?.[rule] ?? []).entries()) {
      const path = `cases.${name}.transfers.${rule}.${index}.amount_eur`;
      count.equal(shown.find((one) => decodeURIComponent(one.path) === path)?.value, transfer.amount_eur, path);
    }
  }
  await go(page, `#/en${hash}?rule=${Object.keys(doc.shares ?? {}).at(-1)}&scale=log`);
  count.equal(await page.getAttribute('[data-key="scale:log"]', "aria-pressed"), "true", "the scale is read from the address");
}

async function borders(test) {
  const { page, count, results, name, hash } = test;
  const doc = results.cases[name];
  await go(page, `#/en${hash}`);
  const keys = await page.$$eval("#borders .row-choice", (all) => all.map((one) => one.dataset.key));
  const expected = doc.barriers?.length ? doc.barriers.length : (doc.borders ?? []).filter((one) => typeof one.last_eur === "number").length;
  count.equal(keys.length, expected, "every border or barrier has a row");
  for (const key of keys.slice(0, 3)) {
    await page.click(`[data-key=${JSON.stringify(key)}]`);
    count.equal(await page.getAttribute(`[data-key=${JSON.stringify(key)}]`, "aria-pressed"), "true", `${key} is chosen`);
    for (const { path, value } of await figures(page, "#borders")) count.near(value, results, path, key);
  }
}

async function origin(test) {
  const { page, count, results, name, hash } = test;
  await go(page, `#/en${hash}`);
  const figure = page.locator("#answer button.figure").first();
  await figure.click();
  const dialog = page.locator("dialog.origin");
  const told = await dialog.innerText();
  const value = Number(await figure.getAttribute("data-value"));
  const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 2 }).format(value);
  count.ok(told.includes(whole), `where a figure comes from says it in full: ${whole}`);
  count.ok(told.includes(await figure.getAttribute("data-path")), "and where it stands in the results");
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  count.ok(await figure.evaluate((one) => document.activeElement === one), "the focus is back on the figure");
  const tables = results.cases[name].figures ?? [];
  for (const [index, table] of tables.entries()) {
    const details = page.locator(`#table-${index}`);
    await details.locator("summary").click();
    await details.locator("tbody tr").first().waitFor();
    const rows = await details.locator("tbody tr").count();
    count.equal(rows, Math.min(table.rows.length, 200), `rows of ${table.table}`);
    for (const { path, value: shown } of await figures(page, `#table-${index}`)) count.near(shown, results, path, table.table);
    await details.locator("summary").click();
  }
}

async function leads_out(test) {
  const { page, count, results, name, hash } = test;
  await go(page, `#/en${hash}`);
  const out = await page.$$eval("a[href]", (all) => all.map((one) => one.getAttribute("href")).filter((href) => !href.startsWith("#")));
  const known = new Set((results.cases[name].sources ?? []).map((source) => source.address));
  for (const href of out) count.ok(known.has(href), `a link that is no source's address: ${href}`);
}

async function on_paper(test) {
  const { page, count, hash } = test;
  await go(page, `#/en${hash}`);
  await page.emulateMedia({ media: "print" });
  for (const part of ["answer", "borders", "value", "shares", "sure", "sources", "method"]) {
    count.ok(await page.locator(`#${part}`).isVisible(), `${part} is printed`);
  }
  count.equal(await page.locator("button.choice:visible, button.plain:visible, nav:visible").count(), 0, "no buttons are printed");
  await page.emulateMedia({ media: "screen" });
}

/** From the top of the page with nothing but the keyboard. */
async function keyboard(test) {
  const { page, open, count, results, name, hash } = test;
  const { players, values } = results.cases[name];
  await open(`#/en${hash}?coalition=all`);
  await page.keyboard.press("Tab");
  const seen = new Set();
  const wanted = [`member:${players[0]}`, "rule:", "scale:log", "border:", "barrier:"];
  for (let step = 0; step < 700; step += 1) {
    const at = await page.evaluate(() => {
      const one = document.activeElement;
      return { id: one?.id, key: one?.getAttribute("data-key") ?? "", lang: one?.getAttribute("hreflang") ?? "" };
    });
    if (at.id === "skip") seen.add("skip");
    if (at.lang) seen.add(`language ${at.lang}`);
    for (const key of wanted) if (at.key.startsWith(key)) seen.add(key);
    if (seen.has("scale:log")) break;
    await page.keyboard.press("Tab");
  }
  count.ok(seen.has("skip"), "the keyboard reaches the way past the head first");
  for (const language of ["en", "nl", "fr", "de"]) count.ok(seen.has(`language ${language}`), `the keyboard reaches language ${language}`);
  if (values) count.ok(seen.has(wanted[0]), "the keyboard reaches the coalition's buttons");
  count.ok(seen.has("rule:"), "the keyboard reaches the rules");
  count.ok(seen.has("scale:log"), "the keyboard reaches the scale");
  if (!values) return;
  await page.focus(`[data-key=${JSON.stringify(wanted[0])}]`);
  await page.keyboard.press(" ");
  await shows_coalition(test, players.slice(1));
  count.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-key")), wanted[0], "the focus stays on the button");
}

async function narrow_parts({ narrow, count, hash }) {
  for (const options of ["", "?coalition=-", "?scale=log"]) {
    await go(narrow, `#/de${hash}${options}`);
    await narrow.$$eval("details", (all) => all.forEach((one) => { one.open = true; }));
    await narrow.waitForTimeout(100);
    const width = await narrow.evaluate(() => document.documentElement.scrollWidth);
    count.ok(width <= 390, `${hash}${options} with all open at 390 px is ${width} px wide`);
  }
}

export async function case_tests(test) {
  await coalitions(test);
  await on_the_map(test);
  await rules(test);
  await borders(test);
  await origin(test);
  await leads_out(test);
  await on_paper(test);
  await keyboard(test);
  await narrow_parts(test);
}
