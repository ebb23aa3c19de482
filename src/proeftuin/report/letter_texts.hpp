// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace proeftuin::report {

/// Languages that data/texts/letter.csv, the one table of a letter's own texts, has a column for.
[[nodiscard]] std::vector<std::string> letter_languages();

/// The texts of a letter in one language.
class LetterTexts {
  public:
    using Blanks = std::vector<std::pair<std::string_view, std::string>>;

    /// A language of `letter_languages()`.
    explicit LetterTexts(std::string language);

    [[nodiscard]] const std::string& language() const { return language_; }
    [[nodiscard]] bool has(std::string_view key) const;
    /// The text with its {blanks} filled in. The key must be there.
    [[nodiscard]] std::string text(std::string_view key, const Blanks& blanks = {}) const;
    /// The text of "KEY.VARIANT" where there is one, else that of "KEY".
    [[nodiscard]] std::string variant(const std::string& key, const std::string& variant) const;

  private:
    std::string language_;
    std::vector<std::pair<std::string, std::string>> texts_;
};

}  // namespace proeftuin::report
