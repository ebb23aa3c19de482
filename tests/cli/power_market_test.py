# SPDX-License-Identifier: Apache-2.0
"""The bundled power market: every figure has a source, the network agrees with the tables, and the generator makes it.

Standard library only. Tolerances are those of rounding: three digits in profiles, whole megawatts in demand.
"""

import collections
import csv
import filecmp
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

from command import PROGRAM, SOURCE, CommandTest

CASE = SOURCE / "programmes" / "benelux-2026" / "cases" / "power-market"
NETWORK = CASE / "network"
GRADES = {"measured", "official", "study", "assumption"}


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def sources():
    return {row["id"]: row for row in table(CASE / "sources.csv")}


def figure_tables():
    """Tables of figures of their own; ranges.csv says what those figures do."""
    for path in sorted(CASE.glob("*.csv")):
        lines = table(path)
        if "source" in lines[0] and path.name != "ranges.csv":
            yield path, lines


class Sources(unittest.TestCase):
    def test_every_source_has_a_grade_and_an_address(self):
        for name, row in sources().items():
            with self.subTest(name):
                self.assertIn(row["grade"], GRADES)
                self.assertTrue(row["year"].isdigit())
                self.assertEqual(row["address"].startswith("http"), row["grade"] != "assumption")

    def test_every_figure_names_a_source_that_is_there(self):
        known, used = sources(), set()
        for path, lines in figure_tables():
            for number, row in enumerate(lines, 2):
                self.assertIn(row["source"], known, f"{path.name}:{number}")
                used.add(row["source"])
        self.assertGreater(len(used), 30)

    def test_every_assumption_has_a_range_and_a_reason(self):
        known = sources()
        for path, lines in figure_tables():
            ranged = [column[:-4] for column in lines[0] if column.endswith("_low")]
            for number, row in enumerate(lines, 2):
                assumed = known[row["source"]]["grade"] == "assumption"
                with self.subTest(f"{path.name}:{number}"):
                    self.assertTrue(ranged or not assumed, "no columns for a range")
                    self.assertTrue(row.get("note") or not assumed, "no reason")
                    for column in ranged:
                        if row[column] and (assumed or row[f"{column}_low"]):
                            low, value, high = (float(row[column + end]) for end in ("_low", "", "_high"))
                            self.assertLessEqual(low, value)
                            self.assertLessEqual(value, high)

    def test_sources_named_in_notes_are_there(self):
        """A note that says where its numbers were read names the source as in sources.csv."""
        names = {name for name in sources() if "-" in name}
        for path, lines in figure_tables():
            for row in lines:
                for word in (row.get("note") or "").replace("(", " ").replace(")", " ").replace(",", " ").replace(";", " ").split():
                    if any(word.startswith(name.split("-")[0] + "-") for name in names):
                        self.assertIn(word.rstrip(".:"), names, f"{path.name}: {row['note']}")


class Totals(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.snapshots = table(NETWORK / "snapshots.csv")
        cls.hours = [float(row["objective"]) for row in cls.snapshots]
        cls.month = [int(row["snapshot"][5:7]) for row in cls.snapshots]
        cls.generators = {row["name"]: row for row in table(NETWORK / "generators.csv")}
        cls.series = {kind: cls.columns(kind) for kind in ("generators-p_max_pu", "loads-p_set", "storage_units-inflow")}

    @staticmethod
    def columns(kind):
        lines = table(NETWORK / f"{kind}.csv")
        return {name: [float(row[name]) for row in lines] for name in lines[0] if name != "snapshot"}

    def energy_twh(self, values, factor=1.0):
        return sum(hour * value for hour, value in zip(self.hours, values)) * factor / 1e6

    def monthly(self, values):
        sums, counts = collections.Counter(), collections.Counter()
        for month, value in zip(self.month, values):
            sums[month] += value
            counts[month] += 1
        return [sums[month] / counts[month] for month in range(1, 13)]

    def expect_months(self, values, party, technology, tolerance):
        shape = [float(row["value"]) for row in table(CASE / "shapes.csv")
                 if (row["party"], row["technology"]) == (party, technology)]
        ratios = [mean / level for mean, level in zip(self.monthly(values), shape)]
        self.assertEqual(len(ratios), 12)
        for ratio in ratios:
            self.assertAlmostEqual(ratio / (sum(ratios) / 12), 1, delta=tolerance)

    def test_the_hours_are_whole_weeks_that_stand_for_the_year(self):
        self.assertEqual(len(self.hours) % 168, 0)
        self.assertAlmostEqual(sum(self.hours), 8784, delta=0.01)
        self.assertEqual(self.snapshots[0]["snapshot"], "2024-01-01 00:00:00")

    def test_demand_is_that_of_the_table_in_the_year_and_in_every_month(self):
        for row in table(CASE / "demand.csv"):
            with self.subTest(row["party"]):
                values = self.series["loads-p_set"][f"{row['party']} demand"]
                self.assertAlmostEqual(self.energy_twh(values) / float(row["energy_twh"]), 1, delta=1e-4)
                self.expect_months(values, row["party"], "demand", 1e-3)

    def test_energy_by_technology_is_that_of_the_table(self):
        for row in table(CASE / "generation.csv"):
            name = f"{row['party']} {row['technology']}"
            with self.subTest(name):
                if name in self.series["storage_units-inflow"]:
                    energy = self.energy_twh(self.series["storage_units-inflow"][name])
                else:
                    plant = self.generators[name]
                    values = self.series["generators-p_max_pu"].get(name, [float(plant["p_max_pu"])] * len(self.hours))
                    energy = self.energy_twh(values, float(plant["p_nom"]))
                self.assertAlmostEqual(energy / float(row["energy_twh"]), 1, delta=3e-3)

    def test_wind_sun_and_water_follow_the_months_of_the_table(self):
        for row in table(CASE / "generation.csv"):
            name = f"{row['party']} {row['technology']}"
            for kind in ("generators-p_max_pu", "storage_units-inflow"):
                if name in self.series[kind]:
                    with self.subTest(name):
                        self.expect_months(self.series[kind][name], row["party"], row["technology"], 0.025)

    def test_capacities_are_those_of_the_table(self):
        parts = collections.Counter()
        for row in self.generators.values():
            technology = row["carrier"]
            for fuel in ("gas", "hard coal", "lignite"):
                technology = fuel if technology.startswith(fuel) else technology
            parts[row["bus"], technology] += float(row["p_nom"])
        for row in table(NETWORK / "storage_units.csv"):
            parts[row["bus"], row["carrier"]] += float(row["p_nom"])
        for row in table(CASE / "capacities.csv"):
            with self.subTest(f"{row['party']} {row['technology']}"):
                self.assertAlmostEqual(parts[row["party"], row["technology"]], float(row["p_nom_mw"]), delta=0.5)

    def test_everybody_can_stand_alone(self):
        for party, values in self.series["loads-p_set"].items():
            bus = party.split()[0]
            self.assertGreater(float(self.generators[f"{bus} not served"]["p_nom"]), max(values))


class Made(CommandTest):
    def test_the_generator_makes_the_committed_network(self):
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "network"
            subprocess.run([sys.executable, str(CASE / "make_network.py"), str(out)], check=True, timeout=240)
            names = sorted(path.name for path in NETWORK.iterdir())
            self.assertEqual(sorted(path.name for path in out.iterdir()), names)
            match, different, errors = filecmp.cmpfiles(NETWORK, out, names, shallow=False)
            self.assertEqual((sorted(match), different, errors), (names, [], []))

    def test_the_network_is_without_complaint_and_a_week_solves(self):
        checked = subprocess.run([PROGRAM, "check", str(NETWORK)], capture_output=True, text=True, check=False)
        self.assertEqual((checked.returncode, checked.stdout), (0, "0 errors, 0 warnings\n"), checked.stderr)
        solved = subprocess.run([PROGRAM, "solve", str(NETWORK), "--snapshots", "0:168", "--no-price-flags", "--json"],
                                cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertEqual(solved.returncode, 0, solved.stderr)
        self.assertEqual(json.loads(solved.stdout)["termination"], "optimal")


if __name__ == "__main__":
    unittest.main()
