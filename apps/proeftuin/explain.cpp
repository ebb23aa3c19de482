// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "proeftuin/dispatch/solve.hpp"

#include "commands.hpp"
#include "console.hpp"
#include "input.hpp"
#include "results_json.hpp"
#include "summary.hpp"

namespace proeftuin::cli {

int explain(const ExplainArguments& arguments) {
    Input input = load_input(arguments.path);
    const dispatch::SolveOptions options = solve_options(arguments.formulation, input.network);
    Expected<dispatch::Explanation> explanation = dispatch::try_explain(input.network, options);
    if (!explanation) throw InputError(std::move(explanation.error()));

    Issues warnings = std::move(input.warnings);
    for (Issue& issue : remarks(arguments.formulation, input.network)) warnings.push_back(std::move(issue));
    for (Issue& issue : explanation->warnings) warnings.push_back(std::move(issue));
    print_warnings(warnings, arguments.common);
    if (arguments.common.json) {
        print(document_text(explain_document(arguments, *explanation, warnings)));
    } else {
        print(explain_summary(*explanation, network_name(arguments.path)));
    }
    return Exit::fine;
}

}  // namespace proeftuin::cli
