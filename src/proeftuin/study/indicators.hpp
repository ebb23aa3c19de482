// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "proeftuin/dispatch/model.hpp"
#include "proeftuin/lp/solution.hpp"
#include "proeftuin/study/exchanges.hpp"
#include "proeftuin/study/parties.hpp"

namespace proeftuin::study {

/// What an optimum says of one party besides its welfare. Sums over buses and time, so those of parts and windows add up.
struct PartyIndicators {
    double load_mwh = 0.0;  // weighted as in the cost; of buses and hours with a load
    double bill_eur = 0.0;  // that load times the price at its bus
    double net_import_mwh = 0.0;
    double co2_t = 0.0;
    double unserved_mwh = 0.0;

    PartyIndicators& operator+=(const PartyIndicators& more) {
        load_mwh += more.load_mwh;
        bill_eur += more.bill_eur;
        net_import_mwh += more.net_import_mwh;
        co2_t += more.co2_t;
        unserved_mwh += more.unserved_mwh;
        return *this;
    }
    [[nodiscard]] bool has_price() const { return load_mwh > 0.0; }
    [[nodiscard]] double price_eur_per_mwh() const { return bill_eur / load_mwh; }  // mean, weighted by load
};

/// Of one exchange.
struct ExchangeIndicators {
    double flow_mwh = 0.0;          // from -> to
    double flow_back_mwh = 0.0;     // to -> from
    double worth_eur_per_mw = 0.0;  // of one more MW of its component from -> to, from duals; 0 where it cannot be told
    double worth_back_eur_per_mw = 0.0;

    ExchangeIndicators& operator+=(const ExchangeIndicators& more) {
        flow_mwh += more.flow_mwh;
        flow_back_mwh += more.flow_back_mwh;
        worth_eur_per_mw += more.worth_eur_per_mw;
        worth_back_eur_per_mw += more.worth_back_eur_per_mw;
        return *this;
    }
};

struct Indicators {
    std::vector<PartyIndicators> parties;       // [num_parties]; empty where they were not read
    std::vector<ExchangeIndicators> exchanges;  // [num_exchanges]

    /// Adds those of a problem beside it; one that has none leaves none.
    Indicators& operator+=(const Indicators& more);
};

/// Reads indicators from solutions of one template; the mathematics is at the head of indicators.cpp.
class IndicatorReader {
  public:
    /// `unserved` are the carriers of generators that stand for load that is not served.
    IndicatorReader(const dispatch::Template& model, const Parties& parties, const std::vector<std::string>& unserved);
    /// Of a solution of the template with a patch, of these parties only: those whose buses were solved.
    [[nodiscard]] Indicators read(const lp::Solution& solution, const lp::Patch& patch, Coalition solved) const;

  private:
    enum class What : std::uint8_t { net_import, co2, unserved };
    /// weight * x counts as something of a party; a constant where there is no column.
    struct Term {
        std::int32_t column;  // -1 = constant
        std::int32_t party;
        What what;
        double weight;
    };
    /// weight * x is the flow of an exchange; more capacity moves the bounds of x by so much a MW, 0 where it does not.
    struct Flow {
        std::int32_t column;
        std::int32_t exchange;
        double weight;
        double lower_per_mw, upper_per_mw;
    };

    [[nodiscard]] double hours(int s, int t) const;
    void add_generators(const std::vector<std::string>& unserved);
    void add_draw_down(dispatch::Kind kind);
    void add_draw_down(const dispatch::KindModel& kind, int k, int s, double co2);
    void add_imports();
    void add_flows();
    void add_worth(const lp::Solution& solution, const lp::Patch& patch, Indicators& found) const;
    [[nodiscard]] double co2_of(const network::Table& table, int item, int s) const;
    /// What a column puts into the buses of a party.
    [[nodiscard]] double injection(int column, int party) const;
    [[nodiscard]] int party_of_row(int row) const;  // -1 where it is no balance

    const dispatch::Template& model_;
    const Parties& parties_;
    std::vector<Exchange> exchanges_;
    std::vector<Term> terms_;
    std::vector<Flow> flows_;
    int balance_last_ = 0;
};

}  // namespace proeftuin::study
