// SPDX-License-Identifier: Apache-2.0
//
// What borders cost: a walk over a few sets of open borders, with borders as players. C(O) is the least cost when the borders in O
// are open, B all borders, w_p a party's welfare:
//
//     last(b)  = C(B - b) - C(B)       of a party  w_p(B) - w_p(B - b)
//     first(b) = C({}) - C({b})        of a party  w_p({b}) - w_p({})
//
// C lies between its dual bound and its cost, so last(b) lies in [bound(B - b) - cost(B), cost(B - b) - bound(B)]. A crossing of
// several borders (a link with more than two ends) is closed unless all of them are open. C falls with O, so last and first are
// not negative, to the tolerance of the certificates.
//
// A coalition has at most 63 players. Of more borders, groups are asked one after the other; those of other groups are one more player.
//
// The shadow value of a border is that of its best crossing in each direction: the worth of a MW from the duals of all together
// (indicators.cpp), whose slope in the capacity holds from the optimum on, and can only fall as more is built.

#include "proeftuin/study/borders.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace proeftuin::study {

namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

/// Borders whose costs are asked in one walk: positions [first, last) of all.
struct Group {
    std::size_t first, last;
    bool rest;  // is there one more player, for all others?

    [[nodiscard]] int size() const { return static_cast<int>(last - first); }
    [[nodiscard]] int player_of(std::size_t border) const {
        return border >= first && border < last ? static_cast<int>(border - first) : size();
    }
};

std::vector<Group> groups_of(std::size_t borders) {
    constexpr std::size_t most = Coalition::max_players;
    if (borders <= most) return {{0, borders, false}};
    std::vector<Group> groups;
    for (std::size_t first = 0; first < borders; first += most - 1)
        groups.push_back({first, std::min(borders, first + most - 1), true});
    return groups;
}

/// Crossings closed unless their borders are open. Barriers are lifted: only what holds where they are lifted is left.
std::vector<Restraint> restraints_of(const Subject& subject, const std::vector<Border>& borders, const Group& group) {
    std::vector<Restraint> restraints;
    const std::vector<Exchange> exchanges = find_exchanges(*subject.network, subject.parties);
    for (std::size_t b = 0; b < borders.size(); ++b)
        for (const std::size_t e : borders[b].exchanges) {
            const Exchange& exchange = exchanges[e];
            const auto known = std::ranges::find_if(restraints, [&](const Restraint& restraint) {
                return restraint.kind == exchange.kind && restraint.item == exchange.item;
            });
            const Coalition opens = Coalition::single(group.player_of(b));
            if (known != restraints.end()) known->lifted_by |= opens;
            else
                restraints.push_back({.kind = exchange.kind,
                                      .item = exchange.item,
                                      .effect = Restraint::Effect::forbid,
                                      .lifted_by = opens});
        }
    for (Restraint restraint : subject.restraints)
        if (restraint.inverse) {
            restraint.lifted_by = {};  // lifted by nobody's leave: it always holds
            restraints.push_back(restraint);
        }
    return restraints;
}

std::vector<double> differences(const Evaluation& more, const Evaluation& less) {
    std::vector<double> parties;
    if (more.outcome.size() != less.outcome.size()) return parties;
    for (std::size_t p = 0; p < more.outcome.size(); ++p)
        parties.push_back(more.outcome[p].total() - less.outcome[p].total());
    return parties;
}

bool optimal(const Evaluation& evaluation) { return evaluation.termination == lp::Termination::optimal; }

void set_costs(Border& border, const Evaluation& all, const Evaluation& without, const Evaluation& none,
               const Evaluation& only) {
    border.last = border.last_lower = border.last_upper = border.first = nan;
    if (optimal(all) && optimal(without)) {
        border.last = without.cost - all.cost;
        border.last_lower = cost_interval(without).first - cost_interval(all).second;
        border.last_upper = cost_interval(without).second - cost_interval(all).first;
        border.last_parties = differences(all, without);
    }
    if (optimal(none) && optimal(only)) {
        border.first = none.cost - only.cost;
        border.first_parties = differences(only, none);
    }
}

/// Solves a group; false when cancelled.
bool ask(const Subject& subject, const Group& group, std::vector<Border>& borders, WalkOptions options) {
    std::vector<std::string> names;
    for (std::size_t b = group.first; b < group.last; ++b)
        names.push_back(subject.parties.names[static_cast<std::size_t>(borders[b].party0)] + "-" +
                        subject.parties.names[static_cast<std::size_t>(borders[b].party1)]);
    if (group.rest) names.emplace_back("others");
    const Subject of_borders = subject.with(std::move(names), restraints_of(subject, borders, group));
    const Coalition all = Coalition::all(of_borders.num_players());
    options.only = {Coalition{}, all};
    for (int b = 0; b < group.size(); ++b) {
        options.only.push_back(all.without(b));
        options.only.push_back(Coalition::single(b));
    }
    const WalkResult result = walk_all(of_borders, options);
    if (options.cancelled && options.cancelled()) return false;
    for (int b = 0; b < group.size(); ++b) {
        const std::size_t place = 2 + 2 * static_cast<std::size_t>(b);
        set_costs(borders[group.first + static_cast<std::size_t>(b)], result.evaluations[1], result.evaluations[place],
                  result.evaluations[0], result.evaluations[place + 1]);
    }
    return true;
}

/// Of the crossings whose capacity is given, the most that one more MW in a direction is worth.
std::optional<double> shadow_of(const Border& border, const std::vector<Exchange>& exchanges,
                                const Indicators& together) {
    double onward = 0.0, back = 0.0;
    bool any = false;
    for (const std::size_t e : border.exchanges) {
        if (std::isnan(exchanges[e].capacity_mw) || e >= together.exchanges.size()) continue;
        any = true;
        double forth = together.exchanges[e].worth_eur_per_mw, other = together.exchanges[e].worth_back_eur_per_mw;
        if (exchanges[e].from != border.party0) std::swap(forth, other);
        onward = std::max(onward, forth);
        back = std::max(back, other);
    }
    return any ? std::optional(onward + back) : std::nullopt;
}

}  // namespace

std::vector<Border> find_borders(const network::Network& network, const Parties& parties) {
    const std::vector<Exchange> exchanges = find_exchanges(network, parties);
    std::vector<Border> borders;
    for (std::size_t e = 0; e < exchanges.size(); ++e) {
        const auto [party0, party1] = std::minmax(exchanges[e].from, exchanges[e].to);
        auto border = std::ranges::find_if(
            borders, [&](const Border& known) { return known.party0 == party0 && known.party1 == party1; });
        if (border == borders.end()) {
            borders.push_back({.party0 = party0, .party1 = party1});
            border = std::prev(borders.end());
        }
        border->exchanges.push_back(e);
    }
    for (Border& border : borders) {
        double onward = 0.0, back = 0.0;
        for (const std::size_t e : border.exchanges) {
            const bool forth = exchanges[e].from == border.party0;
            if (forth || exchanges[e].both_ways) onward += exchanges[e].capacity_mw;
            if (!forth || exchanges[e].both_ways) back += exchanges[e].capacity_mw;
        }
        border.capacity_mw = std::isnan(onward) || std::isnan(back) ? nan : std::max(onward, back);
    }
    std::ranges::sort(borders, {}, [](const Border& border) { return std::pair(border.party0, border.party1); });
    return borders;
}

std::vector<Border> border_costs(const Subject& subject, const Indicators& together, const WalkOptions& options) {
    std::vector<Border> borders = find_borders(*subject.network, subject.parties);
    const std::vector<Exchange> exchanges = find_exchanges(*subject.network, subject.parties);
    WalkOptions own = options;
    own.price_ranges = own.indicators = own.keep_windows = false;
    const std::vector<Group> groups = groups_of(borders.size());
    for (std::size_t g = 0; g < groups.size(); ++g) {
        own.progress = part_of(options.progress, static_cast<double>(g) / static_cast<double>(groups.size()),
                               static_cast<double>(g + 1) / static_cast<double>(groups.size()));
        if (!ask(subject, groups[g], borders, own)) return {};
    }
    for (Border& border : borders) border.shadow_eur_per_mw = shadow_of(border, exchanges, together);
    const auto cost = [](const Border& border) {
        return std::isnan(border.last) ? -std::numeric_limits<double>::infinity() : border.last;
    };
    std::ranges::stable_sort(borders, std::ranges::greater{}, cost);
    return borders;
}

}  // namespace proeftuin::study
