#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# run.sh BUILD [CXX [CXX_FLAGS]]: installs the library of the build folder into a stage, builds the consumer project against it, runs it.
set -euo pipefail
here="$(cd "$(dirname "$0")" && pwd)"
build="$1"
stage="$build/consumer/stage"

rm -rf "$build/consumer"
cmake --install "$build" --prefix "$stage" --component library >"$build/consumer-install.log"
cmake -S "$here" -B "$build/consumer/build" -G Ninja -DCMAKE_BUILD_TYPE=Release -DCMAKE_PREFIX_PATH="$stage" \
    -DCMAKE_CXX_COMPILER="${2:-c++}" -DCMAKE_CXX_FLAGS="${3:-}"
cmake --build "$build/consumer/build"
"$build/consumer/build/consumer"
