#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Installs the Debian packages that are missing: what the build needs, with --tests what the tests need too (a browser), with
# --all also what the checks and the fuzzers need. Does nothing, and needs no rights, when everything is there.
set -euo pipefail

packages=(
    g++ cmake ninja-build pkg-config ccache dpkg-dev debian-archive-keyring
    coinor-libclp-dev coinor-libcbc-dev coinor-libcgl-dev coinor-libosi-dev coinor-libcoinutils-dev
    libnetcdf-dev libfmt-dev libexpected-dev nlohmann-json3-dev libtomlplusplus-dev libfast-float-dev libeigen3-dev
    libcli11-dev libgtest-dev libgmock-dev librapidcheck-dev
    python3 python3-netcdf4 python3-xarray
)
# The page is bundled with Node.js 18 or newer; one that did not come from Debian will do.
if ! command -v npm >/dev/null || ! node -e 'process.exit(parseInt(process.versions.node) >= 18 ? 0 : 1)' 2>/dev/null; then
    packages+=(nodejs npm)
fi
if [ "${1:-}" = --tests ] || [ "${1:-}" = --all ]; then
    packages+=(chromium)
fi
if [ "${1:-}" = --all ]; then
    packages+=(clang-19 clang-format-19 clang-tidy-19 libclang-rt-19-dev libbenchmark-dev gcovr)
fi

command -v dpkg-query >/dev/null || { echo "not a Debian system: install the equivalents of ${packages[*]}" >&2; exit 1; }

missing=()
for package in "${packages[@]}"; do
    status="$(dpkg-query -W -f '${Status}\n' "$package" 2>/dev/null || true)"
    [[ "$status" == *"ok installed"* ]] || missing+=("$package")
done
[ "${#missing[@]}" -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" != 0 ]; then
    if ! command -v sudo >/dev/null; then
        echo "these packages are missing, and only root can install them: ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi

echo "installing ${#missing[@]} packages: ${missing[*]}"
install=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -o Dpkg::Use-Pty=0 -o Acquire::Retries=3 -qq
    install -y --no-install-recommends "${missing[@]}")
log="$(mktemp)"
trap 'rm -f "$log"' EXIT
# The lists may be absent or out of date: refresh them, and carry on with the ones there are when that fails.
"${as_root[@]}" apt-get -qq update >"$log" 2>&1 || { tail -n 3 "$log" >&2; echo "apt-get update failed; using the lists there are" >&2; }
"${install[@]}" >"$log" 2>&1 || { tail -n 30 "$log" >&2; exit 1; }
