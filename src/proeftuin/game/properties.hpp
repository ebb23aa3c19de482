// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <vector>

#include "proeftuin/game/game.hpp"
#include "proeftuin/game/shares.hpp"

namespace proeftuin::game {

enum class Holds {
    yes,
    no,
    not_checked,  // it would take too long
    unknown,      // it depends on a value that is missing
};

/// Whether something holds, and two coalitions that show that it does not.
struct Verdict {
    Holds holds = Holds::not_checked;
    Coalition first;
    Coalition second;
    double amount = 0.0;  // by how much it fails there
};

// Properties of a game; each is `not_checked` where it would take more than about 10^9 steps, and
// `unknown` where no known values contradict it and some are missing. Rounding is forgiven.
/// v(S + T) >= v(S) + v(T) for S, T without common members.
[[nodiscard]] Verdict superadditive(const Game& game);
/// v(S) <= v(T) for S within T.
[[nodiscard]] Verdict monotone(const Game& game);
/// v(S + T) + v(S and T) >= v(S) + v(T).
[[nodiscard]] Verdict convex(const Game& game);
/// v(N) > sum of v({i}): there is something to share. The witness is N.
[[nodiscard]] Verdict essential(const Game& game);

/// Players that add the same to everybody, what they have alone: v(S + i) = v(S) + v({i}). As far as values are known.
[[nodiscard]] Coalition dummies(const Game& game);
/// Pairs that can be exchanged: v(S + i) = v(S + j) for every S without both. As far as values are known.
[[nodiscard]] std::vector<Edge> interchangeable(const Game& game);

/// What shares keep here of what one may ask of them.
struct Audit {
    Verdict efficient;              // they add up to v(N); amount: sum - v(N)
    Verdict individually_rational;  // nobody below v({i}); first: who
    Verdict in_core;                // no coalition could do better alone; first: which
    Verdict dummy;                  // a dummy gets v({i}); first: who does not
    Verdict symmetric;              // interchangeable players get the same; first, second: who do not
};
[[nodiscard]] Audit audit(const Game& game, std::span<const double> shares, Coalition dummies,
                          const std::vector<Edge>& interchangeable, int threads = 1);

/// Who pays whom so that own + transfers = shares, with as few payments as can be (up to 16 players who pay or get something;
/// above that few, not always fewest). `own` and `shares` must add up to the same.
struct Payment {
    int from = 0;
    int to = 0;
    double amount = 0.0;
};
[[nodiscard]] std::vector<Payment> payments(std::span<const double> own, std::span<const double> shares,
                                            double negligible);

}  // namespace proeftuin::game
