// SPDX-License-Identifier: Apache-2.0
//
// A programme falls apart where its matrix does. Take the columns and rows of the restrained components out of the matrix: what
// still hangs together by entries is a block; the buses of a party are one block in any case. A restrained component touches the
// blocks that its columns, and the columns of its rows, have entries in. For a coalition S the components that S does not leave
// forbidden join the blocks they touch; what is joined is a part. A forbidden component has no flow and no rows, so between parts
// there is no entry left, and
//
//     C(S) = sum over the parts of the least cost of the part,
//
// with the parts' primal and dual solutions, bounds and prices those of the whole. Many coalitions share a part: of 2^n
// coalitions of parties only the connected ones are problems of their own, each as small as its members.
//
// What joins all parties in one row, such as a limit on emissions, makes one block of them, and every coalition one part.

#include "proeftuin/study/parts.hpp"

#include <algorithm>
#include <numeric>

namespace proeftuin::study {

namespace {

/// Sets that are joined.
class Joined {
  public:
    explicit Joined(std::size_t count) : parent_(count) { std::iota(parent_.begin(), parent_.end(), std::size_t{0}); }
    std::size_t find(std::size_t i) {
        while (parent_[i] != i) i = parent_[i] = parent_[parent_[i]];
        return i;
    }
    void join(std::size_t a, std::size_t b) {
        a = find(a);
        b = find(b);
        parent_[std::max(a, b)] = std::min(a, b);
    }

  private:
    std::vector<std::size_t> parent_;
};

std::size_t at(int index) { return static_cast<std::size_t>(index); }

/// Is a component forbidden where these of its restraints hold?
bool forbidden(const std::vector<Restraint>& restraints, std::uint64_t holds) {
    for (std::size_t r = 0; r < restraints.size(); ++r)
        if ((holds >> r & 1U) != 0 && restraints[r].effect == Restraint::Effect::forbid) return true;
    return false;
}

std::uint64_t holding(const std::vector<Restraint>& restraints, Coalition coalition) {
    std::uint64_t holds = 0;
    for (std::size_t r = 0; r < restraints.size(); ++r)
        if (restraints[r].holds(coalition)) holds |= std::uint64_t{1} << r;
    return holds;
}

}  // namespace

Parts::Parts(const dispatch::Template& model, const RestraintPatches& patches, const Parties& parties)
    : model_(model), patches_(patches) {
    const lp::Problem& problem = model.problem;
    item_of_column_.assign(at(problem.num_columns()), -1);
    item_of_row_.assign(at(problem.num_rows()), -1);
    for (std::size_t i = 0; i < patches.items().size(); ++i) {
        for (const auto& column : patches.items()[i].columns) item_of_column_[at(column.index)] = static_cast<int>(i);
        for (const int column : patches.items()[i].others) item_of_column_[at(column)] = static_cast<int>(i);
        for (const int row : patches.items()[i].rows) item_of_row_[at(row)] = static_cast<int>(i);
    }
    find_blocks(parties);
    find_items();
}

void Parts::find_blocks(const Parties& parties) {
    const lp::Problem& problem = model_.problem;
    const auto columns = at(problem.num_columns());
    Joined joined(columns + at(problem.num_rows()));
    for (std::size_t j = 0; j < columns; ++j) {
        if (item_of_column_[j] >= 0) continue;
        for (auto e = problem.start[j]; e < problem.start[j + 1]; ++e) {
            const std::size_t row = at(problem.row[static_cast<std::size_t>(e)]);
            if (item_of_row_[row] < 0) joined.join(j, columns + row);
        }
    }
    // balances of a party's buses belong together, and their angles with them: of an angle only lines know, which may be closed
    const int buses = model_.network->table("Bus").size();
    std::vector<std::size_t> first(parties.names.size(), columns + at(model_.balance_first));
    std::vector<bool> seen(parties.names.size(), false);
    for (int s = 0; s < model_.num_scenarios(); ++s)
        for (int t = 0; t < model_.horizon.size(); ++t)
            for (int bus = 0; bus < buses; ++bus) {
                const auto party = at(parties.of_bus[at(bus)]);
                const std::size_t row = columns + at(model_.balance_row(s, t, bus));
                if (!seen[party]) first[party] = row;
                seen[party] = true;
                joined.join(first[party], row);
                if (model_.angle_first >= 0) joined.join(row, at(model_.angle_column(s, t, bus)));
            }
    // numbered by the parties; what belongs to none (a column without rows, a row of nobody) goes with the first
    std::vector<int> number(columns + at(problem.num_rows()), -1);
    for (const std::size_t row : first) {
        const std::size_t root = joined.find(row);
        if (number[root] < 0) number[root] = num_blocks_++;
        block_of_party_.push_back(number[root]);
    }
    const auto block = [&](std::size_t node) { return std::max(number[joined.find(node)], 0); };
    for (std::size_t j = 0; j < columns; ++j) block_of_column_.push_back(item_of_column_[j] >= 0 ? -1 : block(j));
    for (std::size_t r = 0; r < at(problem.num_rows()); ++r)
        block_of_row_.push_back(item_of_row_[r] >= 0 ? -1 : block(columns + r));
    if (num_blocks_ > 64) {  // too many for a set: one block
        num_blocks_ = 1;
        for (auto* blocks : {&block_of_column_, &block_of_row_, &block_of_party_})
            for (int& b : *blocks) b = std::min(b, 0);
    }
}

void Parts::find_items() {
    const lp::Problem& problem = model_.problem;
    items_.assign(patches_.items().size(), {});
    bool whole = false;
    for (int j = 0; j < problem.num_columns(); ++j) {
        const int item = item_of_column_[at(j)];
        for (auto e = problem.start[at(j)]; e < problem.start[at(j) + 1]; ++e) {
            const int row = problem.row[static_cast<std::size_t>(e)];
            const int row_item = item_of_row_[at(row)];
            if (item >= 0 && row_item < 0) items_[at(item)].blocks |= std::uint64_t{1} << block_of_row_[at(row)];
            if (row_item >= 0 && item < 0) items_[at(row_item)].blocks |= std::uint64_t{1} << block_of_column_[at(j)];
            // a row of one restrained component with a column of another: such components are not told apart
            whole |= item >= 0 && row_item >= 0 && item != row_item;
        }
    }
    for (Item& item : items_) {
        if (item.blocks == 0) item.blocks = 1;  // in no balance: with the first, and only there
        if (whole) item.blocks = all_blocks();
    }
}

std::uint64_t Parts::all_blocks() const {
    return num_blocks_ == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << num_blocks_) - 1;
}

std::vector<Part> Parts::of(Coalition coalition) const {
    std::vector<std::uint64_t> holds;
    Joined joined(at(num_blocks_));
    for (std::size_t i = 0; i < items_.size(); ++i) {
        const std::vector<Restraint>& restraints = patches_.items()[i].restraints;
        holds.push_back(holding(restraints, coalition));
        if (forbidden(restraints, holds.back())) continue;
        const Coalition touched = Coalition::from_bits(items_[i].blocks);
        for (const int block : touched) joined.join(at(touched.first()), at(block));
    }
    std::vector<Part> parts;
    std::vector<int> part_of(at(num_blocks_), -1);
    for (std::size_t b = 0; b < at(num_blocks_); ++b) {
        int& part = part_of[joined.find(b)];
        if (part < 0) {
            part = static_cast<int>(parts.size());
            parts.emplace_back();
        }
        parts[at(part)].blocks |= std::uint64_t{1} << b;
    }
    for (Part& part : parts)
        for (std::size_t i = 0; i < items_.size(); ++i)
            if ((items_[i].blocks & ~part.blocks) == 0) part.holds.push_back(holds[i]);
    return parts;
}

Parts::Members Parts::members(const Part& part) const {
    Members members;
    for (int j = 0; j < model_.problem.num_columns(); ++j)
        if (within(part, block_of_column_[at(j)], item_of_column_[at(j)])) members.columns.push_back(j);
    for (int row = 0; row < model_.problem.num_rows(); ++row)
        if (within(part, block_of_row_[at(row)], item_of_row_[at(row)])) members.rows.push_back(row);
    return members;
}

Parts::Problem Parts::problem(const Part& part, Coalition coalition) const {
    const lp::Problem& whole = model_.problem;
    Problem made;
    made.members = members(part);
    std::vector<std::int32_t> new_row(at(whole.num_rows()), -1);
    for (std::size_t r = 0; r < made.members.rows.size(); ++r) {
        const std::size_t row = at(made.members.rows[r]);
        new_row[row] = static_cast<std::int32_t>(r);
        made.problem.row_lower.push_back(whole.row_lower[row]);
        made.problem.row_upper.push_back(whole.row_upper[row]);
    }
    std::vector<int> new_column(at(whole.num_columns()), -1);
    made.problem.start.push_back(0);
    for (std::size_t c = 0; c < made.members.columns.size(); ++c) {
        const std::size_t j = at(made.members.columns[c]);
        new_column[j] = static_cast<int>(c);
        made.problem.cost.push_back(whole.cost[j]);
        made.problem.column_lower.push_back(whole.column_lower[j]);
        made.problem.column_upper.push_back(whole.column_upper[j]);
        made.problem.integer.push_back(whole.integer[j]);
        for (auto e = whole.start[j]; e < whole.start[j + 1]; ++e) {
            const auto entry = static_cast<std::size_t>(e);
            const std::int32_t row = new_row[at(whole.row[entry])];
            if (row < 0) continue;  // a row that is free where this part stands by itself
            made.problem.row.push_back(row);
            made.problem.value.push_back(whole.value[entry]);
        }
        made.problem.start.push_back(static_cast<std::int64_t>(made.problem.row.size()));
    }
    made.patch = patches_.patch(coalition);
    for (const lp::Patch::Bounds& change : made.patch.columns)
        if (const int j = new_column[at(change.index)]; j >= 0) {
            made.problem.column_lower[at(j)] = change.lower;
            made.problem.column_upper[at(j)] = change.upper;
        }
    for (const lp::Patch::Bounds& change : made.patch.rows)
        if (const int row = new_row[at(change.index)]; row >= 0) {
            made.problem.row_lower[at(row)] = change.lower;
            made.problem.row_upper[at(row)] = change.upper;
        }
    for (const lp::Patch::Cost& change : made.patch.costs)
        if (const int j = new_column[at(change.column)]; j >= 0) made.problem.cost[at(j)] = change.cost;
    return made;
}

}  // namespace proeftuin::study
