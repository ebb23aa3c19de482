// SPDX-License-Identifier: Apache-2.0
//
// All coalitions in one picture: how many take part, and what they save.
import * as Plot from "@observablehq/plot";
import { h, type Child } from "./dom";
import { value_figure, who } from "./figures";
import { axis_scale, money, number, scale_for } from "./format";
import { say, t, tell } from "./i18n";
import { is_number, type CaseModel } from "./model";
import { behind, drawn, table } from "./parts";
import { coalition, set_coalition, type View } from "./state";

interface Dot {
  coalition: number;
  x: number;
  size: number;
  value: number;
}

/** Spread within a size, the same each time: the golden ratio scatters evenly. */
function spread(coalition: number): number {
  return ((coalition * 0.6180339887) % 1) * 0.56 - 0.28;
}

function dot_of(model: CaseModel, index: number): Dot | null {
  const value = model.doc.values?.[index];
  if (!is_number(value)) return null;
  const size = model.size(index);
  return { coalition: index, size, value, x: size + (size === 0 || size === model.players.length ? 0 : spread(index)) };
}

const most_dots = 4096;
const most_rows = 2048; // beyond, the table has the best of each size

/** All coalitions; where they are too many to draw, every so many. The step is odd, so that it does not always take the same members. */
function dots(model: CaseModel): Dot[] {
  const count = model.full + 1;
  const step = count <= most_dots ? 1 : Math.floor(count / most_dots / 2) * 2 + 1;
  const found: Dot[] = [];
  for (let index = 0; index < count; index += step) {
    const dot = dot_of(model, index);
    if (dot) found.push(dot);
  }
  return found;
}

function best_of_size(model: CaseModel): Dot[] {
  const best = new Map<number, number>();
  const values = model.doc.values ?? [];
  for (const [index, value] of values.entries()) {
    if (!is_number(value)) continue;
    const size = model.size(index);
    const known = values[best.get(size) ?? -1];
    if (!is_number(known) || value > known) best.set(size, index);
  }
  return [...best.entries()].sort((a, b) => a[0] - b[0]).flatMap(([, index]) => dot_of(model, index) ?? []);
}

function nobody(model: CaseModel): string {
  return t(model.today ? "nobody_today" : "nobody");
}

function picture(view: View, all: Dot[], best: Dot[], width: number): Element {
  const { model } = view;
  const scale = axis_scale(all.map((dot) => dot.value));
  const chosen = dot_of(model, coalition(view));
  const title = (dot: Dot): string => `${who(model, dot.coalition) || nobody(model)}: ${money(dot.value)}`;
  const plot = Plot.plot({
    width,
    height: Math.min(360, Math.max(260, width * 0.45)),
    marginLeft: 62,
    marginBottom: 40,
    marginTop: 24,
    style: { fontSize: "13px", fontFamily: "inherit", background: "none" },
    ariaLabel: tell(model.barriers_play ? "strip_barriers" : "strip", { n: number(model.full + 1, {}) }),
    x: { label: t(model.barriers_play ? "strip_axis_barriers" : "strip_axis"), labelArrow: "none", ticks: Math.min(model.players.length, 12), tickFormat: (x: number) => (Number.isInteger(x) ? String(x) : "") },
    y: { label: scale.unit, labelArrow: "none", grid: true, ticks: 5, tickFormat: (y: number) => number(y / scale.divisor, {}) },
    marks: [
      Plot.line(best, { x: "size", y: "value", stroke: "var(--accent)", strokeWidth: 1.25 }),
      Plot.dot(all, { x: "x", y: "value", r: 2, fill: "#555", fillOpacity: 0.45 }),
      Plot.dot(best, { x: "size", y: "value", r: 3, fill: "var(--accent)", symbol: "square" }),
      chosen ? Plot.dot([chosen], { x: "x", y: "value", r: 8, stroke: "var(--warm)", strokeWidth: 2.5 }) : null,
      chosen ? Plot.dot([chosen], { x: "x", y: "value", r: 3, fill: "var(--warm)" }) : null,
      Plot.dot(all, Plot.pointer({ x: "x", y: "value", r: 5, stroke: "currentColor" })),
      Plot.tip(all, Plot.pointer({ x: "x", y: "value", title, fontSize: 12, lineWidth: 24 })),
    ],
  });
  plot.addEventListener("click", () => {
    const under = (plot as unknown as { value: Dot | null }).value;
    if (under) set_coalition(view, under.coalition);
  });
  return plot;
}

function values_table(model: CaseModel, all: Dot[]): Child {
  const scale = scale_for(all.map((dot) => dot.value));
  const sorted = [...all].sort((a, b) => a.size - b.size || b.value - a.value);
  const rows = sorted.map((dot) => [
    model.members(dot.coalition).join(" + ") || nobody(model),
    String(dot.size),
    value_figure(model, dot.coalition, scale),
  ]);
  const columns = [{ head: model.barriers_play ? t("barrier") : t("parties") }, { head: t(model.barriers_play ? "strip_axis_barriers" : "size"), number: true }, { head: [t("value"), " (", scale.unit, ")"], number: true }];
  return table(tell(model.barriers_play ? "strip_barriers" : "strip", { n: number(all.length, {}) }), columns, rows);
}

export function strip(view: View): HTMLElement {
  const { model, state } = view;
  const all = dots(model);
  const best = best_of_size(model);
  const count = number(model.full + 1, {});
  const place = h("div", {});
  state.follow(["coalition"], () => place.replaceChildren(drawn((width) => picture(view, all, best, width))));
  return h(
    "div",
    { class: "strip" },
    h("h3", {}, say(model.barriers_play ? "strip_barriers" : "strip", { n: count })),
    place,
    h("p", { class: "note" }, t(model.barriers_play ? "strip_note_barriers" : "strip_note")),
    all.length < model.full + 1 && model.full >= most_dots ? h("p", { class: "note" }, say("strip_part", { shown: number(all.length, {}), n: count })) : null,
    behind(() => values_table(model, all.length > most_rows ? best : all)),
  );
}
