// SPDX-License-Identifier: Apache-2.0
//
// Nominal capacity as a decision:
//
//     P_min <= P_k <= P_max        in every scenario, so the tightest bound holds
//     P_k = P_set                  where a value is given
//     P_k = n_k * P_mod            n_k a whole number of modules, where a module size is given
//
// A capacity is chosen once, before the scenario is known.

#include <algorithm>
#include <cmath>
#include <string>

#include "proeftuin/dispatch/formulation.hpp"

namespace proeftuin::dispatch {

namespace {

struct Range {
    double lower = -lp::infinity;
    double upper = lp::infinity;
};

/// The tightest bounds over the scenarios.
Range capacity_range(const Formulation& f, const KindModel& kind, int item) {
    const std::string nominal{names_of(kind.assets.kind).nominal};
    const network::Table& table = *kind.assets.table;
    Range range;
    for (int s = 0; s < f.num_scenarios(); ++s) {
        range.lower = std::max(range.lower, table.number(nominal + "_min", item, s));
        range.upper = std::min(range.upper, table.number(nominal + "_max", item, s));
        const double set = table.column(nominal + "_set") != nullptr ? table.number(nominal + "_set", item, s) : NAN;
        if (!std::isnan(set)) {
            range.lower = std::max(range.lower, set);
            range.upper = std::min(range.upper, set);
        }
    }
    return range;
}

void add_capacities(Formulation& f, KindModel& kind) {
    const KindNames& names = names_of(kind.assets.kind);
    const std::string component{names.component};
    kind.capacity.assign(kind.assets.items.size(), -1);
    kind.modules.assign(kind.assets.items.size(), -1);
    if (!kind.assets.any_extendable) return;
    ColumnFamily capacities{component + "-" + std::string(names.nominal), component, f.builder.num_columns(), {}};
    for (int k = 0; k < kind.assets.count(); ++k) {
        if (!kind.assets.is_extendable(k)) continue;
        const Range range = capacity_range(f, kind, kind.assets.item(k));
        kind.capacity[static_cast<std::size_t>(k)] = f.builder.add_columns(1, range.lower, range.upper);
        capacities.tags.push_back({kind.assets.item(k), -1, -1});
    }
    f.model.columns.push_back(std::move(capacities));
    ColumnFamily modules{component + "-n_mod", component, f.builder.num_columns(), {}};
    for (int k = 0; k < kind.assets.count(); ++k) {
        if (!kind.assets.is_extendable(k) || !kind.assets.is_modular(k)) continue;
        kind.modules[static_cast<std::size_t>(k)] = f.builder.add_columns(1, 0.0, lp::infinity, true);
        modules.tags.push_back({kind.assets.item(k), -1, -1});
    }
    if (!modules.tags.empty()) f.model.columns.push_back(std::move(modules));
}

}  // namespace

void add_capacity_columns(Formulation& f) {
    for (const Kind kind : all_kinds) add_capacities(f, f.kind(kind));
}

void add_capacity_rows(Formulation& f) {
    for (const Kind each : all_kinds) {
        const KindModel& kind = f.kind(each);
        const KindNames& names = names_of(each);
        RowWriter rows(f, std::string(names.component) + "-" + std::string(names.nominal) + "_modularity",
                       std::string(names.component));
        for (int k = 0; k < kind.assets.count(); ++k) {
            const int modules = kind.modules[static_cast<std::size_t>(k)];
            if (modules < 0) continue;
            const int row = rows.add(0.0, 0.0, kind.assets.item(k));
            f.builder.add(row, kind.capacity[static_cast<std::size_t>(k)], 1.0);
            f.builder.add(row, modules, -kind.assets.module[static_cast<std::size_t>(k)]);
        }
    }
}

}  // namespace proeftuin::dispatch
