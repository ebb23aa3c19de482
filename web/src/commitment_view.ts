// SPDX-License-Identifier: Apache-2.0
//
// One commitment: what the letter says of it, and its answers where there are any; or one case by itself.
import { answer_view } from "./answer";
import { borders_view } from "./borders_view";
import { h, type Child } from "./dom";
import { language, list_words, say, t, tell, type Key } from "./i18n";
import type { CaseModel } from "./model";
import { badge, status_name } from "./parts";
import { write_route } from "./route";
import { method_view } from "./method_view";
import { shares_view } from "./shares_view";
import { sources_view } from "./sources_view";
import type { View, ViewState } from "./state";
import { sure_view } from "./sure_view";
import type { Commitment, ProgrammeDocument } from "./types";
import { value_view } from "./value_view";

export type State = "modelled" | "tracked" | "open" | "failed";

export function state_of(commitment: Commitment): State {
  if (commitment.issues && commitment.issues.length > 0) return "failed";
  if (commitment.state === "modelled") return "modelled";
  return commitment.state === "tracked" ? "tracked" : "open";
}

export function state_name(state: State): string {
  return { modelled: t("state_modelled"), tracked: t("state_tracked"), open: t("state_open"), failed: t("state_failed") }[state];
}

/** A text in the language in use, else the English one, marked as English. */
export function worded(texts: Partial<Record<string, string>> | null | undefined, english: string | undefined): Child {
  const here = texts?.[language()];
  if (here) return h("span", { lang: language() }, here);
  const text = texts?.["en"] ?? english;
  if (!text) return null;
  return h("span", { lang: "en" }, text);
}

type Text = "barriers" | "who_gains" | "track" | "method" | "meaning" | "next_step";

export function text_of(commitment: Commitment, name: Text): Child {
  const here = language() === "en" ? undefined : commitment.texts?.[language()]?.[name];
  return worded(here ? { [language()]: here } : null, commitment[name]);
}

export function title_of(commitment: Commitment): Child {
  return worded(commitment.titles, commitment.id);
}

export function party_label(programme: ProgrammeDocument | null, id: string): string {
  const names = programme?.parties?.find((party) => party.id === id)?.names;
  return names?.[language()] ?? names?.["en"] ?? id;
}

export function section_title(programme: ProgrammeDocument | null, id: string): Child {
  const told = programme?.sections?.find((one) => one.id === id);
  return told ? worded(told.titles, id) : id || t("other_section");
}

const parts: [string, Key][] = [
  ["answer", "part_answer"],
  ["borders", "part_barriers"],
  ["value", "part_value"],
  ["shares", "part_shares"],
  ["sure", "part_sure"],
  ["sources", "part_sources"],
  ["method", "part_method"],
];

function contents(go: (part: string) => void): HTMLElement {
  const link = ([id, key]: [string, Key]): HTMLElement =>
    h(
      "a",
      {
        href: `#${id}`,
        onclick: (event: Event) => {
          event.preventDefault();
          go(id);
        },
      },
      tell(key as "part_answer", {}),
    );
  return h("nav", { class: "contents no-print", "aria-label": t("contents") }, h("ul", {}, parts.map((part) => h("li", {}, link(part)))));
}

function facts(commitment: Commitment, programme: ProgrammeDocument | null, meaning: Key, method: Key): HTMLElement {
  const fact = (name: string, told: Child): Child => (told === null ? null : h("div", {}, h("dt", {}, name), h("dd", {}, told)));
  const parties = (commitment.parties ?? []).map((id) => party_label(programme, id));
  return h(
    "dl",
    { class: "facts" },
    fact(tell(meaning as "meaning", {}), text_of(commitment, "meaning")),
    fact(tell(method as "method_does", {}), text_of(commitment, "method")),
    fact(t("next_step"), text_of(commitment, "next_step")),
    fact(t("hinders"), text_of(commitment, "barriers")),
    fact(t("who_gains"), text_of(commitment, "who_gains")),
    fact(t("parties"), parties.length > 0 ? list_words(parties) : null),
  );
}

function head(commitment: Commitment, programme: ProgrammeDocument | null): HTMLElement {
  const state = state_of(commitment);
  return h(
    "header",
    { class: "head" },
    h(
      "p",
      { class: "kicker" },
      say("commitment_n", { n: String(commitment.number ?? "") }),
      " · ",
      section_title(programme, commitment.section ?? ""),
    ),
    h("h1", { tabindex: -1 }, title_of(commitment)),
    h("p", { class: "states" }, badge(`state-${state}`, state_name(state)), commitment.status ? [" ", h("span", { class: "note" }, t("status"), t("colon"), status_name(commitment.status))] : null),
  );
}

function issues(commitment: Commitment): Child {
  const all = commitment.issues ?? [];
  return [
    h("p", { class: "headline" }, t("failed_title"), "."),
    h("p", {}, say("failed_intro", { name: commitment.case ?? "" })),
    h(
      "ol",
      { class: "issues", lang: "en" },
      all.map((issue) =>
        h(
          "li",
          {},
          h("p", {}, issue.message),
          h("p", { class: "note" }, h("code", {}, issue.where), issue.code ? [" · ", issue.code] : null),
          issue.remedy ? h("p", { class: "note" }, h("span", { lang: language() }, t("issue_remedy"), t("colon")), issue.remedy) : null,
        ),
      ),
    ),
  ];
}

/** A commitment without a figure: why, and what would give one. A modelled one is here when a run of some left it out. */
function plain(commitment: Commitment, programme: ProgrammeDocument | null): HTMLElement {
  const state = state_of(commitment);
  const answer: Child =
    state === "failed"
      ? issues(commitment)
      : state === "tracked"
        ? [h("p", { class: "kicker" }, t("tracked_title")), h("p", { class: "headline" }, text_of(commitment, "track")), h("p", {}, t("tracked_intro"))]
        : state === "modelled"
          ? h("p", { class: "headline" }, t("not_run"))
          : [h("p", { class: "headline" }, t("open_title"), "."), h("p", {}, t("open_intro"))];
  return h(
    "section",
    { class: "part", id: "answer", "aria-labelledby": "answer-title" },
    h("h2", { id: "answer-title" }, state === "tracked" ? t("tracked_title") : t("part_answer")),
    answer,
    facts(commitment, programme, state === "tracked" ? "meaning_tracked" : "meaning_will", "method_would"),
  );
}

export function case_parts(view: View, after: Child, go: (part: string) => void): Child[] {
  return [
    contents(go),
    answer_view(view, after),
    borders_view(view),
    value_view(view),
    shares_view(view),
    sure_view(view),
    sources_view(view),
    method_view(view),
  ];
}

/** The commitments before and after, in the letter's order. */
function neighbours(commitment: Commitment, programme: ProgrammeDocument | null, language_now: string): Child {
  const all = programme?.commitments ?? [];
  const at = all.indexOf(commitment);
  const link = (other: Commitment | undefined, key: "before" | "after"): Child => {
    if (!other) return h("span", {});
    const route = { language: language_now, kind: "commitment" as const, id: other.id, part: "", options: {} };
    return h("a", { href: write_route(route), class: key }, h("small", {}, t(key)), h("span", {}, `${other.number ?? ""} `, title_of(other)));
  };
  return h("nav", { class: "neighbours no-print", "aria-label": t("commitments") }, link(all[at - 1], "before"), link(all[at + 1], "after"));
}

export function commitment_view(
  commitment: Commitment,
  programme: ProgrammeDocument | null,
  model: CaseModel | null,
  state: ViewState,
  go: (part: string) => void,
): Child[] {
  const computed = state_of(commitment) === "modelled" && model !== null;
  const after = neighbours(commitment, programme, state.route.language);
  if (!computed) return [head(commitment, programme), plain(commitment, programme), after];
  const view: View = { model, commitment, state };
  return [head(commitment, programme), case_parts(view, facts(commitment, programme, "meaning", "method_does"), go), after];
}

export function case_view(model: CaseModel, state: ViewState, go: (part: string) => void): Child[] {
  const view: View = { model, commitment: null, state };
  return [
    h("header", { class: "head" }, h("p", { class: "kicker" }, t("case_word")), h("h1", { tabindex: -1 }, h("span", { lang: "en" }, model.title))),
    case_parts(view, null, go),
  ];
}
