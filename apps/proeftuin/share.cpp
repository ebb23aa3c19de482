// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fmt/format.h>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "proeftuin/base/text.hpp"
#include "proeftuin/game/properties.hpp"

#include "commands.hpp"
#include "console.hpp"
#include "game_table.hpp"
#include "input.hpp"
#include "output_folder.hpp"
#include "share_report.hpp"
#include "sharing.hpp"

namespace proeftuin::cli {
namespace {

constexpr int most_compared_players = 22;  // each with each other, over all coalitions
constexpr int most_exact_players = 30;     // for proofs in fractions, which look at every coalition near a level

enum class Table { game, votes, production };

/// The names of the rules to apply; what is unknown goes to `issues`.
std::vector<std::string> rule_names(const ShareArguments& arguments, Table table, Issues& issues) {
    if (!arguments.rules.empty() && arguments.rules != "all") return rules_named(arguments.rules, issues);
    if (arguments.rules.empty() && table == Table::votes) return {};
    std::vector<std::string> every;
    for (const game::RuleInfo& rule : game::rules()) {
        if (table == Table::production || rule.needs != game::Needs::production) every.emplace_back(rule.name);
    }
    return every;
}

void read_parameters(ShareReport& report, const std::vector<std::string>& players, double wanted_own, Issues& issues) {
    const ShareArguments& arguments = report.arguments;
    PlayerOptions options(players, issues);
    report.parameters.unions = options.unions("--unions", arguments.unions);
    report.parameters.edges = options.edges("--graph", arguments.graph);
    report.parameters.weights = options.numbers("--weights", arguments.weights, 1.0, true);
    report.parameters.own = options.numbers("--own", arguments.own, std::numeric_limits<double>::quiet_NaN(), false);
    report.parameters.threads = arguments.common.threads;
    if (report.parameters.own.empty() || has_errors(issues) || report.game == nullptr) return;
    double sum = 0.0;
    for (const double own : report.parameters.own) sum += own;
    if (std::abs(sum - wanted_own) > 1e-6 * std::max(report.game->scale(), std::abs(wanted_own))) {
        issues.push_back({.code = Code::out_of_range,
                          .where = {.field = "--own"},
                          .message = "what each has without transfers adds up to " + Json(sum).dump() +
                                     ", all together have " + Json(wanted_own).dump(),
                          .remedy = "Transfers only move money: both must be the same"});
    }
    for (std::size_t i = 0; i < report.costs_alone.size(); ++i)
        report.parameters.own[i] = report.costs_alone[i] - report.parameters.own[i];
}

constexpr std::size_t most_listed = 5;

/// The first coalitions of a production game without a value.
std::vector<std::string> missing_names(const game::Game& table) {
    std::vector<std::string> names;
    for (std::size_t s = 1; s < table.values().size() && names.size() < most_listed; ++s) {
        const Coalition coalition = Coalition::from_bits(s);
        if (!table.knows(coalition)) names.push_back(table.text(coalition) + " (cannot meet its demands)");
    }
    return names;
}

/// Coalitions without a value, said once.
void warn_of_missing(ShareReport& report, const game::Game& table, const io::CsvFile& file) {
    if (table.complete()) return;
    const std::vector<std::string> named =
        is_production_table(file) ? missing_names(table) : missing_statuses(file, most_listed);
    report.warnings.push_back(
        {.code = Code::solver_failed,
         .where = {.file = file.name()},
         .message = fmt::format("{} of {} {} no value: {}{}", table.num_missing(),
                                counted(table.values().size(), "coalition"), table.num_missing() == 1 ? "has" : "have",
                                join(named, ", "), table.num_missing() > named.size() ? ", ..." : ""),
         .remedy = is_production_table(file)
                       ? "Rules that need them have no answer; a product that meets a demand at the price of going "
                         "without gives "
                         "every coalition a cost"
                       : "Rules that need them have no answer, the others do; solve what failed and give its value",
         .severity = Severity::warning});
}

/// What the data look like, said once.
void add_warnings(ShareReport& report) {
    if (report.voting != nullptr || report.parameters.production != nullptr ||
        report.superadditive.holds != game::Holds::no)
        return;
    const game::Game& game = *report.game;
    report.warnings.push_back(
        {.code = Code::out_of_range,
         .where = {.file = std::filesystem::path(report.arguments.path).filename().string()},
         .message = game.text(report.superadditive.first) + " and " + game.text(report.superadditive.second) +
                    (report.costs_alone.empty() ? " have less together than apart, by "
                                                : " cost more together than apart, by ") +
                    fmt::format("{:.6g}", report.superadditive.amount),
         .remedy = "Check the two values: those who need not act together seldom lose by being able to",
         .severity = Severity::warning});
}

/// Why nothing can be said of savings when a cost alone is missing.
std::string why_no_savings(const ShareReport& report) {
    for (std::size_t i = 0; i < report.costs_alone.size(); ++i) {
        if (std::isnan(report.costs_alone[i]))
            return "what " + report.game->players()[i] +
                   " pays alone has no value, so nobody knows what is saved with it";
    }
    return "";
}

void apply_rules(ShareReport& report, const std::vector<std::string>& names) {
    const std::string unknown_alone = why_no_savings(report);
    const game::Game& game = *report.game;
    report.superadditive = game::superadditive(game);
    report.monotone = game::monotone(game);
    report.convex = game::convex(game);
    const bool few = game.num_players() <= most_compared_players;
    const Coalition dummies = few ? game::dummies(game) : Coalition();
    const std::vector<game::Edge> same = few ? game::interchangeable(game) : std::vector<game::Edge>();
    for (const std::string& name : names) {
        RuleReport& rule = report.rules.emplace_back();
        rule.result = game::apply_rule(name, game, report.parameters);
        if (!unknown_alone.empty()) rule.result = {.rule = rule.result.rule, .shares = {.refused = unknown_alone}};
        const game::Shares& shares = rule.result.shares;
        if (!shares.answered()) continue;
        rule.audit = game::audit(game, shares.share, dummies, same, report.parameters.threads);
        if (!few) rule.audit.dummy.holds = rule.audit.symmetric.holds = game::Holds::not_checked;
        rule.core = game::check_core(game, shares.share, report.parameters.threads);
        if (rule.result.levels && name != "least-core" && shares.unique) {
            if (game.num_players() <= most_exact_players) {
                rule.exact =
                    game::certify(game, *game::nucleolus_options(name, report.parameters), *rule.result.levels);
            } else {
                rule.exact = game::ExactNucleolus{.reason = "not tried above " + std::to_string(most_exact_players) +
                                                            " players"};
            }
        }
        if (!report.parameters.own.empty() && rule.audit.efficient.holds == game::Holds::yes) {
            rule.payments = game::payments(report.parameters.own, shares.share, game::tolerance(game));
        }
    }
}

int finish(ShareReport& report, bool named_rules) {
    const std::string document = document_text(share_document(report));
    std::string written;
    if (!report.arguments.out.empty()) {
        ResultsFolder folder(report.arguments.out, report.arguments.path);
        folder.write("results.json", document);
        folder.write("shares.csv", share_table(report));
        folder.keep();
        written = folder.name();
    }
    print_warnings(report.warnings, report.arguments.common);
    if (report.arguments.common.json) print(document);
    else if (!report.arguments.common.quiet) print(share_summary(report, written));
    const bool refused = std::any_of(report.rules.begin(), report.rules.end(),
                                     [](const RuleReport& rule) { return !rule.result.shares.answered(); });
    return named_rules && refused ? Exit::some_solves_failed : Exit::fine;
}

/// Sharing rules of a vote need a value for every set of members.
void check_memory(const game::VotingGame& voting, const std::vector<std::string>& names, const Common& common,
                  Issues& issues) {
    const bool twice = std::ranges::find(names, "weighted-shapley") != names.end();  // keeps a probability for each set
    const double needed = game::bytes_needed(voting.num_members()) * (twice ? 2.0 : 1.0);
    const double available = machine_memory();
    if (needed <= available) {
        if (needed >= 1e9 && !common.json && !common.quiet) {
            print_error(fmt::format("a value for each of the 2^{} sets of members: {} of memory; {} are available\n",
                                    voting.num_members(), bytes_text(needed), bytes_text(available)));
        }
        return;
    }
    issues.push_back({.code = Code::out_of_range,
                      .where = {.field = "--rules"},
                      .message = fmt::format("sharing rules need a value for each of the 2^{} sets of members, {} of "
                                             "memory; {} are available",
                                             voting.num_members(), bytes_text(needed), bytes_text(available)),
                      .remedy =
                          "Leave --rules out: the power indices are counted without; or merge members that always vote "
                          "alike"});
}

int share_votes(ShareReport& report, const io::CsvFile& file) {
    Issues issues;
    const Expected<game::VotingGame> voting = read_voting_table(file);
    if (!voting) issues = voting.error();
    const std::vector<std::string> names = rule_names(report.arguments, Table::votes, issues);
    if (voting && !names.empty()) check_memory(*voting, names, report.arguments.common, issues);
    if (voting) read_parameters(report, voting->members, 0.0, issues);
    if (has_errors(issues)) throw InputError(std::move(issues));
    report.voting = &*voting;
    report.power = game::voting_power(*voting, report.arguments.common.threads);
    if (!report.parameters.unions.empty()) {
        report.bloc_game = game::with_blocs(*voting, report.parameters.unions);
        report.bloc_power = game::voting_power(*report.bloc_game, report.arguments.common.threads);
    }
    std::optional<game::Game> simple;
    if (!names.empty()) {
        simple = game::simple_game(*voting);
        report.game = &*simple;
        apply_rules(report, names);
    }
    return finish(report, !report.arguments.rules.empty() && report.arguments.rules != "all");
}

/// Solves the problem of every coalition. A table of costs is shared as one.
Expected<game::Game> read_production_game(const io::CsvFile& file, ShareReport& report, game::Production& production) {
    Expected<game::Production> read = read_production_table(file);
    if (!read) return tl::unexpected(std::move(read.error()));
    production = std::move(*read);
    if (report.arguments.costs && !production.costs) {
        return tl::unexpected(Issues{{.code = Code::bad_option,
                                      .where = {.field = "--costs"},
                                      .message = "the table has a row profit",
                                      .remedy = "Name the row cost, or leave --costs out"}});
    }
    report.arguments.costs = production.costs;
    report.parameters.production = &production;
    Expected<game::Game> game = game::production_game(production, report.arguments.common.threads);
    if (!game) {
        for (Issue& issue : game.error()) issue.where.file = file.name();
    }
    return game;
}

}  // namespace

int share(const ShareArguments& arguments) {
    ShareReport report{.arguments = arguments, .name = std::filesystem::path(arguments.path).stem().string()};
    const Expected<io::CsvFile> file = io::CsvFile::open(arguments.path);
    if (!file) throw InputError(file.error());
    if (is_voting_table(*file)) return share_votes(report, *file);

    Issues issues;
    game::Production production;
    const bool produced = is_production_table(*file);
    Expected<game::Game> table =
        produced ? read_production_game(*file, report, production) : read_game_table(*file, machine_memory());
    if (!table) issues = std::move(table.error());
    const std::vector<std::string> names = rule_names(arguments, produced ? Table::production : Table::game, issues);
    if (!table) throw InputError(std::move(issues));
    warn_of_missing(report, *table, *file);
    const double total = table->total();
    if (report.arguments.costs) {
        for (int i = 0; i < table->num_players(); ++i) report.costs_alone.push_back(table->alone(i));
        report.total_cost = total;
        report.parameters.stand_alone = report.costs_alone;
        for (int i = 0; i < table->num_players() && table->has_intervals(); ++i) {
            report.parameters.stand_alone_lower.push_back(table->lower()[Coalition::single(i).index()]);
            report.parameters.stand_alone_upper.push_back(table->upper()[Coalition::single(i).index()]);
        }
        table = game::savings_game(*table);
    }
    report.game = &*table;
    read_parameters(report, table->players(), total, issues);
    if (has_errors(issues)) throw InputError(std::move(issues));
    apply_rules(report, names);
    add_warnings(report);
    return finish(report, !arguments.rules.empty() && arguments.rules != "all");
}

}  // namespace proeftuin::cli
