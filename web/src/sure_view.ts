// SPDX-License-Identifier: Apache-2.0
//
// How sure the figures are: three kinds of doubt, each by itself, and which assumptions matter most.
import { h, refill, type Child } from "./dom";
import { certified_words, stake } from "./figure";
import { amount, gain_figure, maybe, share_figure, value_figure } from "./figures";
import { cell, money, number, percent, scale_for, type Scale } from "./format";
import { say, t } from "./i18n";
import { interval, is_number, type CaseModel, type Interval, type Told } from "./model";
import { bar, bars, choices, grade_badge, rule_name, section, table } from "./parts";
import type { View } from "./state";
import type { Range, Tornado, Uncertainty } from "./types";

export function middle_part(drawn: Uncertainty): string {
  return percent((drawn.high_quantile ?? 0.9) - (drawn.low_quantile ?? 0.1));
}

function kinds(model: CaseModel): Child {
  const drawn = model.doc.uncertainty;
  const value = model.value(model.full);
  const certified = model.certified(model.full);
  const sampled = drawn?.value;
  const words = (amount: number | null | undefined): string => (is_number(amount) ? money(amount) : t("not_told"));
  const kind = (name: string, explained: Child, told: Child): Child => h("div", { class: "kind" }, h("dt", {}, name), h("dd", {}, h("p", { class: "told" }, told), h("p", { class: "note" }, explained)));
  return h(
    "dl",
    { class: "kinds" },
    kind(t("sure_certified"), t("sure_certified_text"), value && certified ? certified_words(value.value, certified) : t("not_told")),
    kind(t("sure_sampled"), t("sure_sampled_text"), sampled ? say("sampling_text", { se: words(sampled.standard_error_eur), error: words(sampled.sampling_error_eur) }) : t("not_told")),
    kind(
      t("sure_assumed"),
      drawn ? say("sure_assumed_text", { part: middle_part(drawn), draws: number(drawn.draws ?? 0, {}) }) : t("sure_none"),
      sampled ? end_figures(model) : t("not_told"),
    ),
  );
}

function end_figures(model: CaseModel): Child {
  const at = (name: "low_eur" | "high_eur"): Child =>
    maybe(model.told("uncertainty", "value", name), (told) => amount({ told, model, what: t("sure_value"), how: t("how_range") }, "words"));
  return say("under_assumptions", { low: at("low_eur"), high: at("high_eur") });
}

interface Line {
  name: string;
  shown: Child;
  value: number;
  certified: Interval | null;
  range: Range;
}

/** All together first, then each party: by a rule, or without transfers. */
function lines(model: CaseModel, rule: string, scale: Scale): Line[] {
  const drawn = model.doc.uncertainty;
  const found: Line[] = [];
  const add = (name: string, shown: Child, value: number | undefined, certified: Interval | null, range: Range | null | undefined): void => {
    if (value !== undefined && range && interval(range.low_eur, range.high_eur)) found.push({ name, shown, value, certified, range });
  };
  add(t("sure_value"), value_figure(model, model.full, scale), model.value(model.full)?.value, model.certified(model.full), drawn?.value);
  if (rule === "own") {
    for (const [index, id] of model.parties.entries()) add(model.label(id), gain_figure(model, model.full, index, scale), model.own(id)?.value, null, model.own_range(id));
  } else {
    for (const id of model.players) add(model.label(id), share_figure(model, rule, id, scale), model.share(rule, id)?.value, null, model.share_range(rule, id));
  }
  return found;
}

/** The interval beside the figure, in parts of the figure: -1 to 1 and no further. */
function whisker(line: Line): Child {
  const clip = (end: number): number => Math.max(-1, Math.min(1, end));
  const size = Math.abs(line.value) || 1;
  const low = clip(((line.range.low_eur ?? 0) - line.value) / size);
  const high = clip(((line.range.high_eur ?? 0) - line.value) / size);
  return bars(-1, 1, h("span", { class: "bar thin", style: `left:${((low + 1) * 50).toFixed(1)}%;width:${((high - low) * 50).toFixed(1)}%` }));
}

function figure_rows(model: CaseModel, rule: string): Child {
  const scale = scale_for([model.value(model.full)?.value]);
  const rows = lines(model, rule, scale).map((line) => {
    const bounds = interval(line.range.low_eur, line.range.high_eur);
    const part = stake(line.value, bounds);
    return [
      line.name,
      line.shown,
      line.certified ? money(line.certified.upper - line.certified.lower) : "–",
      `${cell(line.range.low_eur ?? 0, scale)} … ${cell(line.range.high_eur ?? 0, scale)}`,
      part === null ? "–" : percent(part),
      whisker(line),
    ];
  });
  const columns = [
    { head: t("sure_figure") },
    { head: scale.unit, number: true },
    { head: t("sure_certified"), number: true },
    { head: [t("sure_assumed"), " (", scale.unit, ")"], number: true },
    { head: t("sure_stake"), number: true },
    { head: h("span", { class: "axis" }, h("span", {}, "−100 %"), h("span", {}, "0"), h("span", {}, "+100 %")) },
  ];
  return table(t("sure_table"), columns, rows);
}

function figure_table(model: CaseModel): Child {
  if (!model.doc.uncertainty) return null;
  const place = h("div", {});
  const options = [...model.rules.map((rule) => ({ id: rule, text: rule_name(rule) })), ...(model.doc.uncertainty.own ? [{ id: "own", text: t("without_transfers") }] : [])];
  const show = (rule: string): void => refill(place, choices(t("share"), "sure", options, rule, show), figure_rows(model, rule));
  show(options[0]?.id ?? "own");
  return [h("h3", {}, t("sure_table")), place, h("p", { class: "note" }, t("sure_stake_text"))];
}

interface Effect {
  entry: Tornado;
  low: Told | null;
  high: Told | null;
}

/** What each figure's ends do to all together, or to one party: largest swing first. */
function effects(model: CaseModel, party: string): Effect[] {
  const all = (model.doc.uncertainty?.tornado ?? []).map((entry, index) => {
    const at = (end: "low" | "high"): Told | null =>
      party === "" ? model.told("uncertainty", "tornado", index, `at_${end}_eur`) : model.told("uncertainty", "tornado", index, `own_at_${end}`, party);
    return { entry, low: at("low"), high: at("high") };
  });
  const swing = ({ low, high }: Effect): number => Math.max(0, low?.value ?? 0, high?.value ?? 0) - Math.min(0, low?.value ?? 0, high?.value ?? 0);
  return all.sort((a, b) => swing(b) - swing(a));
}

function effect_figure(model: CaseModel, of: Effect, end: "low" | "high", party: string, scale: Scale): Child {
  const whose = party === "" ? "" : ` · ${model.label(party)}`;
  return maybe(of[end], (told) =>
    amount({ told, model, what: [of.entry.name, whose, " · ", t(end === "low" ? "at_low" : "at_high")], how: t("how_tornado") }, scale, true),
  );
}

function tornado_rows(model: CaseModel, party: string, shown: number): Child {
  const all = effects(model, party);
  const values = all.flatMap(({ low, high }) => [low?.value ?? 0, high?.value ?? 0]);
  const least = Math.min(0, ...values);
  const most = Math.max(0, ...values);
  const scale = scale_for(values);
  const write = (value: number | null | undefined): string => (is_number(value) ? number(value, { maximumSignificantDigits: 4 }) : "–");
  const rows = all.slice(0, shown).map((of) => [
    [h("span", { lang: "en" }, of.entry.name), of.entry.grade ? [" ", grade_badge(of.entry.grade)] : null],
    [write(of.entry.value), h("small", {}, `${write(of.entry.low)} … ${write(of.entry.high)} ${of.entry.unit ?? ""}`)],
    effect_figure(model, of, "low", party, scale),
    bars(least, most, bar(of.low?.value ?? 0, least, most, "low"), bar(of.high?.value ?? 0, least, most, "high")),
    effect_figure(model, of, "high", party, scale),
  ]);
  const columns = [
    { head: t("assumption_word") },
    { head: t("range"), number: true },
    { head: h("span", {}, "▨ ", t("at_low"), h("small", {}, scale.unit)), number: true },
    { head: "" },
    { head: h("span", {}, "■ ", t("at_high"), h("small", {}, scale.unit)), number: true },
  ];
  return table(t("tornado"), columns, rows);
}

/** Said where the effects come from some windows only. */
function tornado_part(model: CaseModel): Child {
  const { windows = 0, tornado_windows: some = windows } = model.doc.uncertainty ?? {};
  return some < windows ? [" ", say("tornado_part", { part: number(some, {}), windows: number(windows, {}) })] : null;
}

function tornado(model: CaseModel): Child {
  const entries = model.doc.uncertainty?.tornado ?? [];
  if (entries.length === 0) return null;
  const few = 12;
  const place = h("div", {});
  const by_party = entries.some((entry) => Object.keys(entry.own_at_low ?? {}).length > 0);
  const show = (party: string, shown: number): void => {
    const options = [{ id: "", text: t("everybody") }, ...model.parties.map((id) => ({ id, text: model.label(id) }))];
    const more = h("button", { type: "button", class: "plain no-print", onclick: () => show(party, entries.length) }, say("show_all", { n: number(entries.length, {}) }));
    refill(
      place,
      by_party ? choices(t("tornado_for"), "tornado", options, party, (id) => show(id, shown)) : null,
      tornado_rows(model, party, shown),
      shown < entries.length ? more : null,
    );
  };
  show("", few);
  return [h("h3", {}, t("tornado")), h("p", {}, t("tornado_note"), tornado_part(model)), place];
}

function drawn_words(drawn: Uncertainty): Child {
  return [
    h("p", {}, say("sure_drawn", { ranges: number(drawn.ranges ?? 0, {}), not_drawn: number(drawn.not_drawn ?? 0, {}) })),
    (drawn.failed_draws ?? 0) > 0 ? h("p", {}, say("sure_failed", { failed: number(drawn.failed_draws ?? 0, {}), draws: number(drawn.draws ?? 0, {}) })) : null,
    h(
      "p",
      { class: "note" },
      say("sure_method", {
        method: h("span", { lang: "en" }, drawn.method ?? "–"),
        distribution: h("span", { lang: "en" }, drawn.distribution ?? "–"),
        seed: String(drawn.seed ?? "–"),
        part: number(drawn.windows_per_draw ?? drawn.windows ?? 0, {}),
        windows: number(drawn.windows ?? 0, {}),
      }),
    ),
  ];
}

export function sure_view(view: View): HTMLElement {
  const { model } = view;
  const drawn = model.doc.uncertainty;
  return section("sure", "part_sure", h("p", {}, t("sure_intro")), kinds(model), drawn ? drawn_words(drawn) : null, figure_table(model), tornado(model));
}

