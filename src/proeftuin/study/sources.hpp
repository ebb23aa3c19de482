// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "proeftuin/io/csv_records.hpp"
#include "proeftuin/study/source.hpp"

namespace proeftuin::study {

/// Reads sources.csv (id, title, address, year, grade and perhaps note). Problems go to `issues`; none where there is no file.
[[nodiscard]] std::vector<Source> read_sources(const std::filesystem::path& folder, Issues& issues);

/// Holds the rows of one table to the sources: each names one that is there, and a row that rests on an assumption has a range:
/// for each figure column f with columns f_low and f_high (value with low and high), both filled in, low <= f <= high. A table
/// in which no figure has such columns cannot give one. `used` collects the ids that are named, by the column `source` or in a
/// note.
void check_sources(const io::CsvRecords& table, const std::vector<Source>& sources, std::set<std::string>& used,
                   Issues& issues);

/// Figures of a table that have a range.
[[nodiscard]] std::size_t num_ranges(const io::CsvRecords& table);

}  // namespace proeftuin::study
