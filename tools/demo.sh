#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# demo.sh PROGRAM: runs the bundled programme, writes its page and its letter to parliament, and says where they are.
set -euo pipefail
cd "$(dirname "$0")/.."

program="${1:-build/release/apps/proeftuin/proeftuin}"
programme=programmes/benelux-2026
market=$programme/cases/power-market
answers=out/benelux-2026

run() {
    echo "\$ proeftuin $*"
    "$program" "$@"
    echo
}

run check "$programme"
run explain "$market"
run run "$programme" --out "$answers"
run report "$answers" --letter nl

page="$PWD/$answers/report.html"
if [ -e "$page" ]; then
    echo "The answer to each commitment, one page: open file://$page"
else
    echo "This build has no page (Node.js or npm were missing); $answers-cases/power-market/gains.svg is a picture of the answer."
fi
echo "The letter to parliament: $answers/letter-nl.md. Every number: $answers/results.json, and of each case in $answers-cases."
