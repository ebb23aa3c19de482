// SPDX-License-Identifier: Apache-2.0
//
// First answer: which borders or barriers cost most, and whom.
import { h, refill, type Child } from "./dom";
import { barrier_figure, border_figure, border_party_figure } from "./figures";
import { capacity, money, scale_for, type Scale } from "./format";
import { say, t, tell } from "./i18n";
import { can_map, draw_map } from "./map";
import { is_number, type CaseModel } from "./model";
import { bar, bars, section, table, type Column } from "./parts";
import type { View } from "./state";
import type { Barrier, Border } from "./types";

const border_id = (border: Border): string => border.between.join("-");

function chosen_border(view: View): Border | undefined {
  const asked = view.state.get("border");
  return view.model.borders.find((border) => border_id(border) === asked) ?? view.model.borders[0];
}

function choose_button(key: string, label: string, pressed: boolean, choose: () => void): HTMLElement {
  return h(
    "button",
    { type: "button", class: "row-choice", "data-key": key, "aria-pressed": pressed ? "true" : "false", onclick: choose },
    label,
  );
}

const few = 8; // rows shown before the reader asks for all; on paper all are printed

function border_table(view: View, chosen: Border | undefined): HTMLElement {
  const { model, state } = view;
  const scale = scale_for(model.borders.map((border) => border.last_eur));
  const most = Math.max(...model.borders.map((border) => border.last_eur ?? 0));
  const has_first = model.borders.some((border) => is_number(border.first_eur));
  const has_shadow = model.borders.some((border) => is_number(border.shadow_eur_per_mw));
  const euro: Scale = { divisor: 1, unit: "euro" };
  const columns: Column[] = [
    { head: t("border") },
    { head: [t("borders_close"), " (", scale.unit, ")"], number: true },
    { head: "" },
    ...(has_first ? [{ head: [t("borders_open"), " (", scale.unit, ")"], number: true }] : []),
    { head: t("borders_capacity"), number: true },
    ...(has_shadow ? [{ head: [t("borders_mw"), " (euro)"], number: true }] : []),
  ];
  const rows = model.borders.map((border) => [
    choose_button(`border:${border_id(border)}`, model.border_label(border), border === chosen, () => state.set("border", border_id(border))),
    border_figure(model, border, "last_eur", scale),
    bars(0, most, bar(border.last_eur ?? 0, 0, most, border === chosen ? "chosen" : "")),
    ...(has_first ? [border_figure(model, border, "first_eur", scale)] : []),
    is_number(border.capacity_mw) ? capacity(border.capacity_mw) : "–",
    ...(has_shadow ? [border_figure(model, border, "shadow_eur_per_mw", euro)] : []),
  ]);
  return shortened(table(t("costs_most"), columns, rows), state.get("table") === "all", () => state.set("table", "all"));
}

/** Hides the rows after the first few until somebody asks. */
function shortened(of: HTMLElement, all: boolean, show: () => void): HTMLElement {
  const rows = [...of.querySelectorAll("tbody tr")];
  if (all || rows.length <= few + 2) return of;
  for (const row of rows.slice(few)) row.classList.add("later");
  const more = h("button", { type: "button", class: "plain no-print", onclick: show }, say("show_all", { n: String(rows.length) }));
  return h("div", {}, of, more);
}

/** What something does to each party, the first given first. */
function effects_table(model: CaseModel, title: string, effects: { id: string; eur: number }[], figure_of: (id: string, scale: Scale) => Child): HTMLElement {
  const amounts = effects.map(({ eur }) => eur);
  const least = Math.min(0, ...amounts);
  const most = Math.max(0, ...amounts);
  const scale = scale_for(amounts);
  const rows = effects.map(({ id, eur }) => [model.label(id), figure_of(id, scale), bars(least, most, bar(eur, least, most, eur < 0 ? "loss" : "gain"))]);
  return table(title, [{ head: t("party") }, { head: scale.unit, number: true }, { head: "" }], rows);
}

function border_hit(view: View, border: Border): Child {
  const { model } = view;
  const losses = border.last_parties;
  if (!losses) return null;
  const effects = model.parties
    .filter((id) => is_number(losses[id]))
    .sort((a, b) => (losses[b] ?? 0) - (losses[a] ?? 0))
    .map((id) => ({ id, eur: -(losses[id] ?? 0) }));
  return [
    h("h3", { "aria-live": "polite" }, say("borders_hit", { border: model.border_label(border) })),
    h("p", { class: "note" }, t("borders_hit_note")),
    effects_table(model, tell("borders_hit", { border: model.border_label(border) }), effects, (id, scale) => border_party_figure(model, border, id, scale)),
  ];
}

function border_map(view: View, chosen: Border | undefined): Child {
  const { model, state } = view;
  if (!can_map(model)) return null;
  const most = Math.max(1, ...model.borders.map((border) => border.last_eur ?? 0));
  const ends = new Set(chosen?.between ?? []);
  return h(
    "figure",
    { class: "map-figure" },
    draw_map(model, {
      label: t("map_borders"),
      party: (id) => ({ fill: ends.has(id) ? "var(--tint)" : null, describe: model.label(id) }),
      lines: model.borders
        .filter((border) => border.between.length === 2)
        .map((border) => ({
          from: border.between[0] ?? "",
          to: border.between[1] ?? "",
          width: 1.5 + 14 * (Math.max(border.last_eur ?? 0, 0) / most),
          arrow: false,
          chosen: border === chosen,
          title: `${model.border_label(border)}: ${money(border.last_eur ?? 0)}`,
          choose: () => state.set("border", border_id(border)),
        })),
    }),
    h("figcaption", {}, t("map_borders")),
  );
}

function ranked(barriers: Barrier[]): Barrier[] {
  return [...barriers].sort((a, b) => (b.all.shapley_eur ?? 0) - (a.all.shapley_eur ?? 0));
}

function barrier_hit(view: View, barrier: Barrier): Child {
  const { model } = view;
  const effects = model.parties.map((id) => ({ id, eur: barrier.parties[id]?.shapley_eur ?? 0 })).sort((a, b) => b.eur - a.eur);
  const title = tell("barriers_hit", { barrier: model.label(barrier.id) });
  return [
    h("h3", { "aria-live": "polite" }, title),
    effects_table(model, title, effects, (id, scale) => barrier_figure(model, barrier, "shapley_eur", id, scale)),
  ];
}

function barrier_table(view: View, chosen: Barrier | undefined): HTMLElement {
  const { model, state } = view;
  const all = ranked(model.doc.barriers ?? []);
  const scale = scale_for(all.map((barrier) => barrier.all.shapley_eur));
  const most = Math.max(...all.map((barrier) => barrier.all.shapley_eur ?? 0));
  const columns: Column[] = [
    { head: t("barrier") },
    { head: [t("lifted_mean"), " (", scale.unit, ")"], number: true },
    { head: "" },
    { head: t("lifted_first"), number: true },
    { head: t("lifted_last"), number: true },
  ];
  const rows = all.map((barrier) => [
    choose_button(`barrier:${barrier.id}`, model.label(barrier.id), barrier === chosen, () => state.set("border", barrier.id)),
    barrier_figure(model, barrier, "shapley_eur", null, scale),
    bars(0, most, bar(Math.max(barrier.all.shapley_eur ?? 0, 0), 0, most, barrier === chosen ? "chosen" : "")),
    barrier_figure(model, barrier, "first_eur", null, scale),
    barrier_figure(model, barrier, "last_eur", null, scale),
  ]);
  return table(t("costs_most"), columns, rows);
}

export function borders_view(view: View): HTMLElement {
  const { model, state } = view;
  const place = h("div", {});
  const barriers = ranked(model.doc.barriers ?? []);
  state.follow(["border", "table"], () => {
    if (barriers.length > 0) {
      const barrier = barriers.find((one) => one.id === state.get("border")) ?? barriers[0];
      refill(place, h("p", {}, t("barriers_intro")), h("div", { class: "beside" }, barrier_table(view, barrier), barrier ? h("div", {}, barrier_hit(view, barrier)) : null));
    } else if (model.borders.length > 0) {
      const chosen = chosen_border(view);
      refill(
        place,
        h("p", {}, t("borders_intro")),
        border_table(view, chosen),
        h("div", { class: "beside" }, border_map(view, chosen), chosen ? h("div", {}, border_hit(view, chosen)) : null),
      );
    } else {
      refill(place, h("p", {}, t("borders_none")));
    }
  });
  return section("borders", "part_barriers", place);
}
