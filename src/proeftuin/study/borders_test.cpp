// SPDX-License-Identifier: Apache-2.0

#include "proeftuin/study/borders.hpp"

#include <cmath>
#include <filesystem>
#include <gtest/gtest.h>
#include <numeric>
#include <random>
#include <unistd.h>

#include "proeftuin/dispatch/small_networks_test.hpp"
#include "proeftuin/dispatch/solve.hpp"
#include "proeftuin/study/cooperate.hpp"

namespace proeftuin::study {
namespace {

using dispatch::testing::Sketch;

Subject subject_of(const network::Network& n, const Question& question = {}) {
    Expected<Subject> subject = make_subject(n, question);
    EXPECT_TRUE(subject.has_value()) << (subject ? "" : subject.error().front().text());
    return std::move(subject.value());
}

WalkResult walked(const Subject& subject, int threads = 1) {
    WalkOptions options;
    options.indicators = true;
    options.threads = threads;
    return walk_all(subject, options);
}

std::vector<Border> asked(const Subject& subject) {
    return border_costs(subject, walked(subject).evaluations.back().indicators, {});
}

/// Two hours that stand for 3 each. A: 100 MW of coal at 10, load 20. B: 100 MW of gas at 50 and what is not served at 1000, load 70 and
/// then 120. A link of 30 MW that loses a tenth on the way to B.
network::Network two_zones() {
    Sketch sketch(2);
    sketch.weights({3.0, 3.0});
    sketch.add("Carrier", {"coal", "gas", "none"}).numbers("co2_emissions", {0.3, 0.2, 0.0});
    sketch.add("Bus", {"A", "B"}).texts("country", {"A", "B"});
    sketch.add("Generator", {"coal", "gas", "shed"})
        .texts("bus", {"A", "B", "B"})
        .texts("carrier", {"coal", "gas", "none"})
        .numbers("p_nom", {100.0, 100.0, 100.0})
        .numbers("efficiency", {0.4, 0.5, 1.0})
        .numbers("marginal_cost", {10.0, 50.0, 1000.0});
    sketch.add("Load", {"A", "B"}).texts("bus", {"A", "B"}).series("p_set", {20.0, 70.0, 20.0, 120.0});
    sketch.add("Link", {"A-B"})
        .texts("bus0", {"A"})
        .texts("bus1", {"B"})
        .numbers("p_nom", {30.0})
        .numbers("efficiency", {0.9});
    return std::move(sketch.network());
}

// Alone B serves 70 and 100 of 120. Together 30 MW leave A and 27 reach B: it burns gas for 43, then for 93.
TEST(Indicators, TwoZonesByHand) {
    Question question;
    question.unserved = {"none"};
    const WalkResult all = walked(subject_of(two_zones(), question));
    const Indicators& alone = all.evaluations[0].indicators;
    const Indicators& together = all.evaluations[3].indicators;
    EXPECT_NEAR(alone.parties[0].price_eur_per_mwh(), 10.0, 1e-9);
    EXPECT_NEAR(alone.parties[1].price_eur_per_mwh(), (70.0 * 50.0 + 120.0 * 1000.0) / 190.0, 1e-9);
    EXPECT_NEAR(alone.parties[0].co2_t, 2.0 * 3.0 * 20.0 * 0.3 / 0.4, 1e-9);
    EXPECT_NEAR(alone.parties[1].co2_t, 3.0 * 170.0 * 0.2 / 0.5, 1e-9);
    EXPECT_NEAR(alone.parties[1].unserved_mwh, 3.0 * 20.0, 1e-9);
    EXPECT_EQ(alone.parties[1].net_import_mwh, 0.0);
    EXPECT_EQ(alone.exchanges[0].flow_mwh, 0.0);
    EXPECT_NEAR(together.parties[1].price_eur_per_mwh(), 50.0, 1e-9);
    EXPECT_NEAR(together.parties[0].net_import_mwh, -2.0 * 3.0 * 30.0, 1e-9);
    EXPECT_NEAR(together.parties[1].net_import_mwh, 2.0 * 3.0 * 27.0, 1e-9);
    EXPECT_NEAR(together.exchanges[0].flow_mwh, 2.0 * 3.0 * 30.0, 1e-9);
    EXPECT_EQ(together.exchanges[0].flow_back_mwh, 0.0);
    EXPECT_NEAR(together.parties[0].co2_t, 2.0 * 3.0 * 50.0 * 0.3 / 0.4, 1e-9);
    EXPECT_NEAR(together.parties[1].co2_t, 3.0 * (43.0 + 93.0) * 0.2 / 0.5, 1e-9);
    EXPECT_NEAR(together.parties[1].unserved_mwh, 0.0, 1e-9);
    // one more MW: 0.9 MWh of gas at 50 for 1 of coal at 10, in 6 hours
    EXPECT_NEAR(together.exchanges[0].worth_eur_per_mw, 6.0 * (0.9 * 50.0 - 10.0), 1e-9);
    EXPECT_EQ(together.exchanges[0].worth_back_eur_per_mw, 0.0);
}

// Storage that is not cyclic emits what it draws down: 8 of 10 MWh at the start, all of it burnt, at 0.5 t/MWh.
TEST(Indicators, StorageDrawsDown) {
    network::Network n = two_zones();
    n.table("Carrier").make_column("co2_emissions", network::Kind::number).numbers = {0.3, 0.2, 0.5};
    n.table("Store").set_names({"tank"});
    n.table("Store").make_column("bus", network::Kind::text).texts = {"B"};
    n.table("Store").make_column("carrier", network::Kind::text).texts = {"none"};
    n.table("Store").make_column("e_nom", network::Kind::number).numbers = {10.0};
    n.table("Store").make_column("e_initial", network::Kind::number).numbers = {8.0};
    n.table("Generator").edit_column("carrier").texts = {"coal", "gas", "gas"};
    const WalkResult all = walked(subject_of(n));
    const double gas = 3.0 * 70.0 + 3.0 * 120.0 - 8.0 - 6.0 * 27.0;  // MWh
    EXPECT_NEAR(all.evaluations[3].indicators.parties[1].co2_t, gas * 0.2 / 0.5 + 8.0 * 0.5, 1e-9);
    EXPECT_NEAR(all.evaluations[3].indicators.parties[0].co2_t, 6.0 * 50.0 * 0.3 / 0.4, 1e-9);
    n.table("Store").make_column("e_cyclic", network::Kind::boolean).numbers = {1.0};
    const WalkResult cyclic = walked(subject_of(n));
    EXPECT_NEAR(cyclic.evaluations[3].indicators.parties[1].co2_t, (gas + 8.0) * 0.2 / 0.5, 1e-9);
}

TEST(Indicators, ACarrierThatNoGeneratorHasIsRefused) {
    Question question;
    question.unserved = {"gsa"};
    question.unserved_place = {.file = "case.toml", .line = 7, .column = 1};
    const Expected<Subject> subject = make_subject(two_zones(), question);
    ASSERT_FALSE(subject.has_value());
    EXPECT_NE(subject.error().front().text().find("case.toml:7:1"), std::string::npos);
    EXPECT_NE(subject.error().front().text().find("gas"), std::string::npos);
}

/// Three countries in a ring, an hour each for a few loads; costs 10, 30 and 60 without limit. A-B 10 MW, B-C 20 MW, A-C 5 MW, both ways.
network::Network ring(const std::vector<double>& loads) {
    Sketch sketch(static_cast<int>(loads.size() / 3));
    sketch.add("Bus", {"A", "B", "C"}).texts("country", {"A", "B", "C"});
    sketch.add("Generator", {"a", "b", "c"})
        .texts("bus", {"A", "B", "C"})
        .numbers("p_nom", {500.0, 500.0, 500.0})
        .numbers("marginal_cost", {10.0, 30.0, 60.0});
    sketch.add("Load", {"A", "B", "C"}).texts("bus", {"A", "B", "C"}).series("p_set", loads);
    sketch.add("Link", {"AB", "BC", "CA"})
        .texts("bus0", {"A", "B", "C"})
        .texts("bus1", {"B", "C", "A"})
        .numbers("p_nom", {10.0, 20.0, 5.0})
        .numbers("p_min_pu", {-1.0, -1.0, -1.0});
    return std::move(sketch.network());
}

// All open: 10 MW of A to B, 5 of A and 20 of B to C. Without A-B: B has 10 MW less at 10 and burns them at 30: 200. Without B-C:
// C burns 20 at 60 instead of 30: 600. Without A-C: 5 at 60 instead of 10: 250. Opened alone they are worth the same.
TEST(Borders, ThreeCountriesByHand) {
    const std::vector<Border> borders = asked(subject_of(ring({50.0, 50.0, 50.0})));
    ASSERT_EQ(borders.size(), 3u);
    const std::vector<std::pair<int, int>> order{{1, 2}, {0, 2}, {0, 1}};
    const std::vector<double> costs{600.0, 250.0, 200.0}, worth{30.0, 50.0, 20.0}, capacity{20.0, 5.0, 10.0};
    for (std::size_t b = 0; b < 3; ++b) {
        EXPECT_EQ(std::pair(borders[b].party0, borders[b].party1), order[b]);
        EXPECT_NEAR(borders[b].last, costs[b], 1e-9);
        EXPECT_NEAR(borders[b].first, costs[b], 1e-9);
        EXPECT_LE(borders[b].last_lower, costs[b] + 1e-9);
        EXPECT_GE(borders[b].last_upper, costs[b] - 1e-9);
        EXPECT_NEAR(borders[b].shadow_eur_per_mw.value(), worth[b], 1e-9);
        EXPECT_EQ(borders[b].capacity_mw, capacity[b]);
        for (const auto* parties : {&borders[b].last_parties, &borders[b].first_parties})
            EXPECT_NEAR(std::accumulate(parties->begin(), parties->end(), 0.0), costs[b], 1e-9);
    }
}

// With a larger border beyond, a border is worth more as the last one than as the first: A reaches C through B.
TEST(Borders, ABorderThatOthersLeadToIsWorthMoreAsTheLast) {
    network::Network n = ring({50.0, 5.0, 50.0});
    n.table("Link").edit_column("p_nom").numbers = {20.0, 20.0, 0.0};
    n.table("Generator").edit_column("p_nom").numbers = {500.0, 5.0, 500.0};
    const std::vector<Border> borders = asked(subject_of(n));
    ASSERT_EQ(std::pair(borders[0].party0, borders[0].party1), std::pair(0, 1));
    EXPECT_NEAR(borders[0].last, 20.0 * 50.0, 1e-9);  // 20 MW of A for C, through B or in the place of B's
    EXPECT_NEAR(borders[0].first, 5.0 * 20.0, 1e-9);
    EXPECT_EQ(borders[2].last, 0.0);  // no capacity, but one MW of it would be worth something
    EXPECT_NEAR(borders[2].shadow_eur_per_mw.value(), 50.0, 1e-9);
}

// Closed is nothing crosses, whatever today's barriers are, and open is without them.
TEST(Borders, UnderTodayTheyAreThoseOfAutarky) {
    const network::Network n = ring({50.0, 50.0, 50.0});
    Question question;
    question.outside = Outside::today;
    Barrier barrier;
    barrier.id = "half";
    barrier.selector = {.component = "Link", .party0 = "*", .party1 = "*", .conditions = {}};
    barrier.effect = Barrier::Effect::limit_factor;
    barrier.amount = 0.5;
    question.barriers = {barrier};
    const std::vector<Border> today = asked(subject_of(n, question)), autarky = asked(subject_of(n));
    for (std::size_t b = 0; b < 3; ++b) {
        EXPECT_NEAR(today[b].last, autarky[b].last, 1e-9);
        EXPECT_NEAR(today[b].first, autarky[b].first, 1e-9);
        EXPECT_NEAR(*today[b].shadow_eur_per_mw, *autarky[b].shadow_eur_per_mw, 1e-9);
    }
}

// Links parted for a charge and with a delayed twin stay one border, and the twin stays shut.
TEST(Borders, PartedLinksAreOneBorder) {
    const network::Network n = ring({50.0, 50.0, 50.0, 50.0, 50.0, 50.0});
    Question question;
    question.outside = Outside::today;
    for (const auto effect : {Barrier::Effect::charge, Barrier::Effect::delay}) {
        Barrier barrier;
        barrier.id = effect == Barrier::Effect::charge ? "paper" : "queue";
        barrier.selector = {.component = "Link", .party0 = "*", .party1 = "*", .conditions = {}};
        barrier.effect = effect;
        barrier.amount = 1.0;
        question.barriers.push_back(barrier);
    }
    const std::vector<Border> borders = asked(subject_of(n, question));
    ASSERT_EQ(borders.size(), 3u);
    EXPECT_GE(borders[0].exchanges.size(), 3u);
    EXPECT_NEAR(borders[0].last, 1200.0, 1e-9);
    EXPECT_NEAR(borders[1].last, 500.0, 1e-9);
}

/// Five countries in a mesh of links with losses, lines beside them where asked, storage and hours of their own.
network::Network mesh(unsigned seed, bool lines) {
    std::mt19937 random(seed);
    const auto draw = [&](double from, double to) {
        return from + (to - from) * static_cast<double>(random() % 1000) / 1000.0;
    };
    const std::vector<std::string> zones{"A", "B", "C", "D", "E"};
    constexpr int hours = 8;
    Sketch sketch(hours);
    std::vector<double> weights, loads, costs, sizes;
    for (int t = 0; t < hours; ++t) weights.push_back(draw(0.5, 2.0));
    for (int t = 0; t < 5 * hours; ++t) loads.push_back(draw(10.0, 90.0));
    for (int i = 0; i < 10; ++i) costs.push_back(draw(5.0, 90.0));
    for (int i = 0; i < 10; ++i) sizes.push_back(i < 5 ? 60.0 : 200.0);
    sketch.weights(weights);
    sketch.add("Bus", zones).texts("country", zones);
    sketch.add("Generator", {"a", "b", "c", "d", "e", "a2", "b2", "c2", "d2", "e2"})
        .texts("bus", {"A", "B", "C", "D", "E", "A", "B", "C", "D", "E"})
        .numbers("p_nom", sizes)
        .numbers("marginal_cost", costs);
    sketch.add("Load", zones).texts("bus", zones).series("p_set", loads);
    sketch.add("StorageUnit", {"s"})
        .texts("bus", {"C"})
        .numbers("p_nom", {15.0})
        .numbers("max_hours", {3.0})
        .flags("cyclic_state_of_charge", {1.0});
    sketch.add("Link", {"AB", "BC", "CD", "DE", "EA", "AC", "BA"})
        .texts("bus0", {"A", "B", "C", "D", "E", "A", "B"})
        .texts("bus1", {"B", "C", "D", "E", "A", "C", "A"})
        .numbers("p_nom", {20.0, 15.0, 25.0, 10.0, 18.0, 12.0, 7.0})
        .numbers("efficiency", {0.97, 1.0, 0.95, 0.9, 1.0, 0.98, 0.99});
    if (lines)
        sketch.add("Line", {"ab", "bc", "ca"})
            .texts("bus0", {"A", "B", "C"})
            .texts("bus1", {"B", "C", "A"})
            .numbers("s_nom", {20.0, 20.0, 20.0})
            .numbers("x", {0.1, 0.2, 0.15})
            .numbers("r", {0.01, 0.01, 0.01});
    return std::move(sketch.network());
}

/// The same network without what crosses a border, or with nothing that crosses another.
double cost_of_edited(network::Network n, const Subject& subject, const std::vector<std::size_t>& closed) {
    const std::vector<Exchange> exchanges = find_exchanges(*subject.network, subject.parties);
    for (const std::size_t e : closed) {
        network::Table& table = n.table(component_of(exchanges[e]));
        table.edit_column("active").numbers[static_cast<std::size_t>(exchanges[e].item)] = 0.0;
    }
    const auto solved = dispatch::try_solve(n, {});
    EXPECT_TRUE(solved.has_value());
    return dispatch::testing::total_cost(*solved);
}

// What a border costs is what the two networks with and without it cost, each solved by itself.
TEST(Borders, AgreeWithEditedNetworks) {
    for (unsigned seed = 1; seed <= 4; ++seed) {
        const network::Network n = mesh(seed, seed % 2 == 0);
        const Subject subject = subject_of(n);
        const std::vector<Border> borders = asked(subject);
        std::vector<std::size_t> all;
        for (const Border& border : borders) all.insert(all.end(), border.exchanges.begin(), border.exchanges.end());
        const double open = cost_of_edited(n, subject, {}), shut = cost_of_edited(n, subject, all);
        const double close = 1e-8 * shut;
        for (const Border& border : borders) {
            std::vector<std::size_t> others;
            for (const std::size_t e : all)
                if (std::ranges::find(border.exchanges, e) == border.exchanges.end()) others.push_back(e);
            EXPECT_NEAR(border.last, cost_of_edited(n, subject, border.exchanges) - open, close);
            EXPECT_NEAR(border.first, shut - cost_of_edited(n, subject, others), close);
            EXPECT_LE(border.last_lower, border.last);
            EXPECT_GE(border.last_upper, border.last);
            if (seed % 2 == 1) {  // Kirchhoff's second law can make a line do harm
                EXPECT_GE(border.last, -close);
                EXPECT_GE(border.first, -close);
            }
        }
    }
}

// The worth of a MW is the slope of the cost in the capacity: between what one more saves and what one less costs.
TEST(Borders, ShadowValuesAreSlopes) {
    for (unsigned seed = 1; seed <= 3; ++seed) {
        const network::Network n = mesh(seed, false);
        const Subject subject = subject_of(n);
        const Indicators together = walked(subject).evaluations.back().indicators;
        const double cost = cost_of_edited(n, subject, {});
        constexpr double step = 0.01;
        for (std::size_t link = 0; link < together.exchanges.size(); ++link) {
            network::Network more = n, less = n;
            more.table("Link").edit_column("p_nom").numbers[link] += step;
            less.table("Link").edit_column("p_nom").numbers[link] -= step;
            const ExchangeIndicators& found = together.exchanges[link];
            const double worth = found.worth_eur_per_mw + found.worth_back_eur_per_mw;
            EXPECT_GE(worth * step, cost - cost_of_edited(more, subject, {}) - 1e-9 * cost);
            EXPECT_LE(worth * step, cost_of_edited(less, subject, {}) - cost + 1e-9 * cost);
        }
    }
}

// Net imports add up to minus what is lost on the way, for every coalition, in windows and in parts.
TEST(Indicators, NetImportsAddUpToMinusTheLosses) {
    for (unsigned seed = 1; seed <= 3; ++seed)
        for (const int window : {0, 3}) {
            Question question;
            question.window = window;
            const Subject subject = subject_of(mesh(seed, false), question);
            const network::Values efficiency(subject.network->table("Link"), "efficiency");
            for (const Evaluation& evaluation : walked(subject).evaluations) {
                double sum = 0.0, lost = 0.0, flow = 0.0;
                for (const PartyIndicators& party : evaluation.indicators.parties) sum += party.net_import_mwh;
                for (std::size_t link = 0; link < evaluation.indicators.exchanges.size(); ++link) {
                    const ExchangeIndicators& exchange = evaluation.indicators.exchanges[link];
                    lost += (1.0 - efficiency.fixed(0, static_cast<int>(link))) * exchange.flow_mwh;
                    flow += exchange.flow_mwh;
                    EXPECT_EQ(exchange.flow_back_mwh, 0.0);
                }
                EXPECT_NEAR(sum, -lost, 1e-9 * std::max(1.0, flow));
            }
        }
}

// What consumers pay is the mean price times the load, in every coalition; indicators are the same bits for any threads.
TEST(Indicators, BillsAreThoseOfTheOutcomes) {
    Question question;
    question.window = 3;
    const Subject subject = subject_of(mesh(7, true), question);
    const WalkResult one = walked(subject, 1), three = walked(subject, 3);
    for (std::size_t i = 0; i < one.evaluations.size(); ++i)
        for (std::size_t p = 0; p < 5; ++p) {
            const PartyIndicators& party = one.evaluations[i].indicators.parties[p];
            const double bill = -one.evaluations[i].outcome[p].consumer_surplus;
            EXPECT_NEAR(party.price_eur_per_mwh() * party.load_mwh, bill, 1e-9 * std::abs(bill));
            EXPECT_EQ(party.bill_eur, three.evaluations[i].indicators.parties[p].bill_eur);
            EXPECT_EQ(party.net_import_mwh, three.evaluations[i].indicators.parties[p].net_import_mwh);
        }
}

// A link with three ends in three countries: what arrives at each counts, and it closes with either border.
TEST(Borders, ALinkWithThreeEndsIsOfTwoBorders) {
    network::Network n = ring({50.0, 50.0, 50.0});
    n.table("Link").set_names({"ABC"});
    n.table("Link").make_column("bus0", network::Kind::text).texts = {"A"};
    n.table("Link").make_column("bus1", network::Kind::text).texts = {"B"};
    n.table("Link").make_column("bus2", network::Kind::text).texts = {"C"};
    n.table("Link").make_column("efficiency", network::Kind::number).numbers = {0.5};
    n.table("Link").make_column("efficiency2", network::Kind::number).numbers = {0.4};
    n.table("Link").make_column("p_nom", network::Kind::number).numbers = {10.0};
    const Subject subject = subject_of(n);
    const WalkResult all = walked(subject);
    const Indicators& together = all.evaluations.back().indicators;
    ASSERT_EQ(together.exchanges.size(), 2u);
    EXPECT_NEAR(together.exchanges[0].flow_mwh, 5.0, 1e-9);
    EXPECT_NEAR(together.exchanges[1].flow_mwh, 4.0, 1e-9);
    const std::vector<Border> borders = asked(subject);
    ASSERT_EQ(borders.size(), 2u);
    const double saves = 5.0 * 30.0 + 4.0 * 60.0 - 10.0 * 10.0;
    EXPECT_NEAR(borders[0].last, saves, 1e-9);
    EXPECT_NEAR(borders[1].last, saves, 1e-9);
    EXPECT_NEAR(borders[0].first, 0.0, 1e-9);  // the other one is still closed
}

/// Parties in a row, a link to each of the next four: more borders than a coalition has players.
network::Network many(int parties) {
    std::vector<double> costs;
    std::vector<dispatch::testing::PartyLink> links;
    for (int p = 0; p < parties; ++p) {
        costs.push_back(10.0 + (p * 7) % 23);
        for (int q = p + 1; q < std::min(parties, p + 5); ++q) links.push_back({p, q, 1.0 + q % 3});
    }
    return dispatch::testing::parties_with_links(1, costs, links);
}

TEST(Borders, MoreThanACoalitionHoldsAreAskedInGroups) {
    const network::Network n = many(20);
    const Subject subject = subject_of(n);
    const std::vector<Border> borders = border_costs(subject, {}, {});
    ASSERT_GT(borders.size(), 64u);
    const double open = cost_of_edited(n, subject, {});
    for (std::size_t b = 0; b < borders.size(); b += 5) {
        EXPECT_NEAR(borders[b].last, cost_of_edited(n, subject, borders[b].exchanges) - open, 1e-6);
        EXPECT_GE(borders[b].first, -1e-9);
        EXPECT_FALSE(borders[b].shadow_eur_per_mw.has_value());
    }
}

// What was found before an interruption is found again in the journal of the walk.
TEST(Borders, AreFoundAgainInTheJournalOfTheWalk) {
    const std::filesystem::path path =
        std::filesystem::temp_directory_path() / ("borders-journal-" + std::to_string(::getpid()));
    Question question;
    question.window = 3;
    const Subject subject = subject_of(mesh(3, false), question);
    const std::vector<Border> expected = border_costs(subject, {}, {});
    for (int time = 0; time < 2; ++time) {
        Journal journal(path, subject.digest());
        WalkOptions options;
        options.journal = &journal;
        static_cast<void>(walk_all(subject, options));
        const auto size = std::filesystem::file_size(path);
        const std::vector<Border> found = border_costs(subject, {}, options);
        EXPECT_EQ(std::filesystem::file_size(path) > size, time == 0);
        for (std::size_t b = 0; b < found.size(); ++b) {
            EXPECT_EQ(found[b].last, expected[b].last);
            EXPECT_EQ(found[b].first_parties, expected[b].first_parties);
        }
    }
    std::filesystem::remove(path);
}

}  // namespace
}  // namespace proeftuin::study
