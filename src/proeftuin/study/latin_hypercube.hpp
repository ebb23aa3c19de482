// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace proeftuin::study {

/// The p-quantile of the triangular distribution on [low, high] with its mode in it; 0 < p < 1.
[[nodiscard]] double triangular_quantile(double low, double mode, double high, double p);

/// Where the draws of one figure lie in (0, 1): one in each of `num_draws` strata of equal size, in an order of the figure's own.
/// They depend on the seed, the figure's id and the number of draws, and on no other figure.
[[nodiscard]] std::vector<double> stratified_places(std::uint64_t seed, std::string_view id, std::size_t num_draws);

/// The p-quantile of a sample, between two order statistics in proportion (definition 7 of Hyndman and Fan); NaN of none.
[[nodiscard]] double sample_quantile(std::vector<double> sample, double p);

}  // namespace proeftuin::study
