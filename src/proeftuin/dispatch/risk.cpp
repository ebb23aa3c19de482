// SPDX-License-Identifier: Apache-2.0
//
// Risk aversion over scenarios: the conditional value at risk of operating cost. With weight omega and tail alpha, OPEX_s the
// operating cost of scenario s and pi_s its weight:
//
//     minimise   CAPEX + (1 - omega) sum_s pi_s OPEX_s + omega CVaR
//     a_s >= OPEX_s - theta,   a_s >= 0,   CVaR = theta + 1 / (1 - alpha) sum_s pi_s a_s
//
// R. T. Rockafellar, S. Uryasev, "Optimization of conditional value-at-risk", Journal of Risk 2 (2000).

#include "proeftuin/dispatch/formulation.hpp"

namespace proeftuin::dispatch {

void add_risk(Formulation& f) {
    const network::Network& n = f.network;
    if (!n.has_risk || n.scenarios.names.empty()) return;
    const auto column = [&](const char* name, double lower) {
        f.model.columns.push_back({name, "", f.builder.num_columns(), {RowTag{}}});
        return f.builder.add_columns(1, lower, lp::infinity);
    };
    const int theta = column("CVaR-theta", -lp::infinity);
    const int cvar = column("CVaR", -lp::infinity);
    f.builder.add_cost(cvar, n.risk_omega);
    const int excess = f.builder.add_columns(f.num_scenarios(), 0.0, lp::infinity);
    f.model.columns.push_back({"CVaR-a", "", excess, {}});
    {
        RowWriter rows(f, "CVaR-excess", "");
        for (int s = 0; s < f.num_scenarios(); ++s) {
            f.model.columns.back().tags.push_back({-1, -1, s});
            const int row = rows.add(-lp::infinity, 0.0, -1, -1, s);
            f.builder.add(row, theta, -1.0);
            f.builder.add(row, excess + s, -1.0);
            f.excess_row.push_back(row);
        }
    }
    RowWriter rows(f, "CVaR-def", "");
    const int row = rows.add(0.0, 0.0);
    f.builder.add(row, cvar, 1.0);
    f.builder.add(row, theta, -1.0);
    for (int s = 0; s < f.num_scenarios(); ++s)
        f.builder.add(row, excess + s, -n.scenarios.weights[static_cast<std::size_t>(s)] / (1.0 - n.risk_alpha));
}

}  // namespace proeftuin::dispatch
