// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdlib>
#include <filesystem>
#include <string>

namespace proeftuin::testing {

/// The repository. PROEFTUIN_SOURCE_FOLDER is defined for every test.
inline std::filesystem::path source_folder() { return PROEFTUIN_SOURCE_FOLDER; }

/// Larger data that is not part of the repository: the environment's PROEFTUIN_TESTDATA, or ../shared/testdata. A test
/// that needs it begins with
///     if (!has_testdata()) GTEST_SKIP() << testdata_missing();
inline std::filesystem::path testdata_folder() {
    const char* folder = std::getenv("PROEFTUIN_TESTDATA");  // NOLINT(concurrency-mt-unsafe): nobody sets it
    return folder != nullptr ? std::filesystem::path(folder) : source_folder() / ".." / "shared" / "testdata";
}

inline bool has_testdata() { return std::filesystem::is_directory(testdata_folder()); }

inline std::string testdata_missing() {
    return "SKIPPED: no test data in " + testdata_folder().string() + "; set PROEFTUIN_TESTDATA to its folder";
}

}  // namespace proeftuin::testing
