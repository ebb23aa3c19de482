// SPDX-License-Identifier: Apache-2.0

#include "proeftuin/study/ranges.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>

#include "proeftuin/dispatch/small_networks_test.hpp"
#include "proeftuin/network/edit.hpp"

#include "support/temporary_folder.hpp"

namespace proeftuin::study {
namespace {

constexpr const char* header =
    "id,name,unit,value,low,high,component,names,attribute,effect,slope,source,snapshots,"
    "slope_below,at_least,at_most\n";
const std::vector<Source> sources{{"book", "A book", "https://example.org", "2020", Source::Grade::study, ""},
                                  {"guess", "A guess", "", "2020", Source::Grade::assumption, ""}};

struct Read {
    std::vector<RangedFigure> figures;
    Issues issues;
};

Read read(const std::string& rows, const std::string& first = header) {
    const testing::TemporaryFolder folder;
    std::ofstream(folder.path() / "ranges.csv") << first << rows;
    Read result;
    result.figures = read_ranges(folder.path(), sources, result.issues);
    return result;
}

/// "line:column code" of each issue.
std::vector<std::string> places(const Issues& issues) {
    std::vector<std::string> texts;
    for (const Issue& issue : issues)
        texts.push_back(std::to_string(issue.where.line) + ':' + std::to_string(issue.where.column) + ' ' +
                        std::string(name(issue.code)));
    return texts;
}

using Texts = std::vector<std::string>;

/// Two zones with loads of 70 and 90 MW in B: 100 MW at 10 EUR/MWh in A, 100 MW at 50 in B.
network::Network two() { return dispatch::testing::two_zones({70.0, 90.0}, 30.0); }

Expected<std::vector<RangedFigure>> found(const std::string& rows, const network::Network& network = two()) {
    const Read listed = read(rows);
    EXPECT_TRUE(listed.issues.empty()) << listed.issues.front().text();
    return find_ranges(network, {}, listed.figures, sources);
}

network::Network moved(const network::Network& network, const std::vector<RangedFigure>& figures,
                       const std::vector<double>& x) {
    network::Network result = network;
    std::vector<Barrier> none;
    set_figures(figures, x, result, none);
    return result;
}

TEST(Ranges, RowsOfAFigureAreItsEffects) {
    const Read one = read(
        "c,Cost,EUR/MWh,10,5,20,Generator,cheap,marginal_cost,add,1,book,,,,\n"
        "c,Cost,EUR/MWh,10,5,20,Generator,dear | che*,p_nom,scale,-0.5,book,0*|1,-0.25,0,90\n"
        "d,,MW,4,3,5,Link,A-B,p_nom,scale,,guess;book,,,,\n");
    EXPECT_EQ(places(one.issues), Texts{});
    ASSERT_EQ(one.figures.size(), 2u);
    ASSERT_EQ(one.figures[0].effects.size(), 2u);
    const RangeEffect& second = one.figures[0].effects[1];
    EXPECT_EQ(second.names, (Texts{"dear", "che*"}));
    EXPECT_EQ(second.snapshots, (Texts{"0*", "1"}));
    EXPECT_EQ(second.slope, -0.5);
    EXPECT_EQ(second.slope_below, -0.25);
    EXPECT_EQ(second.at_most, 90.0);
    EXPECT_EQ(one.figures[0].grade, Source::Grade::study);
    EXPECT_EQ(one.figures[1].name, "d");
    EXPECT_EQ(one.figures[1].effects[0].slope, 1.0);
    EXPECT_EQ(one.figures[1].grade, Source::Grade::assumption);  // the weakest
}

TEST(Ranges, AllThatIsWrongInTheFileAtOnce) {
    const Read wrong = read(
        ",a,,1,0,2,Generator,cheap,p_nom,scale,1,book,,,,\n"
        "b,b,,x,0,2,Generator,cheap,p_nom,scale,1,book,,,,\n"
        "c,c,,1,,2,Generator,,p_nom,scale,1,book,,,,\n"
        "d,d,,1,1,1,Generator,cheap,p_nom,scle,y,book,,,,\n"
        "e,e,,0,-1,1,Generator,cheap,p_nom,scale,1,book,,,5,2\n");
    EXPECT_EQ(places(wrong.issues), (Texts{"2:1 empty_name", "3:6 text_for_number", "4:8 missing_column",
                                           "4:21 empty_name", "5:8 bounds_crossed", "5:34 bad_option",
                                           "5:39 text_for_number", "6:35 out_of_range", "6:50 bounds_crossed"}));
    EXPECT_NE(wrong.issues[5].message.find("Did you mean \"scale\"?"), std::string::npos);
}

TEST(Ranges, RowsOfAFigureMustAgree) {
    const Read wrong = read(
        "c,Cost,EUR,10,5,20,Generator,cheap,marginal_cost,add,1,book,,,,\n"
        "c,Coast,MW,11,4,21,Generator,dear,marginal_cost,add,1,guess,,,,\n");
    EXPECT_EQ(places(wrong.issues), (Texts{"3:3 shape_mismatch", "3:9 shape_mismatch", "3:55 shape_mismatch",
                                           "3:12 shape_mismatch", "3:15 shape_mismatch", "3:17 shape_mismatch"}));
}

TEST(Ranges, TheTablesShapeIsChecked) {
    const Read wrong = read("a,1\n", "id,vlue\n");
    EXPECT_FALSE(wrong.issues.empty());
    EXPECT_TRUE(wrong.figures.empty());
}

TEST(Ranges, WhatTheNetworkDoesNotHave) {
    const auto all = found(
        "a,a,,1,0,2,Generatr,cheap,p_nom,scale,1,book,,,,\n"
        "b,b,,1,0,2,Generator,chaep,p_nom,scale,1,book,,,,\n"
        "c,c,,1,0,2,Generator,cheap,p_nim,scale,1,book,,,,\n"
        "d,d,,1,0,2,Generator,cheap,bus,scale,1,book,,,,\n"
        "e,e,,1,0,2,Load,in B,p_set,scale,1,book,7*,,,\n"
        "f,f,,1,0,2,Generator,cheap,p_nom,scale,1,book,0,,,\n");
    ASSERT_FALSE(all);
    EXPECT_EQ(places(all.error()),
              (Texts{"2:21 unknown_component", "3:22 unknown_reference", "4:22 unknown_attribute",
                     "5:22 unknown_attribute", "6:17 unknown_reference", "7:22 unsupported_feature"}));
    EXPECT_NE(all.error()[0].message.find("Did you mean \"Generator\"?"), std::string::npos);
    EXPECT_NE(all.error()[1].message.find("Did you mean \"cheap\"?"), std::string::npos);
}

TEST(Ranges, EndsThatAnAttributeCannotHave) {
    const auto wrong = found(
        "a,a,,1,-1,2,Generator,cheap,p_nom,scale,1,book,,,,\n"
        "b,b,,1,0.5,4,Link,A-B,p_min_pu,add,1,book,,,,\n"
        "c,c,,1,-1,2,Generator,dear,p_nom,scale,1,book,,,0,\n");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(places(wrong.error()), (Texts{"2:1 out_of_range", "3:1 bounds_crossed"}));
    EXPECT_NE(wrong.error()[0].message.find("the low end"), std::string::npos);
    EXPECT_NE(wrong.error()[1].message.find("the high end"), std::string::npos);
}

// At the figures as written every bit stays.
TEST(Ranges, WrittenValuesChangeNothing) {
    const auto figures = found(
        "a,a,,3,1,4,Load,in *,p_set,scale,0.7,book,,,,\n"
        "b,b,,3,1,4,Generator,*,marginal_cost,add,0.1,book,,,,\n");
    ASSERT_TRUE(figures);
    EXPECT_EQ(network::digest(moved(two(), *figures, written_values(*figures))), network::digest(two()));
}

// p_nom: 100 (1 + 0.5 (6/4 - 1)) (1 - (0.1/0.2 - 1)) = 100 * 1.25 * 1.5; the cost: 10 + 2 (6 - 4) - 0.5 (0.1 - 0.2), its slope
// below being 0.5. A load at the second snapshot only: 90 * 1.5 = 135, but at most 120.
TEST(Ranges, FiguresMoveTogether) {
    const auto figures = found(
        "a,a,,4,2,8,Generator,cheap,p_nom,scale,0.5,book,,,,\n"
        "a,a,,4,2,8,Generator,cheap,marginal_cost,add,2,book,,,,\n"
        "a,a,,4,2,8,Load,in B,p_set,scale,1,book,1,,,120\n"
        "s,s,,0.2,0.1,0.4,Generator,cheap,p_nom,scale,-1,book,,,,\n"
        "s,s,,0.2,0.1,0.4,Generator,cheap,marginal_cost,add,7,book,,-0.5,,\n");
    ASSERT_TRUE(figures) << figures.error().front().text();
    const network::Network network = moved(two(), *figures, {6.0, 0.1});
    EXPECT_DOUBLE_EQ(network.table("Generator").number("p_nom", 0), 187.5);
    EXPECT_DOUBLE_EQ(network.table("Generator").number("p_nom", 1), 100.0);
    EXPECT_DOUBLE_EQ(network.table("Generator").number("marginal_cost", 0), 14.05);
    const network::Values loads(network.table("Load"), "p_set");
    EXPECT_DOUBLE_EQ(loads(0, 0, 1), 70.0);
    EXPECT_DOUBLE_EQ(loads(0, 1, 1), 120.0);
    EXPECT_DOUBLE_EQ(loads(0, 1, 0), 20.0);
}

// An attribute that was left out is at its default, and that is what a figure moves.
TEST(Ranges, DefaultsMoveToo) {
    const auto figures = found("e,e,,2,1,4,Link,A-B,efficiency,scale,0.5,book,,,,\n");
    ASSERT_TRUE(figures);
    EXPECT_DOUBLE_EQ(moved(two(), *figures, {1.0}).table("Link").number("efficiency", 0), 0.75);
}

TEST(Ranges, ColumnsOfTheNetworkAreFigures) {
    network::Network n = two();
    network::Table& generators = n.table("Generator");
    generators.make_column("p_nom_low", network::Kind::number).numbers = {80.0, std::nan("")};
    generators.make_column("p_nom_high", network::Kind::number).numbers = {130.0, std::nan("")};
    generators.make_column("source", network::Kind::text).texts = {"book", ""};
    generators.make_column("colour_low", network::Kind::number).numbers = {1.0, 2.0};  // of nothing that is solved
    const auto figures = find_ranges(n, {}, {}, sources);
    ASSERT_TRUE(figures) << figures.error().front().text();
    ASSERT_EQ(figures->size(), 1u);
    const RangedFigure& figure = figures->front();
    EXPECT_EQ(figure.id, "generators/cheap/p_nom");
    EXPECT_EQ(figure.unit, "MW");
    EXPECT_EQ(figure.grade, Source::Grade::study);
    EXPECT_DOUBLE_EQ(moved(n, *figures, {80.0}).table("Generator").number("p_nom", 0), 80.0);
}

TEST(Ranges, ColumnsOfTheNetworkThatAreWrong) {
    network::Network n = two();
    n.table("Generator").make_column("p_nom_low", network::Kind::number).numbers = {120.0, std::nan("")};
    n.table("Generator").make_column("p_nom_high", network::Kind::number).numbers = {130.0, 140.0};
    n.table("Generator").make_column("marginal_cost_low", network::Kind::number).numbers = {1.0, 2.0};
    n.table("Load").make_column("p_set_low", network::Kind::number).numbers = {-1.0, -1.0};
    n.table("Load").make_column("p_set_high", network::Kind::number).numbers = {1.0, 1.0};
    const auto figures = find_ranges(n, {}, {}, sources);
    ASSERT_FALSE(figures);
    std::vector<std::string> codes;
    for (const Issue& issue : figures.error()) codes.emplace_back(name(issue.code));
    EXPECT_EQ(codes, (Texts{"bounds_crossed", "bounds_crossed", "missing_column", "unsupported_feature",
                            "unsupported_feature"}));
}

TEST(Ranges, BarriersWithARangeAreFigures) {
    Barrier barrier{.id = "papers", .name = "Papers", .effect = Barrier::Effect::charge, .amount = 2.0};
    barrier.unit = "EUR/MWh";
    Barrier fixed = barrier;
    barrier.amount_low = 1.0;
    barrier.amount_high = 4.0;
    const auto figures = find_ranges(two(), {fixed, barrier}, {}, sources);
    ASSERT_TRUE(figures);
    ASSERT_EQ(figures->size(), 1u);
    EXPECT_EQ(figures->front().id, "barriers/papers/amount");
    network::Network n = two();
    std::vector<Barrier> barriers{fixed, barrier};
    set_figures(*figures, std::vector<double>{3.0}, n, barriers);
    EXPECT_EQ(barriers[0].amount, 2.0);
    EXPECT_EQ(barriers[1].amount, 3.0);
}

TEST(Ranges, AnIdIsOneFigure) {
    network::Network n = two();
    n.table("Link").make_column("p_nom_low", network::Kind::number).numbers = {10.0};
    n.table("Link").make_column("p_nom_high", network::Kind::number).numbers = {60.0};
    const Read listed = read("links/A-B/p_nom,x,MW,30,10,60,Link,A-B,p_nom,scale,1,book,,,,\n");
    const auto figures = find_ranges(n, {}, listed.figures, sources);
    ASSERT_FALSE(figures);
    EXPECT_EQ(places(figures.error()), Texts{"2:1 duplicate_name"});
}

}  // namespace
}  // namespace proeftuin::study
