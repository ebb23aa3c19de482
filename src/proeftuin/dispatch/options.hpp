// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "proeftuin/base/issue.hpp"

namespace proeftuin::dispatch {

/// How the losses of lines and transformers, r_pu_eff * s^2, are approximated (PyPSA's `transmission_losses`).
struct Losses {
    enum class Mode { none, tangents, secants };
    Mode mode = Mode::none;
    int segments = 0;       // tangents: how many
    double atol = 1.0;      // secants: absolute tolerance, MW
    double rtol = 0.1;      // secants: relative tolerance
    int max_segments = 20;  // secants: at most so many a direction
};

/// What a formulation takes beside the network: PyPSA's keywords of `optimize()`, with its defaults.
struct Options {
    std::vector<int> snapshots;          // positions in the network, ascending; empty = all
    bool multi_investment = false;       // investment periods: build years, lifetimes, period weightings
    bool linearized_commitment = false;  // status, start-up and shut-down in [0, 1] instead of {0, 1}
    Losses losses;
    double committable_big_m =
        0.0;  // MW, for committable extendable units without a finite cap; 0 = ten times peak load

    bool voltage_angles = false;  // the voltage law by angles instead of cycles, so that single branches can be opened

    /// Every option that makes no sense, alone or for a network of `num_snapshots`.
    [[nodiscard]] Issues issues(int num_snapshots) const;
};

}  // namespace proeftuin::dispatch
