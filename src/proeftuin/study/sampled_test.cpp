// SPDX-License-Identifier: Apache-2.0

#include "proeftuin/study/sampled.hpp"

#include <cmath>
#include <gtest/gtest.h>

#include "proeftuin/dispatch/small_networks_test.hpp"
#include "proeftuin/game/game.hpp"
#include "proeftuin/game/linear_rules.hpp"
#include "proeftuin/study/cooperate.hpp"

namespace proeftuin::study {
namespace {

using dispatch::testing::Sketch;

/// Six zones in a row, with one more border that makes a ring of four.
network::Network row_of_zones() {
    Sketch sketch(4);
    const std::vector<std::string> zones{"A", "B", "C", "D", "E", "F"};
    sketch.add("Bus", zones).texts("country", zones);
    std::vector<std::string> names, buses;
    std::vector<double> size, cost, loads;
    for (std::size_t z = 0; z < zones.size(); ++z)
        for (const char* unit : {" base", " peak"}) {
            names.push_back(zones[z] + unit);
            buses.push_back(zones[z]);
            size.push_back(unit[1] == 'b' ? 40.0 + 15.0 * static_cast<double>(z % 3) : 300.0);
            cost.push_back(unit[1] == 'b' ? 10.0 + 7.0 * static_cast<double>(z) : 80.0 + 11.0 * static_cast<double>(z));
        }
    sketch.add("Generator", names).texts("bus", buses).numbers("p_nom", size).numbers("marginal_cost", cost);
    for (std::size_t t = 0; t < 4; ++t)
        for (std::size_t z = 0; z < zones.size(); ++z)
            loads.push_back(30.0 + static_cast<double>((7 * t + 11 * z) % 40));
    sketch.add("Load", zones).texts("bus", zones).series("p_set", loads);
    sketch.add("Link", {"AB", "BC", "CD", "DE", "EF", "AD"})
        .texts("bus0", {"A", "B", "C", "D", "E", "A"})
        .texts("bus1", {"B", "C", "D", "E", "F", "D"})
        .numbers("p_nom", {20.0, 15.0, 25.0, 10.0, 30.0, 12.0})
        .numbers("p_min_pu", std::vector<double>(6, -1.0));
    return std::move(sketch.network());
}

Subject subject_of(int window) {
    Question question;
    question.window = window;
    return std::move(make_subject(row_of_zones(), question).value());
}

std::vector<double> exact(const Subject& subject) {
    const CooperateResult all = try_cooperate(subject, {}).value();
    return game::shapley(game::Game::make(subject.players, all.value).value()).share;
}

SampleResult sampled(const Subject& subject, double tolerance, std::uint64_t seed = 1, int threads = 1) {
    WalkOptions walk;
    walk.threads = threads;
    return sample_shapley(subject, walk, {.tolerance = tolerance, .seed = seed}).value();
}

TEST(Sampled, ComesAsNearAsItsStandardErrorsSay) {
    for (const int window : {0, 3}) {
        const Subject subject = subject_of(window);
        const std::vector<double> shapley = exact(subject);
        int outside = 0;
        for (std::uint64_t seed = 1; seed <= 5; ++seed) {
            const SampleResult sample = sampled(subject, 0.002, seed);
            EXPECT_TRUE(sample.reached);
            double sum = 0.0;
            for (std::size_t i = 0; i < shapley.size(); ++i) {
                sum += sample.share[i];
                EXPECT_LE(sample.standard_error[i], 0.002 * sample.total);
                outside += std::abs(sample.share[i] - shapley[i]) > 3.0 * sample.standard_error[i] + 1e-9 ? 1 : 0;
            }
            EXPECT_NEAR(sum, sample.total, 1e-9 * sample.total);
            EXPECT_LE(sample.total_lower, sample.total);
            EXPECT_GE(sample.total_upper, sample.total);
        }
        EXPECT_LE(outside, 2) << "of 30 shares, more than three standard errors away";
    }
}

TEST(Sampled, TheSameBitsForAnyNumberOfThreads) {
    const Subject subject = subject_of(2);
    const SampleResult one = sampled(subject, 0.01);
    for (const int threads : {2, 3}) {
        const SampleResult many = sampled(subject, 0.01, 1, threads);
        EXPECT_EQ(one.share, many.share);
        EXPECT_EQ(one.standard_error, many.standard_error);
    }
    EXPECT_NE(one.share, sampled(subject, 0.01, 2).share);
}

TEST(Sampled, NamesTheCoalitionThatHasNoOptimum) {
    network::Network n = row_of_zones();
    n.table("Generator").edit_column("p_nom").numbers[1] = 1.0;  // A cannot serve itself
    const Subject subject = std::move(make_subject(n, {}).value());
    const auto sample = sample_shapley(subject, {}, {});
    ASSERT_FALSE(sample.has_value());
    EXPECT_NE(sample.error().front().message.find("coalition - has no optimum"), std::string::npos);
}

}  // namespace
}  // namespace proeftuin::study
