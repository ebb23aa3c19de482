// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/lp/certificate.hpp"

#include <cmath>
#include <gtest/gtest.h>

#include "proeftuin/lp/implied_bounds.hpp"
#include "proeftuin/lp/kernel.hpp"
#include "proeftuin/lp/polish.hpp"

#include "support/lp_problems.hpp"

namespace proeftuin::lp {
namespace {

// min x + 2 y: x + y >= 4, x <= 3 (a row), x, y >= 0. Optimum x = 3, y = 1, cost 5, duals 2 and -1.
Problem small(double upper = infinity) {
    Builder builder;
    builder.add_columns(2, 0.0, upper);
    builder.add_rows(1, 4.0, infinity);
    builder.add_rows(1, -infinity, 3.0);
    builder.add_cost(0, 1.0);
    builder.add_cost(1, 2.0);
    builder.add(0, 0, 1.0);
    builder.add(0, 1, 1.0);
    builder.add(1, 0, 1.0);
    return builder.finish();
}

Solution answer(std::vector<double> primal, std::vector<double> dual) {
    Solution solution;
    solution.termination = Termination::optimal;
    solution.has_primal = solution.has_dual = true;
    solution.primal = std::move(primal);
    solution.row_dual = std::move(dual);
    return solution;
}

TEST(Certificate, ClosesAtTheOptimum) {
    const Certificate certificate = certify(small(), answer({3.0, 1.0}, {2.0, -1.0}));
    EXPECT_EQ(certificate.primal_bound, 5.0);
    EXPECT_EQ(certificate.dual_bound, 5.0);
    EXPECT_EQ(certificate.relative_gap, 0.0);
    EXPECT_EQ(certificate.box, 0.0);
    EXPECT_FALSE(certificate.bound_from_solver);
}

TEST(Certificate, BoundsFromBothSidesAwayFromTheOptimum) {
    // x = 0, y = 4 costs 8; y = (1, 0) gives 4 + (2 - 1) * 0 = 4.
    const Certificate certificate = certify(small(), answer({0.0, 4.0}, {1.0, 0.0}));
    EXPECT_EQ(certificate.primal_bound, 8.0);
    EXPECT_EQ(certificate.dual_bound, 4.0);
    EXPECT_EQ(certificate.relative_gap, 0.5);
}

TEST(Certificate, ClipsThePointAndSaysWhatItViolates) {
    const Certificate certificate = certify(small(), answer({3.5, -1e-6}, {2.0, -1.0}));
    EXPECT_EQ(certificate.primal_bound, 3.5);
    EXPECT_EQ(certificate.primal_violation, 0.5);
}

TEST(Certificate, ADualThatPointsAtAnAbsentBoundCountsAsZero) {
    // Row 0 has no upper bound and row 1 no lower one; d = c, so the bound is zero.
    EXPECT_EQ(certify(small(), answer({3.0, 1.0}, {-1.0, 1.0})).dual_bound, 0.0);
}

TEST(Certificate, TakesABoundTheRowsImply) {
    // A dual of row 1 that is too small by 1e-9 leaves x with reduced cost -1e-9; row 1 implies x <= 3.
    const Certificate certificate = certify(small(), answer({3.0, 1.0}, {2.0, -1.0 + 1e-9}));
    EXPECT_EQ(certificate.box, 0.0);
    EXPECT_LE(certificate.dual_bound, 5.0);
    EXPECT_NEAR(certificate.dual_bound, 5.0, 1e-15 * 16);
}

TEST(Certificate, TakesABoundTheCostImplies) {
    // A dual of row 0 that is too large by 1e-9 leaves y with reduced cost -1e-9. No row bounds y from above, but a y above
    // 10 costs more than twice the optimum.
    const Certificate certificate = certify(small(), answer({3.0, 1.0}, {2.0 + 1e-9, -1.0}));
    EXPECT_EQ(certificate.box, 0.0);
    EXPECT_NEAR(certificate.dual_bound, 5.0, 1e-8);
    EXPECT_LE(certificate.dual_bound, 5.0 + 1e-12);
}

TEST(Certificate, StatesABoxWhereNothingBoundsAColumn) {
    // min x - y with x - y >= 0: a dual of 1 + 1e-9 leaves both columns wrong-signed, and nothing bounds either.
    Builder builder;
    builder.add_columns(2, -infinity, infinity);
    builder.add_rows(1, 0.0, infinity);
    builder.add_cost(0, 1.0);
    builder.add_cost(1, -1.0);
    builder.add(0, 0, 1.0);
    builder.add(0, 1, -1.0);
    const Problem problem = builder.finish();
    const Certificate certificate = certify(problem, answer({7.0, 7.0}, {1.0 + 1e-9}));
    EXPECT_EQ(certificate.box, 70.0);
    EXPECT_NEAR(certificate.dual_violation, 1e-9, 1e-15);
    EXPECT_NEAR(certificate.dual_bound, -1.4e-7, 1e-12);
    EXPECT_EQ(certify(problem, answer({7.0, 7.0}, {0.5})).dual_bound, -infinity);
    EXPECT_EQ(certify(problem, answer({7.0, 7.0}, {0.5})).relative_gap, infinity);
}

TEST(Certificate, NeedsSomethingToCertify) {
    const Certificate certificate = certify(small(), Solution{});
    EXPECT_EQ(certificate.primal_bound, infinity);
    EXPECT_EQ(certificate.dual_bound, -infinity);
    EXPECT_EQ(certificate.relative_gap, infinity);
}

TEST(Certificate, TakesTheSolversWordForIntegers) {
    Problem problem = small();
    problem.integer[0] = 1;
    Solution solution = answer({3.0, 1.0}, {2.0, -1.0});
    solution.mip_bound = 4.5;
    const Certificate certificate = certify(problem, solution);
    EXPECT_TRUE(certificate.bound_from_solver);
    EXPECT_EQ(certificate.dual_bound, 4.5);
}

TEST(Certificate, SumsWithoutLosingSmallTerms) {
    // 1e16 + 1000 ones - 1e16: plain doubles give 0 or 1024, depending on the order.
    Builder builder;
    builder.add_columns(1002, 1.0, 1.0);
    builder.add_cost(0, 1e16);
    for (int column = 1; column <= 1000; ++column) builder.add_cost(column, 1.0);
    builder.add_cost(1001, -1e16);
    const Certificate certificate = certify(builder.finish(), answer(std::vector<double>(1002, 1.0), {}));
    EXPECT_EQ(certificate.primal_bound, 1000.0);
    EXPECT_EQ(certificate.dual_bound, 1000.0);
}

TEST(Farkas, ProvesInfeasibilityByTheRowsAndBounds) {
    const Problem problem = small(1.0);  // x + y >= 4 with x, y <= 1: 4 - 2 = 2 are missing
    EXPECT_EQ(farkas_proof(problem, std::vector<double>{1.0, 0.0}), 2.0);
    EXPECT_LE(farkas_proof(problem, std::vector<double>{-1.0, 0.0}), 0.0);
    EXPECT_LE(farkas_proof(small(), std::vector<double>{1.0, 0.0}), 0.0);
    EXPECT_LE(farkas_proof(problem, std::vector<double>{1.0}), 0.0);
}

TEST(UnboundedRay, HasToFallInCostAndMeetNoBound) {
    Problem problem = small();
    problem.cost[1] = -1.0;
    EXPECT_TRUE(proves_unbounded(problem, std::vector<double>{0.0, 1.0}));
    EXPECT_FALSE(proves_unbounded(problem, std::vector<double>{1.0, 1.0}));   // row 1 stops it
    EXPECT_FALSE(proves_unbounded(problem, std::vector<double>{0.0, -1.0}));  // cost rises, y >= 0 stops it
    EXPECT_FALSE(proves_unbounded(problem, std::vector<double>{0.0, 0.0}));
    EXPECT_FALSE(proves_unbounded(small(), std::vector<double>{0.0, 1.0}));
    EXPECT_FALSE(proves_unbounded(small(5.0), std::vector<double>{0.0, 1.0}));
}

TEST(ImpliedBounds, FollowFromChainsOfRows) {
    // x0 <= 3 (row), x1 <= 2 x0, x2 <= x1: 3, 6, 6. x3 has no row.
    Builder builder;
    builder.add_columns(4, 0.0, infinity);
    builder.add_rows(3, -infinity, 0.0);
    builder.set_row_bounds(2, -infinity, 3.0);
    builder.add(2, 0, 1.0);
    builder.add(1, 1, 1.0);
    builder.add(1, 0, -2.0);
    builder.add(0, 2, 1.0);
    builder.add(0, 1, -1.0);
    const Problem problem = builder.finish();
    const ImpliedBounds bounds(problem, infinity);
    EXPECT_NEAR(bounds.upper(0), 3.0, 1e-7);
    EXPECT_NEAR(bounds.upper(1), 6.0, 1e-7);
    EXPECT_NEAR(bounds.upper(2), 6.0, 1e-7);
    EXPECT_GE(bounds.upper(2), 6.0);
    EXPECT_EQ(bounds.upper(3), infinity);
    EXPECT_EQ(bounds.lower(0), 0.0);
}

TEST(Polish, RestoresTheExactAnswerOfABasis) {
    const Problem problem = small();
    Solution solution = answer({3.0 + 1e-7, 1.0 - 1e-7}, {2.0 + 1e-8, -1.0});
    solution.basis.columns = {Status::basic, Status::basic};
    solution.basis.rows = {Status::at_lower, Status::at_upper};
    ASSERT_TRUE(polish(problem, solution));
    EXPECT_EQ(solution.primal, (std::vector<double>{3.0, 1.0}));
    EXPECT_EQ(solution.row_dual, (std::vector<double>{2.0, -1.0}));
    EXPECT_EQ(solution.reduced_cost, (std::vector<double>{0.0, 0.0}));
    EXPECT_TRUE(solution.polished);
}

TEST(Polish, LeavesASolutionWithoutAProperBasisAlone) {
    Solution solution = answer({3.0, 1.0}, {2.0, -1.0});
    EXPECT_FALSE(polish(small(), solution));
    solution.basis.columns = {Status::basic, Status::basic};
    solution.basis.rows = {Status::basic, Status::at_upper};  // three basic of two
    EXPECT_FALSE(polish(small(), solution));
    solution.basis.rows = {Status::at_lower, Status::at_upper};
    Problem singular = small();
    singular.value[2] = 0.0;
    EXPECT_EQ(singular.row[2], 0);
    EXPECT_FALSE(polish(singular, solution));
    EXPECT_FALSE(solution.polished);
}

}  // namespace
}  // namespace proeftuin::lp
