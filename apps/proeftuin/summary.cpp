// SPDX-License-Identifier: Apache-2.0
#include "summary.hpp"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <vector>

#include "proeftuin/base/text.hpp"

#include "table.hpp"

namespace proeftuin::cli {
namespace {

using Align = TextTable::Align;

constexpr std::size_t most_rows = 20;

std::string count_of(long long count, std::string_view singular) {
    return grouped(count) + ' ' + std::string(singular) + (count == 1 ? "" : "s");
}

std::string size_text(const dispatch::Size& size) {
    std::string text = fmt::format("{}, {}, {}", count_of(size.columns, "column"), count_of(size.rows, "row"),
                                   count_of(size.nonzeros, "nonzero"));
    if (size.integers > 0) text += ", " + count_of(size.integers, "integer");
    return text;
}

/// Cents where they are seen, whole numbers of four digits and more otherwise.
std::string money(double value) { return grouped(value, 2); }

std::string certified(const SolveReport& report) {
    const dispatch::SolveResult& result = report.result;
    if (!std::isfinite(result.dual_bound)) return "no lower bound could be proved";
    std::string text = fmt::format("between {} and {} EUR (relative gap {:.1g})",
                                   money(std::min(result.dual_bound, result.primal_bound)),
                                   money(std::max(result.dual_bound, result.primal_bound)), result.relative_gap);
    if (result.dual_bound_from_solver) text += "; the lower one is the solver's word";
    return text;
}

void add_windows(const SolveReport& report, TextTable& facts) {
    const std::vector<dispatch::WindowReport>& windows = report.result.windows;
    if (windows.size() < 2) return;
    std::vector<std::int64_t> warm;
    for (const dispatch::WindowReport& window : windows) {
        if (window.warm) warm.push_back(window.iterations);
    }
    std::string text = fmt::format("{} of {} snapshots, overlap {}; {} iterations in the first", windows.size(),
                                   report.arguments.formulation.window, report.arguments.formulation.overlap,
                                   grouped(static_cast<long long>(windows.front().iterations)));
    if (!warm.empty()) {
        std::nth_element(warm.begin(), warm.begin() + static_cast<std::ptrdiff_t>(warm.size() / 2), warm.end());
        text += fmt::format(", {} in the median warm one", grouped(static_cast<long long>(warm[warm.size() / 2])));
    }
    facts.add({"windows", text});
}

std::string facts_text(const SolveReport& report) {
    const dispatch::SolveResult& result = report.result;
    TextTable facts({{""}, {""}});
    if (report.has_answer()) {
        facts.add({"total cost", money(report.total_cost()) + " EUR"});
        if (result.objective_constant != 0.0) {
            facts.add({"", fmt::format("= objective {} + constant {}", money(result.objective),
                                       money(result.objective_constant))});
        }
        if (report.result.windows.size() < 2) facts.add({"certified", certified(report)});
        else facts.add({"certified", fmt::format("each window, largest relative gap {:.1g}", result.relative_gap)});
    }
    std::string horizon = count_of(report.num_snapshots, "snapshot") + ", " +
                          grouped(static_cast<long long>(report.num_buses)) +
                          (report.num_buses == 1 ? " bus" : " buses");
    if (report.num_scenarios > 1) horizon += ", " + count_of(report.num_scenarios, "scenario");
    facts.add({"network", horizon});
    facts.add({"problem", size_text(result.size)});
    add_windows(report, facts);
    const Solver solver = solver_of(result.backend, result.size.integers > 0);
    facts.add({"effort",
               fmt::format("{} of {} {}{}, peak memory {} MB", count_of(result.iterations, "iteration"), solver.name,
                           solver.version, result.nodes > 0 ? ", " + count_of(result.nodes, "node") : "",
                           grouped(report.peak_memory_mb))});
    facts.add({"seconds",
               fmt::format("read {:.2f}, build {:.2f}, solve {:.2f}, certify {:.2f}, write {:.2f}", report.read_seconds,
                           result.build_seconds, result.solve_seconds, result.certify_seconds, report.write_seconds)});
    return facts.text();
}

std::string costs_text(const SolveReport& report) {
    if (report.costs.empty()) return "";
    const bool invests = std::any_of(report.costs.begin(), report.costs.end(),
                                     [](const report::CostRow& row) { return row.investment_eur != 0.0; });
    const bool operates = std::any_of(report.costs.begin(), report.costs.end(),
                                      [](const report::CostRow& row) { return row.operation_eur != 0.0; });
    std::vector<TextTable::Column> columns{{"cost by component"}, {"carrier"}};
    if (operates) columns.push_back({"operation, EUR", Align::right});
    if (invests) columns.push_back({"investment, EUR", Align::right});
    TextTable table(std::move(columns));
    double left = report.total_cost();
    for (std::size_t i = 0; i < report.costs.size(); ++i) {
        const report::CostRow& row = report.costs[i];
        left -= row.total_eur();
        if (i >= most_rows) continue;
        std::vector<std::string> cells{row.component, row.carrier.empty() ? "-" : row.carrier};
        if (operates) cells.push_back(grouped(row.operation_eur));
        if (invests) cells.push_back(grouped(row.investment_eur));
        table.add(std::move(cells));
    }
    std::string text = '\n' + table.text();
    if (report.costs.size() > most_rows)
        text += fmt::format("  ... and {} more (results.json)\n", report.costs.size() - most_rows);
    if (std::abs(left) > 1e-6 * std::max(1.0, std::abs(report.total_cost()))) {
        text += fmt::format("  not attributed to a component: {} EUR\n", grouped(left));
    }
    return text;
}

std::string prices_text(const SolveReport& report) {
    constexpr std::size_t few = 10;
    std::vector<report::PriceRow> rows = report.prices;
    const std::size_t hidden = rows.size() > few ? rows.size() - few : 0;
    if (hidden > 0) {  // the dearest and the cheapest
        std::stable_sort(rows.begin(), rows.end(), [](const auto& a, const auto& b) { return a.mean > b.mean; });
        rows.erase(rows.begin() + few / 2, rows.end() - few / 2);
    }
    TextTable table({{"price, EUR/MWh"}, {"mean", Align::right}, {"lowest", Align::right}, {"highest", Align::right}});
    for (const report::PriceRow& row : rows) {
        table.add({row.bus, grouped(row.mean, 2), grouped(row.lowest, 2), grouped(row.highest, 2)});
    }
    std::string text = '\n' + table.text();
    if (hidden > 0)
        text += fmt::format("  ... and {} more between them (results.json)\n", grouped(static_cast<long long>(hidden)));
    const std::size_t checked = report.result.price_may_move.size();
    const std::int64_t moving = report.result.num_prices_that_may_move;
    if (checked > 0 && moving == 0) text += fmt::format("  every price is unique\n");
    if (moving > 0) {
        text += fmt::format("  {} of {} prices are not unique (prices_not_unique.csv)\n",
                            grouped(static_cast<long long>(moving)), grouped(static_cast<long long>(checked)));
    }
    return text;
}

std::string obstacles_text(std::string_view title, const std::vector<dispatch::Obstacle>& obstacles) {
    if (obstacles.empty()) return "";
    TextTable table({{std::string(title)}, {"snapshot"}, {"amount", Align::right}, {"what"}});
    for (std::size_t i = 0; i < std::min(obstacles.size(), most_rows); ++i) {
        const dispatch::Obstacle& obstacle = obstacles[i];
        std::string item = obstacle.component;
        if (!obstacle.item.empty()) item += (item.empty() ? "" : " ") + obstacle.item;
        table.add(
            {item, obstacle.snapshot, std::isnan(obstacle.amount) ? "" : grouped(obstacle.amount, 2), obstacle.name});
    }
    std::string text = '\n' + table.text();
    if (obstacles.size() > most_rows)
        text += fmt::format("  ... and {} more (results.json)\n", obstacles.size() - most_rows);
    return text;
}

std::string diagnosis_text(const SolveReport& report) {
    const dispatch::Diagnosis& diagnosis = report.result.diagnosis;
    std::string text;
    if (!diagnosis.summary.empty()) text += "  " + diagnosis.summary + '\n';
    if (!report.result.detail.empty()) text += "  " + report.result.detail + '\n';
    const bool infeasible = report.result.termination == lp::Termination::infeasible;
    text += obstacles_text("missing at", diagnosis.missing);
    text += obstacles_text(infeasible ? "in conflict" : "without limit", diagnosis.conflict);
    return text.empty() ? text : text + '\n';
}

}  // namespace

std::string solve_summary(const SolveReport& report, const std::string& results) {
    std::string text = fmt::format("{}: {}\n\n", report.network_name, lp::name(report.result.termination));
    text += diagnosis_text(report);
    text += facts_text(report);
    if (report.has_answer()) text += costs_text(report) + prices_text(report);
    if (!results.empty()) {
        std::vector<std::string> files{"results.json"};
        files.insert(files.end(), report.files.begin(), report.files.end());
        text += fmt::format("\n  results are in {}: {}\n", results, join(files, ", "));
    }
    return text;
}

std::string explain_summary(const dispatch::Explanation& explanation, const std::string& name) {
    std::string text = fmt::format("{}: the problem a solve would build\n\n", name);
    for (const bool rows : {false, true}) {
        TextTable table({{rows ? "rows" : "columns"}, {"count", Align::right}, {"what they are"}});
        for (const dispatch::FamilySize& family : explanation.families) {
            if (family.rows == rows)
                table.add({family.name, grouped(static_cast<long long>(family.count)), family.meaning});
        }
        if (!table.empty()) text += table.text() + '\n';
    }
    TextTable facts({{""}, {""}});
    facts.add({"size", size_text(explanation.size) + (explanation.num_windows > 1 ? " in each window" : "")});
    if (explanation.num_windows > 1) facts.add({"windows", grouped(static_cast<long long>(explanation.num_windows))});
    facts.add({"solver", solver_of(explanation.backend, explanation.size.integers > 0).name});
    facts.add({"memory", fmt::format("about {} MB", grouped(std::ceil(explanation.estimated_memory_mb)))});
    return text + facts.text();
}

}  // namespace proeftuin::cli
