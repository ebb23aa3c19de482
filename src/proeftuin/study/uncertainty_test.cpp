// SPDX-License-Identifier: Apache-2.0

#include "proeftuin/study/uncertainty.hpp"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <numeric>

#include "proeftuin/dispatch/small_networks_test.hpp"
#include "proeftuin/study/cooperate.hpp"
#include "proeftuin/study/latin_hypercube.hpp"

#include "support/border_network.hpp"
#include "support/temporary_folder.hpp"

namespace proeftuin::study {
namespace {

/// A question with its figures, walked as written.
struct Asked {
    network::Network network;
    Question question;
    std::vector<RangedFigure> figures;
    Subject subject;
    WalkResult base;

    [[nodiscard]] Uncertainty evaluated(const DrawPlan& plan, int threads = 1, Journal* journal = nullptr,
                                        std::function<bool()> cancelled = {}) const {
        UncertaintyOptions options;
        options.plan = plan;
        options.walk.threads = threads;
        options.walk.cancelled = std::move(cancelled);
        options.journal = journal;
        return evaluate_uncertainty({network, question, figures}, subject, base, options);
    }
};

Asked asked(network::Network network, int window = 0) {
    Asked all;
    all.network = std::move(network);
    all.question.window = window;
    all.figures = find_ranges(all.network, {}, {}, {}).value();
    all.subject = make_subject(all.network, all.question).value();
    WalkOptions options;
    options.threads = 1;
    options.keep_windows = true;
    all.base = walk_all(all.subject, options);
    return all;
}

void give_range(network::Table& table, const std::string& attribute, std::vector<double> low,
                std::vector<double> high) {
    table.make_column(attribute + "_low", network::Kind::number).numbers = std::move(low);
    table.make_column(attribute + "_high", network::Kind::number).numbers = std::move(high);
}

/// 100 MW at 10 EUR/MWh in A, at 50 in B; loads of 20 and 70; 30 MW between them, somewhere from 20 to 50.
network::Network two_countries(const std::vector<double>& loads = {70.0}) {
    network::Network n = dispatch::testing::two_zones(loads, 30.0);
    n.table("Bus").make_column("country", network::Kind::text).texts = {"A", "B"};
    give_range(n.table("Link"), "p_nom", {20.0}, {50.0});
    return n;
}

// Each MW saves 40 EUR: the value is 40 x, at 30 MW 1200. So its quantiles are those of x, and the interval of the draws is 40
// times that of the strata: on [20, 50] with mode 30, F(30) = 1/3, 10 % is 20 + sqrt(0.1 * 30 * 10) = 25.48, 90 % is
// 50 - sqrt(0.1 * 30 * 20) = 42.25. Half of the rent goes to each: A's own gain is 20 x.
TEST(Uncertainty, OfAValueThatIsLinearInAFigure) {
    const Asked two = asked(two_countries());
    const Uncertainty result = two.evaluated({.draws = 400});
    std::vector<double> values, own;
    for (const Draw& draw : result.draws) {
        ASSERT_EQ(draw.x.size(), 1u);
        ASSERT_NEAR(draw.value[3], 40.0 * draw.x[0], 1e-6);
        ASSERT_NEAR(draw.own[0], 20.0 * draw.x[0], 1e-6);
        EXPECT_EQ(draw.value[0], 0.0);
        EXPECT_EQ(draw.failed, 0u);
        EXPECT_EQ(draw.sampling_error, 0.0);
        values.push_back(draw.value[3]);
    }
    const Interval interval = interval_of(values);
    EXPECT_NEAR(interval.mean, 40.0 * 100.0 / 3.0, 0.5);  // (20 + 30 + 50) / 3
    EXPECT_NEAR(interval.low, 40.0 * 25.477, 3.0);        // strata are 1/400 wide
    EXPECT_NEAR(interval.high, 40.0 * 42.254, 3.0);
    ASSERT_EQ(result.tornado.size(), 1u);
    EXPECT_NEAR(result.tornado[0].at_low, -400.0, 1e-6);
    EXPECT_NEAR(result.tornado[0].at_high, 800.0, 1e-6);
    EXPECT_NEAR(result.tornado[0].own_at_high[1], 400.0, 1e-6);
    EXPECT_NEAR(result.tornado[0].size(), 1200.0, 1e-6);
}

// Two windows, of which each draw takes one; the link saves 40 EUR per MW in each, whatever their loads.
TEST(Uncertainty, FromSomeWindowsByTheDifference) {
    const Asked two = asked(two_countries({70.0, 80.0, 60.0, 90.0}), 1);
    ASSERT_EQ(two.base.window_cost.size(), 4u);
    const Uncertainty result = two.evaluated({.draws = 8, .windows = 2});
    EXPECT_EQ(result.windows_per_draw, 2u);
    for (const Draw& draw : result.draws) {
        EXPECT_NEAR(draw.value[3], 160.0 * draw.x[0], 1e-6);
        EXPECT_NEAR(draw.own[0], 80.0 * draw.x[0], 1e-6);
        EXPECT_NEAR(draw.sampling_error, 0.0, 1e-6);  // every window says the same
    }
    EXPECT_TRUE(std::isnan(two.evaluated({.draws = 1, .windows = 1}).draws[0].sampling_error));
}

// The link binds in the first two windows only (in the others B needs 10 MW, or 25): the value is 40 (2 x + 35) for x in [25, 50].
// A draw of windows 0 and 2 says so all the same, since nobody and everybody are solved in all.
TEST(Uncertainty, TheValueOfAllIsExact) {
    const Asked two = asked(two_countries({70.0, 80.0, 10.0, 25.0}), 1);
    for (const Draw& draw : two.evaluated({.draws = 6, .windows = 2}).draws) {
        EXPECT_NEAR(draw.sampling_error, 0.0, 1e-6);
        if (draw.x[0] >= 25.0) {
            EXPECT_NEAR(draw.value[3], 40.0 * (2.0 * draw.x[0] + 35.0), 1e-6);
        }
    }
}

TEST(Uncertainty, EveryWindowIsTakenEquallyOften) {
    const std::vector<std::pair<std::size_t, std::size_t>> cuts{{52, 4}, {52, 2}, {12, 12}, {1, 1}, {12, 3}};
    for (const auto& [windows, count] : cuts) {
        std::vector<int> taken(windows, 0);
        const std::size_t round = windows / count;
        for (std::size_t d = 0; d < round; ++d)
            for (const std::size_t window : drawn_windows(windows, count, d)) ++taken[window];
        EXPECT_EQ(taken, std::vector<int>(windows, 1));
    }
    for (std::size_t d = 0; d < 9; ++d) {  // 7 windows in 3 do not go out; still different ones
        const std::vector<std::size_t> chosen = drawn_windows(7, 3, d);
        EXPECT_LT(chosen[0], chosen[1]);
        EXPECT_LT(chosen[1], chosen[2]);
        EXPECT_LT(chosen[2], 7u);
    }
}

/// Four parties, several figures, three windows.
Asked market() {
    testing::BorderNetworkOptions options{.hours = 36, .steps = 3, .seed = 3};
    options.parties = {"NL", "BE", "LU", "DE"};
    options.borders = {{0, 1}, {0, 3}, {1, 2}, {1, 3}, {2, 3}};
    network::Network n = testing::make_border_network(options);
    std::vector<double> low, high;
    for (const double size : n.table("Link").column("p_nom")->numbers) {
        low.push_back(0.5 * size);
        high.push_back(2.0 * size);
    }
    give_range(n.table("Link"), "p_nom", low, high);
    return asked(std::move(n), 12);
}

// Against the same draws in all windows: what is solved everywhere is equal, the rest within what the errors promise.
TEST(Uncertainty, SomeWindowsAgreeWithAllWithinTheirErrors) {
    const Asked all = market();
    const Uncertainty some = all.evaluated({.draws = 8, .windows = 2}), whole = all.evaluated({.draws = 8});
    double squares = 0.0, promised = 0.0;
    for (std::size_t d = 0; d < some.draws.size(); ++d) {
        const Draw& estimated = some.draws[d];
        const Draw& exact = whole.draws[d];
        EXPECT_NEAR(estimated.value.back(), exact.value.back(), 1e-9 * exact.value.back());
        for (std::size_t p = 0; p < exact.own.size(); ++p)
            EXPECT_NEAR(estimated.own[p], exact.own[p], 1e-6 * exact.value.back());
        for (std::size_t i = 0; i < exact.value.size(); ++i)
            squares += (estimated.value[i] - exact.value[i]) * (estimated.value[i] - exact.value[i]);
        promised += static_cast<double>(exact.value.size()) * estimated.sampling_error * estimated.sampling_error;
        EXPECT_EQ(exact.sampling_error, 0.0);
    }
    EXPECT_GT(squares, 0.0);
    EXPECT_LT(squares, 9.0 * promised);
}

void expect_same_bits(const Uncertainty& one, const Uncertainty& other) {
    ASSERT_EQ(one.draws.size(), other.draws.size());
    for (std::size_t d = 0; d < one.draws.size(); ++d) {
        EXPECT_EQ(one.draws[d].x, other.draws[d].x);
        EXPECT_EQ(one.draws[d].value, other.draws[d].value);
        EXPECT_EQ(one.draws[d].own, other.draws[d].own);
        EXPECT_EQ(one.draws[d].sampling_error, other.draws[d].sampling_error);
    }
    ASSERT_EQ(one.tornado.size(), other.tornado.size());
    for (std::size_t i = 0; i < one.tornado.size(); ++i) {
        EXPECT_EQ(one.tornado[i].figure, other.tornado[i].figure);
        EXPECT_EQ(one.tornado[i].at_low, other.tornado[i].at_low);
        EXPECT_EQ(one.tornado[i].at_high, other.tornado[i].at_high);
        EXPECT_EQ(one.tornado[i].own_at_low, other.tornado[i].own_at_low);
        EXPECT_EQ(one.tornado[i].own_at_high, other.tornado[i].own_at_high);
    }
}

TEST(Uncertainty, TheSameBitsForAnyNumberOfThreads) {
    const Asked all = market();
    const DrawPlan plan{.draws = 5, .windows = 2, .seed = 7};
    const Uncertainty one = all.evaluated(plan);
    for (const int threads : {2, 3}) expect_same_bits(one, all.evaluated(plan, threads));
}

// Moved one at a time, a figure does what a draw with that figure does: the warm starts and the problems left out change nothing.
TEST(Uncertainty, TheTornadoIsTheWalkOfAnEditedNetwork) {
    const Asked all = market();
    const Uncertainty result = all.evaluated({.draws = 1});
    ASSERT_EQ(result.tornado_windows, 3u);
    const auto gain = [&](const std::vector<double>& x) {
        network::Network network = all.network;
        Question question = all.question;
        set_figures(all.figures, x, network, question.barriers);
        const CooperateResult walked = try_cooperate(make_subject(network, question).value(), {}).value();
        return walked.value.back();
    };
    const double now = gain(written_values(all.figures));
    for (const Swing& swing : result.tornado) {
        std::vector<double> x = written_values(all.figures);
        x[swing.figure] = all.figures[swing.figure].high;
        EXPECT_NEAR(swing.at_high, gain(x) - now, 1e-7 * std::abs(now));
        EXPECT_NEAR(std::accumulate(swing.own_at_high.begin(), swing.own_at_high.end(), 0.0), swing.at_high,
                    1e-7 * std::abs(now));
    }
    EXPECT_TRUE(std::ranges::is_sorted(result.tornado, std::ranges::greater{}, &Swing::size));
}

// The link binds in every other of 26 windows. Thirteen at equal steps would be those, or the others; one of each stratum of their
// values are six or seven of either: 40 EUR for each of 20 MW more in 13 windows, or one more.
TEST(Uncertainty, TheTornadoTakesWindowsAsTheirValuesAre) {
    std::vector<double> loads;
    for (int w = 0; w < 13; ++w) loads.insert(loads.end(), {10.0 + 0.1 * w, 70.0 + 0.1 * w});
    const Asked two = asked(two_countries(loads), 1);
    const Uncertainty result = two.evaluated({.draws = 1});
    ASSERT_EQ(result.tornado_windows, 13u);
    EXPECT_NEAR(result.tornado[0].at_high, 13.0 * 20.0 * 40.0, 1.001 * 20.0 * 40.0);
    EXPECT_NEAR(result.tornado[0].at_low, -13.0 * 10.0 * 40.0, 1.001 * 10.0 * 40.0);
}

TEST(Uncertainty, GoesOnWhereItWasKilled) {
    const Asked all = market();
    const DrawPlan plan{.draws = 6, .windows = 2};
    const Uncertainty whole = all.evaluated(plan);
    const testing::TemporaryFolder folder;
    for (const int after : {5, 100, 400}) {  // questions whether it was cancelled
        int asked_so_far = 0;
        {
            Journal journal(folder.path() / "draws", 1);
            static_cast<void>(all.evaluated(plan, 1, &journal, [&] { return ++asked_so_far > after; }));
        }
        Journal journal(folder.path() / "draws", 1);
        if (after == 400) {
            EXPECT_GT(journal.found(), 0u);
        }
        expect_same_bits(whole, all.evaluated(plan, 1, &journal));
        journal.remove();
    }
}

// At 0 MW of the peak plant in B nothing serves it alone: at the low end of its range coalitions fail, and say so.
TEST(Uncertainty, DrawsWithoutAnOptimumAreKept) {
    network::Network n = dispatch::testing::two_zones({70.0}, 90.0);
    n.table("Bus").make_column("country", network::Kind::text).texts = {"A", "B"};
    give_range(n.table("Generator"), "p_nom", {std::nan(""), 40.0}, {std::nan(""), 100.0});
    const Asked two = asked(std::move(n));
    const Uncertainty result = two.evaluated({.draws = 20});
    std::size_t failed = 0;
    for (const Draw& draw : result.draws) {
        const bool too_small = draw.x[0] < 70.0;
        EXPECT_EQ(draw.failed > 0, too_small);
        EXPECT_EQ(std::isnan(draw.value[3]), too_small);
        EXPECT_EQ(draw.own.empty(), too_small);
        failed += draw.failed > 0 ? 1 : 0;
    }
    EXPECT_GT(failed, 0u);
    EXPECT_LT(failed, 20u);
    EXPECT_TRUE(std::isnan(result.tornado[0].at_low));
    EXPECT_FALSE(std::isnan(result.tornado[0].at_high));
}

TEST(Uncertainty, IntervalsLeaveOutWhatIsNotKnown) {
    const Interval interval = interval_of({1.0, std::nan(""), 3.0});
    EXPECT_DOUBLE_EQ(interval.mean, 2.0);
    EXPECT_DOUBLE_EQ(interval.low, 1.2);
    EXPECT_DOUBLE_EQ(interval.high, 2.8);
    EXPECT_DOUBLE_EQ(standard_error({1.0, std::nan(""), 3.0}), 1.0);
    EXPECT_TRUE(std::isnan(interval_of({}).mean));
    EXPECT_TRUE(std::isnan(standard_error({1.0})));
}

}  // namespace
}  // namespace proeftuin::study
