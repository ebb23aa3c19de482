// SPDX-License-Identifier: Apache-2.0
//
// cooperate --sample: the Shapley value from random orders, for more players than coalitions can be walked.
#include <fmt/format.h>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "proeftuin/base/memory.hpp"
#include "proeftuin/base/version.hpp"
#include "proeftuin/study/sampled.hpp"

#include "commands.hpp"
#include "console.hpp"
#include "cooperate_report.hpp"
#include "input.hpp"
#include "interrupt.hpp"
#include "output_folder.hpp"
#include "sharing.hpp"
#include "table.hpp"

namespace proeftuin::cli {
namespace {

constexpr const char* rule_name = "shapley-sampled";
constexpr double two_sided_95 = 1.959963984540054;

std::vector<double> own_of(const CooperateReport& report, const study::SampleResult& sample) {
    std::vector<double> own;
    if (!report.players_are_parties() || sample.nobody.outcome.size() != sample.everybody.outcome.size()) return own;
    for (std::size_t p = 0; p < sample.nobody.outcome.size(); ++p)
        own.push_back(sample.everybody.outcome[p].total() - sample.nobody.outcome[p].total());
    return own;
}

Json document(const CooperateReport& report, const study::SampleResult& sample) {
    Json shares = Json::object();
    Json errors = Json::object();
    for (std::size_t i = 0; i < report.subject.players.size(); ++i) {
        shares[report.subject.players[i]] = sample.share[i];
        errors[report.subject.players[i]] = sample.standard_error[i];
    }
    Json own = Json::array();
    for (const double amount : report.own) own.push_back(number(amount));
    return {{"schema_version", 1},
            {"kind", "cooperate"},
            {"network", report.name},
            {"title", report.title},
            {"players", report.subject.players},
            {"parties", report.subject.parties.names},
            {"values", nullptr},
            {"total_eur", sample.total},
            {"total_lower_eur", sample.total_lower},
            {"total_upper_eur", sample.total_upper},
            {"shares", {{rule_name, std::move(shares)}}},
            {"standard_errors", {{rule_name, std::move(errors)}}},
            {"own", std::move(own)},
            {"sample",
             {{"rounds", sample.rounds},
              {"orders", sample.orders},
              {"seed", report.arguments.common.seed.value_or(usual_seed)},
              {"tolerance", *report.arguments.sample},
              {"reached", sample.reached}}},
            {"windows", report.subject.windows.size()},
            {"solver", {{"name", lp::name(sample.backend)}}},
            {"warnings", issues_array(report.warnings)},
            {"provenance", {{"program", "proeftuin"}, {"version", version()}, {"input", report.arguments.path}}}};
}

std::string shares_table(const CooperateReport& report, const study::SampleResult& sample) {
    SharesCsv table;
    for (std::size_t i = 0; i < report.subject.players.size(); ++i)
        table.add(rule_name, report.subject.players[i], sample.share[i],
                  report.own.empty() ? std::numeric_limits<double>::quiet_NaN() : report.own[i],
                  sample.share[i] - two_sided_95 * sample.standard_error[i],
                  sample.share[i] + two_sided_95 * sample.standard_error[i]);
    return table.text();
}

std::string summary(const CooperateReport& report, const study::SampleResult& sample, const std::string& results) {
    using Align = TextTable::Align;
    std::string text =
        fmt::format("{}: {} players, {} random orders of them\n\n", report.title.empty() ? report.name : report.title,
                    report.subject.players.size(), grouped(static_cast<long long>(sample.orders)));
    text += fmt::format("  all together save {} EUR, certified between {} and {} EUR\n", grouped(sample.total, 2),
                        grouped(sample.total_lower, 2), grouped(sample.total_upper, 2));
    text += fmt::format("  standard errors   {} {:.3g} % of it\n", sample.reached ? "at most" : "still above",
                        100.0 * *report.arguments.sample);
    text += fmt::format("  effort            {:.2f} s, peak memory {:.0f} MB\n\n", sample.seconds, peak_memory_mb());
    TextTable table({{"player", Align::left}, {"shapley", Align::right}, {"standard error", Align::right}});
    for (std::size_t i = 0; i < report.subject.players.size(); ++i)
        table.add({report.subject.players[i], grouped(sample.share[i]), grouped(sample.standard_error[i])});
    text += "  gain in EUR, estimated\n" + table.text();
    if (!results.empty()) text += fmt::format("\n  results are in {}: results.json, shares.csv\n", results);
    return text;
}

}  // namespace

int cooperate_by_sample(CooperateReport& report, ResultsFolder* folder) {
    const CooperateArguments& arguments = report.arguments;
    study::SampleOptions options;
    options.tolerance = *arguments.sample;
    options.seed = arguments.common.seed.value_or(usual_seed);
    ProgressBar bar(arguments.common);
    const study::WalkOptions walk = walk_options(arguments, bar.callback());
    Expected<study::SampleResult> sample = study::sample_shapley(report.subject, walk, options);
    if (interrupted()) wait_for_the_end();
    if (!sample) throw InputError(std::move(sample.error()));
    report.own = own_of(report, *sample);
    report.warnings.insert(report.warnings.end(), report.subject.warnings.begin(), report.subject.warnings.end());
    const std::string text = document_text(document(report, *sample));
    if (folder != nullptr) {
        folder->write("shares.csv", shares_table(report, *sample));
        folder->write("results.json", text);
        folder->keep();
    }
    print_warnings(report.warnings, arguments.common);
    if (arguments.common.json) print(text);
    else if (!arguments.common.quiet) print(summary(report, *sample, folder == nullptr ? "" : folder->name()));
    return Exit::fine;
}

}  // namespace proeftuin::cli
