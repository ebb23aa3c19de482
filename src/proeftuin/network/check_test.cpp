// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <limits>

#include "proeftuin/network/io.hpp"

namespace proeftuin::network {

namespace {

using ::testing::AllOf;
using ::testing::Contains;
using ::testing::Field;
using ::testing::IsEmpty;
using ::testing::ResultOf;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Two buses, a generator, a load, a link; nothing wrong with it.
Network sound() {
    Network network;
    network.snapshots.labels = {"0", "1"};
    network.snapshots.objective = network.snapshots.stores = network.snapshots.generators = {1.0, 1.0};
    network.table("Carrier").set_names({"AC", "gas"});
    network.table("Bus").set_names({"BE", "NL"});
    Table& generators = network.table("Generator");
    generators.set_names({"plant"});
    generators.make_column("bus", Kind::text).texts = {"BE"};
    generators.make_column("carrier", Kind::text).texts = {"gas"};
    Table& loads = network.table("Load");
    loads.set_names({"town"});
    loads.make_column("bus", Kind::text).texts = {"NL"};
    Table& links = network.table("Link");
    links.set_names({"BE-NL"});
    links.make_column("bus0", Kind::text).texts = {"BE"};
    links.make_column("bus1", Kind::text).texts = {"NL"};
    return network;
}

void set(Network& network, const char* type, const char* attribute, double value) {
    network.table(type).make_column(attribute, Kind::number).numbers = {value};
}

auto issue(Code code, Severity severity, const std::string& place) {
    return AllOf(Field(&Issue::code, code), Field(&Issue::severity, severity),
                 ResultOf([](const Issue& found) { return found.where.text(); }, place));
}

auto error(Code code, const std::string& place) { return issue(code, Severity::error, place); }
auto warning(Code code, const std::string& place) { return issue(code, Severity::warning, place); }

TEST(Check, FindsNothingInASoundNetwork) { EXPECT_THAT(check(sound()), IsEmpty()); }

TEST(Check, FindsAnEmptyNetwork) { EXPECT_THAT(check(Network()), Contains(error(Code::folder_empty, "Bus"))); }

TEST(Check, FindsDanglingReferences) {
    Network network = sound();
    network.table("Generator").make_column("bus", Kind::text).texts = {"BF"};
    network.table("Link").make_column("bus2", Kind::text).texts = {""};
    network.table("Link").make_column("bus3", Kind::text).texts = {"XX"};
    network.table("Generator").make_column("carrier", Kind::text).texts = {"oil"};
    const Issues issues = check(network);
    EXPECT_THAT(issues, Contains(error(Code::unknown_reference, "Generator \"plant\", bus")));
    EXPECT_THAT(issues, Contains(error(Code::unknown_reference, "Link \"BE-NL\", bus3")));
    EXPECT_THAT(issues, Contains(warning(Code::unknown_reference, "Generator, carrier")));
    EXPECT_EQ(issues.size(), 3U);
    EXPECT_NE(issues[0].remedy.find("Did you mean \"BE\"?"), std::string::npos);
}

TEST(Check, KnowsStandardTypes) {
    Network network = sound();
    Table& lines = network.table("Line");
    lines.set_names({"a", "b"});
    lines.make_column("bus0", Kind::text).texts = {"BE", "BE"};
    lines.make_column("bus1", Kind::text).texts = {"NL", "NL"};
    lines.make_column("type", Kind::text).texts = {"Al/St 240/40 4-bundle 380.0", "rope"};
    const Issues issues = check(network);
    ASSERT_EQ(issues.size(), 1U);
    EXPECT_THAT(issues, Contains(error(Code::unknown_reference, "Line \"b\", type")));
}

TEST(Check, FindsNumbersThatAreNone) {
    Network network = sound();
    set(network, "Generator", "marginal_cost", nan);
    set(network, "Generator", "capital_cost", std::numeric_limits<double>::infinity());
    set(network, "Link", "efficiency", nan);
    Series& series = network.table("Load").make_series("p_set");
    series.items = {0};
    series.values = {1.0, nan};
    const Issues issues = check(network);
    EXPECT_THAT(issues, Contains(error(Code::not_a_number, "Generator \"plant\", marginal_cost")));
    EXPECT_THAT(issues, Contains(error(Code::out_of_range, "Generator \"plant\", capital_cost")));
    EXPECT_THAT(issues, Contains(error(Code::not_a_number, "Link \"BE-NL\", efficiency")));
    EXPECT_THAT(issues, Contains(error(Code::not_a_number, "Load \"town\", p_set")));
    EXPECT_EQ(issues.size(), 4U);
}

TEST(Check, FindsCrossedBounds) {
    Network network = sound();
    network.table("Generator").make_column("p_nom_extendable", Kind::boolean).numbers = {1.0};
    set(network, "Generator", "p_nom_min", 10.0);
    set(network, "Generator", "p_nom_max", 5.0);
    set(network, "Generator", "p_min_pu", 0.5);
    Series& series = network.table("Generator").make_series("p_max_pu");
    series.items = {0};
    series.values = {0.8, 0.2};
    const Issues issues = check(network);
    EXPECT_THAT(issues, Contains(error(Code::bounds_crossed, "Generator \"plant\", p_nom_min")));
    EXPECT_THAT(issues, Contains(error(Code::bounds_crossed, "Generator \"plant\", p_min_pu")));
    EXPECT_EQ(issues.size(), 2U);
    EXPECT_NE(issues[1].message.find("snapshot \"1\""), std::string::npos);
}

TEST(Check, FindsValuesOutOfRange) {
    Network network = sound();
    set(network, "Generator", "lifetime", -1.0);
    set(network, "Generator", "p_nom", -5.0);
    set(network, "Link", "efficiency", -0.9);
    network.snapshots.objective[1] = -1.0;
    network.snapshots.stores[0] = nan;
    network.investment.periods = {2030, 2020};
    network.investment.objective = network.investment.years = {1.0, 1.0};
    network.scenarios.names = {"low", "high"};
    network.scenarios.weights = {0.5, 0.6};
    network.has_risk = true;
    network.risk_omega = 2.0;
    const Issues issues = check(network);
    EXPECT_THAT(issues, Contains(error(Code::out_of_range, "Generator \"plant\", lifetime")));
    EXPECT_THAT(issues, Contains(error(Code::out_of_range, "Generator \"plant\", p_nom")));
    EXPECT_THAT(issues, Contains(warning(Code::out_of_range, "Link \"BE-NL\", efficiency")));
    EXPECT_THAT(issues, Contains(error(Code::out_of_range, "Snapshot \"1\", objective")));
    EXPECT_THAT(issues, Contains(error(Code::not_a_number, "Snapshot \"0\", stores")));
    EXPECT_THAT(issues, Contains(error(Code::out_of_range, "Investment period \"2020\"")));
    EXPECT_THAT(issues, Contains(error(Code::out_of_range, "Scenario, weight")));
    EXPECT_THAT(issues, Contains(error(Code::out_of_range, "Network, risk_preference")));
}

TEST(Check, FindsLoopsMissingRatesAndSenses) {
    Network network = sound();
    network.table("Link").make_column("bus1", Kind::text).texts = {"BE"};
    set(network, "Generator", "overnight_cost", 1000.0);
    Table& constraints = network.table("GlobalConstraint");
    constraints.set_names({"co2"});
    constraints.make_column("sense", Kind::text).texts = {"~"};
    const Issues issues = check(network);
    EXPECT_THAT(issues, Contains(warning(Code::cyclic_reference, "Link \"BE-NL\", bus1")));
    EXPECT_THAT(issues, Contains(error(Code::not_a_number, "Generator \"plant\", discount_rate")));
    EXPECT_THAT(issues, Contains(error(Code::out_of_range, "GlobalConstraint \"co2\", sense")));
    EXPECT_EQ(issues.size(), 3U);
}

TEST(Check, FindsSeriesThatDoNotFit) {
    Network network = sound();
    Series& series = network.table("Load").make_series("p_set");
    series.items = {0};
    series.values = {1.0};
    EXPECT_THAT(check(network), Contains(error(Code::snapshot_mismatch, "Load, p_set")));
}

TEST(Check, CutsEndlessListsShort) {
    Network network = sound();
    Table& loads = network.table("Load");
    loads.set_names({});
    std::vector<std::string> names;
    for (int i = 0; i < 5000; ++i) names.push_back("load " + std::to_string(i));
    loads.set_names(names);
    loads.make_column("bus", Kind::text).texts.assign(5000, "nowhere");
    const Issues issues = check(network);
    EXPECT_EQ(issues.size(), 101U);
    EXPECT_EQ(issues.back().message, "4900 more of this kind.");
}

}  // namespace

}  // namespace proeftuin::network
