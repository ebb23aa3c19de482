#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# Makes the HiGHS solver available and prints the CMake prefix it was found in on the last line (nothing when it could
# not be had: proeftuin then solves with CLP alone).
#
# Debian 13 has libhighs-dev, which is used where apt offers it. Debian 12 has not: there Debian 13's own source package
# is fetched with an apt configuration of its own (the machine's sources are not touched), checked by apt against
# Debian's signing key, and built once into a cache folder.
set -euo pipefail

readonly cache="${PROEFTUIN_CACHE:-${XDG_CACHE_HOME:-${HOME:-${TMPDIR:-/tmp}}/.cache}/proeftuin}"
readonly keyring=/usr/share/keyrings/debian-archive-keyring.gpg
readonly release=trixie

say() { printf '%s\n' "$*" >&2; }

without_highs() {
    say "HiGHS: $1. CLP alone is used; long horizons solve slower, optimal costs are the same."
    exit 0
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

# Output is captured rather than piped into `grep -q`, which ends early and so makes the writer fail under pipefail.
installed_package() { [[ "$(dpkg-query -W -f '${Status}' libhighs-dev 2>/dev/null || true)" == *"ok installed"* ]]; }

offered_package() { [[ "$(apt-cache policy libhighs-dev 2>/dev/null || true)" =~ Candidate:\ [0-9] ]]; }

if [ "${PROEFTUIN_HIGHS:-on}" = off ]; then without_highs "switched off by PROEFTUIN_HIGHS=off"; fi

# 1. The distribution's package.
if ! installed_package && offered_package; then
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends libhighs-dev >&2 || true
fi
if installed_package; then
    echo /usr
    exit 0
fi

# 2. A build from before.
for prefix in "$cache"/highs-*/; do
    if [ -e "$prefix/.complete" ]; then
        echo "${prefix%/}"
        exit 0
    fi
done

# 3. Debian's source package.
[ -r "$keyring" ] || without_highs "Debian's signing key ($keyring) is not on this machine"
command -v apt-get >/dev/null || without_highs "this is not a Debian system"

mkdir -p "$cache"
exec 9>"$cache/highs.lock"
flock 9 # two builds at once: the second waits, then finds the first one's result
for prefix in "$cache"/highs-*/; do
    if [ -e "$prefix/.complete" ]; then
        echo "${prefix%/}"
        exit 0
    fi
done

work="$(mktemp -d "$cache/highs-work.XXXXXX")"
trap 'rm -rf "$work"' EXIT
log="$cache/highs-build.log"

# The mirror this machine already uses for Debian itself; Debian's public name where apt does not tell.
mirror="$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Label: Debian' 2>/dev/null | head -n 1)"
mirror="${mirror:-http://deb.debian.org/debian}"

mkdir -p "$work"/apt/lists/partial "$work"/apt/cache/archives/partial "$work/source"
echo "deb-src [signed-by=$keyring] $mirror $release main" >"$work/apt/sources.list"
cat >"$work/apt/apt.conf" <<CONF
Dir::Etc::SourceList "$work/apt/sources.list";
Dir::Etc::SourceParts "-";
Dir::State::Lists "$work/apt/lists";
Dir::Cache "$work/apt/cache";
APT::Sandbox::User "$(id -un)";
APT::Get::AllowUnauthenticated "false";
Acquire::AllowInsecureRepositories "false";
Acquire::Retries "3";
CONF

say "HiGHS: fetching the source package of Debian $release from $mirror"
(
    cd "$work/source"
    export APT_CONFIG="$work/apt/apt.conf"
    apt-get update -qq && apt-get source -qq --tar-only highs
) >"$log" 2>&1 || { tail -n 5 "$log" >&2; without_highs "its source package could not be fetched"; }

tarball="$(find "$work/source" -maxdepth 1 -name 'highs_*.orig.tar.*' -print -quit)"
[ -n "$tarball" ] || without_highs "apt delivered no source archive"
version="$(basename "$tarball" | sed -E 's/^highs_([0-9.]+).*/\1/')"
readonly prefix="$cache/highs-$version"

say "HiGHS $version: building once into $prefix (two to five minutes, log in $log)"
(
    tar -C "$work/source" -xf "$tarball"
    source_folder="$(find "$work/source" -mindepth 1 -maxdepth 1 -type d -print -quit)"
    generator="Unix Makefiles"
    if command -v ninja >/dev/null; then generator=Ninja; fi
    # Static and position independent: nothing to find at run time, and usable from a Python module.
    cmake -S "$source_folder" -B "$work/build" -G "$generator" -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_INSTALL_PREFIX="$prefix" -DCMAKE_INSTALL_LIBDIR=lib -DBUILD_SHARED_LIBS=OFF \
        -DCMAKE_POSITION_INDEPENDENT_CODE=ON -DZLIB=OFF -DBUILD_TESTING=OFF -DBUILD_EXAMPLES=OFF -DBUILD_CXX_EXE=OFF
    cmake --build "$work/build" --parallel "${JOBS:-$(nproc)}"
    rm -rf "$prefix"
    cmake --install "$work/build"
) >>"$log" 2>&1 || { tail -n 20 "$log" >&2; without_highs "its build failed, see $log"; }
touch "$prefix/.complete"
say "HiGHS $version: ready"
echo "$prefix"
