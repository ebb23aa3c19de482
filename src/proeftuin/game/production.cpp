// SPDX-License-Identifier: Apache-2.0
//
// Owen 1975: with y an optimal dual of F(N) = max { c x : A x <= b(N), x >= 0 }, x_i = y b_i adds up to F(N) by strong duality,
// and y is feasible in the dual of every S, so y b(S) >= F(S): the point is in the core. The same with costs and demands, the
// signs turned. All optimal y: complementary slackness with one optimal x describes them, so the range of y b_i over them is two
// linear programmes.
#include "proeftuin/game/production.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <utility>

#include "proeftuin/base/text.hpp"
#include "proeftuin/base/threads.hpp"
#include "proeftuin/game/production_lp.hpp"
#include "proeftuin/lp/session.hpp"

namespace proeftuin::game {
namespace {

constexpr std::size_t coalitions_per_chain = 1024;

struct Values {
    std::vector<double> value;
    std::vector<double> lower;
    std::vector<double> upper;
};

/// Solves a chain of the Gray code; throws InputError where a problem has no limit.
void solve_chain(const Production& production, const lp::Problem& problem, Chain chain, Values& values) {
    lp::Session session(problem, {.will_resolve = true});
    for (std::size_t k = chain.begin; k < chain.end; ++k) {
        const Coalition coalition = gray_code(k);
        const lp::Solution solution = session.solve(right_sides(production, amounts_of(production, coalition)));
        const std::size_t s = coalition.index();
        if (solution.termination == lp::Termination::infeasible) {
            values.value[s] = std::numeric_limits<double>::quiet_NaN();
            continue;
        }
        if (solution.termination != lp::Termination::optimal) throw InputError(unsolved(solution));
        const std::array ends{sense(production) * solution.certificate.dual_bound,
                              sense(production) * solution.certificate.primal_bound};
        values.value[s] = sense(production) * solution.objective;
        values.lower[s] = std::min({values.value[s], ends[0], ends[1]});
        values.upper[s] = std::max({values.value[s], ends[0], ends[1]});
    }
}

bool is_zero(const std::vector<double>& numbers) {
    return std::ranges::all_of(numbers, [](double number) { return number == 0.0; });
}

}  // namespace

Issues check(const Production& p) {
    Issues issues;
    const auto add = [&](std::string message) {
        issues.push_back({.code = Code::shape_mismatch,
                          .where = {},
                          .message = std::move(message),
                          .remedy = "Give a number for each product, resource and player"});
    };
    if (p.players.empty() || p.players.size() > static_cast<std::size_t>(most_producers) ||
        p.players.size() != p.resources.size())
        add("1 to " + std::to_string(most_producers) + " players with their resources are wanted");
    const auto no_number = [](const std::vector<double>& row) {
        return std::ranges::any_of(row, [](double x) { return !std::isfinite(x); });
    };
    if (no_number(p.profit) || no_number(p.everybody)) add("a profit, a cost or an amount is not a number");
    if ((!p.everybody.empty() && p.everybody.size() != p.use.size()) ||
        (!p.at_least.empty() && p.at_least.size() != p.use.size()))
        add("there is not one amount of everybody and one sense for each resource");
    for (const auto& row : p.use) {
        if (row.size() != p.profit.size()) add("a resource has not one use for each product");
        if (no_number(row)) add("a use is not a number");
    }
    for (const auto& row : p.resources) {
        if (row.size() != p.use.size()) add("a player has not one amount for each resource");
        if (no_number(row)) add("an amount of a resource is not a number");
    }
    return issues;
}

double sense(const Production& production) { return production.costs ? 1.0 : -1.0; }

lp::Problem problem_of(const Production& p) {
    lp::Builder builder;
    const int products = builder.add_columns(static_cast<int>(p.profit.size()), 0.0, lp::infinity);
    for (std::size_t j = 0; j < p.profit.size(); ++j)
        builder.add_cost(products + static_cast<int>(j), sense(p) * p.profit[j]);
    for (std::size_t r = 0; r < p.use.size(); ++r) {
        const bool at_least = !p.at_least.empty() && p.at_least[r] != 0;
        const int row = builder.add_rows(1, at_least ? 0.0 : -lp::infinity, at_least ? lp::infinity : 0.0);
        for (std::size_t j = 0; j < p.profit.size(); ++j) builder.add(row, products + static_cast<int>(j), p.use[r][j]);
    }
    return builder.finish();
}

lp::Patch right_sides(const Production& p, std::span<const double> amounts) {
    lp::Patch patch;
    for (std::size_t r = 0; r < amounts.size(); ++r) {
        const bool at_least = !p.at_least.empty() && p.at_least[r] != 0;
        patch.rows.push_back(
            {static_cast<int>(r), at_least ? amounts[r] : -lp::infinity, at_least ? lp::infinity : amounts[r]});
    }
    return patch;
}

std::vector<double> amounts_of(const Production& p, Coalition coalition) {
    std::vector<double> sums = p.everybody.empty() ? std::vector<double>(p.use.size()) : p.everybody;
    for (const int player : coalition) {
        for (std::size_t r = 0; r < sums.size(); ++r) sums[r] += p.resources[static_cast<std::size_t>(player)][r];
    }
    return sums;
}

Issues unsolved(const lp::Solution& solution) {
    const bool infeasible = solution.termination == lp::Termination::infeasible;
    return {{.code = Code::solver_failed,
             .where = {},
             .message = "the production problem ended " + std::string(lp::name(solution.termination)),
             .remedy = infeasible ? "Give resources that meet the demands"
                                  : "Every product with a profit must use a resource that is limited"}};
}

std::pair<double, double> worth_range(const Production& p, const lp::Problem& solved, const lp::Solution& solution,
                                      std::span<const double> resources) {
    double size = 1.0;
    for (const double cost : solved.cost) size = std::max(size, std::abs(cost));
    const std::size_t num_rows = p.use.size();
    std::vector<double> activity(num_rows);
    for (std::size_t r = 0; r < num_rows; ++r) {
        for (std::size_t j = 0; j < p.profit.size(); ++j) activity[r] += p.use[r][j] * solution.primal[j];
    }
    for (const double slack : {0.0, 1e-9 * size}) {  // where rounding leaves no prices, with a little room
        lp::Builder builder;
        for (std::size_t r = 0; r < num_rows; ++r) {
            const bool at_least = !p.at_least.empty() && p.at_least[r] != 0;
            const double bound = at_least ? solved.row_lower[r] : solved.row_upper[r];
            const bool loose = std::abs(activity[r] - bound) > 1e-7 * (1.0 + std::abs(bound));
            builder.add_columns(1, at_least || loose ? 0.0 : -lp::infinity, at_least && !loose ? lp::infinity : 0.0);
        }
        for (std::size_t j = 0; j < p.profit.size(); ++j) {  // A^T y <= c, equal where x_j > 0
            const bool made = solution.primal[j] > 1e-7;
            builder.add_rows(1, made ? solved.cost[j] - slack : -lp::infinity, solved.cost[j] + slack);
            for (std::size_t r = 0; r < num_rows; ++r)
                builder.add(static_cast<int>(j), static_cast<int>(r), p.use[r][j]);
        }
        lp::Session session(builder.finish());
        std::pair ends(-lp::infinity, lp::infinity);
        bool settled = true;
        for (const double sign : {1.0, -1.0}) {
            lp::Patch patch;
            for (std::size_t r = 0; r < num_rows; ++r)
                patch.costs.push_back({static_cast<int>(r), sign * resources[r]});
            const lp::Solution end = session.solve(patch);
            settled = settled &&
                      (end.termination == lp::Termination::optimal || end.termination == lp::Termination::unbounded);
            if (end.termination == lp::Termination::optimal)
                (sign > 0.0 ? ends.first : ends.second) = sign * end.objective;
        }
        if (settled) return ends;
    }
    return {-lp::infinity, lp::infinity};
}

Expected<Game> production_game(const Production& production, int threads) {
    if (Issues issues = check(production); !issues.empty()) return tl::unexpected(std::move(issues));
    const lp::Problem problem = problem_of(production);
    const std::size_t count = num_coalitions(static_cast<int>(production.players.size()));
    Values values{
        .value = std::vector<double>(count), .lower = std::vector<double>(count), .upper = std::vector<double>(count)};
    const std::vector<Chain> chains = cut_chains(count, coalitions_per_chain);
    try {
        rethrow_first(run_tasks(chains.size(),
                                [&](std::size_t k) { solve_chain(production, problem, chains[k], values); },
                                {.threads = threads}));
    } catch (InputError& error) {
        return tl::unexpected(error.issues());
    }
    const double none = values.value[0];
    if (std::isnan(none)) {
        return tl::unexpected(Issues{{.code = Code::solver_failed,
                                      .where = {},
                                      .message = "what everybody has and must deliver cannot be met without any player",
                                      .remedy = "Give demands to the players that have them"}});
    }
    const double none_lower = values.lower[0];
    const double none_upper = values.upper[0];
    for (std::size_t s = 0; s < count && none != 0.0; ++s) {
        values.value[s] -= none;
        values.lower[s] = std::min(values.lower[s] - none_upper, values.value[s]);
        values.upper[s] = std::max(values.upper[s] - none_lower, values.value[s]);
    }
    values.value[0] = values.lower[0] = values.upper[0] = 0.0;
    return Game::make_with_missing(production.players, std::move(values.value), std::move(values.lower),
                                   std::move(values.upper));
}

Expected<Shares> owen_point(const Production& production) {
    if (Issues issues = check(production); !issues.empty()) return tl::unexpected(std::move(issues));
    if (!is_zero(production.everybody)) {
        return Shares{.refused = "what belongs to everybody has a price too, so the shares would not add up"};
    }
    const Coalition grand = Coalition::all(static_cast<int>(production.players.size()));
    const lp::Problem problem =
        lp::patched(problem_of(production), right_sides(production, amounts_of(production, grand)));
    const lp::Solution solution = lp::Session(problem).solve();
    if (solution.termination != lp::Termination::optimal || !solution.has_dual)
        return tl::unexpected(unsolved(solution));
    Shares shares;
    for (const std::vector<double>& mine : production.resources) {
        double sum = 0.0;
        for (std::size_t r = 0; r < mine.size(); ++r) sum += sense(production) * solution.row_dual[r] * mine[r];
        shares.share.push_back(sum);
        const auto [least, most] = worth_range(production, problem, solution, mine);
        shares.others_lower.push_back(production.costs ? least : -most);
        shares.others_upper.push_back(production.costs ? most : -least);
        const double rounding = 1e-7 * (1.0 + std::abs(solution.objective));
        shares.unique = shares.unique && most - least <= rounding;
    }
    return shares;
}

}  // namespace proeftuin::game
