// SPDX-License-Identifier: Apache-2.0
//
// The parties on a map: countries where their ids are those of countries, dots where they are not.
// What lies between them (borders, flows) and what they are coloured by (prices) is given by who draws.
import { geoCentroid, geoConicConformal, geoPath, type GeoPermissibleObjects } from "d3-geo";
import europe from "europe";
import type { Feature, MultiPolygon } from "geojson";
import { feature } from "topojson-client";
import { s, type Child } from "./dom";
import { is_number, type CaseModel } from "./model";

export interface PartyLook {
  fill?: string | null;
  hatched?: boolean;
  note?: string; // under the name, such as the price
  pressed?: boolean;
  describe: string; // for those who do not see it
  toggle?: () => void;
}

export interface Line {
  from: string;
  to: string;
  width: number;
  arrow: boolean;
  chosen: boolean;
  title: string;
  choose?: () => void;
}

export interface MapLook {
  label: string;
  party: (id: string, index: number) => PartyLook;
  lines: Line[];
}

type Country = Feature<MultiPolygon, { code: string }>;
type Point = [number, number];

const width = 560;
const height = 600;
let countries: Country[] | null = null;

function all_countries(): Country[] {
  countries ??= feature(europe, europe.objects.countries).features as Country[];
  return countries;
}

const atlas_code = (id: string): string => ({ UK: "GB", EL: "GR" })[id] ?? id;

function country_of(id: string): Country | undefined {
  return id === "" ? undefined : all_countries().find((country) => country.properties.code === atlas_code(id));
}

/** Where each party stands, longitude and latitude; those whose place is not known are left out. */
export function places(model: CaseModel): Map<string, Point> {
  const found = new Map<string, Point>();
  for (const id of model.parties) {
    const told = model.doc.map?.parties?.find((party) => party.id === id);
    const country = country_of(id);
    if (told && is_number(told.x) && is_number(told.y)) found.set(id, [told.x, told.y]);
    else if (country) found.set(id, geoCentroid(country) as Point);
  }
  return found;
}

export function can_map(model: CaseModel): boolean {
  return places(model).size >= 2;
}

/** A frame around the places, with room for the land around them. */
function frame(points: Point[]): GeoPermissibleObjects {
  const lon = points.map(([x]) => x);
  const lat = points.map(([, y]) => y);
  const room_x = Math.max(0.14 * (Math.max(...lon) - Math.min(...lon)), 1.2);
  const room_y = Math.max(0.07 * (Math.max(...lat) - Math.min(...lat)), 0.8);
  const [west, east] = [Math.min(...lon) - room_x, Math.max(...lon) + room_x];
  const [south, north] = [Math.min(...lat) - room_y, Math.max(...lat) + room_y];
  return { type: "MultiPoint", coordinates: [[west, south], [east, south], [west, north], [east, north]] };
}

function arrow(from: Point, to: Point, line: Line): Child {
  const [dx, dy] = [to[0] - from[0], to[1] - from[1]];
  const length = Math.hypot(dx, dy) || 1;
  const [ux, uy] = [dx / length, dy / length];
  const room = Math.min(20, length * 0.28);
  const at = (along: number, across: number): string =>
    `${(from[0] + ux * along - uy * across).toFixed(1)},${(from[1] + uy * along + ux * across).toFixed(1)}`;
  const half = line.width / 2;
  const end = length - room;
  const head = line.arrow ? Math.min(6 + line.width, (end - room) * 0.6) : 0;
  const points = line.arrow
    ? [at(room, half), at(end - head, half), at(end - head, half + 4), at(end, 0), at(end - head, -half - 4), at(end - head, -half), at(room, -half)]
    : [at(room, half), at(end, half), at(end, -half), at(room, -half)];
  return s(
    "polygon",
    { points: points.join(" "), class: `line${line.chosen ? " chosen" : ""}${line.choose ? " open" : ""}`, onclick: line.choose },
    s("title", {}, line.title),
  );
}

function party_mark(id: string, at: Point, look: PartyLook, shape: string | null): SVGGElement {
  const press = look.toggle;
  const group = s(
    "g",
    {
      class: `party${look.hatched ? " outside" : ""}${press ? " open" : ""}`,
      ...(press
        ? { role: "button", tabindex: 0, "aria-pressed": look.pressed ? "true" : "false", "aria-label": look.describe, "data-key": `map:${id}` }
        : {}),
    },
    s("title", {}, look.describe),
    shape ? s("path", { d: shape, class: "land", style: look.fill ? `fill:${look.fill}` : null }) : null,
    shape && look.hatched ? s("path", { d: shape, fill: "url(#hatch)", class: "hatch" }) : null,
    shape ? null : s("circle", { cx: at[0], cy: at[1], r: 9, class: "land", style: look.fill ? `fill:${look.fill}` : null }),
  );
  if (press) {
    group.addEventListener("click", press);
    group.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" && event.key !== " ") return;
      event.preventDefault();
      press();
    });
  }
  return group;
}

function party_words(id: string, at: Point, look: PartyLook, dot: boolean): Child {
  const y = at[1] + (dot ? -16 : 0);
  return s(
    "g",
    { class: `words${look.hatched ? " outside" : ""}`, "aria-hidden": "true" },
    s("text", { x: at[0], y: y - (look.note ? 2 : -6), class: "id" }, id),
    look.note ? s("text", { x: at[0], y: y + 15, class: "under" }, look.note) : null,
  );
}

function hatch(): Child {
  return s(
    "defs",
    {},
    s(
      "pattern",
      { id: "hatch", width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
      s("line", { x1: 0, y1: 0, x2: 0, y2: 7, class: "hatching" }),
    ),
  );
}

/** What is the same on every map of a case: the ground, the shape and the place of each party. */
interface Ground {
  others: string;
  shapes: Map<string, string>;
  at: Map<string, Point>;
}

const grounds = new WeakMap<CaseModel, Ground>();

function ground_of(model: CaseModel): Ground {
  const known = grounds.get(model);
  if (known) return known;
  const where = places(model);
  const room = 24;
  // Precision 0: the outlines are finer than what bending their edges along the globe would add.
  const projection = geoConicConformal().parallels([43, 62]).rotate([-9, 0]).precision(0);
  projection.fitExtent([[room, room], [width - room, height - room]], frame([...where.values()]));
  projection.clipExtent([[-20, -20], [width + 20, height + 20]]);
  const path = geoPath(projection).digits(1);
  const as_country = new Set(model.parties.filter((id) => country_of(id)).map(atlas_code));
  const others = all_countries().filter((country) => !as_country.has(country.properties.code));
  const ground = {
    others: path({ type: "FeatureCollection", features: others }) ?? "",
    shapes: new Map(model.parties.map((id) => [id, country_of(id)] as const).map(([id, country]) => [id, country ? (path(country) ?? "") : ""])),
    at: new Map([...where].map(([id, point]) => [id, projection(point) ?? [0, 0]] as [string, Point])),
  };
  grounds.set(model, ground);
  return ground;
}

export function draw_map(model: CaseModel, look: MapLook): SVGSVGElement {
  const { others, shapes, at } = ground_of(model);
  const looks = new Map(model.parties.map((id, index) => [id, look.party(id, index)]));
  const shown = model.parties.filter((id) => at.has(id));
  const open = [...looks.values()].some((one) => one.toggle);
  const shape = (id: string): string | null => shapes.get(id) || null;
  return s(
    "svg",
    { viewBox: `0 0 ${width} ${height}`, class: "map", role: open ? "group" : "img", "aria-label": look.label },
    hatch(),
    s("path", { d: others, class: "ground" }),
    shown.map((id) => party_mark(id, at.get(id)!, looks.get(id)!, shape(id))),
    look.lines.map((line) => {
      const [from, to] = [at.get(line.from), at.get(line.to)];
      return from && to ? arrow(from, to, line) : null;
    }),
    shown.map((id) => party_words(id, at.get(id)!, looks.get(id)!, shape(id) === null)),
  );
}
