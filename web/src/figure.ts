// SPDX-License-Identifier: Apache-2.0
//
// A figure is a button that says where it comes from: how it was computed, its certified interval, what sampling and
// assumptions leave open, and what it rests on. data-value and data-path let anybody compare it with the results file.
import { h, type Child } from "./dom";
import { money, money_exact, number, percent } from "./format";
import { say, t } from "./i18n";
import type { CaseModel, Interval, Told } from "./model";
import { is_number } from "./model";
import type { FigureTable } from "./types";

export interface Facts {
  told: Told;
  model?: CaseModel;
  what: Child; // name of the figure
  how: Child; // formula in words
  unit?: string; // as it stands after the number in full; amounts in euro without
  certified?: Interval | null;
  sampling?: { se?: number | null; error?: number | null };
  assumed?: Interval | null;
  row?: Child; // where the figure stands in the input, for input figures
}

const facts_of = new WeakMap<Element, () => Facts>();

export function figure(text: string, make: Facts | (() => Facts), told?: Told): HTMLButtonElement {
  const get = typeof make === "function" ? make : (): Facts => make;
  const at = told ?? get().told;
  const button = h(
    "button",
    { type: "button", class: "figure", "data-value": at.value, "data-path": at.path, "aria-haspopup": "dialog" },
    text,
  );
  facts_of.set(button, get);
  return button;
}

/** Half the assumptions' interval, as a part of the figure. */
export function stake(value: number, assumed: Interval | null | undefined): number | null {
  return assumed && value !== 0 ? (assumed.upper - assumed.lower) / 2 / Math.abs(value) : null;
}

export function half(assumed: Interval | null | undefined): number | null {
  return assumed ? (assumed.upper - assumed.lower) / 2 : null;
}

/** "certified to within 1 cent", or the interval where it is wide enough to be seen in the figure. */
export function certified_words(value: number, bounds: Interval, exact = false): Child {
  const width = bounds.upper - bounds.lower;
  const seen = width > 1e-4 * Math.abs(value) && width > 1;
  const write = exact ? money_exact : money;
  if (seen) return say("certified_between", { low: write(bounds.lower), high: write(bounds.upper) });
  return say("certified_within", { width: money(Math.max(width, 0.001)) });
}

function full_number(facts: Facts): string {
  if (facts.unit === undefined) return money_exact(facts.told.value);
  return `${number(facts.told.value, { maximumFractionDigits: 4 })} ${facts.unit}`.trim();
}

function input_grades(model: CaseModel): Child {
  const grades = model.doc.grades;
  if (!grades) return null;
  const all = Object.values(grades).reduce((sum, count) => sum + count, 0);
  if (all === 0) return null;
  const part = percent((grades["assumption"] ?? 0) / all);
  return say("from_inputs_text", { name: model.title, n: number(all, {}), part });
}

/** The input tables, each a way to its rows. */
function input_tables(model: CaseModel): Child {
  const tables = model.doc.figures ?? [];
  if (tables.length === 0) return null;
  const item = (from: FigureTable, at: number): Child =>
    h("li", {}, h("button", { type: "button", class: "row-choice", "data-table": at }, from.table), h("small", {}, " ", say("table_rows", { n: number(from.rows.length, {}) })));
  return h("ul", { class: "inputs" }, tables.map(item));
}

function rows_of(facts: Facts): [Child, Child][] {
  const { told, certified, assumed, sampling, model } = facts;
  const money_like = facts.unit === undefined;
  const share_at_stake = stake(told.value, assumed);
  const rows: [Child, Child][] = [
    [t("from_exact"), h("span", { class: "number" }, full_number(facts))],
    [t("from_how"), facts.how],
  ];
  if (facts.row === undefined && money_like) {
    rows.push([t("from_certified"), certified ? certified_words(told.value, certified, true) : t("from_not")]);
    rows.push([
      t("from_assumptions"),
      assumed
        ? [say("under_assumptions", { low: money(assumed.lower), high: money(assumed.upper) }), " ",
           share_at_stake === null ? null : say("stake_is", { part: percent(share_at_stake) })]
        : t("from_not"),
    ]);
  }
  if (sampling && (is_number(sampling.se) || is_number(sampling.error))) {
    const words = (value: number | null | undefined): string => (is_number(value) ? money(value) : t("not_told"));
    rows.push([t("from_sampling"), say("sampling_text", { se: words(sampling.se), error: words(sampling.error) })]);
  }
  const inputs = facts.row ?? (model ? input_grades(model) : null);
  if (inputs !== null) rows.push([t("from_inputs"), [inputs, facts.row === undefined && model ? input_tables(model) : null]]);
  rows.push([t("from_path"), h("code", {}, told.path)]);
  return rows;
}

function open(facts: Facts, go_to: (part: string) => void): void {
  document.querySelector("dialog.origin")?.remove();
  const close = (): void => dialog.close();
  const go = facts.model?.doc.figures?.length
    ? h("button", { type: "button", class: "plain", onclick: () => { close(); go_to("sources"); } }, t("from_go"))
    : null;
  const dialog = h(
    "dialog",
    { class: "origin", "aria-labelledby": "origin-title" },
    h("p", { class: "kicker" }, t("from_title")),
    h("h2", { id: "origin-title" }, facts.what),
    h("dl", {}, rows_of(facts).map(([name, text]) => h("div", {}, h("dt", {}, name), h("dd", {}, text)))),
    h("p", { class: "actions" }, go, h("button", { type: "button", class: "plain", autofocus: true, onclick: close }, t("close"))),
  );
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) close();
    const table = event.target instanceof Element ? event.target.closest("[data-table]")?.getAttribute("data-table") : null;
    if (!table) return;
    close();
    go_to(`table-${table}`);
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** One listener for all figures of the page. */
export function listen_to_figures(root: HTMLElement, go_to: (part: string) => void): void {
  root.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target.closest("button.figure") : null;
    const make = target ? facts_of.get(target) : undefined;
    if (make) open(make(), go_to);
  });
}
