// SPDX-License-Identifier: Apache-2.0
//
// One case's results, and what can be said of a coalition of its players. A coalition is a number whose bit p stands for
// players[p]; arrays over coalitions are in that order.
import { language } from "./i18n";
import type { Border, ByLanguage, CaseDocument, CoalitionOutcome, ProgrammeDocument, Range } from "./types";

export interface Interval {
  lower: number;
  upper: number;
}

/** A number with the place in the results file where it stands. */
export interface Told {
  value: number;
  path: string;
}

export function is_number(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

export function interval(lower: unknown, upper: unknown): Interval | null {
  return is_number(lower) && is_number(upper) ? { lower, upper } : null;
}

export function escape_key(key: string | number): string {
  return String(key).replaceAll("%", "%25").replaceAll(".", "%2E").replaceAll(" ", "%20");
}

export class CaseModel {
  readonly players: string[];
  readonly parties: string[];
  readonly full: number; // everybody
  readonly barriers_play: boolean;
  readonly rules: string[];
  readonly today: boolean; // outsiders trade as today, instead of standing alone

  constructor(
    readonly name: string,
    readonly doc: CaseDocument,
    private readonly programme: ProgrammeDocument | null,
  ) {
    this.players = doc.players ?? [];
    this.parties = doc.parties ?? this.players;
    this.full = 2 ** this.players.length - 1;
    this.barriers_play = doc.provenance?.["players"] === "barriers" || this.players.some((p) => !this.parties.includes(p));
    this.today = doc.provenance?.["outside"] === "today" && !this.barriers_play;
    this.rules = Object.keys(doc.shares ?? {});
  }

  path(...keys: (string | number)[]): string {
    return ["cases", this.name, ...keys].map(escape_key).join(".");
  }

  /** A number of the document with its path, or null where there is none. */
  told(...keys: (string | number)[]): Told | null {
    let at: unknown = this.doc;
    for (const key of keys) {
      if (at === null || typeof at !== "object") return null;
      at = (at as Record<string | number, unknown>)[key];
    }
    return is_number(at) ? { value: at, path: this.path(...keys) } : null;
  }

  get title(): string {
    return this.doc.title ?? this.name;
  }

  /** The name of a party or a barrier in the language in use; its id where nobody named it. */
  label(id: string): string {
    const names: ByLanguage = this.programme?.parties?.find((party) => party.id === id)?.names ?? {};
    const barrier = this.doc.barriers?.find((one) => one.id === id);
    return (
      names[language()] ??
      names["en"] ??
      this.doc.party_names?.[id] ??
      this.doc.map?.parties?.find((party) => party.id === id)?.name ??
      (barrier?.name || undefined) ??
      id
    );
  }

  // Coalitions

  has(coalition: number, player: number): boolean {
    return Math.floor(coalition / 2 ** player) % 2 === 1;
  }

  toggled(coalition: number, player: number): number {
    return this.has(coalition, player) ? coalition - 2 ** player : coalition + 2 ** player;
  }

  size(coalition: number): number {
    let size = 0;
    for (let rest = coalition; rest > 0; rest = Math.floor(rest / 2)) size += rest % 2;
    return size;
  }

  members(coalition: number): string[] {
    return this.players.filter((_, player) => this.has(coalition, player));
  }

  coalition_of(text: string): number {
    const ids = new Set(text.split("+"));
    return this.players.reduce((sum, id, player) => sum + (ids.has(id) ? 2 ** player : 0), 0);
  }

  coalition_text(coalition: number): string {
    return coalition === this.full ? "all" : coalition === 0 ? "-" : this.members(coalition).join("+");
  }

  parse_coalition(text: string | undefined): number {
    if (text === undefined || text === "" || text === "all") return this.full;
    return text === "-" ? 0 : this.coalition_of(text);
  }

  get has_values(): boolean {
    return (this.doc.values?.length ?? 0) === this.full + 1;
  }

  value(coalition: number): Told | null {
    return this.told("values", coalition);
  }

  certified(coalition: number): Interval | null {
    return interval(this.doc.lower?.[coalition], this.doc.upper?.[coalition]);
  }

  assumed(coalition: number): Interval | null {
    const drawn = this.doc.uncertainty;
    if (coalition === this.full && drawn?.value) return interval(drawn.value.low_eur, drawn.value.high_eur);
    return interval(drawn?.values_low?.[coalition], drawn?.values_high?.[coalition]);
  }

  outcome(coalition: number): CoalitionOutcome | null {
    return this.doc.coalitions?.[coalition] ?? null;
  }

  /** What a party gains in a coalition without transfers: its welfare then less its welfare when nobody acts. */
  gain(coalition: number, party: number): Told | null {
    if (coalition === this.full) {
      const own = this.told("own", party);
      if (own) return own;
    }
    const then = this.told("coalitions", coalition, "parties", party, "total_eur");
    const alone = this.told("coalitions", 0, "parties", party, "total_eur");
    return then && alone ? { value: then.value - alone.value, path: `${then.path} - ${alone.path}` } : null;
  }

  marginal(coalition: number, player: number): (Told & { certified: Interval | null }) | null {
    const without = this.has(coalition, player) ? this.toggled(coalition, player) : coalition;
    const joined = without + 2 ** player;
    const before = this.value(without);
    const after = this.value(joined);
    if (!before || !after) return null;
    const low = this.certified(joined);
    const high = this.certified(without);
    const certified = low && high ? { lower: low.lower - high.upper, upper: low.upper - high.lower } : null;
    return { value: after.value - before.value, path: `${after.path} - ${before.path}`, certified };
  }

  indicator(coalition: number, name: keyof CoalitionOutcome, index: number): Told | null {
    return this.told("coalitions", coalition, name, index);
  }

  // Shares

  share(rule: string, player: string): Told | null {
    return this.told("shares", rule, player);
  }

  own(party: string): Told | null {
    return this.told("own", this.parties.indexOf(party));
  }

  own_range(party: string): Range | null {
    return this.doc.uncertainty?.own?.[party] ?? null;
  }

  share_range(rule: string, player: string): Range | null {
    return this.doc.uncertainty?.shares?.[rule]?.[player] ?? null;
  }

  /** What a party receives less what it pays under a rule. */
  net_transfer(rule: string, party: string): Told | null {
    const share = this.share(rule, party);
    const own = this.own(party);
    if (!share || !own || this.barriers_play) return null;
    return { value: share.value - own.value, path: `${share.path} - ${own.path}` };
  }

  /** How many coalitions would gain by leaving: their value is certainly above the sum of their members' shares. */
  objecting(rule: string): number | null {
    const values = this.doc.values;
    const shares = this.doc.shares?.[rule];
    if (!this.has_values || !values || !shares) return null;
    const of_player = this.players.map((player) => shares[player] ?? 0);
    const sums = new Float64Array(this.full + 1);
    let found = 0;
    for (let coalition = 1; coalition < this.full; ++coalition) {
      const lowest = 31 - Math.clz32(coalition & -coalition);
      sums[coalition] = (sums[coalition & (coalition - 1)] ?? 0) + (of_player[lowest] ?? 0);
      const least = this.doc.lower?.[coalition] ?? values[coalition];
      const slack = 1e-9 * Math.abs(values[this.full] ?? 0);
      if (is_number(least) && least - (sums[coalition] ?? 0) > slack) ++found;
    }
    return found;
  }

  // Borders

  get borders(): Border[] {
    return (this.doc.borders ?? []).filter((border) => is_number(border.last_eur));
  }

  border_label(border: Border): string {
    return border.between.map((id) => this.label(id)).join(" – ");
  }
}
