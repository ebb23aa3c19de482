// SPDX-License-Identifier: Apache-2.0
//
// proeftuin run: every case of a programme, and what stands of each commitment. A case that fails is named and the others run; one
// that an earlier run answered is not run again.
#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "proeftuin/base/text.hpp"
#include "proeftuin/base/version.hpp"
#include "proeftuin/study/programme.hpp"

#include "commands.hpp"
#include "console.hpp"
#include "cooperate_report.hpp"
#include "input.hpp"
#include "table.hpp"

namespace proeftuin::cli {
namespace {

using study::Commitment;

/// What a case came to: its document, or why there is none.
struct CaseOutcome {
    std::optional<Json> document;
    Issues issues;
};

/// The commitments that --only names, or all.
std::vector<const Commitment*> chosen(const study::Programme& programme, const std::string& only) {
    std::vector<const Commitment*> result;
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

CaseOutcome run_case(const RunArguments& arguments, const study::Programme& programme, const Commitment& commitment,
                     const ResultsFolder& folder) {
    CooperateArguments question;
    question.common = arguments.common;
    question.common.json = false;
    question.path = programme.case_folder(commitment).string();
    question.out = (folder.beside("-cases") / commitment.case_name).string();
    try {
        return {cooperate_once(question), {}};
    } catch (const InputError& error) {
        return {std::nullopt, error.issues()};
    }
}

/// The figures of a case that the programme's document repeats; everything is in the case's own.
Json figures(const Json& document) {
    Json result{{"title", document["title"]}, {"players", document["players"]}, {"parties", document["parties"]}};
    result["value_eur"] = document["values"].empty() ? Json(nullptr) : document["values"].back();
    result["lower_eur"] = document["lower"].empty() ? Json(nullptr) : document["lower"].back();
    result["upper_eur"] = document["upper"].empty() ? Json(nullptr) : document["upper"].back();
    for (const char* key : {"failed", "shares", "own", "own_lower", "own_upper", "transfers", "core", "barriers"})
        result[key] = document[key];
    return result;
}

Json commitment_json(const Commitment& c, const CaseOutcome* outcome) {
    Json titles = Json::object();
    for (const auto& [language, title] : c.titles) titles[language] = title;
    Json entry{{"id", c.id},
               {"number", c.number},
               {"section", c.section},
               {"titles", titles},
               {"parties", c.parties},
               {"state", study::name(c.state())},
               {"status", c.status},
               {"next_step", c.next_step},
               {"barriers", c.barriers},
               {"who_gains", c.who_gains},
               {"method", c.method},
               {"meaning", c.meaning},
               {"case", c.case_name},
               {"track", c.track}};
    if (outcome == nullptr) return entry;
    if (outcome->document) entry["result"] = figures(*outcome->document);
    else entry["issues"] = issues_array(outcome->issues);
    return entry;
}

std::string largest_first(const Json& shares) {
    std::vector<std::pair<std::string, double>> sorted;
    for (const auto& [player, amount] : shares.items()) sorted.emplace_back(player, amount.get<double>());
    std::ranges::stable_sort(sorted, std::ranges::greater{}, [](const auto& entry) { return entry.second; });
    std::vector<std::string> parts;
    for (const auto& [player, amount] : sorted) parts.push_back(player + ' ' + grouped(amount));
    return join(parts, ", ");
}

std::string summary(const study::Programme& programme, const std::vector<const Commitment*>& commitments,
                    const std::map<std::string, CaseOutcome>& outcomes, const std::string& where) {
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
        const Json& document = *found->second.document;
        if (document["values"].back().is_number())
            text += fmt::format("    all together save {} EUR\n", grouped(document["values"].back().get<double>()));
        if (document["failed"].get<std::size_t>() > 0)
            text += fmt::format("    {} coalitions have no optimum\n", document["failed"].get<std::size_t>());
        for (const auto& [rule, shares] : document["shares"].items())
            text += fmt::format("    {}: {}\n", rule, largest_first(shares));
    }
    text += fmt::format("\n  {} modelled, {} tracked, {} not yet modelled, of {} commitments\n",
                        states[Commitment::State::modelled], states[Commitment::State::tracked],
                        states[Commitment::State::not_yet_modelled], commitments.size());
    return text + fmt::format("  results are in {}: results.json; cases in {}-cases\n", where, where);
}

}  // namespace

int run_programme(const RunArguments& arguments) {
    Expected<study::Programme> programme = study::try_load_programme(arguments.path);
    if (!programme) throw InputError(std::move(programme.error()));
    const std::vector<const Commitment*> commitments = chosen(*programme, arguments.only);
    ResultsFolder folder(arguments.out.empty() ? network_name(arguments.path) + "-results" : arguments.out,
                         arguments.path);
    std::map<std::string, CaseOutcome> outcomes;
    for (const Commitment* commitment : commitments) {
        if (commitment->case_name.empty() || outcomes.contains(commitment->case_name)) continue;
        if (!arguments.common.quiet && !arguments.common.json)
            print_error(fmt::format("{} {}\n", commitment->number, commitment->titles.front().second));
        outcomes[commitment->case_name] = run_case(arguments, *programme, *commitment, folder);
    }
    Json list = Json::array();
    bool failed = false;
    for (const Commitment* commitment : commitments) {
        const auto found = outcomes.find(commitment->case_name);
        list.push_back(commitment_json(*commitment, found == outcomes.end() ? nullptr : &found->second));
        failed |= found != outcomes.end() && (!found->second.document || (*found->second.document)["failed"] != 0);
    }
    const Json document{{"schema_version", 1},
                        {"kind", "programme"},
                        {"title", programme->title},
                        {"chair", programme->chair},
                        {"year", programme->year},
                        {"languages", programme->languages},
                        {"commitments", std::move(list)},
                        {"provenance", {{"program", "proeftuin"}, {"version", version()}, {"input", arguments.path}}}};
    const std::string text = document_text(document);
    folder.write("results.json", text);
    folder.keep();
    if (arguments.common.json) print(text);
    else if (!arguments.common.quiet) print(summary(*programme, commitments, outcomes, folder.name()));
    return failed ? Exit::some_solves_failed : Exit::fine;
}

}  // namespace proeftuin::cli
