// SPDX-License-Identifier: Apache-2.0
//
// The coalition whose upper bound leaves the largest excess is sharpened, then solved, until it is one whose value is
// known: its excess is then at least that of every other bound, so at least that of every other value.
#include <algorithm>
#include <queue>

#include "proeftuin/game/lazy.hpp"

namespace proeftuin::game {
namespace {

struct Entry {
    double excess;
    Coalition coalition;
    bool sharp = false;                         // only a solve can tell more
    bool operator<(const Entry& other) const {  // the largest first; among equal ones the first in bit order
        return excess != other.excess ? excess < other.excess : coalition > other.coalition;
    }
};

}  // namespace

LazyObjection lazy_objection(LazyValues& values, std::span<const double> shares) {
    const auto excess = [&](Coalition coalition) {
        double rest = values.is_known(coalition) ? values.value(coalition) : values.upper()[coalition.index()];
        for (const int player : coalition) rest -= shares[static_cast<std::size_t>(player)];
        return rest;
    };
    std::priority_queue<Entry> queue;
    for (std::size_t s = 1; s + 1 < num_coalitions(values.num_players()); ++s)
        queue.push({excess(Coalition::from_bits(s)), Coalition::from_bits(s)});
    LazyObjection result;
    while (!queue.empty()) {
        Entry top = queue.top();
        queue.pop();
        const double now = excess(top.coalition);
        if (now < top.excess) {
            top.excess = now;
            queue.push(top);
        } else if (values.is_known(top.coalition)) {
            result.objection = {top.coalition, now};
            return result;
        } else if (!top.sharp) {
            top.sharp = !values.sharpen({&top.coalition, 1}, Sides::upper);
            queue.push(top);
        } else {
            if (!values.solve(top.coalition)) {
                result.failed = true;
                result.failed_at = top.coalition;
                return result;
            }
            top.excess = excess(top.coalition);
            queue.push(top);
        }
    }
    return result;
}

}  // namespace proeftuin::game
