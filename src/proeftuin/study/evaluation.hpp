// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "proeftuin/lp/solution.hpp"
#include "proeftuin/study/indicators.hpp"
#include "proeftuin/study/outcome.hpp"
#include "proeftuin/study/price_range.hpp"

namespace proeftuin::study {

/// What was found for one coalition.
struct Evaluation {
    lp::Termination termination = lp::Termination::failed;  // of the first window that has no optimum, else optimal
    double cost = 0.0;          // total cost of all parties when this coalition acts: the primal bound, EUR
    double cost_bound = 0.0;    // the dual bound: the true cost lies in [cost_bound, cost]
    double magnitude = 0.0;     // sum of the sizes of what was added up to it, EUR: what rounding is measured against
    std::int64_t summands = 0;  // problems that were added up; 0 = none yet
    std::int64_t iterations = 0;
    std::vector<PartyOutcome> outcome;  // [num_parties]; empty where there is no optimum
    /// [num_parties] what a party's total can be at other optimal prices, infinite where nothing limits it. Only of nobody and
    /// of everybody, and of linear programmes; else empty.
    std::vector<PriceRange> range;
    Indicators indicators;  // where asked and there is an optimum; of one optimum, others may flow otherwise
};

/// Of one problem: how it ended, its cost and bound. Outcomes are left to whoever reads them.
[[nodiscard]] Evaluation evaluation_of(const lp::Solution& solution);

/// Adds what was found for one problem (a part, a window) to what was found for others beside it. One without an optimum leaves
/// no cost and no outcome of the whole.
void add_to(Evaluation& total, const Evaluation& found);

/// Where the least cost lies: first <= second. Sums of k doubles are off by k 2^-53 of the sum of their sizes at most.
[[nodiscard]] std::pair<double, double> cost_interval(const Evaluation& evaluation);

}  // namespace proeftuin::study
