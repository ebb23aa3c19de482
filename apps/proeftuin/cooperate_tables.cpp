// SPDX-License-Identifier: Apache-2.0
#include <initializer_list>
#include <string>

#include "proeftuin/io/csv.hpp"

#include "cooperate_report.hpp"
#include "sharing.hpp"

namespace proeftuin::cli {
namespace {

io::CsvText headed(std::initializer_list<const char*> titles) {
    io::CsvText text;
    for (const char* title : titles) text.cell(title);
    text.end_row();
    return text;
}

}  // namespace

std::string_view CooperateReport::status(std::size_t bits) const {
    const bool bounded = solved_lazily > 0 && result.value[bits] != result.value[bits];
    return bounded ? "bounded" : lp::name(result.walk.evaluations[bits].termination);
}

std::string values_csv(const CooperateReport& report) {
    const study::CooperateResult& r = report.result;
    io::CsvText text = headed({"coalition", "value_eur", "lower_eur", "upper_eur", "status", "iterations"});
    for (std::size_t i = 0; i < r.value.size(); ++i) {
        text.cell(report.coalition(i));
        for (const double value : {r.value[i], r.lower[i], r.upper[i]}) text.number(value);
        text.cell(report.status(i));
        text.cell(std::to_string(r.walk.evaluations[i].iterations));
        text.end_row();
    }
    return text.text();
}

std::string outcomes_csv(const CooperateReport& report) {
    io::CsvText text = headed({"coalition", "party", "consumer_surplus_eur", "producer_surplus_eur",
                               "congestion_rent_eur", "storage_eur", "other_eur", "total_eur"});
    for (std::size_t i = 0; i < report.result.value.size(); ++i) {
        const std::vector<study::PartyOutcome>& outcome = report.result.walk.evaluations[i].outcome;
        for (std::size_t p = 0; p < outcome.size(); ++p) {
            const study::PartyOutcome& o = outcome[p];
            text.cell(report.coalition(i));
            text.cell(report.subject.parties.names[p]);
            for (const double amount :
                 {o.consumer_surplus, o.producer_surplus, o.congestion_rent, o.storage, o.other, o.total()})
                text.number(amount);
            text.end_row();
        }
    }
    return text.text();
}

std::string shares_csv(const CooperateReport& report) {
    SharesCsv table;
    for (const CooperateRule& rule : report.rules)
        table.add(rule.result, report.subject.players,
                  report.players_are_parties() ? report.own : std::vector<double>{});
    return table.text();
}

std::string transfers_csv(const CooperateReport& report) {
    io::CsvText text = headed({"rule", "from", "to", "amount_eur"});
    for (const CooperateRule& rule : report.rules)
        for (const game::Payment& payment : rule.payments) {
            text.cell(rule.result.rule);
            text.cell(report.subject.players[static_cast<std::size_t>(payment.from)]);
            text.cell(report.subject.players[static_cast<std::size_t>(payment.to)]);
            text.number(payment.amount);
            text.end_row();
        }
    return text.text();
}

std::string barriers_csv(const CooperateReport& report) {
    io::CsvText text = headed({"barrier", "party", "first_eur", "last_eur", "shapley_eur"});
    for (const study::BarrierCost& cost : report.barriers) {
        text.cell(report.subject.players[cost.barrier]);
        text.cell(cost.party < 0 ? "-" : report.subject.parties.names[static_cast<std::size_t>(cost.party)]);
        for (const double amount : {cost.first, cost.last, cost.shapley}) text.number(amount);
        text.end_row();
    }
    return text.text();
}

}  // namespace proeftuin::cli
