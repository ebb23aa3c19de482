// SPDX-License-Identifier: Apache-2.0
//
// The nucleolus makes the largest excess e(S, x) = (v(S) - x(S)) / w(S) as small as can be, then the second largest, and so on
// (Schmeidler 1969; w = 1). It is a sequence of linear programmes (Maschler, Peleg, Shapley 1979): level k
//
//   min eps   subject to   x(S) + w(S) eps >= v(S)   for S not in the span of what is fixed,
//                          x(S) = v(S) - w(S) e_j    for the S fixed at level j < k,   x(N) = v(N),   [x_i >= v({i})]
//
// after which the coalitions with a positive dual are fixed: in every optimum they are tight, and each level with them
// lowers the dimension, so there are at most n - 1 levels. Fixing others than those is a common mistake.
//
// The programmes are never built over all 2^n coalitions. All levels are solved over a pool of coalitions; then one scan
// looks for coalitions that contradict the answer, that is S with an excess above e_k(S), k(S) the first level whose span holds S
// (separation.hpp). They join the pool. Without any, the answer is the nucleolus: the levels' duals still prove each
// level optimal, and x violates no row. Values are scaled to a largest magnitude of 1 in the programmes.
#include "proeftuin/game/nucleolus.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "proeftuin/base/assert.hpp"
#include "proeftuin/game/excess.hpp"
#include "proeftuin/game/level_lp.hpp"
#include "proeftuin/game/level_space.hpp"
#include "proeftuin/game/separation.hpp"

namespace proeftuin::game {
namespace {

constexpr double scan_tolerance = 1e-9;  // relative to the largest value

/// The levels over a pool of coalitions.
class PoolSolver {
  public:
    PoolSolver(const Game& game, const NucleolusOptions& options) : game_(game), options_(options) {}

    void add(Coalition coalition) {
        if (coalition.empty() || coalition == game_.grand()) return;
        const double weight = excess_weight(game_, options_, coalition);
        if (weight <= 0.0 || !known_.insert(coalition).second) return;
        pool_.push_back({coalition, weight});
        largest_weight_ = std::max(largest_weight_, weight);
    }
    [[nodiscard]] std::size_t size() const { return pool_.size(); }
    [[nodiscard]] const std::vector<Level>& levels() const { return levels_; }
    [[nodiscard]] const std::vector<Ceiling>& ceilings() const { return ceilings_; }
    [[nodiscard]] const std::vector<double>& shares() const { return shares_; }
    [[nodiscard]] bool box_binds() const { return box_binds_; }
    [[nodiscard]] bool pinned() const { return pinned_; }
    [[nodiscard]] int solves() const { return solves_; }

    void run() {
        const int n = game_.num_players();
        levels_.clear();
        ceilings_.clear();
        box_binds_ = false;
        LevelSpace space(n);
        shares_.assign(static_cast<std::size_t>(n), game_.total() / n);
        while (space.dimension() > 0) {
            const bool more = level(space);
            if (!more || box_binds_ || options_.least_core_only) break;
        }
        pinned_ = space.dimension() == 0;
    }

  private:
    struct Member {
        Coalition coalition;
        double weight;
    };
    struct Row {
        Coalition coalition;
        int at_bound;  // the player, or -1
    };

    void add_row(LevelLp& lp, const LevelSpace& space, Coalition coalition, double weight, int at_bound) {
        const std::vector<double> a = space.along(coalition);
        double fixed = 0.0;
        for (const int player : coalition) fixed += shares_[static_cast<std::size_t>(player)];
        lp.a.insert(lp.a.end(), a.begin(), a.end());
        lp.w.push_back(weight / largest_weight_);
        lp.c.push_back((game_.value(coalition) - fixed) / game_.scale());
        rows_.push_back({coalition, at_bound});
    }

    /// Solves one level and fixes what it fixes; false when no coalition is left whose excess could still be lowered.
    bool level(LevelSpace& space) {
        LevelLp lp{.dimension = space.dimension()};
        rows_.clear();
        for (const Member& member : pool_) {
            if (!space.spans(member.coalition)) add_row(lp, space, member.coalition, member.weight, -1);
        }
        if (rows_.empty()) return false;
        if (options_.individually_rational) {
            for (int i = 0; i < game_.num_players(); ++i) {
                const Coalition alone = Coalition::single(i);
                if (!space.spans(alone)) add_row(lp, space, alone, 0.0, i);
            }
        }
        const LevelSolution solution = solve(lp);
        ++solves_;
        PROEFTUIN_ASSERT(solution.solved);
        std::vector<double> step = solution.t;
        for (double& t : step) t *= game_.scale();
        space.move(shares_, step);
        box_binds_ = solution.box_binds;
        Level level{.excess = solution.eps * game_.scale() / largest_weight_, .coalitions = {}, .at_bound = {}};
        for (const int row : solution.positive) {
            const Row& fixed = rows_[static_cast<std::size_t>(row)];
            if (fixed.at_bound >= 0) level.at_bound.push_back(fixed.at_bound);
            else level.coalitions.push_back(fixed.coalition);
        }
        const int before = space.dimension();
        for (const int row : solution.positive) space.fix(rows_[static_cast<std::size_t>(row)].coalition);
        PROEFTUIN_ASSERT(box_binds_ || space.dimension() < before);
        Ceiling ceiling{.excess = level.excess, .first = {}, .second = {}};
        if (space.dimension() > 0) {
            ceiling.first = space.direction(0);
            ceiling.second = space.direction(1);
        }
        levels_.push_back(std::move(level));
        ceilings_.push_back(std::move(ceiling));
        return true;
    }

    const Game& game_;
    const NucleolusOptions& options_;
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

std::string refusal(const Game& game, const NucleolusOptions& options) {
    double alone = 0.0;
    for (int i = 0; i < game.num_players(); ++i) alone += game.alone(i);
    if (options.individually_rational && alone > game.total() + tolerance(game)) {
        return "together they have less than each alone, so no shares leave everybody at least that";
    }
    return "";
}

/// What is in the pool before the first scan: singles, all but one, and pairs of few players.
void start(const Game& game, PoolSolver& solver) {
    const int n = game.num_players();
    for (int i = 0; i < n; ++i) {
        solver.add(Coalition::single(i));
        solver.add(game.grand().without(i));
    }
    if (n <= 6) {
        for (std::size_t s = 1; s + 1 < num_coalitions(n); ++s) solver.add(Coalition::from_bits(s));
    }
}

}  // namespace

double excess_weight(const Game& game, const NucleolusOptions& options, Coalition coalition) {
    switch (options.measure) {
        case Measure::plain: return 1.0;
        case Measure::per_capita: return coalition.size();
        case Measure::proportional: break;
    }
    double weight = game.value(coalition);
    if (!options.stand_alone.empty()) {
        weight = -weight;
        for (const int player : coalition) weight += options.stand_alone[static_cast<std::size_t>(player)];
    }
    return weight > tolerance(game) ? weight : 0.0;
}

Nucleolus nucleolus(const Game& game, const NucleolusOptions& options) {
    Nucleolus result;
    result.shares.refused = refusal(game, options);
    if (!result.shares.answered()) return result;
    if (game.num_players() == 1) {
        result.shares.share = {game.total()};
        return result;
    }
    PoolSolver solver(game, options);
    start(game, solver);
    const auto wanted = 4 * static_cast<std::size_t>(game.num_players());
    for (;;) {
        if (solver.size() == 0) {  // only with proportional excesses: nothing at the start counts
            for (std::size_t s = 1; s < game.values().size() && solver.size() < wanted; ++s)
                solver.add(Coalition::from_bits(s));
        }
        if (solver.size() == 0) {
            result.shares.refused = "no coalition has a value above 0 to compare its excess with";
            return result;
        }
        solver.run();
        const std::vector<Violation> found =
            separate(game, options, solver.shares(), solver.ceilings(), scan_tolerance * game.scale(), wanted);
        ++result.scans;
        const std::size_t before = solver.size();
        for (const Violation& violation : found) solver.add(violation.coalition);
        if (solver.size() == before) break;
    }
    if (solver.box_binds()) {
        result.shares.refused = "the coalitions that count do not bound the shares";
        return result;
    }
    result.shares.share = solver.shares();
    result.shares.unique = solver.pinned();
    result.shares.level = solver.levels().empty() ? 0.0 : solver.levels().front().excess;
    result.levels = solver.levels();
    result.solves = solver.solves();
    result.rows = static_cast<int>(solver.size());
    return result;
}

}  // namespace proeftuin::game
