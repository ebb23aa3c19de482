// SPDX-License-Identifier: Apache-2.0
//
// Who gains at an optimum. y_r is the dual of balance r (price times weight), x_j a decision with cost c_j and entries a_rj:
//
//     income of a column      sum over the balances r of  a_rj y_r x_j  -  c_j x_j
//     consumers of a party    - sum over its buses of  y_r load_r
//     producers               income of its generators                 storage   income of its storage units and stores
//     congestion rent         income of branches: half to each end (equal parts, where a link has more ends), or to its owner
//     other                   costs of columns of no component (risk measures)
//
// The balances hold, so what consumers pay is what columns earn: sum_j sum_r a_rj y_r x_j = sum_r y_r load_r, and everything
// adds up to minus the total cost. Costs of capacity count with the component that is built.

#include "proeftuin/study/outcome.hpp"

#include <algorithm>
#include <unordered_map>

namespace proeftuin::study {

OutcomeReader::OutcomeReader(const dispatch::Template& model, const Parties& parties, const std::string& rent_owner)
    : model_(model), parties_(parties) {
    const int balances = model.num_scenarios() * model.horizon.size() * model.network->table("Bus").size();
    balance_last_ = model.balance_first + balances;
    for (const dispatch::ColumnFamily& family : model.columns) {
        const bool component = !family.component.empty() && family.component != "Bus";
        const network::Table* table = component ? &model.network->table(family.component) : nullptr;
        Part part = Part::rent;
        if (family.component == "Generator") part = Part::producer;
        if (family.component == "StorageUnit" || family.component == "Store") part = Part::storage;
        if (!component) part = Part::other;
        std::vector<std::int32_t> first(table == nullptr ? 0 : static_cast<std::size_t>(table->size()), -1);
        std::vector<std::uint8_t> size(first.size(), 0);
        for (std::size_t i = 0; i < family.tags.size(); ++i) {
            const int item = family.tags[i].item;
            Column column{family.first + static_cast<int>(i), part, 0, 0};
            if (table != nullptr && item >= 0) {
                const auto at = static_cast<std::size_t>(item);
                if (first[at] < 0) {
                    const std::vector<int> ends = owners(*table, item, part == Part::rent ? rent_owner : "");
                    first[at] = static_cast<std::int32_t>(shares_.size());
                    size[at] = static_cast<std::uint8_t>(ends.size());
                    shares_.insert(shares_.end(), ends.begin(), ends.end());
                }
                column.first_party = first[at];
                column.num_parties = size[at];
            }
            columns_.push_back(column);
        }
    }
}

std::vector<int> OutcomeReader::owners(const network::Table& table, int item, const std::string& rent_owner) const {
    if (!rent_owner.empty() && table.column(rent_owner) != nullptr) {
        const auto owner = std::ranges::find(parties_.names, table.text(rent_owner, item));
        if (owner != parties_.names.end()) return {static_cast<int>(owner - parties_.names.begin())};
    }
    return parties_at(*model_.network, table, item, parties_);
}

double OutcomeReader::income(int column, double cost, const lp::Solution& solution) const {
    const lp::Problem& problem = model_.problem;
    const auto j = static_cast<std::size_t>(column);
    const double x = solution.primal[j];
    if (x == 0.0) return 0.0;
    double price = -cost;
    for (std::int64_t e = problem.start[j]; e < problem.start[j + 1]; ++e) {
        const std::int32_t row = problem.row[static_cast<std::size_t>(e)];
        if (row >= model_.balance_first && row < balance_last_)
            price += problem.value[static_cast<std::size_t>(e)] * solution.row_dual[static_cast<std::size_t>(row)];
    }
    return price * x;
}

std::vector<std::vector<double>> OutcomeReader::price_weights(const lp::Solution& solution) const {
    const lp::Problem& problem = model_.problem;
    const int buses = model_.network->table("Bus").size();
    std::vector<std::vector<double>> weights(parties_.names.size(),
                                             std::vector<double>(static_cast<std::size_t>(problem.num_rows()), 0.0));
    for (int row = model_.balance_first; row < balance_last_; ++row) {
        const auto party =
            static_cast<std::size_t>(parties_.of_bus[static_cast<std::size_t>((row - model_.balance_first) % buses)]);
        weights[party][static_cast<std::size_t>(row)] -= problem.row_lower[static_cast<std::size_t>(row)];
    }
    for (const Column& column : columns_) {
        const auto j = static_cast<std::size_t>(column.index);
        if (solution.primal[j] == 0.0) continue;
        const int parts = column.num_parties == 0 ? parties_.count() : column.num_parties;
        for (std::int64_t e = problem.start[j]; e < problem.start[j + 1]; ++e) {
            const std::int32_t row = problem.row[static_cast<std::size_t>(e)];
            if (row < model_.balance_first || row >= balance_last_) continue;
            for (int p = 0; p < parts; ++p) {
                const int party =
                    column.num_parties == 0 ? p : shares_[static_cast<std::size_t>(column.first_party + p)];
                weights[static_cast<std::size_t>(party)][static_cast<std::size_t>(row)] +=
                    problem.value[static_cast<std::size_t>(e)] * solution.primal[j] / parts;
            }
        }
    }
    return weights;
}

std::vector<PartyOutcome> OutcomeReader::read(const lp::Solution& solution, const lp::Patch& patch) const {
    std::unordered_map<int, double> costs;  // that the patch changed
    for (const lp::Patch::Cost& cost : patch.costs) costs[cost.column] = cost.cost;
    std::vector<PartyOutcome> outcome(parties_.names.size());
    const int buses = model_.network->table("Bus").size();
    for (int row = model_.balance_first; row < balance_last_; ++row) {
        const auto r = static_cast<std::size_t>(row);
        const int bus = (row - model_.balance_first) % buses;
        outcome[static_cast<std::size_t>(parties_.of_bus[static_cast<std::size_t>(bus)])].consumer_surplus -=
            solution.row_dual[r] * model_.problem.row_lower[r];
    }
    for (const Column& column : columns_) {
        double cost = model_.problem.cost[static_cast<std::size_t>(column.index)];
        if (!costs.empty())
            if (const auto changed = costs.find(column.index); changed != costs.end()) cost = changed->second;
        const double amount = income(column.index, cost, solution);
        if (amount == 0.0) continue;
        const int parts = column.num_parties == 0 ? parties_.count() : column.num_parties;
        for (int p = 0; p < parts; ++p) {
            const int party = column.num_parties == 0 ? p : shares_[static_cast<std::size_t>(column.first_party + p)];
            PartyOutcome& to = outcome[static_cast<std::size_t>(party)];
            const double share = amount / parts;
            switch (column.part) {
                case Part::producer: to.producer_surplus += share; break;
                case Part::storage: to.storage += share; break;
                case Part::rent: to.congestion_rent += share; break;
                case Part::other: to.other += share; break;
            }
        }
    }
    return outcome;
}

}  // namespace proeftuin::study
