// SPDX-License-Identifier: Apache-2.0
//
// From a question to restraints.
//
//     parties, autarky   a crossing is forbidden unless all its ends are in the coalition; barriers are lifted with it
//     parties, today     crossings are open; each barrier acts on its components unless the parties at them are in the coalition
//     barriers           crossings are open; each barrier acts unless it is in the coalition
//
// Windows. The horizon is cut into windows of H snapshots which are solved by themselves: storage comes back, at the end of each,
// to the level it began it with (cyclic), and that level is free. So the least cost is the sum over the windows, and each
// window's certificate counts. What is decided once for the whole horizon (capacities, yearly limits) cannot be cut and is refused.

#include "proeftuin/study/question.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <limits>

#include "proeftuin/base/digest.hpp"
#include "proeftuin/base/text.hpp"
#include "proeftuin/dispatch/windows.hpp"
#include "proeftuin/network/edit.hpp"
#include "proeftuin/network/impedance.hpp"

namespace proeftuin::study {

namespace {

constexpr std::size_t most_barriers = 60;  // a component's restraints are a 64-bit set

Issue bus_issue(const std::string& column, std::string message, std::string remedy) {
    return {Code::out_of_range, {{}, 0, 0, "Bus", "", column}, std::move(message), std::move(remedy), Severity::error};
}

/// Puts the parties into the order of the question, which must name exactly those of the buses.
void order_parties(const Question& question, Parties& parties, Issues& issues) {
    if (question.parties.empty()) return;
    std::vector<std::string> ids;
    for (const auto& [id, name] : question.parties) ids.push_back(id);
    for (const std::string& id : ids)
        if (std::ranges::find(parties.names, id) == parties.names.end())
            issues.push_back({Code::unknown_reference, question.parties_place,
                              "party " + quoted(id) + " has no bus: none has it in column " +
                                  quoted(question.party_of_bus) + '.' + did_you_mean(id, parties.names),
                              "The buses name " + join(parties.names, ", ")});
    std::vector<int> place;
    for (const std::string& name : parties.names) {
        const auto found = std::ranges::find(ids, name);
        if (found == ids.end())
            issues.push_back(
                {Code::unknown_reference, question.parties_place,
                 "a bus names party " + quoted(name) + ", which this table does not have." + did_you_mean(name, ids),
                 "Add a row for it"});
        place.push_back(static_cast<int>(found - ids.begin()));
    }
    if (!issues.empty()) return;
    for (int& party : parties.of_bus) party = place[static_cast<std::size_t>(party)];
    parties.names = std::move(ids);
}

/// Every storage closes its cycle in each window.
void close_cycles(network::Network& network, Issues& warnings) {
    const std::pair<const char*, const char*> attributes[] = {{"StorageUnit", "cyclic_state_of_charge"},
                                                              {"Store", "e_cyclic"}};
    for (const auto& [component, cyclic] : attributes) {
        network::Table& table = network.table(component);
        bool any_open = false;
        for (int item = 0; item < table.size(); ++item) any_open |= !table.flag(cyclic, item);
        if (!any_open) continue;
        std::ranges::fill(table.edit_column(cyclic, network.scenarios.count()).numbers, 1.0);
        warnings.push_back(
            {Code::out_of_range,
             {{}, 0, 0, component, "", cyclic},
             "in windows every storage comes back to the level it began with; initial levels do not count",
             "solve the whole horizon at once where they matter",
             Severity::warning});
    }
}

bool any_ramp(const network::Table& table) {
    for (const char* attribute : {"ramp_limit_up", "ramp_limit_down"}) {
        if (table.series(attribute) != nullptr) return true;
        for (int item = 0; item < table.size(); ++item)
            if (table.number(attribute, item) < 1.0) return true;  // more than all of it holds nothing
    }
    return false;
}

/// What would have gone from one window to the next does not.
void warn_of_cuts(const network::Network& network, Issues& warnings) {
    const auto warn = [&](const char* component, const char* attribute, std::string message) {
        warnings.push_back({Code::out_of_range,
                            {{}, 0, 0, component, "", attribute},
                            std::move(message),
                            "solve the whole horizon at once where it matters",
                            Severity::warning});
    };
    for (const char* component : {"Generator", "Link", "Process"}) {
        const network::Table& table = network.table(component);
        bool committed = false;
        for (int item = 0; item < table.size(); ++item) committed |= table.flag("committable", item);
        if (committed)
            warn(component, "committable", "in windows statuses are not handed on: each begins as the horizon does");
        if (any_ramp(table)) warn(component, "ramp_limit_up", "in windows no ramp holds from one window to the next");
    }
    const network::Table& links = network.table("Link");
    bool delayed = false;
    for (int item = 0; item < links.size(); ++item) delayed |= links.number("delay", item) > 0.0;
    if (delayed)
        warn("Link", "delay", "in windows what is delayed arrives in the window in which it was sent, or not at all");
}

/// A delay must end within the snapshots that are solved together: it would wrap round them to no delay at all.
void check_delays(const Question& question, const network::Network& network, const Subject& subject, Issues& issues) {
    double shortest = std::numeric_limits<double>::infinity();
    for (const std::vector<int>& window : subject.windows) {
        double hours = 0.0;
        for (const int t : window) hours += network.snapshots.generators[static_cast<std::size_t>(t)];
        shortest = std::min(shortest, hours);
    }
    for (const Barrier& barrier : question.barriers) {
        if (barrier.effect != Barrier::Effect::delay || barrier.amount < shortest) continue;
        Place place = barrier.place;
        place.component = "barrier";
        place.name = barrier.id;
        issues.push_back({Code::out_of_range, std::move(place),
                          fmt::format("a delay of {:g} h is no shorter than the {:g} h that are solved together",
                                      barrier.amount, shortest),
                          "Give a shorter delay, or longer windows"});
    }
}

void cut_windows(const Question& question, network::Network& network, Subject& subject, Issues& issues) {
    if (question.window <= 0) {
        std::vector<int>& all = subject.windows.emplace_back(question.formulation.snapshots);
        if (all.empty())
            for (int t = 0; t < network.num_snapshots(); ++t) all.push_back(t);
        return;
    }
    Expected<dispatch::WindowPlan> plan =
        dispatch::plan_windows(network, {.formulation = question.formulation, .window = question.window});
    if (!plan) {
        issues.insert(issues.end(), plan.error().begin(), plan.error().end());
        return;
    }
    for (const dispatch::Window& window : plan->windows) subject.windows.push_back(window.snapshots);
    close_cycles(network, subject.warnings);
    if (subject.windows.size() > 1) warn_of_cuts(network, subject.warnings);
}

/// What stands for load that is not served must be there.
void check_unserved(const Question& question, const network::Network& network, Issues& issues) {
    const network::Table& generators = network.table("Generator");
    std::vector<std::string> carriers;
    for (int item = 0; item < generators.size(); ++item)
        if (const std::string& carrier = generators.text("carrier", item);
            std::ranges::find(carriers, carrier) == carriers.end())
            carriers.push_back(carrier);
    for (const std::string& carrier : question.unserved) {
        if (std::ranges::find(carriers, carrier) != carriers.end()) continue;
        Place place = question.unserved_place;
        if (place.field.empty()) place.field = "indicators.unserved";
        issues.push_back({Code::unknown_reference, std::move(place),
                          "no generator has the carrier " + quoted(carrier) + '.' + did_you_mean(carrier, carriers),
                          "Name the carriers of the generators that stand for load that is not served"});
    }
}

void check_owner(const Question& question, const network::Network& network, const Parties& parties, Issues& issues) {
    if (question.rent_owner.empty()) return;
    bool found = false;
    for (const char* component : {"Link", "Process", "Line", "Transformer"}) {
        const network::Table& table = network.table(component);
        const network::Column* column = table.column(question.rent_owner);
        if (column == nullptr || column->kind != network::Kind::text) continue;
        found = true;
        for (int item = 0; item < table.size(); ++item) {
            const std::string& owner = table.text(question.rent_owner, item);
            if (owner.empty() || std::ranges::find(parties.names, owner) != parties.names.end()) continue;
            issues.push_back({Code::unknown_reference,
                              {{}, 0, 0, component, table.name(item), question.rent_owner},
                              "its owner " + quoted(owner) + " is no party." + did_you_mean(owner, parties.names),
                              "Name one of " + join(parties.names, ", ") + ", or nobody: then each end gets half"});
        }
    }
    if (!found)
        issues.push_back({Code::unknown_attribute,
                          {.field = "surplus.congestion_rent"},
                          "no branch has a column " + quoted(question.rent_owner) + " that could name its owner",
                          "Write \"half\", or the name of a column of texts"});
}

/// Nothing crosses unless all parties at a crossing are in the coalition.
std::vector<Restraint> closed_crossings(const network::Network& network, const Parties& parties) {
    std::vector<Restraint> closed;
    for (const Crossing& crossing : find_crossings(network, parties))
        closed.push_back({crossing.kind, crossing.item, Restraint::Effect::forbid, 0.0, crossing.needs, false});
    return closed;
}

void set_players(const Question& question, network::Network& network, Subject& subject, Issues& issues) {
    const bool barriers = question.players == Players::barriers;
    if (question.barriers.size() > most_barriers)
        issues.push_back({Code::out_of_range,
                          {.file = "barriers.csv"},
                          "there may be " + std::to_string(most_barriers) + " barriers, found " +
                              std::to_string(question.barriers.size()),
                          "Join barriers that are lifted together"});
    if (barriers) {
        for (const Barrier& barrier : question.barriers) subject.players.push_back(barrier.id);
        if (subject.players.empty() || subject.players.size() > most_barriers)
            issues.push_back({Code::out_of_range,
                              {.field = "question.players"},
                              "with barriers as players there must be 1 to 60 of them, found " +
                                  std::to_string(subject.players.size()),
                              "Add rows to barriers.csv"});
    } else {
        subject.players = subject.parties.names;
        if (subject.crossings == 0)
            issues.push_back(bus_issue(question.party_of_bus, "no branch connects two parties",
                                       "choose a column by which parties are connected"));
        if (question.outside == Outside::today && question.barriers.empty())
            issues.push_back({Code::bad_option,
                              {.field = "outside"},
                              "today's barriers are to be lifted, but there are none",
                              "Describe them in the barriers.csv of a case, or ask against autarky"});
    }
    if (!issues.empty()) return;
    Expected<Restrained> restrained = restrain(network, subject.parties, question.barriers, barriers);
    if (!restrained) {
        issues = std::move(restrained.error());
        return;
    }
    subject.touched = std::move(restrained->touched);
    if (!barriers && question.outside == Outside::autarky)  // twins that barriers need are crossings, too
        subject.restraints = closed_crossings(network, subject.parties);
    subject.restraints.insert(subject.restraints.end(), restrained->restraints.begin(), restrained->restraints.end());
}

/// Closing a line takes its row of the voltage law with it, which only a formulation by angles has.
bool closes_lines(const std::vector<Restraint>& restraints) {
    return std::ranges::any_of(restraints, [](const Restraint& restraint) {
        return restraint.effect == Restraint::Effect::forbid && dispatch::is_passive(restraint.kind);
    });
}

}  // namespace

dispatch::Options Subject::window_formulation(std::size_t window) const {
    dispatch::Options options = formulation;
    options.snapshots = windows[window];
    return options;
}

Subject Subject::with(std::vector<std::string> other_players, std::vector<Restraint> other_restraints) const {
    Subject other;
    other.network = std::make_unique<const network::Network>(*network);
    other.parties = parties;
    other.players = std::move(other_players);
    other.restraints = std::move(other_restraints);
    other.windows = windows;
    other.formulation = formulation;
    other.formulation.voltage_angles |= closes_lines(other.restraints);
    other.rent_owner = rent_owner;
    other.unserved = unserved;
    other.crossings = crossings;
    return other;
}

std::uint64_t Subject::digest() const {
    Digest digest;
    digest.add(network::digest(*network));
    for (const std::string& name : players) digest.add(std::string_view(name));
    for (const std::string& name : parties.names) digest.add(std::string_view(name));
    digest.add_all(std::span<const int>(parties.of_bus));
    for (const Restraint& r : restraints) {
        digest.add(static_cast<std::uint64_t>(r.kind));
        digest.add(static_cast<std::uint64_t>(r.item));
        digest.add(static_cast<std::uint64_t>(r.effect));
        digest.add(r.amount);
        digest.add(r.lifted_by.bits());
        digest.add(static_cast<std::uint64_t>(r.inverse));
    }
    for (const std::vector<int>& window : windows) digest.add_all(std::span<const int>(window));
    digest.add(std::string_view(rent_owner));
    for (const std::string& carrier : unserved) digest.add(std::string_view(carrier));
    digest.add(static_cast<std::uint64_t>(formulation.multi_investment));
    digest.add(static_cast<std::uint64_t>(formulation.linearized_commitment));
    return digest.value();
}

Expected<Subject> make_subject(const network::Network& network, const Question& question) {
    Subject subject;
    auto ready = std::make_unique<network::Network>(network);
    Issues issues = network::apply_standard_types(*ready);
    if (has_errors(issues)) return tl::unexpected(std::move(issues));
    issues.clear();
    Expected<Parties> parties = find_parties(*ready, question.party_of_bus);
    if (!parties) return tl::unexpected(std::move(parties.error()));
    subject.parties = std::move(*parties);
    order_parties(question, subject.parties, issues);
    if (!issues.empty()) return tl::unexpected(std::move(issues));
    check_owner(question, *ready, subject.parties, issues);
    check_unserved(question, *ready, issues);
    subject.crossings = find_crossings(*ready, subject.parties).size();
    set_players(question, *ready, subject, issues);
    cut_windows(question, *ready, subject, issues);
    check_delays(question, *ready, subject, issues);
    if (!issues.empty()) return tl::unexpected(std::move(issues));
    subject.rent_owner = question.rent_owner;
    subject.unserved = question.unserved;
    subject.formulation = question.formulation;
    subject.formulation.snapshots.clear();
    subject.formulation.voltage_angles = closes_lines(subject.restraints);
    subject.network = std::move(ready);
    return subject;
}

}  // namespace proeftuin::study
