// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "proeftuin/study/programme.hpp"

#include "arguments.hpp"
#include "output_folder.hpp"
#include "results_json.hpp"

namespace proeftuin::cli {

/// What a case came to: its document, or why there is none.
struct CaseOutcome {
    std::optional<Json> document;
    Issues issues;
    /// Nothing came of it, or not all: a case that did not run, a coalition without an optimum.
    [[nodiscard]] bool failed() const;
};
using CaseOutcomes = std::map<std::string, CaseOutcome>;  // by the case's name

using ChosenCommitments = std::vector<const study::Commitment*>;

/// Runs every case that the commitments name, each once, into `<folder>-cases/NAME`. Small cases (fewer than 16 problems a thread)
/// run beside each other with one thread each; the others one after another with all threads. Documents do not depend on it.
[[nodiscard]] CaseOutcomes run_cases(const RunArguments& arguments, const ChosenCommitments& commitments,
                                     const ResultsFolder& folder);

/// results.json of a programme; the fields are explained in docs/guide/run.md.
[[nodiscard]] Json programme_document(const study::Programme& programme, const ChosenCommitments& commitments,
                                      const CaseOutcomes& outcomes, const std::string& input);

}  // namespace proeftuin::cli
