// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "proeftuin/game/lazy.hpp"

namespace proeftuin::game {

/// The sum of games of the same players: a year in independent weeks, scenarios with weights in their values. A value
/// is known where all terms know theirs; a solve solves the terms that do not.
class LazySum final : public LazyValues {
  public:
    /// At least one term, all with the same number of players.
    explicit LazySum(std::vector<std::unique_ptr<LazyValues>> terms);

    [[nodiscard]] int num_players() const override { return terms_.front()->num_players(); }
    [[nodiscard]] std::span<const double> lower() const override { return lower_; }
    [[nodiscard]] std::span<const double> upper() const override { return upper_; }
    [[nodiscard]] bool is_known(Coalition coalition) const override;
    [[nodiscard]] double value(Coalition coalition) const override;
    bool sharpen(std::span<const Coalition> coalitions, Sides sides) override;
    bool solve(Coalition coalition) override;

    [[nodiscard]] const LazyValues& term(std::size_t k) const { return *terms_[k]; }

  private:
    void add_up();

    std::vector<std::unique_ptr<LazyValues>> terms_;
    std::vector<double> lower_, upper_;  // [2^n]
};

}  // namespace proeftuin::game
