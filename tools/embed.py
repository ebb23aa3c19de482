#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""embed.py PAGE.html OUT.cpp: the page as a string of the program. Without a page (no PAGE.html) the string is empty."""

import pathlib
import sys

LENGTH = 16000  # of one literal; compilers need not take longer ones than 65 536


def main(page, out):
    text = pathlib.Path(page).read_text(encoding="utf-8") if page else ""
    mark = "page"
    while f"){mark}\"" in text:
        mark += "_"
    parts = [text[at:at + LENGTH] for at in range(0, len(text), LENGTH)]
    literals = "\n".join(f'    R"{mark}({part}){mark}"' for part in parts) or '    ""'
    pathlib.Path(out).write_text(
        "// Made by tools/embed.py; not to be changed by hand.\n"
        '#include "proeftuin/report/page_template.hpp"\n\n'
        "namespace proeftuin::report {\n\n"
        f"std::string_view page_template() {{\n    static constexpr char text[] =\n{literals};\n"
        "    return {text, sizeof(text) - 1};\n}\n\n}  // namespace proeftuin::report\n",
        encoding="utf-8", newline="")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
