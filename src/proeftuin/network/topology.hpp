// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <vector>

namespace proeftuin::network {

/// A branch of a graph of buses; ends are positions of buses.
struct Edge {
    int from = 0;
    int to = 0;
};

/// One step of a walk around a cycle: sign +1 where the branch is walked from `from` to `to`, -1 against it.
struct CycleStep {
    int edge = 0;
    int sign = 1;
};

using Cycle = std::vector<CycleStep>;

/// An independent set of short cycles that spans the cycle space (num_edges - num_buses + num_parts of them). Edges that
/// start and end at the same bus are left out. The result depends on the order of the edges only.
[[nodiscard]] std::vector<Cycle> independent_cycles(int num_buses, std::span<const Edge> edges);

/// [num_buses] The connected part each bus belongs to, numbered by the lowest bus in it, ascending.
[[nodiscard]] std::vector<int> connected_parts(int num_buses, std::span<const Edge> edges);

}  // namespace proeftuin::network
