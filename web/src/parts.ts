// SPDX-License-Identifier: Apache-2.0
//
// Small pieces that several views use: tables, choices, badges, charts that follow the width of their place.
import { h, lazy_details, refill, type Child } from "./dom";
import { t, text_or } from "./i18n";
import type { Key } from "./i18n";

export interface Column {
  head: Child;
  number?: boolean;
}

/** A table that scrolls sideways by itself where the screen is narrow. The first cell of a row is its head. */
export function table(caption: Child, columns: Column[], rows: Child[][], total: Child[] | null = null): HTMLElement {
  const cells = (row: Child[]): HTMLElement[] =>
    row.map((content, index) => {
      const attributes = columns[index]?.number ? { class: "n" } : {};
      return index === 0 ? h("th", { scope: "row", ...attributes }, content) : h("td", attributes, content);
    });
  const head = columns.map(({ head: text, number }) => h("th", { scope: "col", class: number ? "n" : null }, text));
  return h(
    "div",
    { class: "scroll" },
    h(
      "table",
      { class: columns.length <= 3 && columns.every(({ head: text }) => text !== "") ? "narrow" : null },
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, head)),
      h("tbody", {}, rows.map((row) => h("tr", {}, cells(row)))),
      total ? h("tfoot", {}, h("tr", {}, cells(total))) : null,
    ),
  );
}

/** The table behind a chart, made when somebody asks for it. */
export function behind(make: () => Child): HTMLElement {
  return lazy_details(t("show_table"), make, { class: "behind" });
}

export interface Choice {
  id: string;
  text: Child;
  title?: string;
}

/** Buttons of which one is pressed. */
export function choices(label: string, name: string, all: Choice[], chosen: string, choose: (id: string) => void): HTMLElement {
  return h(
    "div",
    { class: "choices", role: "group", "aria-label": label },
    h("span", { class: "label", "aria-hidden": "true" }, label),
    all.map(({ id, text, title }) =>
      h(
        "button",
        {
          type: "button",
          class: "choice",
          "data-key": `${name}:${id}`,
          "aria-pressed": id === chosen ? "true" : "false",
          title: title ?? null,
          onclick: () => choose(id),
        },
        text,
      ),
    ),
  );
}

export function badge(kind: string, text: Child): HTMLElement {
  return h("span", { class: `badge ${kind.replaceAll(" ", "-")}` }, text);
}

/** In brackets that stay with what they hold. */
export function bracketed(of: Child): HTMLElement {
  return h("span", { class: "together" }, "(", of, ")");
}

export function grade_badge(grade: string): HTMLElement {
  return badge(`grade-${grade}`, text_or(`grade_${grade}`, grade || t("grade_unknown")));
}

export function rule_name(rule: string): string {
  return text_or(`rule_${rule.replaceAll("-", "_")}`, rule.replaceAll("-", " "));
}

export function rule_text(rule: string): string {
  return text_or(`rule_${rule.replaceAll("-", "_")}_text`, t("rule_text_other"));
}

export function status_name(status: string): string {
  return text_or(`status_${status.replaceAll(" ", "_")}`, status);
}

export function section(id: string, heading: Key, ...content: Child[]): HTMLElement {
  return h(
    "section",
    { id, "aria-labelledby": `${id}-title`, class: "part", tabindex: -1 },
    h("h2", { id: `${id}-title` }, text_or(heading, heading)),
    content,
  );
}

/** A place whose chart is drawn for the width it has, and again when that changes. */
export function drawn(draw: (width: number) => Element): HTMLElement {
  const place = h("div", { class: "chart" });
  let before = 0;
  new ResizeObserver(() => {
    const width = Math.floor(place.clientWidth);
    if (width === before || width === 0) return;
    before = width;
    refill(place, draw(width));
  }).observe(place);
  return place;
}

/** A bar in a table cell, from 0 to `value` on an axis from `least` to `most`. */
export function bar(value: number, least: number, most: number, kind = ""): HTMLElement {
  const span = most - least || 1;
  const from = ((Math.min(value, 0) - least) / span) * 100;
  const width = (Math.abs(value) / span) * 100;
  return h("span", {
    class: `bar ${kind}`,
    style: `left:${from.toFixed(2)}%;width:${Math.max(width, 0.4).toFixed(2)}%`,
  });
}

export function bars(least: number, most: number, ...of: Child[]): HTMLElement {
  const zero = ((0 - least) / (most - least || 1)) * 100;
  return h("span", { class: "bars", "aria-hidden": "true" }, of, h("span", { class: "zero", style: `left:${zero.toFixed(2)}%` }));
}
