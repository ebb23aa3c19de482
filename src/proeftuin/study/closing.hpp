// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "proeftuin/base/coalition.hpp"
#include "proeftuin/dispatch/model.hpp"
#include "proeftuin/lp/problem.hpp"
#include "proeftuin/study/parties.hpp"

namespace proeftuin::study {

/// What holds for a coalition that lacks one of the players it needs: a change of the problem. With all of them it is
/// lifted.
struct Closing {
    Coalition needs;
    lp::Patch patch;
};

/// The closing of each crossing: its flow fixed at 0, and the rows opened that would not allow 0 or would tie it to
/// others: its limits (where capacity is decided) and its row of the voltage law. An empty patch where it stands in
/// no snapshot.
[[nodiscard]] std::vector<Closing> close_crossings(const dispatch::Template& model,
                                                   const std::vector<Crossing>& crossings);

/// The patches of all closings that the coalition does not lift, one after the other.
[[nodiscard]] lp::Patch patch_of(const std::vector<Closing>& closings, Coalition coalition);

}  // namespace proeftuin::study
