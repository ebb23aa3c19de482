// SPDX-License-Identifier: Apache-2.0
//
// Growth of a carrier in each investment period y, where the carrier has a finite max_growth:
//
//     new_y - r new_{y-1} <= max_growth,     new_y = sum of P_k over extendable k of the carrier that first stand in y
//
// with r = max(0, max_relative_growth). Only with multi-investment. Each build counts once, in the first period it stands in.
// (PyPSA 1.3.0 counts an asset again in the periods after it has retired: https://github.com/PyPSA/PyPSA/issues/1938; it is one
// of the places where we follow the documentation.) Scenarios may differ in the limits: the least holds.

#include <algorithm>
#include <cmath>
#include <string>

#include "proeftuin/dispatch/formulation.hpp"

namespace proeftuin::dispatch {

namespace {

int first_period(const KindModel& kind, int num_periods, int k) {
    for (int p = 0; p < num_periods; ++p)
        if (kind.assets.is_active(p, k)) return p;
    return -1;
}

/// Adds factor * new_p of a carrier to a row; tells whether there was any.
bool add_new(Formulation& f, const std::string& carrier, int period, int row, double factor, bool dry) {
    bool any = false;
    for (const Kind each : all_kinds) {
        if (each == Kind::transformer) continue;
        const KindModel& kind = f.kind(each);
        for (int k = 0; k < kind.assets.count(); ++k) {
            const int column = kind.capacity[static_cast<std::size_t>(k)];
            if (column < 0 || kind.assets.table->text("carrier", kind.assets.item(k)) != carrier) continue;
            if (first_period(kind, f.horizon().num_periods(), k) != period) continue;
            any = true;
            if (!dry) f.builder.add(row, column, factor);
        }
    }
    return any;
}

double least(const Formulation& f, std::string_view attribute, int item) {
    const network::Table& carriers = f.network.table("Carrier");
    double value = carriers.number(attribute, item);
    for (int s = 1; s < f.num_scenarios(); ++s) value = std::min(value, carriers.number(attribute, item, s));
    return value;
}

}  // namespace

void add_growth_limits(Formulation& f) {
    if (!f.horizon().multi_investment) return;
    const network::Table& carriers = f.network.table("Carrier");
    RowWriter rows(f, "Carrier-growth_limit", "Carrier");
    for (int item = 0; item < carriers.size(); ++item) {
        const double most = least(f, "max_growth", item);
        if (!std::isfinite(most)) continue;
        const double relative = std::max(0.0, least(f, "max_relative_growth", item));
        for (int p = 0; p < f.horizon().num_periods(); ++p) {
            if (!add_new(f, carriers.name(item), p, -1, 1.0, true)) continue;
            const int row = rows.add(-lp::infinity, most, item, f.horizon().period_first[static_cast<std::size_t>(p)]);
            add_new(f, carriers.name(item), p, row, 1.0, false);
            if (p > 0 && relative > 0.0) add_new(f, carriers.name(item), p - 1, row, -relative, false);
        }
    }
}

}  // namespace proeftuin::dispatch
