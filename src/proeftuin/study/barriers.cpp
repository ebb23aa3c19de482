// SPDX-License-Identifier: Apache-2.0
//
// From barriers to restraints of components. Two effects need another network, which has the same optimum when nothing is lifted
// and when everything is:
//
//     charge   A cost per MWh either way is linear only where flow goes one way: a link with p_min_pu < 0 becomes two, one each
//              way, of the same capacity. Without a charge both ways at once gain nothing.
//     delay    What leaves at t arrives d hours later, in either direction, so a link with p_min_pu < 0 is parted, too. The link
//              gets a twin with the delay; of the two, the twin may be used while the barrier stands and the link itself once
//              it is lifted.

#include "proeftuin/study/barriers.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "proeftuin/base/text.hpp"
#include "proeftuin/study/links.hpp"

namespace proeftuin::study {

namespace {

using network::Table;

class Restrainer {
  public:
    Restrainer(network::Network& network, const Parties& parties, const std::vector<Barrier>& barriers,
               bool players_are_barriers)
        : network_(network), parties_(parties), barriers_(barriers), players_are_barriers_(players_are_barriers) {}

    Expected<Restrained> run() {
        std::vector<std::vector<int>> chosen;
        for (const Barrier& barrier : barriers_) chosen.push_back(select(barrier));
        for (std::size_t b = 0; b < barriers_.size(); ++b)
            if (!chosen[b].empty()) check(barriers_[b], chosen[b]);
        if (!issues_.empty()) return tl::unexpected(std::move(issues_));
        part_both_ways(chosen);
        for (std::size_t b = 0; b < barriers_.size(); ++b) {
            result_.touched.push_back(chosen[b].size());
            if (barriers_[b].effect != Barrier::Effect::delay) add(b, chosen[b]);
        }
        add_delays(chosen);
        return std::move(result_);
    }

  private:
    void complain(const Barrier& barrier, Code code, std::string message, std::string remedy) {
        Place place = barrier.place;
        place.component = "barrier";
        place.name = barrier.id;
        issues_.push_back({code, std::move(place), std::move(message), std::move(remedy)});
    }

    [[nodiscard]] const Table* table_of(const Barrier& barrier) {
        std::vector<std::string> known;
        for (const dispatch::Kind kind : dispatch::all_kinds) {
            const std::string component(dispatch::names_of(kind).component);
            if (component == barrier.selector.component) return &network_.table(component);
            known.push_back(component);
        }
        complain(barrier, Code::unknown_component,
                 "no component type " + quoted(barrier.selector.component) + " has a flow." +
                     did_you_mean(barrier.selector.component, known),
                 "Use one of " + join(known, ", "));
        return nullptr;
    }

    /// Is the selector's text one that can be understood?
    bool understood(const Barrier& barrier, const Table& table) {
        const std::size_t before = issues_.size();
        for (const std::string& party : {barrier.selector.party0, barrier.selector.party1})
            if (!party.empty() && party != "*" && std::ranges::find(parties_.names, party) == parties_.names.end())
                complain(barrier, Code::unknown_reference,
                         "there is no party " + quoted(party) + '.' + did_you_mean(party, parties_.names),
                         "Parties are " + join(parties_.names, ", "));
        for (const auto& [attribute, patterns] : barrier.selector.conditions) {
            if (attribute == "name") continue;
            const network::Column* column = table.column(attribute);
            if (column == nullptr || column->kind != network::Kind::text)
                complain(barrier, Code::unknown_attribute,
                         barrier.selector.component + " has no texts " + quoted(attribute) + " in this network",
                         "Choose by name, carrier or another column of texts");
        }
        return issues_.size() == before;
    }

    [[nodiscard]] bool lies_between(const Selector& selector, const Coalition ends) const {
        if (selector.party0.empty()) return true;
        if (ends.size() < 2) return false;
        const auto has = [&](const std::string& party) {
            const auto at = std::ranges::find(parties_.names, party) - parties_.names.begin();
            return party == "*" || ends.contains(static_cast<int>(at));
        };
        return has(selector.party0) && has(selector.party1);
    }

    [[nodiscard]] Coalition ends_of(const Table& table, int item) const {
        Coalition ends;
        for (const int party : parties_at(network_, table, item, parties_)) ends |= Coalition::single(party);
        return ends;
    }

    std::vector<int> select(const Barrier& barrier) {
        std::vector<int> chosen;
        const Table* table = table_of(barrier);
        if (table == nullptr || !understood(barrier, *table)) return chosen;
        for (int item = 0; item < table->size(); ++item) {
            if (!lies_between(barrier.selector, ends_of(*table, item))) continue;
            const bool all = std::ranges::all_of(barrier.selector.conditions, [&](const auto& condition) {
                const std::string& text =
                    condition.first == "name" ? table->name(item) : table->text(condition.first, item);
                return std::ranges::any_of(condition.second,
                                           [&](const std::string& pattern) { return matches(text, pattern); });
            });
            if (all) chosen.push_back(item);
        }
        if (chosen.empty())
            complain(barrier, Code::unknown_reference,
                     "the barrier acts on nothing: no " + barrier.selector.component + " of the network matches",
                     "Compare its between and components with the network");
        return chosen;
    }

    void check(const Barrier& barrier, const std::vector<int>& chosen) {
        using Effect = Barrier::Effect;
        const Table& table = network_.table(barrier.selector.component);
        const bool link = barrier.selector.component == "Link";
        if (barrier.effect == Effect::delay && !link)
            complain(barrier, Code::unsupported_feature, "only links can be delayed",
                     "Write the connection as a Link, or choose another effect");
        if (barrier.effect == Effect::charge && !link && barrier.selector.component != "Generator")
            complain(barrier, Code::unsupported_feature, "only links and generators can be charged",
                     "Write the connection as a Link, or choose another effect");
        if (barrier.effect == Effect::charge && !network_.scenarios.names.empty())
            complain(barrier, Code::unsupported_feature, "charges in a network with scenarios are not computed",
                     "Take one scenario, or choose another effect");
        for (const int item : chosen) {
            if (barrier.effect == Effect::limit_factor) check_factor(barrier, table, item);
            if (barrier.effect == Effect::delay && link) check_delay(barrier, table, item);
            if (directed(barrier) && flows_back(network_, barrier.selector.component, item))
                check_both_ways(barrier, table, item);
        }
    }

    /// Is what it does to a component different for each direction of the flow?
    [[nodiscard]] static bool directed(const Barrier& barrier) {
        return barrier.effect == Barrier::Effect::charge || barrier.effect == Barrier::Effect::delay;
    }

    /// Has the component a limit of its own, of which there is a part?
    void check_factor(const Barrier& barrier, const Table& table, int item) {
        const std::string& component = barrier.selector.component;
        const std::string nominal = component == "Line" || component == "Transformer" ? "s_nom" : "p_nom";
        if (component != "Store" && !table.flag(nominal + "_extendable", item) && !table.flag("committable", item) &&
            std::abs(table.number(nominal, item)) < lp::infinity)
            return;
        complain(barrier, Code::unsupported_feature,
                 quoted(table.name(item)) +
                     " has no given capacity in MW that it may always use, of which a part could be forbidden",
                 "Give the limit in MW");
    }

    /// Can the link have a delayed twin, of which one is used at a time?
    void check_delay(const Barrier& barrier, const Table& links, int item) {
        if (links.flag("p_nom_extendable", item) || links.flag("committable", item))
            complain(barrier, Code::unsupported_feature,
                     quoted(links.name(item)) + " cannot be delayed: its capacity or status is to be decided",
                     "Give its capacity, and no commitment");
        if (!delayed_.insert(item).second)
            complain(barrier, Code::unsupported_feature, quoted(links.name(item)) + " is delayed by two barriers",
                     "Make them one barrier");
    }

    /// Can what flows both ways be parted into two directions?
    void check_both_ways(const Barrier& barrier, const Table& table, int item) {
        if (barrier.selector.component == "Generator")
            complain(barrier, Code::unsupported_feature,
                     quoted(table.name(item)) + " also takes power (p_min_pu < 0), which a charge would reward",
                     "Charge a generator that only makes power, or write what is taken as another one");
        else if (barrier.selector.component == "Link" && !may_part(network_, item))
            complain(barrier, Code::unsupported_feature,
                     quoted(table.name(item)) +
                         " flows both ways and cannot be parted for a charge or delay: that needs a plain link "
                         "(two ends, efficiency 1, given capacity, no ramps, no commitment, no delay, no given flow)",
                     "Write it as two links of one direction each");
    }

    /// Every link that is charged or delayed and flows both ways becomes two; selections follow.
    void part_both_ways(std::vector<std::vector<int>>& chosen) {
        std::vector<int> both_ways;
        for (std::size_t b = 0; b < barriers_.size(); ++b)
            if (directed(barriers_[b]) && barriers_[b].selector.component == "Link")
                for (const int item : chosen[b])
                    if (flows_back(network_, "Link", item) && std::ranges::find(both_ways, item) == both_ways.end())
                        both_ways.push_back(item);
        if (both_ways.empty()) return;
        const int first = part_links(network_, both_ways);
        for (std::size_t b = 0; b < barriers_.size(); ++b) {
            if (barriers_[b].selector.component != "Link") continue;
            for (std::size_t k = 0; k < both_ways.size(); ++k)
                if (std::ranges::find(chosen[b], both_ways[k]) != chosen[b].end())
                    chosen[b].push_back(first + static_cast<int>(k));
        }
    }

    [[nodiscard]] Coalition lifted_by(std::size_t barrier, const Table& table, int item) const {
        return players_are_barriers_ ? Coalition::single(static_cast<int>(barrier)) : ends_of(table, item);
    }

    [[nodiscard]] static dispatch::Kind kind_of(const std::string& component) {
        return *std::ranges::find_if(dispatch::all_kinds,
                                     [&](dispatch::Kind k) { return dispatch::names_of(k).component == component; });
    }

    void add(std::size_t b, const std::vector<int>& items) {
        const Barrier& barrier = barriers_[b];
        const Table& table = network_.table(barrier.selector.component);
        Restraint::Effect effect = Restraint::Effect::forbid;
        if (barrier.effect == Barrier::Effect::limit) effect = Restraint::Effect::limit;
        if (barrier.effect == Barrier::Effect::limit_factor) effect = Restraint::Effect::limit_factor;
        if (barrier.effect == Barrier::Effect::charge) effect = Restraint::Effect::charge;
        for (const int item : items)
            result_.restraints.push_back(
                {kind_of(barrier.selector.component), item, effect, barrier.amount, lifted_by(b, table, item), false});
    }

    /// Twins of delayed links; every other restraint of a link holds for its twin too.
    void add_delays(const std::vector<std::vector<int>>& chosen) {
        const Table& links = network_.table("Link");
        for (std::size_t b = 0; b < barriers_.size(); ++b) {
            if (barriers_[b].effect != Barrier::Effect::delay) continue;
            const int first = delay_links(network_, chosen[b], barriers_[b].amount);
            const std::vector<Restraint> before = result_.restraints;
            for (std::size_t k = 0; k < chosen[b].size(); ++k) {
                const int twin = first + static_cast<int>(k);
                for (Restraint restraint : before) {
                    if (restraint.kind != dispatch::Kind::link || restraint.item != chosen[b][k]) continue;
                    restraint.item = twin;
                    result_.restraints.push_back(restraint);
                }
                const Coalition lifters = lifted_by(b, links, twin);
                using Effect = Restraint::Effect;
                result_.restraints.push_back({dispatch::Kind::link, chosen[b][k], Effect::forbid, 0.0, lifters, false});
                result_.restraints.push_back({dispatch::Kind::link, twin, Effect::forbid, 0.0, lifters, true});
            }
        }
    }

    network::Network& network_;
    const Parties& parties_;
    const std::vector<Barrier>& barriers_;
    bool players_are_barriers_;
    Restrained result_;
    std::set<int> delayed_;
    Issues issues_;
};

}  // namespace

Selector parse_selector(const std::string& components, const std::string& between, const Place& place, Issues& issues) {
    Selector selector;
    const auto complain = [&](std::string message, std::string remedy) {
        issues.push_back({Code::file_format, place, std::move(message), std::move(remedy)});
    };
    const std::vector<std::string_view> parts = split(components, ';');
    if (!trimmed(components).empty()) selector.component = std::string(trimmed(parts.front()));
    for (std::size_t i = 1; i < parts.size(); ++i) {
        const std::string_view part = trimmed(parts[i]);
        const std::size_t equals = part.find('=');
        if (equals == std::string_view::npos || equals == 0 || equals + 1 == part.size()) {
            complain(quoted(part) + " is no condition",
                     "Write attribute=text or attribute=text|text, such as carrier=DC");
            continue;
        }
        auto& [attribute, patterns] = selector.conditions.emplace_back();
        attribute = std::string(trimmed(part.substr(0, equals)));
        for (const std::string_view pattern : split(part.substr(equals + 1), '|'))
            patterns.emplace_back(trimmed(pattern));
    }
    if (trimmed(between).empty()) return selector;
    const std::vector<std::string_view> ends = split(between, '+');
    const bool same = ends.size() == 2 && trimmed(ends[0]) == trimmed(ends[1]) && trimmed(ends[0]) != "*";
    if (ends.size() != 2 || trimmed(ends[0]).empty() || trimmed(ends[1]).empty() || same) {
        complain(quoted(between) + " does not name two parties", "Write NL+BE, NL+*, *+* or nothing");
        return selector;
    }
    selector.party0 = std::string(trimmed(ends[0]));
    selector.party1 = std::string(trimmed(ends[1]));
    return selector;
}

Expected<Restrained> restrain(network::Network& network, const Parties& parties, const std::vector<Barrier>& barriers,
                              bool players_are_barriers) {
    return Restrainer(network, parties, barriers, players_are_barriers).run();
}

}  // namespace proeftuin::study
