// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "proeftuin/base/expected.hpp"

namespace proeftuin::study {

/// One promise of a programme.
struct Commitment {
    /// A case computes it; no number is sensible and only its status is followed; or neither yet.
    enum class State { modelled, tracked, not_yet_modelled };
    std::string id;
    int number = 0;
    std::string section;
    std::vector<std::pair<std::string, std::string>> titles;  // language and title, in the programme's order
    std::vector<std::string> parties;
    std::string barriers, who_gains, method, meaning, status, next_step;
    std::string case_name;  // folder below cases/; empty = none
    std::string track;      // why no number is sensible; empty where one is
    [[nodiscard]] State state() const {
        if (!case_name.empty()) return State::modelled;
        return track.empty() ? State::not_yet_modelled : State::tracked;
    }
};

[[nodiscard]] std::string_view name(Commitment::State state);

/// A programme folder: programme.toml, commitments.csv and cases/.
struct Programme {
    std::filesystem::path folder;
    std::string title;
    std::string chair;
    int year = 0;
    std::vector<std::string> languages;
    std::vector<Commitment> commitments;

    [[nodiscard]] std::filesystem::path case_folder(const Commitment& commitment) const {
        return folder / "cases" / commitment.case_name;
    }
};

/// Is there a programme.toml?
[[nodiscard]] bool is_programme(const std::filesystem::path& folder);

/// Reads a programme; all problems of its files at once: keys and columns, ids twice, numbers out of order, a language without a
/// title, a case that is not there, a commitment that has a case and a reason to have none. Cases are not read here.
[[nodiscard]] Expected<Programme> try_load_programme(const std::filesystem::path& folder);

}  // namespace proeftuin::study
