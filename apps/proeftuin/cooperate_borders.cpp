// SPDX-License-Identifier: Apache-2.0
//
// What the walk over coalitions says besides welfare: prices, flows, emissions, the map and the borders.
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "proeftuin/io/csv.hpp"
#include "proeftuin/study/exchanges.hpp"

#include "cooperate_report.hpp"

namespace proeftuin::cli {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();

const std::string& party(const CooperateReport& report, int position) {
    return report.subject.parties.names[static_cast<std::size_t>(position)];
}

/// Where a party lies: as its row says, or in the middle of its buses that have a place (PyPSA's 0, 0 is none).
std::pair<double, double> place_of(const CooperateReport& report, int position) {
    const auto p = static_cast<std::size_t>(position);
    if (p < report.question.parties_at.size() && !std::isnan(report.question.parties_at[p].first))
        return report.question.parties_at[p];
    const network::Table& buses = report.subject.network->table("Bus");
    double x = 0.0, y = 0.0, count = 0.0;
    for (int bus = 0; bus < buses.size(); ++bus) {
        if (report.subject.parties.of_bus[static_cast<std::size_t>(bus)] != position) continue;
        const double bus_x = buses.number("x", bus), bus_y = buses.number("y", bus);
        if (std::isnan(bus_x) || std::isnan(bus_y) || (bus_x == 0.0 && bus_y == 0.0)) continue;
        x += bus_x;
        y += bus_y;
        count += 1.0;
    }
    return count > 0.0 ? std::pair(x / count, y / count) : std::pair(nan, nan);
}

}  // namespace

void add_indicators(const CooperateReport& report, const study::Evaluation& evaluation, Json& coalition) {
    const study::Indicators& indicators = evaluation.indicators;
    if (indicators.parties.empty()) return;
    const bool names_unserved = !report.question.unserved.empty();
    for (const study::PartyIndicators& of : indicators.parties) {
        coalition["price_eur_per_mwh"].push_back(of.has_price() ? number(of.price_eur_per_mwh()) : Json(nullptr));
        coalition["net_import_mwh"].push_back(number(of.net_import_mwh));
        coalition["co2_t"].push_back(number(of.co2_t));
        if (names_unserved) coalition["unserved_mwh"].push_back(number(of.unserved_mwh));
    }
    coalition["flow_mwh"] = coalition["flow_back_mwh"] = Json::array();
    for (const study::ExchangeIndicators& of : indicators.exchanges) {
        coalition["flow_mwh"].push_back(number(of.flow_mwh));
        coalition["flow_back_mwh"].push_back(number(of.flow_back_mwh));
    }
}

Json map_of(const CooperateReport& report) {
    Json map{{"parties", Json::array()}, {"crossings", Json::array()}};
    for (int p = 0; p < report.subject.parties.count(); ++p) {
        const auto at = static_cast<std::size_t>(p);
        const std::string& id = party(report, p);
        const bool named = at < report.question.parties.size() && !report.question.parties[at].second.empty();
        const auto [x, y] = place_of(report, p);
        map["parties"].push_back({{"id", id},
                                  {"name", named ? report.question.parties[at].second : id},
                                  {"x", number(x)},
                                  {"y", number(y)}});
    }
    for (const study::Exchange& exchange : study::find_exchanges(*report.subject.network, report.subject.parties))
        map["crossings"].push_back({{"name", study::name_of(exchange, *report.subject.network)},
                                    {"component", study::component_of(exchange)},
                                    {"from", party(report, exchange.from)},
                                    {"to", party(report, exchange.to)},
                                    {"capacity_mw", number(exchange.capacity_mw)}});
    return map;
}

Json borders_of(const CooperateReport& report) {
    Json list = Json::array();
    const std::vector<study::Exchange> exchanges =
        study::find_exchanges(*report.subject.network, report.subject.parties);
    for (const study::Border& border : report.borders) {
        Json components = Json::array();
        for (const std::size_t e : border.exchanges)
            components.push_back(study::component_of(exchanges[e]) + " " +
                                 study::name_of(exchanges[e], *report.subject.network));
        list.push_back({{"between", {party(report, border.party0), party(report, border.party1)}},
                        {"components", std::move(components)},
                        {"capacity_mw", number(border.capacity_mw)},
                        {"last_eur", number(border.last)},
                        {"last_lower_eur", number(border.last_lower)},
                        {"last_upper_eur", number(border.last_upper)},
                        {"first_eur", number(border.first)},
                        {"last_parties", by_name(report.subject.parties.names, border.last_parties)},
                        {"first_parties", by_name(report.subject.parties.names, border.first_parties)},
                        {"shadow_eur_per_mw", number(border.shadow_eur_per_mw.value_or(nan))}});
    }
    return list;
}

std::string borders_csv(const CooperateReport& report) {
    io::CsvText text;
    for (const char* title :
         {"between", "capacity_mw", "last_eur", "last_lower_eur", "last_upper_eur", "first_eur", "shadow_eur_per_mw"})
        text.cell(title);
    text.end_row();
    for (const study::Border& border : report.borders) {
        text.cell(party(report, border.party0) + "+" + party(report, border.party1));
        for (const double amount : {border.capacity_mw, border.last, border.last_lower, border.last_upper, border.first,
                                    border.shadow_eur_per_mw.value_or(nan)})
            text.number(amount);
        text.end_row();
    }
    return text.text();
}

}  // namespace proeftuin::cli
