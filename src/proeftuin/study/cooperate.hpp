// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "proeftuin/base/expected.hpp"
#include "proeftuin/dispatch/options.hpp"
#include "proeftuin/network/network.hpp"
#include "proeftuin/study/walk.hpp"

namespace proeftuin::study {

struct CooperateOptions {
    std::string party_of_bus = "country";  // the bus column that names the party
    dispatch::Options formulation;
    WalkOptions walk;
};

/// What cooperation of every coalition is worth, against each party alone.
struct CooperateResult {
    Parties parties;
    std::vector<Crossing> crossings;
    std::vector<Evaluation> evaluations;  // [2^n], bit order
    std::vector<double> value;         // [2^n] cost of all alone - cost with the coalition; NaN where not solved, EUR
    std::vector<double> lower, upper;  // [2^n] certified bounds on value
    int failed = 0;                    // coalitions without an optimum: kept, never averaged away
    double seconds = 0.0;
    std::int64_t iterations = 0;
    lp::Backend backend = lp::Backend::clp;
    std::int64_t columns = 0, rows = 0;
    Issues warnings;

    [[nodiscard]] std::string name(Coalition coalition) const;  // "NL+BE", "-"
};

/// Parties alone: every branch between parties is closed. In a coalition those among its members are open. Issues: no such
/// column, no crossing, a network that cannot be formulated, more coalitions than memory holds.
[[nodiscard]] Expected<CooperateResult> try_cooperate(const network::Network& network, const CooperateOptions& options);

}  // namespace proeftuin::study
