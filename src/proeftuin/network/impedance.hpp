// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "proeftuin/base/issue.hpp"
#include "proeftuin/network/network.hpp"

namespace proeftuin::network {

/// Series impedance of lines or transformers on a base of 1 MVA (PyPSA's x_pu_eff and r_pu_eff).
struct Impedances {
    std::vector<double> reactance;   // [table size]; infinite or NaN where it cannot be had (x / 0)
    std::vector<double> resistance;  // [table size]
};

[[nodiscard]] Impedances line_impedances(const Network& network);
[[nodiscard]] Impedances transformer_impedances(const Network& network);

/// Writes what standard types say over what the components say, as PyPSA does: r, x, b of lines; r, x, g, b, s_nom,
/// phase_shift, tap_side and tap_ratio of transformers. Issues name types that do not exist.
[[nodiscard]] Issues apply_standard_types(Network& network);

}  // namespace proeftuin::network
