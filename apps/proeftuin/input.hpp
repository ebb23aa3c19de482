// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "proeftuin/base/issue.hpp"
#include "proeftuin/dispatch/solve.hpp"
#include "proeftuin/network/network.hpp"
#include "proeftuin/study/case.hpp"
#include "proeftuin/study/programme.hpp"
#include "proeftuin/study/question.hpp"

#include "arguments.hpp"

namespace proeftuin::cli {

/// A network that was read and checked.
struct Input {
    network::Network network;
    Issues warnings;
    double seconds = 0.0;
};

/// Throws InputError with everything that is wrong; the warnings are in the result.
[[nodiscard]] Input load_input(const std::string& path);

/// A case with its network, or a network alone: then the question is the usual one.
struct CaseInput {
    study::Case data;
    Input network;
};
/// Figures with a range whose effect on the network is not told: they are not drawn.
[[nodiscard]] inline std::size_t num_not_drawn(const CaseInput& input) {
    return input.data.num_ranges > input.data.ranges.size() ? input.data.num_ranges - input.data.ranges.size() : 0;
}
[[nodiscard]] CaseInput load_case_or_network(const std::string& path);

/// What is wrong with a commitment's case, its files named from the programme's folder on.
[[nodiscard]] Issues placed_in_case(Issues issues, const study::Commitment& commitment);

/// Every issue, errors and warnings, of a network at a path; or of a case, its network and what its barriers act on;
/// for `check`.
[[nodiscard]] Issues all_issues(const std::string& path);

/// Positions of "FIRST:LAST" in a network. Numbers are positions, LAST is left out, negative ones count from the end, as in
/// Python. Anything else is a label or the beginning of one ("2030-01-02" is that whole day), and LAST belongs to it.
/// Throws InputError.
[[nodiscard]] std::vector<int> select_snapshots(const network::Network& network, const std::string& text);

/// The library's options for what `solve` and `explain` share; adds the risk preference to the network. Throws InputError.
[[nodiscard]] dispatch::SolveOptions solve_options(const Formulation& formulation, network::Network& network);

/// What a network is called on the command line: the name of its file or folder.
[[nodiscard]] std::string network_name(const std::string& path);

/// What a user probably forgot: investment periods without --multi-investment.
[[nodiscard]] Issues remarks(const Formulation& formulation, const network::Network& network);

}  // namespace proeftuin::cli
