// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "proeftuin/base/coalition.hpp"
#include "proeftuin/game/excess.hpp"
#include "proeftuin/game/game.hpp"
#include "proeftuin/game/nucleolus.hpp"
#include "proeftuin/game/shares.hpp"

namespace proeftuin::game {

/// Which bounds of a value are wanted.
enum class Sides { upper, both };

/// A game whose values are dear: bounds on all of them are at hand, each can be had by a solve, and a solve may move
/// the bounds of others. v(S) lies in [lower, upper] at any time; bounds only ever come closer.
class LazyValues {
  public:
    LazyValues() = default;
    LazyValues(const LazyValues&) = delete;
    LazyValues& operator=(const LazyValues&) = delete;
    virtual ~LazyValues() = default;

    [[nodiscard]] virtual int num_players() const = 0;
    [[nodiscard]] virtual std::span<const double> lower() const = 0;  // [2^n] -infinity where nothing is known
    [[nodiscard]] virtual std::span<const double> upper() const = 0;  // [2^n] infinity where nothing is known
    /// Is its value as sharp as a solve makes it? Of the empty coalition (0), of what was solved, and of what follows
    /// from that.
    [[nodiscard]] virtual bool is_known(Coalition coalition) const = 0;
    /// The value of a known coalition, within its bounds.
    [[nodiscard]] virtual double value(Coalition coalition) const = 0;
    /// Sharpens the bounds of these coalitions by cheaper means than solves; false where nothing changed.
    virtual bool sharpen(std::span<const Coalition> coalitions, Sides sides) = 0;
    /// Makes a value known; false when that failed.
    virtual bool solve(Coalition coalition) = 0;
};

struct LazyNucleolus {
    Nucleolus nucleolus;
    bool failed = false;  // a solve failed: nothing is claimed
    Coalition failed_at;
    /// No excess exceeds its level by more than this, whatever the values are within their bounds.
    double certificate = 0.0;
};

/// The nucleolus (or the least core's first level) with as few solves as its proof takes: the result is that of the
/// game of values, though most of them stay unknown. Measures: plain and per capita; the proportional one divides by
/// values that are unknown.
[[nodiscard]] LazyNucleolus lazy_nucleolus(LazyValues& values, const NucleolusOptions& options = {});

struct LazyObjection {
    /// The largest excess v(S) - x(S) over all coalitions but the empty one and all players; its value is known.
    Objection objection;
    bool failed = false;  // a solve failed: nothing is claimed
    Coalition failed_at;
};

/// Who objects most to shares, proved: no upper bound of another coalition has a larger excess. In the core: the
/// excess is at most 0.
[[nodiscard]] LazyObjection lazy_objection(LazyValues& values, std::span<const double> shares);

/// A rule that is linear in the values and gives bounds for games with intervals (linear_rules.hpp).
using LinearRule = std::function<Shares(const Game&)>;

struct LazyLinearOptions {
    double tolerance = 1e-3;                // of the total v(N): no share may be further from what is reported
    std::vector<std::string> players = {};  // names, for messages; empty: numbers
    int most_solves = 1 << 30;              // stop there, whatever the tolerance
};

struct LazyLinear {
    Shares shares;          // `lower` and `upper` hold for sure
    double distance = 0.0;  // the largest distance of a share to its bounds, as a part of v(N)
    int solves = 0;         // calls of solve
    bool reached = false;   // is `distance` within the tolerance?
    bool failed = false;    // a solve failed: `shares` are as far as it got
    Coalition failed_at;
};

/// Shares within certified bounds, and no more solves than the tolerance takes. Anytime: `most_solves` cuts it short.
[[nodiscard]] LazyLinear lazy_linear(LazyValues& values, const LinearRule& rule, const LazyLinearOptions& options);

}  // namespace proeftuin::game
