// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/report/letter_numbers.hpp"

#include <array>
#include <gtest/gtest.h>

namespace {

using proeftuin::report::LetterNumbers;

/// No-break spaces as plain ones, to read expectations by.
std::string spaced(std::string text) {
    for (const std::string space : {"\u00a0", "\u202f"})
        for (std::size_t at = text.find(space); at != std::string::npos; at = text.find(space))
            text.replace(at, space.size(), " ");
    return text;
}

TEST(LetterNumbers, AmountsAreInTheReadersWords) {
    constexpr double amount = 29823306443.3562;
    EXPECT_EQ(spaced(LetterNumbers("en").euro(amount)), "29.8 billion euros");
    EXPECT_EQ(spaced(LetterNumbers("nl").euro(amount)), "29,8 miljard euro");
    EXPECT_EQ(spaced(LetterNumbers("fr").euro(amount)), "29,8 milliards d’euros");
    EXPECT_EQ(spaced(LetterNumbers("de").euro(amount)), "29,8 Milliarden Euro");
}

TEST(LetterNumbers, SingularWhereTheLanguageHasOne) {
    EXPECT_EQ(spaced(LetterNumbers("fr").euro(1.5e9)), "1,50 milliard d’euros");
    EXPECT_EQ(spaced(LetterNumbers("fr").euro(2e6)), "2,00 millions d’euros");
    EXPECT_EQ(spaced(LetterNumbers("de").euro(1e6)), "1,00 Million Euro");
    EXPECT_EQ(spaced(LetterNumbers("de").euro(1.5e6)), "1,50 Millionen Euro");
}

TEST(LetterNumbers, UnitsChangeWhereRoundingDoes) {
    const LetterNumbers nl("nl");
    EXPECT_EQ(spaced(nl.euro(999.6e6)), "1,00 miljard euro");
    EXPECT_EQ(spaced(nl.euro(999.4e6)), "999 miljoen euro");
    EXPECT_EQ(spaced(nl.euro(332108361.6)), "332 miljoen euro");
    EXPECT_EQ(spaced(nl.euro(12345.4)), "12.345 euro");
    EXPECT_EQ(spaced(nl.euro(0.05)), "0,05 euro");
    EXPECT_EQ(spaced(nl.euro(0.0)), "0 euro");
    EXPECT_EQ(spaced(nl.euro(-55.8e6)), "\u221255,8 miljoen euro");
    EXPECT_EQ(spaced(nl.change(55.8e6)), "+55,8 miljoen euro");
    EXPECT_EQ(spaced(LetterNumbers("fr").plain(1234567.0)), "1 234 567");
}

TEST(LetterNumbers, ARangeNamesASharedUnitOnce) {
    const LetterNumbers nl("nl");
    EXPECT_EQ(spaced(nl.euro_range(19.4e9, 40.3e9).first), "19,4");
    EXPECT_EQ(spaced(nl.euro_range(900e6, 1.2e9).first), "900 miljoen euro");
}

TEST(LetterNumbers, SmallSharesBesideLargeOnesKeepTheirFigures) {
    const LetterNumbers nl("nl");
    const std::array<double, 2> shares{17.2e9, 229789768.9};
    const LetterNumbers::Column column = nl.column(shares);
    EXPECT_EQ(column.name, "miljoen euro");
    EXPECT_EQ(nl.in(column, shares[0]), "17.200");
    EXPECT_EQ(nl.in(column, shares[1]), "230");
    EXPECT_EQ(nl.in(column, 12345.0), "0,0123");
    EXPECT_EQ(nl.in(column, 0.0), "0");
}

TEST(LetterNumbers, EnergyAndParts) {
    const LetterNumbers fr("fr");
    EXPECT_EQ(spaced(fr.energy_mwh(4.42e6)), "4,42 TWh");
    EXPECT_EQ(spaced(fr.energy_mwh(874e3)), "874 GWh");
    EXPECT_EQ(spaced(fr.percent(0.8)), "80 %");
    EXPECT_EQ(LetterNumbers("nl").percent(0.8), "80%");
}

}  // namespace
