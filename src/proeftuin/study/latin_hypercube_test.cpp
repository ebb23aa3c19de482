// SPDX-License-Identifier: Apache-2.0

#include "proeftuin/study/latin_hypercube.hpp"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

namespace proeftuin::study {
namespace {

// On [0, 10] with mode 2 the part below the mode is 2/10; F(x) = x^2 / 20 there, 1 - (10-x)^2 / 80 above.
TEST(TriangularQuantile, ByHand) {
    EXPECT_DOUBLE_EQ(triangular_quantile(0.0, 2.0, 10.0, 0.05), 1.0);  // 1 / 20
    EXPECT_DOUBLE_EQ(triangular_quantile(0.0, 2.0, 10.0, 0.2), 2.0);
    EXPECT_DOUBLE_EQ(triangular_quantile(0.0, 2.0, 10.0, 0.8), 6.0);  // 1 - 16 / 80
}

// With the mode at an end half of the triangle is left: F(x) = (x/10)^2, or 1 - (1 - x/10)^2.
TEST(TriangularQuantile, WithTheModeAtAnEnd) {
    EXPECT_DOUBLE_EQ(triangular_quantile(0.0, 10.0, 10.0, 0.25), 5.0);
    EXPECT_DOUBLE_EQ(triangular_quantile(0.0, 0.0, 10.0, 0.75), 5.0);
    EXPECT_DOUBLE_EQ(triangular_quantile(3.0, 3.0, 3.0, 0.75), 3.0);
}

TEST(LatinHypercube, HasEachStratumOnce) {
    for (const std::size_t draws : {1U, 2U, 7U, 100U}) {
        std::vector<std::size_t> strata;
        for (const double place : stratified_places(5, "a figure", draws)) {
            ASSERT_GT(place, 0.0);
            ASSERT_LT(place, 1.0);
            strata.push_back(static_cast<std::size_t>(place * static_cast<double>(draws)));
        }
        std::ranges::sort(strata);
        for (std::size_t k = 0; k < draws; ++k) EXPECT_EQ(strata[k], k);
    }
}

TEST(LatinHypercube, DependsOnSeedAndFigure) {
    EXPECT_EQ(stratified_places(1, "a", 50), stratified_places(1, "a", 50));
    EXPECT_NE(stratified_places(1, "a", 50), stratified_places(2, "a", 50));
    EXPECT_NE(stratified_places(1, "a", 50), stratified_places(1, "b", 50));
}

// Independent orders of 1000 ranks correlate by chance with a standard deviation of 1/sqrt(999) = 0.032.
TEST(LatinHypercube, FiguresDoNotGoTogether) {
    constexpr std::size_t draws = 1000;
    const std::vector<double> a = stratified_places(1, "a", draws), b = stratified_places(1, "b", draws);
    double together = 0.0;
    for (std::size_t d = 0; d < draws; ++d) together += (a[d] - 0.5) * (b[d] - 0.5) * 12.0 / draws;
    EXPECT_LT(std::abs(together), 4.0 * 0.032);
}

TEST(SampleQuantile, ByHand) {
    EXPECT_DOUBLE_EQ(sample_quantile({3.0, 1.0, 2.0}, 0.5), 2.0);
    EXPECT_DOUBLE_EQ(sample_quantile({0.0, 10.0}, 0.1), 1.0);
    EXPECT_DOUBLE_EQ(sample_quantile({4.0}, 0.9), 4.0);
    EXPECT_TRUE(std::isnan(sample_quantile({}, 0.5)));
}

}  // namespace
}  // namespace proeftuin::study
