// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "proeftuin/base/expected.hpp"

namespace proeftuin::study {

/// Language and text, in the programme's order of languages.
using Texts = std::vector<std::pair<std::string, std::string>>;

/// What a commitment says beside its title, in one language.
struct CommitmentTexts {
    std::string barriers, who_gains, track, method, meaning, next_step;
};

/// One promise of a programme.
struct Commitment {
    /// A case computes it; no number is sensible and only its status is followed; or neither yet.
    enum class State { modelled, tracked, not_yet_modelled };
    std::string id;
    int number = 0;         // of its own programme
    std::string programme;  // name of the included programme it comes from; empty = the one that was asked for
    std::string section;    // "NAME/1a" where it comes from the included programme NAME
    Texts titles;
    std::vector<std::string> parties;
    CommitmentTexts text;                                               // as commitments.csv has it
    std::vector<std::pair<std::string, CommitmentTexts>> translations;  // language and texts
    std::string status;
    std::string case_name;              // folder below cases/; empty = none
    std::filesystem::path case_folder;  // where that is
    Place case_place;                   // where it was named
    [[nodiscard]] State state() const {
        if (!case_name.empty()) return State::modelled;
        return text.track.empty() ? State::not_yet_modelled : State::tracked;
    }
};

[[nodiscard]] std::string_view name(Commitment::State state);

/// The words that may stand in the column `status`.
[[nodiscard]] const std::vector<std::string>& statuses();

/// Who takes part in commitments.
struct ProgrammeParty {
    std::string id;
    std::string kind;  // country, region, group, institution
    Texts names;
};

/// A section of the text that the commitments were read in.
struct Section {
    std::string id;
    Texts titles;
};

/// A programme folder: programme.toml, commitments.csv and its translations, parties.csv, sections.csv and cases/; with the
/// commitments of the programmes it includes behind its own.
struct Programme {
    std::filesystem::path folder;
    std::string title;
    Texts titles;
    std::string chair;
    std::vector<std::string> members;  // parties whose programme it is; may be empty
    int year = 0;
    std::vector<std::string> languages;
    std::vector<ProgrammeParty> parties;
    std::vector<Section> sections;
    std::vector<Commitment> commitments;
    std::vector<std::pair<std::string, Texts>> included;  // name and titles
    Issues warnings;
};

/// Is there a programme.toml?
[[nodiscard]] bool is_programme(const std::filesystem::path& folder);

/// What could be read of a programme, and everything that is wrong with it: then it is not to be run.
struct ProgrammeReading {
    Programme programme;
    Issues issues;
};

/// Reads a programme and those it includes; all problems of all files at once: keys and columns, ids twice, numbers out of order,
/// a language without a title, a status, party or section that is not known, translations that do not fit, a commitment that has a
/// case and a reason to have none, includes that are not there or go round in a circle. Cases are not read here.
[[nodiscard]] ProgrammeReading read_programme(const std::filesystem::path& folder);

/// The same for those who want it whole or not at all.
[[nodiscard]] Expected<Programme> try_load_programme(const std::filesystem::path& folder);

/// What is wrong where a commitment names a case that is not there; empty where it is.
[[nodiscard]] Issues missing_case(const Commitment& commitment);

}  // namespace proeftuin::study
