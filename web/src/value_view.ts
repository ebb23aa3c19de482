// SPDX-License-Identifier: Apache-2.0
//
// Second answer: what cooperation is worth, for any coalition that the reader puts together.
import { h, refill, type Child } from "./dom";
import { certified_words, figure } from "./figure";
import { gain_figure, has_indicator, indicator_figure, indicator_total, marginal_figure, step_words, value_figure, value_words, who } from "./figures";
import { co2, energy, money, percent, scale_for, signed } from "./format";
import { flow_map } from "./flow_map";
import { say, t } from "./i18n";
import type { CaseModel, Told } from "./model";
import { section, table, type Column } from "./parts";
import { coalition, set_coalition, takes_part, type View } from "./state";
import { strip } from "./strip";

function toggles(view: View): HTMLElement {
  const { model } = view;
  const chosen = coalition(view);
  const button = (key: string, label: string, pressed: boolean | null, press: () => void): HTMLElement =>
    h(
      "button",
      { type: "button", class: "choice", "data-key": key, "aria-pressed": pressed === null ? null : String(pressed), onclick: press },
      label,
    );
  return h(
    "div",
    { class: "choices members", role: "group", "aria-label": model.barriers_play ? t("barrier") : t("parties") },
    model.players.map((id, player) =>
      button(`member:${id}`, model.label(id), model.has(chosen, player), () => set_coalition(view, model.toggled(coalition(view), player))),
    ),
    h("span", { class: "gap" }),
    button("member-all", t("choose_all"), null, () => set_coalition(view, model.full)),
    button("member-none", t("choose_none"), null, () => set_coalition(view, 0)),
  );
}

function answer_words(view: View): Child {
  const { model } = view;
  const chosen = coalition(view);
  const size = model.size(chosen);
  if (size === 0) return h("p", { class: "answer" }, t(model.barriers_play ? "value_nobody_barriers" : "value_nobody"));
  if (size === 1 && !model.barriers_play && !model.today) return h("p", { class: "answer" }, say("value_alone", { who: who(model, chosen) }));
  const told = model.value(chosen);
  if (!told) return h("p", { class: "answer" }, say("value_unknown", { why: model.outcome(chosen)?.termination ?? t("not_told") }));
  const bounds = model.certified(chosen);
  const assumed = model.assumed(chosen);
  const all = model.value(model.full);
  const value = value_figure(model, chosen);
  return [
    h("p", { class: "answer" }, value_words(model, chosen, value)),
    h(
      "p",
      { class: "doubt" },
      chosen !== model.full && all && all.value > 0 ? [say("value_part", { part: percent(told.value / all.value) }), " "] : null,
      bounds ? [certified_words(told.value, bounds), " "] : null,
      assumed ? say("under_assumptions", { low: money(assumed.lower), high: money(assumed.upper) }) : null,
    ),
  ];
}

function change_words(model: CaseModel): string {
  return t(model.today ? "co2_change_column_today" : "co2_change_column");
}

function co2_change(view: View, index: number | null): Child {
  const { model } = view;
  const chosen = coalition(view);
  const of = (at: number): Told | null =>
    index === null ? indicator_total(model, at, "co2_t") : model.indicator(at, "co2_t", index);
  const [then, alone] = [of(chosen), of(0)];
  if (!then || !alone) return "–";
  const told = { value: then.value - alone.value, path: `${then.path} - ${alone.path.replaceAll(" + ", " - ")}` };
  const party = index === null ? t("total_row") : model.label(model.parties[index] ?? "");
  const how = [say("how_co2", { party }), " ", change_words(model), "."];
  return figure(signed(co2(told.value), told.value), { told, model, what: [party, " · ", change_words(model)], how, unit: "t CO₂" });
}

function total_of(view: View, name: "co2_t" | "unserved_mwh", write: (value: number) => string, unit: string): Child {
  const told = indicator_total(view.model, coalition(view), name);
  return told ? figure(write(told.value), { told, model: view.model, what: t("total_row"), how: t("how_total"), unit }) : "–";
}

function indicators(view: View): Child {
  const { model } = view;
  const chosen = coalition(view);
  const scale = scale_for(model.parties.map((_, index) => model.gain(model.full, index)?.value));
  const has = (name: Parameters<typeof has_indicator>[2]): boolean => has_indicator(model, chosen, name);
  const [prices, imports, emissions, unserved] = [has("price_eur_per_mwh"), has("net_import_mwh"), has("co2_t"), has("unserved_mwh")];
  const columns: Column[] = [
    { head: t("party") },
    { head: [t("gain_column"), " (", scale.unit, ")"], number: true },
    ...(prices ? [{ head: t("price_column"), number: true }] : []),
    ...(imports ? [{ head: t("import_column"), number: true }] : []),
    ...(emissions ? [{ head: t("co2_column"), number: true }, { head: change_words(model), number: true }] : []),
    ...(unserved ? [{ head: t("unserved_column"), number: true }] : []),
  ];
  const rows = model.parties.map((id, index) => [
    [model.label(id), model.barriers_play ? null : [" ", h("small", { class: "together" }, takes_part(view, index) ? t("member") : t(model.today ? "outsider_today" : "outsider"))]],
    gain_figure(model, chosen, index, scale),
    ...(prices ? [indicator_figure(model, chosen, "price_eur_per_mwh", index)] : []),
    ...(imports ? [indicator_figure(model, chosen, "net_import_mwh", index)] : []),
    ...(emissions ? [indicator_figure(model, chosen, "co2_t", index), co2_change(view, index)] : []),
    ...(unserved ? [indicator_figure(model, chosen, "unserved_mwh", index)] : []),
  ]);
  const total = [
    t("total_row"),
    value_figure(model, chosen, scale),
    ...(prices ? [""] : []),
    ...(imports ? [""] : []),
    ...(emissions ? [total_of(view, "co2_t", co2, "t CO₂"), co2_change(view, null)] : []),
    ...(unserved ? [total_of(view, "unserved_mwh", energy, "MWh")] : []),
  ];
  const title = t(model.barriers_play ? "indicators_barriers" : "indicators");
  const note = t(model.barriers_play ? "indicators_note_barriers" : model.today ? "indicators_note_today" : "indicators_note");
  return [h("h3", {}, title), table(title, columns, rows, total), h("p", { class: "note" }, note)];
}

/** What one player more, or one fewer, does to the value of the chosen coalition. */
function marginals(view: View): Child {
  const { model } = view;
  const chosen = coalition(view);
  const change = new Map(model.players.map((_, player) => [player, model.marginal(chosen, player)?.value ?? 0]));
  const order = [...change.keys()].sort(
    (a, b) => Number(model.has(chosen, a)) - Number(model.has(chosen, b)) || (change.get(b) ?? 0) - (change.get(a) ?? 0),
  );
  const scale = scale_for([...change.values(), model.value(model.full)?.value]);
  const rows = order.map((player) => {
    const id = model.players[player] ?? "";
    const inside = model.has(chosen, player);
    const press = (): void => set_coalition(view, model.toggled(chosen, player));
    const label = step_words(model, player, inside);
    const join = h("button", { type: "button", class: "row-choice", "data-key": `add:${id}`, onclick: press }, label);
    return [join, marginal_figure(model, chosen, player, scale), value_figure(model, model.toggled(chosen, player), scale)];
  });
  const columns: Column[] = [
    { head: model.barriers_play ? t("barrier") : t("party") },
    { head: [t("marginal_adds"), " (", scale.unit, ")"], number: true },
    { head: t("marginal_with"), number: true },
  ];
  const key = model.barriers_play ? "marginal_barriers" : "marginal";
  return [h("h3", {}, t(key)), table(t(key), columns, rows)];
}

export function value_view(view: View): HTMLElement {
  const { model, state } = view;
  if (!model.has_values) return section("value", "part_value", h("p", {}, t("no_values")));
  const buttons = h("div", { class: "no-print" });
  const words = h("div", { "aria-live": "polite" });
  const map = h("div", {});
  const steps = h("div", {});
  const tables = h("div", {});
  state.follow(["coalition"], () => {
    refill(buttons, toggles(view));
    refill(words, answer_words(view));
    refill(map, flow_map(view));
    refill(steps, marginals(view));
    refill(tables, indicators(view));
  });
  return section(
    "value",
    "part_value",
    h("p", {}, t(model.barriers_play ? "value_intro_barriers" : model.today ? "value_intro_today" : "value_intro")),
    buttons,
    words,
    h("div", { class: "beside" }, map, steps),
    tables,
    strip(view),
  );
}
