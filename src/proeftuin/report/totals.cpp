// SPDX-License-Identifier: Apache-2.0
//
// Cost of a solved network by component type and carrier. With h the hours of a snapshot (weighted by its period), in
// expectation over scenarios:
//
//     operation  = sum_t h (c p + q p^2 + standing by + holding + spilling) + starts and stops
//     investment = sum over periods of weight * capital cost * capacity, extendable components only
//
// the terms of PyPSA's objective plus its constant.
#include "proeftuin/report/totals.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "proeftuin/dispatch/assets.hpp"

namespace proeftuin::report {

using dispatch::Horizon;
using network::Network;
using network::Table;

std::vector<double> Mean::weights_of(const Network& network) {
    if (network.scenarios.names.empty()) return {1.0};
    return network.scenarios.weights;
}

namespace {

constexpr double hours_a_year = 8760.0;

/// A price attribute times an amount attribute. The mean of a product, scenario by scenario.
struct Term {
    std::string_view price;
    std::string_view amount;
    bool squared = false;
    bool per_hour = true;      // false: an event (start, stop), not a rate
    bool committable = false;  // only for committable components
};

/// Adds the cost of one term to every component of a table.
void add_term(const Network& network, const Table& table, const Horizon& horizon, const Term& term,
              std::vector<double>& cost) {
    const Mean price(network, table, term.price);
    const Mean amount(network, table, term.amount);
    const auto item_cost = [&](int scenario, int item) {
        double sum = 0.0;
        for (int t = 0; t < horizon.size(); ++t) {
            const auto at = static_cast<std::size_t>(t);
            const int snapshot = horizon.snapshots[at];
            const double unit_cost = price.values()(scenario, snapshot, item);
            if (unit_cost == 0.0) continue;
            const double x = amount.values()(scenario, snapshot, item);
            const double weight = term.per_hour
                                      ? horizon.cost_hours[at]
                                      : horizon.period_cost_weight[static_cast<std::size_t>(horizon.period[at])];
            sum += weight * unit_cost * (term.squared ? x * x : x);
        }
        return sum;
    };
    for (int item = 0; item < table.size(); ++item) {
        if (!amount.varies(item)) continue;  // never written by the solve: not operated
        if (term.committable && !table.flag("committable", item)) continue;
        for (std::size_t s = 0; s < amount.weights().size(); ++s) {
            cost[static_cast<std::size_t>(item)] += amount.weights()[s] * item_cost(static_cast<int>(s), item);
        }
    }
}

struct KindTerms {
    std::string_view component;
    std::vector<Term> terms;
};

const std::vector<KindTerms>& all_terms() {
    const auto dispatchable = [](std::string_view flow) {
        return std::vector<Term>{{"marginal_cost", flow},
                                 {"marginal_cost_quadratic", flow, true},
                                 {"stand_by_cost", "status", false, true, true},
                                 {"start_up_cost", "start_up", false, false, true},
                                 {"shut_down_cost", "shut_down", false, false, true}};
    };
    static const std::vector<KindTerms> all{
        {"Generator", dispatchable("p")},
        {"Link", dispatchable("p0")},
        {"Process", dispatchable("p")},
        {"StorageUnit",
         {{"marginal_cost", "p_dispatch"},
          {"marginal_cost_quadratic", "p_dispatch", true},
          {"marginal_cost_storage", "state_of_charge"},
          {"spill_cost", "spill"}}},
        {"Store", {{"marginal_cost", "p"}, {"marginal_cost_quadratic", "p", true}, {"marginal_cost_storage", "e"}}},
        {"Line", {}},
        {"Transformer", {}}};
    return all;
}

/// Cost of one unit of capacity over the modelled time of one period.
double capacity_cost(const Table& table, int item, double years) {
    const double overnight = table.type().find("overnight_cost") != nullptr ? table.number("overnight_cost", item)
                                                                            : std::numeric_limits<double>::quiet_NaN();
    double cost = table.number("capital_cost", item);
    if (!std::isnan(overnight)) {
        const double rate = table.number("discount_rate", item);
        const double lifetime = table.number("lifetime", item);
        const double annuity = std::isinf(lifetime) ? rate
                               : rate == 0.0        ? 1.0 / lifetime
                                                    : rate / (1.0 - std::pow(1.0 + rate, -lifetime));
        cost = overnight * annuity * years;
    }
    return cost + (table.type().find("fom_cost") != nullptr ? table.number("fom_cost", item) : 0.0);
}

double investment_cost(const Table& table, const Horizon& horizon, int item) {
    const std::string nominal = table.type().nominal;
    if (nominal.empty() || !table.flag(nominal + "_extendable", item)) return 0.0;
    double years = 0.0;
    for (const double hours : horizon.cost_hours) years += hours / hours_a_year;
    const double capacity = table.number(nominal + "_opt", item);
    double weight = 0.0;
    for (int period = 0; period < horizon.num_periods(); ++period) {
        if (dispatch::stands(table, item, horizon, period)) {
            weight += horizon.period_cost_weight[static_cast<std::size_t>(period)];
        }
    }
    return weight * capacity * capacity_cost(table, item, years);
}

}  // namespace

std::vector<CostRow> costs(const Network& network, const Horizon& horizon) {
    std::map<std::pair<std::string, std::string>, CostRow> rows;
    for (const KindTerms& kind : all_terms()) {
        const Table& table = network.table(kind.component);
        std::vector<double> operation(static_cast<std::size_t>(table.size()));
        for (const Term& term : kind.terms) add_term(network, table, horizon, term, operation);
        for (int item = 0; item < table.size(); ++item) {
            const std::string& carrier = table.text("carrier", item);
            CostRow& row = rows[{std::string(kind.component), carrier}];
            row.component = kind.component;
            row.carrier = carrier;
            row.operation_eur += operation[static_cast<std::size_t>(item)];
            row.investment_eur += investment_cost(table, horizon, item);
        }
    }
    std::vector<CostRow> result;
    for (auto& [key, row] : rows) {
        if (row.operation_eur != 0.0 || row.investment_eur != 0.0) result.push_back(std::move(row));
    }
    std::stable_sort(result.begin(), result.end(), [](const CostRow& a, const CostRow& b) {
        return std::abs(a.total_eur()) > std::abs(b.total_eur());
    });
    return result;
}

std::vector<PriceRow> prices(const Network& network, const Horizon& horizon) {
    const Table& buses = network.table("Bus");
    const Mean price(network, buses, "marginal_price");
    std::vector<PriceRow> rows;
    rows.reserve(static_cast<std::size_t>(buses.size()));
    for (int bus = 0; bus < buses.size(); ++bus) {
        PriceRow row{.bus = buses.name(bus),
                     .lowest = std::numeric_limits<double>::infinity(),
                     .highest = -std::numeric_limits<double>::infinity()};
        double hours = 0.0;
        for (int t = 0; t < horizon.size(); ++t) {
            const double value = price(horizon.snapshots[static_cast<std::size_t>(t)], bus);
            const double weight = horizon.cost_hours[static_cast<std::size_t>(t)];
            row.mean += weight * value;
            hours += weight;
            row.lowest = std::min(row.lowest, value);
            row.highest = std::max(row.highest, value);
        }
        row.mean = hours > 0.0 ? row.mean / hours : 0.0;
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace proeftuin::report
