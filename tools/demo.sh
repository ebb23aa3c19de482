#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# demo.sh PROGRAM: solves the bundled example network and says where the results are.
set -euo pipefail
cd "$(dirname "$0")/.."

program="${1:-build/release/apps/proeftuin/proeftuin}"
example="$(find data/examples -mindepth 1 -maxdepth 1 -type d 2>/dev/null | sort | head -n 1)"
if [ -z "$example" ]; then
    echo "no example network in data/examples" >&2
    exit 1
fi

set -x
"$program" check "$example"
"$program" explain "$example"
"$program" solve "$example" --out build/demo
{ set +x; } 2>/dev/null
echo "results are in build/demo:"
ls build/demo
