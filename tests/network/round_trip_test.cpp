// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>
#include <set>

#include "proeftuin/io/calendar.hpp"
#include "proeftuin/network/io.hpp"

#include "support/network_difference.hpp"
#include "support/temporary_folder.hpp"

// read(write(x)) == x for both formats and any network: scenarios, investment periods, dates, names with commas,
// quotation marks, line ends and letters of any script, columns and series that PyPSA does not know.

namespace proeftuin::network {

namespace {

namespace support = proeftuin::testing;

rc::Gen<std::string> any_name() {
    const auto part = rc::gen::element<std::string>("wind", "BE", " ", ",", "\"", "\n", "é", "風", "0", "1.5", ";",
                                                    "True", "nan", "'", "2030-01-01", "😀", "\t", "-");
    return rc::gen::map(rc::gen::resize(4, rc::gen::nonEmpty(rc::gen::container<std::vector<std::string>>(part))),
                        [](const auto& parts) {
                            std::string name;
                            for (const std::string& piece : parts) name += piece;
                            return name;
                        });
}

std::vector<std::string> any_names(int most) {
    const auto all = *rc::gen::resize(most, rc::gen::container<std::vector<std::string>>(any_name()));
    std::set<std::string> seen;
    std::vector<std::string> names;
    for (const std::string& name : all) {
        if (seen.insert(name).second) names.push_back(name);
    }
    return names;
}

rc::Gen<double> any_number() {
    return rc::gen::oneOf(rc::gen::arbitrary<double>(),
                          rc::gen::element(0.0, 1.0, 0.1, 1e-300, 1e300, 1.0 / 3.0, -7.0));
}

std::vector<double> any_numbers(std::size_t count) {
    return *rc::gen::container<std::vector<double>>(count, any_number());
}

void make_snapshots(Network& network) {
    Snapshots& snapshots = network.snapshots;
    const int count = *rc::gen::inRange(1, 6);
    const bool periods = *rc::gen::arbitrary<bool>();
    snapshots.label_kind = *rc::gen::element('i', 'd', 's', 'f');
    for (int t = 0; t < count; ++t) {
        const double hours = 1000.0 * *rc::gen::inRange(-50, 50) + t;
        if (snapshots.label_kind == 's') {
            snapshots.labels.push_back("step " + std::to_string(t) + (t % 2 == 0 ? "," : ""));
        } else if (snapshots.label_kind == 'd') {
            snapshots.label_numbers.push_back(hours * 3600.0);
            snapshots.labels.push_back(io::format_date_time(hours * 3600.0));
        } else {
            const double number = snapshots.label_kind == 'i' ? 10.0 * t : t + 0.5;
            snapshots.label_numbers.push_back(number);
            snapshots.labels.push_back(snapshots.label_kind == 'i' ? std::to_string(10 * t) : std::to_string(t) + ".5");
        }
        if (periods) snapshots.periods.push_back(2020 + 10 * (t % 2));
    }
    snapshots.objective = any_numbers(static_cast<std::size_t>(count));
    snapshots.stores = any_numbers(static_cast<std::size_t>(count));
    snapshots.generators = any_numbers(static_cast<std::size_t>(count));
    if (!periods) return;
    network.investment.periods = {2020, 2030};
    network.investment.objective = any_numbers(2);
    network.investment.years = any_numbers(2);
}

bool distinct(const Snapshots& snapshots) {
    std::set<std::string> names;
    for (int t = 0; t < snapshots.size(); ++t) names.insert(snapshots.name(t));
    return static_cast<int>(names.size()) == snapshots.size();
}

void make_columns(Table& table, int scenarios, const std::vector<std::string>& buses) {
    const auto width = static_cast<std::size_t>(table.size());
    const int rows = scenarios > 1 && *rc::gen::arbitrary<bool>() ? scenarios : 1;
    for (const char* bus : {"bus", "bus0", "bus1"}) {
        if (table.type().find(bus) == nullptr) continue;
        for (std::string& text : table.make_column(bus, Kind::text).texts) text = *rc::gen::elementOf(buses);
    }
    for (const char* attribute : {"p_nom", "marginal_cost", "capital_cost", "my number"}) {
        if (*rc::gen::arbitrary<bool>()) continue;
        Column& column = table.make_column(attribute, Kind::number, rows);
        column.numbers = any_numbers(width * static_cast<std::size_t>(rows));
        if (rows > 1) column.numbers.back() = column.numbers[width - 1] == 3.0 ? 4.0 : 3.0;  // so that scenarios differ
    }
    Column& whole = table.make_column("my year", Kind::number);
    for (double& number : whole.numbers) number = *rc::gen::inRange(-3000, 3000);
    whole.integer = true;
    for (std::string& text : table.make_column("country", Kind::text).texts)
        text = *rc::gen::oneOf(any_name(), rc::gen::just(std::string()));
    for (double& flag : table.make_column("my flag", Kind::boolean).numbers) flag = *rc::gen::inRange(0, 2);
    for (double& flag : table.make_column("active", Kind::boolean).numbers) flag = *rc::gen::inRange(0, 2);
}

void make_series(Network& network, Table& table, const char* attribute) {
    Series& series = table.make_series(attribute);
    for (int item = table.size() - 1; item >= 0; item -= 2) series.items.push_back(item);
    const auto snapshots = static_cast<std::size_t>(network.num_snapshots());
    const std::size_t scenarios = *rc::gen::arbitrary<bool>() ? static_cast<std::size_t>(network.scenarios.count()) : 1;
    series.num_scenarios = static_cast<int>(scenarios);
    series.values = any_numbers(series.items.size() * snapshots * scenarios);
    series.values.front() = 0.5;
    if (scenarios > 1) series.values[series.items.size()] = 0.25;
}

Network any_network() {
    Network network;
    network.name = *any_name();
    network.pypsa_version = "1.3.0";
    network.attributes = {{"srid", "4326"}, {"_multi_invest", "0"}, {"_objective", "40500.0"}, {"now", "now"}};
    network.meta_json = "{\"a\": 1}";
    network.crs_json = "{\"_crs\": \"WGS 84, \\\"x\\\"\"}";
    make_snapshots(network);
    if (*rc::gen::arbitrary<bool>()) {
        network.scenarios.names = {"low", "high, dry", "\"x\""};
        network.scenarios.names.resize(static_cast<std::size_t>(*rc::gen::inRange(1, 4)));
        network.scenarios.weights = any_numbers(network.scenarios.names.size());
        network.has_risk = true;
        network.risk_alpha = 0.9;
        network.risk_omega = 0.25;
        network.meta_json = "{\"risk_preference\":{\"alpha\":0.9,\"omega\":0.25}}";
    }
    std::vector<std::string> buses = any_names(5);
    buses.emplace_back("last bus");
    network.table("Bus").set_names(buses);
    network.table("Carrier").set_names({"AC", ""});
    for (const char* type : {"Generator", "Link", "StorageUnit", "Process"}) {
        Table& table = network.table(type);
        table.set_names(any_names(4));
        if (table.size() == 0) continue;
        make_columns(table, network.scenarios.count(), buses);
        make_series(network, table, "p_max_pu");
        make_series(network, table, "my series");
    }
    return network;
}

RC_GTEST_PROP(RoundTrip, NetcdfReadsBackWhatItWrote, ()) {
    const Network network = any_network();
    RC_PRE(distinct(network.snapshots));
    const support::TemporaryFolder folder;
    write_netcdf(network, folder.path() / "a.nc");
    RC_ASSERT(support::difference(load_network(folder.path() / "a.nc").network, network) == "");
}

RC_GTEST_PROP(RoundTrip, CsvReadsBackWhatItWrote, ()) {
    const Network network = any_network();
    RC_PRE(distinct(network.snapshots));
    const support::TemporaryFolder folder;
    write_csv_folder(network, folder.path() / "a");
    RC_ASSERT(support::difference(load_network(folder.path() / "a").network, network) == "");
}

TEST(RoundTrip, AFolderThatIsThereKeepsOtherFilesAndLosesStaleOnes) {
    const support::TemporaryFolder folder;
    folder.write("README.md", "mine");
    folder.write("stores.csv", "name,bus\nold,BE\n");
    folder.write("stores-e.csv", ",old\n0,1\n");
    Network network;
    network.snapshots.labels = {"now"};
    network.snapshots.objective = network.snapshots.stores = network.snapshots.generators = {1.0};
    network.table("Bus").set_names({"BE"});
    write_csv_folder(network, folder.path());
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "README.md"));
    EXPECT_TRUE(std::filesystem::exists(folder.path() / "buses.csv"));
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "stores.csv"));
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "stores-e.csv"));
    EXPECT_EQ(load_network(folder.path()).network.table("Bus").name(0), "BE");
}

}  // namespace

}  // namespace proeftuin::network
