// SPDX-License-Identifier: Apache-2.0
//
// Published games. A folder tests/cases/share/<name> is a case: game.csv (or a path behind @ in `options`), `options` of
// the command line, expected.csv with quantity,value,source. A quantity is a path into results.json; its value a fraction,
// true or false, or a decimal number that must be met to its last digit.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "proeftuin/io/csv.hpp"

namespace proeftuin {
namespace {

namespace fs = std::filesystem;
const fs::path source_folder = PROEFTUIN_SOURCE_FOLDER;
const fs::path case_folder = source_folder / "tests" / "cases" / "share";

std::vector<std::string> case_names() {
    std::vector<std::string> names;
    for (const auto& entry : fs::directory_iterator(case_folder)) names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

nlohmann::json run_share(const std::string& name, const std::string& more) {
    std::ifstream file(case_folder / name / "options");
    std::string game = (case_folder / name / "game.csv").string();
    std::string options;
    for (std::string word; file >> word;) {
        if (word.front() == '@') game = (source_folder / word.substr(1)).string();
        else options += " '" + word + "'";
    }
    const std::string command = std::string(PROEFTUIN_PROGRAM) + " share '" + game + "' --json" + options + more;
    std::FILE* pipe = popen(command.c_str(), "r");
    std::string text;
    char buffer[65536];
    for (std::size_t count = 0; (count = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) text.append(buffer, count);
    const int status = pclose(pipe);
    EXPECT_EQ(status, 0) << command << '\n' << text;
    return nlohmann::json::parse(text, nullptr, false);
}

void expect_quantity(const nlohmann::json& results, const std::string& quantity, const std::string& value) {
    const nlohmann::json::json_pointer pointer("/" + quantity);
    ASSERT_TRUE(results.contains(pointer)) << quantity;
    const nlohmann::json& found = results.at(pointer);
    if (value == "true" || value == "false") {
        EXPECT_EQ(found, nlohmann::json(value == "true")) << quantity;
        return;
    }
    ASSERT_TRUE(found.is_number()) << quantity;
    const std::size_t slash = value.find('/');
    double wanted = std::stod(value);
    double within = 1e-9 * std::max(1.0, std::abs(wanted));
    if (slash != std::string::npos) {
        wanted /= std::stod(value.substr(slash + 1));
    } else if (const std::size_t point = value.find('.'); point != std::string::npos) {
        const auto digits = static_cast<double>(value.size() - point - 1);
        if (digits >= 2.0) within = std::max(within, 0.5001 * std::pow(10.0, -digits));
    }
    EXPECT_NEAR(found.get<double>(), wanted, within) << quantity;
}

class ShareCases : public testing::TestWithParam<std::string> {};

TEST_P(ShareCases, GivesThePublishedNumbers) {
    const nlohmann::json results = run_share(GetParam(), "");
    ASSERT_TRUE(results.is_object());
    const auto file = io::CsvFile::open(case_folder / GetParam() / "expected.csv");
    ASSERT_TRUE(file.has_value());
    io::CsvRows rows(*file);
    std::vector<io::CsvCell> cells;
    int count = 0;
    for (bool header = true; rows.next(cells); header = false) {
        ASSERT_EQ(cells.size(), 3U);
        EXPECT_FALSE(cells[2].text.empty()) << "a number without a source: " << cells[0].text;
        if (header) continue;
        expect_quantity(results, std::string(cells[0].text), std::string(cells[1].text));
        ++count;
    }
    EXPECT_GT(count, 0);
    EXPECT_TRUE(fs::exists(case_folder / GetParam() / "README.md"));
}

TEST_P(ShareCases, GivesTheSameBitsForAnyNumberOfThreads) {
    const nlohmann::json one = run_share(GetParam(), " --threads 1");
    EXPECT_EQ(one, run_share(GetParam(), " --threads 2"));
    EXPECT_EQ(one, run_share(GetParam(), " --threads 3"));
}

TEST_P(ShareCases, ProvesEveryNucleolus) {
    const nlohmann::json results = run_share(GetParam(), "");
    for (const auto& [name, rule] : results.at("rules").items()) {
        if (rule.contains("exact")) {
            EXPECT_TRUE(rule.at("exact").at("proved").get<bool>()) << name << rule.at("exact");
            EXPECT_EQ(rule.at("exact").at("within").get<double>(), 0.0) << name;
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Published, ShareCases, testing::ValuesIn(case_names()), [](const auto& published) {
    std::string name = published.param;
    std::replace(name.begin(), name.end(), '-', '_');
    return name;
});

}  // namespace
}  // namespace proeftuin
