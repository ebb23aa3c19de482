// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/study/evaluator.hpp"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <random>

#include "proeftuin/dispatch/small_networks_test.hpp"
#include "proeftuin/lp/session.hpp"
#include "proeftuin/study/additive.hpp"
#include "proeftuin/study/parties.hpp"
#include "proeftuin/study/transport.hpp"

namespace proeftuin::study {
namespace {

struct RandomMarket {
    std::vector<std::vector<Step>> orders;
    Market market;
};

/// Up to seven buses; steps and flows in whole numbers, so that ties are common. `priced`: arcs have prices.
RandomMarket draw_market(std::mt19937& random, bool priced) {
    const auto whole = [&](int low, int high) {
        return static_cast<double>(std::uniform_int_distribution<int>(low, high)(random));
    };
    RandomMarket drawn;
    const int buses = static_cast<int>(whole(1, 7));
    for (int b = 0; b < buses; ++b) {
        std::vector<Step>& order = drawn.orders.emplace_back();
        const int steps = static_cast<int>(whole(0, 5));
        for (int k = 0; k < steps; ++k) order.push_back({whole(-5, 60), whole(1, 20)});
        order.push_back({500.0, 300.0});
        std::ranges::sort(order, {}, &Step::price);
        drawn.market.need.push_back(whole(0, 60));
    }
    for (const std::vector<Step>& order : drawn.orders) drawn.market.steps.emplace_back(order);
    const int arcs = buses == 1 ? 0 : static_cast<int>(whole(0, 3 * buses));
    for (int a = 0; a < arcs; ++a) {
        const int from = static_cast<int>(whole(0, buses - 1));
        const int to = (from + static_cast<int>(whole(1, buses - 1))) % buses;
        drawn.market.arcs.push_back({from, to, -whole(0, 15), whole(0, 15), priced ? whole(-8, 8) : 0.0});
    }
    return drawn;
}

double least_cost(const RandomMarket& drawn) {
    lp::Builder builder;
    const int rows = builder.add_rows(static_cast<int>(drawn.orders.size()), 0.0, 0.0);
    for (std::size_t b = 0; b < drawn.orders.size(); ++b) {
        const int row = rows + static_cast<int>(b);
        builder.set_row_bounds(row, drawn.market.need[b], drawn.market.need[b]);
        for (const Step& step : drawn.orders[b]) {
            const int column = builder.add_columns(1, 0.0, step.size);
            builder.add_cost(column, step.price);
            builder.add(row, column, 1.0);
        }
    }
    for (const Arc& arc : drawn.market.arcs) {
        const int column = builder.add_columns(1, arc.lower, arc.upper);
        builder.add_cost(column, arc.price);
        builder.add(rows + arc.from, column, -1.0);
        builder.add(rows + arc.to, column, 1.0);
    }
    lp::Session session(builder.finish());
    const lp::Solution solution = session.solve();
    return solution.termination == lp::Termination::optimal ? solution.objective : lp::infinity;
}

TEST(Clearing, IsAsCheapAsTheLinearProgramme) {
    std::mt19937 random(4);
    Clearing clearing;
    int served = 0;
    for (int round = 0; round < 400; ++round) {
        const RandomMarket drawn = draw_market(random, round % 2 == 0);
        const double exact = least_cost(drawn);
        std::vector<double> guess(drawn.market.arcs.size());
        for (double& flow : guess) flow = std::uniform_real_distribution<double>(-20.0, 20.0)(random);
        for (const bool guessed : {false, true}) {
            const bool fine =
                clearing.clear(drawn.market, guessed ? std::span<const double>(guess) : std::span<const double>());
            ASSERT_EQ(fine, std::isfinite(exact)) << round;
            if (!fine) continue;
            ++served;
            EXPECT_NEAR(clearing.cost(drawn.market), exact, 1e-7 * std::max(1.0, std::abs(exact))) << round;
        }
    }
    EXPECT_GT(served, 600);
}

/// Two parties over two hours. A: 100 MW at 10 that may rise by 50 MW an hour, a peaker at 100, load 50. B: 100 MW for
/// nothing in the first hour, shedding at 1000, load 0 and then 50.
network::Network ramp_network() {
    dispatch::testing::Sketch sketch(2);
    sketch.add("Bus", {"A", "B"}).texts("country", {"A", "B"});
    const double none = std::numeric_limits<double>::quiet_NaN();
    sketch.add("Generator", {"slow", "peaker", "gift", "shed"})
        .texts("bus", {"A", "A", "B", "B"})
        .numbers("p_nom", {100.0, 200.0, 100.0, 100.0})
        .numbers("marginal_cost", {10.0, 100.0, 0.0, 1000.0})
        .numbers("ramp_limit_up", {0.5, none, none, none})
        .series("p_max_pu", {1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 1.0});
    sketch.add("Load", {"A", "B"}).texts("bus", {"A", "B"}).series("p_set", {50.0, 0.0, 50.0, 50.0});
    sketch.add("Link", {"A-B"})
        .texts("bus0", {"A"})
        .texts("bus1", {"B"})
        .numbers("p_nom", {100.0})
        .numbers("p_min_pu", {-1.0});
    return std::move(sketch.network());
}

// Alone A runs at 50, 50. Of the 50 MW that the ramp leaves, each hour may use 25: 25 MW in the first hour, 75 in the
// second, 25 MW from the peaker: 250 + 750 + 2500. (Best is 50, 100: 1500; with all the slack for both hours it would
// look like 1000.)
TEST(Evaluator, ScheduleMovesOnlyAsFarAsNoRampCanNotice) {
    const network::Network n = ramp_network();
    const Parties parties = *find_parties(n, "country");
    const auto model = std::move(*dispatch::formulate(n, {}));
    const std::vector<Closing> closings = close_crossings(*model, find_crossings(n, parties));
    const Split cut = *split(*model, closings);
    lp::Session session(model->problem);
    const lp::Solution alone = session.solve(patch_of(closings, {}));
    const lp::Solution together = session.solve();
    EXPECT_NEAR(together.objective, 1500.0, 1e-9);
    Evaluator evaluator(cut);
    evaluator.choose({0, 1}, cut.scope({0, 1}));
    const Bounded above = evaluator.at_most(read_schedule(cut, alone.primal));
    EXPECT_NEAR(above.value, 3500.0, 1e-9);
    EXPECT_LE(above.error, 1e-8);
    // At the prices of the optimum itself both bounds are the optimum.
    const lp::ImpliedBounds bounds(model->problem, lp::infinity);
    const Reading prices = read_prices(cut, bounds, together.row_dual, together.primal);
    EXPECT_NEAR(evaluator.at_least(prices).value, 1500.0, 1e-9);
    EXPECT_NEAR(AdditiveBound(cut, prices, together.row_dual).at_least({0, 1}, cut.scope({0, 1})), 1500.0, 1e-9);
    EXPECT_NEAR(evaluator.at_most(read_schedule(cut, together.primal)).value, 1500.0, 1e-9);
}

}  // namespace
}  // namespace proeftuin::study
