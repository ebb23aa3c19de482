// SPDX-License-Identifier: Apache-2.0
//
// What the page reads: results.json of `proeftuin run` and `proeftuin cooperate`. Any field may be missing or null; what is
// optional here is looked at before it is used. Amounts EUR, energy MWh, prices EUR/MWh, CO2 tonnes.

export type Num = number | null;
export type Maybe<T> = T | null | undefined;
export type ByLanguage = Partial<Record<string, string>>;
export type ByName = Record<string, Num>;

export interface Transfer {
  from: string;
  to: string;
  amount_eur: number;
}

export interface Core {
  inside: boolean;
  objects: string;
  excess_eur: Num;
}

export interface Gain {
  first_eur: Num;
  last_eur: Num;
  shapley_eur: Num;
}

export interface Barrier {
  id: string;
  name?: string;
  kind?: string;
  components?: number | string | string[];
  source?: string;
  all: Gain;
  parties: Record<string, Gain>;
}

export interface Border {
  between: string[];
  components?: string[];
  capacity_mw?: Num;
  last_eur: Num;
  last_lower_eur?: Num;
  last_upper_eur?: Num;
  first_eur?: Num;
  last_parties?: Maybe<ByName>;
  first_parties?: Maybe<ByName>;
  shadow_eur_per_mw?: Num;
}

export interface PartyOutcome {
  total_eur: Num;
  consumer_surplus_eur?: Num;
  producer_surplus_eur?: Num;
  congestion_rent_eur?: Num;
  storage_eur?: Num;
  other_eur?: Num;
}

export interface CoalitionOutcome {
  termination?: string;
  cost_eur?: Num;
  cost_bound_eur?: Num;
  parties?: Maybe<PartyOutcome[]>;
  price_eur_per_mwh?: Maybe<Num[]>;
  net_import_mwh?: Maybe<Num[]>;
  co2_t?: Maybe<Num[]>;
  unserved_mwh?: Maybe<Num[]>;
  flow_mwh?: Maybe<Num[]>;
  flow_back_mwh?: Maybe<Num[]>;
}

export interface Range {
  mean_eur?: Num;
  low_eur: Num;
  high_eur: Num;
}

export interface ValueRange extends Range {
  standard_error_eur?: Num;
  sampling_error_eur?: Num;
}

export interface Tornado {
  id: string;
  name: string;
  unit?: string;
  value?: Num;
  low?: Num;
  high?: Num;
  source?: string;
  grade?: string;
  at_low_eur: Num;
  at_high_eur: Num;
  own_at_low?: Maybe<ByName>;
  own_at_high?: Maybe<ByName>;
}

export interface Uncertainty {
  draws?: number;
  failed_draws?: number;
  seed?: number;
  method?: string;
  distribution?: string;
  windows?: number;
  windows_per_draw?: number;
  tornado_windows?: number;
  low_quantile?: number;
  high_quantile?: number;
  ranges?: number;
  not_drawn?: number;
  value?: Maybe<ValueRange>;
  values_low?: Maybe<Num[]>;
  values_high?: Maybe<Num[]>;
  own?: Maybe<Record<string, Range>>;
  shares?: Maybe<Record<string, Record<string, Range>>>;
  tornado?: Maybe<Tornado[]>;
}

export interface Source {
  id: string;
  title: string;
  address?: string;
  year?: string | Num;
  grade: string;
  note?: string;
}

export interface FigureTable {
  table: string;
  columns: string[];
  rows: string[][];
  lines?: number[];
}

export interface MapParty {
  id: string;
  name?: string;
  x: Num;
  y: Num;
}

export interface MapCrossing {
  name: string;
  component?: string;
  from: string;
  to: string;
  capacity_mw?: Num;
}

export interface CaseDocument {
  schema_version: number;
  kind: string;
  title?: string;
  players?: Maybe<string[]>;
  parties?: Maybe<string[]>;
  party_names?: Maybe<ByLanguage>;
  values?: Maybe<Num[]>;
  lower?: Maybe<Num[]>;
  upper?: Maybe<Num[]>;
  evaluated?: Num;
  failed?: Num;
  shares?: Maybe<Record<string, ByName>>;
  refused?: Maybe<Record<string, string>>;
  transfers?: Maybe<Record<string, Transfer[]>>;
  core?: Maybe<Record<string, Core>>;
  own?: Maybe<Num[]>;
  own_lower?: Maybe<Num[]>;
  own_upper?: Maybe<Num[]>;
  barriers?: Maybe<Barrier[]>;
  coalitions?: Maybe<(CoalitionOutcome | null)[]>;
  crossings?: Num;
  windows?: Num;
  size?: Maybe<Record<string, number>>;
  iterations?: Num;
  solver?: Maybe<{ name?: string; version?: string }>;
  warnings?: Maybe<unknown[]>;
  provenance?: Maybe<Record<string, unknown>>;
  map?: Maybe<{ parties?: MapParty[]; crossings?: MapCrossing[] }>;
  borders?: Maybe<Border[]>;
  uncertainty?: Maybe<Uncertainty>;
  sources?: Maybe<Source[]>;
  figures?: Maybe<FigureTable[]>;
  grades?: Maybe<Record<string, number>>;
}

export interface Issue {
  code: string;
  where: string;
  message: string;
  remedy?: string;
}

export interface CommitmentResult {
  title?: string;
  players?: string[];
  parties?: string[];
  value_eur?: Num;
  lower_eur?: Num;
  upper_eur?: Num;
  failed?: Num;
  own?: Maybe<Num[]>;
  shares?: Maybe<Record<string, ByName>>;
  barriers?: Maybe<Barrier[]>;
  borders?: Maybe<Border[]>;
  uncertainty?: Maybe<{ value?: Maybe<ValueRange> }>;
}

export interface Commitment {
  id: string;
  number?: number;
  section?: string;
  titles: ByLanguage;
  texts?: Maybe<Partial<Record<string, ByLanguage>>>;
  parties?: string[];
  state: string;
  status?: string;
  next_step?: string;
  barriers?: string;
  who_gains?: string;
  method?: string;
  meaning?: string;
  case?: string;
  track?: string;
  result?: Maybe<CommitmentResult>;
  issues?: Maybe<Issue[]>;
}

export interface ProgrammeDocument {
  schema_version: number;
  kind: string;
  title?: string;
  titles?: Maybe<ByLanguage>;
  chair?: string;
  year?: number;
  languages?: string[];
  commitments: Commitment[];
  parties?: Maybe<{ id: string; kind?: string; names: ByLanguage }[]>;
  sections?: Maybe<{ id: string; titles: ByLanguage }[]>;
  cases?: Maybe<{ name: string; title?: string }[]>;
  provenance?: Maybe<Record<string, unknown>>;
}

export interface PageDocument {
  schema_version: number;
  programme: ProgrammeDocument | null;
  cases: Record<string, CaseDocument>;
}
