// SPDX-License-Identifier: Apache-2.0
//
// Cuts Europe out of world-atlas' countries of the world (Natural Earth, public domain), so that the page carries only what it
// draws: polygons that touch the frame, on a grid of a hundredth of a degree, each with its ISO 3166 code of two letters.
import { readFileSync } from "node:fs";

const frame = { west: -25, east: 45, south: 33.5, north: 72 };
const steps_per_degree = 100;

// ISO 3166-1: numeric code (world-atlas' id) to the code of two letters, for countries with land in the frame.
const codes = Object.fromEntries(
  (
    "008 AL,012 DZ,020 AD,040 AT,051 AM,031 AZ,056 BE,070 BA,100 BG,112 BY,191 HR,196 CY,203 CZ,208 DK,233 EE,234 FO,246 FI,250 FR," +
    "268 GE,276 DE,300 GR,348 HU,352 IS,372 IE,376 IL,368 IQ,364 IR,380 IT,422 LB,428 LV,438 LI,440 LT,442 LU,470 MT,492 MC," +
    "498 MD,499 ME,504 MA,528 NL,578 NO,616 PL,620 PT,642 RO,643 RU,674 SM,688 RS,703 SK,705 SI,724 ES,752 SE,756 CH," +
    "760 SY,788 TN,792 TR,804 UA,807 MK,826 GB,831 GG,832 JE,833 IM,336 VA"
  )
    .split(",")
    .map((pair) => pair.split(" ")),
);

/** Absolute coordinates of every arc of a quantised topology. */
function decode(topology) {
  const { scale, translate } = topology.transform;
  return topology.arcs.map((arc) => {
    let x = 0;
    let y = 0;
    return arc.map(([dx, dy]) => [(x += dx) * scale[0] + translate[0], (y += dy) * scale[1] + translate[1]]);
  });
}

/** Deltas on the coarser grid, without points that fall on the one before. */
function encode(points) {
  let before = [0, 0];
  const arc = [];
  for (const [lon, lat] of points) {
    const at = [Math.round(lon * steps_per_degree), Math.round(lat * steps_per_degree)];
    const delta = [at[0] - before[0], at[1] - before[1]];
    if (arc.length > 0 && delta[0] === 0 && delta[1] === 0) continue;
    arc.push(delta);
    before = at;
  }
  if (arc.length === 1) arc.push([0, 0]);
  return arc;
}

function touches(ring, arcs) {
  return ring.some((index) =>
    arcs[index < 0 ? ~index : index].some(
      ([lon, lat]) => lon > frame.west && lon < frame.east && lat > frame.south && lat < frame.north,
    ),
  );
}

export function europe() {
  const url = new URL("node_modules/world-atlas/countries-50m.json", import.meta.url);
  const topology = JSON.parse(readFileSync(url, "utf8"));
  const arcs = decode(topology);
  const used = new Map();
  const renumber = (index) => {
    const plain = index < 0 ? ~index : index;
    if (!used.has(plain)) used.set(plain, used.size);
    return index < 0 ? ~used.get(plain) : used.get(plain);
  };
  const geometries = [];
  for (const country of topology.objects.countries.geometries) {
    const polygons = country.type === "Polygon" ? [country.arcs] : (country.arcs ?? []);
    const kept = polygons.filter((polygon) => touches(polygon[0], arcs));
    if (kept.length === 0) continue;
    geometries.push({
      type: "MultiPolygon",
      arcs: kept.map((polygon) => polygon.map((ring) => ring.map(renumber))),
      properties: { code: codes[country.id] ?? "" },
    });
  }
  return {
    type: "Topology",
    transform: { scale: [1 / steps_per_degree, 1 / steps_per_degree], translate: [0, 0] },
    objects: { countries: { type: "GeometryCollection", geometries } },
    arcs: [...used.keys()].map((index) => encode(arcs[index])),
  };
}
