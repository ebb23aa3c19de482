# SPDX-License-Identifier: Apache-2.0
"""What the ranges of the tables do to the network: the rows of ranges.csv.

A figure with a range is set to its low and to its high end, and the components are made anew with it. Where an attribute differs
from the one at the figure itself, a row says how it follows the figure x, written down as v:

scale     the attribute times 1 + slope (x/v - 1): capacities, shares, availabilities, energies
add       the attribute plus slope (x - v): costs, and what is nought at v

The slope above v and the one below are taken from the ends, so that both are met exactly; in between the attribute is a straight
line (a cost follows 1/efficiency; at the middle of the ranges here it is off by about a hundredth at most). Rows with the same
slopes are one, so are months.

Left out, and counted as not drawn: figures that leave the components as they are (the weather's random numbers), that only move
hours within months at the same yearly output (capacities of wind and sun), that emissions alone follow, that bring components which are not there (gas plants
of Luxembourg without heat), and the twelve months of shapes.csv.
"""

from tables import rows

TABLES = ("borders", "trade_outside", "demand", "capacities", "generation", "storage", "parameters")
HEADER = ["id", "name", "unit", "value", "low", "high", "component", "names", "attribute", "snapshots", "effect", "slope",
          "slope_below", "at_least", "at_most", "source"]
UNITS = {"p_nom_mw": "MW", "energy_twh": "TWh", "price_eur_per_mwh": "EUR/MWh", "hours": "h"}
NO_ATTRIBUTES = ("name", "bus", "bus0", "bus1", "carrier", "series", "costs", "cyclic_state_of_charge")
SMALL = 1e-9


def number(value):
    return f"{value:.10g}"


def figures():
    """Every figure with a range: table, number of its row, column, the row."""
    for table in TABLES:
        for index, row in enumerate(rows(table)):
            for column in row:
                low, high = row.get(f"{column}_low"), row.get(f"{column}_high")
                if row[column] and low and high and float(low) < float(high):
                    yield table, index, column, row


def described(table, column, row, parties):
    """Id, name and unit of a figure."""
    place = lambda party: parties.get(party, party)
    if table == "parameters":
        return (f"parameters/{row['item']}/{row['parameter']}", f"{place(row['item'])}: {row['parameter']}",
                "" if row["unit"] == "per unit" else row["unit"])
    if table == "borders":
        joint = " - " if row["direction"] == "both" else " to "
        return f"borders/{row['from']}-{row['to']}/{column}", f"border {place(row['from'])}{joint}{place(row['to'])}", "MW"
    words = {"demand": "demand of the year", "capacities": "capacity of {}", "generation": "output of {} in the year",
             "storage": "hours that a full {} lasts",
             "trade_outside": "price of trade outside the ten" if column.startswith("price") else "trade outside the ten"}
    key = " ".join(filter(None, (row["party"], row.get("technology"))))
    return f"{table}/{key}/{column}", f"{place(row['party'])}: {words[table].format(row.get('technology'))}", UNITS[column]


def attributes(components):
    """{(type, name, attribute): value, or twelve of them}"""
    found = {}
    for kind, items in components.items():
        for item in items:
            for key, value in item.items():
                if key not in NO_ATTRIBUTES:
                    found[kind, item["name"], key] = float(value)
            if item.get("series"):
                name = {"Generator": "p_max_pu", "StorageUnit": "inflow", "Load": "p_set"}[kind]
                found[kind, item["name"], name] = item["series"]
            if item.get("costs"):
                found[kind, item["name"], "marginal_cost"] = item["costs"]
    return found


def months(value):
    return value if isinstance(value, list) else [value]


def differs(a, b):
    return any(abs(x - y) > SMALL * max(1.0, abs(x)) for x, y in zip(months(a), months(b)))


def output(state):
    """What generators can give and take in each month: capacities of wind and sun leave it as it is."""
    found = {}
    for (kind, name, attribute), p_nom in state.items():
        if kind == "Generator" and attribute == "p_nom":
            found[name] = [p_nom * min(1.0, factor) for factor in months(state[kind, name, "p_max_pu"])]
            found[name].append(p_nom * state[kind, name, "p_min_pu"])
    return found


def others(state):
    """What else decides who runs: emissions and the efficiencies that tell them from output do not."""
    return {key: value for key, value in state.items()
            if key[0] != "Carrier" and not (key[0] == "Generator" and key[2] in ("p_nom", "p_max_pu", "efficiency"))}


def same_output(a, b):
    pairs = [(others(a), others(b)), (output(a), output(b))]
    return not any(differs(value, second[key]) for first, second in pairs for key, value in first.items())


def slopes(effect, figure, value, base, ends):
    """Slope above and below the figure; the other one's where an end is the figure itself."""
    found = []
    for end, moved in zip((figure[1], figure[0]), (ends[1], ends[0])):
        if end == value:
            found.append(None)
        elif effect == "add":
            found.append(number((moved - base) / (end - value)))
        else:
            found.append(number((moved / base - 1) / (end / value - 1)))
    above, below = found
    return above or below, below or above


def rows_of(base, low, high, figure, value):
    """One row for the components and months that follow the figure alike."""
    groups = {}
    for key, at in base.items():
        if not (differs(at, low[key]) or differs(at, high[key])):
            continue
        kind, name, attribute = key
        effect = "add" if attribute == "marginal_cost" or value == 0 or 0 in months(at) else "scale"
        by_slope = {}
        for month, (b, l, h) in enumerate(zip(months(at), months(low[key]), months(high[key])), 1):
            by_slope.setdefault(slopes(effect, figure, value, b, (l, h)), []).append(month)
        for pair, which in by_slope.items():
            when = "" if len(which) == len(months(at)) else "|".join(f"2024-{month:02d}-*" for month in which)
            least = "0" if attribute == "p_nom" and min(months(low[key]) + months(high[key])) < 0 else ""
            most = "1" if attribute == "p_max_pu" and isinstance(at, list) else ""
            groups.setdefault((kind, attribute, when, effect, *pair, least, most), []).append(name)
    for (kind, attribute, when, effect, above, below, least, most), names in groups.items():
        yield [kind, "|".join(names), attribute, when, effect, above, "" if below == above else below, least, most]


def effects(made):
    """Header and rows of ranges.csv; made(change) is the components with one cell of a table changed."""
    parties = {row["id"]: row["name"] for row in rows("parties")}
    base = attributes(made())
    lines = []
    for table, index, column, row in figures():
        ends = row[f"{column}_low"], row[f"{column}_high"]
        low, high = (attributes(made((table, index, column, end))) for end in ends)
        if set(low) != set(base) or set(high) != set(base) or (same_output(base, low) and same_output(base, high)):
            continue
        head = [*described(table, column, row, parties), row[column], *ends]
        for effect in rows_of(base, low, high, tuple(map(float, ends)), float(row[column])):
            lines.append([*head, *effect, row["source"]])
    return HEADER, lines
