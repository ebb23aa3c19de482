// SPDX-License-Identifier: Apache-2.0

#include "proeftuin/dispatch/basis_memory.hpp"

#include <cmath>
#include <utility>

namespace proeftuin::dispatch {

namespace {

std::vector<double> finite_bounds(const lp::Problem& problem) {
    std::vector<double> bounds;
    bounds.reserve(2 * (problem.cost.size() + problem.row_lower.size()));
    for (const auto* side : {&problem.column_lower, &problem.column_upper, &problem.row_lower, &problem.row_upper})
        for (const double bound : *side) bounds.push_back(std::isfinite(bound) ? bound : 0.0);
    return bounds;
}

/// Sum of absolute differences, or something above `limit` as soon as that is passed.
double distance(const std::vector<double>& a, const std::vector<double>& b, double limit) {
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size() && sum <= limit; ++i) sum += std::abs(a[i] - b[i]);
    return sum;
}

}  // namespace

void BasisMemory::learn(const lp::Problem& problem, const lp::Basis& basis) {
    if (basis.empty() || capacity_ == 0) return;
    Entry entry{finite_bounds(problem), basis};
    if (entries_.size() < capacity_) entries_.push_back(std::move(entry));
    else entries_[next_] = std::move(entry);
    next_ = (next_ + 1) % capacity_;
}

lp::Basis BasisMemory::propose(const lp::Problem& problem) const {
    const std::vector<double> bounds = finite_bounds(problem);
    const Entry* best = nullptr;
    double least = lp::infinity;
    for (const Entry& entry : entries_) {
        if (entry.bounds.size() != bounds.size()) continue;
        const double d = distance(bounds, entry.bounds, least);
        if (d >= least) continue;
        least = d;
        best = &entry;
    }
    return best == nullptr ? lp::Basis{} : best->basis;
}

}  // namespace proeftuin::dispatch
