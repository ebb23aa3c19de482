// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace proeftuin::network {

/// How an attribute is stored. Integers are numbers.
enum class Kind { number, boolean, text };

/// One attribute of a component type: a row of data/schema/<list_name>.csv.
struct Attribute {
    std::string name;  // PyPSA's: "p_nom"; numbered ports are declared once: "bus{n}", "efficiency{n}", n >= 2
    Kind kind = Kind::number;
    bool integer = false;         // a number that must be whole ("min_up_time", "build_year")
    bool may_vary = false;        // may be given per snapshot (PyPSA: "static or series" or "series")
    bool is_static = true;        // may be given per component; false: series only ("p", "marginal_price")
    bool output = false;          // written by a solve, ignored as input
    std::string unit;             // "MW", "EUR/MWh", "per unit", "" for text
    double default_number = 0.0;  // NaN = no default (PyPSA's n/a)
    bool default_flag = false;
    std::string default_text;
    std::string refers_to;  // list name this text must be a name of: "buses", "carriers", "line_types", ...
    std::string description;
};

/// One component type: a row of data/schema/components.csv.
struct ComponentType {
    std::string name;       // "Generator"
    std::string list_name;  // "generators": file and variable prefix
    std::string nominal;    // "p_nom", "s_nom", "e_nom" or ""
    std::vector<Attribute> attributes;

    /// The attribute of this name; "bus3" or "efficiency3" finds "bus{n}". Null when there is none.
    [[nodiscard]] const Attribute* find(std::string_view attribute) const;
};

/// Every component type we know, in the order of components.csv (compiled in from data/schema at build time).
[[nodiscard]] std::span<const ComponentType> component_types();
[[nodiscard]] const ComponentType* find_type(std::string_view name);          // "Generator"
[[nodiscard]] const ComponentType* find_type_by_list(std::string_view list);  // "generators"

}  // namespace proeftuin::network
