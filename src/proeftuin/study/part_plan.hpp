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
    std::vector<Part> parts;                           // by the size of the first coalition that has it
    std::vector<Coalition> of;                         // [num_parts] that coalition
    std::vector<std::vector<std::uint32_t>> parents;   // [num_parts] parts whose bases it starts from
    std::vector<std::uint32_t> children;               // [num_parts] how many start from its basis
    std::vector<bool> ranged;                          // [num_parts] is it one of nobody's or everybody's?
    std::vector<Chain> levels;                         // parts of coalitions of 0, 1, 2, ... players
    std::vector<std::vector<std::uint32_t>> parts_of;  // [2^num_players], bit order
    std::vector<int> block_of_party;
};

/// Of all coalitions of a subject, from the template of its first window. 2^num_players steps.
[[nodiscard]] PartPlan plan_parts(const Subject& subject, const dispatch::Template& model);

}  // namespace proeftuin::study
