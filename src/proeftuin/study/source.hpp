// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace proeftuin::study {

/// Where a figure was read.
struct Source {
    enum class Grade { measured, official, study, assumption };  // from the strongest to the weakest
    std::string id;
    std::string title;
    std::string address;  // may be empty only for an assumption
    std::string year;
    Grade grade = Grade::assumption;
    std::string note;
};
inline constexpr std::size_t num_grades = 4;

[[nodiscard]] std::string_view name(Source::Grade grade);

}  // namespace proeftuin::study
