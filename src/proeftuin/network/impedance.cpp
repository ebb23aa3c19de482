// SPDX-License-Identifier: Apache-2.0
//
// Per-unit impedances on a base of 1 MVA and standard types.
//
//     line          x_pu = x / v_nom^2                                   x in ohm, v_nom of bus0 in kV
//                   typed: x = x_per_length * length / num_parallel,     r alike,
//                          b = 2 pi f_nom c_per_length 1e-9 * length * num_parallel
//     transformer   x_pu = x / s_nom * tap_ratio                         x per unit of s_nom
//                   typed: r = vscr / 100,  x = sqrt((vsc / 100)^2 - r^2),  both / num_parallel,
//                          g = pfe / (1000 s_nom),  b = -sqrt(max(0, (i0 / 100)^2 - g^2)),  both * num_parallel,
//                          tap_ratio = 1 + (tap_position - tap_neutral) tap_step / 100,
//                          s_nom and phase_shift from the type
//
// Source: PyPSA user guide, "Line Types", "Transformer Types" and "Power Flow"; types from pandapower.

#include "proeftuin/network/impedance.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include "proeftuin/network/standard_types_data.hpp"

namespace proeftuin::network {

namespace {

/// Numbers of a standard type: the network's own table first, then those every network knows.
class TypeReader {
  public:
    TypeReader(const Table& own, const StandardTypes& known) : own_(own), known_(known) {}

    [[nodiscard]] bool has(const std::string& type) const {
        return own_.find(type) >= 0 || has_standard_type(known_, type);
    }
    [[nodiscard]] double number(const std::string& type, const std::string& column) const {
        const int item = own_.find(type);
        return item >= 0 ? own_.number(column, item) : standard_number(known_, type, column);
    }

  private:
    const Table& own_;
    const StandardTypes& known_;
};

/// Items that name a type, each checked to exist.
std::vector<int> typed_items(const Table& table, const TypeReader& types, Issues& issues) {
    std::vector<int> items;
    if (table.column("type") == nullptr) return items;
    for (int item = 0; item < table.size(); ++item) {
        const std::string& type = table.text("type", item);
        if (type.empty()) continue;
        if (types.has(type)) {
            items.push_back(item);
            continue;
        }
        issues.push_back({Code::unknown_reference,
                          {{}, 0, 0, table.type().name, table.name(item), "type"},
                          "there is no standard type \"" + type + "\"",
                          "leave type empty and give the impedances, or add the type to the network",
                          Severity::error});
    }
    return items;
}

/// Sets a static number in every scenario.
void set(Table& table, const std::string& attribute, int item, double value) {
    const std::size_t size = static_cast<std::size_t>(table.size());
    Column& column = table.edit_column(attribute);
    for (std::size_t at = static_cast<std::size_t>(item); at < column.numbers.size(); at += size)
        column.numbers[at] = value;
}

void apply_line_type(Table& lines, const TypeReader& types, int item) {
    const std::string type = lines.text("type", item);
    const double length = lines.number("length", item);
    const double parallel = lines.number("num_parallel", item);
    set(lines, "r", item, types.number(type, "r_per_length") * length / parallel);
    set(lines, "x", item, types.number(type, "x_per_length") * length / parallel);
    set(lines, "b", item,
        2.0 * std::numbers::pi * 1e-9 * types.number(type, "f_nom") * types.number(type, "c_per_length") * length *
            parallel);
}

void apply_transformer_type(Table& table, const TypeReader& types, int item) {
    const std::string type = table.text("type", item);
    const double parallel = table.number("num_parallel", item);
    const double s_nom = types.number(type, "s_nom");
    const double r = types.number(type, "vscr") / 100.0;
    const double vsc = types.number(type, "vsc") / 100.0;
    const double g = types.number(type, "pfe") / (1000.0 * s_nom);
    const double i0 = types.number(type, "i0") / 100.0;
    const double tap = table.number("tap_position", item) - types.number(type, "tap_neutral");
    set(table, "r", item, r / parallel);
    set(table, "x", item, std::sqrt(vsc * vsc - r * r) / parallel);
    set(table, "g", item, g * parallel);
    set(table, "b", item, -std::sqrt(std::max(0.0, i0 * i0 - g * g)) * parallel);
    set(table, "s_nom", item, s_nom);
    set(table, "phase_shift", item, types.number(type, "phase_shift"));
    set(table, "tap_side", item, types.number(type, "tap_side"));
    set(table, "tap_ratio", item, 1.0 + tap * types.number(type, "tap_step") / 100.0);
}

}  // namespace

Impedances line_impedances(const Network& network) {
    const Table& lines = network.table("Line");
    const Table& buses = network.table("Bus");
    Impedances result;
    for (int item = 0; item < lines.size(); ++item) {
        const int bus = buses.find(lines.text("bus0", item));
        const double v_nom = bus < 0 ? 1.0 : buses.number("v_nom", bus);
        result.reactance.push_back(lines.number("x", item) / (v_nom * v_nom));
        result.resistance.push_back(lines.number("r", item) / (v_nom * v_nom));
    }
    return result;
}

Impedances transformer_impedances(const Network& network) {
    const Table& table = network.table("Transformer");
    Impedances result;
    for (int item = 0; item < table.size(); ++item) {
        const double factor = table.number("tap_ratio", item) / table.number("s_nom", item);
        result.reactance.push_back(table.number("x", item) * factor);
        result.resistance.push_back(table.number("r", item) * factor);
    }
    return result;
}

Issues apply_standard_types(Network& network) {
    Issues issues;
    const TypeReader line_types(network.table("LineType"), standard_line_types());
    Table& lines = network.table("Line");
    for (const int item : typed_items(lines, line_types, issues)) apply_line_type(lines, line_types, item);
    const TypeReader transformer_types(network.table("TransformerType"), standard_transformer_types());
    Table& transformers = network.table("Transformer");
    for (const int item : typed_items(transformers, transformer_types, issues))
        apply_transformer_type(transformers, transformer_types, item);
    return issues;
}

}  // namespace proeftuin::network
