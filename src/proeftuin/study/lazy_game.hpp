// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "proeftuin/base/coalition.hpp"
#include "proeftuin/base/expected.hpp"
#include "proeftuin/dispatch/model.hpp"
#include "proeftuin/game/lazy.hpp"
#include "proeftuin/lp/implied_bounds.hpp"
#include "proeftuin/lp/solution.hpp"
#include "proeftuin/study/additive.hpp"
#include "proeftuin/study/closing.hpp"
#include "proeftuin/study/evaluator.hpp"
#include "proeftuin/study/reading.hpp"
#include "proeftuin/study/split.hpp"

namespace proeftuin::study {

/// Solves the template with the closings that the coalition does not lift (patch_of); duals, point and certificate
/// are read.
using SolveCoalition = std::function<lp::Solution(Coalition)>;

struct LazyGameOptions {
    int tries = 6;                   // readings evaluated for a bound: the most promising ones
    bool blend = true;               // also try readings of different coalitions on different islands
    int threads = 0;                 // 0 = as many as the machine has; results do not depend on it
    double most_memory_mb = 1000.0;  // of readings; beyond that the ones that were of least use are dropped
};

/// The game v(S) = C({}) - C(S) of a dispatch template and its closings, known by bounds (game/lazy.hpp). The theory
/// is at the head of lazy_game.cpp and in docs/theory/bounds.md. Not for use by several threads at once.
class LazyGame final : public game::LazyValues {
  public:
    /// Solves without any coalition and with all players. `model` must outlive the game. Issues: what keeps bounds
    /// from being carried over (split.hpp), or one of the two has no optimum; every coalition has to be solved then.
    [[nodiscard]] static Expected<std::unique_ptr<LazyGame>> make(const dispatch::Template& model,
                                                                  const std::vector<GatePatches>& gates,
                                                                  int num_players, SolveCoalition solve,
                                                                  LazyGameOptions options = {});
    [[nodiscard]] static Expected<std::unique_ptr<LazyGame>> make(const dispatch::Template& model,
                                                                  const std::vector<Closing>& closings, int num_players,
                                                                  SolveCoalition solve, LazyGameOptions options = {}) {
        return make(model, gates_of(closings), num_players, std::move(solve), options);
    }

    [[nodiscard]] int num_players() const override { return num_players_; }
    [[nodiscard]] std::span<const double> lower() const override { return lower_; }
    [[nodiscard]] std::span<const double> upper() const override { return upper_; }
    [[nodiscard]] bool is_known(Coalition coalition) const override { return known_[coalition.index()] != 0; }
    [[nodiscard]] double value(Coalition coalition) const override { return value_[coalition.index()]; }
    bool sharpen(std::span<const Coalition> coalitions, game::Sides sides) override;
    bool solve(Coalition coalition) override;

    /// Which coalitions were solved, in this order; the first is the empty one.
    [[nodiscard]] const std::vector<Coalition>& solved() const { return solved_; }
    /// Readings evaluated so far, for measurements.
    [[nodiscard]] std::int64_t evaluations() const { return evaluations_; }

  private:
    /// What one solved coalition says of the others.
    struct Source {
        Coalition coalition;
        std::vector<std::uint8_t> scope;
        Reading prices;
        Reading schedule;
        AdditiveBound additive;
        double size_mb = 0.0;
        std::int64_t useful = 0;  // bounds it improved
        bool dropped = false;
    };
    struct Candidate {
        double rank = 0.0;  // the lower the more it promises
        int source = 0;
        bool tried = false;
    };
    /// The best reading of one coalition on one side: a source for each island, and those that may improve it.
    struct Blend {
        std::vector<Candidate> candidates;  // at most `tries`, by rank
        std::vector<int> source;            // [num_islands]; empty = none yet
        double best = -lp::infinity;
    };
    struct Record {
        std::vector<std::uint8_t> scope;  // [num_islands]; empty where the value is a sum of others
        Blend prices;
        Blend schedule;
    };

    LazyGame(Split split, int num_players, SolveCoalition solve, LazyGameOptions options);
    [[nodiscard]] bool begin(Issues& issues);
    void measure_alone(const lp::Solution& alone);
    bool solve_part(Coalition part);
    void add_source(Coalition part, const lp::Solution& solution);
    void offer_last_source();
    void settle_sums();
    void narrow(Coalition coalition, double lower, double upper);
    void drop_readings();
    struct Tried {  // what a task did; it changes nothing but the record of its own coalition
        bool helped = false;
        int evaluations = 0;
        std::vector<std::size_t> sources;  // those that improved a bound
    };
    Tried try_sources(Evaluator& evaluator, Coalition coalition, game::Sides sides);
    /// Improves a blend with its candidates; `worth` is what a reading of every island comes to, more is better.
    template <typename Worth>
    void improve(Blend& blend, const std::vector<std::uint8_t>& scope, const Worth& worth, Tried& result);
    void offer(Blend& blend, double rank) const;
    [[nodiscard]] std::vector<Coalition> parts_of(std::span<const Coalition> coalitions) const;
    [[nodiscard]] std::pair<double, double> alone_cost(const std::vector<std::uint8_t>& scope) const;

    Split split_;
    int num_players_;
    SolveCoalition solve_;
    LazyGameOptions options_;
    lp::Problem widest_;  // the template with limits that hold for every coalition
    std::unique_ptr<lp::ImpliedBounds> bounds_;
    double alone_value_ = 0.0;  // C({}) as solved, and its interval
    double alone_least_ = 0.0, alone_most_ = 0.0;
    std::vector<double> island_least_, island_most_;  // [num_islands] their cost without any coalition
    std::vector<double> base_dual_, base_primal_;     // what stands in where a coalition says nothing
    std::vector<double> lower_, upper_, value_;       // [2^n]
    std::vector<std::uint8_t> known_;                 // [2^n]
    std::vector<std::vector<Coalition>> parts_;       // [2^n]
    std::vector<Record> records_;                     // [2^n]
    std::vector<std::unique_ptr<Source>> sources_;
    std::vector<Coalition> solved_;
    std::int64_t evaluations_ = 0;
};

}  // namespace proeftuin::study
