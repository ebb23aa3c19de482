// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <filesystem>
#include <gtest/gtest.h>
#include <vector>

#include "proeftuin/network/io.hpp"

#include "support/network_difference.hpp"
#include "support/temporary_folder.hpp"
#include "support/testdata.hpp"

// Real networks as PyPSA 1.3.0 wrote them: all are read without an error, both formats of a network agree, and what is
// written again is the same network.

namespace proeftuin::network {

namespace {

namespace fs = std::filesystem;
namespace support = proeftuin::testing;
using support::Compare;
using support::difference;

std::vector<fs::path> files_below(const fs::path& folder, const std::string& extension) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == extension) files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::string all_text(const Issues& issues) {
    std::string text;
    for (const Issue& issue : issues) text += issue.text() + '\n';
    return text;
}

TEST(ReadNetwork, ReadsEveryNetcdfFileOfTheTestDataWithoutErrors) {
    if (!support::has_testdata()) GTEST_SKIP() << support::testdata_missing();
    std::size_t read = 0;
    for (const char* folder : {"pypsa-suite", "pypsa-networks"}) {
        const fs::path data = support::testdata_folder() / folder;
        for (const fs::path& file : files_below(data, ".nc")) {
            const Expected<Loaded> loaded = try_load_network(file);
            ASSERT_TRUE(loaded) << file << '\n' << all_text(loaded.error());
            const Issues issues = check(loaded->network);
            EXPECT_FALSE(has_errors(issues)) << file << '\n' << all_text(issues);
            ++read;
        }
    }
    EXPECT_GE(read, 200U);
}

TEST(ReadNetwork, ReadsTheSameNetworkFromCsvAndNetcdf) {
    if (!support::has_testdata()) GTEST_SKIP() << support::testdata_missing();
    const fs::path data = support::testdata_folder() / "pypsa-networks";
    std::size_t compared = 0;
    for (const fs::path& file : files_below(data, ".nc")) {
        if (!fs::is_directory(file.parent_path() / "csv")) continue;
        const Expected<Loaded> netcdf = try_load_network(file);
        const Expected<Loaded> csv = try_load_network(file.parent_path() / "csv");
        ASSERT_TRUE(netcdf) << all_text(netcdf.error());
        ASSERT_TRUE(csv) << all_text(csv.error());
        EXPECT_EQ(difference(netcdf->network, csv->network, Compare::formats), "") << file;
        ++compared;
    }
    EXPECT_GE(compared, 10U);
}

TEST(ReadNetwork, ReadsBackWhatItWrites) {
    if (!support::has_testdata()) GTEST_SKIP() << support::testdata_missing();
    for (const char* folder : {"pypsa-suite", "pypsa-networks"}) {
        const fs::path data = support::testdata_folder() / folder;
        const support::TemporaryFolder scratch;
        std::size_t number = 0;
        for (const fs::path& file : files_below(data, ".nc")) {
            if (folder == std::string("pypsa-suite") && ++number % 5 != 0) continue;  // writing all of them takes long
            const Network network = load_network(file).network;
            write_netcdf(network, scratch.path() / "again.nc");
            EXPECT_EQ(difference(load_network(scratch.path() / "again.nc").network, network), "") << file;
            if (network.num_snapshots() > 1000) continue;
            write_csv_folder(network, scratch.path() / "again");
            EXPECT_EQ(difference(load_network(scratch.path() / "again").network, network), "") << file;
        }
    }
}

}  // namespace

}  // namespace proeftuin::network
