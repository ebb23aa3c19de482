// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <map>
#include <utility>

#include "proeftuin/base/text.hpp"

#include "game_table.hpp"

namespace proeftuin::cli {

void PlayerOptions::add(Code code, const Place& place, std::string message, std::string remedy) {
    issues_.push_back({.code = code, .where = place, .message = std::move(message), .remedy = std::move(remedy)});
}

int PlayerOptions::player(const std::string& name, const Place& place) {
    const auto found = std::find(players_.begin(), players_.end(), name);
    if (found != players_.end()) return static_cast<int>(found - players_.begin());
    add(Code::unknown_reference, place, "there is no player " + quoted(name) + "." + did_you_mean(name, players_),
        "Name a player of the game");
    return -1;
}

std::vector<PlayerOptions::Entry> PlayerOptions::entries(const std::string& option, const std::string& text,
                                                         char separator) {
    std::vector<Entry> result;
    std::error_code ignored;
    if (std::filesystem::is_regular_file(text, ignored)) {
        Expected<io::CsvFile> file = io::CsvFile::open(text);
        if (!file) {
            issues_.insert(issues_.end(), file.error().begin(), file.error().end());
            return result;
        }
        io::CsvRows rows(*file);
        std::vector<io::CsvCell> cells;
        for (bool header = true; rows.next(cells); header = false) {
            if (cells.size() != 2)
                add(Code::ragged_row, file->place(cells.front().offset),
                    "two cells are wanted in a row, found " + std::to_string(cells.size()), "Begin with a player");
            else if (!header)
                result.push_back({std::string(trimmed(cells[0].text)), std::string(trimmed(cells[1].text)),
                                  file->place(cells[0].offset)});
        }
        return result;
    }
    for (const std::string_view part : split(text, ',')) {
        const std::size_t at = separator == '\0' ? std::string_view::npos : part.find(separator);
        const bool whole = separator == '\0';
        if (!whole && at == std::string_view::npos) {
            add(Code::bad_option, {.field = option},
                quoted(part) + " has no " + quoted(std::string(1, separator)) + " and there is no file " + quoted(text),
                "Write pairs separated by commas, or the path of a CSV file");
            continue;
        }
        result.push_back({std::string(trimmed(part.substr(0, at))),
                          whole ? "" : std::string(trimmed(part.substr(at + 1))),
                          {.field = option}});
    }
    return result;
}

std::vector<Coalition> PlayerOptions::unions(const std::string& option, const std::string& text) {
    std::vector<Coalition> result;
    if (text.empty()) return result;
    Coalition named;
    std::map<std::string, std::size_t> number_of;  // a union of a file
    for (const Entry& entry : entries(option, text, '\0')) {
        std::vector<std::string_view> members{entry.first};
        if (entry.second.empty()) members = split(entry.first, '+');
        const auto [at, fresh] =
            entry.second.empty() ? std::pair(number_of.end(), true) : number_of.emplace(entry.second, result.size());
        if (fresh) result.emplace_back();
        Coalition& coalition = at == number_of.end() ? result.back() : result[at->second];
        for (const std::string_view member : members) {
            const int number = player(std::string(trimmed(member)), entry.place);
            if (number < 0) continue;
            if (named.contains(number))
                add(Code::duplicate_name, entry.place, "player " + quoted(trimmed(member)) + " is in two unions",
                    "Name every player once");
            named = named.with(number);
            coalition = coalition.with(number);
        }
    }
    for (int i = 0; i < static_cast<int>(players_.size()); ++i) {
        if (!named.contains(i)) result.push_back(Coalition::single(i));
    }
    std::erase_if(result, [](Coalition coalition) { return coalition.empty(); });
    return result;
}

std::vector<game::Edge> PlayerOptions::edges(const std::string& option, const std::string& text) {
    std::vector<game::Edge> result;
    if (text.empty()) return result;
    for (const Entry& entry : entries(option, text, '-')) {
        const int from = player(entry.first, entry.place);
        const int to = player(entry.second, entry.place);
        if (from < 0 || to < 0) continue;
        if (from == to)
            add(Code::out_of_range, entry.place, quoted(entry.first) + " is its own neighbour", "Name two players");
        result.emplace_back(from, to);
    }
    return result;
}

std::vector<double> PlayerOptions::numbers(const std::string& option, const std::string& text, double otherwise,
                                           bool positive) {
    if (text.empty()) return {};
    std::vector<double> result(players_.size(), otherwise);
    Coalition named;
    for (const Entry& entry : entries(option, text, '=')) {
        double value = 0.0;
        const auto [end, error] =
            std::from_chars(entry.second.data(), entry.second.data() + entry.second.size(), value);
        const bool number =
            error == std::errc() && end == entry.second.data() + entry.second.size() && std::isfinite(value);
        if (!number)
            add(Code::text_for_number, entry.place, quoted(entry.second) + " is no number for " + quoted(entry.first),
                "Write a number with a decimal point");
        else if (positive && value <= 0.0)
            add(Code::out_of_range, entry.place, "the number of " + quoted(entry.first) + " is not above 0",
                "Write a number above 0");
        const int at = player(entry.first, entry.place);
        if (at < 0) continue;
        if (named.contains(at))
            add(Code::duplicate_name, entry.place, "player " + quoted(entry.first) + " is there twice",
                "Name every player once");
        named = named.with(at);
        result[static_cast<std::size_t>(at)] = value;
    }
    for (std::size_t i = 0; i < result.size(); ++i) {
        if (std::isnan(result[i]))
            add(Code::shape_mismatch, {.field = option}, "player " + quoted(players_[i]) + " has no number",
                "Give one for every player");
    }
    return result;
}

}  // namespace proeftuin::cli
