#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""embed.py FILE OUT.cpp FUNCTION: a file as a string of the program, which FUNCTION of report/embedded.hpp returns. Without a
file (FILE is empty) the string is empty."""

import pathlib
import sys

LENGTH = 16000  # of one literal; compilers need not take longer ones than 65 536


def main(file, out, function):
    text = pathlib.Path(file).read_text(encoding="utf-8") if file else ""
    mark = "text"
    while f"){mark}\"" in text:
        mark += "_"
    parts = [text[at:at + LENGTH] for at in range(0, len(text), LENGTH)]
    literals = "\n".join(f'    R"{mark}({part}){mark}"' for part in parts) or '    ""'
    pathlib.Path(out).write_text(
        "// Made by tools/embed.py; not to be changed by hand.\n"
        '#include "proeftuin/report/embedded.hpp"\n\n'
        "namespace proeftuin::report {\n\n"
        f"std::string_view {function}() {{\n    static constexpr char text[] =\n{literals};\n"
        "    return {text, sizeof(text) - 1};\n}\n\n}  // namespace proeftuin::report\n",
        encoding="utf-8", newline="")


if __name__ == "__main__":
    main(*sys.argv[1:])
