// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/study/ranges.hpp"

#include <algorithm>
#include <limits>
#include <optional>
#include <string_view>

#include "proeftuin/base/text.hpp"
#include "proeftuin/io/csv_records.hpp"

namespace proeftuin::study {

namespace {

const io::RecordColumns columns{
    {"id", "name", "unit", "value", "low", "high", "component", "names", "attribute", "effect", "slope", "source"},
    {"snapshots", "slope_below", "at_least", "at_most", "note"}};

std::vector<std::string> patterns(const std::string& cell) {
    std::vector<std::string> found;
    for (const std::string_view part : split(cell, '|'))
        if (!trimmed(part).empty()) found.emplace_back(trimmed(part));
    return found;
}

class RangesReader {
  public:
    RangesReader(const io::CsvRecords& table, const std::vector<Source>& sources, Issues& issues)
        : table_(table), sources_(sources), issues_(issues) {}

    std::vector<RangedFigure> run() {
        for (std::size_t row = 0; row < table_.size(); ++row) add(row);
        return std::move(figures_);
    }

  private:
    void complain(Code code, std::size_t row, const char* column, std::string message, std::string remedy) {
        issues_.push_back({code, table_.place(row, column), std::move(message), std::move(remedy)});
    }

    void add(std::size_t row) {
        RangedFigure figure = read_figure(row);
        const RangeEffect effect = read_effect(row, figure.value);
        const auto known = std::ranges::find(figures_, figure.id, &RangedFigure::id);
        if (known != figures_.end()) {
            compare(row, *known);
            known->effects.push_back(effect);
            return;
        }
        figure.effects.push_back(effect);
        figures_.push_back(std::move(figure));
    }

    double number(std::size_t row, const char* column) {
        const std::optional<double> value = table_.number(row, column, issues_);
        if (!value && table_.text(row, column).empty())
            complain(Code::missing_column, row, column, std::string("there is no ") + column, "Give a number");
        return value.value_or(std::numeric_limits<double>::quiet_NaN());
    }

    RangedFigure read_figure(std::size_t row) {
        RangedFigure figure;
        figure.id = table_.text(row, "id");
        figure.name = table_.text(row, "name");
        figure.unit = table_.text(row, "unit");
        figure.source = table_.text(row, "source");
        figure.place = table_.place(row, "id");
        if (figure.id.empty()) complain(Code::empty_name, row, "id", "a figure has no id", "Give it one");
        if (figure.name.empty()) figure.name = figure.id;
        const std::size_t before = issues_.size();
        figure.value = number(row, "value");
        figure.low = number(row, "low");
        figure.high = number(row, "high");
        if (issues_.size() == before && figure.low == figure.high)
            complain(Code::bounds_crossed, row, "low", "low and high are the same: there is nothing to draw",
                     "Give a range, or remove the row");
        figure.grade = weakest_grade(figure.source, sources_);
        return figure;
    }

    RangeEffect read_effect(std::size_t row, double value) {
        RangeEffect effect;
        effect.place = table_.place(row, "names");
        effect.component = table_.text(row, "component");
        effect.names = patterns(table_.text(row, "names"));
        effect.attribute = table_.text(row, "attribute");
        effect.snapshots = patterns(table_.text(row, "snapshots"));
        if (effect.names.empty())
            complain(Code::empty_name, row, "names", "the effect names no component",
                     "Give names joined by |; * at the end of one stands for any ending");
        read_kind(row, value, effect);
        effect.slope = table_.number(row, "slope", issues_).value_or(1.0);
        effect.slope_below = table_.number(row, "slope_below", issues_).value_or(effect.slope);
        effect.at_least = table_.number(row, "at_least", issues_).value_or(effect.at_least);
        effect.at_most = table_.number(row, "at_most", issues_).value_or(effect.at_most);
        if (effect.at_least > effect.at_most)
            complain(Code::bounds_crossed, row, "at_least", "at_least is above at_most", "Exchange them");
        return effect;
    }

    void read_kind(std::size_t row, double value, RangeEffect& effect) {
        const std::vector<std::string> known{"scale", "add"};
        const std::string& kind = table_.text(row, "effect");
        if (kind == "add") effect.kind = RangeEffect::Kind::add;
        else if (kind != "scale")
            complain(Code::bad_option, row, "effect",
                     quoted(kind) + " is no effect of a figure." + did_you_mean(kind, known), "Use scale or add");
        else if (value == 0.0)
            complain(Code::out_of_range, row, "effect", "a figure of 0 cannot scale anything", "Use add");
    }

    /// Every row of a figure says the same of it.
    void compare(std::size_t row, const RangedFigure& known) {
        for (const char* column : {"name", "unit", "source"}) {
            const std::string& there = *column == 'n' ? known.name : *column == 'u' ? known.unit : known.source;
            const std::string& here = table_.text(row, column);
            if (here == there || (*column == 'n' && here.empty())) continue;
            complain(Code::shape_mismatch, row, column,
                     "figure " + quoted(known.id) + " has " + column + ' ' + quoted(there) + " in line " +
                         std::to_string(known.place.line) + " and " + quoted(here) + " here",
                     "Write the same in all its rows");
        }
        const std::pair<const char*, double> numbers[] = {
            {"value", known.value}, {"low", known.low}, {"high", known.high}};
        for (const auto& [column, there] : numbers) {
            Issues said_before;
            if (table_.number(row, column, said_before).value_or(there) == there) continue;
            complain(Code::shape_mismatch, row, column,
                     "figure " + quoted(known.id) + " has another " + column + " here than in line " +
                         std::to_string(known.place.line),
                     "Write the same in all its rows");
        }
    }

    const io::CsvRecords& table_;
    const std::vector<Source>& sources_;
    Issues& issues_;
    std::vector<RangedFigure> figures_;
};

}  // namespace

std::vector<RangedFigure> read_ranges(const std::filesystem::path& folder, const std::vector<Source>& sources,
                                      Issues& issues) {
    const std::filesystem::path path = folder / "ranges.csv";
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return {};
    const Expected<io::CsvRecords> table = io::CsvRecords::read(path, "ranges.csv", columns);
    if (table) return RangesReader(*table, sources, issues).run();
    issues.insert(issues.end(), table.error().begin(), table.error().end());
    return {};
}

std::vector<double> written_values(const std::vector<RangedFigure>& figures) {
    std::vector<double> values;
    for (const RangedFigure& figure : figures) values.push_back(figure.value);
    return values;
}

}  // namespace proeftuin::study
