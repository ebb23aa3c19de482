// SPDX-License-Identifier: Apache-2.0
//
// The programme at a glance: what is worth most, which borders cost most, and every commitment of the letter with its state.
import { caution, top_gainers } from "./answer";
import { party_label, section_title, state_name, state_of, text_of, title_of, worded, type State } from "./commitment_view";
import { h, refill, type Child } from "./dom";
import { barrier_figure, border_figure, gain_figure, value_figure } from "./figures";
import { number } from "./format";
import { listing, say, t } from "./i18n";
import type { CaseModel } from "./model";
import { badge, choices, status_name, table } from "./parts";
import { write_route, type Route } from "./route";
import type { ViewState } from "./state";
import type { Commitment, ProgrammeDocument } from "./types";

export interface Overview {
  programme: ProgrammeDocument;
  models: Map<string, CaseModel>; // by case
  state: ViewState;
}

function link(overview: Overview, commitment: Commitment, content: Child, part = ""): HTMLElement {
  const route: Route = { language: overview.state.route.language, kind: "commitment", id: commitment.id, part, options: {} };
  return h("a", { href: write_route(route) }, content);
}

/** Computed commitments, the most valuable first; those that share a case count once. */
function computed(overview: Overview): { commitment: Commitment; model: CaseModel }[] {
  const seen = new Set<string>();
  return overview.programme.commitments
    .flatMap((commitment) => {
      const model = overview.models.get(commitment.case ?? "");
      if (!model || state_of(commitment) !== "modelled" || seen.has(model.name)) return [];
      seen.add(model.name);
      return [{ commitment, model }];
    })
    .sort((a, b) => (b.model.value(b.model.full)?.value ?? 0) - (a.model.value(a.model.full)?.value ?? 0));
}

function headline(overview: Overview): Child {
  const best = computed(overview)[0];
  if (!best || !best.model.value(best.model.full)) return h("p", { class: "headline" }, t("overview_no_answer"));
  const fill = {
    title: link(overview, best.commitment, title_of(best.commitment)),
    n: number(best.model.players.length, {}),
    value: value_figure(best.model, best.model.full),
  };
  return [
    h("p", { class: "headline" }, say(best.model.barriers_play ? "overview_answer_barriers" : best.model.today ? "overview_answer_today" : "overview_answer", fill)),
    caution(best.model),
  ];
}

function counts(overview: Overview): Child {
  const all = overview.programme.commitments;
  const of = (state: State): number => all.filter((commitment) => state_of(commitment) === state).length;
  const failed = of("failed");
  const line = (state: State, words: Child): Child => h("li", {}, h("span", { class: `mark state-${state}`, "aria-hidden": "true" }), h("span", {}, words));
  return [
    h("p", { class: "counts" }, say("overview_counts", { all: number(all.length, {}) })),
    h(
      "ul",
      { class: "states-key" },
      line("modelled", say("count_modelled", { n: number(of("modelled"), {}) })),
      line("tracked", say("count_tracked", { n: number(of("tracked"), {}) })),
      line("open", say("count_open", { n: number(of("open"), {}) })),
      failed > 0 ? line("failed", say("count_failed", { n: number(failed, {}) })) : null,
    ),
  ];
}

/** One mark a commitment, in the letter's order: its shape says its state. */
function marks(overview: Overview): HTMLElement {
  return h(
    "ol",
    { class: "marks", "aria-hidden": "true" },
    overview.programme.commitments.map((commitment) => {
      const state = state_of(commitment);
      const route: Route = { language: overview.state.route.language, kind: "commitment", id: commitment.id, part: "", options: {} };
      const title = `${commitment.number ?? ""} ${commitment.titles["en"] ?? commitment.id}: ${state_name(state)}`;
      return h("li", {}, h("a", { href: write_route(route), class: `mark state-${state}`, title, tabindex: -1 }));
    }),
  );
}

function worth_most(overview: Overview): Child {
  const all = computed(overview);
  if (all.length === 0) return null;
  const rows = all.map(({ commitment, model }) => [
    link(overview, commitment, title_of(commitment)),
    value_figure(model, model.full),
    listing(top_gainers(model).map((index) => [model.label(model.parties[index] ?? ""), " ", gain_figure(model, model.full, index, "words")])),
  ]);
  const columns = [{ head: t("commitment") }, { head: t("worth_together"), number: true }, { head: t("gains_most") }];
  return h(
    "section",
    { "aria-labelledby": "worth-title" },
    h("h2", { id: "worth-title" }, t("worth_most")),
    all.length > 1 ? h("p", { class: "note" }, t("worth_most_intro")) : null,
    table(t("worth_most"), columns, rows),
  );
}

interface Cost {
  eur: number;
  row: Child[];
}

function costs_most(overview: Overview): Child {
  const costs: Cost[] = computed(overview).flatMap(({ commitment, model }) => [
    ...model.borders.map((border) => ({
      eur: border.last_eur ?? 0,
      row: [model.border_label(border), border_figure(model, border, "last_eur", "words"), link(overview, commitment, title_of(commitment), "borders")],
    })),
    ...(model.doc.barriers ?? []).map((barrier) => ({
      eur: barrier.all.shapley_eur ?? 0,
      row: [model.label(barrier.id), barrier_figure(model, barrier, "shapley_eur", null, "words"), link(overview, commitment, title_of(commitment), "borders")],
    })),
  ]);
  costs.sort((a, b) => b.eur - a.eur);
  const columns = [{ head: `${t("border")} / ${t("barrier")}` }, { head: t("cost_to_all"), number: true }, { head: t("commitment") }];
  return h(
    "section",
    { "aria-labelledby": "costs-title" },
    h("h2", { id: "costs-title" }, t("costs_most")),
    costs.length === 0 ? h("p", {}, t("nothing_costs")) : [h("p", { class: "note" }, t("costs_most_intro")), table(t("costs_most"), columns, costs.slice(0, 6).map((cost) => cost.row))],
  );
}

function item(overview: Overview, commitment: Commitment): HTMLElement {
  const state = state_of(commitment);
  const model = overview.models.get(commitment.case ?? "");
  const parties = (commitment.parties ?? []).slice(0, 12).join(" ");
  return h(
    "li",
    {},
    h("span", { class: "number" }, String(commitment.number ?? "")),
    h(
      "div",
      {},
      link(overview, commitment, title_of(commitment)),
      h("p", { class: "note" }, badge(`state-${state}`, state_name(state)), " ", commitment.status ? [status_name(commitment.status), " · "] : null, h("abbr", { title: (commitment.parties ?? []).map((id) => party_label(overview.programme, id)).join(", ") }, parties)),
    ),
    state === "modelled" && model ? h("span", { class: "worth" }, value_figure(model, model.full)) : null,
  );
}

function plain_text(of: Child): string {
  return of instanceof Node ? (of.textContent ?? "") : "";
}

function listed(overview: Overview): Commitment[] {
  const state = overview.state.get("state");
  const words = overview.state.get("search").toLowerCase();
  const text = (commitment: Commitment): string =>
    [String(commitment.number), plain_text(title_of(commitment)), ...(commitment.parties ?? []).map((id) => party_label(overview.programme, id)), ...(["barriers", "who_gains", "next_step", "method"] as const).map((name) => plain_text(text_of(commitment, name)))]
      .join(" ")
      .toLowerCase();
  return overview.programme.commitments.filter((commitment) => (state === "" || state_of(commitment) === state) && text(commitment).includes(words));
}

function sections(overview: Overview): { id: string; commitments: Commitment[] }[] {
  const found = listed(overview);
  const ids = [...(overview.programme.sections ?? []).map((one) => one.id), ...overview.programme.commitments.map((one) => one.section ?? "")];
  return [...new Set(ids)].map((id) => ({ id, commitments: found.filter((one) => (one.section ?? "") === id) })).filter(({ commitments }) => commitments.length > 0);
}

function commitments(overview: Overview): HTMLElement {
  const { programme, state } = overview;
  const present = new Set(programme.commitments.map(state_of));
  const pick = h("div", {});
  const found = h("p", { class: "note", "aria-live": "polite" });
  const place = h("div", {});
  const search = h("input", { type: "search", "data-key": "search", value: state.get("search"), oninput: () => state.set("search", search.value.trim()) });
  state.follow(["state", "search"], () => {
    const options = [{ id: "", text: t("all") }, ...(["modelled", "tracked", "open", "failed"] as const).filter((id) => present.has(id)).map((id) => ({ id: id as string, text: state_name(id) }))];
    refill(pick, choices(t("filter_state"), "state", options, state.get("state"), (id) => state.set("state", id)));
    const shown = listed(overview).length;
    refill(found, say("filter_found", { n: number(shown, {}), all: number(programme.commitments.length, {}) }));
    refill(
      place,
      shown === 0 ? h("p", {}, t("no_match")) : null,
      sections(overview).map(({ id, commitments: of_section }) => [h("h3", {}, section_title(programme, id)), h("ol", { class: "commitments" }, of_section.map((commitment) => item(overview, commitment)))]),
    );
  });
  return h(
    "section",
    { "aria-labelledby": "commitments-title" },
    h("h2", { id: "commitments-title" }, t("commitments")),
    h("div", { class: "controls no-print" }, pick, h("label", {}, t("filter_text"), " ", search)),
    found,
    place,
  );
}

export function overview_view(overview: Overview): Child[] {
  const { programme } = overview;
  return [
    h(
      "header",
      { class: "head" },
      h("p", { class: "kicker" }, say("programme_of", { chair: party_label(programme, programme.chair ?? ""), year: String(programme.year ?? "") })),
      h("h1", { tabindex: -1 }, worded(programme.titles, programme.title)),
    ),
    headline(overview),
    h("section", { class: "standing", "aria-label": t("commitments") }, counts(overview), marks(overview)),
    worth_most(overview),
    costs_most(overview),
    commitments(overview),
  ];
}
