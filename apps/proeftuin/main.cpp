// SPDX-License-Identifier: Apache-2.0
#include <exception>
#include <new>
#include <string>
#include <type_traits>
#include <variant>

#include "proeftuin/base/issue.hpp"

#include "arguments.hpp"
#include "commands.hpp"
#include "console.hpp"
#include "interrupt.hpp"

namespace {

using namespace proeftuin;
using namespace proeftuin::cli;

int run(const Arguments& arguments) {
    return std::visit(
        [](const auto& command) -> int {
            using Command = std::decay_t<decltype(command)>;
            if constexpr (std::is_same_v<Command, Text>) {
                print(command.text);
                return Exit::fine;
            } else if constexpr (std::is_same_v<Command, CheckArguments>) {
                return check(command);
            } else if constexpr (std::is_same_v<Command, ExplainArguments>) {
                return explain(command);
            } else if constexpr (std::is_same_v<Command, CooperateArguments>) {
                return cooperate(command);
            } else if constexpr (std::is_same_v<Command, RunArguments>) {
                return run_programme(command);
            } else if constexpr (std::is_same_v<Command, ReportArguments>) {
                return report_results(command);
            } else if constexpr (std::is_same_v<Command, ShareArguments>) {
                return share(command);
            } else {
                return solve(command);
            }
        },
        arguments);
}

int internal_failure(const char* what, bool json) {
    const std::string message = std::string("internal error: ") + what;
    if (json) print_failure(message);
    else print_error(message + "\nThis is a fault of the program. Please report it with the input that shows it.\n");
    return Exit::internal_error;
}

}  // namespace

int main(int argc, char** argv) {
    bool json = false;
    try {
        watch_signals();
        return run(parse_arguments(argc, argv, json));
    } catch (const InputError& error) {
        print_refusal(error.issues(), json);
        return Exit::input_wrong;
    } catch (const std::bad_alloc&) {
        return internal_failure("out of memory", json);
    } catch (const std::exception& error) {
        return internal_failure(error.what(), json);
    } catch (...) {
        return internal_failure("an exception of an unknown kind", json);
    }
}
