// SPDX-License-Identifier: Apache-2.0
//
// min  sum_b f_b(s_b) + sum_a c_a x_a   subject to  s_b = need_b + outflow_b - inflow_b,  l_a <= x_a <= u_a,
//
// f_b convex and piecewise linear (a merit order). Flows start where they are cheapest by themselves, every bus
// follows its own merit order, and then one unit more in one place takes the place of one unit less in another, over
// the cheapest path with room, as long as that saves something: successive shortest paths (Busacker and Gowen 1960;
// Ahuja, Magnanti, Orlin: Network Flows, 1993, chapter 9). No path ever has a cycle of negative cost, since the arcs
// start without one and every exchange runs along shortest paths (arcs without a price make none whatever flows on
// them, so they may start anywhere). Each exchange uses up a step or an arc, so there are finitely many; at the end
// the price of one unit more at each bus is a dual optimum.
//
// Nobody has to trust that end: a caller that wants a lower bound evaluates the dual function at the prices, whatever
// they are, and one that wants an upper bound takes the cost of the flows, which meet the needs at every stage.
#include "proeftuin/study/transport.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace proeftuin::study {

namespace {

constexpr double no_price = 1e9;      // of a unit that is not there, and minus that of one there is no use for
constexpr double worth_while = 1e-9;  // an exchange that saves less a unit is rounding
constexpr double rounding = 1e-9;     // of a need that is not met, in the units of a solver's tolerance
constexpr double everything = std::numeric_limits<double>::infinity();

}  // namespace

bool Clearing::start(const Market& market, std::span<const double> guess) {
    const bool free = std::ranges::all_of(market.arcs, [](const Arc& arc) { return arc.price == 0.0; });
    const std::size_t num_buses = market.need.size();
    flow_.resize(market.arcs.size());
    place_.resize(num_buses);
    price_.assign(market.need.begin(), market.need.end());  // for now: what each bus injects
    for (std::size_t a = 0; a < flow_.size(); ++a) {
        const Arc& arc = market.arcs[a];
        flow_[a] = arc.price > 0.0 ? arc.lower
                   : arc.price < 0.0
                       ? arc.upper
                       : std::min(std::max(free && !guess.empty() ? guess[a] : 0.0, arc.lower), arc.upper);
        if (!std::isfinite(flow_[a]) || arc.lower > arc.upper) return false;
        price_[static_cast<std::size_t>(arc.from)] += flow_[a];
        price_[static_cast<std::size_t>(arc.to)] -= flow_[a];
    }
    for (std::size_t b = 0; b < num_buses; ++b) {
        double rest = price_[b];
        int step = rest < 0.0 ? -1 : 0;
        const int steps = static_cast<int>(market.steps[b].size());
        for (; step >= 0 && step < steps && rest > market.steps[b][static_cast<std::size_t>(step)].size; ++step)
            rest -= market.steps[b][static_cast<std::size_t>(step)].size;
        place_[b] = {step, rest};
    }
    return true;
}

Clearing::Margin Clearing::up(const Market& market, std::size_t bus) const {
    Place place = place_[bus];
    const std::span<const Step> steps = market.steps[bus];
    if (place.step < 0 && place.used < 0.0) return {-no_price, -place.used};
    if (place.step < 0 ||
        (place.step < std::ssize(steps) && place.used >= steps[static_cast<std::size_t>(place.step)].size))
        place = {place.step + 1, 0.0};
    if (place.step >= std::ssize(steps)) return {no_price, everything};
    const Step& step = steps[static_cast<std::size_t>(place.step)];
    return {step.price, step.size - place.used};
}

Clearing::Margin Clearing::down(const Market& market, std::size_t bus) const {
    Place place = place_[bus];
    const std::span<const Step> steps = market.steps[bus];
    if (place.step >= 0 && place.used <= 0.0) {
        --place.step;
        place.used = place.step >= 0 ? steps[static_cast<std::size_t>(place.step)].size : 0.0;
    }
    if (place.step < 0) return {-no_price, everything};
    const double price = place.step >= std::ssize(steps) ? no_price : steps[static_cast<std::size_t>(place.step)].price;
    return {price, place.used};
}

void Clearing::inject(const Market& market, std::size_t bus, double amount, bool whole_step) {
    Place& place = place_[bus];
    const std::span<const Step> steps = market.steps[bus];
    const auto full = [&](int step) {
        return step < 0 ? 0.0 : step < std::ssize(steps) ? steps[static_cast<std::size_t>(step)].size : everything;
    };
    if (amount > 0.0) {
        if (place.used >= full(place.step)) place = {place.step + 1, 0.0};
        place.used = whole_step ? full(place.step) : place.used + amount;
    } else {
        if (place.step >= 0 && place.used <= 0.0) place = {place.step - 1, full(place.step - 1)};
        place.used = whole_step ? 0.0 : place.used + amount;
    }
}

void Clearing::spread_prices(const Market& market) {
    const std::size_t num_buses = market.need.size();
    price_.resize(num_buses);
    came_by_.assign(num_buses, -1);
    for (std::size_t b = 0; b < num_buses; ++b) price_[b] = up(market, b).price;
    bool changed = true;
    for (std::size_t round = 0; changed && round <= num_buses; ++round) {
        changed = false;
        for (std::size_t a = 0; a < market.arcs.size(); ++a) {
            const Arc& arc = market.arcs[a];
            double& from = price_[static_cast<std::size_t>(arc.from)];
            double& to = price_[static_cast<std::size_t>(arc.to)];
            if (flow_[a] < arc.upper && from + arc.price < to - worth_while) {
                to = from + arc.price;
                came_by_[static_cast<std::size_t>(arc.to)] = static_cast<int>(a);
                changed = true;
            }
            if (flow_[a] > arc.lower && to - arc.price < from - worth_while) {
                from = to - arc.price;
                came_by_[static_cast<std::size_t>(arc.from)] = static_cast<int>(a);
                changed = true;
            }
        }
    }
}

bool Clearing::improve(const Market& market) {
    std::size_t sink = 0;
    Margin best{worth_while, 0.0};
    for (std::size_t b = 0; b < price_.size(); ++b) {
        const Margin less = down(market, b);
        if (came_by_[b] >= 0 && less.price - price_[b] > best.price)
            best = {less.price - price_[b], less.room}, sink = b;
    }
    if (best.room <= 0.0) return false;
    double amount = best.room;
    std::size_t source = sink;
    for (std::size_t length = 0; came_by_[source] >= 0; ++length) {
        if (length > price_.size()) return false;  // a cycle: rounding
        const auto a = static_cast<std::size_t>(came_by_[source]);
        const Arc& arc = market.arcs[a];
        const bool forward = static_cast<std::size_t>(arc.to) == source;
        amount = std::min(amount, forward ? arc.upper - flow_[a] : flow_[a] - arc.lower);
        source = static_cast<std::size_t>(forward ? arc.from : arc.to);
    }
    const double room = up(market, source).room;
    amount = std::min(amount, room);
    if (!(amount > 0.0) || amount == everything) return false;
    inject(market, sink, -amount, amount == best.room);
    inject(market, source, amount, amount == room);
    for (std::size_t b = sink; came_by_[b] >= 0;) {
        const auto a = static_cast<std::size_t>(came_by_[b]);
        const Arc& arc = market.arcs[a];
        const bool forward = static_cast<std::size_t>(arc.to) == b;
        const double rest = forward ? arc.upper - flow_[a] : flow_[a] - arc.lower;
        if (amount == rest) flow_[a] = forward ? arc.upper : arc.lower;
        else flow_[a] += forward ? amount : -amount;
        b = static_cast<std::size_t>(forward ? arc.from : arc.to);
    }
    return true;
}

bool Clearing::clear(const Market& market, std::span<const double> guess) {
    if (!start(market, guess)) return false;
    const std::size_t most = 100 * (market.arcs.size() + 20 * market.need.size());
    for (std::size_t exchange = 0; exchange < most; ++exchange) {
        spread_prices(market);
        if (!improve(market)) break;
    }
    for (std::size_t b = 0; b < place_.size(); ++b) {
        const Place& place = place_[b];
        const double unnoticed = rounding * std::max(1.0, std::fabs(market.need[b]));
        const bool missing = place.step >= std::ssize(market.steps[b]) && place.used > unnoticed;
        if (missing || (place.step < 0 && place.used < -unnoticed)) return false;
    }
    return true;
}

double Clearing::cost(const Market& market) const {
    double sum = 0.0;
    for (std::size_t a = 0; a < flow_.size(); ++a) sum += flow_[a] * market.arcs[a].price;
    for (std::size_t b = 0; b < place_.size(); ++b) {
        const Place& place = place_[b];
        const std::span<const Step> steps = market.steps[b];
        for (int k = 0; k < place.step && k < std::ssize(steps); ++k)
            sum += steps[static_cast<std::size_t>(k)].price * steps[static_cast<std::size_t>(k)].size;
        if (place.step >= 0 && place.step < std::ssize(steps))
            sum += steps[static_cast<std::size_t>(place.step)].price * place.used;
    }
    return sum;
}

}  // namespace proeftuin::study
