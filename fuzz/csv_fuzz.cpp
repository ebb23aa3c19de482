// SPDX-License-Identifier: Apache-2.0
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "proeftuin/io/calendar.hpp"
#include "proeftuin/io/csv.hpp"

// Any bytes as a CSV file: rows, numbers, places, and what is read is written and read again.

namespace {

using namespace proeftuin;

void check_round_trip(const std::vector<std::vector<std::string>>& rows) {
    io::CsvText csv;
    for (const auto& row : rows) {
        for (const std::string& cell : row) csv.cell(cell, cell.empty());
        csv.end_row();
    }
    const auto file = io::CsvFile::from_text(csv.text(), "again.csv");
    if (!file) __builtin_trap();
    io::CsvRows again(*file);
    std::vector<io::CsvCell> cells;
    for (const auto& row : rows) {
        if (!again.next(cells) || cells.size() != row.size()) __builtin_trap();
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (cells[i].text != row[i]) __builtin_trap();
        }
    }
    if (again.next(cells)) __builtin_trap();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(reinterpret_cast<const char*>(data), size);
    const auto file = io::CsvFile::from_text(text, "fuzz.csv");
    if (!file) return file.error().empty() ? (__builtin_trap(), 0) : 0;
    (void)io::delimiter_issues(*file);
    io::CsvRows reader(*file);
    std::vector<io::CsvCell> cells;
    std::vector<std::vector<std::string>> rows;
    while (reader.next(cells)) {
        rows.emplace_back();
        for (const io::CsvCell& cell : cells) {
            rows.back().emplace_back(cell.text);
            if (file->place(cell.offset).line < 1) __builtin_trap();
            (void)io::parse_date_time(cell.text);
            (void)io::parse_time_units(cell.text);
        }
    }
    // A byte order mark at the front of the first cell would be taken for the file's.
    if (rows.empty() || rows[0][0].rfind("\xEF\xBB\xBF", 0) != 0) check_round_trip(rows);
    for (const std::size_t columns : {std::size_t{0}, std::size_t{1}, std::size_t{3}}) {
        Issues issues;
        const io::CsvNumbers numbers = io::read_csv_numbers(*file, 0, 1, columns, issues);
        if (numbers.values.size() != numbers.num_rows() * columns) __builtin_trap();
        if (numbers.labels.size() != numbers.num_rows()) __builtin_trap();
    }
    return 0;
}
