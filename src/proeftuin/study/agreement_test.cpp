// SPDX-License-Identifier: Apache-2.0
//
// On random networks every coalition must cost what the network costs in which its closed crossings or its barriers stand: the
// same numbers by another way, without patches, parts or warm starts.

#include <algorithm>
#include <array>
#include <cmath>
#include <gtest/gtest.h>
#include <optional>
#include <random>
#include <rapidcheck/gtest.h>
#include <utility>

#include "proeftuin/dispatch/small_networks_test.hpp"
#include "proeftuin/dispatch/solve.hpp"
#include "proeftuin/network/edit.hpp"
#include "proeftuin/study/cooperate.hpp"

namespace proeftuin::study {
namespace {

using dispatch::testing::Sketch;

/// What a random network has beside buses, generators, loads and branches.
struct Spice {
    bool committable = false;
    bool limit = false;       // on emissions, over all parties
    bool extendable = false;  // some crossings, with a volume that all share
    bool lines = true;
    bool scenarios = false;
};

class Draw {
  public:
    explicit Draw(unsigned seed) : random_(seed) {}
    double operator()(double low, double high) {
        return std::round(std::uniform_real_distribution<double>(low, high)(random_));
    }
    bool chance(double p) { return std::bernoulli_distribution(p)(random_); }
    int below(int count) { return std::uniform_int_distribution<int>(0, count - 1)(random_); }

  private:
    std::mt19937 random_;
};

constexpr int parties = 4;
constexpr int buses = 7;  // two each but for the last

std::string bus_name(int bus) { return "bus " + std::to_string(bus); }
std::string party_name(int bus) { return std::string(1, static_cast<char>('A' + bus / 2)); }

void add_generators(Sketch& sketch, Draw& draw, const Spice& spice, int snapshots) {
    const double nan = std::nan("");
    std::vector<std::string> names, bus, carrier;
    std::vector<double> size, cost, ramp, committable, start, least, available;
    for (int b = 0; b < buses; ++b)
        for (const char* kind : {"base", "wind", "shed"}) {
            const std::string k = kind;
            names.push_back(k + ' ' + std::to_string(b));
            bus.push_back(bus_name(b));
            carrier.push_back(k == "base" ? "coal" : "none");
            size.push_back(k == "shed" ? 1e4 : draw(10, 80));
            cost.push_back(k == "shed" ? draw(500, 600) : k == "wind" ? 0.0 : draw(10, 90));
            ramp.push_back(k == "base" && draw.chance(0.3) ? 0.5 : nan);
            committable.push_back(spice.committable && k == "base" && b < 2 ? 1.0 : 0.0);
            start.push_back(k == "base" ? draw(0, 200) : 0.0);
            least.push_back(committable.back() != 0.0 ? 0.3 : 0.0);
        }
    for (int t = 0; t < snapshots; ++t)
        for (std::size_t g = 0; g < names.size(); ++g)
            available.push_back(names[g].starts_with("wind") ? draw(0, 10) / 10.0 : 1.0);
    sketch.add("Generator", names)
        .texts("bus", bus)
        .texts("carrier", carrier)
        .numbers("p_nom", size)
        .numbers("marginal_cost", cost)
        .numbers("ramp_limit_up", ramp)
        .numbers("p_min_pu", least)
        .numbers("start_up_cost", start)
        .flags("committable", committable)
        .series("p_max_pu", available);
}

void add_storage(Sketch& sketch, Draw& draw) {
    sketch.add("StorageUnit", {"pump", "dam"})
        .texts("bus", {bus_name(draw.below(buses)), bus_name(draw.below(buses))})
        .numbers("p_nom", {20.0, 15.0})
        .numbers("max_hours", {2.0, 4.0})
        .numbers("efficiency_store", {0.9, 0.0})
        .numbers("state_of_charge_initial", {0.0, 30.0})
        .flags("cyclic_state_of_charge", {draw.chance(0.5) ? 1.0 : 0.0, 0.0});
    sketch.add("Store", {"tank"})
        .texts("bus", {bus_name(draw.below(buses))})
        .numbers("e_nom", {25.0})
        .flags("e_cyclic", {1.0});
}

/// Ten links, most of them crossings; the last has three ends.
void add_links(Sketch& sketch, Draw& draw, const Spice& spice) {
    const double nan = std::nan("");
    std::vector<std::string> names, bus0, bus1, bus2;
    std::vector<double> size, lowest, efficiency, cost, ramp, extendable, capital, before, committable;
    for (int i = 0; i < 10; ++i) {
        const int from = draw.below(buses);
        const int to = (from + 1 + draw.below(buses - 1)) % buses;
        const bool last = i == 9;
        const bool lossy = last || draw.chance(0.4);
        names.push_back("link " + std::to_string(i));
        bus0.push_back(bus_name(from));
        bus1.push_back(bus_name(to));
        bus2.push_back(last ? bus_name((to + 1) % buses) : "");
        size.push_back(draw(5, 40));
        lowest.push_back(lossy ? 0.0 : -1.0);
        efficiency.push_back(lossy ? 0.9 : 1.0);
        cost.push_back(lossy ? draw(0, 4) : 0.0);
        ramp.push_back(draw.chance(0.2) ? 0.6 : nan);
        before.push_back(draw.chance(0.5) ? size.back() : nan);
        committable.push_back(spice.committable && lossy && draw.chance(0.5) ? 1.0 : 0.0);
        if (committable.back() != 0.0) lowest.back() = 0.3;
        extendable.push_back(spice.extendable && draw.chance(0.4) ? 1.0 : 0.0);
        capital.push_back(draw(5, 50));
    }
    sketch.add("Link", names)
        .texts("bus0", bus0)
        .texts("bus1", bus1)
        .texts("bus2", bus2)
        .texts("carrier", std::vector<std::string>(10, "DC"))
        .numbers("p_nom", size)
        .numbers("p_min_pu", lowest)
        .numbers("efficiency", efficiency)
        .numbers("efficiency2", std::vector<double>(10, 0.3))
        .numbers("length", std::vector<double>(10, 100.0))
        .numbers("marginal_cost", cost)
        .numbers("ramp_limit_up", ramp)
        .numbers("ramp_limit_down", ramp)
        .numbers("p_init", before)
        .numbers("start_up_cost", std::vector<double>(10, 40.0))
        .numbers("shut_down_cost", std::vector<double>(10, 30.0))
        .numbers("stand_by_cost", std::vector<double>(10, 5.0))
        .numbers("min_up_time", std::vector<double>(10, spice.committable ? 2.0 : 0.0))
        .flags("committable", committable)
        .numbers("p_nom_max", std::vector<double>(10, 60.0))
        .numbers("capital_cost", capital)
        .flags("p_nom_extendable", extendable);
}

void add_lines(Sketch& sketch, Draw& draw) {
    std::vector<std::string> names, bus0, bus1;
    std::vector<double> size, x;
    for (int i = 0; i < 8; ++i) {
        const int from = draw.below(buses);
        names.push_back("line " + std::to_string(i));
        bus0.push_back(bus_name(from));
        bus1.push_back(bus_name((from + 1 + draw.below(buses - 1)) % buses));
        size.push_back(draw(5, 40));
        x.push_back(draw(5, 30));
    }
    sketch.add("Line", names).texts("bus0", bus0).texts("bus1", bus1).numbers("s_nom", size).numbers("x", x);
}

void add_limits(Sketch& sketch, Draw& draw, const Spice& spice) {
    std::vector<std::string> names, types, attributes;
    std::vector<double> constants;
    if (spice.limit) {
        names.emplace_back("emissions");
        types.emplace_back("primary_energy");
        attributes.emplace_back("co2_emissions");
        constants.push_back(draw(100, 900));
    }
    if (spice.extendable) {
        names.emplace_back("volume");
        types.emplace_back("transmission_volume_expansion_limit");
        attributes.emplace_back("DC");
        constants.push_back(draw(2000, 9000));
    }
    if (names.empty()) return;
    sketch.add("GlobalConstraint", names)
        .texts("type", types)
        .texts("carrier_attribute", attributes)
        .texts("sense", std::vector<std::string>(names.size(), "<="))
        .numbers("constant", constants);
}

/// Two scenarios, with more load in the second; half of the time risk counts, too.
void add_scenarios(network::Network& n, Draw& draw) {
    n.scenarios.names = {"low", "high"};
    n.scenarios.weights = {0.4, 0.6};
    n.has_risk = draw.chance(0.5);
    n.risk_omega = 0.5;
    n.risk_alpha = 0.8;
    network::Series& loads = n.table("Load").edit_series("p_set");
    const std::vector<double> one = std::exchange(loads.values, {});
    for (std::size_t first = 0; first < one.size(); first += loads.items.size())
        for (const double factor : {1.0, 1.3})
            for (std::size_t i = 0; i < loads.items.size(); ++i) loads.values.push_back(factor * one[first + i]);
    loads.num_scenarios = 2;
}

network::Network random_network(unsigned seed, const Spice& spice) {
    Draw draw(seed);
    const int snapshots = 2 + draw.below(4);
    Sketch sketch(snapshots);
    std::vector<double> hours;
    for (int t = 0; t < snapshots; ++t) hours.push_back(draw(1, 4));
    sketch.weights(hours);
    std::vector<std::string> names, owners;
    for (int b = 0; b < buses; ++b) {
        names.push_back(bus_name(b));
        owners.push_back(party_name(b));
    }
    sketch.add("Bus", names).texts("country", owners).numbers("v_nom", std::vector<double>(buses, 380.0));
    sketch.add("Carrier", {"coal", "none", "DC"}).numbers("co2_emissions", {1.0, 0.0, 0.0});
    std::vector<double> loads;
    for (int i = 0; i < snapshots * buses; ++i) loads.push_back(draw(10, 90));
    sketch.add("Load", names).texts("bus", names).series("p_set", loads);
    add_generators(sketch, draw, spice, snapshots);
    add_storage(sketch, draw);
    add_links(sketch, draw, spice);
    if (spice.lines) add_lines(sketch, draw);
    add_limits(sketch, draw, spice);
    if (spice.scenarios) add_scenarios(sketch.network(), draw);
    return std::move(sketch.network());
}

/// The least cost by itself; nothing where there is none.
std::optional<double> cost_of(const network::Network& n, const dispatch::SolveOptions& options = {}) {
    const auto solved = dispatch::try_solve(n, options);
    RC_ASSERT(solved.has_value());
    if (solved->termination != lp::Termination::optimal) return std::nullopt;
    return dispatch::testing::total_cost(*solved);
}

void compare(const Evaluation& evaluation, std::optional<double> alone, double tolerance) {
    RC_ASSERT((evaluation.termination == lp::Termination::optimal) == alone.has_value());
    if (!alone) return;
    RC_LOG() << evaluation.cost << " and alone " << *alone << '\n';
    RC_ASSERT(std::abs(evaluation.cost - *alone) <= tolerance * std::max(1.0, std::abs(*alone)));
    RC_ASSERT(!evaluation.outcome.empty());
    double sum = 0.0;
    for (const PartyOutcome& party : evaluation.outcome) sum += party.total();
    RC_ASSERT(std::abs(sum + evaluation.cost) <= tolerance * std::max(1.0, std::abs(evaluation.cost)));
}

network::Network without_crossings(const network::Network& n, const Parties& of, Coalition coalition) {
    network::Network closed = n;
    for (const char* component : {"Link", "Line"})
        closed.table(component).make_column("active", network::Kind::boolean);
    for (const Crossing& crossing : find_crossings(n, of))
        if (!coalition.contains(crossing.needs))
            closed.table(dispatch::names_of(crossing.kind).component)
                .edit_column("active")
                .numbers[static_cast<std::size_t>(crossing.item)] = 0.0;
    return closed;
}

void agree_in_autarky(const Spice& spice, double tolerance) {
    const network::Network n = random_network(*rc::gen::arbitrary<unsigned>(), spice);
    const Expected<Subject> subject = make_subject(n, {});
    RC_ASSERT(subject.has_value());
    WalkOptions options;
    options.threads = 1;
    const WalkResult walked = walk_all(*subject, options);
    RC_ASSERT(walked.evaluations.size() == num_coalitions(parties));
    const std::size_t step = spice.committable ? 5 : 1;  // integers take long
    for (std::size_t i = 0; i < walked.evaluations.size(); i += step)
        compare(walked.evaluations[i], cost_of(without_crossings(n, subject->parties, Coalition::from_bits(i))),
                tolerance);
}

RC_GTEST_PROP(Agreement, ClosedCrossingsAreAbsentOnes, ()) { agree_in_autarky({}, 1e-7); }
RC_GTEST_PROP(Agreement, AlsoUnderALimitThatAllShare, ()) { agree_in_autarky({.limit = true}, 1e-7); }
RC_GTEST_PROP(Agreement, AlsoWhereCapacityIsDecided, ()) { agree_in_autarky({.extendable = true}, 1e-7); }
RC_GTEST_PROP(Agreement, AlsoInScenarios, ()) { agree_in_autarky({.lines = false, .scenarios = true}, 1e-7); }
RC_GTEST_PROP(Agreement, AlsoWithCommitment, ()) { agree_in_autarky({.committable = true}, 4e-6); }

// A link from a bus to itself has no place in any balance: its cost counts once, whatever parts there are.
TEST(Agreement, WhatTouchesNothingCountsOnce) {
    network::Network n = dispatch::testing::two_zones({70.0, 60.0}, 30.0);
    n.table("Bus").make_column("country", network::Kind::text).texts = {"A", "B"};
    network::Table& links = n.table("Link");
    static_cast<void>(network::append_copies(links, {0}, {"round"}));
    links.edit_column("bus1").texts[1] = "A";
    network::set_number(links, "p_min_pu", 1, 0.0);
    network::set_number(links, "marginal_cost", 1, -1.0);
    Question question;
    question.barriers = {{"b", "", "legal", {}, Barrier::Effect::limit, 10.0, "", {}}};
    question.barriers[0].selector.conditions = {{"name", {"round"}}};
    const Expected<Subject> subject = make_subject(n, question);
    ASSERT_TRUE(subject.has_value());
    const WalkResult walked = walk_all(*subject, {});
    links.make_column("active", network::Kind::boolean).numbers[0] = 0.0;
    network::set_number(links, "p_nom", 1, 10.0);
    const auto alone = dispatch::try_solve(n, {});
    ASSERT_TRUE(alone.has_value());
    EXPECT_NEAR(walked.evaluations[0].cost, dispatch::testing::total_cost(*alone), 1e-6);
}

// Each window by itself, every storage with a cycle of its own.
RC_GTEST_PROP(Agreement, WindowsAddUp, ()) {
    const network::Network n = random_network(*rc::gen::arbitrary<unsigned>(), {});
    const int window = *rc::gen::inRange(1, 4);
    Question question;
    question.window = window;
    const Expected<Subject> subject = make_subject(n, question);
    RC_ASSERT(subject.has_value());
    const WalkResult walked = walk_all(*subject, {});
    for (std::size_t i = 0; i < walked.evaluations.size(); ++i) {
        network::Network closed = without_crossings(n, subject->parties, Coalition::from_bits(i));
        std::ranges::fill(closed.table("StorageUnit").edit_column("cyclic_state_of_charge").numbers, 1.0);
        std::optional<double> sum = 0.0;
        for (int first = 0; first < n.num_snapshots(); first += window) {
            dispatch::SolveOptions options;
            for (int t = first; t < std::min(first + window, n.num_snapshots()); ++t)
                options.formulation.snapshots.push_back(t);
            const std::optional<double> part = cost_of(closed, options);
            sum = sum && part ? std::optional(*sum + *part) : std::nullopt;
        }
        compare(walked.evaluations[i], sum, 1e-7);
    }
}

/// Makes the network with one way each of every link that flows both ways, as two links.
void write_each_way(network::Network& n) {
    network::Table& links = n.table("Link");
    std::vector<int> both;
    std::vector<std::string> names;
    for (int link = 0; link < links.size(); ++link)
        if (links.number("p_min_pu", link) < 0.0) {
            both.push_back(link);
            names.push_back(links.name(link) + " back");
        }
    const int first = network::append_copies(links, both, names);
    for (std::size_t k = 0; k < both.size(); ++k) {
        const int back = first + static_cast<int>(k);
        std::swap(links.edit_column("bus0").texts[static_cast<std::size_t>(back)],
                  links.edit_column("bus1").texts[static_cast<std::size_t>(back)]);
        for (const int link : {both[k], back}) network::set_number(links, "p_min_pu", link, 0.0);
    }
}

/// What a barrier makes of a link whose capacity is given.
void stand(network::Table& links, int link, const Barrier& barrier) {
    const double size = links.number("p_nom", link);
    switch (barrier.effect) {
        case Barrier::Effect::forbid: links.edit_column("active").numbers[static_cast<std::size_t>(link)] = 0.0; break;
        case Barrier::Effect::limit:
            network::set_number(links, "p_max_pu", link,
                                std::min(links.number("p_max_pu", link), barrier.amount / size));
            break;
        case Barrier::Effect::limit_factor:
            network::set_number(links, "p_max_pu", link, links.number("p_max_pu", link) * barrier.amount);
            break;
        case Barrier::Effect::charge:
            network::set_number(links, "marginal_cost", link, links.number("marginal_cost", link) + barrier.amount);
            break;
        case Barrier::Effect::delay:
            for (const char* delay : {"delay", "delay2"}) network::set_number(links, delay, link, barrier.amount);
            break;
    }
}

/// A barrier that forbids something, other than a link, altogether.
Barrier forbidden(Draw& draw, const network::Network& n, const std::string& id) {
    const std::array<const char*, 4> types{"Generator", "StorageUnit", "Store", "Line"};
    Barrier barrier{id, "", "legal", {}, Barrier::Effect::forbid, 0.0, "", {}};
    barrier.selector.component = types[static_cast<std::size_t>(draw.below(4))];
    const network::Table& table = n.table(barrier.selector.component);
    barrier.selector.conditions = {{"name", {table.name(draw.below(table.size()))}}};
    return barrier;
}

/// The barrier on one link, and back as well where it flows both ways.
void stand(network::Network& n, const Barrier& barrier) {
    const std::string name = barrier.selector.conditions.front().second.front();
    if (barrier.selector.component != "Link") {
        network::Table& table = n.table(barrier.selector.component);
        table.edit_column("active").numbers[static_cast<std::size_t>(table.find(name))] = 0.0;
        return;
    }
    network::Table& links = n.table("Link");
    for (const std::string& each : {name, name + " back"})
        if (const int link = links.find(each); link >= 0) stand(links, link, barrier);
}

std::vector<Barrier> random_barriers(Draw& draw, const network::Network& n) {
    using Effect = Barrier::Effect;
    const network::Table& links = n.table("Link");
    std::vector<Barrier> barriers;
    bool delayed = false;
    for (int b = 0; b < 4; ++b) {
        Barrier barrier{"b" + std::to_string(b), "", "legal", {}, Effect::forbid, 0.0, "", {}};
        const int link = draw.below(links.size());
        const bool one_way = links.number("p_min_pu", link) >= 0.0;
        const bool tied = !std::isnan(links.number("ramp_limit_up", link)) || links.flag("committable", link);
        barrier.selector.conditions = {{"name", {links.name(link)}}};
        const double dice = draw(0, 9);
        if (dice < 2) barrier.effect = Effect::forbid;
        else if (dice < 4) barrier.effect = Effect::limit, barrier.amount = draw(0, 20);
        else if (dice < 6 && b == 0 && !links.flag("committable", link))
            barrier.effect = Effect::limit_factor, barrier.amount = draw(0, 10) / 10.0;
        else if (dice < 8 && (one_way || !tied)) barrier.effect = Effect::charge, barrier.amount = draw(0, 30);
        else if (!delayed && !tied) barrier.effect = Effect::delay, barrier.amount = 1.0, delayed = true;
        barriers.push_back(std::move(barrier));
    }
    barriers.push_back(forbidden(draw, n, "b4"));
    return barriers;
}

// Factors first, as limits in MW hold whatever the factor: the only factor is the first barrier's.
RC_GTEST_PROP(Agreement, BarriersAreWhatTheNetworkWithThemIs, ()) {
    const unsigned seed = *rc::gen::arbitrary<unsigned>();
    network::Network n =
        random_network(seed, {.committable = *rc::gen::inRange(0, 25) == 0, .limit = *rc::gen::arbitrary<bool>()});
    n.table("Link").make_column("active", network::Kind::boolean);
    n.table("Link").make_column("p_max_pu", network::Kind::number);
    for (int link = 0; link < n.table("Link").size(); ++link)  // a ramp through zero is no ramp of two links
        if (n.table("Link").number("p_min_pu", link) < 0.0)
            for (const char* ramp : {"ramp_limit_up", "ramp_limit_down"})
                network::set_number(n.table("Link"), ramp, link, std::nan(""));
    Draw draw(seed + 1);
    Question question;
    question.players = Players::barriers;
    question.barriers = random_barriers(draw, n);
    const bool integers = n.table("Generator").flag("committable", 0);
    const Expected<Subject> subject = make_subject(n, question);
    if (!subject) RC_FAIL(subject.error().front().text());
    const WalkResult walked = walk_all(*subject, {});
    network::Network each_way = n;
    write_each_way(each_way);
    for (std::size_t i = 0; i < walked.evaluations.size(); ++i) {
        network::Network standing = each_way;
        for (std::size_t b = 0; b < question.barriers.size(); ++b)
            if (!Coalition::from_bits(i).contains(static_cast<int>(b))) stand(standing, question.barriers[b]);
        compare(walked.evaluations[i], cost_of(standing), integers ? 4e-6 : 1e-7);
    }
}

}  // namespace
}  // namespace proeftuin::study
