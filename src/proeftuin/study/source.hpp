// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

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

/// The weakest grade of the sources that a cell names, parted by ';'; one that is not there counts as an assumption.
[[nodiscard]] Source::Grade weakest_grade(std::string_view cell, const std::vector<Source>& sources);

}  // namespace proeftuin::study
