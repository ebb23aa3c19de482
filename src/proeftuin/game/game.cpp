// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/game/game.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>
#include <utility>

#include "proeftuin/base/assert.hpp"
#include "proeftuin/base/text.hpp"

namespace proeftuin::game {
namespace {

Issue issue(Code code, std::string message, std::string remedy, std::string name = {}) {
    return {.code = code,
            .where = {.component = name.empty() ? "" : "coalition", .name = std::move(name)},
            .message = std::move(message),
            .remedy = std::move(remedy)};
}

Issues issues_of_players(const std::vector<std::string>& players) {
    Issues issues;
    if (players.empty() || players.size() > static_cast<std::size_t>(Game::most_players)) {
        issues.push_back(issue(Code::shape_mismatch,
                               "a game has 1 to " + std::to_string(Game::most_players) + " players, found " +
                                   std::to_string(players.size()),
                               "Merge players that act as one"));
    }
    std::set<std::string> seen;
    for (const std::string& player : players) {
        if (player.empty()) issues.push_back(issue(Code::empty_name, "a player has no name", "Name every player"));
        if (!seen.insert(player).second) {
            issues.push_back(issue(Code::duplicate_name, "player " + quoted(player) + " is there twice",
                                   "Give every player a name of its own"));
        }
    }
    return issues;
}

}  // namespace

std::string Game::text(Coalition coalition) const { return coalition_text(coalition, players_); }

Expected<Game> Game::make(std::vector<std::string> players, std::vector<double> values, std::vector<double> lower,
                          std::vector<double> upper) {
    return make(std::move(players), std::move(values), std::move(lower), std::move(upper), false);
}

Expected<Game> Game::make_with_missing(std::vector<std::string> players, std::vector<double> values,
                                       std::vector<double> lower, std::vector<double> upper) {
    return make(std::move(players), std::move(values), std::move(lower), std::move(upper), true);
}

Expected<Game> Game::make(std::vector<std::string> players, std::vector<double> values, std::vector<double> lower,
                          std::vector<double> upper, bool may_miss) {
    Issues issues = issues_of_players(players);
    if (!issues.empty()) return tl::unexpected(std::move(issues));
    const std::size_t count = num_coalitions(static_cast<int>(players.size()));
    if (values.size() != count || lower.size() != upper.size() || (!lower.empty() && lower.size() != count)) {
        issues.push_back(issue(Code::shape_mismatch,
                               std::to_string(players.size()) + " players have " + std::to_string(count) +
                                   " coalitions, found " + std::to_string(values.size()) + " values and " +
                                   std::to_string(lower.size()) + " and " + std::to_string(upper.size()) + " bounds",
                               "Give one value a coalition, the empty one included"));
        return tl::unexpected(std::move(issues));
    }
    Game game;
    game.players_ = std::move(players);
    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (std::size_t s = 0; s < count && issues.size() < 10; ++s) {
        if (may_miss && s != 0 && std::isnan(values[s])) {
            ++game.num_missing_;
            if (!lower.empty()) lower[s] = -infinity;
            if (!lower.empty()) upper[s] = infinity;
            continue;
        }
        const auto where = [&] { return game.text(Coalition::from_bits(s)); };
        const bool finite =
            std::isfinite(values[s]) && (lower.empty() || (std::isfinite(lower[s]) && std::isfinite(upper[s])));
        if (!finite) {
            issues.push_back(issue(Code::not_a_number, "the value or a bound is not finite", "Give a number", where()));
        } else if (!lower.empty() && !(lower[s] <= values[s] && values[s] <= upper[s])) {
            issues.push_back(issue(Code::bounds_crossed, "the value lies outside its bounds",
                                   "Give bounds with lower <= value <= upper", where()));
        }
        game.scale_ = std::max(game.scale_, std::abs(values[s]));
    }
    if (values[0] != 0.0 || (!lower.empty() && (lower[0] != 0.0 || upper[0] != 0.0))) {
        issues.push_back(issue(Code::out_of_range, "the empty coalition has a value other than 0",
                               "Measure values against what nobody gets", "-"));
    }
    if (!issues.empty()) return tl::unexpected(std::move(issues));
    game.scale_ = std::max(game.scale_, std::numeric_limits<double>::min());
    game.values_ = std::move(values);
    game.lower_ = std::move(lower);
    game.upper_ = std::move(upper);
    return game;
}

double bytes_needed(int num_players, bool intervals) { return std::ldexp(intervals ? 24.0 : 8.0, num_players); }

Game savings_game(const Game& costs) {
    const std::size_t count = num_coalitions(costs.num_players());
    std::vector<double> values(count);
    std::vector<double> lower;
    std::vector<double> upper;
    std::vector<double> alone(count);  // sum of stand-alone costs
    for (std::size_t s = 1; s < count; ++s) {
        const Coalition coalition = Coalition::from_bits(s);
        const int last = coalition.last();
        const std::size_t rest = coalition.without(last).index();
        alone[s] = alone[rest] + costs.alone(last);
        values[s] = alone[s] - costs.values()[s];  // exactly 0 for one player
    }
    if (costs.has_intervals()) {
        lower.resize(count);
        upper.resize(count);
        std::vector<double> least(count);
        std::vector<double> most(count);
        for (std::size_t s = 1; s < count; ++s) {
            const int last = Coalition::from_bits(s).last();
            const std::size_t rest = Coalition::from_bits(s).without(last).index();
            const std::size_t self = Coalition::single(last).index();
            least[s] = least[rest] + costs.lower()[self];
            most[s] = most[rest] + costs.upper()[self];
            if (rest == 0 || std::isnan(values[s])) continue;  // alone nobody saves anything, whatever the cost
            lower[s] = std::min(least[s] - costs.upper()[s], values[s]);
            upper[s] = std::max(most[s] - costs.lower()[s], values[s]);
        }
    }
    Expected<Game> game =
        Game::make_with_missing(costs.players(), std::move(values), std::move(lower), std::move(upper));
    PROEFTUIN_ASSERT(game.has_value());
    return std::move(*game);
}

}  // namespace proeftuin::game
