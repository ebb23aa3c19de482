// SPDX-License-Identifier: Apache-2.0
//
// Numbers in the reader's language, with no more digits than make sense: three that count, two where the assumptions leave more
// than a tenth open.
import { language } from "./i18n";
import type { Language } from "./route";

export interface Scale {
  divisor: number;
  unit: string; // as it stands in a table's head: "million euro"
}

type Words = { one: string; other: string };

const amounts: Record<Language, { wrap: string; words: Record<number, Words>; head: Record<number, string> }> = {
  en: {
    wrap: "€{n} {word}",
    words: { 9: { one: "billion", other: "billion" }, 6: { one: "million", other: "million" }, 0: { one: "", other: "" } },
    head: { 9: "billion euro", 6: "million euro", 3: "thousand euro", 0: "euro" },
  },
  nl: {
    wrap: "{n} {word} euro",
    words: { 9: { one: "miljard", other: "miljard" }, 6: { one: "miljoen", other: "miljoen" }, 0: { one: "", other: "" } },
    head: { 9: "miljard euro", 6: "miljoen euro", 3: "duizend euro", 0: "euro" },
  },
  fr: {
    wrap: "{n} {word}",
    words: {
      9: { one: "milliard d’euros", other: "milliards d’euros" },
      6: { one: "million d’euros", other: "millions d’euros" },
      0: { one: "euro", other: "euros" },
    },
    head: { 9: "milliards d’euros", 6: "millions d’euros", 3: "milliers d’euros", 0: "euros" },
  },
  de: {
    wrap: "{n} {word} Euro",
    words: { 9: { one: "Milliarde", other: "Milliarden" }, 6: { one: "Million", other: "Millionen" }, 0: { one: "", other: "" } },
    head: { 9: "Milliarden Euro", 6: "Millionen Euro", 3: "Tausend Euro", 0: "Euro" },
  },
};

const formats = new Map<string, Intl.NumberFormat>();

/** Formats are dear to make: one for each way of writing. */
function format_for(options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = language() + JSON.stringify(options);
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(language(), options);
  formats.set(key, made);
  return made;
}

const plurals = new Map<Language, Intl.PluralRules>();

function is_one(value: number): boolean {
  const rules = plurals.get(language()) ?? new Intl.PluralRules(language());
  plurals.set(language(), rules);
  return rules.select(value) === "one";
}

export function number(value: number, options: Intl.NumberFormatOptions = { maximumSignificantDigits: 3 }): string {
  return format_for(options).format(value === 0 ? 0 : value).replace(/^-/, "−");
}

/** How many digits make sense where the figure may be off by `half`. */
export function digits(value: number, half: number | null | undefined): number {
  if (half === null || half === undefined || value === 0) return 3;
  return Math.abs(half / value) > 0.1 ? 2 : 3;
}

function power(value: number): 9 | 6 | 0 {
  const size = Math.abs(value);
  return size >= 999.5e6 ? 9 : size >= 999.5e3 ? 6 : 0;
}

/** An amount in words: "€29.8 billion". Below ten euro to the cent, below a cent as such. */
export function money(value: number, half?: number | null): string {
  if (value !== 0 && Math.abs(value) < 0.01) return `<\u00a0${money(0.01)}`;
  const table = amounts[language()];
  const at = power(value);
  const scaled = Math.abs(value) / 10 ** at;
  const options: Intl.NumberFormatOptions =
    at === 0 ? { maximumFractionDigits: scaled < 10 ? 2 : 0 } : { maximumSignificantDigits: digits(value, half) };
  const rounded = Number(scaled.toPrecision(3)); // also below a million: 587 000, not 587 253
  const rule = is_one(rounded) ? "one" : "other";
  const text = table.wrap.replace("{n}", number(at === 0 && scaled >= 100 ? rounded : scaled, options)).replace("{word}", table.words[at]?.[rule] ?? "");
  return (value < 0 ? "−" : "") + text.replace(/ +/g, " ").trim().replaceAll(" ", "\u00a0");
}

/** The amount in full, to the cent. */
export function money_exact(value: number): string {
  return number(value, { style: "currency", currency: "EUR", currencyDisplay: "code", maximumFractionDigits: 2 });
}

function largest(values: (number | null | undefined)[]): number {
  return values.reduce<number>((most, value) => Math.max(most, Math.abs(value ?? 0)), 0);
}

function scale_at(at: number): Scale {
  return { divisor: 10 ** at, unit: amounts[language()].head[at] ?? "" };
}

/** One unit for a column of amounts, small enough that small parties are not lost in it. */
export function scale_for(values: (number | null | undefined)[]): Scale {
  const most = largest(values);
  return scale_at(most >= 1e8 ? 6 : most >= 1e5 ? 3 : 0);
}

/** One unit for the axis of a chart. */
export function axis_scale(values: (number | null | undefined)[]): Scale {
  const most = largest(values);
  return scale_at(most >= 5e9 ? 9 : most >= 2e6 ? 6 : most >= 5e3 ? 3 : 0);
}

/** An amount in a table: three digits that count and none behind a comma from ten on, so that a column can be read down. */
export function cell(value: number, scale: Scale): string {
  const scaled = value / scale.divisor;
  const size = Math.abs(scaled);
  if (size === 0) return "0";
  if (size < 0.005) return scale.divisor === 1 ? "0" : `${value < 0 ? "−" : ""}<\u00a0${number(0.01)}`;
  if (size >= 9.95) return number(Number(scaled.toPrecision(3)), { maximumFractionDigits: 0 });
  const fraction = size < 1 ? 2 : 1;
  return number(scaled, { minimumFractionDigits: fraction, maximumFractionDigits: fraction });
}

export function signed(text: string, value: number): string {
  return value > 0 ? `+${text}` : text;
}

export function percent(part: number): string {
  const size = Math.abs(part);
  return number(part, { style: "percent", maximumFractionDigits: size < 0.0995 && size > 0 ? 1 : 0 });
}

function with_unit(value: number, units: [number, string][]): string {
  if (value === 0) return "0";
  const found = units.find(([from]) => Math.abs(value) >= from * 0.9995) ?? units[units.length - 1];
  const [divisor, unit] = found ?? [1, ""];
  return `${number(value / divisor, Math.abs(value / divisor) < 1 ? { maximumFractionDigits: 2 } : undefined)}\u00a0${unit}`;
}

export const energy = (mwh: number): string =>
  with_unit(mwh, [[1e6, "TWh"], [1e3, "GWh"], [1, "MWh"]]);
export const capacity = (mw: number): string => `${number(mw, { maximumFractionDigits: 0 })}\u00a0MW`;
export const co2 = (tonnes: number): string =>
  with_unit(tonnes, [[1e6, "Mt"], [1e3, "kt"], [1, "t"]]);
export const price = (eur_per_mwh: number): string => number(eur_per_mwh, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
