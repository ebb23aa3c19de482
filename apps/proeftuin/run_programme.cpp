// SPDX-License-Identifier: Apache-2.0
//
// proeftuin run: every case of a programme, and what stands of each commitment. A case that fails is named and the others run; one
// that an earlier run answered is not run again.
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "proeftuin/base/text.hpp"
#include "proeftuin/report/page.hpp"
#include "proeftuin/study/programme.hpp"

#include "commands.hpp"
#include "console.hpp"
#include "input.hpp"
#include "page.hpp"
#include "programme_run.hpp"
#include "table.hpp"

namespace proeftuin::cli {
namespace {

using study::Commitment;

/// The commitments that --only names, or all.
ChosenCommitments chosen(const study::Programme& programme, const std::string& only) {
    ChosenCommitments result;
    std::vector<std::string> ids;
    for (const Commitment& commitment : programme.commitments) ids.push_back(commitment.id);
    if (only.empty()) {
        for (const Commitment& commitment : programme.commitments) result.push_back(&commitment);
        return result;
    }
    Issues issues;
    for (const std::string_view part : split(only, ',')) {
        const std::string id(trimmed(part));
        const auto found = std::ranges::find(ids, id);
        if (found == ids.end())
            issues.push_back({.code = Code::bad_option,
                              .where = {.field = "--only"},
                              .message = "there is no commitment " + quoted(id) + '.' + did_you_mean(id, ids),
                              .remedy = "commitments.csv lists them"});
        else result.push_back(&programme.commitments[static_cast<std::size_t>(found - ids.begin())]);
    }
    if (!issues.empty()) throw InputError(std::move(issues));
    return result;
}

std::string largest_first(const Json& shares) {
    std::vector<std::pair<std::string, double>> sorted;
    for (const auto& [player, amount] : shares.items())
        if (amount.is_number()) sorted.emplace_back(player, amount.get<double>());
    std::ranges::stable_sort(sorted, std::ranges::greater{}, [](const auto& entry) { return entry.second; });
    std::vector<std::string> parts;
    for (const auto& [player, amount] : sorted) parts.push_back(player + ' ' + grouped(amount));
    return join(parts, ", ");
}

std::string case_lines(const Json& document) {
    std::string text;
    const Json values = member(document, "values"), failed = member(document, "failed");
    if (values.is_array() && !values.empty() && values.back().is_number())
        text += fmt::format("    all together save {} EUR\n", grouped(values.back().get<double>()));
    if (failed.is_number() && failed > 0)
        text += fmt::format("    {} coalitions have no optimum\n", failed.get<std::size_t>());
    const Json by_rule = member(document, "shares");
    for (const auto& [rule, shares] : by_rule.items())
        if (shares.is_object()) text += fmt::format("    {}: {}\n", rule, largest_first(shares));
    return text;
}

std::string summary(const study::Programme& programme, const ChosenCommitments& commitments,
                    const CaseOutcomes& outcomes, const std::string& where) {
    std::map<Commitment::State, std::size_t> states;
    std::string text = programme.title + "\n\n";
    for (const Commitment* commitment : commitments) {
        ++states[commitment->state()];
        const auto found = outcomes.find(commitment->case_name);
        if (found == outcomes.end()) continue;
        text += fmt::format("  {} {}\n", commitment->number, commitment->titles.front().second);
        if (!found->second.document) {
            for (const Issue& issue : found->second.issues) text += "    failed: " + issue.text() + '\n';
            continue;
        }
        text += case_lines(*found->second.document);
    }
    text += fmt::format("\n  {} modelled, {} tracked, {} not yet modelled, of {} commitments\n",
                        states[Commitment::State::modelled], states[Commitment::State::tracked],
                        states[Commitment::State::not_yet_modelled], commitments.size());
    return text + fmt::format("  results are in {}: results.json{}; cases in {}-cases\n", where,
                              report::has_page() ? ", report.html" : "", where);
}

std::map<std::string, Json> documents_of(const CaseOutcomes& outcomes) {
    std::map<std::string, Json> documents;
    for (const auto& [name, outcome] : outcomes)
        if (outcome.document) documents[name] = *outcome.document;
    return documents;
}

}  // namespace

int run_programme(const RunArguments& arguments) {
    const Expected<study::Programme> programme = study::try_load_programme(arguments.path);
    if (!programme) throw InputError(programme.error());
    const ChosenCommitments commitments = chosen(*programme, arguments.only);
    print_warnings(programme->warnings, arguments.common);
    ResultsFolder folder(arguments.out.empty() ? network_name(arguments.path) + "-results" : arguments.out,
                         arguments.path);
    const CaseOutcomes outcomes = run_cases(arguments, commitments, folder);
    const Json document = programme_document(*programme, commitments, outcomes, arguments.path);
    const std::string text = document_text(document);
    if (const std::string page = programme_page(document, documents_of(outcomes)); !page.empty())
        folder.write("report.html", page);
    folder.write("results.json", text);
    folder.keep();
    if (arguments.common.json) print(text);
    else if (!arguments.common.quiet) print(summary(*programme, commitments, outcomes, folder.name()));
    const bool failed = std::ranges::any_of(outcomes, [](const auto& entry) { return entry.second.failed(); });
    return failed ? Exit::some_solves_failed : Exit::fine;
}

}  // namespace proeftuin::cli
