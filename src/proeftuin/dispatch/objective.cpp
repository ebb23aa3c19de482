// SPDX-License-Identifier: Apache-2.0
//
// Cost. Operation, weighted by w_t (and by the scenario, add_operating_cost):
//
//     sum_t w_t ( marginal_cost p + marginal_cost_storage level + spill_cost spill + stand_by_cost u )
//   + sum_t ( start_up_cost a + shut_down_cost z )                       not weighted by hours, as in PyPSA
//
// Capacity, in expectation over the scenarios:  sum_k c_k P_k sum over the periods y in which k stands of weight_y, with c_k the
// periodized cost: capital_cost, or overnight_cost times the annuity r / (1 - (1 + r)^-lifetime) times the years modelled;
// plus fom_cost. PyPSA reports the cost of the capacity that stands already (the same sum over the given P_k) apart, as the
// objective constant, and leaves it out of the objective.

#include <cmath>
#include <string>

#include "proeftuin/dispatch/formulation.hpp"

namespace proeftuin::dispatch {

namespace {

bool given(const network::Table& table, std::string_view attribute) {
    return table.column(attribute) != nullptr || table.series(attribute) != nullptr;
}

/// Adds cost(s, snapshot, item) * w_t (or * 1) for every column of a block.
void add_costs(Formulation& f, const KindModel& kind, const Block& block, std::string_view attribute, bool weighted) {
    if (!block.exists() || !given(*kind.assets.table, attribute)) return;
    const network::Values cost(*kind.assets.table, attribute);
    for (int s = 0; s < f.num_scenarios(); ++s)
        for (int t = 0; t < f.num_snapshots(); ++t) {
            const double weight = weighted ? f.horizon().cost_hours[static_cast<std::size_t>(t)] : 1.0;
            for (int k = 0; k < kind.assets.count(); ++k) {
                if (!block.has(k) || !f.is_active(kind, t, k)) continue;
                const double value = cost(s, f.snapshot(t), kind.assets.item(k)) * weight;
                if (value != 0.0) f.add_operating_cost(s, block.column(s, t, k), value);
            }
        }
}

double annuity(double rate, double lifetime_a) {
    if (rate == 0.0) return std::isinf(lifetime_a) ? 0.0 : 1.0 / lifetime_a;
    if (std::isinf(lifetime_a)) return std::max(rate, 0.0);
    return rate / (1.0 - std::pow(1.0 + rate, -lifetime_a));
}

/// Years that the network's snapshots stand for; with investment periods, one period's (they must agree).
double years_modelled(Formulation& f, const network::Table& table, int item) {
    const network::Snapshots& all = f.network.snapshots;
    std::vector<double> hours(1, 0.0);
    for (int i = 0; i < all.size(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        if (!all.periods.empty() && i > 0 && all.periods[at] != all.periods[at - 1]) hours.push_back(0.0);
        hours.back() += all.objective[at];
    }
    for (const double h : hours)
        if (std::abs(h - hours.front()) > 1e-9 * std::abs(hours.front())) {
            f.complain(Code::unsupported_feature, {{}, 0, 0, table.type().name, table.name(item), "overnight_cost"},
                       "overnight_cost needs investment periods of equal length", "give capital_cost instead");
            break;
        }
    return hours.front() / 8760.0;
}

/// Sum of the weights of the periods in which an asset stands.
double standing_weight(const Formulation& f, const KindModel& kind, int k) {
    double weight = 0.0;
    for (int p = 0; p < f.horizon().num_periods(); ++p)
        if (kind.assets.is_active(p, k)) weight += f.horizon().period_cost_weight[static_cast<std::size_t>(p)];
    return f.horizon().multi_investment ? weight : 1.0;
}

}  // namespace

double periodized_cost(Formulation& f, const network::Table& table, int item, int s) {
    const double overnight = table.column("overnight_cost") != nullptr ? table.number("overnight_cost", item, s) : NAN;
    double cost = table.number("capital_cost", item, s);
    if (!std::isnan(overnight)) {
        double rate = table.number("discount_rate", item, s);
        if (std::isnan(rate)) rate = 0.0;
        cost = overnight * annuity(rate, table.number("lifetime", item, s)) * years_modelled(f, table, item);
    }
    const double fixed = table.column("fom_cost") != nullptr ? table.number("fom_cost", item, s) : 0.0;
    return cost + (std::isnan(fixed) ? 0.0 : fixed);
}

void add_operating_costs(Formulation& f) {
    for (const Kind each : {Kind::generator, Kind::link, Kind::process}) {
        const KindModel& kind = f.kind(each);
        add_costs(f, kind, kind.flow, "marginal_cost", true);
        add_costs(f, kind, kind.status, "stand_by_cost", true);
        add_costs(f, kind, kind.start_up, "start_up_cost", false);
        add_costs(f, kind, kind.shut_down, "shut_down_cost", false);
    }
    for (const Kind each : {Kind::storage_unit, Kind::store}) {
        const KindModel& kind = f.kind(each);
        add_costs(f, kind, kind.flow, "marginal_cost", true);
        add_costs(f, kind, kind.level, "marginal_cost_storage", true);
        add_costs(f, kind, kind.spill, "spill_cost", true);
    }
}

void add_investment_costs(Formulation& f) {
    for (const Kind each : all_kinds) {
        const KindModel& kind = f.kind(each);
        const network::Table& table = *kind.assets.table;
        for (int k = 0; k < kind.assets.count(); ++k) {
            const int column = kind.capacity[static_cast<std::size_t>(k)];
            if (column < 0) continue;
            const int item = kind.assets.item(k);
            for (int s = 0; s < f.num_scenarios(); ++s) {
                const double weight = f.network.scenarios.weight(s);
                const double cost = weight * standing_weight(f, kind, k) * periodized_cost(f, table, item, s);
                f.add_investment_cost(column, cost);
                const double standing = table.number(names_of(each).nominal, item, s);
                if (cost != 0.0 && standing != 0.0) f.model.objective_constant += cost * standing;
            }
        }
    }
}

}  // namespace proeftuin::dispatch
