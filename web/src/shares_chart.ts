// SPDX-License-Identifier: Apache-2.0
//
// What each party gets, side by side: without transfers and by up to two rules, told apart by shape as well as colour,
// with the assumptions' interval as a thin line where there is one.
import * as Plot from "@observablehq/plot";
import { axis_scale, money, number } from "./format";
import { t } from "./i18n";
import type { CaseModel } from "./model";
import { rule_name } from "./parts";

export interface Series {
  name: string;
  symbol: "circle" | "diamond" | "square";
  colour: string;
  hollow: boolean;
}

interface Mark {
  party: string;
  series: number;
  value: number;
  low: number | null;
  high: number | null;
}

export function series_of(rules: string[], with_own: boolean): Series[] {
  const looks: Series[] = [
    { name: "", symbol: "circle", colour: "var(--blue)", hollow: false },
    { name: "", symbol: "diamond", colour: "var(--warm)", hollow: false },
  ];
  const own: Series = { name: t("without_transfers"), symbol: "square", colour: "var(--ink)", hollow: true };
  return [...(with_own ? [own] : []), ...rules.map((rule, index) => ({ ...(looks[index] ?? looks[0]!), name: rule_name(rule) }))];
}

export function marks_of(model: CaseModel, rules: string[], with_own: boolean): Mark[] {
  return model.players.flatMap((player) => {
    const party = model.label(player);
    const own = with_own ? model.own(player) : null;
    const own_range = model.own_range(player);
    const shares = rules.map((rule, index) => {
      const told = model.share(rule, player);
      const range = model.share_range(rule, player);
      return told ? [{ party, series: index + (with_own ? 1 : 0), value: told.value, low: range?.low_eur ?? null, high: range?.high_eur ?? null }] : [];
    });
    return [...(own ? [{ party, series: 0, value: own.value, low: own_range?.low_eur ?? null, high: own_range?.high_eur ?? null }] : []), ...shares.flat()];
  });
}

/** Powers of ten on both sides of zero, for steps that are each tenfold. */
function tenfold(marks: Mark[], constant: number): number[] {
  const all = marks.flatMap((mark) => [mark.value, mark.low ?? mark.value, mark.high ?? mark.value]);
  const steps = (most: number): number[] => {
    const found = [];
    for (let step = constant * 10; step <= most; step *= 10) found.push(step);
    return found;
  };
  return [...steps(-Math.min(0, ...all)).map((step) => -step).reverse(), 0, ...steps(Math.max(0, ...all))];
}

export function shares_chart(model: CaseModel, rules: string[], tenfold_steps: boolean, width: number): Element {
  const with_own = !model.barriers_play && (model.doc.own?.length ?? 0) > 0;
  const series = series_of(rules, with_own);
  const marks = marks_of(model, rules, with_own);
  const scale = axis_scale(marks.map((mark) => mark.value));
  const largest = Math.max(...marks.map((mark) => Math.abs(mark.value)), 1);
  const constant = 10 ** (Math.ceil(Math.log10(largest)) - 3);
  const offset = (index: number): number => (index - (series.length - 1) / 2) * 9;
  const names = model.players.map((player) => model.label(player));
  const longest = Math.max(...names.map((name) => name.length));
  const of = (index: number): Mark[] => marks.filter((mark) => mark.series === index);
  const title = (mark: Mark): string => `${mark.party}, ${series[mark.series]?.name ?? ""}: ${money(mark.value)}`;
  return Plot.plot({
    width,
    height: names.length * 38 + 60,
    marginLeft: Math.min(longest * 8 + 16, width * 0.42),
    marginRight: 20,
    marginBottom: 40,
    style: { fontSize: "13px", fontFamily: "inherit", background: "none" },
    ariaLabel: t("shares_chart"),
    x: {
      label: scale.unit,
      labelArrow: "none",
      grid: true,
      ...(tenfold_steps
        ? { type: "symlog" as const, constant, ticks: tenfold(marks, constant) }
        : { ticks: Math.max(3, Math.floor(width / 130)) }),
      tickFormat: (x: number) => number(x / scale.divisor, {}),
    },
    y: { label: null, domain: names, tickSize: 0, padding: 0.2 },
    marks: [
      Plot.ruleX([0], { stroke: "var(--ink)" }),
      series.map((one, index) => [
        Plot.ruleY(of(index).filter((mark) => mark.low !== null), { y: "party", x1: "low", x2: "high", dy: offset(index), stroke: one.colour, strokeWidth: 1.25, strokeOpacity: 0.75 }),
        Plot.dot(of(index), { y: "party", x: "value", dy: offset(index), r: 4.5, symbol: one.symbol, title, ...(one.hollow ? { stroke: one.colour, strokeWidth: 1.8, fill: "white" } : { fill: one.colour }) }),
      ]),
    ],
  });
}
