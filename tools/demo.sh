#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# demo.sh PROGRAM: checks, explains and solves the bundled example and says where the results are.
set -euo pipefail
cd "$(dirname "$0")/.."

program="${1:-build/release/apps/proeftuin/proeftuin}"
example=data/examples/five-zones
results=out/five-zones

run() {
    echo "\$ proeftuin $*"
    "$program" "$@"
    echo
}

run check "$example"
run explain "$example"
run solve "$example" --out "$results"
echo "Open $results/schedule.svg in a browser; $results/results.json has every number,"
echo "and pypsa.Network(\"$results/network\") reads the solved network."
