#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Which borders and which figures matter in the network of 2016 (docs/studies/2016.md), week by week.

    tools/borders_2016.py DATA OUT [--program proeftuin] [--ranges] [--every N] [options of make_network_2016.py]

Every week is a network of its own (make_network_2016.py), whose storage returns to its level at the end of the week, as with
`proeftuin cooperate --window 168`. `proeftuin solve` does the weeks with all borders open, with all closed, with each border alone
closed and with each alone open. With --ranges it does them open and closed only, with one figure at a time at either end of its
range. Results are CSV tables in OUT: borders.csv, zones.csv, mix.csv; ranges.csv.
"""

import collections
import csv
import json
import pathlib
import subprocess
import sys
import tempfile

import make_network_2016 as network_2016
from make_network_2016 import HOURS, WEEK

FULL_WEEKS = [(first, min(first + WEEK, HOURS)) for first in range(0, HOURS, WEEK)]
CENT = 0.01  # EUR/MWh: prices that differ by less are the same
FULL = 1e-6  # share of its capacity that a full border may lack


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def run(program, *arguments):
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join([program, *map(str, arguments)])}: exit code {done.returncode}\n{done.stderr}")
    return done.stdout


class Year:
    """Sums over the weeks of one state of the borders."""

    def __init__(self, network):
        self.network = network
        self.cost = 0.0
        self.hours = 0
        self.price = collections.Counter()
        self.shed = collections.Counter()
        self.shed_hours = collections.Counter()
        self.operation = collections.Counter()
        self.mix = collections.Counter()
        self.export = collections.Counter()
        self.flow = collections.defaultdict(collections.Counter)

    def add(self, folder):
        self.cost += json.loads((folder / "results.json").read_text(encoding="utf-8"))["objective"]
        prices = rows(folder / "network" / "buses-marginal_price.csv")
        self.hours += len(prices)
        for row in prices:
            for _, bus in self.network.loads:
                self.price[bus] += float(row[bus])
        self.add_generators(rows(folder / "network" / "generators-p.csv"))
        stored = folder / "network" / "storage_units-p.csv"
        for row in rows(stored) if stored.is_file() else []:
            for name, bus, carrier, *_ in self.network.stores:
                self.mix[bus, carrier] += float(row.get(name, 0))
        flows = folder / "network" / "links-p0.csv"
        if flows.is_file():
            self.add_flows(rows(flows), prices)

    def add_generators(self, dispatch):
        for name, bus, carrier, _, cost, _ in self.network.generators:
            powers = [float(row.get(name, 0)) for row in dispatch]
            energy = sum(powers)
            self.mix[bus, carrier] += energy
            self.operation[bus] += energy * cost
            if carrier == "load shedding":
                self.shed[bus] += energy
                self.shed_hours[bus] += sum(power > 0.5 for power in powers)

    def add_flows(self, flows, prices):
        for name, start, end, _, capacity, backward in self.network.links:
            sums = self.flow[name]
            for flow, price in zip(flows, prices):
                power, spread = float(flow.get(name, 0)), float(price[end]) - float(price[start])
                full = power >= capacity * (1 - FULL) or power <= capacity * backward * (1 - FULL)
                sums["forward" if power > 0 else "backward"] += abs(power)
                sums["rent"] += power * spread
                sums["spread"] += spread
                sums["distance"] += abs(spread)
                sums["congested"] += full and abs(spread) > CENT
                self.export[start] += power
                self.export[end] -= power


def solve(options, network, weeks, scratch, links):
    every_link, network.links = network.links, links
    year = Year(network)
    for hours in weeks:
        network_2016.write(network, scratch / "network", hours)
        run(options.program, "solve", scratch / "network", "--out", scratch / "solved", "--threads", 1, "--no-price-flags", "--quiet")
        year.add(scratch / "solved")
    network.links = every_link
    return year


def borders(options, network, weeks, out, scratch):
    states = {"open": solve(options, network, weeks, scratch, network.links), "closed": solve(options, network, weeks, scratch, [])}
    together, alone = states["open"], states["closed"]
    table = []
    for link in network.links:
        without = solve(options, network, weeks, scratch, [other for other in network.links if other is not link])
        first = solve(options, network, weeks, scratch, [link])
        flow = together.flow[link[0]]
        table.append([link[0], round(link[4]), round(-link[4] * link[5]), *(round(flow[key] / 1e6, 3) for key in ("forward", "backward")),
                      round(flow["spread"] / together.hours, 2), round(flow["distance"] / together.hours, 2), flow["congested"],
                      round(flow["rent"] / 1e6, 2), round((without.cost - together.cost) / 1e6, 2),
                      round((alone.cost - first.cost) / 1e6, 2)])
        print(f"borders: {link[0]}", file=sys.stderr)
    network_2016.write_rows(out / "borders.csv", ["border", "forward_mw", "backward_mw", "forward_twh", "backward_twh", "spread_eur_per_mwh",
                                                  "distance_eur_per_mwh", "congested_h", "rent_meur", "lost_alone_closed_meur",
                                                  "gain_first_open_meur"], table)
    zones(states, out)


def zones(states, out):
    table, mix = [], []
    for name, year in states.items():
        for _, bus in year.network.loads:
            table.append([name, bus, round(year.price[bus] / year.hours, 2), round(year.export[bus] / 1e6, 3),
                          round(year.shed[bus] / 1e3, 3), year.shed_hours[bus], round(year.operation[bus] / 1e6, 2)])
        mix += [[name, bus, carrier, round(energy / 1e6, 3)] for (bus, carrier), energy in year.mix.items()]
        print(f"{name}: {year.cost / 1e6:.2f} million EUR")
    network_2016.write_rows(out / "zones.csv", ["borders", "zone", "mean_price_eur_per_mwh", "net_export_twh", "shed_gwh", "shed_h",
                                                "operation_meur"], table)
    network_2016.write_rows(out / "mix.csv", ["borders", "zone", "carrier", "twh"], mix)


def gain(options, weeks, scratch):
    network = network_2016.build(options)
    return solve(options, network, weeks, scratch, []).cost - solve(options, network, weeks, scratch, network.links).cost


def ranges(options, _, weeks, out, scratch):
    """What all together save, with each figure at either end of its range."""
    base = gain(options, weeks, scratch)
    table, given = [["base", "", round(base / 1e6, 2)]], options.at
    for name, keys in network_2016.figures().items():
        for key, row in keys.items():
            if name == "borders" and not {row["from"], row["to"]} <= set(options.parties):
                continue
            for end in ("low", "high"):
                options.at = [*given, f"{name}/{key}={end}"]
                table.append([f"{name}/{key}", end, round(gain(options, weeks, scratch) / 1e6, 2)])
            print(f"ranges: {name}/{key}", file=sys.stderr)
    options.at = given
    network_2016.write_rows(out / "ranges.csv", ["figure", "end", "gain_meur"], table)


def main():
    parser = network_2016.parser()
    parser.description = __doc__
    parser.add_argument("--program", default="proeftuin")
    parser.add_argument("--ranges", action="store_true", help="one figure at a time at either end of its range")
    parser.add_argument("--every", default=1, type=int, help="only every so manieth week")
    options = network_2016.parse(parser)
    first, last = options.hours
    weeks = [hours for hours in FULL_WEEKS if hours[0] >= first and hours[1] <= last][::options.every]
    try:
        network = network_2016.build(options)
    except network_2016.Wrong as wrong:
        sys.exit(f"borders_2016: {wrong}")
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="proeftuin-2016-") as scratch:
        (ranges if options.ranges else borders)(options, network, weeks, options.out, pathlib.Path(scratch))


if __name__ == "__main__":
    main()
