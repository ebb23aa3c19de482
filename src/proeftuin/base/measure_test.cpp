// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <utility>
#include <vector>

#include "proeftuin/base/clock.hpp"
#include "proeftuin/base/memory.hpp"
#include "proeftuin/base/progress.hpp"
#include "proeftuin/base/version.hpp"

namespace proeftuin {
namespace {

TEST(Stopwatch, NeverRunsBackwards) {
    Stopwatch watch;
    const double first = watch.seconds();
    const double second = watch.seconds();
    EXPECT_GE(first, 0.0);
    EXPECT_GE(second, first);
    EXPECT_GE(watch.restart(), second);
    EXPECT_GE(watch.seconds(), 0.0);
}

TEST(PeakMemory, GrowsWithWhatIsTouched) {
    const double before = peak_memory_mb();
    EXPECT_GT(before, 1.0);
    std::vector<char> block(std::size_t{64} << 20U, 'x');  // every page is written
    EXPECT_EQ(block.back(), 'x');
    EXPECT_GT(peak_memory_mb(), before);
}

TEST(Progress, IsCutToItsRangeAndMayBeEmpty) {
    std::vector<std::pair<double, std::string>> calls;
    const Progress progress = [&](double fraction, std::string_view label) { calls.emplace_back(fraction, label); };
    report_progress({}, 0.5, "nobody listens");
    report_progress(progress, -1.0, "a");
    report_progress(progress, 2.0, "b");
    const Progress second_half = part_of(progress, 0.5, 1.0);
    report_progress(second_half, 0.5, "c");
    EXPECT_FALSE(part_of({}, 0.0, 1.0));
    EXPECT_EQ(calls, (std::vector<std::pair<double, std::string>>{{0.0, "a"}, {1.0, "b"}, {0.75, "c"}}));
}

TEST(Version, HasThreeParts) {
    EXPECT_THAT(std::string(version()), ::testing::MatchesRegex("[0-9]+\\.[0-9]+\\.[0-9]+"));
}

}  // namespace
}  // namespace proeftuin
