// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <vector>

#include "proeftuin/io/csv_records.hpp"
#include "proeftuin/study/source.hpp"

namespace proeftuin::study {

/// A table of a case as it was read, so that whoever doubts a result finds the row that it rests on.
struct FigureTable {
    std::string name;  // of the file
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> rows;  // [num_rows][num_columns] as written
    std::vector<int> lines;                      // [num_rows] line in the file
    /// How many figures rest on each grade, in the order of Source::Grade. A row with several sources counts as its weakest.
    std::array<std::size_t, num_grades> counts{};
};

/// Keeps a table that has a column `source`. Figures are cells that are numbers, but for keys (id, number, year, month, day,
/// hour, line, x, y) and the ends of ranges. published.csv is what results are compared with: kept, not counted.
[[nodiscard]] FigureTable figures_of(const io::CsvRecords& table, const std::string& name,
                                     const std::vector<Source>& sources);

/// Cells of a table that are figures.
[[nodiscard]] std::size_t num_figures(const io::CsvRecords& table);

}  // namespace proeftuin::study
