// SPDX-License-Identifier: Apache-2.0
//
// How it was computed, for whoever wants to check or to compute it again.
import { h, type Child } from "./dom";
import { money, number } from "./format";
import { say, t } from "./i18n";
import { is_number, type CaseModel } from "./model";
import { section } from "./parts";
import type { View } from "./state";

function widest(model: CaseModel): number | null {
  const { lower, upper } = model.doc;
  if (!lower || !upper) return null;
  let most: number | null = null;
  for (const [index, low] of lower.entries()) {
    const high = upper[index];
    if (is_number(low) && is_number(high)) most = Math.max(most ?? 0, high - low);
  }
  return most;
}

function count(value: number | null | undefined): string {
  return is_number(value) ? number(value, {}) : t("not_told");
}

function outside(model: CaseModel): Child {
  const told = model.doc.provenance?.["outside"];
  if (model.barriers_play || (told !== "autarky" && told !== "today")) return null;
  return told === "autarky" ? t("outside_autarky") : t("outside_today");
}

function text_of(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

export function method_view(view: View): HTMLElement {
  const { model } = view;
  const { doc } = model;
  const from = doc.provenance ?? {};
  const width = widest(model);
  const warnings = (doc.warnings ?? []).map(text_of);
  const input = typeof from["input"] === "string" ? from["input"] : null;
  const { columns, rows } = doc.size ?? {};
  const facts: [string, Child][] = [
    [t("method_coalitions"), count(doc.evaluated)],
    [t("method_failed"), count(doc.failed)],
    [t("method_windows"), count(doc.windows)],
    [t("method_size"), is_number(columns) && is_number(rows) ? say("size_text", { columns: number(columns, {}), rows: number(rows, {}) }) : null],
    [t("method_solver"), [doc.solver?.name, doc.solver?.version].filter(Boolean).join(" ") || null],
    [t("method_iterations"), count(doc.iterations)],
    [t("method_certificate"), width === null ? null : money(width)],
    [t("method_outside"), outside(model)],
    [t("method_program"), [from["program"], from["version"]].filter(Boolean).join(" ") || null],
    [t("method_digest"), from["digest"] ? h("code", {}, String(from["digest"])) : null],
    [t("method_input"), input ? h("code", {}, input) : null],
    [t("method_again"), input ? h("code", {}, `proeftuin cooperate ${input}`) : null],
    [t("method_warnings"), warnings.length > 0 ? h("ul", { lang: "en" }, warnings.map((warning) => h("li", {}, warning))) : t("no_warnings")],
  ];
  const shown = facts.filter(([, told]) => told !== null);
  return section(
    "method",
    "part_method",
    h("dl", { class: "facts" }, shown.map(([name, told]) => h("div", {}, h("dt", {}, name), h("dd", {}, told)))),
  );
}
