// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/report/letter_texts.hpp"

#include <fstream>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <set>

#include "proeftuin/base/assert.hpp"
#include "proeftuin/io/csv_records.hpp"

namespace {

using proeftuin::report::letter_languages;
using proeftuin::report::LetterTexts;

std::multiset<std::string> blanks(const std::string& text) {
    std::multiset<std::string> found;
    for (std::size_t open = text.find('{'); open != std::string::npos; open = text.find('{', open + 1))
        found.insert(text.substr(open, text.find('}', open) - open + 1));
    return found;
}

TEST(LetterTexts, EveryTextIsThereInEveryLanguageWithTheSameBlanks) {
    const auto table = proeftuin::io::CsvRecords::read(PROEFTUIN_SOURCE_FOLDER "/data/texts/letter.csv", "letter.csv",
                                                       {{"key", "en", "nl", "fr", "de"}, {}});
    ASSERT_TRUE(table.has_value());
    std::set<std::string> keys;
    for (std::size_t row = 0; row < table->size(); ++row) {
        const std::string& key = table->text(row, "key");
        EXPECT_TRUE(keys.insert(key).second) << key;
        for (const std::string& language : letter_languages()) {
            EXPECT_FALSE(table->text(row, language).empty()) << key << ' ' << language;
            EXPECT_EQ(blanks(table->text(row, language)), blanks(table->text(row, "en"))) << key << ' ' << language;
        }
    }
    EXPECT_THAT(letter_languages(), testing::ElementsAre("en", "nl", "fr", "de"));
}

TEST(LetterTexts, WhatIsFilledInIsNotFilledAgain) {
    const LetterTexts texts("en");
    EXPECT_EQ(texts.text("status", {{"status", "{status}"}}), "Status: {status}.");
    EXPECT_THROW(static_cast<void>(texts.text("status")), proeftuin::InternalError);
    EXPECT_THROW(static_cast<void>(texts.text("no such key")), proeftuin::InternalError);
}

TEST(LetterTexts, FrenchSignsStayWithTheirWords) {
    EXPECT_EQ(LetterTexts("fr").text("status", {{"status", "prévu"}}), "État\u00a0: prévu.");
}

}  // namespace
