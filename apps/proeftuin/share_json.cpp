// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <nlohmann/json.hpp>

#include "share_report.hpp"
#include "sharing.hpp"

namespace proeftuin::cli {
namespace {

constexpr int most_listed_players = 20;  // beyond, a million values are no longer repeated in the results

Json by_player(const std::vector<std::string>& players, const std::vector<double>& values) {
    Json object = Json::object();
    for (std::size_t i = 0; i < values.size(); ++i) object[players[i]] = number(values[i]);
    return object;
}

Json fractions(const std::vector<std::string>& players, const std::vector<game::Rational>& values) {
    Json object = Json::object();
    for (std::size_t i = 0; i < values.size(); ++i) object[players[i]] = values[i].text();
    return object;
}

Json verdict_object(const game::Verdict& verdict, const game::Game& game) {
    if (verdict.holds == game::Holds::not_checked || verdict.holds == game::Holds::unknown) return {{"holds", nullptr}};
    if (verdict.holds == game::Holds::yes) return {{"holds", true}};
    Json witness = Json::array({game.text(verdict.first)});
    if (!verdict.second.empty()) witness.push_back(game.text(verdict.second));
    return {{"holds", false}, {"witness", witness}, {"amount", number(verdict.amount)}};
}

Json exact_object(const game::ExactNucleolus& exact, const std::vector<std::string>& players) {
    Json object{{"proved", exact.proved},
                {"reason", exact.reason},
                {"values", exact.binary ? "binary" : "decimal"},
                {"within", number(exact.within)}};
    if (exact.proved) object["shares"] = fractions(players, exact.shares);
    return object;
}

Json levels_array(const game::Nucleolus& nucleolus, const std::optional<game::ExactNucleolus>& exact,
                  const game::Game& game) {
    Json array = Json::array();
    for (std::size_t k = 0; k < nucleolus.levels.size(); ++k) {
        const game::Level& level = nucleolus.levels[k];
        Json coalitions = Json::array();
        for (const Coalition coalition : level.coalitions) coalitions.push_back(game.text(coalition));
        Json bound = Json::array();
        for (const int player : level.at_bound) bound.push_back(game.players()[static_cast<std::size_t>(player)]);
        Json& entry = array.emplace_back(
            Json{{"excess", number(level.excess)}, {"coalitions", coalitions}, {"held_at_alone", bound}});
        if (!exact || !exact->proved) continue;
        entry["exact_excess"] = exact->excesses[k].text();
        entry["balancing_weights"] = Json::array();
        for (const game::Rational& weight : exact->weights[k]) entry["balancing_weights"].push_back(weight.text());
    }
    return array;
}

Json rule_object(const RuleReport& rule, const ShareReport& report) {
    const game::Game& game = *report.game;
    const game::RuleInfo* info = game::find_rule(rule.result.rule);
    const game::Shares& shares = rule.result.shares;
    Json object{{"does", info->sentence}, {"keeps", info->axioms}, {"reference", info->reference}};
    if (!shares.answered()) {
        object["refused"] = shares.refused;
        return object;
    }
    object["unique"] = shares.unique;
    if (!shares.unique && !shares.others_lower.empty()) {
        object["others"] = {{"lower", by_player(game.players(), shares.others_lower)},
                            {"upper", by_player(game.players(), shares.others_upper)}};
    }
    for (const game::DiagonalPiece& piece : rule.result.diagonal)
        object["pieces"].push_back({{"from", number(piece.from)}, {"to", number(piece.to)}, {"prices", piece.prices}});
    if (shares.level) object["largest_excess"] = number(*shares.level);
    if (shares.level_lower) object["largest_excess_lower"] = number(*shares.level_lower);
    if (shares.level_upper) object["largest_excess_upper"] = number(*shares.level_upper);
    if (!shares.bounds_refused.empty()) object["no_bounds"] = shares.bounds_refused;
    if (!shares.lower.empty()) {
        object["lower"] = by_player(game.players(), shares.lower);
        object["upper"] = by_player(game.players(), shares.upper);
    }
    object["here"] = {{"efficient", verdict_object(rule.audit.efficient, game)},
                      {"individually_rational", verdict_object(rule.audit.individually_rational, game)},
                      {"in_core", verdict_object(rule.audit.in_core, game)},
                      {"dummy", verdict_object(rule.audit.dummy, game)},
                      {"symmetric", verdict_object(rule.audit.symmetric, game)}};
    object["core"] = {{"worst_coalition", game.text(rule.core.objection.coalition)},
                      {"excess", number(rule.core.objection.excess)},
                      {"least_excess", number(rule.core.least_excess)},
                      {"most_excess", number(rule.core.most_excess)},
                      {"certain", rule.core.certain}};
    if (rule.exact) object["exact"] = exact_object(*rule.exact, game.players());
    if (rule.result.levels) object["levels"] = levels_array(*rule.result.levels, rule.exact, game);
    if (!report.parameters.own.empty()) {
        object["payments"] = Json::array();
        for (const game::Payment& payment : rule.payments) {
            object["payments"].push_back({{"from", game.players()[static_cast<std::size_t>(payment.from)]},
                                          {"to", game.players()[static_cast<std::size_t>(payment.to)]},
                                          {"amount", number(payment.amount)}});
        }
    }
    return object;
}

void add_game(Json& document, const ShareReport& report) {
    const game::Game& game = *report.game;
    document["total"] = number(game.total());
    if (game.num_players() <= most_listed_players) {
        const auto listed = [](std::span<const double> values) {
            return Json(std::vector<double>(values.begin(), values.end()));
        };
        document["values"] = listed(game.values());
        if (game.has_intervals()) {
            document["lower"] = listed(game.lower());
            document["upper"] = listed(game.upper());
        }
    } else {
        document["values"] = nullptr;
    }
    document["evaluated"] = game.values().size() - game.num_missing();
    document["game"] = {{"superadditive", verdict_object(report.superadditive, game)},
                        {"monotone", verdict_object(report.monotone, game)},
                        {"convex", verdict_object(report.convex, game)}};
    Json costs = Json::object();
    for (const RuleReport& rule : report.rules) {
        const game::Shares& shares = rule.result.shares;
        const std::string name(rule.result.rule);
        document["rules"][name] = rule_object(rule, report);
        if (!shares.answered()) continue;
        document["shares"][name] = by_player(game.players(), shares.share);
        for (std::size_t i = 0; i < report.costs_alone.size(); ++i)
            costs[name][game.players()[i]] = number(report.costs_alone[i] - shares.share[i]);
    }
    if (!report.costs_alone.empty()) {
        document["costs"] = {{"total", number(report.total_cost)},
                             {"alone", by_player(game.players(), report.costs_alone)},
                             {"shares", costs}};
    }
}

Json power_object(const game::VotingGame& voting, const game::VotingPower& power) {
    Json members = Json::object();
    for (int i = 0; i < voting.num_members(); ++i) {
        const auto at = static_cast<std::size_t>(i);
        Json entry{{"swings", power.swings[at]},
                   {"absolute_banzhaf", power.absolute_banzhaf(i)},
                   {"shapley_shubik", power.shapley_shubik[at].value()},
                   {"shapley_shubik_exact", power.shapley_shubik[at].text()}};
        if (!power.banzhaf.empty()) {
            entry["banzhaf"] = power.banzhaf[at].value();
            entry["banzhaf_exact"] = power.banzhaf[at].text();
        }
        members[voting.members[at]] = entry;
    }
    return {{"winning", power.winning}, {"sets", num_coalitions(voting.num_members())}, {"members", members}};
}

}  // namespace

Json share_document(const ShareReport& report) {
    Json document{{"schema_version", 1}, {"kind", "share"}, {"name", report.name}};
    document["players"] = report.voting != nullptr ? report.voting->members : report.game->players();
    document["shares"] = Json::object();
    document["rules"] = Json::object();
    if (report.game != nullptr) add_game(document, report);
    else document["values"] = nullptr;
    if (report.voting != nullptr) {
        document["voting"] = power_object(*report.voting, *report.power);
        if (report.game == nullptr) document["evaluated"] = num_coalitions(report.voting->num_members());
        for (int i = 0; i < report.voting->num_members(); ++i) {
            const auto at = static_cast<std::size_t>(i);
            const std::string& member = report.voting->members[at];
            document["shares"]["shapley-shubik"][member] = report.power->shapley_shubik[at].value();
            if (!report.power->banzhaf.empty())
                document["shares"]["banzhaf-index"][member] = report.power->banzhaf[at].value();
        }
        if (report.bloc_power) document["blocs"] = power_object(*report.bloc_game, *report.bloc_power);
    }
    document["warnings"] = Json::array();
    for (const Issue& issue : report.warnings) {
        document["warnings"].push_back({{"code", name(issue.code)},
                                        {"where", issue.where.text()},
                                        {"message", issue.message},
                                        {"remedy", issue.remedy}});
    }
    return document;
}

std::string share_table(const ShareReport& report) {
    SharesCsv table;
    for (const RuleReport& rule : report.rules) table.add(rule.result, report.game->players(), report.parameters.own);
    constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t i = 0; report.power && i < report.voting->members.size(); ++i) {
        const std::string& member = report.voting->members[i];
        table.add("shapley-shubik", member, report.power->shapley_shubik[i].value(), unknown, unknown, unknown);
        if (!report.power->banzhaf.empty())
            table.add("banzhaf-index", member, report.power->banzhaf[i].value(), unknown, unknown, unknown);
    }
    return table.text();
}

}  // namespace proeftuin::cli
