// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "proeftuin/study/exchanges.hpp"
#include "proeftuin/study/indicators.hpp"
#include "proeftuin/study/question.hpp"
#include "proeftuin/study/walk.hpp"

namespace proeftuin::study {

/// A border, two parties with a crossing between them, and what it costs to close it, EUR. NaN and empty where a problem has no
/// optimum.
struct Border {
    int party0 = 0, party1 = 0;          // ascending
    std::vector<std::size_t> exchanges;  // positions in find_exchanges
    double capacity_mw = 0.0;            // nominal, in the direction that has more; NaN where it is still to be decided
    double last = 0.0;                   // what all lose when it alone closes and all others are open
    double last_lower = 0.0, last_upper = 0.0;  // certified
    double first = 0.0;                         // what all gain when it alone opens and all others are closed
    std::vector<double> last_parties;           // [num_parties] at the prices found; they add up to `last`
    std::vector<double> first_parties;          // [num_parties]
    /// What one more MW in each direction is worth when all are open, where it is worth most; none where that cannot be told.
    std::optional<double> shadow_eur_per_mw;
};

/// Every border of a subject without its costs, by its parties.
[[nodiscard]] std::vector<Border> find_borders(const network::Network& network, const Parties& parties);

/// What every border costs, the dearest to close first. Open is open as for all parties together: without barriers. Closed is
/// nothing crosses, also where the question's outside is today. `together` are the indicators of all parties together (empty:
/// no shadow values). `options` say how to solve; a journal may be the one of the subject's walk. Nothing is returned when cancelled.
[[nodiscard]] std::vector<Border> border_costs(const Subject& subject, const Indicators& together,
                                               const WalkOptions& options);

}  // namespace proeftuin::study
