// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/study/cooperate.hpp"

#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>

#include "proeftuin/base/memory.hpp"
#include "proeftuin/base/version.hpp"
#include "proeftuin/game/rules.hpp"
#include "proeftuin/io/csv.hpp"

#include "commands.hpp"
#include "console.hpp"
#include "input.hpp"
#include "interrupt.hpp"
#include "output_folder.hpp"
#include "results_json.hpp"
#include "sharing.hpp"
#include "table.hpp"

namespace proeftuin::cli {
namespace {

/// Everything there is to say of a run.
struct CooperateReport {
    const CooperateArguments& arguments;
    std::string network_name;
    study::CooperateResult result;
    std::vector<double> own;  // [num_parties] gain without transfers when all cooperate, EUR
    std::vector<game::RuleResult> rules;
    Issues warnings;
};

/// What each party gains, without transfers, when all cooperate instead of none; empty where prices are missing.
std::vector<double> own_gains(const study::CooperateResult& result) {
    std::vector<double> own;
    const std::vector<study::PartyOutcome>& together = result.evaluations.back().outcome;
    const std::vector<study::PartyOutcome>& alone = result.evaluations.front().outcome;
    if (together.empty() || alone.empty()) return own;
    for (std::size_t p = 0; p < together.size(); ++p) own.push_back(together[p].total() - alone[p].total());
    return own;
}

void apply_rules(CooperateReport& report, const std::vector<std::string>& names) {
    if (report.result.failed > 0) return;
    Expected<game::Game> made =
        game::Game::make(report.result.parties.names, report.result.value, report.result.lower, report.result.upper);
    if (!made) throw InputError(std::move(made.error()));
    game::Parameters parameters;
    parameters.own = report.own;
    parameters.threads = report.arguments.common.threads;
    for (const std::string& name : names) report.rules.push_back(game::apply_rule(name, *made, parameters));
}

Json numbers(const std::vector<double>& values) {
    Json list = Json::array();
    for (const double value : values) list.push_back(number(value));
    return list;
}

Json outcomes_json(const study::CooperateResult& result) {
    Json list = Json::array();
    for (const study::Evaluation& evaluation : result.evaluations) {
        Json parties = Json::array();
        for (const study::PartyOutcome& o : evaluation.outcome)
            parties.push_back({{"consumer_surplus_eur", o.consumer_surplus},
                               {"producer_surplus_eur", o.producer_surplus},
                               {"congestion_rent_eur", o.congestion_rent},
                               {"storage_eur", o.storage},
                               {"other_eur", o.other},
                               {"total_eur", o.total()}});
        list.push_back({{"termination", lp::name(evaluation.termination)},
                        {"cost_eur", number(evaluation.cost)},
                        {"cost_bound_eur", number(evaluation.cost_bound)},
                        {"iterations", evaluation.iterations},
                        {"parties", std::move(parties)}});
    }
    return list;
}

Json document(const CooperateReport& report) {
    const study::CooperateResult& r = report.result;
    Json shares = Json::object();
    Json refused = Json::object();
    for (const game::RuleResult& rule : report.rules) {
        const std::string name(rule.rule);
        if (!rule.shares.answered()) refused[name] = rule.shares.refused;
        for (std::size_t p = 0; p < rule.shares.share.size(); ++p)
            shares[name][r.parties.names[p]] = rule.shares.share[p];
    }
    Json warnings = Json::array();
    for (const Issue& issue : report.warnings) warnings.push_back(issue.text());
    const Json provenance{{"version", version()},
                          {"input", report.arguments.path},
                          {"party_of_bus", report.arguments.party_of_bus},
                          {"rules", report.arguments.rules}};
    return {{"schema_version", 1},
            {"kind", "cooperate"},
            {"network", report.network_name},
            {"players", r.parties.names},
            {"values", numbers(r.value)},
            {"lower", numbers(r.lower)},
            {"upper", numbers(r.upper)},
            {"evaluated", r.evaluations.size() - static_cast<std::size_t>(r.failed)},
            {"failed", r.failed},
            {"shares", std::move(shares)},
            {"refused", std::move(refused)},
            {"own", numbers(report.own)},
            {"coalitions", outcomes_json(r)},
            {"crossings", r.crossings.size()},
            {"size", {{"columns", r.columns}, {"rows", r.rows}}},
            {"seconds", {{"walk", r.seconds}}},
            {"iterations", r.iterations},
            {"peak_memory_mb", peak_memory_mb()},
            {"solver", {{"name", lp::name(r.backend)}}},
            {"warnings", std::move(warnings)},
            {"provenance", provenance}};
}

std::string values_csv(const study::CooperateResult& r) {
    io::CsvText text;
    for (const char* title : {"coalition", "value_eur", "lower_eur", "upper_eur", "status", "iterations"})
        text.cell(title);
    text.end_row();
    for (std::size_t i = 0; i < r.evaluations.size(); ++i) {
        text.cell(r.name(Coalition::from_bits(i)));
        for (const double value : {r.value[i], r.lower[i], r.upper[i]}) text.number(value);
        text.cell(lp::name(r.evaluations[i].termination));
        text.cell(std::to_string(r.evaluations[i].iterations));
        text.end_row();
    }
    return text.text();
}

std::string outcomes_csv(const study::CooperateResult& r) {
    io::CsvText text;
    for (const char* title : {"coalition", "party", "consumer_surplus_eur", "producer_surplus_eur",
                              "congestion_rent_eur", "storage_eur", "other_eur", "total_eur"})
        text.cell(title);
    text.end_row();
    for (std::size_t i = 0; i < r.evaluations.size(); ++i)
        for (std::size_t p = 0; p < r.evaluations[i].outcome.size(); ++p) {
            const study::PartyOutcome& o = r.evaluations[i].outcome[p];
            text.cell(r.name(Coalition::from_bits(i)));
            text.cell(r.parties.names[p]);
            for (const double amount :
                 {o.consumer_surplus, o.producer_surplus, o.congestion_rent, o.storage, o.other, o.total()})
                text.number(amount);
            text.end_row();
        }
    return text.text();
}

std::string shares_csv(const CooperateReport& report) {
    SharesCsv table;
    for (const game::RuleResult& rule : report.rules) table.add(rule, report.result.parties.names, report.own);
    return table.text();
}

std::string shares_table(const CooperateReport& report) {
    std::vector<TextTable::Column> columns{{"party", TextTable::Align::left}};
    if (!report.own.empty()) columns.push_back({"without transfers", TextTable::Align::right});
    for (const game::RuleResult& rule : report.rules)
        if (rule.shares.answered()) columns.push_back({std::string(rule.rule), TextTable::Align::right});
    TextTable table(columns);
    for (std::size_t p = 0; p < report.result.parties.names.size(); ++p) {
        std::vector<std::string> cells{report.result.parties.names[p]};
        if (!report.own.empty()) cells.push_back(grouped(report.own[p]));
        for (const game::RuleResult& rule : report.rules)
            if (rule.shares.answered()) cells.push_back(grouped(rule.shares.share[p]));
        table.add(std::move(cells));
    }
    return table.text();
}

/// The failed coalition with the fewest members.
Coalition smallest_failed(const study::CooperateResult& r) {
    Coalition smallest = Coalition::all(r.parties.count());
    for (std::size_t i = 0; i < r.evaluations.size(); ++i) {
        const Coalition coalition = Coalition::from_bits(i);
        if (r.evaluations[i].termination != lp::Termination::optimal && coalition.size() < smallest.size())
            smallest = coalition;
    }
    return smallest;
}

std::string summary(const CooperateReport& report, const std::string& where) {
    const study::CooperateResult& r = report.result;
    std::string text = fmt::format("{}: {} parties, {} branches between them, {} coalitions\n\n", report.network_name,
                                   r.parties.count(), r.crossings.size(), r.evaluations.size());
    if (r.failed == 0) {
        text += fmt::format("  all together save {} EUR of {} EUR\n", grouped(r.value.back(), 2),
                            grouped(r.evaluations.front().cost, 2));
        text += fmt::format("  certified         between {} and {} EUR\n", grouped(r.lower.back(), 2),
                            grouped(r.upper.back(), 2));
    } else {
        text += fmt::format(
            "  {} of {} coalitions have no optimum, the smallest {} ({}); shares need them all.\n"
            "  A party that cannot meet its demand alone needs a generator that stands for load shedding.\n",
            r.failed, r.evaluations.size(), r.name(smallest_failed(r)),
            lp::name(r.evaluations[smallest_failed(r).index()].termination));
    }
    text +=
        fmt::format("  effort            {} iterations of {}, {:.2f} s, peak memory {:.0f} MB\n\n",
                    grouped(static_cast<long long>(r.iterations)), lp::name(r.backend), r.seconds, peak_memory_mb());
    if (r.failed == 0) text += "  gain in EUR\n" + shares_table(report);
    for (const game::RuleResult& rule : report.rules)
        if (!rule.shares.answered()) text += fmt::format("  {}: {}\n", rule.rule, rule.shares.refused);
    if (!where.empty())
        text += fmt::format("\n  results are in {}: results.json, values.csv, outcomes.csv, shares.csv\n", where);
    return text;
}

study::CooperateResult run(const CooperateArguments& arguments, const network::Network& network) {
    ProgressBar bar(arguments.common);
    study::CooperateOptions options;
    options.party_of_bus = arguments.party_of_bus;
    options.formulation.multi_investment = !network.snapshots.periods.empty();
    options.walk.threads = arguments.common.threads;
    options.walk.progress = bar.callback();
    options.walk.session.backend = arguments.solver;
    options.walk.session.interrupt = [](double, double, double) { return interrupted(); };
    Expected<study::CooperateResult> result = study::try_cooperate(network, options);
    if (interrupted()) wait_for_the_end();
    if (!result) throw InputError(std::move(result.error()));
    return std::move(*result);
}

}  // namespace

int cooperate(const CooperateArguments& arguments) {
    Issues unknown_rules;
    const std::vector<std::string> names = rules_named(arguments.rules, unknown_rules);
    if (!unknown_rules.empty()) throw InputError(std::move(unknown_rules));
    CooperateReport report{.arguments = arguments, .network_name = network_name(arguments.path)};
    Input input = load_input(arguments.path);
    report.warnings = std::move(input.warnings);
    const std::unique_ptr<ResultsFolder> folder =
        results_folder(arguments.common, arguments.out, report.network_name + "-cooperation", arguments.path);
    report.result = run(arguments, input.network);
    for (Issue& issue : report.result.warnings) report.warnings.push_back(std::move(issue));
    report.own = own_gains(report.result);
    apply_rules(report, names);
    const std::string text = document_text(document(report));
    if (folder != nullptr) {
        folder->write("values.csv", values_csv(report.result));
        folder->write("outcomes.csv", outcomes_csv(report.result));
        folder->write("shares.csv", shares_csv(report));
        folder->write("results.json", text);
        folder->keep();
    }
    print_warnings(report.warnings, arguments.common);
    if (arguments.common.json) print(text);
    else if (!arguments.common.quiet) print(summary(report, folder == nullptr ? "" : folder->name()));
    return report.result.failed > 0 ? Exit::some_solves_failed : Exit::fine;
}

}  // namespace proeftuin::cli
