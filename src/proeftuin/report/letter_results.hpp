// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace proeftuin::report {

// What a letter is made of: the results of a programme and of its cases, as results.json has them. Amounts are EUR.

using MaybeNumber = std::optional<double>;
using TextIn = std::vector<std::pair<std::string, std::string>>;  // language and text

/// What the draws over the assumptions make of an amount.
struct Spread {
    double mean = 0.0, low = 0.0, high = 0.0;
};

/// A figure and what its range does to the value of all together.
struct Swing {
    std::string id, name, unit, source, grade;
    MaybeNumber value, low, high, at_low, at_high;
};

struct Uncertainty {
    std::size_t draws = 0, windows = 0, windows_per_draw = 0, ranges = 0, not_drawn = 0;
    double low_quantile = 0.1, high_quantile = 0.9;
    std::optional<Spread> value;
    MaybeNumber standard_error, sampling_error;
    std::vector<MaybeNumber> values_low, values_high;  // [2^num_players]
    std::vector<std::optional<Spread>> own;            // [num_parties]
    std::vector<Swing> tornado;                        // largest first
};

struct Transfer {
    std::string from, to;
    double amount = 0.0;
};

struct RuleShares {
    std::string rule;
    std::vector<MaybeNumber> share;             // [num_players]
    std::vector<std::optional<Spread>> spread;  // [num_players]; empty where there are no draws
    std::optional<std::vector<Transfer>> transfers;
    std::optional<bool> in_core;
    std::string objects;  // "BE+LU"
    MaybeNumber excess;
};

struct Border {
    std::vector<std::string> between;
    MaybeNumber capacity_mw, last, last_lower, last_upper, first, shadow_eur_per_mw;
};

struct BarrierCosts {
    std::string id, name, source;
    MaybeNumber first, last, shapley;
};

struct ResultSource {
    std::string id, title, address, year, grade;
};

struct CaseResults {
    std::string name, title, folder, solver, outside;
    bool players_are_parties = true;
    std::vector<std::string> players, parties;
    std::vector<MaybeNumber> value, lower, upper;  // [2^num_players]
    std::size_t failed = 0, windows = 0;
    std::vector<MaybeNumber> own, own_lower, own_upper;  // [num_parties]; empty where unknown
    std::vector<MaybeNumber> unserved_alone_mwh;         // [num_parties] when nobody acts; empty where unknown
    std::vector<RuleShares> rules;
    std::vector<std::pair<std::string, std::string>> refused;  // rule and reason
    std::optional<Uncertainty> uncertainty;
    std::vector<Border> borders;
    std::vector<BarrierCosts> barriers;
    std::vector<ResultSource> sources;
    std::vector<std::pair<std::string, std::size_t>> grades;  // grade and number of figures
    TextIn party_names;                                       // id and name
};

struct CommitmentTextsIn {
    std::string track, meaning, next_step;
};

struct CommitmentResults {
    std::string id, section, state, status, case_name;
    int number = 0;
    TextIn titles;
    std::vector<std::string> parties;
    CommitmentTextsIn text;                                               // English
    std::vector<std::pair<std::string, CommitmentTextsIn>> translations;  // language and texts
    std::vector<std::string> issues;                                      // why its case has no result
};

struct SectionResults {
    std::string id;
    TextIn titles;
};

struct PartyResults {
    std::string id;
    TextIn names;
};

struct ProgrammeResults {
    TextIn titles;
    std::string chair, version;
    std::vector<std::string> members, languages;
    std::vector<PartyResults> parties;
    std::vector<SectionResults> sections;
    std::vector<CommitmentResults> commitments;
    std::vector<std::pair<std::string, TextIn>> included;  // name and titles
    std::vector<CaseResults> cases;                        // in the programme's order

    [[nodiscard]] const CaseResults* find_case(const std::string& name) const {
        for (const CaseResults& one : cases)
            if (one.name == name) return &one;
        return nullptr;
    }
};

}  // namespace proeftuin::report
