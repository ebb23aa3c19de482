// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/report/letter_texts.hpp"

#include <algorithm>

#include "proeftuin/base/assert.hpp"
#include "proeftuin/io/csv_records.hpp"
#include "proeftuin/report/embedded.hpp"

namespace proeftuin::report {

namespace {

const io::CsvRecords& table() {
    static const io::CsvRecords records = [] {
        Expected<io::CsvRecords> read = io::CsvRecords::from_text(letter_table(), "letter.csv", {{"key"}, {}, true});
        PROEFTUIN_ASSERT(read.has_value());
        return std::move(*read);
    }();
    return records;
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
    for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size()))
        text.replace(at, what.size(), with);
}

/// French puts a space before these signs, at which no line may break.
void keep_signs_with_words(std::string& text) {
    for (const char* sign : {":", ";", "?", "!", "»"})
        replace_all(text, std::string(" ") + sign, "\u00a0" + std::string(sign));
    replace_all(text, "« ", "«\u00a0");
}

}  // namespace

std::vector<std::string> letter_languages() {
    std::vector<std::string> languages = table().columns();
    std::erase(languages, "key");
    return languages;
}

LetterTexts::LetterTexts(std::string language) : language_(std::move(language)) {
    for (std::size_t row = 0; row < table().size(); ++row) {
        texts_.emplace_back(table().text(row, "key"), table().text(row, language_));
        if (language_ == "fr") keep_signs_with_words(texts_.back().second);
    }
}

bool LetterTexts::has(std::string_view key) const {
    return std::ranges::any_of(texts_, [&](const auto& entry) { return entry.first == key; });
}

std::string LetterTexts::text(std::string_view key, const Blanks& blanks) const {
    const auto found = std::ranges::find_if(texts_, [&](const auto& entry) { return entry.first == key; });
    PROEFTUIN_ASSERT(found != texts_.end());
    const std::string& form = found->second;
    std::string text;
    for (std::size_t at = 0; at < form.size();) {  // once through: what is filled in is not filled again
        const std::size_t open = form.find('{', at);
        const std::size_t close = open == std::string::npos ? open : form.find('}', open);
        if (close == std::string::npos) return text + form.substr(at);
        text += form.substr(at, open - at);
        const std::string name = form.substr(open + 1, close - open - 1);
        const auto blank = std::ranges::find_if(blanks, [&](const auto& entry) { return entry.first == name; });
        PROEFTUIN_ASSERT(blank != blanks.end());
        text += blank->second;
        at = close + 1;
    }
    return text;
}

std::string LetterTexts::variant(const std::string& key, const std::string& variant) const {
    const std::string special = key + '.' + variant;
    return text(has(special) ? special : key);
}

}  // namespace proeftuin::report
