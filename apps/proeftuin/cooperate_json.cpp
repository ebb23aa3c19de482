// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "proeftuin/base/version.hpp"

#include "cooperate_report.hpp"

namespace proeftuin::cli {
namespace {

Json numbers(const std::vector<double>& values) {
    Json list = Json::array();
    for (const double value : values) list.push_back(number(value));
    return list;
}

/// Long names, where the case gives them.
Json party_names(const CooperateReport& report) {
    Json names = Json::object();
    for (const auto& [id, name] : report.question.parties) names[id] = name;
    return names;
}

Json coalitions(const CooperateReport& report) {
    Json list = Json::array();
    for (std::size_t i = 0; i < report.result.walk.evaluations.size(); ++i) {
        const study::Evaluation& evaluation = report.result.walk.evaluations[i];
        Json parties = Json::array();
        for (const study::PartyOutcome& o : evaluation.outcome)
            parties.push_back({{"consumer_surplus_eur", o.consumer_surplus},
                               {"producer_surplus_eur", o.producer_surplus},
                               {"congestion_rent_eur", o.congestion_rent},
                               {"storage_eur", o.storage},
                               {"other_eur", o.other},
                               {"total_eur", o.total()}});
        list.push_back({{"termination", report.status(i)},
                        {"cost_eur", number(evaluation.cost)},
                        {"cost_bound_eur", number(evaluation.cost_bound)},
                        {"iterations", evaluation.iterations},
                        {"parties", std::move(parties)}});
        add_indicators(report, evaluation, list.back());
    }
    return list;
}

void add_rules(const CooperateReport& report, Json& document) {
    document["shares"] = Json::object();
    document["refused"] = Json::object();
    document["transfers"] = Json::object();
    document["core"] = Json::object();
    const std::vector<std::string>& players = report.subject.players;
    for (const CooperateRule& rule : report.rules) {
        const std::string name(rule.result.rule);
        const game::Shares& shares = rule.result.shares;
        if (!shares.answered()) document["refused"][name] = shares.refused;
        for (std::size_t p = 0; p < shares.share.size(); ++p) document["shares"][name][players[p]] = shares.share[p];
        if (rule.objection)
            document["core"][name] = {{"inside", rule.in_core},
                                      {"objects", coalition_text(rule.objection->coalition, players)},
                                      {"excess_eur", number(rule.objection->excess)}};
        for (const game::Payment& payment : rule.payments)
            document["transfers"][name].push_back({{"from", players[static_cast<std::size_t>(payment.from)]},
                                                   {"to", players[static_cast<std::size_t>(payment.to)]},
                                                   {"amount_eur", payment.amount}});
    }
}

Json barriers(const CooperateReport& report) {
    Json list = Json::array();
    for (std::size_t b = 0; b < report.question.barriers.size(); ++b) {
        const study::Barrier& barrier = report.question.barriers[b];
        Json entry{{"id", barrier.id},
                   {"name", barrier.name},
                   {"kind", barrier.kind},
                   {"components", report.subject.touched[b]},
                   {"source", barrier.source}};
        for (const study::BarrierCost& cost : report.barriers) {
            if (cost.barrier != b) continue;
            const Json amounts{{"first_eur", cost.first}, {"last_eur", cost.last}, {"shapley_eur", cost.shapley}};
            if (cost.party < 0) entry["all"] = amounts;
            else entry["parties"][report.subject.parties.names[static_cast<std::size_t>(cost.party)]] = amounts;
        }
        list.push_back(std::move(entry));
    }
    return list;
}

}  // namespace

Json cooperate_provenance(const CooperateReport& report) {
    return {{"program", "proeftuin"},
            {"version", version()},
            {"input", report.arguments.path},
            {"players", report.players_are_parties() ? "parties" : "barriers"},
            {"party_of_bus", report.question.party_of_bus},
            {"outside", report.question.outside == study::Outside::today ? "today" : "autarky"},
            {"window", report.question.window},
            {"rules", report.arguments.rules ? Json(*report.arguments.rules) : Json(nullptr)},
            {"lazy", report.arguments.lazy},
            {"digest", fmt::format("{:016x}", report.subject.digest())},
            {"tables", tables_digest(report)},
            {"uncertainty", draws_provenance(report)}};
}

Json cooperate_document(const CooperateReport& report) {
    const study::CooperateResult& r = report.result;
    Json document{{"schema_version", 1},
                  {"kind", "cooperate"},
                  {"network", report.name},
                  {"title", report.title},
                  {"players", report.subject.players},
                  {"parties", report.subject.parties.names},
                  {"party_names", party_names(report)},
                  {"values", numbers(r.value)},
                  {"lower", numbers(r.lower)},
                  {"upper", numbers(r.upper)},
                  {"evaluated", report.solved_lazily > 0 ? report.solved_lazily : r.value.size() - r.failed},
                  {"failed", r.failed}};
    add_rules(report, document);
    document["own"] = numbers(report.own);
    document["own_lower"] = Json::array();
    document["own_upper"] = Json::array();
    for (const study::PriceRange& range : report.own_range) {
        document["own_lower"].push_back(number(range.least));
        document["own_upper"].push_back(number(range.most));
    }
    document["barriers"] = barriers(report);
    document["uncertainty"] = uncertainty_json(report);
    document["coalitions"] = coalitions(report);
    document["map"] = map_of(report);
    if (report.players_are_parties()) document["borders"] = borders_of(report);
    document["crossings"] = report.subject.crossings;
    document["windows"] = report.subject.windows.size();
    document["size"] = {{"columns", r.walk.columns}, {"rows", r.walk.rows}};
    document["iterations"] = r.iterations;
    const Solver solver = solver_of(r.walk.backend, false);
    document["solver"] = {{"name", solver.name}, {"version", solver.version}};
    add_sources(report, document);
    document["warnings"] = issues_array(report.warnings);
    document["provenance"] = cooperate_provenance(report);
    return document;
}

}  // namespace proeftuin::cli
