// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>

#include "proeftuin/base/clock.hpp"
#include "proeftuin/base/issue.hpp"
#include "proeftuin/dispatch/solve.hpp"

#include "arguments.hpp"

namespace proeftuin::cli {

/// Exit codes of every command.
enum Exit { fine = 0, input_wrong = 1, some_solves_failed = 2, internal_error = 3 };

/// Text to standard output, whole.
void print(std::string_view text);
/// Text to standard error.
void print_error(std::string_view text);

/// Errors and warnings, each on a line of its own, in the order of file, line and column. `json`: the document of DESIGN's
/// contract on standard output.
void print_refusal(const Issues& issues, bool json);
/// A failure of our own as a JSON document on standard output.
void print_failure(const std::string& message);
/// On standard error, one a line; nothing with --json (they are in the results there) and --quiet.
void print_warnings(const Issues& issues, const Common& common);

/// Sorted by file, line, column; the order of discovery otherwise.
[[nodiscard]] Issues sorted(Issues issues);

/// A bar on standard error: only when that is a terminal and after two seconds. A thread of its own draws it four times a
/// second, so that the time runs on while a solver says nothing.
class ProgressBar {
  public:
    explicit ProgressBar(const Common& common);
    ~ProgressBar();
    ProgressBar(const ProgressBar&) = delete;
    ProgressBar& operator=(const ProgressBar&) = delete;

    /// May be called from any thread; a fraction (of the whole job) below 0 is unknown.
    void show(double fraction, std::string_view what);
    /// Something to hand to a solve; empty when nothing would be shown. The bar must outlive it.
    [[nodiscard]] dispatch::Progress callback();

  private:
    void run(const std::stop_token& stop);
    [[nodiscard]] std::string line() const;

    std::mutex mutex_;
    std::condition_variable_any wake_;
    double fraction_ = -1.0;  // guarded by mutex_, like what_
    std::string what_;
    Stopwatch watch_;
    std::jthread drawing_;  // last: it ends before the rest
};

}  // namespace proeftuin::cli
