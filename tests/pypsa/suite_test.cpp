// SPDX-License-Identifier: Apache-2.0
//
// Every network that PyPSA's own tests optimised: the total cost is reproduced, or the network is refused by naming the feature.

#include <cmath>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <map>
#include <string>
#include <vector>

#include "proeftuin/network/io.hpp"

#include "reference.hpp"
#include "support/testdata.hpp"

namespace proeftuin::testing {
namespace {

struct Tally {
    int reproduced = 0;
    std::map<std::string, int> refused;  // by feature
    std::vector<std::string> wrong;
};

/// PyPSA's solver stops at a relative gap of 1e-4 on integer problems, ours at 1e-6.
bool agrees(const ReferenceCase& reference, double total) {
    const double expected = reference.objective + reference.objective_constant;
    const double scale = std::max(1.0, std::abs(expected));
    if (!reference.mip) return std::abs(total - expected) <= 1e-6 * scale;
    return total <= expected + 1e-6 * scale && total >= expected - 1.01e-4 * scale;
}

std::string feature_of(const Issues& issues) {
    for (const Issue& issue : issues)
        if (issue.severity == Severity::error) return issue.text();
    return "no reason given";
}

void check_certificate(const ReferenceCase& reference, const dispatch::SolveResult& result) {
    if (reference.mip || result.size.integers > 0) return;
    EXPECT_LE(result.relative_gap, 1e-9) << reference.name;
    EXPECT_FALSE(result.dual_bound_from_solver) << reference.name;
}

void run(const ReferenceCase& reference, Tally& tally) {
    auto loaded = network::try_load_network(reference.network);
    if (!loaded) {
        tally.wrong.push_back(reference.name + ": not read: " + feature_of(loaded.error()));
        return;
    }
    set_risk_preference(reference, loaded->network);
    dispatch::SolveOptions options;
    try {
        options = solve_options(reference, loaded->network);
    } catch (const std::exception& error) {
        tally.refused[error.what()]++;
        return;
    }
    const auto result = dispatch::try_solve(loaded->network, options);
    if (!result) {
        const bool named = result.error().front().code == Code::unsupported_feature;
        if (named) tally.refused[feature_of(result.error())]++;
        else tally.wrong.push_back(reference.name + ": " + feature_of(result.error()));
        return;
    }
    const double total = result->objective + result->objective_constant;
    if (result->termination != lp::Termination::optimal) {
        tally.wrong.push_back(fmt::format("{}: {} {} {}", reference.name, lp::name(result->termination), result->detail,
                                          result->diagnosis.summary));
    } else if (!agrees(reference, total)) {
        tally.wrong.push_back(fmt::format("{}: {:.12g} instead of {:.12g}", reference.name, total,
                                          reference.objective + reference.objective_constant));
    } else {
        ++tally.reproduced;
        check_certificate(reference, *result);
    }
}

void print(const Tally& tally, std::size_t total) {
    int refused = 0;
    for (const auto& [feature, count] : tally.refused) refused += count;
    fmt::print("\n  PyPSA networks {}\n    reproduced {:4}\n    refused    {:4}\n", total, tally.reproduced, refused);
    for (const auto& [feature, count] : tally.refused) fmt::print("      {:3}  {}\n", count, feature);
    fmt::print("    wrong      {:4}\n", tally.wrong.size());
    for (const std::string& line : tally.wrong) fmt::print("      {}\n", line);
}

TEST(PypsaSuite, TotalCostsAreReproducedOrRefusedByName) {
    std::vector<ReferenceCase> cases;
    for (const ReferenceCase& one : suite_cases())
        if (one.reproducible) cases.push_back(one);
    if (cases.empty()) GTEST_SKIP() << testdata_missing();
    Tally tally;
    for (const ReferenceCase& one : cases) run(one, tally);
    print(tally, cases.size());
    EXPECT_TRUE(tally.wrong.empty());
    EXPECT_GE(tally.reproduced, static_cast<int>(std::ceil(0.95 * static_cast<double>(cases.size()))));
}

TEST(PypsaNetworks, TotalCostsOfWholeNetworksAreReproduced) {
    const std::vector<ReferenceCase> cases = network_cases();
    if (cases.empty()) GTEST_SKIP() << testdata_missing();
    Tally tally;
    for (const ReferenceCase& one : cases) run(one, tally);
    print(tally, cases.size());
    EXPECT_TRUE(tally.wrong.empty());
    EXPECT_EQ(tally.reproduced, static_cast<int>(cases.size()));
}

}  // namespace
}  // namespace proeftuin::testing
