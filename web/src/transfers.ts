// SPDX-License-Identifier: Apache-2.0
//
// Who pays whom: ribbons from those who pay, on the left, to those who receive; their width is the amount.
import { linkHorizontal } from "d3-shape";
import { h, s, type Child } from "./dom";
import { transfer_figure } from "./figures";
import { money, scale_for } from "./format";
import { t, tell } from "./i18n";
import type { CaseModel } from "./model";
import { rule_name, table } from "./parts";
import type { Transfer } from "./types";

interface Stand {
  id: string;
  sum: number;
  top: number;
  height: number;
  used: number;
}

const width = 540;
const side = 158; // room for names on both sides
const gap = 8;
const least_room = 34;

/** Parties of one side, largest first, one below the other. */
function stands(transfers: Transfer[], side: "from" | "to", per_euro: number): Map<string, Stand> {
  const sums = new Map<string, number>();
  for (const transfer of transfers) sums.set(transfer[side], (sums.get(transfer[side]) ?? 0) + transfer.amount_eur);
  let top = 22;
  const found = new Map<string, Stand>();
  for (const [id, sum] of [...sums].sort((a, b) => b[1] - a[1])) {
    const height = Math.max(sum * per_euro, 2);
    const room = Math.max(height, least_room); // the name and the amount need two lines
    found.set(id, { id, sum, top: top + (room - height) / 2, height, used: 0 });
    top += room + gap;
  }
  return found;
}

function label(model: CaseModel, stand: Stand, left: boolean): Child {
  const x = left ? side - 7 : width - side + 7;
  const y = stand.top + stand.height / 2;
  return [
    s("rect", { x: left ? x : x - 7, y: stand.top, width: 7, height: stand.height, class: left ? "payer" : "receiver" }),
    s("text", { x: left ? x - 8 : x + 8, y: y - 2, "text-anchor": left ? "end" : "start", class: "name" }, model.label(stand.id)),
    s("text", { x: left ? x - 8 : x + 8, y: y + 15, "text-anchor": left ? "end" : "start", class: "sum" }, money(stand.sum)),
  ];
}

function ribbons(model: CaseModel, rule: string, transfers: Transfer[]): SVGSVGElement {
  const total = transfers.reduce((sum, transfer) => sum + transfer.amount_eur, 0) || 1;
  const per_euro = 200 / total;
  const left = stands(transfers, "from", per_euro);
  const right = stands(transfers, "to", per_euro);
  const bottom = Math.max(...[...left.values(), ...right.values()].map((stand) => stand.top + stand.height)) + 18;
  const link = linkHorizontal<null, [number, number]>();
  const draw = (transfer: Transfer): Child => {
    const [payer, receiver] = [left.get(transfer.from), right.get(transfer.to)];
    if (!payer || !receiver) return null;
    const wide = Math.max(transfer.amount_eur * per_euro, 1);
    const [from, to] = [payer.top + payer.used + wide / 2, receiver.top + receiver.used + wide / 2];
    payer.used += transfer.amount_eur * per_euro;
    receiver.used += transfer.amount_eur * per_euro;
    const path = link.source(() => [side, from]).target(() => [width - side, to])(null);
    const words = `${model.label(transfer.from)} → ${model.label(transfer.to)}: ${money(transfer.amount_eur)}`;
    return s("path", { d: path, "stroke-width": wide.toFixed(2), class: "ribbon" }, s("title", {}, words));
  };
  const order = [...transfers].sort((a, b) => b.amount_eur - a.amount_eur);
  return s(
    "svg",
    { viewBox: `0 0 ${width} ${bottom.toFixed(0)}`, class: "ribbons", role: "img", "aria-label": tell("transfers_title", { rule: rule_name(rule) }) },
    order.map(draw),
    [...left.values()].map((stand) => label(model, stand, true)),
    [...right.values()].map((stand) => label(model, stand, false)),
    s("text", { x: side, y: 12, class: "side" }, `${t("pays")} →`),
    s("text", { x: width - side, y: 12, "text-anchor": "end", class: "side" }, t("receives")),
  );
}

export function transfers_view(model: CaseModel, rule: string): HTMLElement {
  const transfers = (model.doc.transfers?.[rule] ?? []).filter((transfer) => Number.isFinite(transfer.amount_eur));
  const heading = h("h4", {}, tell("transfers_title", { rule: rule_name(rule) }));
  if (transfers.length === 0) return h("div", { class: "transfers" }, heading, h("p", {}, t("rule_no_pay")));
  const scale = scale_for(transfers.map((transfer) => transfer.amount_eur));
  const order = transfers.map((_, index) => index).sort((a, b) => (transfers[b]?.amount_eur ?? 0) - (transfers[a]?.amount_eur ?? 0));
  const rows = order.map((index) => [
    model.label(transfers[index]?.from ?? ""),
    model.label(transfers[index]?.to ?? ""),
    transfer_figure(model, rule, index, scale),
  ]);
  const columns = [{ head: t("pays") }, { head: t("receives") }, { head: [t("amount"), " (", scale.unit, ")"], number: true }];
  return h(
    "div",
    { class: "transfers" },
    heading,
    ribbons(model, rule, transfers),
    table(tell("transfers_title", { rule: rule_name(rule) }), columns, rows),
  );
}
