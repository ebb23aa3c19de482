// SPDX-License-Identifier: Apache-2.0
//
// build.mjs puts Europe's countries here.
declare module "europe" {
  import type { GeometryCollection, Topology } from "topojson-specification";
  const europe: Topology<{ countries: GeometryCollection<{ code: string }> }>;
  export default europe;
}
