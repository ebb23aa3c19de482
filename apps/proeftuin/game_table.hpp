// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "proeftuin/base/expected.hpp"
#include "proeftuin/game/game.hpp"
#include "proeftuin/game/production.hpp"
#include "proeftuin/game/shares.hpp"
#include "proeftuin/game/voting.hpp"
#include "proeftuin/io/csv.hpp"

namespace proeftuin::cli {

/// A game table: CSV with `coalition,value` and perhaps `lower,upper` and `status`, a row for each coalition, members joined by
/// '+', the empty one '-' (it may be left out). Names may end in _eur and a column `iterations` is passed over, so that
/// values.csv of `cooperate` is one. An empty value is missing: the model of that coalition failed, and `status` may say how.
/// Players are the coalitions of one, in their order in the file. Every problem at once. `memory` is how many bytes a game may take.
[[nodiscard]] Expected<game::Game> read_game_table(const io::CsvFile& file, double memory);

/// What the column `status` says of the first `most` coalitions without a value: "A+B (infeasible)", or "A+B".
[[nodiscard]] std::vector<std::string> missing_statuses(const io::CsvFile& file, std::size_t most);

/// A voting table: CSV whose first column is `member`, then a column for each weight. Rows of the member `pass if` hold quotas
/// ("15", "65 %", empty = not asked); each such row is one way to pass. Columns called name, source, address, year, grade, note
/// or bloc are not weights.
[[nodiscard]] Expected<game::VotingGame> read_voting_table(const io::CsvFile& file);

/// Does the header say that it is a voting table?
[[nodiscard]] bool is_voting_table(const io::CsvFile& file);

/// A production table: CSV whose first column is `resource`, with a column `product NAME` for each product and `player NAME` for each
/// player. The row `profit` (or `cost`) has what a unit of each product brings (or costs); every other row what it uses of a
/// resource and what each player has of it; an empty cell is 0. Optional columns: `sense` (<=, or >= for a demand) and `everybody`,
/// what may be used whoever takes part.
[[nodiscard]] Expected<game::Production> read_production_table(const io::CsvFile& file);

/// Does the header say that it is a production table?
[[nodiscard]] bool is_production_table(const io::CsvFile& file);

/// Bytes of memory that this machine can still give.
[[nodiscard]] double machine_memory();

/// "8.59 GB".
[[nodiscard]] std::string bytes_text(double count);

/// Values of options that name players: inline, or the path of a CSV file with two columns. Problems go to `issues`.
class PlayerOptions {
  public:
    PlayerOptions(const std::vector<std::string>& players, Issues& issues) : players_(players), issues_(issues) {}
    /// "A+B,C" or rows `player,union`; players that are not named are alone. Empty for an empty text.
    [[nodiscard]] std::vector<Coalition> unions(const std::string& option, const std::string& text);
    /// "A-B,B-C" or rows `player,neighbour`.
    [[nodiscard]] std::vector<game::Edge> edges(const std::string& option, const std::string& text);
    /// "A=2,B=1" or rows `player,number`; a player that is not named gets `otherwise`, or is an issue when that is NaN.
    [[nodiscard]] std::vector<double> numbers(const std::string& option, const std::string& text, double otherwise,
                                              bool positive);

  private:
    struct Entry {
        std::string first;
        std::string second;
        Place place;
    };
    [[nodiscard]] std::vector<Entry> entries(const std::string& option, const std::string& text, char separator);
    [[nodiscard]] int player(const std::string& name, const Place& place);
    void add(Code code, const Place& place, std::string message, std::string remedy);
    const std::vector<std::string>& players_;
    Issues& issues_;
};

}  // namespace proeftuin::cli
