// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "proeftuin/base/coalition.hpp"
#include "proeftuin/base/progress.hpp"
#include "proeftuin/lp/session.hpp"
#include "proeftuin/study/evaluation.hpp"
#include "proeftuin/study/journal.hpp"
#include "proeftuin/study/question.hpp"

namespace proeftuin::study {

struct WalkOptions {
    lp::SessionOptions session;
    bool price_ranges = true;  // find out how far the outcomes of nobody and of everybody could move
    bool cold = false;         // every problem from scratch, to measure against
    /// Coalitions to solve, in any order, also twice; empty = all 2^num_players. Only their parts are planned, so there may be
    /// as many players as a coalition can have.
    std::vector<Coalition> only = {};
    bool indicators = false;    // prices, flows and emissions besides welfare
    bool keep_windows = false;  // what each window came to, besides the sums
    int threads = 0;            // 0 = as many as the machine has; results do not depend on it
    Progress progress;
    Journal* journal = nullptr;            // where what was found is kept and found again
    std::function<bool()> cancelled = {};  // what a cancelled solve found is not kept
};

struct WalkResult {
    std::vector<Evaluation>
        evaluations;  // [2^num_players] in bit order, or [only] in its order; summed over the windows
    /// Where asked: [num_windows][coalitions] cost, NaN without an optimum; and each party's total [num_parties], empty without.
    std::vector<std::vector<double>> window_cost;
    std::vector<std::vector<std::vector<double>>> window_outcome;
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

/// Solves every coalition (or those of the list), window by window. The same bits for any number of threads, and whether or not a
/// journal was continued; the walks of several subjects and lists may keep what they find in one journal, as long as one of
/// them at most is a walk over all coalitions. Throws InputError where a window cannot be formulated.
[[nodiscard]] WalkResult walk_all(const Subject& subject, const WalkOptions& options);

}  // namespace proeftuin::study
