// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <optional>
#include <utility>

#include "proeftuin/base/text.hpp"

#include "game_table.hpp"

namespace proeftuin::cli {
namespace {

constexpr double max_amount = 1e15;

class ProductionReader {
  public:
    explicit ProductionReader(const io::CsvFile& file) : file_(file) {}

    Expected<game::Production> run() {
        io::CsvRows rows(file_);
        std::vector<io::CsvCell> cells;
        if (!rows.next(cells)) return tl::unexpected(io::delimiter_issues(file_));
        read_header(cells);
        if (!issues_.empty()) return tl::unexpected(std::move(issues_));
        while (rows.next(cells)) read_row(cells);
        for (const Issue& issue : rows.issues()) issues_.push_back(issue);
        if (!money_)
            add(Code::missing_column, {.file = file_.name()}, "no row says what the products bring or cost",
                "Add a row profit, or a row cost");
        if (issues_.empty() && production_.use.empty())
            add(Code::file_format, {.file = file_.name()}, "there is no resource", "Give a row for each resource");
        if (!issues_.empty()) return tl::unexpected(std::move(issues_));
        return std::move(production_);
    }

  private:
    enum class Kind { skip, sense, everybody, product, player };
    struct Column {
        Kind kind = Kind::skip;
        std::string name = {};
    };

    void add(Code code, Place place, std::string message, std::string remedy) {
        issues_.push_back(
            {.code = code, .where = std::move(place), .message = std::move(message), .remedy = std::move(remedy)});
    }

    void read_header(const std::vector<io::CsvCell>& cells) {
        columns_.resize(cells.size());
        std::vector<std::string> seen;
        for (std::size_t c = 1; c < cells.size(); ++c) {
            const std::string title(trimmed(cells[c].text));
            const Place place = file_.place(cells[c].offset);
            if (std::ranges::find(seen, title) != seen.end())
                add(Code::duplicate_name, place, "column " + quoted(title) + " is there twice", "Remove one of them");
            seen.push_back(title);
            if (title == "sense") columns_[c] = {Kind::sense};
            else if (title == "everybody") columns_[c] = {Kind::everybody};
            else if (title.starts_with("product ")) columns_[c] = {Kind::product, title.substr(8)};
            else if (title.starts_with("player ")) add_player(c, std::string(trimmed(title.substr(7))), place);
            else if (title != "unit" && title != "source" && title != "address" && title != "year" &&
                     title != "grade" && title != "note")
                add(Code::unknown_attribute, place, "a production table has no column " + quoted(title),
                    "Columns are resource, product NAME, player NAME, sense, everybody; unit, source, address, year, "
                    "grade and note are passed over");
        }
        if (production_.players.empty() ||
            std::ranges::none_of(columns_, [](const Column& column) { return column.kind == Kind::product; }))
            add(Code::missing_column, {.file = file_.name(), .line = 1}, "a product or a player is missing",
                "Give a column product NAME for each product and player NAME for each player");
        if (production_.players.size() > static_cast<std::size_t>(game::most_producers))
            add(Code::out_of_range, {.file = file_.name(), .line = 1},
                fmt::format("{} players have 2^{} problems to solve; {} are possible", production_.players.size(),
                            production_.players.size(), game::most_producers),
                "Merge players that act as one");
    }

    void add_player(std::size_t column, std::string name, const Place& place) {
        if (name.empty() || name.find('+') != std::string::npos || name == "-")
            add(Code::empty_name, place, quoted(name) + " is no name of a player", "Give a name without +");
        columns_[column] = {Kind::player, name};
        production_.players.push_back(std::move(name));
        production_.resources.emplace_back();
    }

    void read_row(const std::vector<io::CsvCell>& cells) {
        const Place place = file_.place(cells.front().offset);
        if (cells.size() != columns_.size()) {
            add(Code::ragged_row, place,
                fmt::format("the row has {} where the header has {}", counted(cells.size(), "cell"), columns_.size()),
                "Give every row the same number of cells");
            return;
        }
        const std::string name(trimmed(cells.front().text));
        if (name.empty()) add(Code::empty_name, place, "a resource has no name", "Name every resource");
        if (std::ranges::find(names_, name) != names_.end())
            add(Code::duplicate_name, place, "row " + quoted(name) + " is there twice", "Keep one of the rows");
        names_.push_back(name);
        if (name == "profit" || name == "cost") read_money(cells, name);
        else read_resource(cells);
    }

    void read_money(const std::vector<io::CsvCell>& cells, const std::string& name) {
        if (money_)
            add(Code::duplicate_name, file_.place(cells.front().offset), "there are a row profit and a row cost",
                "Keep one: what is earned and what is paid are one sum, with the sign turned");
        money_ = true;
        production_.costs = name == "cost";
        for (std::size_t c = 1; c < cells.size(); ++c) {
            const Kind kind = columns_[c].kind;
            if (kind == Kind::product) production_.profit.push_back(number(cells[c], false));
            else if (kind != Kind::skip && !trimmed(cells[c].text).empty())
                add(Code::file_format, file_.place(cells[c].offset), "only products have a " + name,
                    "Leave the cell empty");
        }
    }

    void read_resource(const std::vector<io::CsvCell>& cells) {
        auto& use = production_.use.emplace_back();
        production_.at_least.push_back(0);
        production_.everybody.push_back(0.0);
        std::size_t player = 0;
        for (std::size_t c = 1; c < cells.size(); ++c) {
            switch (columns_[c].kind) {
                case Kind::skip: break;
                case Kind::product: use.push_back(number(cells[c], true)); break;
                case Kind::player: production_.resources[player++].push_back(number(cells[c], true)); break;
                case Kind::everybody: production_.everybody.back() = number(cells[c], true); break;
                case Kind::sense: production_.at_least.back() = sense(cells[c]); break;
            }
        }
    }

    std::uint8_t sense(const io::CsvCell& cell) {
        const std::string_view text = trimmed(cell.text);
        if (!text.empty() && text != "<=" && text != ">=")
            add(Code::file_format, file_.place(cell.offset), quoted(text) + " is no sense of a resource",
                "Write <= where products use no more than there is, >= where they must deliver at least that");
        return text == ">=" ? 1 : 0;
    }

    double number(const io::CsvCell& cell, bool may_be_empty) {
        const std::string_view text = trimmed(cell.text);
        if (text.empty() && may_be_empty) return 0.0;
        double value = 0.0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (text.empty() || error != std::errc() || end != text.data() + text.size())
            add(Code::text_for_number, file_.place(cell.offset), quoted(text) + " is no number",
                "Write a number with a decimal point");
        else if (!(std::abs(value) <= max_amount))
            add(Code::out_of_range, file_.place(cell.offset), std::string(text) + " is no amount below 10^15",
                "Write amounts in a larger unit");
        else return value;
        return 0.0;
    }

    const io::CsvFile& file_;
    Issues issues_;
    std::vector<Column> columns_;
    std::vector<std::string> names_;
    bool money_ = false;
    game::Production production_;
};

}  // namespace

bool is_production_table(const io::CsvFile& file) {
    io::CsvRows rows(file);
    std::vector<io::CsvCell> cells;
    return rows.next(cells) && trimmed(cells.front().text) == "resource";
}

Expected<game::Production> read_production_table(const io::CsvFile& file) { return ProductionReader(file).run(); }

}  // namespace proeftuin::cli
