// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/io/csv_records.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "proeftuin/base/text.hpp"
#include "proeftuin/io/csv.hpp"

namespace proeftuin::io {

namespace {

constexpr std::size_t most_issues = 100;

void check_header(const CsvFile& file, const std::vector<CsvCell>& cells, const std::vector<std::string>& titles,
                  const RecordColumns& columns, Issues& issues) {
    std::vector<std::string> known = columns.required;
    known.insert(known.end(), columns.optional.begin(), columns.optional.end());
    for (std::size_t c = 0; c < titles.size(); ++c) {
        const Place place = file.place(cells[c].offset);
        if (titles[c].empty()) {
            issues.push_back({Code::empty_name, place, "a column has no title", "Give it one"});
        } else if (std::find(titles.begin(), titles.begin() + static_cast<std::ptrdiff_t>(c), titles[c]) !=
                   titles.begin() + static_cast<std::ptrdiff_t>(c)) {
            issues.push_back(
                {Code::duplicate_name, place, "column " + quoted(titles[c]) + " is there twice", "Remove one of them"});
        } else if (!columns.others && std::ranges::find(known, titles[c]) == known.end()) {
            issues.push_back({Code::unknown_attribute, place,
                              "this table has no column " + quoted(titles[c]) + '.' + did_you_mean(titles[c], known),
                              "Columns are " + join(known, ", ")});
        }
    }
    for (const std::string& title : columns.required)
        if (std::ranges::find(titles, title) == titles.end())
            issues.push_back({Code::missing_column,
                              {.file = file.name(), .line = 1},
                              "column " + quoted(title) + " is missing",
                              "Add it; columns are " + join(known, ", ")});
}

}  // namespace

Expected<CsvRecords> CsvRecords::read(const std::filesystem::path& path, const std::string& name,
                                      const RecordColumns& columns) {
    Expected<CsvFile> file = CsvFile::open(path, name);
    if (!file) return tl::unexpected(std::move(file.error()));
    return from_file(*file, columns);
}

Expected<CsvRecords> CsvRecords::from_text(std::string_view text, const std::string& name,
                                           const RecordColumns& columns) {
    Expected<CsvFile> file = CsvFile::from_text(std::string(text), name);
    if (!file) return tl::unexpected(std::move(file.error()));
    return from_file(*file, columns);
}

Expected<CsvRecords> CsvRecords::from_file(const CsvFile& file, const RecordColumns& columns) {
    Issues issues = delimiter_issues(file);
    if (!issues.empty()) return tl::unexpected(std::move(issues));
    CsvRows rows(file);
    std::vector<CsvCell> cells;
    CsvRecords records;
    if (!rows.next(cells))
        return tl::unexpected(Issues{{Code::file_format,
                                      {.file = file.name()},
                                      "the file is empty",
                                      "Begin it with the line " + join(columns.required, ",")}});
    for (const CsvCell& cell : cells) records.columns_.emplace_back(trimmed(cell.text));
    check_header(file, cells, records.columns_, columns, issues);
    while (rows.next(cells) && issues.size() < most_issues) {
        if (cells.size() != records.columns_.size()) {
            issues.push_back({Code::ragged_row, file.place(cells.front().offset),
                              "the row has " + counted(cells.size(), "cell") + ", the header " +
                                  std::to_string(records.columns_.size()),
                              "Give every row a cell a column; quote texts with commas"});
            continue;
        }
        std::vector<Cell>& row = records.rows_.emplace_back();
        for (const CsvCell& cell : cells) row.push_back({std::string(trimmed(cell.text)), file.place(cell.offset)});
    }
    issues.insert(issues.end(), rows.issues().begin(), rows.issues().end());
    if (!issues.empty()) return tl::unexpected(std::move(issues));
    return records;
}

std::size_t CsvRecords::find(std::string_view column) const {
    return static_cast<std::size_t>(std::ranges::find(columns_, column) - columns_.begin());
}

const std::string& CsvRecords::text(std::size_t row, std::string_view column) const {
    static const std::string none;
    const std::size_t c = find(column);
    return c < columns_.size() ? rows_[row][c].text : none;
}

Place CsvRecords::place(std::size_t row, std::string_view column) const {
    const std::size_t c = find(column);
    if (c < columns_.size()) return rows_[row][c].place;
    Place place = rows_[row].front().place;
    place.column = 0;
    return place;
}

std::optional<double> CsvRecords::number(std::size_t row, std::string_view column, Issues& issues) const {
    const std::string& cell = text(row, column);
    if (cell.empty()) return std::nullopt;
    double value = 0.0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error == std::errc() && end == cell.data() + cell.size() && std::isfinite(value)) return value;
    issues.push_back({Code::text_for_number, place(row, column), quoted(cell) + " is not a finite number",
                      "Write it with a point, such as 1250.5"});
    return std::nullopt;
}

}  // namespace proeftuin::io
