// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "proeftuin/base/expected.hpp"
#include "proeftuin/study/question.hpp"
#include "proeftuin/study/walk.hpp"

namespace proeftuin::study {

/// What every coalition is worth, against nobody acting.
struct CooperateResult {
    WalkResult walk;
    std::vector<double> value;         // [2^n] cost of nobody - cost with the coalition; NaN where not solved, EUR
    std::vector<double> lower, upper;  // [2^n] certified bounds on value
    std::size_t failed = 0;            // coalitions without an optimum: kept, never averaged away
    double seconds = 0.0;
    std::int64_t iterations = 0;
};

/// What a barrier costs a party, or everybody: the gain when it is lifted, EUR.
struct BarrierCost {
    std::size_t barrier = 0;
    int party = -1;        // -1 = all parties together
    double first = 0.0;    // lifted alone, all others standing
    double last = 0.0;     // lifted when all others are
    double shapley = 0.0;  // its mean over all orders of lifting
};

/// Solves every coalition and values it. Issues: more coalitions than memory holds, which says how much they would need.
[[nodiscard]] Expected<CooperateResult> try_cooperate(const Subject& subject, const WalkOptions& options);

/// Bytes of memory the walk needs at least.
[[nodiscard]] double bytes_needed(const Subject& subject, bool with_indicators = false);

/// What makes a walk over all coalitions impossible: more of them than memory holds. To ask before a plan is made.
[[nodiscard]] Issues size_issues(const Subject& subject);

/// What every barrier costs whom, where barriers are the players and every coalition was solved; first the totals, then each
/// party. Parties' gains are at the prices of each coalition, so another optimum may split them otherwise.
[[nodiscard]] std::vector<BarrierCost> barrier_costs(const Subject& subject, const CooperateResult& result);

/// What each party gains, without transfers, when all players act instead of none; empty where prices are missing.
[[nodiscard]] std::vector<double> own_gains(const CooperateResult& result);

/// What that gain can be at other optimal prices; empty where it was not looked for.
[[nodiscard]] std::vector<PriceRange> own_ranges(const CooperateResult& result);

}  // namespace proeftuin::study
