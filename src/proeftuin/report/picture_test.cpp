// SPDX-License-Identifier: Apache-2.0
//
// Two buses and two hours, weighted 1 and 3; gas at NL (50 EUR/MWh), nuclear at BE (10), a link of 20 MW from BE to NL:
//
//              gas   nuclear   flow   NL demand   BE demand
//     hour 1    60        50     20          80          30
//     hour 2    75        60     15          90          45
//
//     operation: gas 50 (60 + 3 * 75) = 14250, nuclear 10 (50 + 3 * 60) = 2300; the link 2 (20 + 3 * 15) = 130
#include "proeftuin/report/picture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <string>
#include <string_view>
#include <vector>

#include "proeftuin/report/totals.hpp"

namespace proeftuin::report {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

void set_texts(network::Table& table, std::string_view attribute, std::vector<std::string> values) {
    table.make_column(attribute, network::Kind::text).texts = std::move(values);
}

void set_numbers(network::Table& table, std::string_view attribute, std::vector<double> values) {
    table.make_column(attribute, network::Kind::number).numbers = std::move(values);
}

/// Rows of all components, one an hour.
void set_series(network::Table& table, std::string_view attribute, std::vector<double> values) {
    network::Series& series = table.make_series(attribute);
    for (int item = 0; item < table.size(); ++item) series.items.push_back(item);
    series.values = std::move(values);
}

network::Network solved() {
    network::Network n;
    n.snapshots.labels = {"2030-01-01 00:00:00", "2030-01-01 01:00:00"};
    n.snapshots.objective = n.snapshots.stores = n.snapshots.generators = {1.0, 3.0};
    network::Table& buses = n.table("Bus");
    buses.set_names({"NL", "BE"});
    set_series(buses, "marginal_price", {50, 10, 50, 50});
    network::Table& generators = n.table("Generator");
    generators.set_names({"g", "k"});
    set_texts(generators, "bus", {"NL", "BE"});
    set_texts(generators, "carrier", {"gas", "nuclear"});
    set_numbers(generators, "marginal_cost", {50, 10});
    set_series(generators, "p", {60, 50, 75, 60});
    network::Table& loads = n.table("Load");
    loads.set_names({"a", "b"});
    set_texts(loads, "bus", {"NL", "BE"});
    set_series(loads, "p_set", {80, 30, 90, 45});
    network::Table& links = n.table("Link");
    links.set_names({"BE-NL"});
    set_texts(links, "bus0", {"BE"});
    set_texts(links, "bus1", {"NL"});
    set_numbers(links, "marginal_cost", {2});
    set_series(links, "p0", {20, 15});
    set_series(links, "p1", {-20, -15});
    return n;
}

dispatch::Horizon horizon_of(const network::Network& n) { return dispatch::make_horizon(n, {}); }

TEST(Costs, AddUpByComponentAndCarrierLargestFirst) {
    const network::Network n = solved();
    const std::vector<CostRow> rows = costs(n, horizon_of(n));
    ASSERT_EQ(rows.size(), 3U);
    EXPECT_EQ(rows[0].carrier, "gas");
    EXPECT_DOUBLE_EQ(rows[0].operation_eur, 14250);
    EXPECT_DOUBLE_EQ(rows[1].operation_eur, 2300);
    EXPECT_EQ(rows[2].component, "Link");
    EXPECT_DOUBLE_EQ(rows[2].total_eur(), 130);
}

TEST(Costs, OfCapacityCountOnlyWhereItIsDecided) {
    network::Network n = solved();
    network::Table& generators = n.table("Generator");
    set_numbers(generators, "capital_cost", {100, 100});
    set_numbers(generators, "p_nom_opt", {80, 60});
    generators.make_column("p_nom_extendable", network::Kind::boolean).numbers = {1, 0};
    const std::vector<CostRow> rows = costs(n, horizon_of(n));
    EXPECT_DOUBLE_EQ(rows[0].investment_eur, 8000);
    EXPECT_DOUBLE_EQ(rows[1].investment_eur, 0);
}

TEST(Prices, AreWeightedByHours) {
    const network::Network n = solved();
    const std::vector<PriceRow> rows = prices(n, horizon_of(n));
    EXPECT_DOUBLE_EQ(rows[1].mean, (10 + 3 * 50) / 4.0);
    EXPECT_DOUBLE_EQ(rows[1].lowest, 10);
    EXPECT_DOUBLE_EQ(rows[1].highest, 50);
}

TEST(Schedule, ShowsSupplyDemandAndPrices) {
    const network::Network n = solved();
    const Schedule shown = schedule(n, horizon_of(n));
    ASSERT_EQ(shown.supply.size(), 2U);  // the link between two drawn buses is no supply
    EXPECT_EQ(shown.supply[0].carrier, "gas");
    EXPECT_THAT(shown.supply[0].mw, ElementsAre(60, 75));
    EXPECT_THAT(shown.demand_mw, ElementsAre(110, 135));
    EXPECT_DOUBLE_EQ(shown.price[0], (80 * 50 + 30 * 10) / 110.0);
    EXPECT_THAT(shown.lowest_price, ElementsAre(10, 50));
}

TEST(Schedule, OfManySnapshotsIsMadeOfMeans) {
    const network::Network n = solved();
    const Schedule shown = schedule(n, horizon_of(n), 1);
    EXPECT_EQ(shown.snapshots_per_step, 2);
    EXPECT_THAT(shown.supply[0].mw, ElementsAre((60 + 3 * 75) / 4.0));
}

TEST(Schedule, PutsSmallCarriersTogether) {
    const network::Network n = solved();
    const Schedule shown = schedule(n, horizon_of(n), 400, 1);
    ASSERT_EQ(shown.supply.size(), 1U);
    EXPECT_EQ(shown.supply[0].carrier, "all other");
    EXPECT_THAT(shown.supply[0].mw, ElementsAre(110, 135));
}

TEST(Map, HasMeanFlowsInTheirDirection) {
    network::Network n = solved();
    set_series(n.table("Link"), "p0", {-20, -15});
    const Map shown = map(n, horizon_of(n));
    ASSERT_EQ(shown.flows.size(), 1U);
    EXPECT_EQ(shown.buses[static_cast<std::size_t>(shown.flows[0].from)].name, "NL");
    EXPECT_DOUBLE_EQ(shown.flows[0].mean_mw, (20 + 3 * 15) / 4.0);
    EXPECT_FALSE(shown.has_places);
}

TEST(Map, LeavesOutBusesOfOtherCarriers) {
    network::Network n = solved();
    set_texts(n.table("Bus"), "carrier", {"AC", "gas"});
    const Map shown = map(n, horizon_of(n));
    EXPECT_EQ(shown.buses.size(), 1U);
    EXPECT_TRUE(shown.flows.empty());
    // What comes from the gas bus through the link is supply now.
    EXPECT_THAT(schedule(n, horizon_of(n)).supply[1].mw, ElementsAre(20, 15));
}

TEST(Picture, ShowsEveryName) {
    const network::Network n = solved();
    const std::string file = picture(schedule(n, horizon_of(n)), map(n, horizon_of(n)), "R & D");
    for (const char* word :
         {"R &amp; D", ">NL<", ">BE<", ">gas<", ">nuclear<", ">demand<", "supply, MW", "price, EUR/MWh"}) {
        EXPECT_THAT(file, HasSubstr(word));
    }
    EXPECT_THAT(file, Not(HasSubstr("nan")));
    EXPECT_THAT(file, Not(HasSubstr("inf")));
}

TEST(Picture, OfAnEmptyNetworkIsStillAPicture) {
    const network::Network n;
    const std::string file = picture(schedule(n, horizon_of(n)), map(n, horizon_of(n)), "nothing");
    EXPECT_THAT(file, HasSubstr("</svg>"));
    EXPECT_THAT(file, Not(HasSubstr("nan")));
}

}  // namespace
}  // namespace proeftuin::report
