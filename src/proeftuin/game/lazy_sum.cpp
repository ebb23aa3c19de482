// SPDX-License-Identifier: Apache-2.0
//
// Bounds of a sum are the sums of the bounds, widened by 2^-53 a term of what went in.
#include "proeftuin/game/lazy_sum.hpp"

#include <algorithm>
#include <cmath>

#include "proeftuin/base/assert.hpp"
#include "proeftuin/lp/sum.hpp"

namespace proeftuin::game {

LazySum::LazySum(std::vector<std::unique_ptr<LazyValues>> terms) : terms_(std::move(terms)) {
    PROEFTUIN_ASSERT(!terms_.empty());
    for (const auto& term : terms_) PROEFTUIN_ASSERT(term->num_players() == num_players());
    add_up();
}

void LazySum::add_up() {
    const std::size_t count = num_coalitions(num_players());
    lower_.assign(count, 0.0);
    upper_.assign(count, 0.0);
    std::vector<double> size(count, 0.0);
    for (const auto& term : terms_)
        for (std::size_t s = 0; s < count; ++s) {
            lower_[s] += term->lower()[s];
            upper_[s] += term->upper()[s];
            size[s] += std::fabs(term->lower()[s]) + std::fabs(term->upper()[s]);
        }
    for (std::size_t s = 1; s < count && terms_.size() > 1; ++s) {
        const double margin = std::isfinite(size[s]) ? static_cast<double>(terms_.size()) * 0x1p-53 * size[s] : 0.0;
        lower_[s] -= margin;
        upper_[s] += margin;
    }
}

bool LazySum::is_known(Coalition coalition) const {
    return std::ranges::all_of(terms_, [&](const auto& term) { return term->is_known(coalition); });
}

double LazySum::value(Coalition coalition) const {
    lp::Sum sum;
    for (const auto& term : terms_) sum.add(term->value(coalition));
    return static_cast<double>(sum.value());
}

bool LazySum::sharpen(std::span<const Coalition> coalitions, Sides sides) {
    bool helped = false;
    for (const auto& term : terms_) helped = term->sharpen(coalitions, sides) || helped;
    if (helped) add_up();
    return helped;
}

bool LazySum::solve(Coalition coalition) {
    bool fine = true;
    for (const auto& term : terms_) fine = fine && (term->is_known(coalition) || term->solve(coalition));
    add_up();
    return fine;
}

}  // namespace proeftuin::game
