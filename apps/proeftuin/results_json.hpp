// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

#include "proeftuin/base/issue.hpp"
#include "proeftuin/dispatch/solve.hpp"
#include "proeftuin/report/totals.hpp"

#include "arguments.hpp"

namespace proeftuin::cli {

using Json = nlohmann::ordered_json;

/// Everything one solve has to say, gathered once: results.json and the summary are two ways to write it.
struct SolveReport {
    SolveArguments arguments;
    std::string network_name;
    dispatch::SolveResult result;
    std::vector<report::CostRow> costs;
    std::vector<report::PriceRow> prices;
    int num_snapshots = 0;
    int num_buses = 0;
    int num_scenarios = 1;
    double read_seconds = 0.0;
    double write_seconds = 0.0;
    double peak_memory_mb = 0.0;
    Issues warnings;                 // of reading and of solving
    std::vector<std::string> files;  // written below the results folder, besides results.json

    /// Is there a schedule to show: an optimum, or the best found within a limit?
    [[nodiscard]] bool has_answer() const;
    [[nodiscard]] double total_cost() const { return result.objective + result.objective_constant; }
};

/// results.json of a solve; the fields are explained in docs/guide/results.md.
[[nodiscard]] Json solve_document(const SolveReport& report);
[[nodiscard]] Json explain_document(const ExplainArguments& arguments, const dispatch::Explanation& explanation,
                                    const Issues& warnings);
[[nodiscard]] Json check_document(const Issues& issues);
/// A refusal: {"schema_version", "kind": "error", "issues": [...]}.
[[nodiscard]] Json error_document(const Issues& issues);

/// A list of {"code", "where", "message", "remedy", "severity"}.
[[nodiscard]] Json issues_array(const Issues& issues);

/// A member of an object; null where there is none, or no object.
[[nodiscard]] Json member(const Json& json, const char* key);

/// results.json of a folder; discarded where there is none or it is no JSON.
[[nodiscard]] Json read_document(const std::filesystem::path& folder);

/// {name: number} for as many as there are numbers.
[[nodiscard]] Json by_name(const std::vector<std::string>& names, const std::vector<double>& numbers);

/// JSON knows no infinity and no not-a-number: null for them.
[[nodiscard]] Json number(double value);

/// With line ends, indented; not-a-number and infinity become null, bytes that are no UTF-8 are replaced.
[[nodiscard]] std::string document_text(const Json& document);

/// "clp 1.17.6", "cbc 2.10.8", "highs 1.5.3": name and version of what solved the problem.
struct Solver {
    std::string name;
    std::string version;
};
[[nodiscard]] Solver solver_of(lp::Backend backend, bool integers);

}  // namespace proeftuin::cli
