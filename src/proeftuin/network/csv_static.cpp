// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <set>

#include "proeftuin/base/text.hpp"
#include "proeftuin/network/csv_reading.hpp"

// <list>.csv: one row a component, the name in the first column. As in PyPSA an empty cell of a known attribute means
// its default; the words nan, NA and so on in a column that needs a number are reported, for they hide a mistake.

namespace proeftuin::network {

namespace {

class StaticReader {
  public:
    StaticReader(CsvFolder& folder, Table& table, CsvTable& file)
        : folder_(folder), report_(folder.report), table_(table), file_(file) {}

    void read() {
        if (!find_name_column() || !place_rows()) return;
        std::set<std::string> seen;
        for (std::size_t column = 0; column < file_.header.size(); ++column) {
            const std::string name(trimmed(file_.header[column].text));
            if (column == name_column_ || (by_scenario_ && column == 0)) continue;
            if (name.empty()) {
                unnamed_column(column);
            } else if (!seen.insert(name).second) {
                report_.error(Code::duplicate_name, file_.place(file_.header[column]),
                              "the column " + proeftuin::quoted(name) + " is there twice.", "Keep one of them.");
            } else {
                read_column(column, name);
            }
        }
        for (const char* needed : {"bus", "bus0", "bus1"}) check_needed(needed, seen);
    }

  private:
    const ComponentType& type() const { return table_.type(); }

    bool find_name_column() {
        const bool by_scenario = trimmed(file_.header.front().text) == "scenario" && file_.header.size() > 1;
        scenarios_ =
            by_scenario && !folder_.network.scenarios.names.empty() ? folder_.network.scenarios.names.size() : 1;
        if (scenarios_ > 1 || (by_scenario && folder_.network.scenarios.names.size() == 1)) {
            name_column_ = 1;
            by_scenario_ = true;
            return true;
        }
        const int named = file_.find("name");
        const std::string_view first = trimmed(file_.header.front().text);
        if (named > 0 && first != "name") {
            name_column_ = static_cast<std::size_t>(named);
            report_.warning(
                Code::missing_column, file_.place(file_.header.front()),
                "the names are in column " + std::to_string(named + 1) + ", PyPSA takes them from the first one.",
                "Move the column name to the front.");
        }
        return true;
    }

    /// Finds the row of every (scenario, component).
    bool place_rows() {
        std::vector<std::string> names;
        std::map<std::string, std::size_t, std::less<>> position;
        std::set<std::pair<std::size_t, std::size_t>> taken;
        std::vector<std::pair<std::size_t, std::size_t>> where;  // (scenario, component) of each row
        for (const auto& row : file_.body) {
            const io::CsvCell& cell = row[name_column_];
            const std::size_t scenario = scenario_of(row);
            if (cell.text.empty() && type().name != "Carrier") {
                report_.error(Code::empty_name, file_.place(cell), "this " + type().name + " has no name.",
                              "Give every component a name.");
            }
            const auto [found, fresh] = position.emplace(std::string(cell.text), names.size());
            if (fresh) names.emplace_back(cell.text);
            if (!taken.emplace(scenario, found->second).second) {
                report_.error(Code::duplicate_name, file_.place(cell),
                              "the name " + proeftuin::quoted(cell.text) + " is there twice.",
                              "Give every component its own name.");
            }
            where.emplace_back(scenario, found->second);
        }
        rows_.assign(scenarios_ * names.size(), 0);
        for (std::size_t r = 0; r < where.size(); ++r) rows_[where[r].first * names.size() + where[r].second] = r;
        for (std::size_t s = 0; s < scenarios_; ++s) {
            for (std::size_t i = 0; i < names.size(); ++i) {
                if (taken.count({s, i}) != 0) continue;
                report_.error(
                    Code::shape_mismatch, {.file = file_.file.name(), .component = type().name, .name = names[i]},
                    "it is not there in the scenario " + proeftuin::quoted(folder_.network.scenarios.names[s]) + '.',
                    "Give every component a row in every scenario.");
            }
        }
        table_.set_names(std::move(names));
        return !report_.failed();
    }

    std::size_t scenario_of(const std::vector<io::CsvCell>& row) {
        if (!by_scenario_) return 0;
        const auto& names = folder_.network.scenarios.names;
        const auto found = std::find(names.begin(), names.end(), row.front().text);
        if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
        report_.error(Code::unknown_reference, file_.place(row.front()),
                      "there is no scenario " + proeftuin::quoted(row.front().text) + '.',
                      "Use a name out of scenarios.csv." + did_you_mean(row.front().text, names));
        return 0;
    }

    void unnamed_column(std::size_t column) {
        const bool empty = std::all_of(file_.body.begin(), file_.body.end(),
                                       [column](const auto& row) { return row[column].text.empty(); });
        if (empty) return;
        report_.warning(Code::unknown_attribute, file_.place(file_.header[column]),
                        "a column without a name was left out.", "Give it a name.");
    }

    void check_needed(const char* name, const std::set<std::string>& seen) {
        const Attribute* attribute = type().find(name);
        if (attribute == nullptr || type().name == "GlobalConstraint" || seen.count(name) != 0 || table_.size() == 0)
            return;
        report_.error(
            Code::missing_column, {.file = file_.file.name(), .line = 1, .component = type().name, .field = name},
            std::string("there is no column ") + name + '.', std::string("Add it: ") + attribute->description + '.');
    }

    void read_column(std::size_t column, const std::string& name) {
        const Attribute* known = type().find(name);
        bool integer = known != nullptr && known->integer;
        const Kind kind = known != nullptr ? known->kind : inferred(column, integer);
        if (known != nullptr && kind == Kind::number) integer = integer || inferred_whole(column);
        Column& made = table_.make_column(name, kind, static_cast<int>(scenarios_));
        made.integer = integer;
        blanks_ = 0;
        for (std::size_t at = 0; at < rows_.size(); ++at) {
            const io::CsvCell& cell = file_.body[rows_[at]][column];
            if (kind == Kind::text) {
                made.texts[at] = std::string(cell.text);
            } else if (kind == Kind::boolean) {
                read_boolean(made.numbers[at], cell);
            } else {
                read_number(made.numbers[at], cell, known);
            }
        }
        if (blanks_ > 0) {
            report_.warning(Code::not_a_number, {.file = file_.file.name(), .component = type().name, .field = name},
                            counted(blanks_, "empty cell") + " read as the default " +
                                number_text(known->default_number, known->integer) + '.',
                            "Fill in the values where another is meant.");
        }
        merge_scenarios(made, table_.size(), static_cast<int>(scenarios_));
    }

    void read_boolean(double& value, const io::CsvCell& cell) {
        if (trimmed(cell.text).empty()) return;
        if (const auto flag = parse_boolean(cell.text)) {
            value = *flag ? 1.0 : 0.0;
        } else {
            report_.error(Code::text_for_number, file_.place(cell),
                          proeftuin::quoted(cell.text) + " is neither True nor False.", "Give one of them.");
        }
    }

    void read_number(double& value, const io::CsvCell& cell, const Attribute* known) {
        const bool needed = known != nullptr && needs_number(type(), *known);
        if (trimmed(cell.text).empty()) {
            if (needed) ++blanks_;
            return;
        }
        value = number_cell(file_, cell, report_);
        if (std::isnan(value) && needed && parse_number(cell.text)) {
            report_.error(Code::not_a_number, named_place(cell, known->name),
                          known->name + " must be a number, not " + proeftuin::quoted(cell.text) + '.',
                          "Give a number, or leave the cell empty for the default.");
        }
        if (known != nullptr && known->integer && std::isfinite(value) && value != std::floor(value)) {
            report_.error(Code::out_of_range, named_place(cell, known->name), known->name + " must be a whole number.",
                          "Round it.");
        }
    }

    Place named_place(const io::CsvCell& cell, const std::string& field) const {
        Place where = file_.place(cell);
        where.component = type().name;
        where.field = field;
        return where;
    }

    /// As pandas does: whole numbers, numbers, True and False without gaps, else texts; quotation marks mean text too.
    Kind inferred(std::size_t column, bool& integer) const {
        bool numbers = true;
        bool whole = true;
        bool flags = true;
        for (const auto& row : file_.body) {
            const std::string_view text = trimmed(row[column].text);
            if (row[column].quoted && !file_.quotes_everything()) return Kind::text;
            const bool number = text.empty() || parse_number(text).has_value();
            numbers = numbers && number;
            whole = whole && !text.empty() && text.find_first_not_of("0123456789-") == std::string_view::npos;
            flags = flags && (text == "True" || text == "False" || text == "TRUE" || text == "FALSE" ||
                              text == "true" || text == "false");
            if (!numbers && !flags) return Kind::text;
        }
        integer = numbers && whole && !file_.body.empty();
        if (numbers) return Kind::number;
        return Kind::boolean;
    }

    bool inferred_whole(std::size_t column) const {
        bool whole = false;
        return inferred(column, whole) == Kind::number && whole;
    }

    CsvFolder& folder_;
    Report& report_;
    Table& table_;
    CsvTable& file_;
    std::size_t name_column_ = 0;
    std::size_t scenarios_ = 1;
    bool by_scenario_ = false;
    std::size_t blanks_ = 0;
    std::vector<std::size_t> rows_;  // [scenarios x components] row of the file
};

}  // namespace

void read_static_file(CsvFolder& folder, Table& table) {
    const auto content = folder.open(table.type().list_name + ".csv");
    if (!content) return;
    CsvTable file(*content);
    if (read_table(file, folder.report)) StaticReader(folder, table, file).read();
}

}  // namespace proeftuin::network
