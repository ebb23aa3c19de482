// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "proeftuin/report/letter_results.hpp"
#include "proeftuin/report/letter_writing.hpp"

namespace proeftuin::report {

struct LetterOptions {
    std::string language = "en";  // one that the programme and the table of texts have
    std::string date;             // as it is to stand there; empty = none
};

/// The letter in which the chair tells its parliament what stands of each commitment and what it is worth. It says nothing that
/// the results do not hold: no names, numbers of documents or dates of its own.
[[nodiscard]] Writing write_letter(const ProgrammeResults& programme, const LetterOptions& options);

}  // namespace proeftuin::report
