# SPDX-License-Identifier: Apache-2.0
"""The case's tables as numbers: every reader of this folder gets them here."""

import csv
import pathlib

FOLDER = pathlib.Path(__file__).resolve().parent
PARTIES = ("NL", "BE", "LU", "DE", "FR", "AT", "CH", "GB", "DK", "NO")


def rows(name):
    with open(FOLDER / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Tables:
    """All figures, looked up by name; a name that is not there is an error and not a zero.

    `change` is a table, the number of a row, a column and a text: the tables as they would be with that cell.
    """

    def __init__(self, change=None):
        def table(name):
            lines = rows(name)
            if change is not None and change[0] == name:
                lines[change[1]][change[2]] = change[3]
            return lines

        def by_party_and_technology(name, column):
            return {(row["party"], row["technology"]): float(row[column]) for row in table(name)}

        self.parties = {row["id"]: row for row in table("parties")}
        self.parameters = {(row["item"], row["parameter"]): float(row["value"]) for row in table("parameters")}
        self.capacity_mw = by_party_and_technology("capacities", "p_nom_mw")
        self.energy_twh = by_party_and_technology("generation", "energy_twh")
        self.storage = {(row["party"], row["technology"]): row for row in table("storage")}
        self.demand = {row["party"]: row for row in table("demand")}
        self.demand_spread = {row["party"]: row for row in table("demand_spread")}
        self.outside = {row["party"]: row for row in table("trade_outside")}
        self.borders = table("borders")
        self.months = {}
        for row in table("shapes"):
            self.months.setdefault((row["party"], row["technology"]), {})[int(row["month"])] = float(row["value"])
        self.profiles = {
            (row["party"], row["season"], row["day"]): [float(row[f"h{hour:02d}"]) for hour in range(24)]
            for row in table("demand_profiles")
        }

    def value(self, item, parameter):
        return self.parameters[item, parameter]

    def month_list(self, party, technology):
        months = self.months[party, technology]
        return [months[month] for month in range(1, 13)]

    @staticmethod
    def correlation(name):
        return [[float(row[party]) for party in PARTIES] for row in rows(f"{name}_correlation")]
