// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "proeftuin/base/coalition.hpp"
#include "proeftuin/base/expected.hpp"

namespace proeftuin::game {

/// The value v(S) of every coalition, and where known an interval that holds it. Made by a factory that checks everything;
/// immutable afterwards, so that threads may share it.
class Game {
  public:
    /// Most players whose 2^n values can be told apart in memory; what a machine can hold is less: see `bytes_needed`.
    static constexpr int most_players = 34;

    /// `values`, `lower` and `upper` are in bit order [2^n]; both bounds may be left out. Refuses: no or too many players, an
    /// empty or repeated name, a wrong number of values, one that is not finite, v({}) other than 0, a value outside its
    /// bounds.
    [[nodiscard]] static Expected<Game> make(std::vector<std::string> players, std::vector<double> values,
                                             std::vector<double> lower = {}, std::vector<double> upper = {});
    /// The same for a game in which some coalitions have no value: NaN stands for it, whatever the bounds say there. That of
    /// nobody must be 0.
    [[nodiscard]] static Expected<Game> make_with_missing(std::vector<std::string> players, std::vector<double> values,
                                                          std::vector<double> lower = {},
                                                          std::vector<double> upper = {});

    [[nodiscard]] int num_players() const { return static_cast<int>(players_.size()); }
    [[nodiscard]] const std::vector<std::string>& players() const { return players_; }
    [[nodiscard]] Coalition grand() const { return Coalition::all(num_players()); }
    /// NaN where it is missing.
    [[nodiscard]] double value(Coalition coalition) const { return values_[coalition.index()]; }
    [[nodiscard]] bool knows(Coalition coalition) const { return !std::isnan(values_[coalition.index()]); }
    /// How many coalitions have no value.
    [[nodiscard]] std::size_t num_missing() const { return num_missing_; }
    [[nodiscard]] bool complete() const { return num_missing_ == 0; }
    [[nodiscard]] double total() const { return values_.back(); }
    [[nodiscard]] double alone(int player) const { return value(Coalition::single(player)); }
    /// v(N) - v(N without the player): what the others lose when it leaves.
    [[nodiscard]] double marginal(int player) const { return total() - value(grand().without(player)); }
    [[nodiscard]] std::span<const double> values() const { return values_; }
    [[nodiscard]] bool has_intervals() const { return !lower_.empty(); }
    /// The bounds where there are some (without end where the value is missing), else the values.
    [[nodiscard]] std::span<const double> lower() const { return has_intervals() ? lower_ : values_; }
    [[nodiscard]] std::span<const double> upper() const { return has_intervals() ? upper_ : values_; }
    /// The largest known |v(S)|, at least the smallest normal number: what a tolerance is measured against.
    [[nodiscard]] double scale() const { return scale_; }
    /// "NL+BE"; "-" for the empty coalition.
    [[nodiscard]] std::string text(Coalition coalition) const;

  private:
    Game() = default;
    static Expected<Game> make(std::vector<std::string> players, std::vector<double> values, std::vector<double> lower,
                               std::vector<double> upper, bool may_miss);
    std::vector<std::string> players_;
    std::vector<double> values_;  // [2^n], bit order
    std::vector<double> lower_;   // [2^n] or empty
    std::vector<double> upper_;   // [2^n] or empty
    double scale_ = 0.0;
    std::size_t num_missing_ = 0;
};

/// Bytes that a game of this size takes, with intervals or without.
[[nodiscard]] double bytes_needed(int num_players, bool intervals = false);

/// The game of savings of a game of costs: v(S) = sum of c({i}) over S - c(S); missing where one of these is.
[[nodiscard]] Game savings_game(const Game& costs);

}  // namespace proeftuin::game
