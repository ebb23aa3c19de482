// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/base/progress.hpp"

#include <algorithm>
#include <utility>

namespace proeftuin {

void report_progress(const Progress& progress, double fraction, std::string_view label) {
    if (progress) progress(std::clamp(fraction, 0.0, 1.0), label);
}

Progress part_of(Progress whole, double begin, double end) {
    if (!whole) return {};
    return [whole = std::move(whole), begin, end](double fraction, std::string_view label) {
        report_progress(whole, begin + (end - begin) * std::clamp(fraction, 0.0, 1.0), label);
    };
}

}  // namespace proeftuin
