// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/study/window_model.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace proeftuin::study {

namespace {

std::unique_ptr<dispatch::Template> formulated(const Subject& subject, std::size_t window) {
    auto made = dispatch::formulate(*subject.network, subject.window_formulation(window));
    if (!made) throw InputError(std::move(made.error()));
    return std::move(*made);
}

}  // namespace

WindowModel::WindowModel(const Subject& subject, std::size_t window, const WalkOptions& options)
    : model_(formulated(subject, window)),
      patches_(*model_, subject.restraints),
      parts_(*model_, patches_, subject.parties),
      reader_(*model_, subject.parties, subject.rent_owner),
      cold_(options.cold),
      price_ranges_(options.price_ranges),
      options_(options.session) {
    if (options.indicators) indicators_.emplace(*model_, subject.parties, subject.unserved);
    options_.will_resolve = true;
    if (options_.backend == lp::Backend::automatic) options_.backend = lp::choose(model_->problem, true);
}

void WindowModel::expect(const PartPlan& plan) const {
    if (parts_.block_of_party() != plan.block_of_party)
        throw std::logic_error("windows of one subject fall apart differently");
}

Found WindowModel::solve(const Part& part, Coalition coalition, const std::vector<Parent>& parents,
                         bool with_range) const {
    const Parts::Problem own = parts_.problem(part, coalition);
    lp::Session session(own.problem, options_);
    if (!parents.empty() && !cold_) session.set_basis(start_of(own, parents));
    const lp::Solution solution = session.solve();
    Found found{evaluation_of(solution), solution.basis};
    if (solution.termination != lp::Termination::optimal || !solution.has_dual) return found;
    const lp::Solution whole = spread(own, solution);
    found.evaluation.outcome = reader_.read(whole, own.patch);
    if (indicators_) found.evaluation.indicators = indicators_->read(whole, own.patch, parties_of(part));
    if (with_range && price_ranges_ && own.problem.num_integers() == 0)
        found.evaluation.range = ranges(own, solution, whole, found.evaluation.outcome);
    return found;
}

Coalition WindowModel::parties_of(const Part& part) const {
    Coalition parties;
    const std::vector<int>& block = parts_.block_of_party();
    for (std::size_t p = 0; p < block.size(); ++p)
        if ((part.blocks >> block[p] & 1U) != 0) parties = parties.with(static_cast<int>(p));
    return parties;
}

lp::Basis WindowModel::start_of(const Parts::Problem& own, const std::vector<Parent>& parents) const {
    std::vector<lp::Status> columns(static_cast<std::size_t>(model_->problem.num_columns()), lp::Status::at_lower);
    std::vector<lp::Status> rows(static_cast<std::size_t>(model_->problem.num_rows()), lp::Status::basic);
    for (const Parent& parent : parents) {
        if (parent.basis->empty()) continue;
        const Parts::Members members = parts_.members(*parent.part);
        for (std::size_t j = 0; j < members.columns.size(); ++j)
            columns[static_cast<std::size_t>(members.columns[j])] = parent.basis->columns[j];
        for (std::size_t r = 0; r < members.rows.size(); ++r)
            rows[static_cast<std::size_t>(members.rows[r])] = parent.basis->rows[r];
    }
    lp::Basis start;
    for (const int column : own.members.columns) start.columns.push_back(columns[static_cast<std::size_t>(column)]);
    for (const int row : own.members.rows) start.rows.push_back(rows[static_cast<std::size_t>(row)]);
    return start;
}

lp::Solution WindowModel::spread(const Parts::Problem& own, const lp::Solution& solution) const {
    lp::Solution whole;
    whole.primal.assign(static_cast<std::size_t>(model_->problem.num_columns()), 0.0);
    whole.row_dual.assign(static_cast<std::size_t>(model_->problem.num_rows()), 0.0);
    whole.reduced_cost.assign(whole.primal.size(), 0.0);
    const bool reduced = solution.reduced_cost.size() == solution.primal.size();
    for (std::size_t j = 0; j < own.members.columns.size(); ++j) {
        whole.primal[static_cast<std::size_t>(own.members.columns[j])] = solution.primal[j];
        if (reduced) whole.reduced_cost[static_cast<std::size_t>(own.members.columns[j])] = solution.reduced_cost[j];
    }
    for (std::size_t r = 0; r < own.members.rows.size(); ++r)
        whole.row_dual[static_cast<std::size_t>(own.members.rows[r])] = solution.row_dual[r];
    return whole;
}

std::vector<PriceRange> WindowModel::ranges(const Parts::Problem& own, const lp::Solution& solution,
                                            const lp::Solution& whole, const std::vector<PartyOutcome>& outcome) const {
    std::vector<std::size_t> parties;  // those whom the part concerns
    std::vector<std::vector<double>> weights;
    const std::vector<std::vector<double>> of_all = reader_.price_weights(whole);
    for (std::size_t p = 0; p < of_all.size(); ++p) {
        std::vector<double> own_weights;
        for (const int row : own.members.rows) own_weights.push_back(of_all[p][static_cast<std::size_t>(row)]);
        if (std::ranges::all_of(own_weights, [](double weight) { return weight == 0.0; })) continue;
        parties.push_back(p);
        weights.push_back(std::move(own_weights));
    }
    std::vector<PriceRange> found;
    for (const PartyOutcome& one : outcome) found.push_back({one.total(), one.total()});
    if (parties.size() < 2) return found;  // alone it has what it costs, at any prices
    const std::vector<PriceRange> moved = price_ranges(own.problem, solution, weights, options_);
    for (std::size_t k = 0; k < parties.size(); ++k) {
        long double now = 0.0L;
        for (std::size_t r = 0; r < weights[k].size(); ++r)
            now += static_cast<long double>(weights[k][r]) * solution.row_dual[r];
        PriceRange& range = found[parties[k]];
        range.least = std::min(range.least, range.least + (moved[k].least - static_cast<double>(now)));
        range.most = std::max(range.most, range.most + (moved[k].most - static_cast<double>(now)));
    }
    return found;
}

}  // namespace proeftuin::study
