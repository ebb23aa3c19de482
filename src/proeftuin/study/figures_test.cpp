// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/study/figures.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace proeftuin::study {
namespace {

using testing::ElementsAre;

const std::vector<Source> sources{
    {.id = "meter", .title = "", .address = "", .year = "", .grade = Source::Grade::measured, .note = ""},
    {.id = "law", .title = "", .address = "", .year = "", .grade = Source::Grade::official, .note = ""},
    {.id = "guess", .title = "", .address = "", .year = "", .grade = Source::Grade::assumption, .note = ""}};

FigureTable read(const char* text, const std::string& name = "borders.csv") {
    const auto table = io::CsvRecords::from_text(text, name, {{}, {}, true});
    EXPECT_TRUE(table.has_value());
    return figures_of(*table, name, sources);
}

TEST(Figures, KeepsRowsAsWrittenWithTheirLines) {
    const FigureTable table = read("from,p_nom_mw,source\nNL,1 200,meter\nBE,7.50,law\n");
    EXPECT_THAT(table.columns, ElementsAre("from", "p_nom_mw", "source"));
    EXPECT_THAT(table.rows, ElementsAre(ElementsAre("NL", "1 200", "meter"), ElementsAre("BE", "7.50", "law")));
    EXPECT_THAT(table.lines, ElementsAre(2, 3));
}

TEST(Figures, CountsNumbersByTheWeakestGradeOfTheirRow) {
    const FigureTable table = read(
        "item,month,value,value_low,value_high,power,source\na,1,5,4,6,2,guess\nb,2,5,,,,meter\nc,3,5,,,7,meter; "
        "law\n");
    EXPECT_THAT(table.counts, ElementsAre(1, 2, 0, 2));
}

TEST(Figures, CountsWhatIsOnlyComparedWithNot) {
    EXPECT_THAT(read("item,value,source\na,5,meter\n", "published.csv").counts, ElementsAre(0, 0, 0, 0));
}

}  // namespace
}  // namespace proeftuin::study
