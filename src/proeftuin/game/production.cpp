// SPDX-License-Identifier: Apache-2.0
//
// Owen 1975: with y an optimal dual of v(N) = max { c x : A x <= b(N), x >= 0 }, x_i = y b_i adds up to v(N) by strong duality,
// and y is feasible in the dual of every S, so y b(S) >= v(S): the point is in the core.
#include "proeftuin/game/production.hpp"

#include <algorithm>
#include <utility>

#include "proeftuin/base/text.hpp"
#include "proeftuin/lp/session.hpp"
#include "proeftuin/lp/uniqueness.hpp"

namespace proeftuin::game {
namespace {

Issues check(const Production& p) {
    Issues issues;
    const auto add = [&](std::string message) {
        issues.push_back({.code = Code::shape_mismatch,
                          .where = {},
                          .message = std::move(message),
                          .remedy = "Give a number for each product, resource and player"});
    };
    if (p.players.empty() || p.players.size() > 20 || p.players.size() != p.resources.size())
        add("1 to 20 players with their resources are wanted");
    const auto negative = [](const std::vector<double>& row) {
        return std::any_of(row.begin(), row.end(), [](double x) { return !(x >= 0.0); });
    };
    for (const auto& row : p.use) {
        if (row.size() != p.profit.size()) add("a resource has not one use for each product");
        if (negative(row)) add("a use is negative or not a number");
    }
    for (const auto& row : p.resources) {
        if (row.size() != p.use.size()) add("a player has not one amount for each resource");
        if (negative(row)) add("an amount of a resource is negative or not a number");
    }
    return issues;
}

lp::Problem problem_of(const Production& p) {
    lp::Builder builder;
    const int products = builder.add_columns(static_cast<int>(p.profit.size()), 0.0, lp::infinity);
    for (std::size_t j = 0; j < p.profit.size(); ++j) builder.add_cost(products + static_cast<int>(j), -p.profit[j]);
    for (std::size_t r = 0; r < p.use.size(); ++r) {
        const int row = builder.add_rows(1, -lp::infinity, 0.0);
        for (std::size_t j = 0; j < p.profit.size(); ++j) builder.add(row, products + static_cast<int>(j), p.use[r][j]);
    }
    return builder.finish();
}

lp::Patch resources_of(const Production& p, Coalition coalition) {
    lp::Patch patch;
    for (std::size_t r = 0; r < p.use.size(); ++r) {
        double sum = 0.0;
        for (const int player : coalition) sum += p.resources[static_cast<std::size_t>(player)][r];
        patch.rows.push_back({static_cast<int>(r), -lp::infinity, sum});
    }
    return patch;
}

Issues unsolved(const lp::Solution& solution) {
    return {{.code = Code::solver_failed,
             .where = {},
             .message = "the production problem ended " + std::string(lp::name(solution.termination)),
             .remedy = "Every product with a profit must use a resource"}};
}

}  // namespace

Expected<Game> production_game(const Production& production) {
    if (Issues issues = check(production); !issues.empty()) return tl::unexpected(std::move(issues));
    lp::Session session(problem_of(production), {.will_resolve = true});
    const std::size_t count = num_coalitions(static_cast<int>(production.players.size()));
    std::vector<double> values(count);
    std::vector<double> lower(count);
    std::vector<double> upper(count);
    for (std::size_t k = 1; k < count; ++k) {
        const Coalition coalition = gray_code(k);
        const lp::Solution solution = session.solve(resources_of(production, coalition));
        if (solution.termination != lp::Termination::optimal) return tl::unexpected(unsolved(solution));
        const std::size_t s = coalition.index();
        values[s] = -solution.objective;
        lower[s] = std::min(values[s], -solution.certificate.primal_bound);
        upper[s] = std::max(values[s], -solution.certificate.dual_bound);
    }
    return Game::make(production.players, std::move(values), std::move(lower), std::move(upper));
}

Expected<Shares> owen_point(const Production& production) {
    if (Issues issues = check(production); !issues.empty()) return tl::unexpected(std::move(issues));
    const Coalition grand = Coalition::all(static_cast<int>(production.players.size()));
    const lp::Problem problem = lp::patched(problem_of(production), resources_of(production, grand));
    const lp::Solution solution = lp::Session(problem).solve();
    if (solution.termination != lp::Termination::optimal || !solution.has_dual)
        return tl::unexpected(unsolved(solution));
    const std::vector<std::uint8_t> moves = lp::dual_may_move(problem, solution);
    Shares shares;
    for (const std::vector<double>& mine : production.resources) {
        double sum = 0.0;
        for (std::size_t r = 0; r < mine.size(); ++r) {
            sum -= solution.row_dual[r] * mine[r];
            shares.unique = shares.unique && (moves[r] == 0 || mine[r] == 0.0);
        }
        shares.share.push_back(sum);
    }
    return shares;
}

}  // namespace proeftuin::game
