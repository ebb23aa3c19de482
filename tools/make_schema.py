#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compiles data/schema and data/standard_types into C++ tables: make_schema.py DATA_FOLDER OUTPUT.cpp"""

import csv
import pathlib
import sys

KINDS = {"number", "integer", "boolean", "text"}


def rows(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def text(value):
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def number(value):
    named = {"inf": "infinity", "-inf": "-infinity", "nan": "not_a_number"}
    return named.get(value) or repr(float(value))


def attribute(row, path):
    if row["kind"] not in KINDS or row["varies"] not in {"static", "either", "series"}:
        sys.exit(f"{path}: {row['name']}: unknown kind or varies")
    kind = "number" if row["kind"] == "integer" else row["kind"]
    fields = [
        text(row["name"]),
        f"Kind::{kind}",
        str(row["kind"] == "integer").lower(),
        str(row["varies"] != "static").lower(),
        str(row["varies"] != "series").lower(),
        str(row["status"] == "output").lower(),
        text(row["unit"]),
        number(row["default"]) if kind == "number" else "0.0",
        "true" if row["default"] == "True" else "false",
        text(row["default"]) if kind == "text" else '""',
        text(row["refers_to"]),
        text(row["description"]),
    ]
    return "{" + ", ".join(fields) + "}"


def component(row, folder):
    path = folder / f"{row['list_name']}.csv"
    head = ", ".join(text(row[key]) for key in ("name", "list_name", "nominal"))
    body = ",\n        ".join(attribute(line, path) for line in rows(path))
    return f"    {{{head},\n       {{{body}}}}}"


def standard_types(path, function):
    table = rows(path)
    columns = [name for name in table[0] if name != "name"]
    lines = []
    for row in table:
        cells = ", ".join(text(row[column]) for column in columns)
        lines.append(f"        {{{text(row['name'])}, {{{cells}}}}}")
    names = ", ".join(text(column) for column in columns)
    return (
        f"const StandardTypes& {function}() {{\n    static const StandardTypes table{{\n        {{{names}}},\n        {{\n"
        + ",\n".join(lines)
        + "\n        }};\n    return table;\n}\n"
    )


def main():
    data, output = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
    schema = data / "schema"
    types = ",\n".join(component(row, schema) for row in rows(schema / "components.csv"))
    result = f"""// SPDX-License-Identifier: Apache-2.0
// Made from data/schema and data/standard_types by tools/make_schema.py. Do not edit.
#include <limits>
#include <vector>

#include "proeftuin/network/schema.hpp"
#include "proeftuin/network/standard_types_data.hpp"

namespace proeftuin::network {{

namespace {{

constexpr double infinity = std::numeric_limits<double>::infinity();
constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

}}  // namespace

std::span<const ComponentType> component_types() {{
    static const std::vector<ComponentType> table{{
{types}}};
    return table;
}}

{standard_types(data / "standard_types" / "line_types.csv", "standard_line_types")}
{standard_types(data / "standard_types" / "transformer_types.csv", "standard_transformer_types")}
}}  // namespace proeftuin::network
"""
    output.parent.mkdir(parents=True, exist_ok=True)
    output.write_text(result, encoding="utf-8")


if __name__ == "__main__":
    main()
