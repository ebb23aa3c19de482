// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/network/schema.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <set>

#include "proeftuin/network/network.hpp"
#include "proeftuin/network/standard_types_data.hpp"

namespace proeftuin::network {

namespace {

TEST(Schema, KnowsEveryComponentTypeAndAttribute) {
    EXPECT_EQ(component_types().size(), 16U);
    ASSERT_NE(find_type("Generator"), nullptr);
    EXPECT_EQ(find_type("Generator"), find_type_by_list("generators"));
    EXPECT_EQ(find_type("generator"), nullptr);
    const Attribute* p_nom_max = find_type("Generator")->find("p_nom_max");
    ASSERT_NE(p_nom_max, nullptr);
    EXPECT_TRUE(std::isinf(p_nom_max->default_number));
    EXPECT_EQ(find_type("StorageUnit")->find("p_min_pu")->default_number, -1.0);
    EXPECT_TRUE(find_type("Generator")->find("active")->default_flag);
    EXPECT_EQ(find_type("Bus")->find("carrier")->default_text, "AC");
    EXPECT_TRUE(std::isnan(find_type("Link")->find("ramp_limit_up")->default_number));
    EXPECT_FALSE(find_type("Bus")->find("marginal_price")->is_static);
    EXPECT_TRUE(find_type("Bus")->find("marginal_price")->output);
}

TEST(Schema, FindsNumberedPorts) {
    const ComponentType& link = *find_type("Link");
    EXPECT_EQ(link.find("bus3")->name, "bus{n}");
    EXPECT_EQ(link.find("efficiency12")->name, "efficiency{n}");
    EXPECT_EQ(link.find("bus1")->name, "bus1");
    EXPECT_EQ(find_type("Process")->find("rate2")->name, "rate{n}");
    for (const char* name : {"bus02", "bus", "efficiency1", "2", "bus1234", "marginal_cost2"})
        EXPECT_EQ(link.find(name), nullptr) << name;
}

TEST(Schema, HasNoAttributeTwiceAndRefersToKnownLists) {
    for (const ComponentType& type : component_types()) {
        std::set<std::string> seen;
        for (const Attribute& attribute : type.attributes) {
            EXPECT_TRUE(seen.insert(attribute.name).second) << type.name << ' ' << attribute.name;
            EXPECT_FALSE(attribute.description.empty()) << type.name << ' ' << attribute.name;
            EXPECT_TRUE(attribute.refers_to.empty() || find_type_by_list(attribute.refers_to) != nullptr);
            EXPECT_TRUE(attribute.is_static || attribute.may_vary);
        }
        EXPECT_TRUE(type.nominal.empty() || type.find(type.nominal) != nullptr);
    }
}

TEST(Schema, HasTheStandardTypes) {
    EXPECT_EQ(standard_line_types().rows.size(), 36U);
    EXPECT_EQ(standard_transformer_types().rows.size(), 14U);
    EXPECT_EQ(standard_number(standard_line_types(), "Al/St 240/40 4-bundle 380.0", "x_per_length"), 0.246);
    EXPECT_EQ(standard_number(standard_transformer_types(), "160 MVA 380/110 kV", "vsc"), 12.2);
    EXPECT_TRUE(std::isnan(standard_number(standard_line_types(), "rope", "x_per_length")));
}

TEST(Network, GivesDefaultsWhereNothingWasGiven) {
    Network network;
    Table& generators = network.table("Generator");
    generators.set_names({"a", "b"});
    EXPECT_EQ(generators.find("b"), 1);
    EXPECT_EQ(generators.find("c"), -1);
    EXPECT_EQ(generators.number("p_max_pu", 0), 1.0);
    EXPECT_TRUE(generators.flag("active", 0));
    EXPECT_EQ(generators.text("control", 0), "PQ");
    EXPECT_TRUE(std::isnan(generators.number("no_such", 0)));
    generators.make_column("p_nom", Kind::number).numbers[1] = 7.0;
    EXPECT_EQ(generators.number("p_nom", 0), 0.0);
    EXPECT_EQ(generators.number("p_nom", 1), 7.0);
}

TEST(Network, ReadsValuesAsDenseWithScenarios) {
    Network network;
    network.snapshots.labels = {"0", "1"};
    network.scenarios.names = {"low", "high"};
    Table& loads = network.table("Load");
    loads.set_names({"a", "b"});
    loads.make_column("p_set", Kind::number, 2).numbers = {1.0, 2.0, 3.0, 4.0};
    Series& series = loads.make_series("p_set");
    series.items = {1};
    series.num_scenarios = 2;
    series.values = {10.0, 20.0, 30.0, 40.0};
    const Values values(loads, "p_set");
    EXPECT_EQ(values(1, 0, 0), 3.0);
    EXPECT_EQ(values(0, 1, 1), 30.0);
    EXPECT_EQ(values(1, 1, 1), 40.0);
    EXPECT_TRUE(values.varies(1));
    EXPECT_FALSE(values.varies(0));
}

}  // namespace

}  // namespace proeftuin::network
