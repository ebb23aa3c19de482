// SPDX-License-Identifier: Apache-2.0
//
// One linear programme a level, over the coalitions of a pool; the mathematics is at the head of nucleolus.cpp.
// Values are scaled to a largest magnitude of 1 in the programmes.
#include "proeftuin/game/level_pool.hpp"

#include <algorithm>

#include "proeftuin/base/assert.hpp"

namespace proeftuin::game {

bool LevelPool::add(Coalition coalition, double value, double weight) {
    if (coalition.empty() || coalition == Coalition::all(frame_.num_players)) return false;
    if (weight <= 0.0 || !known_.insert(coalition).second) return false;
    pool_.push_back({coalition, value, weight});
    largest_weight_ = std::max(largest_weight_, weight);
    return true;
}

void LevelPool::run(std::size_t most_levels) {
    const int n = frame_.num_players;
    levels_.clear();
    ceilings_.clear();
    box_binds_ = false;
    LevelSpace space(n);
    shares_.assign(static_cast<std::size_t>(n), frame_.total / n);
    while (space.dimension() > 0 && levels_.size() < most_levels) {
        const bool more = level(space);
        if (!more || box_binds_ || frame_.least_core_only) break;
    }
    pinned_ = space.dimension() == 0;
}

void LevelPool::add_row(LevelLp& lp, const LevelSpace& space, const Member& member, int at_bound) {
    const std::vector<double> a = space.along(member.coalition);
    double fixed = 0.0;
    for (const int player : member.coalition) fixed += shares_[static_cast<std::size_t>(player)];
    lp.a.insert(lp.a.end(), a.begin(), a.end());
    lp.w.push_back(member.weight / largest_weight_);
    lp.c.push_back((member.value - fixed) / frame_.scale);
    rows_.push_back({member.coalition, at_bound});
}

/// Solves one level and fixes what it fixes; false when no coalition is left whose excess could still be lowered.
bool LevelPool::level(LevelSpace& space) {
    LevelLp lp{.dimension = space.dimension()};
    rows_.clear();
    for (const Member& member : pool_) {
        if (!space.spans(member.coalition)) add_row(lp, space, member, -1);
    }
    if (rows_.empty()) return false;
    for (std::size_t i = 0; i < frame_.alone.size(); ++i) {
        const Coalition alone = Coalition::single(static_cast<int>(i));
        if (!space.spans(alone)) add_row(lp, space, {alone, frame_.alone[i], 0.0}, static_cast<int>(i));
    }
    const LevelSolution solution = solve(lp);
    ++solves_;
    PROEFTUIN_ASSERT(solution.solved);
    std::vector<double> step = solution.t;
    for (double& t : step) t *= frame_.scale;
    space.move(shares_, step);
    box_binds_ = solution.box_binds;
    Level level{.excess = solution.eps * frame_.scale / largest_weight_, .coalitions = {}, .at_bound = {}};
    for (const int row : solution.positive) {
        const Row& fixed = rows_[static_cast<std::size_t>(row)];
        if (fixed.at_bound >= 0) level.at_bound.push_back(fixed.at_bound);
        else level.coalitions.push_back(fixed.coalition);
    }
    const int before = space.dimension();
    for (const int row : solution.positive) space.fix(rows_[static_cast<std::size_t>(row)].coalition);
    PROEFTUIN_ASSERT(box_binds_ || space.dimension() < before);
    record(space, std::move(level));
    return true;
}

void LevelPool::record(const LevelSpace& space, Level level) {
    Ceiling ceiling{.excess = level.excess, .first = {}, .second = {}};
    if (space.dimension() > 0) {
        ceiling.first = space.direction(0);
        ceiling.second = space.direction(1);
    }
    levels_.push_back(std::move(level));
    ceilings_.push_back(std::move(ceiling));
}

}  // namespace proeftuin::game
