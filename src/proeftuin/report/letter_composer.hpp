// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <vector>

#include "proeftuin/report/letter.hpp"
#include "proeftuin/report/letter_numbers.hpp"
#include "proeftuin/report/letter_texts.hpp"

namespace proeftuin::report {

/// What the parts of a letter share: its language, its results and the letter so far.
struct LetterComposer {
    const ProgrammeResults& programme;
    LetterTexts texts;
    LetterNumbers numbers;
    Writing writing;

    LetterComposer(const ProgrammeResults& results, const std::string& language)
        : programme(results), texts(language), numbers(language) {}

    // Words. `in` takes the language's text, else English, else the first there is.
    [[nodiscard]] std::string in(const TextIn& texts_in) const;
    [[nodiscard]] std::string party(const CaseResults& one, const std::string& id) const;
    [[nodiscard]] std::string player(const CaseResults& one, const std::string& id) const;
    [[nodiscard]] std::string parties(const CaseResults& one, const std::vector<std::string>& ids) const;
    [[nodiscard]] std::string rule(const std::string& name) const;

    // Figures.
    [[nodiscard]] std::string count(std::size_t number) const { return numbers.plain(static_cast<double>(number)); }
    [[nodiscard]] std::string euro(const MaybeNumber& value) const;
    [[nodiscard]] std::string certified(const MaybeNumber& lower, const MaybeNumber& upper) const;
    [[nodiscard]] std::string sampled(const CaseResults& one) const;
    [[nodiscard]] std::string assumed(const MaybeNumber& low, const MaybeNumber& high) const;
    [[nodiscard]] std::string assumed(const std::optional<Spread>& spread) const;
    [[nodiscard]] std::string middle_part(const CaseResults& one) const;

    // Blocks.
    void heading(int level, std::string text) { writing.blocks.emplace_back(Heading{level, std::move(text)}); }
    void paragraph(Line line, std::string look = "") {
        writing.blocks.emplace_back(Paragraph{std::move(line), std::move(look)});
    }
};

/// Bits of the coalition of those `ids` that are players of the case.
[[nodiscard]] std::size_t coalition_of(const CaseResults& one, const std::vector<std::string>& ids);

/// Parties whose own demand would go unserved when nobody acts, where that is a hundredth or more of all that would.
[[nodiscard]] std::vector<std::string> cannot_be_alone(const CaseResults& one);

[[nodiscard]] MaybeNumber at(const std::vector<MaybeNumber>& values, std::size_t index);

/// What cooperation is worth: one passage a case, with the three kinds of uncertainty apart.
void write_worth(LetterComposer& composer);
/// The figures of one commitment's case.
void write_figures(LetterComposer& composer, const CaseResults& one);
/// Annexes: shares and transfers, assumptions, borders, sources.
void write_annexes(LetterComposer& composer);

}  // namespace proeftuin::report
