// SPDX-License-Identifier: Apache-2.0
//
// The levels of the nucleolus (nucleolus.cpp) are linear programmes over the coalitions that matter, and a coalition
// can only matter if it contradicts what the others say: if its excess is above its ceiling, that is its value above
// a limit
//
//     l(S) = x(S) + w(S) e_k(S),      k(S) the first level whose span holds S.
//
// So it is enough to know that v(S) <= u(S) <= l(S), for an upper bound u. The rows of the programmes are coalitions
// whose values are known; u stands in for all others in the scan. The suspect with the largest u(S) - l(S) is
// examined: its bound is sharpened while that is cheap, then, if it is still the worst, it is solved, which may lower
// the bounds of others; if its value is above its limit it becomes a row. Without suspects the levels are those of
// the whole game: they are optimal for the rows they have, and hold for the rows they lack. This is row generation
// (Hallefjord, Helming, Joernsten 1995) with a bound in place of its search for the worst coalition. Levels are
// settled one after the other, so that no solve is spent on a level that is built on sand.
#include <algorithm>
#include <limits>
#include <queue>
#include <string>

#include "proeftuin/base/assert.hpp"
#include "proeftuin/game/lazy.hpp"
#include "proeftuin/game/level_pool.hpp"
#include "proeftuin/game/separation.hpp"

namespace proeftuin::game {
namespace {

constexpr double scan_tolerance = 1e-9;  // relative to v(N)
constexpr std::size_t most_suspects = 512;

/// A coalition whose value may be above its limit.
struct Suspect {
    double amount;  // by how much, divided by its weight
    Coalition coalition;
    double limit;
    bool sharp;                                   // only a solve can tell more
    bool operator<(const Suspect& other) const {  // the worst comes first in a priority queue
        return amount != other.amount ? amount < other.amount : coalition > other.coalition;
    }
};

class Search {
  public:
    Search(LazyValues& values, const NucleolusOptions& options) : values_(values), options_(options) {}

    LazyNucleolus run() {
        const int n = values_.num_players();
        bool ready = know(Coalition::all(n));
        for (int i = 0; i < n && ready; ++i) ready = know(Coalition::single(i));
        if (!ready) return std::move(result_);
        if (!set_scale()) return std::move(result_);
        LevelPool pool = start();
        const std::size_t most_levels = options_.least_core_only ? 1 : static_cast<std::size_t>(n);
        for (std::size_t level = 1; level <= most_levels; ++level) {
            if (!settle(pool, level)) return std::move(result_);
            if (pool.levels().size() < level || pool.pinned()) break;
        }
        finish(pool);
        return std::move(result_);
    }

  private:
    bool know(Coalition coalition) {
        if (values_.is_known(coalition) || values_.solve(coalition)) return true;
        result_.failed = true;
        result_.failed_at = coalition;
        return false;
    }
    [[nodiscard]] double weight(Coalition coalition) const {
        return options_.measure == Measure::per_capita ? coalition.size() : 1.0;
    }
    bool add(LevelPool& pool, Coalition coalition) {
        return pool.add(coalition, values_.value(coalition), weight(coalition));
    }
    /// The most its value can be.
    [[nodiscard]] double upper(Coalition coalition) const {
        if (values_.is_known(coalition)) return values_.value(coalition);
        return std::min(values_.upper()[coalition.index()], 1e9 * scale_);
    }

    bool set_scale() {
        const int n = values_.num_players();
        double alone = 0.0;
        total_ = values_.value(Coalition::all(n));
        scale_ = std::max(std::abs(total_), std::numeric_limits<double>::min());
        for (int i = 0; i < n; ++i) {
            const double value = values_.value(Coalition::single(i));
            alone += value;
            scale_ = std::max(scale_, std::abs(value));
        }
        tolerance_ = scan_tolerance * scale_;
        if (options_.individually_rational && alone > total_ + tolerance_) {
            result_.nucleolus.shares.refused =
                "together they have less than each alone, so no shares leave everybody at least that";
            return false;
        }
        return true;
    }

    LevelPool start() {
        const int n = values_.num_players();
        LevelPool::Frame frame{
            .num_players = n, .total = total_, .scale = scale_, .alone = {}, .least_core_only = false};
        for (int i = 0; i < n && options_.individually_rational; ++i)
            frame.alone.push_back(values_.value(Coalition::single(i)));
        LevelPool pool(std::move(frame));
        for (int i = 0; i < n; ++i) add(pool, Coalition::single(i));
        return pool;
    }

    /// Solves what it takes until the first `level` levels are those of the whole game; false when a solve failed.
    bool settle(LevelPool& pool, std::size_t level) {
        for (;;) {
            pool.run(level);
            std::vector<Suspect> found = suspects(pool);
            if (found.empty()) return true;
            if (!examine(pool, std::move(found))) return false;
        }
    }

    /// Coalitions whose upper bound is above their limit.
    std::vector<Suspect> suspects(const LevelPool& pool) {
        const int n = values_.num_players();
        std::vector<std::string> names;
        for (int i = 0; i < n; ++i) names.push_back(std::to_string(i));
        std::vector<double> most(num_coalitions(n), 0.0);
        for (std::size_t s = 1; s < most.size(); ++s) most[s] = upper(Coalition::from_bits(s));
        const Expected<Game> game = Game::make(std::move(names), std::move(most));
        PROEFTUIN_ASSERT(game.has_value());
        std::vector<Suspect> result;
        for (const Violation& v :
             separate(*game, options_, pool.shares(), pool.ceilings(), tolerance_, most_suspects)) {
            if (pool.has(v.coalition)) continue;  // rounding in the programmes
            result.push_back({v.amount, v.coalition, game->value(v.coalition) - v.amount * weight(v.coalition),
                              values_.is_known(v.coalition)});
        }
        ++result_.nucleolus.scans;
        return result;
    }

    /// Examines suspects, worst first, until one has become a row or all are cleared; false when a solve failed.
    bool examine(LevelPool& pool, std::vector<Suspect> found) {
        std::priority_queue<Suspect> queue({}, std::move(found));
        while (!queue.empty()) {
            Suspect suspect = queue.top();
            queue.pop();
            const Coalition s = suspect.coalition;
            const double amount = (upper(s) - suspect.limit) / weight(s);
            if (amount <= tolerance_) continue;
            if (amount < suspect.amount) {  // its bound has come down since: it may no longer be the worst
                suspect.amount = amount;
                queue.push(suspect);
            } else if (values_.is_known(s)) {
                add(pool, s);
                return true;
            } else if (!suspect.sharp) {
                suspect.sharp = !values_.sharpen({&s, 1}, Sides::upper);
                queue.push(suspect);
            } else {
                if (!know(s)) return false;
                queue.push(suspect);
            }
        }
        return true;
    }

    void finish(const LevelPool& pool) {
        Nucleolus& nucleolus = result_.nucleolus;
        if (pool.box_binds()) {
            nucleolus.shares.refused = "the coalitions that count do not bound the shares";
            return;
        }
        nucleolus.shares.share = pool.shares();
        nucleolus.shares.unique = pool.pinned();
        nucleolus.shares.level = pool.levels().empty() ? 0.0 : pool.levels().front().excess;
        nucleolus.levels = pool.levels();
        nucleolus.solves = pool.solves();
        nucleolus.rows = static_cast<int>(pool.size());
        double widest = 0.0;
        for (std::size_t s = 0; s < num_coalitions(values_.num_players()); ++s)
            if (values_.is_known(Coalition::from_bits(s)))
                widest = std::max(widest, values_.upper()[s] - values_.lower()[s]);
        result_.certificate = tolerance_ + widest;
    }

    LazyValues& values_;
    const NucleolusOptions& options_;
    LazyNucleolus result_;
    double total_ = 0.0;
    double scale_ = 0.0;
    double tolerance_ = 0.0;
};

}  // namespace

LazyNucleolus lazy_nucleolus(LazyValues& values, const NucleolusOptions& options) {
    if (options.measure == Measure::proportional) {
        LazyNucleolus result;
        result.nucleolus.shares.refused = "excesses in proportion to values need every value";
        return result;
    }
    return Search(values, options).run();
}

}  // namespace proeftuin::game
