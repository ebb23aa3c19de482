// SPDX-License-Identifier: Apache-2.0
//
// Reads what several families need: limits per unit, big M, the state a unit brings into the horizon, buses and ports.

#include <algorithm>
#include <cmath>
#include <string>

#include "proeftuin/dispatch/formulation.hpp"

namespace proeftuin::dispatch {

namespace {

/// The column of minima, or (for symmetric limits) that of the maxima, which is then read with a minus.
std::string_view minimum_of(Kind kind) {
    const KindNames& names = names_of(kind);
    return names.min_pu.empty() ? names.max_pu : names.min_pu;
}

double peak_load_mw(const Formulation& f) {
    const network::Table& loads = f.network.table("Load");
    const network::Values demand(loads, "p_set");
    double peak = 0.0;
    for (int s = 0; s < f.num_scenarios(); ++s)
        for (int snapshot = 0; snapshot < f.network.num_snapshots(); ++snapshot) {
            double sum = 0.0;
            for (int item = 0; item < loads.size(); ++item)
                if (loads.flag("active", item)) sum += std::abs(demand(s, snapshot, item));
            peak = std::max(peak, sum);
        }
    return peak;
}

/// Snapshots in a row, going back from the one before the horizon, whose status is exactly 1 (or 0).
int run_length(const Formulation& f, const network::Values& status, int s, int item, bool up) {
    int count = 0;
    for (int snapshot = f.snapshot(0) - 1; snapshot >= 0; --snapshot, ++count) {
        const double value = status(s, snapshot, item);
        if (up ? value != 1.0 : value != 0.0) break;
    }
    return count;
}

}  // namespace

LimitsPerUnit::LimitsPerUnit(const KindModel& kind)
    : min_(*kind.assets.table, minimum_of(kind.assets.kind)),
      max_(*kind.assets.table, names_of(kind.assets.kind).max_pu),
      symmetric_(names_of(kind.assets.kind).min_pu.empty()) {}

double big_m(const Formulation& f, const KindModel& kind, int s, int k) {
    const int item = kind.assets.item(k);
    const double cap = kind.assets.table->number(std::string(names_of(kind.assets.kind).nominal) + "_max", item, s);
    const LimitsPerUnit limits(kind);
    double availability = 0.0;
    for (int t = 0; t < f.num_snapshots(); ++t)
        availability = std::max(availability, limits.upper(s, f.snapshot(t), item));
    if (std::isfinite(cap)) return cap * availability;
    if (f.options().committable_big_m > 0.0) return f.options().committable_big_m;
    const double peak = peak_load_mw(f);
    return peak > 0.0 ? 10.0 * peak : 1e6;
}

InitialState initial_state(const Formulation& f, const KindModel& kind, int s, int k) {
    const network::Table& table = *kind.assets.table;
    const int item = kind.assets.item(k);
    InitialState state;
    state.up_time = static_cast<int>(table.number("up_time_before", item, s));
    state.down_time = static_cast<int>(table.number("down_time_before", item, s));
    state.up = state.up_time > 0;
    state.status = state.up ? 1.0 : 0.0;
    const double given = table.number("p_init", item, s);
    state.power = state.up && !std::isnan(given) ? given : 0.0;
    state.has_power = !state.up || !std::isnan(given);
    if (!f.horizon().continues) return state;
    const network::Values status(table, "status");
    state.up_time =
        std::min(run_length(f, status, s, item, true), static_cast<int>(table.number("min_up_time", item, s)));
    state.down_time =
        std::min(run_length(f, status, s, item, false), static_cast<int>(table.number("min_down_time", item, s)));
    state.up = state.up_time > 0;
    const std::string power_name =
        kind.assets.kind == Kind::generator || kind.assets.kind == Kind::process ? "p" : "p0";
    if (table.series(power_name) == nullptr) return state;
    const int before = f.snapshot(0) - 1;
    state.power = network::Values(table, power_name)(s, before, item);
    if (std::isnan(state.power)) state.power = 0.0;
    state.status = kind.assets.is_committable(k) ? status(s, before, item) : 1.0;
    if (std::isnan(state.status)) state.status = 1.0;
    state.has_power = true;
    return state;
}

std::vector<int> bus_positions(const Formulation& f, const network::Table& table, std::string_view attribute) {
    const network::Table& buses = f.network.table("Bus");
    std::vector<int> positions(static_cast<std::size_t>(table.size()), -1);
    if (table.column(attribute) == nullptr) return positions;
    for (int item = 0; item < table.size(); ++item) {
        const std::string& bus = table.text(attribute, item);
        if (!bus.empty()) positions[static_cast<std::size_t>(item)] = buses.find(bus);
    }
    return positions;
}

std::vector<int> further_ports(const network::Table& table) {
    std::vector<int> ports;
    for (const auto& [name, column] : table.columns()) {
        if (!name.starts_with("bus") || name.size() < 4) continue;
        if (!std::ranges::all_of(name.substr(3), [](char c) { return c >= '0' && c <= '9'; })) continue;
        const int port = std::stoi(name.substr(3, 4));
        if (port >= 2) ports.push_back(port);
    }
    std::ranges::sort(ports);
    return ports;
}

}  // namespace proeftuin::dispatch
