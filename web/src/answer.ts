// SPDX-License-Identifier: Apache-2.0
//
// The plain answer, first on a case's page: what it is worth, to whom, what hinders most, who would pay whom. Made of figures.
import { h, type Child } from "./dom";
import { amount, barrier_figure, border_figure, gain_figure, value_figure } from "./figures";
import { half } from "./figure";
import { energy, money, number } from "./format";
import { list_words, listing, say, t, tell } from "./i18n";
import type { CaseModel } from "./model";
import { bracketed, rule_name, section } from "./parts";
import { middle_part } from "./sure_view";
import type { View } from "./state";

function headline(model: CaseModel): Child {
  const value = model.value(model.full);
  const all = number(model.players.length, {});
  if (!value) return h("p", { class: "headline" }, say("answer_unknown", { failed: number(model.doc.failed ?? 0, {}) }));
  if (model.barriers_play) return h("p", { class: "headline" }, say("answer_value_barriers", { n: all, value: value_figure(model, model.full) }));
  return h("p", { class: "headline" }, say(model.today ? "answer_value_today" : "answer_value", { n: all, value: value_figure(model, model.full) }));
}

function worth_sure(model: CaseModel): Child {
  const drawn = model.doc.uncertainty;
  const assumed = model.assumed(model.full);
  if (!drawn || !assumed) return null;
  const room = half(assumed);
  return say("worth_quantiles", { value: money(model.value(model.full)?.value ?? 0), low: money(assumed.lower, room), high: money(assumed.upper, room), part: middle_part(drawn) });
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
  const who = listing(top.map((index) => [model.label(model.parties[index] ?? ""), " ", bracketed(gain_figure(model, model.full, index, "words"))]));
  return [say("whom_own", { who }), losers.length > 0 ? [" ", say(model.barriers_play ? "whom_loses_barriers" : model.today ? "whom_loses_today" : "whom_loses", { who: list_words(losers.map((id) => model.label(id))) })] : null];
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

/** A party and what it pays or receives in all under a rule. */
function net_words(model: CaseModel, rule: string, party: string): Child {
  const share = model.share(rule, party);
  const own = model.own(party);
  if (!share || !own) return null;
  const [more, less] = share.value > own.value ? [share, own] : [own, share];
  const told = { value: more.value - less.value, path: `${more.path} - ${less.path}` };
  const what = [model.label(party), " · ", t(more === own ? "pays" : "receives"), " · ", rule_name(rule)];
  const how = say("how_net_transfer", { rule: rule_name(rule), party: model.label(party) });
  return [model.label(party), " ", bracketed(amount({ told, model, what, how }, "words"))];
}

/** Who would pay and who would receive under a rule, those with the largest amounts by name. */
function rule_words(model: CaseModel, rule: string): Child {
  if (model.barriers_play) return null;
  const net = (party: string): number => model.net_transfer(rule, party)?.value ?? 0;
  const name = (parties: string[]): Child => {
    const shown = parties.length > 4 ? 3 : 4;
    const words = parties.slice(0, shown).map((party) => net_words(model, rule, party));
    const others = parties.length - shown;
    return listing(others > 0 ? [...words, say("n_others", { n: number(others, {}) })] : words);
  };
  const order = [...model.parties].sort((a, b) => net(a) - net(b));
  const payers = order.filter((party) => net(party) < -1);
  const receivers = order.filter((party) => net(party) > 1).reverse();
  if (model.parties.every((party) => model.net_transfer(rule, party) === null)) return null;
  if (payers.length === 0) return t("rule_no_pay");
  return say("rule_pays", { payers: name(payers), receivers: name(receivers) });
}

/** Parties that could not serve all their demand alone: what they gain is no price. */
export function caution(model: CaseModel): Child {
  if (model.barriers_play || model.today) return null;
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

