// SPDX-License-Identifier: Apache-2.0
#include "results_json.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string_view>

#include "proeftuin/base/version.hpp"

namespace proeftuin::cli {
namespace {

Json begin(std::string_view kind) { return Json{{"schema_version", 1}, {"kind", kind}}; }

Json obstacles_array(const std::vector<dispatch::Obstacle>& obstacles) {
    Json array = Json::array();
    for (const dispatch::Obstacle& obstacle : obstacles) {
        array.push_back({{"name", obstacle.name},
                         {"component", obstacle.component},
                         {"item", obstacle.item},
                         {"snapshot", obstacle.snapshot},
                         {"amount", number(obstacle.amount)}});
    }
    return array;
}

Json size_object(const dispatch::Size& size) {
    return {{"columns", size.columns}, {"rows", size.rows}, {"nonzeros", size.nonzeros}, {"integers", size.integers}};
}

Json windows_array(const std::vector<dispatch::WindowReport>& windows) {
    Json array = Json::array();
    for (const dispatch::WindowReport& window : windows) {
        array.push_back({{"first", window.first},
                         {"count", window.count},
                         {"kept", window.kept},
                         {"warm", window.warm},
                         {"iterations", window.iterations},
                         {"seconds", window.seconds},
                         {"objective", number(window.objective)},
                         {"relative_gap", number(window.relative_gap)}});
    }
    return array;
}

std::string losses_text(const dispatch::Losses& losses) {
    switch (losses.mode) {
        case dispatch::Losses::Mode::none: return "none";
        case dispatch::Losses::Mode::tangents: return "tangents:" + std::to_string(losses.segments);
        case dispatch::Losses::Mode::secants:
            return "secants:" + Json(losses.atol).dump() + ',' + Json(losses.rtol).dump() + ',' +
                   std::to_string(losses.max_segments);
    }
    return "";
}

Json formulation_object(const Formulation& formulation) {
    Json options{{"snapshots", formulation.snapshots},
                 {"window", formulation.window},
                 {"overlap", formulation.overlap},
                 {"multi_investment", formulation.multi_investment},
                 {"linearized_unit_commitment", formulation.linearized_commitment},
                 {"transmission_losses", losses_text(formulation.losses)},
                 {"committable_big_m", formulation.committable_big_m},
                 {"solver", formulation.solver == lp::Backend::automatic ? "auto" : lp::name(formulation.solver)}};
    if (formulation.risk) options["risk"] = {formulation.risk->omega, formulation.risk->alpha};
    return options;
}

Json provenance(const SolveArguments& arguments) {
    Json options = formulation_object(arguments.formulation);
    options["mip_gap"] = arguments.mip_gap;
    options["time_limit"] = arguments.time_limit_s;
    options["price_flags"] = arguments.price_flags;
    options["threads"] = arguments.common.threads;
    options["seed"] = arguments.common.seed.value_or(usual_seed);
    return {
        {"program", "proeftuin"}, {"version", version()}, {"input", arguments.path}, {"options", std::move(options)}};
}

Json costs_array(const std::vector<report::CostRow>& costs) {
    Json array = Json::array();
    for (const report::CostRow& row : costs) {
        array.push_back({{"component", row.component},
                         {"carrier", row.carrier},
                         {"operation_eur", row.operation_eur},
                         {"investment_eur", row.investment_eur}});
    }
    return array;
}

Json prices_object(const SolveReport& report) {
    Json buses = Json::array();
    for (const report::PriceRow& row : report.prices) {
        buses.push_back({{"bus", row.bus},
                         {"mean_eur_per_mwh", number(row.mean)},
                         {"lowest_eur_per_mwh", number(row.lowest)},
                         {"highest_eur_per_mwh", number(row.highest)}});
    }
    const std::size_t flagged = report.result.price_may_move.size();
    Json object{{"uniqueness_checked", flagged > 0}};
    object["count"] = static_cast<std::int64_t>(report.num_snapshots) * report.num_scenarios * report.num_buses;
    object["not_unique"] = flagged > 0 ? Json(report.result.num_prices_that_may_move) : Json(nullptr);
    object["buses"] = std::move(buses);
    return object;
}

}  // namespace

Json issues_array(const Issues& issues) {
    Json array = Json::array();
    for (const Issue& issue : issues) {
        array.push_back({{"code", name(issue.code)},
                         {"where", issue.where.text()},
                         {"message", issue.message},
                         {"remedy", issue.remedy},
                         {"severity", issue.severity == Severity::error ? "error" : "warning"}});
    }
    return array;
}

Json number(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

bool SolveReport::has_answer() const {
    using lp::Termination;
    if (result.termination == Termination::optimal) return true;
    // Within a limit there may be a schedule that is not the best one; without one the prices were never written.
    return result.termination == Termination::limit && std::isfinite(result.primal_bound) &&
           result.network.table("Bus").series("marginal_price") != nullptr;
}

Solver solver_of(lp::Backend backend, bool integers) {
    if (backend == lp::Backend::highs) return {"highs", PROEFTUIN_HIGHS_VERSION};
    return integers ? Solver{"cbc", PROEFTUIN_CBC_VERSION} : Solver{"clp", PROEFTUIN_CLP_VERSION};
}

Json solve_document(const SolveReport& report) {
    const dispatch::SolveResult& result = report.result;
    const bool answer = report.has_answer();
    const auto known = [&](double value) { return answer ? number(value) : Json(nullptr); };
    Json document = begin("solve");
    document["network"] = report.network_name;
    document["termination"] = lp::name(result.termination);
    if (!result.detail.empty()) document["detail"] = result.detail;
    document["objective"] = known(result.objective);
    document["objective_constant"] = known(result.objective_constant);
    document["total_cost"] = known(report.total_cost());
    document["primal_bound"] = known(result.primal_bound);
    document["dual_bound"] = known(result.dual_bound);
    document["certificate"] = {{"relative_gap", known(result.relative_gap)},
                               {"primal_violation", known(result.primal_violation)},
                               {"dual_violation", known(result.dual_violation)},
                               {"dual_box", known(result.dual_box)},
                               {"dual_bound_from_solver", result.dual_bound_from_solver}};
    document["size"] = size_object(result.size);
    document["seconds"] = {{"read", report.read_seconds},
                           {"build", result.build_seconds},
                           {"solve", result.solve_seconds},
                           {"certify", result.certify_seconds},
                           {"write", report.write_seconds}};
    document["iterations"] = result.iterations;
    document["nodes"] = result.nodes;
    document["peak_memory_mb"] = report.peak_memory_mb;
    const Solver solver = solver_of(result.backend, result.size.integers > 0);
    document["solver"] = {{"name", solver.name}, {"version", solver.version}};
    if (answer) {
        document["costs"] = costs_array(report.costs);
        document["prices"] = prices_object(report);
    }
    if (!result.windows.empty()) document["windows"] = windows_array(result.windows);
    if (!result.diagnosis.summary.empty()) {
        document["diagnosis"] = {{"summary", result.diagnosis.summary},
                                 {"conflict", obstacles_array(result.diagnosis.conflict)},
                                 {"missing", obstacles_array(result.diagnosis.missing)}};
    }
    document["warnings"] = issues_array(report.warnings);
    document["files"] = report.files;
    document["provenance"] = provenance(report.arguments);
    return document;
}

Json explain_document(const ExplainArguments& arguments, const dispatch::Explanation& explanation,
                      const Issues& warnings) {
    Json document = begin("explain");
    document["size"] = size_object(explanation.size);
    document["windows"] = explanation.num_windows;
    document["solver"] = solver_of(explanation.backend, explanation.size.integers > 0).name;
    document["estimated_memory_mb"] = explanation.estimated_memory_mb;
    Json families = Json::array();
    for (const dispatch::FamilySize& family : explanation.families) {
        families.push_back({{"name", family.name},
                            {"of", family.rows ? "rows" : "columns"},
                            {"count", family.count},
                            {"meaning", family.meaning}});
    }
    document["families"] = std::move(families);
    document["warnings"] = issues_array(warnings);
    document["provenance"] = {{"program", "proeftuin"},
                              {"version", version()},
                              {"input", arguments.path},
                              {"options", formulation_object(arguments.formulation)}};
    return document;
}

Json check_document(const Issues& issues) {
    Json document = has_errors(issues) ? begin("error") : begin("check");
    const auto errors = std::count_if(issues.begin(), issues.end(),
                                      [](const Issue& issue) { return issue.severity == Severity::error; });
    document["errors"] = errors;
    document["warnings"] = static_cast<std::ptrdiff_t>(issues.size()) - errors;
    document["issues"] = issues_array(issues);
    return document;
}

Json error_document(const Issues& issues) {
    Json document = begin("error");
    document["issues"] = issues_array(issues);
    return document;
}

Json member(const Json& json, const char* key) {
    const auto found = json.find(key);  // the end for anything but an object
    return found == json.end() ? Json(nullptr) : *found;
}

Json read_document(const std::filesystem::path& folder) {
    std::ifstream file(folder / "results.json", std::ios::binary);
    return Json::parse(file, nullptr, false);
}

Json by_name(const std::vector<std::string>& names, const std::vector<double>& numbers) {
    Json object = Json::object();
    for (std::size_t i = 0; i < numbers.size(); ++i) object[names[i]] = number(numbers[i]);
    return object;
}

std::string document_text(const Json& document) {
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace proeftuin::cli
