// SPDX-License-Identifier: Apache-2.0
#include "game_table.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <limits>
#include <sys/resource.h>
#include <unistd.h>
#include <unordered_map>
#include <utility>

#include "proeftuin/base/text.hpp"

namespace proeftuin::cli {
namespace {

constexpr std::size_t most_listed = 10;
constexpr std::size_t most_issues = 100;
constexpr double max_value = 1e30;  // far above any money, far below where sums over coalitions overflow
constexpr std::size_t absent = static_cast<std::size_t>(-1);

struct Columns {
    std::size_t coalition = absent;
    std::size_t value = absent;
    std::size_t lower = absent;
    std::size_t upper = absent;
    std::size_t status = absent;
    std::size_t iterations = absent;
    std::size_t count = 0;
};

class TableReader {
  public:
    TableReader(const io::CsvFile& file, double memory) : file_(file), memory_(memory) {}

    Expected<game::Game> run() {
        io::CsvRows rows(file_);
        std::vector<io::CsvCell> cells;
        issues_ = io::delimiter_issues(file_);
        if (!issues_.empty()) return tl::unexpected(std::move(issues_));
        if (!rows.next(cells)) {
            add(Code::file_format, {.file = file_.name()}, "the file is empty",
                "Begin it with the line coalition,value");
            return tl::unexpected(std::move(issues_));
        }
        read_header(cells);
        if (!issues_.empty()) return tl::unexpected(std::move(issues_));
        find_players(rows.offset());
        if (!issues_.empty()) return tl::unexpected(std::move(issues_));
        read_rows(rows.offset());
        if (!issues_.empty()) return tl::unexpected(std::move(issues_));
        return game::Game::make_with_missing(std::move(players_), std::move(values_), std::move(lower_),
                                             std::move(upper_));
    }

  private:
    void add(Code code, Place place, std::string message, std::string remedy) {
        if (issues_.size() >= most_issues) return;
        issues_.push_back(
            {.code = code, .where = std::move(place), .message = std::move(message), .remedy = std::move(remedy)});
    }

    void read_header(const std::vector<io::CsvCell>& cells) {
        const std::vector<std::string> known{"coalition", "value", "lower", "upper", "status", "iterations"};
        const std::array<std::size_t*, 6> where{&columns_.coalition, &columns_.value,  &columns_.lower,
                                                &columns_.upper,     &columns_.status, &columns_.iterations};
        for (std::size_t c = 0; c < cells.size(); ++c) {
            std::string_view title = trimmed(cells[c].text);
            if (title.ends_with("_eur")) title.remove_suffix(4);
            const auto found = std::ranges::find(known, title);
            if (found == known.end()) {
                add(Code::unknown_attribute, file_.place(cells[c].offset),
                    "a game table has no column " + quoted(title) + "." + did_you_mean(title, known),
                    "Columns are coalition,value and perhaps lower,upper,status");
            } else if (*where[static_cast<std::size_t>(found - known.begin())] != absent) {
                add(Code::duplicate_name, file_.place(cells[c].offset), "column " + quoted(title) + " is there twice",
                    "Remove one of them");
            } else {
                *where[static_cast<std::size_t>(found - known.begin())] = c;
            }
        }
        columns_.count = cells.size();
        for (std::size_t k = 0; k < 2; ++k) {
            if (*where[k] == absent)
                add(Code::missing_column, {.file = file_.name(), .line = 1},
                    "column " + quoted(known[k]) + " is missing", "Begin the file with coalition,value");
        }
        if ((columns_.lower == absent) != (columns_.upper == absent)) {
            add(Code::missing_column, {.file = file_.name(), .line = 1},
                "one of lower and upper is there without the other", "Give both or none");
        }
    }

    /// Players are the coalitions of one.
    void find_players(std::size_t begin) {
        io::CsvRows rows(file_, begin);
        std::vector<io::CsvCell> cells;
        while (rows.next(cells)) {
            if (cells.size() <= columns_.coalition) continue;
            const std::string name(trimmed(cells[columns_.coalition].text));
            if (name.empty() || name == "-" || name.find('+') != std::string::npos) continue;
            if (number_of_.emplace(name, static_cast<int>(players_.size())).second) players_.push_back(name);
        }
        const int n = static_cast<int>(players_.size());
        if (n == 0) {
            add(Code::file_format, {.file = file_.name()}, "there is no player: no coalition has one member",
                "Give a row for each player alone");
            return;
        }
        const double needed = game::bytes_needed(n, columns_.lower != absent);
        if (n <= game::Game::most_players && needed <= memory_) return;
        add(Code::out_of_range, {.file = file_.name()},
            fmt::format("{} players have 2^{} coalitions, which need {} of memory; {} are available", n, n,
                        bytes_text(needed), bytes_text(memory_)),
            "Merge players that act as one");
    }

    void read_rows(std::size_t begin) {
        const std::size_t count = num_coalitions(static_cast<int>(players_.size()));
        values_.assign(count, 0.0);
        if (columns_.lower != absent) lower_ = upper_ = values_;
        std::vector<bool> seen(count);
        io::CsvRows rows(file_, begin);
        std::vector<io::CsvCell> cells;
        bool names_known = true;
        while (rows.next(cells)) {
            if (cells.size() != columns_.count) {
                add(Code::ragged_row, file_.place(cells.front().offset),
                    fmt::format("the row has {} where the header has {}", counted(cells.size(), "cell"),
                                columns_.count),
                    "Give every row the same number of cells");
                names_known = false;
                continue;
            }
            Coalition coalition;
            if (!read_coalition(cells[columns_.coalition], coalition)) {
                names_known = false;
                continue;
            }
            const std::size_t s = coalition.index();
            if (seen[s]) {
                add(Code::duplicate_name, file_.place(cells[columns_.coalition].offset),
                    "coalition " + quoted(cells[columns_.coalition].text) + " is there twice, first in line " +
                        std::to_string(first_line(begin, coalition)),
                    "Keep one of the rows");
                continue;
            }
            seen[s] = true;
            read_numbers(cells, coalition);
        }
        for (const Issue& issue : rows.issues()) issues_.push_back(issue);
        seen[0] = true;
        if (names_known) report_missing(seen);
    }

    bool read_coalition(const io::CsvCell& cell, Coalition& coalition) {
        if (trimmed(cell.text) == "-") return true;
        bool fine = true;
        for (const std::string_view part : split(cell.text, '+')) {
            const std::string name(trimmed(part));
            const auto at =
                cell.offset + (cell.quoted ? 1 : 0) + static_cast<std::size_t>(part.data() - cell.text.data());
            const auto found = number_of_.find(name);
            if (name.empty()) {
                add(Code::empty_name, file_.place(at), "a member has no name in " + quoted(cell.text),
                    "Join members by +, and write - for the empty coalition");
                fine = false;
            } else if (found == number_of_.end()) {
                add(Code::unknown_reference, file_.place(at),
                    "member " + quoted(name) + " is no player: no row gives its value alone." +
                        did_you_mean(name, players_),
                    "Correct the name, or add its row");
                fine = false;
            } else if (coalition.contains(found->second)) {
                add(Code::duplicate_name, file_.place(at),
                    "member " + quoted(name) + " is in " + quoted(cell.text) + " twice", "Name every member once");
                fine = false;
            } else {
                coalition = coalition.with(found->second);
            }
        }
        return fine;
    }

    std::size_t first_line(std::size_t begin, Coalition wanted) {
        const Issues before = issues_;
        io::CsvRows rows(file_, begin);
        std::vector<io::CsvCell> cells;
        std::size_t line = 0;
        while (line == 0 && rows.next(cells)) {
            Coalition coalition;
            if (cells.size() == columns_.count && read_coalition(cells[columns_.coalition], coalition) &&
                coalition == wanted) {
                line = static_cast<std::size_t>(file_.place(cells.front().offset).line);
            }
        }
        issues_ = before;
        return line;
    }

    double read_number(const io::CsvCell& cell, const char* what) {
        const std::string_view text = trimmed(cell.text);
        double value = 0.0;
        const std::string_view digits = text.starts_with('+') ? text.substr(1) : text;
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
        if (digits.empty() || error != std::errc() || end != digits.data() + digits.size()) {
            add(Code::text_for_number, file_.place(cell.offset),
                quoted(text) + " is no number where the " + what + " is wanted", "Write a number with a decimal point");
            return 0.0;
        }
        const bool fits = std::abs(value) <= max_value;  // not for NaN
        if (!std::isfinite(value))
            add(Code::not_a_number, file_.place(cell.offset), std::string("the ") + what + " is " + std::string(text),
                "Write a finite number, or nothing where there is none");
        else if (!fits)
            add(Code::out_of_range, file_.place(cell.offset),
                std::string("the ") + what + " is " + std::string(text) + ", too large to add up",
                "Write the values in a larger unit");
        return fits ? value : 0.0;
    }

    void read_numbers(const std::vector<io::CsvCell>& cells, Coalition coalition) {
        const std::size_t before = issues_.size();
        const std::size_t s = coalition.index();
        if (s != 0 && trimmed(cells[columns_.value].text).empty()) return read_missing(cells, s);
        values_[s] = read_number(cells[columns_.value], "value");
        if (columns_.lower != absent) {
            lower_[s] = read_number(cells[columns_.lower], "lower bound");
            upper_[s] = read_number(cells[columns_.upper], "upper bound");
        }
        if (issues_.size() > before) return;
        if (columns_.lower != absent && !(lower_[s] <= values_[s] && values_[s] <= upper_[s])) {
            add(Code::bounds_crossed, file_.place(cells[columns_.lower].offset), "the value lies outside its bounds",
                "Give lower <= value <= upper");
        }
        if (s == 0 && (values_[0] != 0.0 || (!lower_.empty() && (lower_[0] != 0.0 || upper_[0] != 0.0)))) {
            add(Code::out_of_range, file_.place(cells[columns_.value].offset),
                "the empty coalition has a value other than 0", "Measure values against what nobody gets");
        }
    }

    void read_missing(const std::vector<io::CsvCell>& cells, std::size_t s) {
        values_[s] = std::numeric_limits<double>::quiet_NaN();
        for (const std::size_t bound : {columns_.lower, columns_.upper}) {
            if (bound != absent && !trimmed(cells[bound].text).empty())
                add(Code::file_format, file_.place(cells[bound].offset), "a bound without a value",
                    "Give the value too, or leave the bounds empty");
        }
    }

    void report_missing(const std::vector<bool>& seen) {
        std::vector<std::string> names;
        std::size_t count = 0;
        for (std::size_t s = 1; s < seen.size(); ++s) {
            if (seen[s]) continue;
            if (++count > most_listed) continue;
            names.push_back(coalition_text(Coalition::from_bits(s), players_));
        }
        if (count == 0) return;
        add(Code::shape_mismatch, {.file = file_.name()},
            fmt::format("{} {} missing of {}: {}{}", counted(count, "coalition"), count == 1 ? "is" : "are",
                        seen.size(), join(names, ", "), count > names.size() ? ", ..." : ""),
            "Give a row for every coalition; leave the value empty where there is none");
    }

    const io::CsvFile& file_;
    double memory_;
    Columns columns_;
    Issues issues_;
    std::vector<std::string> players_;
    std::unordered_map<std::string, int> number_of_;
    std::vector<double> values_;
    std::vector<double> lower_;
    std::vector<double> upper_;
};

}  // namespace

Expected<game::Game> read_game_table(const io::CsvFile& file, double memory) { return TableReader(file, memory).run(); }

std::vector<std::string> missing_statuses(const io::CsvFile& file, std::size_t most) {
    io::CsvRows rows(file);
    std::vector<io::CsvCell> cells;
    std::vector<std::string> result;
    if (!rows.next(cells)) return result;
    std::size_t value = 0;
    std::size_t coalition = 0;
    std::size_t status = absent;
    for (std::size_t c = 0; c < cells.size(); ++c) {
        const std::string_view title = trimmed(cells[c].text);
        if (title == "coalition") coalition = c;
        else if (title == "value" || title == "value_eur") value = c;
        else if (title == "status") status = c;
    }
    while (rows.next(cells) && result.size() < most) {
        if (!trimmed(cells[value].text).empty()) continue;
        result.emplace_back(trimmed(cells[coalition].text));
        if (status != absent && !trimmed(cells[status].text).empty())
            result.back() += " (" + std::string(trimmed(cells[status].text)) + ")";
    }
    return result;
}

std::string bytes_text(double count) {
    return count >= 1e12 ? fmt::format("{:.4g} TB", count / 1e12) : fmt::format("{:.3g} GB", count / 1e9);
}

double machine_memory() {
    double bytes = static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGE_SIZE));
    std::ifstream file("/proc/meminfo");
    for (std::string word; file >> word;) {
        double kilobytes = 0.0;
        if (word == "MemAvailable:" && file >> kilobytes) bytes = 1024.0 * kilobytes;
    }
    rlimit limit{};
    if (getrlimit(RLIMIT_AS, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY)
        bytes = std::min(bytes, static_cast<double>(limit.rlim_cur));
    return bytes;
}

}  // namespace proeftuin::cli
