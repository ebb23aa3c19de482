// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "proeftuin/dispatch/model.hpp"
#include "proeftuin/lp/solution.hpp"
#include "proeftuin/study/parties.hpp"

namespace proeftuin::study {

/// What one coalition's optimum means for one party, EUR. Demand is inelastic, so the consumers' surplus is what they do not
/// pay: the negative of their bill. The total of all parties is the negative of the total cost, to rounding.
struct PartyOutcome {
    double consumer_surplus = 0.0;
    double producer_surplus = 0.0;
    double congestion_rent = 0.0;
    double storage = 0.0;
    double other = 0.0;

    PartyOutcome& operator+=(const PartyOutcome& more) {
        consumer_surplus += more.consumer_surplus;
        producer_surplus += more.producer_surplus;
        congestion_rent += more.congestion_rent;
        storage += more.storage;
        other += more.other;
        return *this;
    }
    [[nodiscard]] double total() const {
        return consumer_surplus + producer_surplus + congestion_rent + storage + other;
    }
};

/// Splits welfare over parties at the prices of a solution; the mathematics is at the head of outcome.cpp.
class OutcomeReader {
  public:
    /// `rent_owner` is the column of branches that names who owns their rent; half to each end where it is empty.
    OutcomeReader(const dispatch::Template& model, const Parties& parties, const std::string& rent_owner = {});
    /// Of each party, what its total is in prices: total = constant + sum over the balances of weight * dual, at the solution's
    /// decisions. [num_parties][num_rows of the template], zero but for balances.
    [[nodiscard]] std::vector<std::vector<double>> price_weights(const lp::Solution& solution) const;
    /// Of a solution of the template with a patch.
    [[nodiscard]] std::vector<PartyOutcome> read(const lp::Solution& solution, const lp::Patch& patch) const;

  private:
    enum class Part : std::uint8_t { producer, storage, rent, other };
    struct Column {
        int index;
        Part part;
        std::uint8_t num_parties;
        std::int32_t first_party;  // in `shares_`
    };

    [[nodiscard]] std::vector<int> owners(const network::Table& table, int item, const std::string& rent_owner) const;
    [[nodiscard]] double income(int column, double cost, const lp::Solution& solution) const;

    const dispatch::Template& model_;
    const Parties& parties_;
    std::vector<Column> columns_;
    std::vector<int> shares_;  // parties that share a column's income equally (half to each end), one after the other
    int balance_last_ = 0;
};

}  // namespace proeftuin::study
