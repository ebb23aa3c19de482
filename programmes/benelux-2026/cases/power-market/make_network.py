#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes network/ from the tables of this folder, and ranges.csv beside it: make_network.py [FOLDER].

The network is in PyPSA's CSV format: one bus a country, generators by technology, storage, one link a border (two where
the directions differ), demand and trade with countries outside the ten. Run again it writes the same bytes. weather.py
says how the hourly series come about, ranges.py what the tables' ranges do to the network; README.md says what each table holds.

A series of twelve values is one of the months; it becomes one of hours when it is written, which is when numbers are rounded.
"""

import csv
import math
import pathlib
import sys

import ranges
import weather
from tables import FOLDER, PARTIES, Tables

SEED = "benelux-2026"
WIND_WIDTH = {"onshore wind": "wind width on land", "offshore wind": "wind width at sea"}
DIGITS = {"p_nom": 1, "marginal_cost": 2, "p_max_pu": 4, "p_min_pu": 4}
PROFILED = ("onshore wind", "offshore wind", "solar", "river hydro")


def fuel_cost(tables, party, fuel, efficiency, variable_cost, fuel_price=None):
    """EUR/MWh: fuel and CO2 by efficiency, and variable cost."""
    price = tables.value(fuel, "price") if fuel_price is None else fuel_price
    co2 = tables.value("CO2 in GB" if party == "GB" else "CO2", "price")
    return (price + tables.value(fuel, "CO2") * co2) / efficiency + variable_cost


def gas_prices(tables):
    """EUR per MWh of lower heating value in the twelve months; gas is bought by the upper one."""
    mean = tables.value("gas", "price") / tables.value("gas", "lower over upper heating value")
    return weather.with_mean(tables.month_list("market", "gas price"), mean)


def generator(party, technology, p_nom, marginal_cost, p_max_pu=1.0, series=None, costs=None, efficiency=1):
    return {"name": f"{party} {technology}", "bus": party, "carrier": technology, "p_nom": p_nom,
            "marginal_cost": marginal_cost, "efficiency": efficiency, "p_min_pu": 0, "p_max_pu": p_max_pu,
            "series": series, "costs": costs}


def trade_outside(tables, party):
    """What countries outside the ten buy at most or sell at most in every hour, at their price: a sink is negative output."""
    if party in tables.outside:
        row = tables.outside[party]
        power = float(row["energy_twh"]) * 1e6 / 8784
        trade = generator(party, "trade outside", power, float(row["price_eur_per_mwh"]))
        if row["direction"] == "export":
            trade.update(p_min_pu=-1, p_max_pu=0)
        yield trade


def steam_plants(tables, party):
    for fuel in ("lignite", "hard coal"):
        capacity = tables.capacity_mw.get((party, fuel), 0)
        share = tables.value(f"{fuel} new", "share")
        for age, part in (("new", share), ("old", 1 - share)):
            if capacity:
                efficiency = tables.value(f"{fuel} {age}", "efficiency")
                cost = fuel_cost(tables, party, fuel, efficiency, tables.value(fuel, "variable cost"))
                yield generator(party, f"{fuel} {age}", capacity * part, cost, tables.value(fuel, "availability"),
                                efficiency=efficiency)


def gas_plants(tables, party):
    """Gas capacity parted into plants that run for heat, combined cycles in two ages, and turbines."""
    capacity = tables.capacity_mw.get((party, "gas"), 0)
    if not capacity:
        return
    heat, turbine = tables.value(party, "gas chp share"), tables.value(party, "gas turbine share") * (
        1 - tables.value(party, "gas chp share"))
    shape = tables.month_list(party, "gas chp")
    yield generator(party, "gas chp", capacity * heat, tables.value("gas chp", "cost"), series=shape,
                    efficiency=tables.value("gas chp", "efficiency"))
    cycles, new = 1 - heat - turbine, tables.value(party, "gas cc new share")
    for kind, part in (("gas cc new", cycles * new), ("gas cc old", cycles * (1 - new)), ("gas turbine", turbine)):
        if part > 0:
            name = "gas turbine" if kind == "gas turbine" else "gas cc"
            efficiency = tables.value(kind, "efficiency")
            costs = [fuel_cost(tables, party, "gas", efficiency, tables.value(name, "variable cost"), price)
                     for price in gas_prices(tables)]
            yield generator(party, kind, capacity * part, sum(costs) / 12, tables.value("gas", "availability"),
                            costs=costs, efficiency=efficiency)


def other_thermal(tables, party):
    if (party, "nuclear") in tables.capacity_mw:
        efficiency = tables.value("nuclear", "efficiency")
        cost = tables.value("uranium", "price") / efficiency + tables.value("nuclear", "variable cost")
        mean, series = tables.value(party, "nuclear availability"), None
        if (party, "nuclear") in tables.months:
            series = weather.with_mean(tables.month_list(party, "nuclear"), mean)
        yield generator(party, "nuclear", tables.capacity_mw[party, "nuclear"], cost, mean, series,
                        efficiency=efficiency)
    if (party, "oil") in tables.capacity_mw:
        efficiency = tables.value("oil", "efficiency")
        cost = fuel_cost(tables, party, "oil", efficiency, tables.value("oil", "variable cost"))
        yield generator(party, "oil", tables.capacity_mw[party, "oil"], cost, tables.value("oil", "availability"),
                        efficiency=efficiency)
    capacity = tables.capacity_mw[party, "biomass and waste"]
    factor = capacity_factor(tables, party, "biomass and waste")
    yield generator(party, "biomass and waste", capacity, tables.value("biomass and waste", "cost"), factor)


def capacity_factor(tables, party, technology):
    return tables.energy_twh[party, technology] * 1e6 / (tables.capacity_mw[party, technology] * 8784)


def profiled(tables, party, latents):
    for technology in PROFILED:
        if (party, technology) not in tables.capacity_mw:
            continue
        mean = capacity_factor(tables, party, technology)
        months = weather.with_mean(tables.month_list(party, technology), mean)
        if latents is None:
            series = months
        elif technology == "solar":
            series = weather.sun_series(tables, party, latents["cloud"][PARTIES.index(party)], months)
        elif technology == "river hydro":
            series = [min(1.0, value) for value in months]
        else:
            series = weather.wind_series(latents[technology][PARTIES.index(party)], months,
                                         tables.value("weather", "wind shape"),
                                         tables.value("weather", WIND_WIDTH[technology]))
        yield generator(party, technology, tables.capacity_mw[party, technology], 0, series=series)


def generators(tables, latents, peaks):
    for party in PARTIES:
        yield from other_thermal(tables, party)
        yield from steam_plants(tables, party)
        yield from gas_plants(tables, party)
        yield from profiled(tables, party, latents)
        yield from trade_outside(tables, party)
        yield generator(party, "not served", math.ceil(1.2 * peaks[party] / 100) * 100,
                        tables.value("market", "price cap"))


def storage_units(tables):
    for (party, technology), row in tables.storage.items():
        p_nom = tables.capacity_mw[party, technology]
        pump = float(row["pump_mw"] or p_nom)
        cycle = tables.value("battery" if technology == "battery" else "pumped hydro", "efficiency of a cycle")
        unit = {"name": f"{party} {technology}", "bus": party, "carrier": technology, "p_nom": p_nom,
                "p_min_pu": -min(1.0, pump / p_nom), "max_hours": row["hours"], "efficiency_store": cycle,
                "cyclic_state_of_charge": True, "series": None}
        if (party, technology) in tables.energy_twh:
            mean = tables.energy_twh[party, technology] * 1e6 / 8784
            unit["series"] = weather.with_mean(tables.month_list(party, technology), mean)
        yield unit


def links(tables):
    for row in tables.borders:
        power = float(row["p_nom_mw"]) * (tables.value("sea cable", "availability") if row["kind"] == "sea" else 1)
        yield {"name": f"{row['from']}-{row['to']}", "bus0": row["from"], "bus1": row["to"], "carrier": "border",
               "p_nom": power, "p_min_pu": -1 if row["direction"] == "both" else 0}


def demands(tables, latents):
    for index, party in enumerate(PARTIES):
        mean = float(tables.demand[party]["energy_twh"]) * 1e6 / 8784
        months = weather.with_mean(tables.month_list(party, "demand"), mean)
        series = months if latents is None else weather.demand_series(tables, party, latents["temperature"][index], months)
        yield {"name": f"{party} demand", "bus": party, "series": series}


def write(path, header, lines):
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(lines)


def write_components(folder, kind, components):
    header = [key for key in components[0] if key not in ("series", "costs")]
    write(folder / f"{kind}.csv", header,
          [[round(component[key], DIGITS[key]) if key in DIGITS else component[key] for key in header]
           for component in components])


def number(value, digits):
    text = f"{value:.{digits}f}"
    return text.rstrip("0").rstrip(".") or "0" if "." in text else text


def write_series(folder, name, components, digits, key="series"):
    varying = [component for component in components if component[key]]
    stamps = [snapshot.strftime("%Y-%m-%d %H:%M:%S") for snapshot in weather.SNAPSHOTS]
    series = [weather.month_steps(component[key]) if len(component[key]) == 12 else component[key] for component in varying]
    columns = [[number(value, digits) for value in values] for values in series]
    write(folder / f"{name}.csv", ["snapshot", *(component["name"] for component in varying)], zip(stamps, *columns))


def write_frame(folder, tables, carriers):
    write(folder / "network.csv", ["name", "pypsa_version"], [["Day-ahead power market of ten countries, 2024", "1.0.0"]])
    write(folder / "snapshots.csv", ["snapshot", "objective", "stores", "generators"],
          [[snapshot.strftime("%Y-%m-%d %H:%M:%S"), f"{weather.WEIGHT:.7f}", 1, f"{weather.WEIGHT:.7f}"]
           for snapshot in weather.SNAPSHOTS])
    write(folder / "buses.csv", ["name", "carrier", "country", "x", "y"],
          [[party, "AC", party, tables.parties[party]["x"], tables.parties[party]["y"]] for party in PARTIES])
    write(folder / "carriers.csv", ["name", "co2_emissions"], [list(line.values()) for line in emissions(tables, carriers)])


def emissions(tables, carriers):
    fuels = {"nuclear": None, "gas": "gas", "hard": "hard coal", "lignite": "lignite", "oil": "oil"}
    for carrier in sorted(carriers):
        fuel = fuels.get(carrier.split()[0])
        yield {"name": carrier, "co2_emissions": tables.value(fuel, "CO2") if fuel else 0}


def levels(tables, peaks):
    """The components by type without their hours: series are those of the months, capacity factors of wind and sun too."""
    plants, stores = list(generators(tables, None, peaks)), list(storage_units(tables))
    return {"Generator": plants, "StorageUnit": stores, "Link": list(links(tables)), "Load": list(demands(tables, None)),
            "Carrier": list(emissions(tables, carriers_of(plants + stores)))}


def carriers_of(components):
    return {"AC", "border", *(component["carrier"] for component in components)}


def main(folder):
    tables = Tables()
    land, sea = weather.wind_latents(tables, SEED)
    latents = {"onshore wind": land, "offshore wind": sea, "cloud": weather.cloud_latents(tables, SEED),
               "temperature": weather.temperature_latents(tables, SEED)}
    loads = list(demands(tables, latents))
    peaks = {load["bus"]: max(load["series"]) for load in loads}
    plants, stores = list(generators(tables, latents, peaks)), list(storage_units(tables))
    folder.mkdir(parents=True, exist_ok=True)
    write_frame(folder, tables, carriers_of(plants + stores))
    write_components(folder, "generators", plants)
    write_series(folder, "generators-p_max_pu", plants, 3)
    write_series(folder, "generators-marginal_cost", plants, 1, "costs")
    write_components(folder, "storage_units", stores)
    write_series(folder, "storage_units-inflow", stores, 0)
    write_components(folder, "links", list(links(tables)))
    write_components(folder, "loads", loads)
    write_series(folder, "loads-p_set", loads, 0)
    header, lines = ranges.effects(lambda change=None: levels(Tables(change), peaks))
    write(folder.parent / "ranges.csv", header, lines)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER / "network")
