// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "proeftuin/base/expected.hpp"
#include "proeftuin/study/figures.hpp"
#include "proeftuin/study/question.hpp"
#include "proeftuin/study/ranges.hpp"
#include "proeftuin/study/source.hpp"

namespace proeftuin::study {

/// How what is not known of the figures is drawn: [uncertainty] of case.toml.
struct DrawPlan {
    std::size_t draws = 0;    // 0 = none
    std::size_t windows = 0;  // of each draw; 0 = all
    std::uint64_t seed = 1;
};

/// A case folder: case.toml and its tables. The network is not read here.
struct Case {
    std::filesystem::path folder;
    std::string title;
    std::filesystem::path network;
    Question question;
    std::vector<std::string> rules;  // empty = not said
    std::vector<Source> sources;
    DrawPlan uncertainty;
    std::vector<RangedFigure> ranges;  // of ranges.csv
    std::size_t num_ranges = 0;        // figures with a range in the tables, but for barriers.csv
    std::vector<FigureTable> figures;  // every table of the folder that has a column `source`
};

/// Is there a case.toml?
[[nodiscard]] bool is_case(const std::filesystem::path& folder);

struct LoadedCase {
    Case data;
    Issues warnings;
};

/// Reads a case; all problems of all its files at once. Besides the shape of each table: ids twice, an effect, unit, grade or kind
/// that is not there, an amount out of range, a source that is not in sources.csv, a source without address that is no
/// assumption, an assumption without a range. Every other CSV table of the folder that has a column `source` is held to the same.
[[nodiscard]] Expected<LoadedCase> try_load_case(const std::filesystem::path& folder);

}  // namespace proeftuin::study
