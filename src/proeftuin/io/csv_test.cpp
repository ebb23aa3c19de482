// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/io/csv.hpp"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>
#include <rapidcheck/gtest.h>

namespace proeftuin::io {

namespace {

using Rows = std::vector<std::vector<std::string>>;

Rows rows_of(const CsvFile& file, Issues* issues = nullptr) {
    CsvRows rows(file);
    Rows result;
    std::vector<CsvCell> cells;
    while (rows.next(cells)) {
        result.emplace_back();
        for (const CsvCell& cell : cells) result.back().emplace_back(cell.text);
    }
    if (issues != nullptr) *issues = rows.issues();
    return result;
}

Rows rows_of(const std::string& text) { return rows_of(CsvFile::from_text(text, "a.csv").value()); }

TEST(Csv, ReadsQuotesLineEndsAndAByteOrderMark) {
    EXPECT_EQ(rows_of("\xEF\xBB\xBFname,bus\r\n\"a, \"\"b\"\"\",\"line 1\nline 2\"\r\n\r\nx,\r\n"),
              (Rows{{"name", "bus"}, {"a, \"b\"", "line 1\nline 2"}, {"x", ""}}));
    EXPECT_EQ(rows_of("a,b\rc,d\r"), (Rows{{"a", "b"}, {"c", "d"}}));
    EXPECT_EQ(rows_of("a,b\nc,"), (Rows{{"a", "b"}, {"c", ""}}));
    EXPECT_EQ(rows_of(""), Rows{});
    EXPECT_EQ(rows_of("\"a\"b,c"), (Rows{{"ab", "c"}}));
}

TEST(Csv, SaysWhereACellIs) {
    const CsvFile file = CsvFile::from_text("name,country\nwind,België,2\n\"x\ny\",NL\n", "buses.csv").value();
    const std::string_view text = file.text();
    EXPECT_EQ(file.place(text.find("country")).text(), "buses.csv:1:6");
    EXPECT_EQ(file.place(text.find(",2") + 1).text(), "buses.csv:2:13");  // ë is one character
    EXPECT_EQ(file.place(text.find("NL")).text(), "buses.csv:4:4");
}

TEST(Csv, RefusesWhatIsNoText) {
    const auto code = [](const std::string& text) {
        return CsvFile::from_text(text, "a.csv").error().front().where.text();
    };
    EXPECT_EQ(code(std::string("a,b\nc\0d,e", 9)), "a.csv:2:2");
    EXPECT_EQ(code("name\nBelgi\xEB\n"), "a.csv:2:6");
    EXPECT_EQ(code("\xFF\xFE\x61\x00"), "a.csv");
    EXPECT_EQ(code("a\xC0\xAF"), "a.csv:1:2");
    EXPECT_EQ(CsvFile::open("/nowhere/a.csv").error().front().code, Code::file_missing);
    EXPECT_EQ(CsvFile::open("/dev/null").error().front().code, Code::file_unreadable);
}

TEST(Csv, ReportsAQuoteThatIsNeverClosed) {
    Issues issues;
    rows_of(CsvFile::from_text("name\n\"open,1\nx\n", "a.csv").value(), &issues);
    ASSERT_EQ(issues.size(), 1U);
    EXPECT_EQ(issues.front().where.text(), "a.csv:2:1");
}

TEST(Csv, RecognisesOtherDelimiters) {
    const auto where = [](const char* text) {
        const Issues issues = delimiter_issues(CsvFile::from_text(text, "a.csv").value());
        return issues.empty() ? std::string() : issues.front().where.text();
    };
    EXPECT_EQ(where("name;bus;p_nom\na;b;1,5\n"), "a.csv:1:5");
    EXPECT_EQ(where("name\tbus\n"), "a.csv:1:5");
    EXPECT_EQ(where("name,bus;x\n"), "");
    EXPECT_EQ(where("name\na\n"), "");
}

CsvNumbers numbers_of(const std::string& text, std::size_t columns, Issues& issues) {
    const CsvFile file = CsvFile::from_text(text, "a.csv").value();
    return read_csv_numbers(file, 0, 1, columns, issues);
}

TEST(CsvNumbers, ReadsNumbersAndWhatIsMissing) {
    Issues issues;
    const CsvNumbers numbers = numbers_of("0,1.5,-2e3\r\n1,,inf\n\n2,\"3\",nan\n3, 4 ,+5\n", 2, issues);
    EXPECT_TRUE(issues.empty());
    EXPECT_EQ(numbers.labels, (std::vector<std::string>{"0", "1", "2", "3"}));
    ASSERT_EQ(numbers.values.size(), 8U);
    EXPECT_EQ(numbers.values[1], -2000.0);
    EXPECT_TRUE(std::isnan(numbers.values[2]));
    EXPECT_TRUE(std::isinf(numbers.values[3]));
    EXPECT_EQ(numbers.values[4], 3.0);
    EXPECT_TRUE(std::isnan(numbers.values[5]));
    EXPECT_EQ(numbers.values[6], 4.0);
    EXPECT_EQ(numbers.values[7], 5.0);
    EXPECT_EQ(numbers.missing[0], 14U);
}

TEST(CsvNumbers, KnowsWholeNumbersAndFlags) {
    Issues issues;
    EXPECT_TRUE(numbers_of("0,1,2\n1,3,4\n", 2, issues).integer);
    EXPECT_FALSE(numbers_of("0,1.0,2\n1,3,4\n", 2, issues).integer);
    EXPECT_FALSE(numbers_of("0,1,\n1,3,4\n", 2, issues).integer);
    EXPECT_TRUE(numbers_of("0,True,False\n", 2, issues).boolean);
    EXPECT_FALSE(numbers_of("0,True,1\n", 2, issues).boolean);
    EXPECT_TRUE(issues.empty());
}

TEST(CsvNumbers, ReportsTextAndRowsOfAnotherLength) {
    Issues issues;
    numbers_of("0,1,2\n1,x,4\n2,5\n3,1,2,3\n", 2, issues);
    ASSERT_EQ(issues.size(), 3U);
    EXPECT_EQ(issues[0].where.text(), "a.csv:2:3");
    EXPECT_EQ(issues[0].code, Code::text_for_number);
    EXPECT_EQ(issues[1].where.text(), "a.csv:3:1");
    EXPECT_EQ(issues[1].code, Code::ragged_row);
    EXPECT_EQ(issues[2].where.text(), "a.csv:4:1");
}

TEST(CsvNumbers, StopsBeforeBadRowsEatTheMemory) {
    std::string text;
    for (int row = 0; row < 1'000'000; ++row) text += "1\n";
    Issues issues;
    const CsvNumbers numbers = numbers_of(text, 10'000, issues);
    EXPECT_EQ(issues.size(), 100U);
    EXPECT_LE(numbers.values.size(), 2'000'000U);
}

RC_GTEST_PROP(Csv, ReadsBackEveryTextItWrites, (const std::vector<std::vector<std::string>>& given)) {
    CsvText csv;
    Rows expected;
    for (std::vector<std::string> row : given) {
        if (row.empty()) row.emplace_back("x");
        for (std::string& cell : row)
            std::erase_if(cell, [](char c) { return c == '\0' || static_cast<unsigned char>(c) > 127; });
        for (const std::string& cell : row) csv.cell(cell, cell.empty());
        csv.end_row();
        expected.push_back(row);
    }
    RC_ASSERT(rows_of(csv.text()) == expected);
}

RC_GTEST_PROP(Csv, ReadsBackEveryDoubleItWrites, (const std::vector<double>& values)) {
    CsvText csv;
    csv.cell("0");
    for (const double value : values) csv.number(value);
    csv.end_row();
    Issues issues;
    RC_ASSERT(numbers_of(csv.text(), values.size(), issues).values == values);
    RC_ASSERT(issues.empty());
}

}  // namespace

}  // namespace proeftuin::io
