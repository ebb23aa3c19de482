# SPDX-License-Identifier: Apache-2.0
"""report.html: the page of the bundled programme in a browser, on the first weeks of its power market; and what is in the file.

The browser part is tests/web/page_test.mjs; it needs Node.js with what web/ installs, and Debian's Chromium.
"""

import json
import os
import re
import shutil
import subprocess
import unittest

from command import PROGRAM, SOURCE, CommandTest

PROGRAMME = SOURCE / "programmes" / "benelux-2026"
BROWSER_TEST = SOURCE / "tests" / "web" / "page_test.mjs"
SANITIZED = os.environ.get("PROEFTUIN_SANITIZED") == "1"
WEEKS = 1 if SANITIZED else 2
DRAWS = 0 if SANITIZED else 3
OTHER_MONTHS = re.compile(r",2024-(?!01)\d\d-\*,")  # what a range does in months that are cut off
EMBEDDED = re.compile(r'<script type="application/json" id="results">(.*?)</script>', re.DOTALL)


def shorten(case):
    """The first weeks of a case's network, and few draws."""
    network = case / "network"
    for series in [network / "snapshots.csv", *network.glob("*-*.csv")]:
        lines = series.read_text(encoding="utf-8").splitlines(keepends=True)
        series.write_text("".join(lines[:1 + WEEKS * 168]), encoding="utf-8")
    ranges = (case / "ranges.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    (case / "ranges.csv").write_text("".join(line for line in ranges if not OTHER_MONTHS.search(line)), encoding="utf-8")
    settings = (case / "case.toml").read_text(encoding="utf-8")
    settings = re.sub(r"(?m)^draws *=.*$", f"draws = {DRAWS}", settings)
    settings = re.sub(r"(?m)^windows *=.*$", "windows = 1", settings)
    (case / "case.toml").write_text(settings, encoding="utf-8")


def embedded(page):
    found = EMBEDDED.search(page.read_text(encoding="utf-8"))
    return json.loads(found.group(1).replace("<\\/", "</"))


class Page(CommandTest):
    def setUp(self):
        super().setUp()
        shutil.copytree(PROGRAMME, self.folder / "benelux-2026")
        shorten(self.folder / "benelux-2026" / "cases" / "power-market")
        done = subprocess.run([PROGRAM, "run", "benelux-2026", "--out", "out"], cwd=self.folder, capture_output=True, text=True,
                              timeout=250, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.page = self.folder / "out" / "report.html"
        if not self.page.exists():
            self.skipTest("this build has no page: Node.js or npm were missing")

    def test_the_page_in_a_browser_and_what_is_in_it(self):
        results = json.loads((self.folder / "out" / "results.json").read_text(encoding="utf-8"))
        case = json.loads((self.folder / "out-cases" / "power-market" / "results.json").read_text(encoding="utf-8"))
        shown = embedded(self.page)
        self.assertEqual(shown["schema_version"], 1)
        self.assertEqual(shown["programme"], results)
        for key in ("values", "lower", "upper", "shares", "own", "transfers", "sources", "figures", "grades"):
            self.assertEqual(shown["cases"]["power-market"][key], case[key], key)
        again = self.run_program("report", "out")
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertEqual(embedded(self.page), shown)
        if not shutil.which("chromium") or not shutil.which("node"):
            self.skipTest("Node.js or Chromium are missing: the page was not opened")
        done = subprocess.run(["node", str(BROWSER_TEST), str(self.page), str(self.folder / "out" / "results.json"),
                               str(self.folder / "out-cases")], capture_output=True, text=True, timeout=280, check=False)
        print(done.stdout)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


if __name__ == "__main__":
    unittest.main()
