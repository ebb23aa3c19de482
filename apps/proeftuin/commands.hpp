// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "arguments.hpp"

namespace proeftuin::cli {

// One file each. They print what they find, throw InputError for input that is wrong, and return the exit code.
[[nodiscard]] int check(const CheckArguments& arguments);
[[nodiscard]] int explain(const ExplainArguments& arguments);
[[nodiscard]] int share(const ShareArguments& arguments);
[[nodiscard]] int solve(const SolveArguments& arguments);
[[nodiscard]] int run_programme(const RunArguments& arguments);
[[nodiscard]] int report_results(const ReportArguments& arguments);
[[nodiscard]] int cooperate(const CooperateArguments& arguments);

}  // namespace proeftuin::cli
