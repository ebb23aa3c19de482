#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Solves the 52 weeks one by one and sets the year beside what was published: compare.py PROGRAM [NETWORK].

Prints tables in Markdown: mean price, net exports and production by technology of every country. README.md holds the tables
of the committed network.
"""

import collections
import csv
import itertools
import pathlib
import subprocess
import sys
import tempfile

from tables import FOLDER, PARTIES, rows

WEEK_H = 168


def series(path, first):
    """The rows of the week that was solved; the others of a written series are nought."""
    if not path.exists():
        return
    with open(path, encoding="utf-8", newline="") as file:
        for row in itertools.islice(csv.DictReader(file), first, first + WEEK_H):
            row.pop("snapshot", None)
            yield {name: float(value) for name, value in row.items() if name and value}


class Year:
    """Sums over the weeks solved so far; energies in MWh of the year's 8 784 hours."""

    def __init__(self, network):
        self.network = network
        with open(network / "snapshots.csv", encoding="utf-8", newline="") as file:
            weights = [float(row["objective"]) for row in csv.DictReader(file)]
        self.hours, self.weight = len(weights), weights[0]
        self.prices = collections.defaultdict(list)
        self.energy = collections.defaultdict(float)
        self.flows = collections.defaultdict(float)

    def add(self, solved, first):
        for row in series(solved / "buses-marginal_price.csv", first):
            for party, price in row.items():
                self.prices[party].append(price)
        for kind in ("generators-p", "storage_units-p_dispatch", "storage_units-p_store"):
            for row in series(solved / f"{kind}.csv", first):
                for name, value in row.items():
                    self.energy[kind, name] += value * self.weight
        for row in series(solved / "links-p0.csv", first):
            for name, value in row.items():
                self.flows[name] += value * self.weight

    def net_export_twh(self, party):
        total = 0.0
        for name, value in self.flows.items():
            start, end = name.split("-")
            total += value if start == party else -value if end == party else 0
        return (total - self.energy["generators-p", f"{party} trade outside"]) / 1e6

    def production_twh(self, party, technology):
        return sum(value for (kind, name), value in self.energy.items()
                   if kind in ("generators-p", "storage_units-p_dispatch") and name.startswith(f"{party} {technology}")) / 1e6


def solve(program, network):
    year = Year(network)
    with tempfile.TemporaryDirectory() as folder:
        for first in range(0, year.hours, WEEK_H):
            out = pathlib.Path(folder) / f"week-{first}"
            subprocess.run([program, "solve", str(network), "--snapshots", f"{first}:{first + WEEK_H}", "--no-price-flags",
                            "--quiet", "--out", str(out)], check=True)
            year.add(out / "network", first)
    return year


def shown(value, digits=1):
    return "" if value == "" else f"{float(value):.{digits}f}"


def print_tables(year):
    published = {(row["party"], row["quantity"]): row for row in rows("published")}
    print("| party | mean price, EUR/MWh | published | hours at 0 or below | net exports, TWh | published |\n"
          "|---|---|---|---|---|---|")
    for party in PARTIES:
        prices = year.prices[party]
        said = [published.get((party, quantity), {"value": ""})["value"] for quantity in ("price", "net exports")]
        zero = sum(price < 0.5 for price in prices) * year.weight
        print(f"| {party} | {sum(prices) / len(prices):.1f} | {shown(said[0])} | {zero:.0f} | "
              f"{year.net_export_twh(party):.1f} | {shown(said[1])} |")
    print("\n| production | model, TWh | published, TWh |\n|---|---|---|")
    for (party, quantity), row in published.items():
        if quantity not in ("price", "net exports"):
            print(f"| {party} {quantity} | {year.production_twh(party, quantity):.1f} | {shown(row['value'])} |")
    print("\n| not served, GWh | " + " | ".join(PARTIES) + " |")
    print("|---|" + "---|" * len(PARTIES))
    print("| model | " + " | ".join(f"{1e3 * year.production_twh(party, 'not served'):.1f}" for party in PARTIES) + " |")
    print("\n| border | net flow, TWh |\n|---|---|")
    for name, value in sorted(year.flows.items()):
        print(f"| {name} | {value / 1e6:.1f} |")


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    print_tables(solve(sys.argv[1], pathlib.Path(sys.argv[2]) if len(sys.argv) > 2 else FOLDER / "network"))
