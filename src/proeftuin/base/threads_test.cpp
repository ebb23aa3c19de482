// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/base/threads.hpp"

#include <atomic>
#include <cmath>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdexcept>
#include <string>
#include <vector>

namespace proeftuin {
namespace {

using ::testing::Each;
using ::testing::HasSubstr;

TEST(RunTasks, RunsEachTaskOnce) {
    for (const int threads : {0, 1, 2, 3, 16}) {
        std::vector<std::atomic<int>> runs(100);
        const auto failures = run_tasks(runs.size(), [&](std::size_t i) { ++runs[i]; }, {.threads = threads});
        EXPECT_EQ(failures.size(), runs.size());
        EXPECT_THAT(failures, Each(nullptr));
        for (const auto& count : runs) EXPECT_EQ(count, 1);
    }
}

TEST(RunTasks, DoesNothingForNoTasks) {
    EXPECT_TRUE(run_tasks(0, [](std::size_t) { FAIL(); }).empty());
}

TEST(RunTasks, GivesTheSameResultForAnyNumberOfThreads) {
    const auto result = [](int threads) {
        const std::vector<Chain> chains = cut_chains(1000, 16);
        std::vector<double> values(1000);
        const auto failures = run_tasks(chains.size(),
                                        [&](std::size_t c) {
                                            double state = 0.0;  // every task of a chain builds on the one before
                                            for (std::size_t i = chains[c].begin; i < chains[c].end; ++i) {
                                                state = std::sin(state + static_cast<double>(i));
                                                values[i] = state;
                                            }
                                        },
                                        {.threads = threads});
        rethrow_first(failures);
        return values;
    };
    const std::vector<double> one = result(1);
    EXPECT_EQ(one, result(2));
    EXPECT_EQ(one, result(3));
}

TEST(RunTasks, KeepsEachExceptionAtItsTaskAndGoesOn) {
    for (const int threads : {1, 3}) {
        std::atomic<int> finished = 0;
        const auto failures = run_tasks(20,
                                        [&](std::size_t i) {
                                            if (i % 7 == 3) throw std::runtime_error("task " + std::to_string(i));
                                            ++finished;
                                        },
                                        {.threads = threads});
        EXPECT_EQ(finished, 17);
        for (std::size_t i = 0; i < failures.size(); ++i) EXPECT_EQ(failures[i] != nullptr, i % 7 == 3);
        try {
            rethrow_first(failures);
            FAIL() << "no exception";
        } catch (const std::runtime_error& error) {
            EXPECT_THAT(error.what(), HasSubstr("task 3"));
        }
    }
}

TEST(RunTasks, ReportsProgressToTheEnd) {
    std::vector<double> fractions;
    std::string seen;
    const Progress progress = [&](double fraction, std::string_view label) {
        fractions.push_back(fraction);
        seen = label;
    };
    const auto failures = run_tasks(4, [](std::size_t) {}, {.threads = 2, .progress = progress, .label = "weeks"});
    EXPECT_EQ(fractions, (std::vector<double>{0.25, 0.5, 0.75, 1.0}));
    EXPECT_EQ(seen, "weeks");
}

TEST(RunTasks, StopsWhenProgressThrows) {
    std::atomic<int> runs = 0;
    const Progress stop = [](double, std::string_view) { throw std::runtime_error("interrupted"); };
    EXPECT_THROW(static_cast<void>(run_tasks(1000, [&](std::size_t) { ++runs; }, {.threads = 2, .progress = stop})),
                 std::runtime_error);
    EXPECT_LT(runs, 1000);
}

TEST(CutChains, CutsByNumberAlone) {
    const std::vector<Chain> chains = cut_chains(10, 4);
    ASSERT_EQ(chains.size(), 3U);
    EXPECT_EQ(chains[0].begin, 0U);
    EXPECT_EQ(chains[1].begin, 4U);
    EXPECT_EQ(chains[2].begin, 8U);
    EXPECT_EQ(chains[2].end, 10U);
    EXPECT_TRUE(cut_chains(0, 4).empty());
    EXPECT_EQ(cut_chains(3, 0).size(), 3U);
}

}  // namespace
}  // namespace proeftuin
