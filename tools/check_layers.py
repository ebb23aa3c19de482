#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what each module includes and links with the table of ARCHITECTURE.md.

The table's rows are `| module | may include | ... |` under the heading "Modules". Also keeps libraries that belong to one
module, such as CLP's headers, inside it. Tests may include what they like of other libraries, but keep to the layers.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src" / "proeftuin"

# pattern of an include -> modules that may have it
CONTAINED = {
    r"(Clp|Coin|Cbc|Cgl|Osi)\w*\.h(pp)?|Highs\w*\.h|interfaces/.*|lp_data/.*": {"lp"},
    r"netcdf.*|toml\+\+/.*|fast_float/.*": {"io"},
    r"CLI/.*": {"apps"},
    r"nlohmann/(?!json_fwd).*": {"io", "network", "apps"},
    r"iostream|execution": {"apps"},  # the library does not print; <execution> needs TBB to link
}


def allowed_modules():
    """module -> set of modules it may include, itself among them."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    section = text.split("\n## Modules", 1)[1].split("\n## ", 1)[0]
    rows = re.findall(r"^\|\s*`?([\w/]+)`?\s*\|([^|]*)\|", section, re.MULTILINE)
    table = {}
    for module, may in rows:
        if module == "module":
            continue
        named = set(re.findall(r"\w+", may))
        table[module] = (set(table) if named == {"all"} else named) | {module}
    return table


def includes(path):
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        match = re.match(r'\s*#\s*include\s*[<"]([^>"]+)[>"]', line)
        if match:
            yield number, match.group(1)


def check_file(path, module, table):
    for number, header in includes(path):
        place = f"{path.relative_to(ROOT)}:{number}"
        match = re.match(r"proeftuin/(\w+)/", header)
        if match and match.group(1) not in table[module]:
            yield f"{place}: {module} may not include {match.group(1)} ({header})"
        if path.stem.endswith("_test"):
            continue
        for pattern, modules in CONTAINED.items():
            if re.fullmatch(pattern, header) and module not in modules:
                yield f"{place}: <{header}> belongs to {', '.join(sorted(modules))}"


def check_links(path, module, table):
    for name in re.findall(r"proeftuin::(\w+)", path.read_text(encoding="utf-8")):
        if name not in table[module]:
            yield f"{path.relative_to(ROOT)}: {module} may not link {name}"


def check():
    table = allowed_modules()
    folders = {p.name for p in SOURCE.iterdir() if p.is_dir()}
    for module in sorted(folders - set(table)):
        yield f"src/proeftuin/{module} is not in the table of ARCHITECTURE.md"
    for module in sorted(set(table) - folders - {"apps"}):
        yield f"ARCHITECTURE.md has a module {module} that is not in src/proeftuin"
    roots = {module: SOURCE / module for module in folders & set(table)} | {"apps": ROOT / "apps"}
    for module, folder in sorted(roots.items()):
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".hpp", ".cpp"}:
                yield from check_file(path, module, table)
            elif path.name == "CMakeLists.txt" and module != "apps":
                yield from check_links(path, module, table)


def main():
    problems = list(check())
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
