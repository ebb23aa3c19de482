// SPDX-License-Identifier: Apache-2.0
//
// Third answer: what is fair by which rule, who would pay whom, and whether a group does better alone.
import { h, refill, type Child } from "./dom";
import { amount, gain_figure, net_transfer_figure, share_figure } from "./figures";
import { money, number, scale_for, type Scale } from "./format";
import { list_words, say, t } from "./i18n";
import { is_number, type CaseModel } from "./model";
import { choices, drawn, rule_name, rule_text, section, table, type Column } from "./parts";
import { series_of, shares_chart } from "./shares_chart";
import { chosen_rule, other_rule, type View } from "./state";
import { transfers_view } from "./transfers";

function rules_shown(view: View): string[] {
  const other = other_rule(view);
  return [chosen_rule(view), ...(other === null ? [] : [other])].filter(Boolean);
}

function controls(view: View): HTMLElement {
  const { model, state } = view;
  const as_choice = (rule: string) => ({ id: rule, text: rule_name(rule), title: rule_text(rule) });
  const others = model.rules.filter((rule) => rule !== chosen_rule(view)).map(as_choice);
  return h(
    "div",
    { class: "controls no-print" },
    choices(t("rule"), "rule", model.rules.map(as_choice), chosen_rule(view), (id) => {
      if (state.get("with") === id) state.set("with", "");
      state.set("rule", id);
    }),
    others.length > 0
      ? choices(t("compare_with"), "with", [...others, { id: "none", text: t("none") }], other_rule(view) ?? "none", (id) => state.set("with", id))
      : null,
  );
}

/** Certain only where the certificate is well inside: a share cannot be checked with less. */
function core_words(model: CaseModel, rule: string): Child {
  const core = model.doc.core?.[rule];
  if (!core || !is_number(core.excess_eur)) return say("core_none", { rule: rule_name(rule) });
  const group = list_words(core.objects.split("+").map((id) => model.label(id)));
  const told = model.told("core", rule, "excess_eur");
  if (!told) return null;
  const turned = core.inside ? { value: -told.value, path: `0 - ${told.path}` } : told;
  const excess = amount({ told: turned, model, what: group, how: say("how_core", { who: group, rule: rule_name(rule) }) }, "words");
  if (core.inside) return say("core_inside", { rule: rule_name(rule), who: group, amount: excess });
  const count = model.objecting(rule);
  return [
    say("core_outside", { rule: rule_name(rule), who: group, amount: excess }),
    count !== null ? [" ", say("core_count", { n: number(count, {}), all: number(model.full - 1, {}) })] : null,
  ];
}

/** How far prices that are just as good could move what each gains without transfers. */
export function price_words(model: CaseModel): Child {
  const { own, own_lower, own_upper } = model.doc;
  if (!own || model.barriers_play) return null;
  if (!own_lower || !own_upper || own_lower.length === 0) return t("prices_silent");
  const loose = model.parties.flatMap((id, index) => {
    const [low, high, at] = [own_lower[index], own_upper[index], own[index]];
    if (!is_number(low) || !is_number(high)) return [say("prices_unbounded", { party: model.label(id) })];
    if (high - low <= Math.max(1, 1e-4 * Math.abs(at ?? 0))) return [];
    const bound = (name: "own_lower" | "own_upper"): Child => {
      const told = model.told(name, index);
      return told ? amount({ told, model, what: model.label(id), how: t("how_bound") }, "words") : null;
    };
    return [say("prices_loose", { party: model.label(id), low: bound("own_lower"), high: bound("own_upper") })];
  });
  if (loose.length > 0) return loose.map((words) => h("p", {}, words));
  const width = Math.max(0, ...model.parties.map((_, index) => (own_upper[index] ?? 0) - (own_lower[index] ?? 0)));
  return h("p", {}, say("prices_unique", { width: money(Math.max(width, 0.01)) }));
}

function share_scale(model: CaseModel, rules: string[]): Scale {
  return scale_for(model.players.flatMap((player) => [model.own(player)?.value, ...rules.map((rule) => model.share(rule, player)?.value)]));
}

function shares_title(model: CaseModel): string {
  return t(model.barriers_play ? "shares_chart_barriers" : "shares_chart");
}

function shares_table(view: View, rules: string[]): HTMLElement {
  const { model } = view;
  const own = !model.barriers_play && (model.doc.own?.length ?? 0) > 0;
  const scale = share_scale(model, rules);
  const columns: Column[] = [
    { head: model.barriers_play ? t("barrier") : t("party") },
    ...(own ? [{ head: t("without_transfers"), number: true }] : []),
    ...rules.flatMap((rule) => [
      { head: rule_name(rule), number: true },
      ...(own ? [{ head: h("span", {}, t("transfer"), h("small", {}, rule_name(rule))), number: true }] : []),
    ]),
  ];
  const rows = model.players.map((player) => [
    model.label(player),
    ...(own ? [gain_figure(model, model.full, model.parties.indexOf(player), scale)] : []),
    ...rules.flatMap((rule) => [
      share_figure(model, rule, player, scale),
      ...(own ? [net_transfer_figure(model, rule, player, scale)] : []),
    ]),
  ]);
  return table([shares_title(model), ", ", scale.unit], columns, rows);
}

function key(rules: string[], own: boolean): HTMLElement {
  const shapes = { circle: "●", diamond: "◆", square: "□" };
  return h(
    "ul",
    { class: "key" },
    series_of(rules, own).map((one) => h("li", {}, h("span", { style: `color:${one.colour}`, "aria-hidden": "true" }, shapes[one.symbol]), ` ${one.name}`)),
  );
}

function chart(view: View, rules: string[]): Child {
  const { model, state } = view;
  const tenfold = state.get("scale") === "log";
  const own = !model.barriers_play && (model.doc.own?.length ?? 0) > 0;
  return [
    h("h3", {}, shares_title(model)),
    choices(t("scale"), "scale", [{ id: "linear", text: t("scale_linear") }, { id: "log", text: t("scale_log") }], tenfold ? "log" : "linear", (id) =>
      state.set("scale", id === "log" ? "log" : ""),
    ),
    key(rules, own),
    drawn((width) => shares_chart(model, rules, tenfold, width)),
    h("p", { class: "note" }, t("scale_note")),
  ];
}

function refused(model: CaseModel): Child {
  const reasons = Object.entries(model.doc.refused ?? {});
  if (reasons.length === 0) return null;
  return [h("h3", {}, t("refused")), h("ul", {}, reasons.map(([rule, reason]) => h("li", {}, rule_name(rule), t("colon"), h("span", { lang: "en" }, reason))))];
}

export function shares_view(view: View): HTMLElement {
  const { model, state } = view;
  const place = h("div", {});
  state.follow(["rule", "with", "scale"], () => {
    const rules = rules_shown(view);
    refill(
      place,
      controls(view),
      h("ul", { class: "rules" }, rules.map((rule) => h("li", {}, h("strong", {}, rule_name(rule)), t("colon"), rule_text(rule), "."))),
      model.barriers_play ? null : h("div", { class: "core" }, rules.map((rule) => h("p", {}, core_words(model, rule)))),
      h("p", { class: "note" }, say("unit_in", { unit: share_scale(model, rules).unit })),
      shares_table(view, rules),
      chart(view, rules),
      model.barriers_play
        ? h("p", { class: "note" }, t("no_transfers"))
        : h("div", { class: "pair" }, rules.map((rule) => transfers_view(model, rule))),
      h("div", { class: "prices" }, price_words(model)),
      refused(model),
    );
  });
  return section("shares", "part_shares", model.barriers_play ? null : h("p", {}, t("shares_intro")), place);
}
