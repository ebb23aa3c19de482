// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "proeftuin/dispatch/formulation.hpp"
#include "proeftuin/network/topology.hpp"

namespace proeftuin::dispatch {

/// Rows of the voltage law are multiplied by this, as PyPSA does, so that coefficients are near one.
inline constexpr double voltage_row_scale = 1e5;

/// A line or transformer whose flow follows the voltage law.
struct Branch {
    Kind kind;
    int k;
    double impedance;  // per unit on 1 MVA: the reactance, in direct-current parts the resistance
};

/// Branches that stand in a period, with their ends (positions of buses).
struct Grid {
    std::vector<Branch> branches;
    std::vector<network::Edge> edges;
};

[[nodiscard]] Grid standing_grid(Formulation& f, int period);

}  // namespace proeftuin::dispatch
