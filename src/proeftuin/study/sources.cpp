// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/study/sources.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "proeftuin/base/text.hpp"

namespace proeftuin::study {

namespace {

using Grade = Source::Grade;

constexpr std::array<std::pair<const char*, Grade>, 4> grades{{{"measured", Grade::measured},
                                                               {"official", Grade::official},
                                                               {"study", Grade::study},
                                                               {"assumption", Grade::assumption}}};

std::optional<Grade> grade_of(const std::string& text) {
    for (const auto& [word, grade] : grades)
        if (text == word) return grade;
    return std::nullopt;
}

/// A column of figures and those that hold the ends of their ranges.
struct Ranged {
    std::string figure, low, high;
};

/// Figures of the table that can have a range: columns f with f_low and f_high, and value with low and high.
std::vector<Ranged> ranged_columns(const io::CsvRecords& table) {
    std::vector<Ranged> ranged;
    for (const std::string& column : table.columns())
        if (table.has(column + "_low") && table.has(column + "_high"))
            ranged.push_back({column, column + "_low", column + "_high"});
    if (table.has("value") && table.has("low") && table.has("high")) ranged.push_back({"value", "low", "high"});
    return ranged;
}

void check_range(const io::CsvRecords& table, std::size_t row, bool assumption, Issues& issues) {
    const std::vector<Ranged> ranged = ranged_columns(table);
    bool any = false;
    bool figures = ranged.empty();
    for (const Ranged& column : ranged) {
        Issues ignored;  // the figure itself is read, and complained of, where it is used
        const std::optional<double> value = table.number(row, column.figure, ignored);
        Issues& wrong = column.low == "low" ? ignored : issues;
        const std::optional<double> low = table.number(row, column.low, wrong);
        const std::optional<double> high = table.number(row, column.high, wrong);
        any |= low && high;
        figures |= value.has_value();
        if (value && ((low && *low > *value) || (high && *high < *value)))
            issues.push_back({Code::bounds_crossed, table.place(row, column.figure),
                              "the figure lies outside its range of " + table.text(row, column.low) + " to " +
                                  table.text(row, column.high),
                              "Give low <= figure <= high"});
    }
    if (!ranged.empty() && ranged.front().low == "low")
        return;  // of ranges.csv, which is read where it says that one is missing
    if (assumption && figures && !any)
        issues.push_back({Code::missing_column, table.place(row, "source"), "a figure that is assumed has no range",
                          ranged.empty() ? "Add columns that end in _low and _high beside the figure"
                                         : "Fill in " + ranged.front().low + " and " + ranged.front().high});
}

}  // namespace

std::string_view name(Grade grade) {
    for (const auto& [word, known] : grades)
        if (known == grade) return word;
    return "";
}

Grade weakest_grade(std::string_view cell, const std::vector<Source>& sources) {
    Grade weakest = Grade::measured;
    for (const std::string_view part : split(cell, ';')) {
        const auto found = std::ranges::find(sources, trimmed(part), &Source::id);
        weakest = std::max(weakest, found == sources.end() ? Grade::assumption : found->grade);
    }
    return weakest;
}

std::vector<Source> read_sources(const std::filesystem::path& folder, Issues& issues) {
    std::vector<Source> sources;
    const std::filesystem::path path = folder / "sources.csv";
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return sources;
    const Expected<io::CsvRecords> table =
        io::CsvRecords::read(path, "sources.csv", {{"id", "title", "address", "year", "grade"}, {"note"}});
    if (!table) {
        issues.insert(issues.end(), table.error().begin(), table.error().end());
        return sources;
    }
    for (std::size_t row = 0; row < table->size(); ++row) {
        Source source{table->text(row, "id"),
                      table->text(row, "title"),
                      table->text(row, "address"),
                      table->text(row, "year"),
                      grade_of(table->text(row, "grade")).value_or(Grade::assumption),
                      table->text(row, "note")};
        const auto complain = [&](Code code, const char* column, std::string message, std::string remedy) {
            issues.push_back({code, table->place(row, column), std::move(message), std::move(remedy)});
        };
        if (source.id.empty()) complain(Code::empty_name, "id", "a source has no id", "Give it one");
        if (!grade_of(table->text(row, "grade")))
            complain(Code::bad_option, "grade", quoted(table->text(row, "grade")) + " is no grade",
                     "Use measured, official, study or assumption");
        else if (source.grade != Grade::assumption && source.address.empty())
            complain(Code::empty_name, "address", "source " + quoted(source.id) + " has no address",
                     "Say where it was read, or grade it assumption");
        if (std::ranges::find(sources, source.id, &Source::id) != sources.end())
            complain(Code::duplicate_name, "id", "source " + quoted(source.id) + " is there twice",
                     "Give it another id");
        sources.push_back(std::move(source));
    }
    return sources;
}

std::size_t num_ranges(const io::CsvRecords& table) {
    std::size_t count = 0;
    for (std::size_t row = 0; row < table.size(); ++row)
        for (const Ranged& column : ranged_columns(table)) {
            Issues ignored;
            const std::optional<double> low = table.number(row, column.low, ignored);
            const std::optional<double> high = table.number(row, column.high, ignored);
            if (low && high && *low < *high) ++count;
        }
    return count;
}

void check_sources(const io::CsvRecords& table, const std::vector<Source>& sources, std::set<std::string>& used,
                   Issues& issues) {
    std::vector<std::string> ids;
    for (const Source& source : sources) ids.push_back(source.id);
    for (std::size_t row = 0; row < table.size(); ++row) {
        for (const std::string& id : ids)  // what a note rests on
            if (table.text(row, "note").find(id) != std::string::npos) used.insert(id);
        const std::string& cell = table.text(row, "source");
        if (cell.empty()) {
            issues.push_back({Code::unknown_reference, table.place(row, "source"),
                              "the figures of this row have no source",
                              "Name the row of sources.csv where they were read"});
            continue;
        }
        bool assumption = false;
        for (const std::string_view part : split(cell, ';')) {
            const std::string id(trimmed(part));
            const auto found = std::ranges::find(sources, id, &Source::id);
            used.insert(id);
            if (found == sources.end())
                issues.push_back({Code::unknown_reference, table.place(row, "source"),
                                  "there is no source " + quoted(id) + '.' + did_you_mean(id, ids),
                                  "Add it to sources.csv"});
            else assumption |= found->grade == Grade::assumption;
        }
        check_range(table, row, assumption, issues);
    }
}

}  // namespace proeftuin::study
