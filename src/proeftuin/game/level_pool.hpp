// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <vector>

#include "proeftuin/game/level_lp.hpp"
#include "proeftuin/game/level_space.hpp"
#include "proeftuin/game/nucleolus.hpp"
#include "proeftuin/game/separation.hpp"

namespace proeftuin::game {

/// The levels of the nucleolus over a pool of coalitions: what its linear programmes say before the other coalitions
/// are looked at. The mathematics is at the head of nucleolus.cpp.
class LevelPool {
  public:
    struct Frame {
        int num_players = 0;
        double total = 0.0;         // what the shares add up to
        double scale = 1.0;         // the magnitude of the values
        std::vector<double> alone;  // [num_players] shares are at least that; empty = the prenucleolus
        bool least_core_only = false;
    };
    explicit LevelPool(Frame frame) : frame_(std::move(frame)) {}

    /// False for a coalition that is there already, nobody, everybody, or one whose excess does not count (weight 0).
    bool add(Coalition coalition, double value, double weight);
    [[nodiscard]] bool has(Coalition coalition) const { return known_.contains(coalition); }
    /// Solves the levels over what is in the pool, at most so many.
    void run(std::size_t most_levels = 64);

    [[nodiscard]] std::size_t size() const { return pool_.size(); }
    [[nodiscard]] const std::vector<Level>& levels() const { return levels_; }
    [[nodiscard]] const std::vector<Ceiling>& ceilings() const { return ceilings_; }
    [[nodiscard]] const std::vector<double>& shares() const { return shares_; }
    [[nodiscard]] bool box_binds() const { return box_binds_; }  // the coalitions do not bound the shares
    [[nodiscard]] bool pinned() const { return pinned_; }        // no other shares have the same levels
    [[nodiscard]] int solves() const { return solves_; }

  private:
    struct Member {
        Coalition coalition;
        double value;
        double weight;
    };
    struct Row {
        Coalition coalition;
        int at_bound;  // the player, or -1
    };

    void add_row(LevelLp& lp, const LevelSpace& space, const Member& member, int at_bound);
    bool level(LevelSpace& space);
    void record(const LevelSpace& space, Level level);

    Frame frame_;
    std::set<Coalition> known_;
    std::vector<Member> pool_;
    double largest_weight_ = 1e-300;
    std::vector<Row> rows_;
    std::vector<double> shares_;
    std::vector<Level> levels_;
    std::vector<Ceiling> ceilings_;
    bool box_binds_ = false;
    bool pinned_ = false;
    int solves_ = 0;
};

}  // namespace proeftuin::game
