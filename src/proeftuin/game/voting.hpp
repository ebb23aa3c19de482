// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "proeftuin/base/coalition.hpp"
#include "proeftuin/base/expected.hpp"
#include "proeftuin/game/game.hpp"
#include "proeftuin/game/rational.hpp"

namespace proeftuin::game {

/// A set of members passes with at least `quota` of a weight.
struct Condition {
    std::vector<std::int64_t> weights;  // [num_members] >= 0
    std::int64_t quota = 0;
};

/// A voting game: a motion passes when all conditions of one of the ways are met. "55 % of states with 65 % of people, or all
/// but three states" is two ways.
struct VotingGame {
    std::vector<std::string> members;
    std::vector<std::vector<Condition>> ways;

    [[nodiscard]] int num_members() const { return static_cast<int>(members.size()); }
    [[nodiscard]] bool passes(Coalition coalition) const;
};

/// Most members whose 2^n sets are counted one by one.
inline constexpr int most_members = 32;

/// What is wrong with it: no members or too many, repeated names, weights of another number or negative, nothing to pass.
[[nodiscard]] Issues issues(const VotingGame& game);

/// Power of each member, exact.
struct VotingPower {
    std::uint64_t winning = 0;             // sets that pass, of 2^n
    std::vector<std::uint64_t> swings;     // [num_members] sets without the member that pass only with it
    std::vector<Rational> banzhaf;         // swings / all swings; empty where nobody swings
    std::vector<Rational> shapley_shubik;  // adds up to 1 when all together pass and nobody does not
    [[nodiscard]] double absolute_banzhaf(int member) const;  // swings / 2^(n-1)
};
[[nodiscard]] VotingPower voting_power(const VotingGame& game, int threads = 1);

/// Members of each bloc vote as one, called "A+B"; members of no bloc stay alone. Blocs must not overlap.
[[nodiscard]] VotingGame with_blocs(const VotingGame& game, const std::vector<Coalition>& blocs);

/// v(S) = 1 where S passes, else 0: a game of `bytes_needed` bytes, for at most 34 members.
[[nodiscard]] Game simple_game(const VotingGame& game);

}  // namespace proeftuin::game
