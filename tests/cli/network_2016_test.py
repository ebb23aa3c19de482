# SPDX-License-Identifier: Apache-2.0
"""tools/make_network_2016.py: the network of 2016 from Dispa-SET data, where the data are.

The data are not in this repository (PROEFTUIN_TESTDATA, else ../shared/testdata). Without them the figures in
docs/studies/2016 are looked at all the same, and the test then counts as skipped and says why.
"""

import collections
import csv
import os
import pathlib
import re
import subprocess
import sys
import unittest

from command import SOURCE, CommandTest

TABLES = SOURCE / "docs" / "studies" / "2016"
SCRIPT = SOURCE / "tools" / "make_network_2016.py"
GRADES = {"measured", "official", "study", "assumption"}

# Sum in TWh and peak in MW of the hourly loads, as read in the data by another program.
DEMAND = {"NL": (114.01, 18457), "BE": (86.91, 13548), "LU": (4.31, 676), "DE": (481.41, 75445), "FR": (477.77, 86271),
          "AT": (62.88, 10496), "CH": (60.22, 9285), "DK": (32.30, 5819), "NO": (132.29, 24485), "GB": (335.01, 58055),
          "IE": (27.14, 4728)}


DATA = pathlib.Path(os.environ.get("PROEFTUIN_TESTDATA", SOURCE.parent / "shared" / "testdata")) / "dispaset"
MISSING = f"SKIPPED: no Dispa-SET data in {DATA}; set PROEFTUIN_TESTDATA to the folder above it"
SKIPPED = 77  # what ctest shows as skipped, as in CMakeLists.txt


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Tables(unittest.TestCase):
    """Every figure that the data do not have says where it is from, how sure it is and between what it may lie."""

    def test_sources_and_grades(self):
        known = {row["id"] for row in rows(TABLES / "sources.csv")}
        for path in sorted(TABLES.glob("*.csv")):
            for number, row in enumerate(rows(path), 2):
                place = f"{path.name}:{number}"
                self.assertIn(row["grade"], GRADES, place)
                self.assertNotIn(None, row, f"{place}: more fields than columns")
                for source in filter(None, row.get("source", "").split(";")):
                    self.assertIn(source, known, place)
                if row["grade"] == "assumption":
                    self.assertTrue(row["note"], f"{place}: an assumption says why")

    def test_shares_of_a_fleet(self):
        total = collections.Counter()
        for row in rows(TABLES / "classes.csv"):
            total[row["country"], row["technology"], row["fuel"]] += float(row["share"])
        for fleet, share in total.items():
            self.assertAlmostEqual(share, 1, delta=0.002, msg=fleet)

    def test_ranges(self):
        columns = {"fuels": ("price_eur_per_mwh_fuel", "price_low", "price_high"), "prices": ("value", "low", "high"),
                   "availability": ("available", "low", "high"), "eras": ("efficiency", "low", "high"), "hydro": ("reservoirs_twh", "reservoirs_low", "reservoirs_high")}
        for name, (value, low, high) in columns.items():
            for row in rows(TABLES / f"{name}.csv"):
                if row[value]:
                    self.assertLessEqual(float(row[low]), float(row[value]), row)
                    self.assertLessEqual(float(row[value]), float(row[high]), row)


@unittest.skipUnless(DATA.is_dir(), MISSING)
class Network(CommandTest):
    def make(self, *options):
        done = subprocess.run([sys.executable, SCRIPT, DATA, self.folder / "network", *options], capture_output=True,
                              text=True, check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def test_demand_of_the_year(self):
        printed = self.make("--parties", ",".join(DEMAND))
        with (self.folder / "network" / "loads-p_set.csv").open(encoding="utf-8", newline="") as file:
            header, *hours = csv.reader(file)
        self.assertEqual(len(hours), 8784)
        for column, name in enumerate(header[1:], 1):
            twh, peak = DEMAND[name.removesuffix(" demand")]
            loads = [float(hour[column]) for hour in hours]
            self.assertAlmostEqual(sum(loads) / 1e6, twh, delta=0.006, msg=name)
            self.assertAlmostEqual(max(loads), peak, delta=0.6, msg=name)
            self.assertIn(f"{name}: {twh:.2f} TWh", printed)
        self.assertNotRegex((self.folder / "network" / "generators-p_max_pu.csv").read_text(encoding="utf-8"), re.compile("inf|nan"))
        done = self.run_program("check", "network")
        self.assertEqual((done.returncode, done.stdout.strip()), (0, "0 errors, 0 warnings"), done.stderr)

    def test_a_day_of_the_benelux_and_germany(self):
        self.make("--parties", "NL,BE,LU,DE", "--hours", "432:456")
        done = self.run_program("cooperate", "network", "--out", "game", "--quiet")
        self.assertEqual(done.returncode, 0, done.stderr)
        values = {row["coalition"]: float(row["value_eur"]) for row in rows(self.folder / "game" / "values.csv")}
        self.assertEqual(len(values), 16)
        # Luxembourg was wired to Germany only: without Germany it adds nothing, whoever joins.
        self.assertAlmostEqual(values["NL+BE+LU"], values["NL+BE"], delta=1)
        self.assertGreater(values["LU+DE"], 0)

    def test_a_border_that_is_not_there(self):
        done = subprocess.run([sys.executable, SCRIPT, DATA, self.folder / "network", "--without", "NL-LU"],
                              capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("border NL-LU is not in", done.stderr)


if __name__ == "__main__":
    passed = unittest.main(exit=False).result.wasSuccessful()
    if passed and not DATA.is_dir():
        print(MISSING, file=sys.stderr)
        sys.exit(SKIPPED)
    sys.exit(not passed)
