// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "proeftuin/base/coalition.hpp"
#include "proeftuin/dispatch/model.hpp"
#include "proeftuin/lp/problem.hpp"
#include "proeftuin/study/parties.hpp"
#include "proeftuin/study/restraint.hpp"

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

/// Changes of the problem that belong together, since they act on the same columns: which of them holds depends on
/// which of these sets of players are in the coalition, bit k of a state standing for "not all of needs[k]".
struct GatePatches {
    std::vector<Coalition> needs;     // different ones
    std::vector<lp::Patch> by_state;  // [2^num_needs]; empty where there are more than `most_needs`
    static constexpr std::size_t most_needs = 6;
};

/// Closings that share a column, joined; within a state their patches follow each other as in patch_of.
[[nodiscard]] std::vector<GatePatches> gates_of(const std::vector<Closing>& closings);

/// The restraints of each component.
[[nodiscard]] std::vector<GatePatches> gates_of(const RestraintPatches& restraints);

}  // namespace proeftuin::study
