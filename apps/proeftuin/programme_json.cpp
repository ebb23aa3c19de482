// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "proeftuin/base/version.hpp"

#include "programme_run.hpp"

namespace proeftuin::cli {
namespace {

using study::Commitment;

Json last(const Json& list) { return list.is_array() && !list.empty() ? list.back() : Json(nullptr); }

/// The figures of a case that the programme's document repeats; everything is in the case's own.
Json figures(const Json& document) {
    Json result = Json::object();
    for (const char* key : {"title", "players", "parties"}) result[key] = member(document, key);
    result["value_eur"] = last(member(document, "values"));
    result["lower_eur"] = last(member(document, "lower"));
    result["upper_eur"] = last(member(document, "upper"));
    for (const char* key : {"failed", "shares", "own", "own_lower", "own_upper", "transfers", "core", "barriers"})
        result[key] = member(document, key);
    result["uncertainty"] = nullptr;
    if (const Json uncertainty = member(document, "uncertainty"); uncertainty.is_object()) {
        Json kept = Json::object();
        for (const char* key : {"value", "own", "shares"}) kept[key] = member(uncertainty, key);
        result["uncertainty"] = std::move(kept);
    }
    if (document.contains("borders")) result["borders"] = document["borders"];
    return result;
}

Json texts_json(const study::Texts& texts) {
    Json object = Json::object();
    for (const auto& [language, text] : texts) object[language] = text;
    return object;
}

Json commitment_json(const Commitment& c, const CaseOutcome* outcome) {
    Json entry{{"id", c.id},
               {"number", c.number},
               {"section", c.section},
               {"titles", texts_json(c.titles)},
               {"parties", c.parties},
               {"state", study::name(c.state())},
               {"status", c.status},
               {"next_step", c.text.next_step},
               {"barriers", c.text.barriers},
               {"who_gains", c.text.who_gains},
               {"method", c.text.method},
               {"meaning", c.text.meaning},
               {"case", c.case_name},
               {"track", c.text.track}};
    if (!c.programme.empty()) entry["programme"] = c.programme;
    for (const auto& [language, text] : c.translations)
        entry["texts"][language] = {{"barriers", text.barriers}, {"who_gains", text.who_gains},
                                    {"track", text.track},       {"method", text.method},
                                    {"meaning", text.meaning},   {"next_step", text.next_step}};
    if (outcome == nullptr) return entry;
    if (outcome->document) entry["result"] = figures(*outcome->document);
    else entry["issues"] = issues_array(outcome->issues);
    return entry;
}

/// The cases in the order of commitments; one that did not run has its name for a title.
Json cases_json(const ChosenCommitments& commitments, const CaseOutcomes& outcomes) {
    Json list = Json::array();
    std::vector<std::string> seen;
    for (const Commitment* c : commitments) {
        const auto found = outcomes.find(c->case_name);
        if (found == outcomes.end() || std::ranges::find(seen, c->case_name) != seen.end()) continue;
        seen.push_back(c->case_name);
        const Json title = found->second.document ? member(*found->second.document, "title") : Json(c->case_name);
        list.push_back({{"name", c->case_name}, {"title", title}});
    }
    return list;
}

}  // namespace

Json programme_document(const study::Programme& programme, const ChosenCommitments& commitments,
                        const CaseOutcomes& outcomes, const std::string& input) {
    Json parties = Json::array();
    for (const study::ProgrammeParty& party : programme.parties)
        parties.push_back({{"id", party.id}, {"kind", party.kind}, {"names", texts_json(party.names)}});
    Json sections = Json::array();
    for (const study::Section& section : programme.sections)
        sections.push_back({{"id", section.id}, {"titles", texts_json(section.titles)}});
    Json list = Json::array();
    for (const Commitment* commitment : commitments) {
        const auto found = outcomes.find(commitment->case_name);
        list.push_back(commitment_json(*commitment, found == outcomes.end() ? nullptr : &found->second));
    }
    Json document{{"schema_version", 1},
                  {"kind", "programme"},
                  {"title", programme.title},
                  {"titles", texts_json(programme.titles)},
                  {"chair", programme.chair},
                  {"members", programme.members},
                  {"year", programme.year},
                  {"languages", programme.languages},
                  {"parties", std::move(parties)},
                  {"sections", std::move(sections)},
                  {"cases", cases_json(commitments, outcomes)},
                  {"commitments", std::move(list)}};
    for (const auto& [name, titles] : programme.included)
        document["included"].push_back({{"name", name}, {"titles", texts_json(titles)}});
    document["provenance"] = {{"program", "proeftuin"}, {"version", version()}, {"input", input}};
    return document;
}

}  // namespace proeftuin::cli
