#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# build_page.sh OUT: bundles web/ into the one file OUT. Installs what web/package-lock.json names first, once.
set -euo pipefail

out="$(realpath -m "$1")"
cd "$(dirname "$0")/../web"

exec 9>.install.lock
flock 9 # two builds at once: the second waits, then finds everything there
stamp=node_modules/.proeftuin-installed
if ! cmp -s package-lock.json "$stamp"; then
    echo "page: installing what web/package-lock.json names"
    npm ci --no-audit --no-fund --loglevel=error
    cp package-lock.json "$stamp"
fi
mkdir -p "$(dirname "$out")"
node build.mjs "$out.partial"
mv "$out.partial" "$out"
