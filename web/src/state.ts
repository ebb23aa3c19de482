// SPDX-License-Identifier: Apache-2.0
//
// What one view shows: its options stand in the address, and parts that depend on one are told when it changes.
import type { CaseModel } from "./model";
import type { Route } from "./route";
import { write_route } from "./route";
import type { Commitment } from "./types";

export type Option = "coalition" | "rule" | "with" | "border" | "scale" | "table" | "state" | "search";

export class ViewState {
  private readonly listeners: { options: Option[]; listener: () => void }[] = [];

  constructor(readonly route: Route) {}

  get(option: Option): string {
    return this.route.options[option] ?? "";
  }

  set(option: Option, value: string): void {
    if (this.get(option) === value) return;
    this.route.options[option] = value;
    history.replaceState(null, "", write_route(this.route));
    for (const entry of this.listeners) if (entry.options.includes(option)) entry.listener();
  }

  /** Calls `listener` now and whenever one of the options changes. */
  follow(options: Option[], listener: () => void): void {
    this.listeners.push({ options, listener });
    listener();
  }
}

/** What the parts of a commitment's view share. */
export interface View {
  model: CaseModel;
  commitment: Commitment | null;
  state: ViewState;
}

export function coalition(view: View): number {
  return view.model.parse_coalition(view.state.get("coalition"));
}

export function set_coalition(view: View, chosen: number): void {
  view.state.set("coalition", view.model.coalition_text(chosen));
}

/** Whether a party takes part in the chosen coalition: alone is not cooperating, unless it does something to today's trade. */
export function takes_part(view: View, index: number): boolean {
  const { model } = view;
  const chosen = coalition(view);
  return model.barriers_play || (model.has(chosen, index) && (model.today || model.size(chosen) > 1));
}

export function chosen_rule(view: View): string {
  const asked = view.state.get("rule");
  return view.model.rules.includes(asked) ? asked : (view.model.rules[0] ?? "");
}

/** The rule to compare with, or nothing. */
export function other_rule(view: View): string | null {
  const asked = view.state.get("with");
  if (asked === "none") return null;
  const others = view.model.rules.filter((rule) => rule !== chosen_rule(view));
  return others.includes(asked) ? asked : (others[0] ?? null);
}
