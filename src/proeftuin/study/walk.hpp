// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "proeftuin/base/progress.hpp"
#include "proeftuin/lp/session.hpp"
#include "proeftuin/study/journal.hpp"
#include "proeftuin/study/outcome.hpp"
#include "proeftuin/study/price_range.hpp"
#include "proeftuin/study/question.hpp"

namespace proeftuin::study {

/// What was found for one coalition.
struct Evaluation {
    lp::Termination termination = lp::Termination::failed;  // of the first window that has no optimum, else optimal
    double cost = 0.0;        // total cost of all parties when this coalition acts: the primal bound, EUR
    double cost_bound = 0.0;  // the dual bound: the true cost lies in [cost_bound, cost]
    double magnitude = 0.0;   // sum of the sizes of what was added up to it, EUR: what rounding is measured against
    std::int64_t summands = 1;
    std::int64_t iterations = 0;
    std::vector<PartyOutcome> outcome;  // [num_parties]; empty where there is no optimum
    /// [num_parties] what a party's total can be at other optimal prices, infinite where nothing limits it. Only of nobody and
    /// of everybody, and of linear programmes; else empty.
    std::vector<PriceRange> range;
};

struct WalkOptions {
    lp::SessionOptions session;
    bool price_ranges = true;  // find out how far the outcomes of nobody and of everybody could move
    bool cold = false;         // every problem from scratch, to measure against
    int threads = 0;           // 0 = as many as the machine has; results do not depend on it
    Progress progress;
    Journal* journal = nullptr;            // where what was found is kept and found again
    std::function<bool()> cancelled = {};  // what a cancelled solve found is not kept
};

struct WalkResult {
    std::vector<Evaluation> evaluations;     // [2^num_players], bit order, summed over the windows
    std::int64_t columns = 0, rows = 0;      // of the first window
    lp::Backend backend = lp::Backend::clp;  // of the first window
    std::size_t solves = 0;                  // problems solved: parts of coalitions, in all windows
    Issues warnings;
};

/// What a walk will do, before anything is solved.
struct WalkPlan {
    std::size_t coalitions = 0;
    std::size_t problems = 0;  // in each window: the parts that coalitions fall into
    std::size_t windows = 0;
    std::int64_t columns = 0, rows = 0;  // of the first window, all together
    lp::Backend backend = lp::Backend::clp;
};
/// Throws InputError where the first window cannot be formulated.
[[nodiscard]] WalkPlan plan_walk(const Subject& subject, const WalkOptions& options);

/// Solves every coalition, window by window. The same bits for any number of threads, and whether or not a journal was
/// continued. Throws InputError where a window cannot be formulated.
[[nodiscard]] WalkResult walk_all(const Subject& subject, const WalkOptions& options);

}  // namespace proeftuin::study
