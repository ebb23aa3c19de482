// SPDX-License-Identifier: Apache-2.0
//
// Where everything comes from: the grades of the input, what the assumptions put at stake, every row of every table with its
// source, and the sources with their addresses. Only these addresses lead out of the page.
import { h, lazy_details, refill, type Child } from "./dom";
import { figure, stake } from "./figure";
import { number, percent } from "./format";
import { say, t, text_or } from "./i18n";
import { interval, is_number, type CaseModel } from "./model";
import { bar, bars, choices, grade_badge, rule_name, section, table } from "./parts";
import type { View } from "./state";
import type { FigureTable, Source } from "./types";

const grades = ["measured", "official", "study", "assumption"];

function grades_part(model: CaseModel): Child {
  const counts = model.doc.grades;
  if (!counts) return null;
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const rows = grades.map((grade) => {
    const count = counts[grade] ?? 0;
    return [
      [grade_badge(grade), " ", h("small", {}, text_or(`grade_${grade}_text`, ""))],
      number(count, {}),
      all > 0 ? percent(count / all) : "–",
      bars(0, all, bar(count, 0, all)),
    ];
  });
  const columns = [{ head: t("grade") }, { head: t("figures_word"), number: true }, { head: "%", number: true }, { head: "" }];
  return [
    h("h3", {}, t("grades_title")),
    all > 0 ? h("p", {}, say("grades_part", { part: percent((counts["assumption"] ?? 0) / all), n: number(all, {}) })) : null,
    table(t("grades_title"), columns, rows),
  ];
}

/** For each answer, half the assumptions' interval as a part of it. */
function stakes(model: CaseModel): Child {
  const drawn = model.doc.uncertainty;
  if (!drawn?.value) return null;
  const part = (value: number | null | undefined, low: unknown, high: unknown): string => {
    const told = is_number(value) ? stake(value, interval(low, high)) : null;
    return told === null ? "–" : percent(told);
  };
  const rules = model.rules.filter((rule) => drawn.shares?.[rule]);
  const all = part(model.doc.values?.[model.full], drawn.value.low_eur, drawn.value.high_eur);
  const rows: Child[][] = model.players.map((player) => [
    model.label(player),
    ...(drawn.own ? [part(model.own(player)?.value, drawn.own[player]?.low_eur, drawn.own[player]?.high_eur)] : []),
    ...rules.map((rule) => part(model.doc.shares?.[rule]?.[player], drawn.shares?.[rule]?.[player]?.low_eur, drawn.shares?.[rule]?.[player]?.high_eur)),
  ]);
  const columns = [
    { head: t("stake_answer") },
    ...(drawn.own ? [{ head: t("without_transfers"), number: true }] : []),
    ...rules.map((rule) => ({ head: rule_name(rule), number: true })),
  ];
  return [
    h("h3", {}, t("stake_title")),
    h("p", {}, t("sure_value"), t("colon"), h("strong", {}, all), ". ", t("sure_stake_text")),
    table(t("stake_title"), columns, rows),
  ];
}

// Rows of the tables

function row_sources(cell: string, known: Map<string, Source>): string[] {
  return cell.split(/[;+,\s]+/).filter((id) => known.has(id));
}

/** The weakest grade of the row's sources counts. */
function row_grade(ids: string[], known: Map<string, Source>): string {
  return ids.map((id) => known.get(id)?.grade ?? "").sort((a, b) => grades.indexOf(b) - grades.indexOf(a))[0] ?? "";
}

interface Row {
  cells: string[];
  line: number | null;
  index: number;
  sources: string[];
  grade: string;
}

function rows_of(from: FigureTable, known: Map<string, Source>): Row[] {
  const column = from.columns.indexOf("source");
  return from.rows.map((cells, index) => {
    const sources = row_sources(cells[column] ?? "", known);
    return { cells, line: from.lines?.[index] ?? null, index, sources, grade: row_grade(sources, known) };
  });
}

const is_figure = (text: string): boolean => text.trim() !== "" && Number.isFinite(Number(text));

function input_figure(model: CaseModel, at: number, row: Row, column: number, from: FigureTable): Child {
  const text = row.cells[column] ?? "";
  const name = from.columns[column] ?? "";
  if (!is_figure(text) || name === "note" || name === "source") return text;
  const path = model.path("figures", at, "rows", row.index, column);
  const what = [row.cells.filter((one, index) => !is_figure(one) && from.columns[index] !== "note" && from.columns[index] !== "source").join(" · "), " · ", name];
  const note = row.cells[from.columns.indexOf("note")];
  const source = row.sources.map((id) => model.doc.sources?.find((one) => one.id === id)?.title ?? id).join("; ") || t("not_told");
  return figure(text, {
    told: { value: Number(text), path },
    model,
    what,
    how: note || t("not_told"),
    unit: "",
    row: [say("from_row", { table: from.table, line: String(row.line ?? "–"), source }), " ", grade_badge(row.grade)],
  });
}

const most_rows = 200;

function rows_table(model: CaseModel, at: number, from: FigureTable, rows: Row[]): Child {
  const columns = [
    { head: t("line"), number: true },
    ...from.columns.map((name) => ({ head: h("span", { lang: "en" }, name), number: !["source", "note"].includes(name) && rows.some((row) => is_figure(row.cells[from.columns.indexOf(name)] ?? "")) })),
    { head: t("grade") },
  ];
  const source_column = from.columns.indexOf("source");
  const cells = (row: Row): Child[] => [
    String(row.line ?? ""),
    ...from.columns.map((_, column) =>
      column === source_column && row.sources.length > 0
        ? row.sources.map((id) => h("button", { type: "button", class: "source-link", "data-source": id }, id))
        : input_figure(model, at, row, column, from),
    ),
    grade_badge(row.grade),
  ];
  return table(from.table, columns, rows.slice(0, most_rows).map(cells));
}

function one_table(model: CaseModel, at: number, from: FigureTable, known: Map<string, Source>): HTMLElement {
  const all = rows_of(from, known);
  const count = new Map<string, number>();
  for (const row of all) count.set(row.grade, (count.get(row.grade) ?? 0) + 1);
  const summary = [
    h("span", { class: "name" }, from.table),
    " ",
    h("span", { class: "note" }, say("table_rows", { n: number(all.length, {}) })),
    [...count].map(([grade, rows]) => [" ", grade_badge(grade), h("span", { class: "note" }, ` ${number(rows, {})}`)]),
  ];
  const make = (): Child => {
    let grade = "";
    let words = "";
    const found = h("p", { class: "note", "aria-live": "polite" });
    const place = h("div", {});
    const pick = h("div", {});
    const show = (): void => {
      const rows = all.filter((row) => (grade === "" || row.grade === grade) && row.cells.join(" ").toLowerCase().includes(words));
      refill(found, say("table_found", { n: number(Math.min(rows.length, most_rows), {}), all: number(all.length, {}) }));
      refill(place, rows_table(model, at, from, rows));
      const options = [{ id: "", text: t("all") }, ...[...count.keys()].map((id) => ({ id, text: text_or(`grade_${id}`, t("grade_unknown")) }))];
      refill(pick, choices(t("grade"), `grade-${at}`, options, grade, (id) => { grade = id; show(); }));
    };
    const search = h("input", { type: "search", oninput: () => { words = search.value.trim().toLowerCase(); show(); } });
    show();
    return h("div", { class: "rows" }, h("div", { class: "controls" }, pick, h("label", {}, t("table_filter"), " ", search)), found, place);
  };
  return lazy_details(summary, make, { class: "table", id: `table-${at}`, tabindex: -1 });
}

function tables(model: CaseModel, known: Map<string, Source>): Child {
  const all = model.doc.figures ?? [];
  if (all.length === 0) return null;
  return [h("h3", {}, t("tables_title")), all.map((from, at) => one_table(model, at, from, known))];
}

// Sources

function link(source: Source): Child {
  const address = source.address ?? "";
  if (!/^https?:\/\//.test(address)) return h("span", { class: "note" }, address || t("no_address"));
  return h("a", { href: address, rel: "noreferrer noopener", target: "_blank" }, address);
}

function used(model: CaseModel, known: Map<string, Source>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const from of model.doc.figures ?? []) {
    for (const row of rows_of(from, known)) for (const id of row.sources) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

function sources_list(model: CaseModel, known: Map<string, Source>): Child {
  if (known.size === 0) return null;
  const counts = used(model, known);
  const item = (source: Source): Child =>
    h(
      "li",
      { id: `source-${source.id}`, tabindex: -1 },
      h("p", {}, h("span", { lang: "en" }, source.title), source.year ? ` (${source.year})` : null, " ", grade_badge(source.grade)),
      h("p", { class: "note" }, link(source)),
      source.note ? h("p", { class: "note", lang: "en" }, source.note) : null,
      h("p", { class: "note" }, h("code", {}, source.id), " · ", say("table_rows", { n: number(counts.get(source.id) ?? 0, {}) })),
    );
  return [h("h3", {}, t("sources_list")), h("ol", { class: "sources" }, [...known.values()].map(item))];
}

export function sources_view(view: View): HTMLElement {
  const { model } = view;
  const known = new Map((model.doc.sources ?? []).map((source) => [source.id, source]));
  const told = known.size > 0 || (model.doc.figures?.length ?? 0) > 0;
  const place = section(
    "sources",
    "part_sources",
    told ? h("p", {}, t("sources_intro")) : h("p", {}, t("no_sources")),
    grades_part(model),
    stakes(model),
    tables(model, known),
    sources_list(model, known),
  );
  place.addEventListener("click", (event) => {
    const id = event.target instanceof Element ? event.target.closest("[data-source]")?.getAttribute("data-source") : null;
    if (!id) return;
    const target = document.getElementById(`source-${id}`);
    target?.scrollIntoView({ block: "center" });
    target?.focus({ preventScroll: true });
  });
  return place;
}
