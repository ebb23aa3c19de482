// SPDX-License-Identifier: Apache-2.0
//
// How many coalitions have to be solved: the nucleolus (exact), its first level (the least core) and the Shapley
// value (within 0.1 % of the total gain, certified) of games of cooperation, known by bounds. Where solving all
// coalitions is affordable the answer is compared with that of the whole game. Networks: synth8_168 of the test data
// (8 parties, 168 hours) and the drawn one of tests/support/border_network.hpp with 12 parties and 336 hours, for two
// seeds, and 16 parties and 24 hours. `lazy_bench full` also solves all coalitions of those with 12 (half an hour
// each).

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <fmt/format.h>
#include <memory>
#include <string>
#include <vector>

#include "proeftuin/base/clock.hpp"
#include "proeftuin/game/lazy.hpp"
#include "proeftuin/game/linear_rules.hpp"
#include "proeftuin/lp/session.hpp"
#include "proeftuin/network/io.hpp"
#include "proeftuin/study/lazy_game.hpp"
#include "proeftuin/study/parties.hpp"

#include "support/border_network.hpp"
#include "support/testdata.hpp"

namespace {

using namespace proeftuin;

struct Case {
    std::string name;
    network::Network network;
    bool solve_all;
    bool shapley;
};

class Measurement {
  public:
    explicit Measurement(const Case& from) : from_(from) {
        parties_ = *study::find_parties(from.network, "country");
        model_ = std::move(*dispatch::formulate(from.network, {}));
        closings_ = study::close_crossings(*model_, study::find_crossings(from.network, parties_));
    }

    void run() {
        if (from_.solve_all) solve_all();
        fmt::print("{}: {} parties, {} coalitions, {} columns\n", from_.name, parties_.count(),
                   num_coalitions(parties_.count()) - 1, model_->problem.num_columns());
        if (whole_) fmt::print("  all solved, one session along the Gray code {:40.1f} s\n", seconds_all_);
        nucleolus("least core", {.least_core_only = true});
        nucleolus("nucleolus", {});
        nucleolus("per-capita nucleolus", {.measure = game::Measure::per_capita});
        if (from_.shapley) shapley();
    }

  private:
    lp::Solution solve(lp::Session& session, Coalition coalition) {
        const Stopwatch watch;
        lp::Solution solution = session.solve(study::patch_of(closings_, coalition));
        seconds_lp_ += watch.seconds();
        return solution;
    }
    [[nodiscard]] std::unique_ptr<lp::Session> session() const {
        return std::make_unique<lp::Session>(model_->problem, lp::SessionOptions{.will_resolve = true});
    }

    void solve_all() {
        const Stopwatch watch;
        const std::unique_ptr<lp::Session> warm = session();
        std::vector<double> cost(num_coalitions(parties_.count()));
        for (std::size_t k = 0; k < cost.size(); ++k)
            cost[gray_code(k).index()] = solve(*warm, gray_code(k)).certificate.primal_bound;
        const double alone = cost.front();
        for (std::size_t s = 0; s < cost.size(); ++s)
            cost[s] = Coalition::from_bits(s).size() < 2 ? 0.0 : alone - cost[s];
        seconds_all_ = watch.seconds();
        whole_ = std::make_unique<game::Game>(*game::Game::make(parties_.names, std::move(cost)));
    }

    std::unique_ptr<study::LazyGame> begin() {
        session_ = session();
        seconds_lp_ = 0.0;
        watch_ = Stopwatch();
        auto made = study::LazyGame::make(*model_, closings_, parties_.count(),
                                          [this](Coalition coalition) { return solve(*session_, coalition); });
        if (!made) throw InputError(std::move(made.error()));
        return std::move(*made);
    }

    void report(const char* rule, const study::LazyGame& game, const std::string& proof, double difference) const {
        fmt::print("  {:22} solved {:4} of {:5}  {:28} {:>22}  {:6.1f} s, of which solves {:6.1f}\n", rule,
                   game.solved().size() - 1, num_coalitions(parties_.count()) - 1, proof,
                   whole_ ? fmt::format("differs by {:.1e}", difference) : "", watch_.seconds(), seconds_lp_);
    }

    void nucleolus(const char* rule, const game::NucleolusOptions& options) {
        const std::unique_ptr<study::LazyGame> game = begin();
        const game::LazyNucleolus found = game::lazy_nucleolus(*game, options);
        double difference = 0.0;
        if (whole_) {
            const game::Nucleolus full = game::nucleolus(*whole_, options);
            difference = std::abs(*full.shares.level - *found.nucleolus.shares.level) / whole_->total();
            for (std::size_t i = 0; i < full.shares.share.size() && full.shares.unique; ++i)
                difference = std::max(
                    difference, std::abs(full.shares.share[i] - found.nucleolus.shares.share[i]) / whole_->total());
        }
        report(rule, *game, fmt::format("{} levels, {} rows", found.nucleolus.levels.size(), found.nucleolus.rows),
               difference);
    }

    void shapley() {
        const std::unique_ptr<study::LazyGame> game = begin();
        const game::LazyLinear found =
            game::lazy_linear(*game, [](const game::Game& g) { return game::shapley(g); }, {.tolerance = 1e-3});
        double difference = 0.0;
        if (whole_) {
            const game::Shares full = game::shapley(*whole_);
            for (std::size_t i = 0; i < full.share.size(); ++i)
                difference = std::max(difference, std::abs(full.share[i] - found.shares.share[i]) / whole_->total());
        }
        report("Shapley", *game, fmt::format("within {:.3f} % of v(N)", 100.0 * found.distance), difference);
    }

    const Case& from_;
    study::Parties parties_;
    std::unique_ptr<dispatch::Template> model_;
    std::vector<study::Closing> closings_;
    std::unique_ptr<game::Game> whole_;
    std::unique_ptr<lp::Session> session_;
    Stopwatch watch_;
    double seconds_lp_ = 0.0;
    double seconds_all_ = 0.0;
};

/// Every party borders on the next, the next but one and the fifth.
network::Network chain(int parties, int hours) {
    testing::BorderNetworkOptions options{.hours = hours, .parties = {}, .borders = {}};
    for (int i = 0; i < parties; ++i) {
        options.parties.push_back(fmt::format("P{}", i));
        for (const int step : {1, 2, 5})
            if (i >= step) options.borders.emplace_back(i - step, i);
    }
    return testing::make_border_network(options);
}

}  // namespace

int main(int argc, char** argv) {
    const bool full = argc > 1 && std::strcmp(argv[1], "full") == 0;
    std::vector<Case> cases;
    if (testing::has_testdata())
        cases.push_back({"synth8_168",
                         network::load_network(testing::testdata_folder() / "pypsa-networks/synth8_168/csv").network,
                         true, true});
    else fmt::print("{}\n", testing::testdata_missing());
    for (const std::uint64_t seed : {1, 2})
        cases.push_back({fmt::format("border network, seed {}", seed),
                         testing::make_border_network({.hours = 336, .seed = seed}), full, false});
    cases.push_back({"chain", chain(16, 24), false, false});
    for (const Case& each : cases) {
        Measurement(each).run();
        std::fflush(stdout);
    }
}
