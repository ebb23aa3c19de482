// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string_view>

namespace proeftuin {

/// Called now and then with the fraction done (0 to 1) and what is being done; may be empty. The library never prints:
/// a command line draws a bar, a notebook a widget. Calls come from one thread at a time, not always the same one.
using Progress = std::function<void(double fraction, std::string_view label)>;

/// Calls `progress` if there is one, with the fraction cut to [0, 1].
void report_progress(const Progress& progress, double fraction, std::string_view label);

/// The part of `whole` from `begin` to `end` as a progress of its own, for a step of a longer job.
[[nodiscard]] Progress part_of(Progress whole, double begin, double end);

}  // namespace proeftuin
