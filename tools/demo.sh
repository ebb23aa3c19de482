#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# demo.sh PROGRAM: solves the bundled example, runs the bundled programme and says where the results are.
set -euo pipefail
cd "$(dirname "$0")/.."

program="${1:-build/release/apps/proeftuin/proeftuin}"
example=data/examples/five-zones
results=out/five-zones
programme=programmes/benelux-2026
market=$programme/cases/power-market
answers=out/benelux-2026

run() {
    echo "\$ proeftuin $*"
    "$program" "$@"
    echo
}

run check "$example"
run explain "$example"
run solve "$example" --out "$results"
run explain "$market"
run run "$programme" --out "$answers"
echo "What power trade of ten countries is worth, and to whom: open $answers-cases/power-market/gains.svg in a browser;"
echo "who would pay whom is in transfers.csv beside it, all commitments in $answers/results.json."
echo "The five zones: open $results/schedule.svg; $results/results.json has every number,"
echo "and pypsa.Network(\"$results/network\") reads the solved network."
