// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "proeftuin/base/expected.hpp"
#include "proeftuin/study/question.hpp"
#include "proeftuin/study/walk.hpp"

namespace proeftuin::study {

struct SampleOptions {
    double tolerance = 0.01;  // stop when no share's standard error is above this part of the gain of all
    std::uint64_t seed = 1;
    int least_rounds = 8;  // a standard error from fewer says little
    int most_rounds = 1000;
};

/// The Shapley value from random orders, for more players than coalitions can be walked.
struct SampleResult {
    double total = 0.0, total_lower = 0.0, total_upper = 0.0;  // gain of all, and where it certainly lies, EUR
    std::vector<double> share;                                 // [num_players] EUR; adds up to the total
    std::vector<double> standard_error;                        // [num_players] EUR
    int rounds = 0;
    std::size_t orders = 0;
    bool reached = false;  // is the tolerance?
    lp::Backend backend = lp::Backend::clp;
    Evaluation nobody, everybody;
    double seconds = 0.0;
};

/// The mathematics is at the head of sampled.cpp. The same bits for any number of threads. Issues: a coalition on the way has no
/// optimum.
[[nodiscard]] Expected<SampleResult> sample_shapley(const Subject& subject, const WalkOptions& walk,
                                                    const SampleOptions& options);

}  // namespace proeftuin::study
