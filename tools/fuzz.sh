#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# fuzz.sh [SECONDS]: builds every fuzz target with libFuzzer and the sanitizers, and lets each run for SECONDS (60). New
# inputs go to build/fuzz/corpus, findings to build/fuzz/findings; a finding makes the script fail.
set -euo pipefail
cd "$(dirname "$0")/.."

seconds="${1:-60}"
cmake --preset fuzz >/dev/null
cmake --build --preset fuzz --parallel "${JOBS:-$(nproc)}"
mkdir -p build/fuzz/findings

failed=()
for source in fuzz/*_fuzz.cpp; do
    [ -e "$source" ] || continue
    target="$(basename "$source" .cpp)"
    name="${target%_fuzz}"
    mkdir -p "build/fuzz/corpus/$name" "fuzz/corpus/$name"
    echo "== $name: $seconds s"
    "build/fuzz/fuzz/$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="build/fuzz/findings/$name-" "build/fuzz/corpus/$name" "fuzz/corpus/$name" \
        >"build/fuzz/$name.log" 2>&1 || failed+=("$name")
    grep -E '^stat::(number_of_executed_units|new_units_added)' "build/fuzz/$name.log" || true
done

if [ "${#failed[@]}" -gt 0 ]; then
    echo "findings in: ${failed[*]}" >&2
    for name in "${failed[@]}"; do
        echo "== $name (build/fuzz/$name.log)" >&2
        grep -E 'ERROR|runtime error|SUMMARY|Test unit' "build/fuzz/$name.log" >&2 || tail -n 20 "build/fuzz/$name.log" >&2
    done
    exit 1
fi
