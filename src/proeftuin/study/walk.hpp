// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "proeftuin/base/coalition.hpp"
#include "proeftuin/base/progress.hpp"
#include "proeftuin/dispatch/model.hpp"
#include "proeftuin/lp/session.hpp"
#include "proeftuin/study/outcome.hpp"
#include "proeftuin/study/parties.hpp"

namespace proeftuin::study {

/// What was found for one coalition.
struct Evaluation {
    lp::Termination termination = lp::Termination::failed;
    double cost = 0.0;        // total cost of all parties when this coalition cooperates: the primal bound, EUR
    double cost_bound = 0.0;  // the dual bound: the true cost lies in [cost_bound, cost]
    std::int64_t iterations = 0;
    std::vector<PartyOutcome> outcome;  // [num_parties]; empty where there is no optimum
};

struct WalkOptions {
    lp::SessionOptions session;
    int threads = 0;                // 0 = as many as the machine has; results do not depend on it
    std::size_t chain_length = 64;  // coalitions solved one after the other from the same start
    Progress progress;
};

/// Solves every coalition along Gray-code chains; [2^num_parties] in bit order. The same bits for any number of threads.
[[nodiscard]] std::vector<Evaluation> walk_all(const dispatch::Template& model, const Parties& parties,
                                               const std::vector<Crossing>& crossings, const WalkOptions& options);

}  // namespace proeftuin::study
