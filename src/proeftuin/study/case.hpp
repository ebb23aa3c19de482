// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "proeftuin/base/expected.hpp"
#include "proeftuin/study/figures.hpp"
#include "proeftuin/study/question.hpp"
#include "proeftuin/study/source.hpp"

namespace proeftuin::study {

/// A case folder: case.toml and its tables. The network is not read here.
struct Case {
    std::filesystem::path folder;
    std::string title;
    std::filesystem::path network;
    Question question;
    std::vector<std::string> rules;  // empty = not said
    std::vector<Source> sources;
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
