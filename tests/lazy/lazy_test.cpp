// SPDX-License-Identifier: Apache-2.0
//
// Rules from bounds on whole markets: the answer of the game with every coalition solved, from a small part of the
// solves.

#include "proeftuin/game/lazy.hpp"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <memory>
#include <utility>
#include <vector>

#include "proeftuin/game/linear_rules.hpp"
#include "proeftuin/lp/session.hpp"
#include "proeftuin/network/io.hpp"
#include "proeftuin/study/lazy_game.hpp"
#include "proeftuin/study/parties.hpp"

#include "support/border_network.hpp"
#include "support/testdata.hpp"

namespace proeftuin::testing {
namespace {

struct Market {
    explicit Market(network::Network n) : network(std::move(n)) {
        parties = *study::find_parties(network, "country");
        model = std::move(*dispatch::formulate(network, {}));
        closings = study::close_crossings(*model, study::find_crossings(network, parties));
    }
    [[nodiscard]] study::SolveCoalition solver() const {
        auto session = std::make_shared<lp::Session>(model->problem, lp::SessionOptions{.will_resolve = true});
        return [this, session](Coalition coalition) { return session->solve(study::patch_of(closings, coalition)); };
    }
    [[nodiscard]] std::unique_ptr<study::LazyGame> lazy() const {
        auto made = study::LazyGame::make(*model, closings, parties.count(), solver());
        return made ? std::move(*made) : nullptr;
    }
    /// With the intervals that the certificates prove.
    [[nodiscard]] game::Game whole() const {
        const study::SolveCoalition solve = solver();
        std::vector<lp::Certificate> cost(num_coalitions(parties.count()));
        for (std::size_t k = 0; k < cost.size(); ++k) cost[gray_code(k).index()] = solve(gray_code(k)).certificate;
        std::vector<double> value{0.0}, lower{0.0}, upper{0.0};
        const auto [alone_least, alone_most] = std::minmax(cost[0].dual_bound, cost[0].primal_bound);
        for (std::size_t s = 1; s < cost.size(); ++s) {
            const auto [least, most] = std::minmax(cost[s].dual_bound, cost[s].primal_bound);
            value.push_back(cost[0].primal_bound - cost[s].primal_bound);
            lower.push_back(alone_least - most);
            upper.push_back(alone_most - least);
        }
        return *game::Game::make(parties.names, value, lower, upper);
    }

    network::Network network;
    study::Parties parties;
    std::unique_ptr<dispatch::Template> model;
    std::vector<study::Closing> closings;
};

TEST(Lazy, EightPartiesAWeek) {
    if (!has_testdata()) GTEST_SKIP() << testdata_missing();
    const Market market(network::load_network(testdata_folder() / "pypsa-networks/synth8_168/csv").network);
    const game::Game whole = market.whole();
    double certificate = 0.0;
    for (std::size_t s = 0; s < whole.values().size(); ++s)
        certificate = std::max(certificate, whole.upper()[s] - whole.lower()[s]);

    const std::unique_ptr<study::LazyGame> first = market.lazy();
    ASSERT_NE(first, nullptr);
    const game::LazyNucleolus nucleolus = game::lazy_nucleolus(*first);
    EXPECT_LE(first->solved().size(), 30u);  // of 256
    const game::Nucleolus full = game::nucleolus(whole);
    const double close = 10.0 * (certificate + nucleolus.certificate);
    EXPECT_LE(close, 1e-7 * whole.total());
    for (std::size_t i = 0; i < 8; ++i) EXPECT_NEAR(nucleolus.nucleolus.shares.share[i], full.shares.share[i], close);
    ASSERT_EQ(nucleolus.nucleolus.levels.size(), full.levels.size());
    for (std::size_t k = 0; k < full.levels.size(); ++k)
        EXPECT_NEAR(nucleolus.nucleolus.levels[k].excess, full.levels[k].excess, close);

    const std::unique_ptr<study::LazyGame> second = market.lazy();
    const game::LazyLinear shapley =
        game::lazy_linear(*second, [](const game::Game& g) { return game::shapley(g); }, {.tolerance = 1e-3});
    EXPECT_TRUE(shapley.reached);
    EXPECT_LE(second->solved().size(), 24u);  // of 256
    const game::Shares exact = game::shapley(whole);
    for (std::size_t i = 0; i < 8; ++i) {
        EXPECT_LE(shapley.shares.lower[i], exact.upper[i]);
        EXPECT_GE(shapley.shares.upper[i], exact.lower[i]);
        EXPECT_NEAR(shapley.shares.share[i], exact.share[i], 1e-3 * whole.total());
    }
}

TEST(Lazy, TwelvePartiesTwoDays) {
    const Market market(make_border_network({.hours = 48}));
    const std::unique_ptr<study::LazyGame> game = market.lazy();
    ASSERT_NE(game, nullptr);
    const game::LazyNucleolus found = game::lazy_nucleolus(*game);
    EXPECT_TRUE(found.nucleolus.shares.unique);
    EXPECT_LE(game->solved().size(), 150u);  // of 4,096
    // Its first level holds for every coalition, by bounds alone.
    for (std::size_t s = 1; s + 1 < num_coalitions(12); ++s) {
        double excess = game->upper()[s];
        for (const int player : Coalition::from_bits(s))
            excess -= found.nucleolus.shares.share[static_cast<std::size_t>(player)];
        ASSERT_LE(excess, *found.nucleolus.shares.level + 1e-8 * game->upper().back()) << s;
    }
}

TEST(Lazy, TwelvePartiesAreTheSameEverywhere) {
    const network::Network one = make_border_network({.hours = 24, .seed = 9});
    const network::Network two = make_border_network({.hours = 24, .seed = 9});
    EXPECT_EQ(one.table("Load").series("p_set")->values, two.table("Load").series("p_set")->values);
    const network::Network other = make_border_network({.hours = 24, .seed = 10});
    EXPECT_NE(one.table("Load").series("p_set")->values, other.table("Load").series("p_set")->values);
    EXPECT_EQ(one.table("Link").size(), 27);
}

}  // namespace
}  // namespace proeftuin::testing
