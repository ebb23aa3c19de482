#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
#
# check_symbols.sh ARCHIVE...: the library never prints, exits, aborts or reads the environment, so its archives may not
# refer to the functions that do.
set -euo pipefail

forbidden='^(printf|__printf_chk|vprintf|puts|putchar|perror|stdout|stderr|exit|_exit|_Exit|quick_exit|abort|getenv|secure_getenv|system|_ZSt4cout|_ZSt4cerr|_ZSt4clog)$'
status=0
for archive in "$@"; do
    found="$(nm -A --undefined-only "$archive" 2>/dev/null | awk '{print $1, $NF}' | sed -E 's/@.*$//' |
        awk -v forbidden="$forbidden" '$2 ~ forbidden {sub(/:$/, "", $1); print "  " $1 ": " $2}')"
    if [ -n "$found" ]; then
        echo "forbidden in $archive:"
        echo "$found"
        status=1
    fi
done
exit "$status"
