// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/study/figures.hpp"

#include <algorithm>

namespace proeftuin::study {

namespace {

/// Numbers in these columns say which row it is.
constexpr std::array<std::string_view, 9> keys{"id", "number", "year", "month", "day", "hour", "line", "x", "y"};
constexpr std::string_view compared_with = "published.csv";

bool is_figure_column(std::string_view column) {
    return column != "source" && column != "note" && !column.ends_with("_low") && !column.ends_with("_high") &&
           std::ranges::find(keys, column) == keys.end();
}

std::size_t figures_in_row(const io::CsvRecords& table, std::size_t row) {
    std::size_t figures = 0;
    for (const std::string& column : table.columns()) {
        Issues none;
        if (is_figure_column(column) && table.number(row, column, none)) ++figures;
    }
    return figures;
}

}  // namespace

FigureTable figures_of(const io::CsvRecords& table, const std::string& name, const std::vector<Source>& sources) {
    FigureTable kept{.name = name, .columns = table.columns(), .rows = {}, .lines = {}};
    for (std::size_t row = 0; row < table.size(); ++row) {
        std::vector<std::string>& cells = kept.rows.emplace_back();
        for (const std::string& column : kept.columns) cells.push_back(table.text(row, column));
        kept.lines.push_back(table.place(row, "source").line);
        if (name != compared_with)
            kept.counts[static_cast<std::size_t>(weakest_grade(table.text(row, "source"), sources))] +=
                figures_in_row(table, row);
    }
    return kept;
}

std::size_t num_figures(const io::CsvRecords& table) {
    std::size_t figures = 0;
    for (std::size_t row = 0; row < table.size(); ++row) figures += figures_in_row(table, row);
    return figures;
}

}  // namespace proeftuin::study
