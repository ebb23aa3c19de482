#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds a PyPSA network (CSV folder) of 2016, hour by hour, from a folder of Dispa-SET data.

    tools/make_network_2016.py DATA OUT [--parties NL,BE,...] [--hours FIRST:LAST] [--without BE-NL,...] [--shedding EUR]
                               [--at TABLE/KEY=low|high,...] [--reservoirs need|weather|load|flat]

DATA holds load/, af/, outage/ and plants/, one file a country. It is read in place and nothing of it is in this repository.
Everything else the network needs stands in docs/studies/2016/*.csv, each figure with its source, grade and range. One bus
a party; one generator a party, technology, fuel and, for the large fleets, age. What the data have and the network leaves out is printed.

The year is cut into weeks of 168 hours from the first hour on. Water of reservoirs arrives at an even rate within a week;
a year's water is spread over the weeks by --reservoirs: by the demand that wind, sun, rivers, nuclear and waste leave (need),
by what wind, sun and rivers alone leave (weather), by demand (load), or evenly (flat).
"""

import argparse
import csv
import math
import pathlib
import sys

TABLES = pathlib.Path(__file__).resolve().parent.parent / "docs" / "studies" / "2016"
PARTIES = ["NL", "BE", "LU", "DE", "FR", "AT", "CH", "DK", "NO", "GB"]
FILE_OF = {"GB": "UK"}
WEATHER = {"PHOT": "solar", "WTOF": "offshore wind", "WTON": "onshore wind", "HROR": "rivers"}
STORES = ("HPHS", "HDAM")
TECHNOLOGIES = {"COMC": "combined cycle", "GTUR": "turbine", "STUR": "steam", "ICEN": "engine"}
FUELS = {"BIO": "biomass", "GAS": "gas", "HRD": "hard coal", "LIG": "lignite", "NUC": "nuclear", "OIL": "oil", "OTH": "other",
         "PEA": "peat", "WST": "waste"}
# Where a bus is drawn, degrees east and north, with room for its circle.
POSITION = {"NL": (5.5, 53), "BE": (3.5, 50.8), "LU": (6.3, 51.1), "DE": (11, 51.2), "FR": (1, 47), "AT": (14, 47.5), "CH": (8, 46),
            "DK": (9.5, 56), "NO": (8.5, 60), "GB": (-2, 53), "IE": (-7.5, 53)}
HOURS = 8784
WEEK = 168


class Wrong(Exception):
    """What is wrong with the input, for the user."""


def table(path):
    if not path.is_file():
        raise Wrong(f"{path} is missing")
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def series(path, columns=None):
    """Hourly columns of a data file: {name: [8784 numbers]}. The first column is the time."""
    if not path.is_file():
        raise Wrong(f"{path} is missing")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    if columns is None:
        columns, rows = rows[0][1:], rows[1:]
    if len(rows) != HOURS:
        raise Wrong(f"{path}: {len(rows)} hours, {HOURS} expected")
    return {name: [float(row[i + 1] or "nan") for row in rows] for i, name in enumerate(columns)}


def times():
    days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return [f"2016-{m + 1:02}-{d + 1:02} {h:02}:00:00" for m in range(12) for d in range(days[m]) for h in range(24)]


def number(row, column, default=0.0):
    text = (row.get(column) or "").strip()
    return float(text) if text else default


# What a row of a table is called by, and its figures with their ranges.
KEYS = {"fuels": ("fuel",), "prices": ("name",), "borders": ("from", "to"), "hydro": ("country",), "availability": ("country", "fuel"),
        "eras": ("fuel", "era")}
RANGES = {
    "fuels": [("price_eur_per_mwh_fuel", "price_low", "price_high")],
    "prices": [("value", "low", "high")],
    "borders": [("forward_mw", "low_mw", "high_mw"), ("backward_mw", "low_mw", "high_mw")],
    "hydro": [("rivers_twh", "rivers_low", "rivers_high"), ("reservoirs_twh", "reservoirs_low", "reservoirs_high")],
    "availability": [("available", "low", "high")],
    "eras": [("efficiency", "low", "high")],
}


def figures():
    """The tables as {name: {key: row}}."""
    return {name: {"-".join(row[part] for part in parts): row for row in table(TABLES / f"{name}.csv")} for name, parts in KEYS.items()}


def at_end_of_range(tables, change):
    """`change` is TABLE/KEY=low or TABLE/KEY=high."""
    where, _, end = change.partition("=")
    name, _, key = where.partition("/")
    if end not in ("low", "high") or key not in tables.get(name, {}):
        known = ", ".join(f"{name}/{key}" for name, keys in tables.items() for key in keys)
        raise Wrong(f"--at {change}: give TABLE/KEY=low or TABLE/KEY=high, of {known}")
    row = tables[name][key]
    for value, low, high in RANGES[name]:
        if row[value]:
            row[value] = row[low if end == "low" else high]


class Tables:
    """The figures of docs/studies/2016, by what they are looked up with."""

    def __init__(self, changes=()):
        tables = figures()
        for change in changes:
            at_end_of_range(tables, change)
        self.fuels = tables["fuels"]
        self.prices = {name: float(row["value"]) for name, row in tables["prices"].items()}
        self.borders = list(tables["borders"].values())
        self.hydro = tables["hydro"]
        self.availability = {(row["country"], row["technology"], row["fuel"]): float(row["available"])
                             for row in tables["availability"].values()}
        self.plants = table(TABLES / "plants.csv")
        self.classes = {}
        for row in table(TABLES / "classes.csv"):
            efficiency = float(tables["eras"][f"{row['fuel']}-{row['era']}"]["efficiency"])
            self.classes.setdefault((row["country"], row["technology"], row["fuel"]), []).append(
                (f" {row['era']}", float(row["share"]), efficiency))

    def cost(self, party, fuel, efficiency):
        row = self.fuels[fuel]
        co2 = self.prices["co2"] + (self.prices["co2_gb_extra"] if party == "GB" else 0)
        return (float(row["price_eur_per_mwh_fuel"]) + float(row["co2_t_per_mwh_fuel"]) * co2) / efficiency


class Country:
    """The data of one country: load, capacity factors, outages, plants."""

    def __init__(self, folder, party):
        file = FILE_OF.get(party, party) + ".csv"
        self.party = party
        self.load = series(folder / "load" / file, ["load"])["load"]
        factors = series(folder / "af" / file)
        # A technology that a country does not have was divided by a capacity of zero: infinite or empty.
        self.factors = {name: values for name, values in factors.items() if all(map(math.isfinite, values))}
        self.outages = series(folder / "outage" / file)
        self.plants = table(folder / "plants" / file)
        if min(self.load) <= 0:
            raise Wrong(f"{folder / 'load' / file}: a load that is not above zero")


class Network:
    """What is written: components as rows, series by component."""

    def __init__(self):
        self.generators, self.stores, self.links, self.loads = [], [], [], []
        self.available, self.inflow, self.demand = {}, {}, {}
        self.left_out = []

    def generator(self, party, what, carrier, capacity, cost, available):
        """`available` is a number or an hourly series."""
        name = f"{party} {what}"
        if not isinstance(available, float):
            if max(available) - min(available) < 1e-9:
                available = available[0]
            else:
                self.available[name] = available
                available = 1.0
        self.generators.append([name, party, carrier, round(capacity, 3), round(cost, 4), round(available, 6)])


def thermal(network, country, row, tables):
    party, technology, fuel = country.party, row["Technology"], row["Fuel"]
    capacity = number(row, "PowerCapacity") * number(row, "Nunits", 1)
    available = tables.availability.get((party, technology, fuel))
    if available is None:
        outage = country.outages.get(row["Unit"])
        available = 1.0 if outage is None else [1 - value for value in outage]
    name = FUELS[fuel] if fuel not in ("GAS", "OTH") else f"{FUELS[fuel]} {TECHNOLOGIES[technology]}"
    whole = [("", 1.0, number(row, "Efficiency"))]
    for era, share, efficiency in tables.classes.get((party, technology, fuel), whole):
        cost = tables.cost(party, fuel, efficiency)
        network.generator(party, name + era, FUELS[fuel], capacity * share, cost, available)


def rivers(country, capacity, hydro):
    """Hourly river power in MW. The total of a year, where the table has one, is made with even power on top of the data."""
    factors = country.factors.get("HROR")
    known = float(hydro["rivers_twh"]) * 1e6 if hydro and hydro["rivers_twh"] else None
    if factors is None or (capacity == 0 and known is None):
        return None
    if capacity == 0:
        scale = known / sum(factors)
        return [factor * scale for factor in factors]
    power = [factor * capacity for factor in factors]
    more = max(known - sum(power), 0) / HOURS if known is not None else 0
    return [value + more for value in power]


def weather(network, country, tables):
    """Wind, sun and rivers."""
    capacity = {name: 0.0 for name in WEATHER}
    for row in country.plants:
        if row["Technology"] in WEATHER:
            capacity[row["Technology"]] += number(row, "PowerCapacity") * number(row, "Nunits", 1)
    for technology, name in WEATHER.items():
        if technology == "HROR":
            power = rivers(country, capacity[technology], tables.hydro.get(country.party))
        elif capacity[technology] > 0:
            power = [factor * capacity[technology] for factor in country.factors[technology]]
        else:
            power = None
        if power is None or max(power) <= 0:
            continue
        peak = max(max(power), capacity[technology])
        network.generator(country.party, name, name, peak, 0.0, [max(value, 0.0) / peak for value in power])


def spread(twh, weight):
    """A year's water in MW by hour: even within a week, weeks by the sum of `weight`."""
    power = []
    for first in range(0, HOURS, WEEK):
        hours = min(WEEK, HOURS - first)
        power += [twh * 1e6 * sum(weight[first:first + hours]) / sum(weight) / hours] * hours
    return power


def need(network, country, rule):
    """What the water of a country is spread by: hourly."""
    if rule == "flat":
        return [1.0] * HOURS
    weather_driven, always_on = set(WEATHER.values()), {"nuclear", "waste"}
    served = {"load": set(), "weather": weather_driven, "need": weather_driven | always_on}[rule]
    left = list(country.load)
    for name, party, carrier, capacity, _, available in network.generators:
        if party == country.party and carrier in served:
            hourly = network.available.get(name, [available] * HOURS)
            left = [demand - capacity * factor for demand, factor in zip(left, hourly)]
    return [max(demand, 0.0) for demand in left]


def storage(network, country, tables, rule):
    hydro = tables.hydro.get(country.party)
    twh = float(hydro["reservoirs_twh"]) if hydro and hydro["reservoirs_twh"] else 0
    for row in country.plants:
        if row["Technology"] not in STORES:
            continue
        capacity, pump, energy = (number(row, name) for name in ("PowerCapacity", "STOMaxChargingPower", "STOCapacity"))
        if pump == 0 and twh == 0:
            network.left_out.append(f"{row['Unit']}, {capacity:g} MW: no pump and no figure for its water")
            continue
        carrier = "reservoirs" if twh else "pumped storage"
        name = f"{country.party} {carrier}"
        network.stores.append([name, country.party, carrier, capacity, -pump / capacity if pump else 0.0, energy / capacity,
                               number(row, "STOChargingEfficiency"), "True"])
        if twh:
            network.inflow[name] = spread(twh, need(network, country, rule))
            twh = 0


def add_country(network, country, tables, options):
    party = country.party
    network.loads.append([f"{party} demand", party])
    network.demand[f"{party} demand"] = country.load
    weather(network, country, tables)
    for row in country.plants:
        if row["Technology"] in TECHNOLOGIES:
            thermal(network, country, row, tables)
        elif row["Technology"] not in WEATHER and row["Technology"] not in STORES:
            network.left_out.append(f"{row['Unit']}: technology {row['Technology']} is not known")
    for row in tables.plants:
        if row["country"] == party:
            thermal(network, country, {"Technology": row["technology"], "Fuel": row["fuel"], "PowerCapacity": row["capacity_mw"],
                                       "Efficiency": row["efficiency"], "Unit": ""}, tables)
    storage(network, country, tables, options.reservoirs)
    shedding = options.shedding if options.shedding is not None else tables.prices["shedding"]
    network.generator(party, "load shedding", "load shedding", math.ceil(max(country.load)), shedding, 1.0)


def add_borders(network, tables, options):
    known = {f"{row['from']}-{row['to']}" for row in tables.borders}
    for border in options.without:
        if border not in known:
            raise Wrong(f"border {border} is not in {TABLES / 'borders.csv'}, which has {', '.join(sorted(known))}")
    for row in tables.borders:
        name = f"{row['from']}-{row['to']}"
        if row["from"] not in options.parties or row["to"] not in options.parties:
            continue
        if name in options.without:
            continue
        forward, backward = float(row["forward_mw"]), float(row["backward_mw"])
        network.links.append([name, row["from"], row["to"], "interconnector", forward, round(-backward / forward, 6)])


def write_rows(path, header, rows):
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])


def write_series(path, values, hours):
    names = list(values)
    if names:
        rows = ([time, *(f"{values[name][hour]:.6g}" for name in names)] for hour, time in hours)
        write_rows(path, ["snapshot", *names], rows)


def write(network, out, hours):
    first, last = hours
    hours = list(enumerate(times()))[first:last]
    out.mkdir(parents=True, exist_ok=True)
    write_rows(out / "network.csv", ["name", "pypsa_version"], [["2016", "1.0.0"]])
    write_rows(out / "snapshots.csv", ["snapshot", "objective", "stores", "generators"], [[time, 1, 1, 1] for _, time in hours])
    write_rows(out / "buses.csv", ["name", "carrier", "country", "x", "y"],
               [[party, "AC", party, *POSITION.get(party, (0, 0))] for _, party in network.loads])
    carriers = {"AC", *(row[2] for row in network.generators + network.stores), *(row[3] for row in network.links)}
    write_rows(out / "carriers.csv", ["name"], [[carrier] for carrier in sorted(carriers)])
    write_rows(out / "generators.csv", ["name", "bus", "carrier", "p_nom", "marginal_cost", "p_max_pu"], network.generators)
    write_rows(out / "loads.csv", ["name", "bus"], network.loads)
    write_rows(out / "storage_units.csv", ["name", "bus", "carrier", "p_nom", "p_min_pu", "max_hours", "efficiency_store",
                                           "cyclic_state_of_charge"], network.stores)
    write_rows(out / "links.csv", ["name", "bus0", "bus1", "carrier", "p_nom", "p_min_pu"], network.links)
    write_series(out / "generators-p_max_pu.csv", network.available, hours)
    write_series(out / "storage_units-inflow.csv", network.inflow, hours)
    # Demand as the data have it: the sum of a year must be theirs.
    write_rows(out / "loads-p_set.csv", ["snapshot", *network.demand],
               [[time, *(repr(values[hour]) for values in network.demand.values())] for hour, time in hours])


def build(options):
    network, tables = Network(), Tables(options.at)
    for party in options.parties:
        add_country(network, Country(options.data, party), tables, options)
    add_borders(network, tables, options)
    return network


def names(text):
    return [name for name in text.split(",") if name]


def parser():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("data", type=pathlib.Path)
    arguments.add_argument("out", type=pathlib.Path)
    arguments.add_argument("--parties", type=names, default=PARTIES)
    arguments.add_argument("--hours", default=f"0:{HOURS}", help="first:last, positions in the year")
    arguments.add_argument("--without", type=names, default=[], help="borders that are closed")
    arguments.add_argument("--shedding", type=float, help="EUR/MWh instead of the table's")
    arguments.add_argument("--at", type=names, default=[], help="figures at an end of their range: fuels/GAS=low,borders/DE-NL=high")
    arguments.add_argument("--reservoirs", choices=("need", "weather", "load", "flat"), default="need")
    return arguments


def parse(arguments):
    options = arguments.parse_args()
    first, _, last = options.hours.partition(":")
    options.hours = (int(first or 0), int(last or HOURS))
    return options


def main():
    options = parse(parser())
    try:
        network = build(options)
    except Wrong as wrong:
        sys.exit(f"make_network_2016: {wrong}")
    write(network, options.out, options.hours)
    for what in network.left_out:
        print(f"left out: {what}")
    for name, values in network.demand.items():
        print(f"{name}: {sum(values) / 1e6:.2f} TWh, peak {max(values):.0f} MW")
    print(f"{options.out}: {len(options.parties)} parties, {len(network.generators)} generators, {len(network.stores)} storages, "
          f"{len(network.links)} borders, {options.hours[1] - options.hours[0]} hours")


if __name__ == "__main__":
    main()
