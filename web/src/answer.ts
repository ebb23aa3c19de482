// SPDX-License-Identifier: Apache-2.0
//
// The plain answer, first on a case's page: what it is worth, to whom, what hinders most, who would pay whom. Made of figures.
import { h, type Child } from "./dom";
import { amount, barrier_figure, border_figure, gain_figure, value_figure } from "./figures";
import { half } from "./figure";
import { energy, money, number } from "./format";
import { list_words, listing, say, t, tell } from "./i18n";
import type { CaseModel } from "./model";
import { rule_name, section } from "./parts";
import { middle_part } from "./sure_view";
import type { View } from "./state";

function headline(model: CaseModel): Child {
  const value = model.value(model.full);
  const all = number(model.players.length, {});
  if (!value) return h("p", { class: "headline" }, say("answer_unknown", { failed: number(model.doc.failed ?? 0, {}) }));
  if (model.barriers_play) return h("p", { class: "headline" }, say("answer_value_barriers", { n: all, value: value_figure(model, model.full) }));
  return h("p", { class: "headline" }, say("answer_value", { n: all, value: value_figure(model, model.full) }));
}

function worth_sure(model: CaseModel): Child {
  const drawn = model.doc.uncertainty;
  const assumed = model.assumed(model.full);
  if (!drawn || !assumed) return null;
  const room = half(assumed);
  return say("worth_quantiles", { low: money(assumed.lower, room), high: money(assumed.upper, room), part: middle_part(drawn) });
}

/** The parties that gain most, as many as make up most of the gain, three at most. */
export function top_gainers(model: CaseModel): number[] {
  return model.parties
    .map((_, index) => index)
    .filter((index) => (model.gain(model.full, index)?.value ?? 0) > 0)
    .sort((a, b) => (model.gain(model.full, b)?.value ?? 0) - (model.gain(model.full, a)?.value ?? 0))
    .slice(0, 3);
}

function to_whom(model: CaseModel): Child {
  const top = top_gainers(model);
  if (top.length === 0) return null;
  const losers = model.parties.filter((_, index) => (model.gain(model.full, index)?.value ?? 0) < -1);
  const who = listing(top.map((index) => [model.label(model.parties[index] ?? ""), " (", gain_figure(model, model.full, index, "words"), ")"]));
  return [say("whom_own", { who }), losers.length > 0 ? [" ", say("whom_loses", { who: list_words(losers.map((id) => model.label(id))) })] : null];
}

function most_costly(model: CaseModel): [string, Child] | null {
  const barriers = [...(model.doc.barriers ?? [])].sort((a, b) => (b.all.shapley_eur ?? 0) - (a.all.shapley_eur ?? 0));
  const barrier = barriers[0];
  if (barrier) {
    const value = barrier_figure(model, barrier, "shapley_eur", null, "words");
    return [t("fact_barrier"), say("barrier_most", { barrier: model.label(barrier.id), value })];
  }
  const border = model.borders[0];
  if (!border) return null;
  return [t("fact_border"), say("border_most", { border: model.border_label(border), value: border_figure(model, border, "last_eur", "words") })];
}

/** Who pays most under a rule, and who receives most of it. */
function rule_words(model: CaseModel, rule: string): Child {
  const transfers = model.doc.transfers?.[rule];
  if (!transfers || model.barriers_play) return null;
  const sums = (side: "from" | "to", only: string | null): [string, number[]][] => {
    const found = new Map<string, number[]>();
    for (const [index, transfer] of transfers.entries()) {
      if (only !== null && transfer.from !== only) continue;
      found.set(transfer[side], [...(found.get(transfer[side]) ?? []), index]);
    }
    const sum = (indices: number[]): number => indices.reduce((all, index) => all + (transfers[index]?.amount_eur ?? 0), 0);
    return [...found].sort((a, b) => sum(b[1]) - sum(a[1]));
  };
  const [payer, indices] = sums("from", null)[0] ?? [null, []];
  if (payer === null) return t("rule_no_pay");
  const receivers = sums("to", payer).slice(0, 2).map(([id]) => model.label(id));
  const paths = indices.map((index) => model.path("transfers", rule, index, "amount_eur"));
  const value = indices.reduce((all, index) => all + (transfers[index]?.amount_eur ?? 0), 0);
  const paid = amount(
    { told: { value, path: paths.join(" + ") }, model, what: [model.label(payer), " · ", t("pays"), " · ", rule_name(rule)], how: t("how_transfer") },
    "words",
  );
  return say("rule_pays", { from: model.label(payer), amount: paid, to: list_words(receivers) });
}

/** Parties that could not serve all their demand alone: what they gain is no price. */
export function caution(model: CaseModel): Child {
  if (model.barriers_play) return null;
  const missing = model.parties
    .map((id, index) => ({ id, told: model.indicator(0, "unserved_mwh", index) }))
    .filter(({ told }) => told !== null && told.value >= 1)
    .sort((a, b) => (b.told?.value ?? 0) - (a.told?.value ?? 0));
  if (missing.length === 0) return null;
  const who = list_words(missing.map(({ id, told }) => tell("alone_missing", { party: model.label(id), energy: energy(told?.value ?? 0) })));
  return h("p", { class: "caution" }, say("caution_alone", { who }));
}

function fact(name: string, told: Child): Child {
  return told === null ? null : h("div", {}, h("dt", {}, name), h("dd", {}, told));
}

/** With barriers as players a share says what a barrier costs: the facts then name the parties that gain. */
export function answer_view(view: View, after: Child): HTMLElement {
  const { model } = view;
  const most = most_costly(model);
  const rules = model.barriers_play ? [] : model.rules.slice(0, 2);
  return section(
    "answer",
    "part_answer",
    headline(model),
    caution(model),
    h(
      "dl",
      { class: "key-facts" },
      fact(t("fact_worth"), worth_sure(model)),
      fact(t("fact_whom"), to_whom(model)),
      most ? fact(most[0], most[1]) : null,
      rules.map((rule) => fact(tell("fact_rule", { rule: rule_name(rule) }), rule_words(model, rule))),
    ),
    after,
  );
}

