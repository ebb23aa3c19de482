// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cctype>
#include <cstdint>
#include <fmt/format.h>
#include <optional>
#include <utility>

#include "proeftuin/base/text.hpp"

#include "game_table.hpp"

namespace proeftuin::cli {
namespace {

/// digits * 10^-decimals; a quota may be per cent of the sum.
struct Decimal {
    std::int64_t digits = 0;
    int decimals = 0;
    bool percent = false;
};

/// Nothing for a text that is no number without a sign and of at most 10 digits, 6 of them behind the point.
std::optional<Decimal> decimal(std::string_view text) {
    Decimal result;
    text = trimmed(text);
    if (text.ends_with('%')) {
        result.percent = true;
        text = trimmed(text.substr(0, text.size() - 1));
    }
    bool behind = false;
    int digits = 0;
    for (const char c : text) {
        if (c == '.' && !behind) {
            behind = true;
            continue;
        }
        if (c < '0' || c > '9' || ++digits > 10) return std::nullopt;
        result.digits = result.digits * 10 + (c - '0');
        result.decimals += behind ? 1 : 0;
    }
    if (digits == 0 || result.decimals > 6) return std::nullopt;
    return result;
}

std::int64_t power_of_ten(int k) { return k <= 0 ? 1 : 10 * power_of_ten(k - 1); }

/// A column of weights while it is read.
struct Weights {
    std::size_t column;
    std::vector<Decimal> members;
    int decimals = 0;
};

struct Way {
    std::vector<std::optional<Decimal>> quotas;  // [num_weights]
};

class VotingReader {
  public:
    explicit VotingReader(const io::CsvFile& file) : file_(file) {}

    Expected<game::VotingGame> run() {
        io::CsvRows rows(file_);
        std::vector<io::CsvCell> cells;
        if (!rows.next(cells)) return tl::unexpected(io::delimiter_issues(file_));
        const std::vector<std::string> texts{"name", "source", "address", "year", "grade", "note", "bloc"};
        for (std::size_t c = 1; c < cells.size(); ++c) {
            if (std::ranges::find(texts, lower(trimmed(cells[c].text))) == texts.end())
                weights_.push_back({.column = c, .members = {}});
        }
        const std::size_t count = cells.size();
        while (rows.next(cells)) {
            if (cells.size() != count) {
                add(Code::ragged_row, file_.place(cells.front().offset),
                    fmt::format("the row has {} where the header has {}", counted(cells.size(), "cell"), count),
                    "Give every row the same number of cells");
                continue;
            }
            read_row(cells);
        }
        for (const Issue& issue : rows.issues()) issues_.push_back(issue);
        if (!issues_.empty()) return tl::unexpected(std::move(issues_));
        game::VotingGame game = build();
        issues_ = game::issues(game);
        for (Issue& issue : issues_) issue.where.file = file_.name();
        if (!issues_.empty()) return tl::unexpected(std::move(issues_));
        return game;
    }

  private:
    void add(Code code, Place place, std::string message, std::string remedy) {
        issues_.push_back(
            {.code = code, .where = std::move(place), .message = std::move(message), .remedy = std::move(remedy)});
    }

    void read_row(const std::vector<io::CsvCell>& cells) {
        const std::string name(trimmed(cells.front().text));
        const bool quotas = name == "pass if";
        if (name.empty())
            add(Code::empty_name, file_.place(cells.front().offset), "a member has no name", "Name every member");
        if (!quotas && std::ranges::find(members_, name) != members_.end()) {
            add(Code::duplicate_name, file_.place(cells.front().offset), "member " + quoted(name) + " is there twice",
                "Keep one of the rows");
        }
        if (quotas) ways_.emplace_back();
        else members_.push_back(name);
        for (Weights& weights : weights_) {
            const io::CsvCell& cell = cells[weights.column];
            const std::optional<Decimal> number = decimal(cell.text);
            const bool empty = trimmed(cell.text).empty();
            if (!number && !(quotas && empty)) {
                add(Code::text_for_number, file_.place(cell.offset),
                    quoted(trimmed(cell.text)) +
                        " is no number of at least 0 with at most 10 digits, 6 of them behind the point",
                    quotas ? "Write a number, per cent of the sum (65 %), or nothing" : "Write a number");
            } else if (!quotas && number->percent) {
                add(Code::text_for_number, file_.place(cell.offset), "a weight is given in per cent",
                    "Write weights as numbers; per cent is for quotas");
            }
            if (number && !(quotas && number->percent)) weights.decimals = std::max(weights.decimals, number->decimals);
            if (quotas) ways_.back().quotas.push_back(number);
            else weights.members.push_back(number.value_or(Decimal{}));
        }
    }

    [[nodiscard]] game::VotingGame build() const {
        game::VotingGame game{.members = members_, .ways = {}};
        for (const Way& way : ways_) {
            std::vector<game::Condition>& conditions = game.ways.emplace_back();
            for (std::size_t w = 0; w < weights_.size(); ++w) {
                if (!way.quotas[w]) continue;
                const Decimal quota = *way.quotas[w];
                game::Condition condition;
                std::int64_t sum = 0;
                for (const Decimal& weight : weights_[w].members) {
                    condition.weights.push_back(weight.digits * power_of_ten(weights_[w].decimals - weight.decimals));
                    sum += condition.weights.back();
                }
                if (quota.percent) {  // the smallest whole number that is at least this part of the sum
                    const std::int64_t whole = 100 * power_of_ten(quota.decimals);
                    const auto wanted = static_cast<long double>(quota.digits) * static_cast<long double>(sum);
                    condition.quota = wanted >= 9e18L ? INT64_MAX : (quota.digits * sum + whole - 1) / whole;
                } else {
                    condition.quota = quota.digits * power_of_ten(weights_[w].decimals - quota.decimals);
                }
                conditions.push_back(std::move(condition));
            }
        }
        return game;
    }

    const io::CsvFile& file_;
    std::vector<Weights> weights_;
    std::vector<std::string> members_;
    std::vector<Way> ways_;
    Issues issues_;
};

}  // namespace

bool is_voting_table(const io::CsvFile& file) {
    io::CsvRows rows(file);
    std::vector<io::CsvCell> cells;
    return rows.next(cells) && trimmed(cells.front().text) == "member";
}

Expected<game::VotingGame> read_voting_table(const io::CsvFile& file) { return VotingReader(file).run(); }

}  // namespace proeftuin::cli
