// SPDX-License-Identifier: Apache-2.0
//
// The map of the chosen coalition: who takes part, at what prices, and what flows between them.
import { scaleQuantize } from "d3-scale";
import { h, type Child } from "./dom";
import { figure } from "./figure";
import { energy, number, price } from "./format";
import { t } from "./i18n";
import { can_map, draw_map, type Line } from "./map";
import { is_number, type CaseModel, type Told } from "./model";
import { behind, table } from "./parts";
import { coalition, set_coalition, takes_part, type View } from "./state";

export const price_colours = ["#fdf3d8", "#f8dfa8", "#efc474", "#e0a54a", "#c98532"];

export interface Flow {
  from: string;
  to: string;
  told: Told; // net energy, never negative
}

/** Net energy over each border: crossings between the same two parties are added up. */
export function net_flows(model: CaseModel, chosen: number): Flow[] {
  const sums = new Map<string, { from: string; to: string; value: number; plus: string[]; minus: string[] }>();
  for (const [index, crossing] of (model.doc.map?.crossings ?? []).entries()) {
    const there = model.indicator(chosen, "flow_mwh", index);
    const back = model.indicator(chosen, "flow_back_mwh", index);
    if (!there || !back) continue;
    const [a, b] = [crossing.from, crossing.to].sort();
    const key = `${a}|${b}`;
    const sum = sums.get(key) ?? { from: a ?? "", to: b ?? "", value: 0, plus: [], minus: [] };
    const forward = crossing.from === sum.from;
    sum.value += forward ? there.value - back.value : back.value - there.value;
    sum.plus.push(forward ? there.path : back.path);
    sum.minus.push(forward ? back.path : there.path);
    sums.set(key, sum);
  }
  return [...sums.values()].map(({ from, to, value, plus, minus }) => {
    const turned = value < 0;
    const [added, taken] = turned ? [minus, plus] : [plus, minus];
    const path = [...added.map((one) => ` + ${one}`), ...taken.map((one) => ` - ${one}`)].join("").replace(/^ \+ /, "");
    return { from: turned ? to : from, to: turned ? from : to, told: { value: Math.abs(value), path } };
  });
}

function lines(view: View, flows: Flow[], most: number): Line[] {
  const { model } = view;
  if (flows.length > 0) {
    return flows
      .filter((flow) => flow.told.value > 0)
      .map((flow) => ({
        from: flow.from,
        to: flow.to,
        width: 1.5 + 14 * (flow.told.value / most),
        arrow: true,
        chosen: false,
        title: `${model.label(flow.from)} → ${model.label(flow.to)}: ${energy(flow.told.value)}`,
      }));
  }
  const inside = new Set(model.members(coalition(view)));
  const pairs = new Map((model.doc.map?.crossings ?? []).map((one) => [[one.from, one.to].sort().join("|"), one]));
  return [...pairs.values()]
    .filter((one) => inside.has(one.from) && inside.has(one.to))
    .map((one) => ({ from: one.from, to: one.to, width: 2, arrow: false, chosen: false, title: "" }));
}

function legend(least: number, most: number): Child {
  const steps = price_colours.map((colour, index) => {
    const step = (most - least) / price_colours.length;
    const range = `${price(least + step * index)}–${price(least + step * (index + 1))}`;
    return h("li", {}, h("span", { class: "swatch", style: `background:${colour}`, "aria-hidden": "true" }), range);
  });
  return h("div", { class: "legend" }, h("span", {}, t("map_prices"), t("colon")), h("ul", {}, steps));
}

function flows_table(model: CaseModel, flows: Flow[]): Child {
  const sorted = [...flows].sort((a, b) => b.told.value - a.told.value);
  const rows = sorted.map(({ from, to, told }) => [
    model.label(from),
    model.label(to),
    figure(energy(told.value), { told, model, what: [model.label(from), " → ", model.label(to)], how: t("how_flow"), unit: "MWh" }),
  ]);
  return table(t("flows_table"), [{ head: t("from") }, { head: t("to") }, { head: t("energy"), number: true }], rows);
}

export function flow_map(view: View): Child {
  const { model } = view;
  if (!can_map(model)) return null;
  const chosen = coalition(view);
  const flows = net_flows(model, chosen);
  const most = Math.max(1, ...net_flows(model, model.full).map((flow) => flow.told.value));
  const prices = model.parties.map((_, index) => model.indicator(chosen, "price_eur_per_mwh", index)?.value ?? null);
  const inside = prices.filter((value, index): value is number => is_number(value) && takes_part(view, index));
  const [low, high] = [Math.min(...inside), Math.max(...inside)];
  const colour = scaleQuantize<string>().domain([low, high > low ? high : low + 1]).range(price_colours);
  const svg = draw_map(model, {
    label: t("map_flows"),
    party: (id, index) => {
      const at = prices[index];
      const member = takes_part(view, index);
      const words = is_number(at) ? `, ${price(at)} EUR/MWh` : "";
      return {
        fill: member && is_number(at) ? colour(at) : member ? "var(--tint)" : null,
        hatched: !member,
        ...(is_number(at) ? { note: at >= 1000 ? number(at, { maximumFractionDigits: 0 }) : price(at) } : {}),
        pressed: model.has(chosen, index),
        describe: `${model.label(id)}: ${member ? t("member") : t(model.today ? "outsider_today" : "outsider")}${words}`,
        ...(model.barriers_play ? {} : { toggle: () => set_coalition(view, model.toggled(chosen, index)) }),
      };
    },
    lines: lines(view, flows, most),
  });
  return h(
    "figure",
    { class: "map-figure" },
    svg,
    h("figcaption", {}, inside.length > 1 && high > low ? legend(low, high) : null, flows.length > 0 ? [t("map_flow_note"), " "] : null, model.barriers_play ? null : t(model.today ? "map_hatched_today" : "map_hatched")),
    flows.length > 0 ? behind(() => flows_table(model, flows)) : null,
  );
}
