// SPDX-License-Identifier: Apache-2.0
//
// The language in use, and texts with holes filled by strings or by elements (figures stand inside sentences).
import type { Child } from "./dom";
import type { Language } from "./route";
import { de } from "./texts/de";
import { en, type Key, type Texts } from "./texts/en";
import { fr } from "./texts/fr";
import { nl } from "./texts/nl";

export const tables: Record<Language, Texts> = { en, nl, fr, de };
export type { Key };

type Holes<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Holes<Rest> : never;
type HolesOf<K extends Key> = Holes<(typeof en)[K]>;
type Plain = { [K in Key]: HolesOf<K> extends never ? K : never }[Key];

let current: Language = "en";

export function set_language(language: Language): void {
  current = language;
}

export function language(): Language {
  return current;
}

/** A text without holes. */
export function t(key: Plain): string {
  return tables[current][key];
}

/** A text in pieces: its words, and what fills its holes. */
export function say<K extends Key>(key: K, fill: Record<HolesOf<K>, Child>): Child[] {
  const holes = fill as Record<string, Child>;
  return tables[current][key].split(/(\{\w+\})/).map((piece) => {
    const name = /^\{(\w+)\}$/.exec(piece)?.[1];
    return name === undefined ? piece : (holes[name] ?? "");
  });
}

/** A text with its holes filled by words. */
export function tell<K extends Key>(key: K, fill: Record<HolesOf<K>, string | number>): string {
  return say(key, fill as Record<HolesOf<K>, Child>).join("");
}

/** Whether the table has such a key: for words that come from data, such as rules and statuses. */
export function text_or(key: string, otherwise: string): string {
  const table: Partial<Record<string, string>> = tables[current];
  return table[key] ?? otherwise;
}

const lists = new Map<Language, Intl.ListFormat>();

function list_format(): Intl.ListFormat {
  const made = lists.get(current) ?? new Intl.ListFormat(current);
  lists.set(current, made);
  return made;
}

/** "a, b and c" of elements or words. */
export function listing(items: Child[]): Child[] {
  const tokens = items.map((_, index) => String(index));
  return list_format()
    .formatToParts(tokens)
    .map((part) => (part.type === "element" ? items[Number(part.value)] : part.value));
}

export function list_words(items: string[]): string {
  return list_format().format(items);
}
