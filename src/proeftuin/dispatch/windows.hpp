// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "proeftuin/base/expected.hpp"
#include "proeftuin/dispatch/solve.hpp"

namespace proeftuin::dispatch {

struct Window {
    std::vector<int> snapshots;  // positions in the network
    int keep = 0;                // the first so many are final, the others only look ahead
};

struct WindowPlan {
    std::vector<Window> windows;
    Issues warnings;
};

/// Cuts the horizon into windows. Issues: options that do not fit, and what cannot be decided window by window (capacities,
/// limits over the whole horizon, investment periods).
[[nodiscard]] Expected<WindowPlan> plan_windows(const network::Network& network, const SolveOptions& options);

/// Solves window after window, handing levels, statuses and outputs on.
[[nodiscard]] Expected<SolveResult> solve_in_windows(const network::Network& network, const SolveOptions& options);

}  // namespace proeftuin::dispatch
