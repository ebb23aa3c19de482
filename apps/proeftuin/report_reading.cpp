// SPDX-License-Identifier: Apache-2.0
//
// results.json, of a programme and its cases, into what a letter is made of. Whatever a file holds, it ends in results or issues.
#include "report_reading.hpp"

#include <algorithm>
#include <cmath>

#include "proeftuin/base/text.hpp"

#include "json_reader.hpp"

namespace proeftuin::cli {
namespace {

namespace fs = std::filesystem;
using report::CaseResults;
using report::MaybeNumber;
using report::ProgrammeResults;
using report::Spread;

constexpr std::size_t most_players = 24;

report::TextIn texts_in(const JsonReader& json) {
    report::TextIn texts;
    for (const auto& [language, text] : json.members()) texts.emplace_back(language, text.text());
    return texts;
}

std::optional<Spread> spread_of(const JsonReader& json) {
    const std::optional<double> mean = json["mean_eur"].number(), low = json["low_eur"].number(),
                                high = json["high_eur"].number();
    if (!low || !high) return std::nullopt;
    return Spread{mean.value_or(std::nan("")), *low, *high};
}

/// A list that is empty or has one number for each of `count`.
std::vector<MaybeNumber> numbers_for(const JsonReader& json, std::size_t count) {
    std::vector<MaybeNumber> list = json.numbers();
    if (!list.empty() && list.size() != count)
        json.complain("this must have " + counted(count, "number") + ", found " + std::to_string(list.size()));
    if (list.size() != count) list.clear();
    return list;
}

report::Uncertainty uncertainty_of(const JsonReader& json, const CaseResults& one) {
    report::Uncertainty u;
    u.draws = json["draws"].count();
    u.windows = json["windows"].count();
    u.windows_per_draw = json["windows_per_draw"].count();
    u.ranges = json["ranges"].count();
    u.not_drawn = json["not_drawn"].count();
    u.low_quantile = json["low_quantile"].number().value_or(0.1);
    u.high_quantile = json["high_quantile"].number().value_or(0.9);
    const JsonReader value = json["value"];
    u.value = spread_of(value);
    u.standard_error = value["standard_error_eur"].number();
    u.sampling_error = value["sampling_error_eur"].number();
    u.values_low = numbers_for(json["values_low"], one.value.size());
    u.values_high = numbers_for(json["values_high"], one.value.size());
    const JsonReader own = json["own"];
    for (const std::string& party : one.parties) u.own.push_back(spread_of(own[party]));
    for (const JsonReader& item : json["tornado"].items()) {
        report::Swing swing;
        swing.id = item["id"].text();
        swing.name = item["name"].text();
        if (swing.name.empty()) swing.name = swing.id;
        swing.unit = item["unit"].text();
        swing.source = item["source"].text();
        swing.grade = item["grade"].text();
        swing.value = item["value"].number();
        swing.low = item["low"].number();
        swing.high = item["high"].number();
        swing.at_low = item["at_low_eur"].number();
        swing.at_high = item["at_high_eur"].number();
        u.tornado.push_back(std::move(swing));
    }
    return u;
}

void read_rules(const JsonReader& json, CaseResults& one) {
    const JsonReader spreads = json["uncertainty"]["shares"];
    for (const auto& [name, shares] : json["shares"].members()) {
        report::RuleShares rule;
        rule.rule = name;
        const JsonReader of_rule = spreads[name];
        for (const std::string& player : one.players) {
            rule.share.push_back(shares[player].number());
            rule.spread.push_back(spread_of(of_rule[player]));
        }
        if (const JsonReader transfers = json["transfers"][name]; transfers.present()) {
            rule.transfers.emplace();
            for (const JsonReader& item : transfers.items())
                rule.transfers->push_back(
                    {item["from"].text(), item["to"].text(), item["amount_eur"].number().value_or(0.0)});
        }
        if (const JsonReader core = json["core"][name]; core.present()) {
            rule.in_core = core["inside"].flag();
            rule.objects = core["objects"].text();
            rule.excess = core["excess_eur"].number();
        }
        one.rules.push_back(std::move(rule));
    }
    for (const auto& [name, reason] : json["refused"].members()) one.refused.emplace_back(name, reason.text());
}

void read_borders_and_barriers(const JsonReader& json, CaseResults& one) {
    for (const JsonReader& item : json["borders"].items())
        one.borders.push_back({item["between"].texts(), item["capacity_mw"].number(), item["last_eur"].number(),
                               item["last_lower_eur"].number(), item["last_upper_eur"].number(),
                               item["first_eur"].number(), item["shadow_eur_per_mw"].number()});
    for (const JsonReader& item : json["barriers"].items()) {
        const JsonReader all = item["all"];
        one.barriers.push_back({item["id"].text(), item["name"].text(), item["source"].text(),
                                all["first_eur"].number(), all["last_eur"].number(), all["shapley_eur"].number()});
    }
}

void read_sources(const JsonReader& json, CaseResults& one) {
    for (const JsonReader& item : json["sources"].items())
        one.sources.push_back({item["id"].text(), item["title"].text(), item["address"].text(), item["year"].text(),
                               item["grade"].text()});
    for (const auto& [grade, number] : json["grades"].members()) one.grades.emplace_back(grade, number.count());
    for (const auto& [id, name] : json["party_names"].members()) one.party_names.emplace_back(id, name.text());
}

CaseResults case_of(const JsonReader& json, const std::string& name, const fs::path& folder) {
    CaseResults one;
    one.name = name;
    one.folder = folder.parent_path().filename().string() + '/' + folder.filename().string();
    one.title = json["title"].text();
    if (one.title.empty()) one.title = name;
    one.players = json["players"].texts();
    one.parties = json["parties"].texts();
    if (one.players.empty() || one.players.size() > most_players) {
        json["players"].complain("this must name from 1 to " + std::to_string(most_players) + " players, found " +
                                 std::to_string(one.players.size()));
        return one;
    }
    one.players_are_parties = one.players == one.parties;
    const std::size_t coalitions = std::size_t{1} << one.players.size();
    one.value = numbers_for(json["values"], coalitions);
    one.lower = numbers_for(json["lower"], coalitions);
    one.upper = numbers_for(json["upper"], coalitions);
    one.failed = json["failed"].count();
    one.windows = json["windows"].count();
    const JsonReader solver = json["solver"];
    one.solver = solver["name"].text() + ' ' + solver["version"].text();
    one.outside = json["provenance"]["outside"].text();
    one.own = numbers_for(json["own"], one.parties.size());
    one.own_lower = numbers_for(json["own_lower"], one.parties.size());
    one.own_upper = numbers_for(json["own_upper"], one.parties.size());
    const std::vector<JsonReader> evaluations = json["coalitions"].items();
    if (!evaluations.empty())
        one.unserved_alone_mwh = numbers_for(evaluations.front()["unserved_mwh"], one.parties.size());
    if (const JsonReader uncertainty = json["uncertainty"]; uncertainty.present())
        one.uncertainty = uncertainty_of(uncertainty, one);
    read_rules(json, one);
    read_borders_and_barriers(json, one);
    read_sources(json, one);
    return one;
}

report::CommitmentTextsIn texts_of(const JsonReader& json) {
    return {json["track"].text(), json["meaning"].text(), json["next_step"].text()};
}

report::CommitmentResults commitment_of(const JsonReader& json) {
    report::CommitmentResults c;
    c.id = json["id"].needed_text();
    c.number = static_cast<int>(std::min<std::size_t>(json["number"].count(), 1000000));
    c.section = json["section"].text();
    c.state = json["state"].needed_text();
    c.status = json["status"].text();
    c.case_name = json["case"].text();
    c.titles = texts_in(json["titles"]);
    c.parties = json["parties"].texts();
    c.text = texts_of(json);
    for (const auto& [language, texts] : json["texts"].members())
        c.translations.emplace_back(language, texts_of(texts));
    for (const JsonReader& issue : json["issues"].items()) {
        const std::string where = issue["where"].text();
        c.issues.push_back((where.empty() ? "" : where + ": ") + issue["message"].text());
    }
    return c;
}

ProgrammeResults programme_of(const JsonReader& json) {
    ProgrammeResults p;
    p.titles = texts_in(json["titles"]);
    if (p.titles.empty()) p.titles.emplace_back("en", json["title"].needed_text());
    p.chair = json["chair"].text();
    p.members = json["members"].texts();
    p.languages = json["languages"].texts();
    p.version = json["provenance"]["version"].text();
    for (const JsonReader& item : json["parties"].items())
        p.parties.push_back({item["id"].text(), texts_in(item["names"])});
    for (const JsonReader& item : json["sections"].items())
        p.sections.push_back({item["id"].text(), texts_in(item["titles"])});
    for (const JsonReader& item : json["included"].items())
        p.included.emplace_back(item["name"].text(), texts_in(item["titles"]));
    for (const JsonReader& item : json["commitments"].items()) p.commitments.push_back(commitment_of(item));
    if (p.commitments.empty()) json["commitments"].complain("there is no commitment");
    return p;
}

void check_kind(const JsonReader& json, const std::string& wanted) {
    if (json["schema_version"].number() != 1.0)
        json["schema_version"].complain("this program reads schema_version 1 only");
    if (const std::string kind = json["kind"].text(); kind != wanted)
        json["kind"].complain("results of a " + quoted(wanted) + " are wanted here, found those of " + quoted(kind),
                              wanted == "programme" ? "Give the folder that proeftuin run has written" : "");
}

/// The cases' own documents; each must be of the run that the programme's document is of.
void read_cases(const JsonReader& json, const fs::path& folder, ProgrammeResults& p, Issues& issues) {
    for (const JsonReader& item : json["commitments"].items()) {
        const JsonReader result = item["result"];
        const std::string name = item["case"].text();
        if (!result.present() || p.find_case(name) != nullptr) continue;
        if (name.empty() || name.find('/') != std::string::npos) {
            item["case"].complain(quoted(name) + " is no case");
            continue;
        }
        const fs::path at = fs::path(folder.string() + "-cases") / name;
        try {
            const Json document = read_json(at / "results.json");
            const JsonReader reader(document, (at / "results.json").string(), issues);
            check_kind(reader, "cooperate");
            p.cases.push_back(case_of(reader, name, at));
        } catch (const InputError& error) {
            issues.insert(issues.end(), error.issues().begin(), error.issues().end());
            continue;
        }
        const std::vector<MaybeNumber>& values = p.cases.back().value;
        if (!values.empty() && values.back() != result["value_eur"].number())
            result["value_eur"].complain("the case's own results say otherwise; one of them is of another run");
    }
}

}  // namespace

ProgrammeResults read_programme_results(const fs::path& given) {
    const fs::path folder = given.has_filename() ? given : given.parent_path();
    std::error_code error;
    if (!fs::exists(folder / "results.json", error))
        throw InputError({{Code::file_missing,
                           {.file = given.string()},
                           "this is no folder of results: there is no results.json in it",
                           "Give the folder that proeftuin run has written (its option --out)"}});
    const Json document = read_json(folder / "results.json");
    Issues issues;
    const JsonReader json(document, (folder / "results.json").string(), issues);
    check_kind(json, "programme");
    if (!issues.empty()) throw InputError(std::move(issues));
    ProgrammeResults programme = programme_of(json);
    read_cases(json, folder, programme, issues);
    if (!issues.empty()) throw InputError(std::move(issues));
    return programme;
}

}  // namespace proeftuin::cli
