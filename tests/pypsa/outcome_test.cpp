// SPDX-License-Identifier: Apache-2.0
//
// Who gains what, on every network of the corpora that has an optimum: each bus a party of its own, the parties' totals add up to
// the negative of the total cost.

#include "proeftuin/study/outcome.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <string>
#include <vector>

#include "proeftuin/dispatch/model.hpp"
#include "proeftuin/lp/session.hpp"
#include "proeftuin/network/impedance.hpp"
#include "proeftuin/network/io.hpp"

#include "reference.hpp"
#include "support/testdata.hpp"

namespace proeftuin::testing {
namespace {

study::Parties every_bus(const network::Network& network) {
    study::Parties parties;
    for (const std::string& name : network.table("Bus").names()) {
        parties.of_bus.push_back(parties.count());
        parties.names.push_back(name);
    }
    return parties;
}

/// Whether it was looked at: a network that is read, formulated and has an optimum with prices.
bool adds_up(const ReferenceCase& reference) {
    auto loaded = network::try_load_network(reference.network);
    if (!loaded) return false;
    set_risk_preference(reference, loaded->network);
    dispatch::SolveOptions options;
    try {
        options = solve_options(reference, loaded->network);
    } catch (const std::exception&) {
        return false;
    }
    if (options.window > 0) return false;
    static_cast<void>(network::apply_standard_types(loaded->network));
    const auto model = dispatch::formulate(loaded->network, options.formulation);
    if (!model || loaded->network.table("Bus").size() == 0) return false;
    const lp::Solution solution = lp::Session((*model)->problem, options.session).solve();
    if (solution.termination != lp::Termination::optimal || !solution.has_dual) return false;
    const study::Parties parties = every_bus(loaded->network);
    double sum = 0.0;
    double scale = 1.0;
    for (const study::PartyOutcome& outcome : study::OutcomeReader(**model, parties).read(solution, {})) {
        sum += outcome.total();
        for (const double part : {outcome.consumer_surplus, outcome.producer_surplus, outcome.congestion_rent,
                                  outcome.storage, outcome.other})
            scale = std::max(scale, std::abs(part));
    }
    EXPECT_NEAR(sum, -solution.objective, 1e-9 * std::max(scale, std::abs(solution.objective))) << reference.name;
    return true;
}

TEST(Outcome, PartiesAddUpToTheTotalOnEveryNetworkThatSolves) {
    if (!has_testdata()) GTEST_SKIP() << testdata_missing();
    int looked_at = 0;
    std::vector<ReferenceCase> cases = suite_cases();
    for (const ReferenceCase& reference : network_cases()) cases.push_back(reference);
    for (const ReferenceCase& reference : cases)
        if (reference.name.find("8760") == std::string::npos) looked_at += adds_up(reference) ? 1 : 0;
    EXPECT_GE(looked_at, 200);
    RecordProperty("networks", looked_at);
}

}  // namespace
}  // namespace proeftuin::testing
