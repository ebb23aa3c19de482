// SPDX-License-Identifier: Apache-2.0
//
// The figures of a case, each with the words that say how it came about.
import type { Child } from "./dom";
import { figure, half, type Facts } from "./figure";
import { cell, co2, energy, money, price, signed, type Scale } from "./format";
import { list_words, say, t } from "./i18n";
import { interval, type CaseModel, type Told } from "./model";
import { rule_name } from "./parts";
import type { Barrier, Border, CoalitionOutcome, Gain, Range } from "./types";

/** How an amount is written: in a sentence with its unit, or in a table whose head says the unit. */
export type Style = Scale | "words";

function write(value: number, style: Style, of_half: number | null, plus: boolean): string {
  const text = style === "words" ? money(value, of_half) : cell(value, style);
  return plus ? signed(text, value) : text;
}

export function amount(facts: Facts, style: Style, plus = false): HTMLButtonElement {
  return figure(write(facts.told.value, style, half(facts.assumed), plus), facts);
}

export function maybe(told: Told | null, make: (told: Told) => Child): Child {
  return told === null ? t("not_told") : make(told);
}

function of_range(range: Range | null): ReturnType<typeof interval> {
  return range ? interval(range.low_eur, range.high_eur) : null;
}

export function who(model: CaseModel, coalition: number): string {
  if (coalition === model.full && model.players.length > 3) return t("everybody");
  return list_words(model.members(coalition).map((id) => model.label(id)));
}

export function value_words(model: CaseModel, coalition: number, value: Child): Child {
  if (model.barriers_play && coalition === model.full) return say("answer_value_barriers", { n: String(model.players.length), value });
  if (model.barriers_play) return say("value_of_barriers", { who: who(model, coalition), value });
  return coalition === model.full ? say("value_of_all", { value }) : say("value_of", { who: who(model, coalition), value });
}

export function value_figure(model: CaseModel, coalition: number, style: Style = "words"): Child {
  return maybe(model.value(coalition), (told) =>
    amount(
      {
        told,
        model,
        what: value_words(model, coalition, money(told.value)),
        how: model.barriers_play ? t("how_value_barriers") : say(model.today ? "how_value_today" : "how_value", { who: who(model, coalition) }),
        certified: model.certified(coalition),
        assumed: model.assumed(coalition),
        ...(coalition === model.full
          ? {
              sampling: {
                se: model.doc.uncertainty?.value?.standard_error_eur ?? null,
                error: model.doc.uncertainty?.value?.sampling_error_eur ?? null,
              },
            }
          : {}),
      },
      style,
    ),
  );
}

function gain_how(model: CaseModel, everybody: boolean, party: string): Child {
  if (model.barriers_play) return say("how_gain_barriers", { party });
  if (everybody) return say(model.today ? "how_own_today" : "how_own", { party });
  return say(model.today ? "how_gain_today" : "how_gain", { party });
}

export function gain_figure(model: CaseModel, coalition: number, index: number, style: Style): Child {
  const party = model.parties[index] ?? "";
  const everybody = coalition === model.full;
  return maybe(model.gain(coalition, index), (told) =>
    amount(
      {
        told,
        model,
        what: [model.label(party), " · ", t("gain_column"), t("colon"), who(model, coalition)],
        how: gain_how(model, everybody, model.label(party)),
        certified: everybody ? interval(model.doc.own_lower?.[index], model.doc.own_upper?.[index]) : null,
        assumed: everybody ? of_range(model.own_range(party)) : null,
      },
      style,
      true,
    ),
  );
}

export function share_figure(model: CaseModel, rule: string, player: string, style: Style): Child {
  return maybe(model.share(rule, player), (told) =>
    amount(
      {
        told,
        model,
        what: [model.label(player), " · ", rule_name(rule)],
        how: say("how_share", { rule: rule_name(rule), player: model.label(player) }),
        assumed: of_range(model.share_range(rule, player)),
      },
      style,
    ),
  );
}

export function net_transfer_figure(model: CaseModel, rule: string, party: string, style: Style): Child {
  return maybe(model.net_transfer(rule, party), (told) =>
    amount(
      {
        told,
        model,
        what: [model.label(party), " · ", t("transfer"), " · ", rule_name(rule)],
        how: say("how_net_transfer", { rule: rule_name(rule), party: model.label(party) }),
      },
      style,
      true,
    ),
  );
}

export function transfer_figure(model: CaseModel, rule: string, index: number, style: Style): Child {
  const transfer = model.doc.transfers?.[rule]?.[index];
  const what = [model.label(transfer?.from ?? ""), " → ", model.label(transfer?.to ?? ""), " · ", rule_name(rule)];
  return maybe(model.told("transfers", rule, index, "amount_eur"), (told) =>
    amount({ told, model, what, how: t("how_transfer") }, style),
  );
}

/** "Add Belgium", "Without Belgium"; with barriers as players, lifted or not. */
export function step_words(model: CaseModel, player: number, leaves: boolean): Child {
  const label = model.label(model.players[player] ?? "");
  if (model.barriers_play) return say(leaves ? "without_barrier" : "add_barrier", { barrier: label });
  return say(leaves ? "without" : "add", { party: label });
}

/** What a player adds, or with a minus what its leaving takes away. */
export function marginal_figure(model: CaseModel, coalition: number, player: number, style: Style): Child {
  const label = model.label(model.players[player] ?? "");
  const told = model.marginal(coalition, player);
  const [with_it, without_it] = told?.path.split(" - ") ?? [];
  const leaves = model.has(coalition, player);
  return maybe(told, (at) =>
    amount(
      {
        told: leaves ? { value: -at.value, path: `${without_it} - ${with_it}` } : at,
        model,
        what: [t("marginal_adds"), t("colon"), step_words(model, player, leaves)],
        how: say("how_marginal", { party: label }),
        certified: told && told.certified ? (leaves ? { lower: -told.certified.upper, upper: -told.certified.lower } : told.certified) : null,
      },
      style,
      true,
    ),
  );
}

type BorderAmount = "last_eur" | "first_eur" | "shadow_eur_per_mw";

export function border_figure(model: CaseModel, border: Border, name: BorderAmount, style: Style): Child {
  const index = (model.doc.borders ?? []).indexOf(border);
  const how = { last_eur: t("how_last"), first_eur: t("how_first"), shadow_eur_per_mw: t("how_shadow") }[name];
  return maybe(model.told("borders", index, name), (told) =>
    amount(
      {
        told,
        model,
        what: [model.border_label(border), " · ", name === "last_eur" ? t("borders_close") : name === "first_eur" ? t("borders_open") : t("borders_mw")],
        how,
        certified: name === "last_eur" ? interval(border.last_lower_eur, border.last_upper_eur) : null,
      },
      style,
    ),
  );
}

/** What closing the border does to a party: the figure of the file counts a loss as positive. */
export function border_party_figure(model: CaseModel, border: Border, party: string, style: Style): Child {
  const index = (model.doc.borders ?? []).indexOf(border);
  return maybe(model.told("borders", index, "last_parties", party), (told) => {
    const turned = { value: -told.value, path: `0 - ${told.path}` };
    const what = [model.border_label(border), " · ", model.label(party)];
    return amount({ told: turned, model, what, how: say("how_last_party", { party: model.label(party) }) }, style, true);
  });
}

export function barrier_figure(model: CaseModel, barrier: Barrier, name: keyof Gain, party: string | null, style: Style): Child {
  const index = (model.doc.barriers ?? []).indexOf(barrier);
  const order = { first_eur: t("order_first"), last_eur: t("order_last"), shapley_eur: t("order_mean") }[name];
  const told = party === null ? model.told("barriers", index, "all", name) : model.told("barriers", index, "parties", party, name);
  const label = party === null ? "" : ` · ${model.label(party)}`;
  return maybe(told, (at) =>
    amount({ told: at, model, what: model.label(barrier.id) + label, how: say("how_barrier", { order }) }, style, party !== null),
  );
}

type Indicator = "price_eur_per_mwh" | "net_import_mwh" | "co2_t" | "unserved_mwh";

const indicators: Record<Indicator, { write: (value: number) => string; unit: string }> = {
  price_eur_per_mwh: { write: price, unit: "EUR/MWh" },
  net_import_mwh: { write: energy, unit: "MWh" },
  co2_t: { write: co2, unit: "t CO₂" },
  unserved_mwh: { write: energy, unit: "MWh" },
};

function indicator_how(name: Indicator, party: string): Child {
  switch (name) {
    case "price_eur_per_mwh":
      return say("how_price", { party });
    case "net_import_mwh":
      return say("how_import", { party });
    case "co2_t":
      return say("how_co2", { party });
    case "unserved_mwh":
      return say("how_unserved", { party });
  }
}

export function indicator_figure(model: CaseModel, coalition: number, name: Indicator, index: number): Child {
  const party = model.label(model.parties[index] ?? "");
  const { write: words, unit } = indicators[name];
  const told = model.indicator(coalition, name, index);
  return told === null
    ? "–"
    : figure(words(told.value), { told, model, what: [party, " · ", who(model, coalition)], how: indicator_how(name, party), unit });
}

/** Sum of an indicator over the parties, or its change against nobody acting. */
export function indicator_total(model: CaseModel, coalition: number, name: Indicator): Told | null {
  const told = model.parties.map((_, index) => model.indicator(coalition, name, index)).filter((one) => one !== null);
  if (told.length === 0) return null;
  return { value: told.reduce((sum, one) => sum + one.value, 0), path: told.map((one) => one.path).join(" + ") };
}

export function has_indicator(model: CaseModel, coalition: number, name: keyof CoalitionOutcome): boolean {
  return model.parties.some((_, index) => model.indicator(coalition, name, index) !== null);
}
