#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Rules about text that a compiler does not check.

Errors: a missing licence line; a header without #pragma once; a file of dispatch/ or lp/ of more than 100 lines that
does not say at its head, or in its header, what it computes; a file of more than 500 lines; TODO without a reason in brackets; a folder
map in ARCHITECTURE.md that differs from the disk; a link to a file that is not there; an error code that is raised and has
no test.
Warnings: functions of more than 60 lines.
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
MAX_FILE_LINES = 500
MAX_FUNCTION_LINES = 60
CODE_FOLDERS = ("src", "apps", "fuzz", "bench", "tests", "tools", "cmake", ".ci", "programmes")
CODE_SUFFIXES = {".hpp", ".cpp", ".py", ".sh", ".cmake"}
NOT_MAPPED = {".git", "build", "out"}


def code_files():
    for folder in CODE_FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and (path.suffix in CODE_SUFFIXES or path.name == "CMakeLists.txt"):
                yield path


def check_head(path, lines):
    place = path.relative_to(ROOT)
    if not any("SPDX-License-Identifier: Apache-2.0" in line for line in lines[:3]):
        yield f"{place}: the SPDX line is missing"
    if path.suffix == ".hpp" and "#pragma once" not in lines:
        yield f"{place}: #pragma once is missing"
    if len(lines) > MAX_FILE_LINES:
        yield f"{place}: {len(lines)} lines, at most {MAX_FILE_LINES}"
    mathematical = place.parts[:3] in {("src", "proeftuin", "dispatch"), ("src", "proeftuin", "lp")}
    if mathematical and path.suffix == ".cpp" and not path.stem.endswith("_test") and len(lines) > 100:
        head = lines[: next((i for i, line in enumerate(lines) if line.startswith("namespace")), len(lines))]
        header = path.with_suffix(".hpp")
        said = sum(1 for line in head if re.match(r"//\s*\w", line)) - 1  # without the SPDX line
        told = header.exists() and len(re.findall(r"^\s*///", header.read_text(encoding="utf-8"), re.MULTILINE)) >= 5
        if said < 1 and not told:
            yield f"{place}: should begin with a comment saying what it computes (formula, symbols, citation)"


def check_todo(path, lines):
    for number, line in enumerate(lines, 1):
        if re.search(r"\b(TODO|FIXME|XXX)\b(?!\([^)]{8,}\))", line) and path.name != "check_docs.py":
            yield f"{path.relative_to(ROOT)}:{number}: TODO needs its reason in brackets: TODO(why, until when)"


def long_functions(path, lines):
    """A function body: from a line that ends in '{' and holds ')' to the '}' at the same indentation."""
    start = None
    for number, line in enumerate(lines, 1):
        if start is None:
            match = re.match(r"^( {0,4})\S.*\).*\{$", line)
            if match and not re.match(r"\s*(if|for|while|switch|namespace|TEST|RC_)\b", line):
                start, indent = number, match.group(1)
        elif re.match(rf"^{indent}\}}", line):
            if number - start + 1 > MAX_FUNCTION_LINES:
                yield f"{path.relative_to(ROOT)}:{start}: warning: a function of {number - start + 1} lines"
            start = None


def check_map():
    """Every path in the ```folders block exists, and every folder of the repository's first two levels is in it."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    block = text.split("```folders\n", 1)[1].split("```", 1)[0]
    mapped = set()
    for line in block.splitlines():
        path = line.split()[0].rstrip("/")
        mapped.add(path)
        if not (ROOT / path).exists():
            yield f"ARCHITECTURE.md: {path} is in the folder map but not on the disk"
    listed = subprocess.run(["git", "-C", str(ROOT), "ls-files"], capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        return  # an unpacked archive
    files = [pathlib.PurePosixPath(name) for name in listed.stdout.splitlines()]
    folders = {file.parts[0] for file in files if len(file.parts) > 1} - NOT_MAPPED
    folders |= {"src/proeftuin/" + file.parts[2] for file in files if file.parts[:2] == ("src", "proeftuin") and len(file.parts) > 3}
    for folder in sorted(folders):
        if not any(path == folder or path.startswith(folder + "/") for path in mapped):
            yield f"ARCHITECTURE.md: {folder} is not in the folder map"


def check_links():
    for path in sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]):
        for target in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8")):
            if not re.match(r"[a-z]+:", target) and not (path.parent / target).exists():
                yield f"{path.relative_to(ROOT)}: links to {target}, which is not there"


def check_codes():
    header = (ROOT / "src/proeftuin/base/issue.hpp").read_text(encoding="utf-8")
    body = re.search(r"enum class Code \{(.*?)\};", header, re.DOTALL).group(1)
    codes = re.findall(r"^\s*(\w+),", body, re.MULTILINE)
    tests = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("src", "apps", "tests")
        for path in (ROOT / folder).rglob("*_test.cpp")
        if path.name != "issue_test.cpp"
    )
    raised = "".join(
        path.read_text(encoding="utf-8")
        for folder in ("src", "apps")
        for path in (ROOT / folder).rglob("*.cpp")
        if path.parent.name != "base" and not path.stem.endswith("_test")
    )
    for code in codes:
        if re.search(rf"\bCode::{code}\b", raised) and not re.search(rf"\b{code}\b", tests):
            yield f"src/proeftuin/base/issue.hpp: no test triggers Code::{code}, which is raised"


def main():
    errors, warnings = [], []
    for path in code_files():
        lines = path.read_text(encoding="utf-8").splitlines()
        errors += check_head(path, lines)
        errors += check_todo(path, lines)
        if path.suffix in {".cpp", ".hpp"}:
            warnings += long_functions(path, lines)
    errors += check_map()
    errors += check_links()
    errors += check_codes()
    print("\n".join(warnings + errors))
    return 1 if errors else 0


if __name__ == "__main__":
    sys.exit(main())
