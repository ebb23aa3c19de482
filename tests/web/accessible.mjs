// SPDX-License-Identifier: Apache-2.0
//
// Whether those who do not see, do not point or see little can use what is shown. Runs in the page; returns what is wrong.

export function problems_in_page() {
  const wrong = [];
  const name_of = (element) =>
    element.getAttribute("aria-label") ||
    (element.getAttribute("aria-labelledby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent ?? "").join("") ||
    element.textContent.trim() ||
    element.getAttribute("title") ||
    "";
  const short = (element) => element.outerHTML.slice(0, 90);

  for (const element of document.querySelectorAll("button, a, [role=button], summary, [role=img], nav")) {
    if (element.closest("[aria-hidden=true]")) continue;
    if (name_of(element) === "") wrong.push(`no name: ${short(element)}`);
  }
  for (const input of document.querySelectorAll("input")) {
    if (!input.closest("label") && !input.getAttribute("aria-label")) wrong.push(`no label: ${short(input)}`);
  }
  for (const element of document.querySelectorAll(".choice[aria-pressed]")) {
    if (!["true", "false"].includes(element.getAttribute("aria-pressed"))) wrong.push(`aria-pressed: ${short(element)}`);
  }
  for (const table of document.querySelectorAll("table")) {
    if (!table.caption?.textContent) wrong.push(`table without a caption: ${short(table)}`);
    if (table.querySelector("thead th:not([scope])")) wrong.push(`th without a scope: ${short(table)}`);
  }
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of new Set(ids)) {
    if (id !== "hatch" && ids.filter((one) => one === id).length > 1) wrong.push(`id twice: ${id}`);
  }
  for (const landmark of ["main", "header", "footer"]) {
    if (!document.querySelector(`body > ${landmark}`)) wrong.push(`no ${landmark}`);
  }
  if (document.querySelectorAll("h1").length > 1) wrong.push("more than one h1");
  let level = 1;
  for (const heading of document.querySelectorAll("h2, h3, h4")) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) wrong.push(`heading skips a level: ${short(heading)}`);
    level = next;
  }
  return wrong;
}

/** Texts whose contrast with what is behind them is below 4.5 (3 where they are large). */
export function faint_texts() {
  const channel = (value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
  const parse = (colour) => (colour.match(/[\d.]+/g) ?? []).map(Number);
  const light = ([r, g, b]) => 0.2126 * channel(r / 255) + 0.7152 * channel(g / 255) + 0.0722 * channel(b / 255);
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] > 0.99) return colour;
    }
    return [255, 255, 255];
  };
  const faint = new Set();
  for (const element of document.querySelectorAll("body *:not(svg *)")) {
    const has_text = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== "");
    if (!has_text || element.closest("script, style, noscript") || element.getClientRects().length === 0) continue;
    const style = getComputedStyle(element);
    const [a, b] = [light(parse(style.color)), light(behind(element))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = parseFloat(style.fontSize);
    const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    if (ratio < (large ? 3 : 4.5)) faint.add(`${ratio.toFixed(2)}: ${element.tagName} ${element.className} "${element.textContent.slice(0, 30)}"`);
  }
  return [...faint];
}
