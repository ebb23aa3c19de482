// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "proeftuin/base/coalition.hpp"
#include "proeftuin/base/threads.hpp"
#include "proeftuin/dispatch/model.hpp"
#include "proeftuin/study/parts.hpp"
#include "proeftuin/study/question.hpp"

namespace proeftuin::study {

/// Which parts there are and which coalition has which: the same for every window.
struct PartPlan {
    std::vector<Coalition> coalitions;  // all 2^num_players in bit order, or those asked for in their order
    std::vector<Part> parts;            // by the level of the first coalition that has it
    std::vector<Coalition> of;          // [num_parts] that coalition
    std::vector<std::size_t> first_at;  // [num_parts] its position in `coalitions`
    std::vector<std::vector<std::uint32_t>> parents;   // [num_parts] parts whose bases it starts from
    std::vector<std::uint32_t> children;               // [num_parts] how many start from its basis
    std::vector<bool> ranged;                          // [num_parts] is it one of nobody's or everybody's?
    std::vector<Chain> levels;                         // of parts; each starts from parts of levels before its own
    std::vector<std::vector<std::uint32_t>> parts_of;  // [coalitions]
    std::vector<int> block_of_party;
};

/// Of the coalitions of a subject that are listed, or of all where none is; from the template of its first window. All: 2^num_players
/// steps, levels by the number of players. Listed: each starts from the one it differs from by the least capacity, larger or
/// smaller, so the levels are those of a tree that spans the list. Throws std::invalid_argument for one with players that are not there.
[[nodiscard]] PartPlan plan_parts(const Subject& subject, const dispatch::Template& model,
                                  const std::vector<Coalition>& only = {});

}  // namespace proeftuin::study
