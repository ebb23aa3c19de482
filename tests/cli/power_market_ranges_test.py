# SPDX-License-Identifier: Apache-2.0
"""ranges.csv of the bundled power market, independently: a figure put into its table and the network made anew is the committed
network as ranges.csv says it follows that figure.

Standard library only. What is written is rounded (a tenth of a megawatt, three digits of a profile, ...), once here and once there.
Wind and sun are compared by their month's mean: made anew, hours keep their order but not their proportions.
"""

import collections
import copy
import csv
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from command import SOURCE

CASE = SOURCE / "programmes" / "benelux-2026" / "cases" / "power-market"
LISTS = {"Generator": "generators", "StorageUnit": "storage_units", "Link": "links", "Load": "loads", "Carrier": "carriers"}
ROUNDING = {"p_nom": 0.1, "marginal_cost": 0.1, "p_max_pu": 0.001, "p_min_pu": 0.0001, "max_hours": 0, "inflow": 1, "p_set": 1,
            "efficiency_store": 0, "efficiency": 0, "co2_emissions": 0}


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Network:
    """Attributes by component: a number, or a list of 8 736 where it varies."""

    def __init__(self, folder):
        self.values = {}
        self.month = [row["snapshot"][:8] for row in table(folder / "snapshots.csv")]
        for kind, name in LISTS.items():
            for row in table(folder / f"{name}.csv"):
                for key, text in row.items():
                    if key in ROUNDING:
                        self.values[kind, row["name"], key] = float(text)
            for path in folder.glob(f"{name}-*.csv"):
                columns = collections.defaultdict(list)
                for row in table(path):
                    for component, text in row.items():
                        if component != "snapshot":
                            columns[component].append(float(text))
                for component, series in columns.items():
                    self.values[kind, component, path.stem.split("-")[1]] = series

    def follow(self, rows, x):
        """Applies the rows of one figure."""
        for row in sorted(rows, key=lambda row: row["effect"], reverse=True):  # scale before add
            v = float(row["value"])
            slope = float(row["slope_below"] if x < v and row["slope_below"] else row["slope"])
            least, most = float(row["at_least"] or "-inf"), float(row["at_most"] or "inf")
            months = [text.rstrip("*") for text in row["snapshots"].split("|") if text]

            def moved(value):
                value = value * (1 + slope * (x / v - 1)) if row["effect"] == "scale" else value + slope * (x - v)
                return min(most, max(least, value))

            for name in row["names"].split("|"):
                key = row["component"], name, row["attribute"]
                if isinstance(self.values[key], list):
                    self.values[key] = [moved(value) if not months or self.month[t] in months else value
                                        for t, value in enumerate(self.values[key])]
                else:
                    assert not months
                    self.values[key] = moved(self.values[key])


class Ranges(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.written = Network(CASE / "network")
        cls.effects = collections.defaultdict(list)
        for row in table(CASE / "ranges.csv"):
            cls.effects[row["id"]].append(row)

    def made_with(self, name, key, column, end):
        """The network of the tables with one figure at an end of its range, and that end."""
        with tempfile.TemporaryDirectory() as folder:
            case = pathlib.Path(folder) / "case"
            shutil.copytree(CASE, case, ignore=shutil.ignore_patterns("network", "__pycache__"))
            rows = table(case / f"{name}.csv")
            found = [row for row in rows if all(row[k] == v for k, v in key.items())]
            self.assertEqual(len(found), 1)
            found[0][column] = found[0][f"{column}_{end}"]
            with open(case / f"{name}.csv", "w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, rows[0].keys())
                writer.writeheader()
                writer.writerows(rows)
            subprocess.run([sys.executable, str(case / "make_network.py")], check=True, timeout=280)
            return Network(case / "network"), float(found[0][column])

    def compare(self, figure, name, key, column, end):
        made, x = self.made_with(name, key, column, end)
        written, followed = self.written, copy.copy(self.written)
        followed.values = dict(written.values)
        followed.follow(self.effects[figure], x)
        moved = 0
        self.assertEqual(made.values.keys(), followed.values.keys())
        for place, value in made.values.items():
            kind, component, attribute = place
            if component.endswith("not served") or (kind == "Generator" and attribute in ("p_max_pu", "marginal_cost")
                                                    and not isinstance(value, list)
                                                    and isinstance(written.values[place], list)):
                continue
            other, before = followed.values[place], written.values[place]
            pairs = list(zip(value, other)) if isinstance(value, list) else [(value, other)]
            if isinstance(value, list) and component.split(" ", 1)[1] in ("onshore wind", "offshore wind", "solar"):
                pairs = [(sum(value) / len(value), sum(other) / len(other))]
            for one, two in pairs:
                self.assertAlmostEqual(one, two, delta=1.05 * ROUNDING[attribute] + 1e-9, msg=f"{figure} {end}: {place}")
            moved += other != before
        self.assertGreater(moved, 0, figure)

    def test_figures_of_each_table_at_an_end(self):
        for figure, name, key, column, end in (
                ("generation/FR onshore wind/energy_twh", "generation", {"party": "FR", "technology": "onshore wind"},
                 "energy_twh", "low"),
                ("parameters/gas cc old/efficiency", "parameters", {"item": "gas cc old"}, "value", "low"),
                ("parameters/DE/gas chp share", "parameters", {"item": "DE", "parameter": "gas chp share"}, "value", "high")):
            with self.subTest(figure):
                self.compare(figure, name, key, column, end)

    def test_what_is_drawn_is_what_the_tables_give_a_range(self):
        ranged = 0
        for path in sorted(CASE.glob("*.csv")):
            for row in table(path) if path.name != "ranges.csv" else ():
                ranged += sum(1 for column in row if column.endswith("_low") and row[column]
                              and float(row[column]) < float(row[column[:-4] + "_high"]))
        self.assertEqual((len(self.effects), ranged), (105, 377))

    def test_every_figure_of_these_tables_is_drawn(self):
        for name, keys, columns in (("borders", ("from", "to"), ("p_nom_mw",)), ("demand", ("party",), ("energy_twh",)),
                                    ("generation", ("party", "technology"), ("energy_twh",)),
                                    ("storage", ("party", "technology"), ("hours",)),
                                    ("trade_outside", ("party",), ("energy_twh", "price_eur_per_mwh"))):
            for row in table(CASE / f"{name}.csv"):
                for column in columns:
                    if row[f"{column}_low"]:
                        key = ("-" if name == "borders" else " ").join(row[k] for k in keys)
                        self.assertIn(f"{name}/{key}/{column}", self.effects)


if __name__ == "__main__":
    unittest.main()
