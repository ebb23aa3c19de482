// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "proeftuin/dispatch/model.hpp"
#include "proeftuin/lp/problem.hpp"
#include "proeftuin/lp/solution.hpp"
#include "proeftuin/study/parties.hpp"
#include "proeftuin/study/restraint.hpp"

namespace proeftuin::study {

/// A part of the problem that stands by itself for a coalition: blocks of the matrix, joined by the restrained components that
/// are not forbidden, and which of its restraints hold. Equal parts are the same problem, whatever the coalition.
struct Part {
    std::uint64_t blocks = 0;          // set of blocks
    std::vector<std::uint64_t> holds;  // of each restrained component within it: the set of its restraints that hold
    auto operator<=>(const Part&) const = default;
};

/// How a template falls apart when restrained components are forbidden; the mathematics is at the head of parts.cpp.
class Parts {
  public:
    Parts(const dispatch::Template& model, const RestraintPatches& patches, const Parties& parties);

    [[nodiscard]] int num_blocks() const { return num_blocks_; }
    /// Block of each party; templates of the same subject must agree on it.
    [[nodiscard]] const std::vector<int>& block_of_party() const { return block_of_party_; }
    /// The parts of a coalition, by their lowest block.
    [[nodiscard]] std::vector<Part> of(Coalition coalition) const;
    /// The template's columns and rows that are a part's, ascending.
    struct Members {
        std::vector<int> columns;
        std::vector<int> rows;
    };
    [[nodiscard]] Members members(const Part& part) const;
    /// The problem of a part, its columns and rows in the order of its members.
    struct Problem {
        lp::Problem problem;
        Members members;
        lp::Patch patch;  // of the coalition, to the whole template
    };
    [[nodiscard]] Problem problem(const Part& part, Coalition coalition) const;

  private:
    [[nodiscard]] std::uint64_t all_blocks() const;
    void find_blocks(const Parties& parties);
    void find_items();

    struct Item {
        std::uint64_t blocks = 0;  // that it touches
    };
    /// Is what belongs to a block, or else to a restrained component, within the part?
    [[nodiscard]] bool within(const Part& part, int block, int item) const {
        if (block >= 0) return (part.blocks >> block & 1U) != 0;
        return (items_[static_cast<std::size_t>(item)].blocks & ~part.blocks) == 0;
    }
    const dispatch::Template& model_;
    const RestraintPatches& patches_;
    int num_blocks_ = 0;
    std::vector<int> block_of_party_;
    std::vector<int> item_of_column_, item_of_row_;    // -1 = none
    std::vector<int> block_of_column_, block_of_row_;  // -1 = an item's
    std::vector<Item> items_;
};

}  // namespace proeftuin::study
