// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "proeftuin/base/text.hpp"

#include "commands.hpp"
#include "console.hpp"
#include "input.hpp"
#include "results_json.hpp"

namespace proeftuin::cli {

int check(const CheckArguments& arguments) {
    const Issues issues = sorted(all_issues(arguments.path));
    const int exit_code = has_errors(issues) ? Exit::input_wrong : Exit::fine;
    if (arguments.common.json) {
        print(document_text(check_document(issues)));
        return exit_code;
    }
    std::string text;
    for (const Issue& issue : issues) {
        if (arguments.common.quiet && issue.severity != Severity::error) continue;
        text += issue.text() + '\n';
    }
    const auto errors = static_cast<std::size_t>(std::count_if(
        issues.begin(), issues.end(), [](const Issue& issue) { return issue.severity == Severity::error; }));
    if (!arguments.common.quiet) {
        text += counted(errors, "error") + ", " + counted(issues.size() - errors, "warning") + '\n';
    }
    print(text);
    return exit_code;
}

}  // namespace proeftuin::cli
