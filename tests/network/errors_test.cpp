// SPDX-License-Identifier: Apache-2.0
#include <fstream>
#include <functional>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "proeftuin/io/netcdf.hpp"
#include "proeftuin/network/io.hpp"

#include "support/temporary_folder.hpp"

// Every mistake a network folder or file can have is found with its place, and all of them at once.

namespace proeftuin::network {

namespace {

namespace support = proeftuin::testing;

class CsvErrors : public ::testing::Test {
  protected:
    void SetUp() override {
        folder_.write("buses.csv", "name,v_nom,country\nBE,380.0,BE\nNL,380.0,NL\n");
        folder_.write("generators.csv", "name,bus,p_nom,marginal_cost\nwind,BE,100.0,0.5\ngas,NL,50.0,40.0\n");
        folder_.write("loads.csv", "name,bus\ntown,NL\n");
        folder_.write("loads-p_set.csv", "snapshot,town\n2030-01-01 00:00:00,10.0\n2030-01-01 01:00:00,12.0\n");
        folder_.write("snapshots.csv",
                      ",snapshot,objective,stores,generators\n0,2030-01-01 00:00:00,1.0,1.0,1.0\n1,2030-01-01 "
                      "01:00:00,1.0,1.0,1.0\n");
    }

    Issues issues() const {
        const Expected<Loaded> loaded = try_load_network(folder_.path());
        return loaded ? loaded->warnings : loaded.error();
    }

    /// "code place" of every issue.
    std::vector<std::string> found() const {
        std::vector<std::string> result;
        for (const Issue& issue : issues()) result.push_back(std::string(name(issue.code)) + ' ' + issue.where.text());
        return result;
    }

    support::TemporaryFolder folder_;
};

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST_F(CsvErrors, ASoundFolderHasNone) { EXPECT_THAT(found(), IsEmpty()); }

TEST_F(CsvErrors, TextForNumber) {
    folder_.write("generators.csv", "name,bus,p_nom,marginal_cost\nwind,BE,much,0.5\ngas,NL,50.0,4o\n");
    EXPECT_THAT(found(), ElementsAre("text_for_number generators.csv:2:9", "text_for_number generators.csv:3:13"));
    folder_.write("generators.csv", "name,bus,p_nom_extendable\nwind,BE,perhaps\n");
    EXPECT_THAT(found(), ElementsAre("text_for_number generators.csv:2:9"));
}

TEST_F(CsvErrors, TextForNumberInASeries) {
    folder_.write("loads-p_set.csv", "snapshot,town\n0,ten\n1,12.0\n");
    EXPECT_THAT(found(), ElementsAre("text_for_number loads-p_set.csv:2:3"));
}

TEST_F(CsvErrors, NotANumber) {
    folder_.write("generators.csv", "name,bus,marginal_cost\nwind,BE,nan\ngas,NL,\n");
    EXPECT_THAT(found(), ElementsAre("not_a_number generators.csv:2:9 (Generator, marginal_cost)",
                                     "not_a_number generators.csv (Generator, marginal_cost)"));
    folder_.write("generators.csv", "name,bus\nwind,BE\n");
    folder_.write("loads-p_set.csv", ",town\n0,10.0\n1,\n");
    EXPECT_THAT(found(), ElementsAre("not_a_number loads-p_set.csv:3:3 (Load \"town\", p_set)"));
}

TEST_F(CsvErrors, WrongDelimiter) {
    folder_.write("generators.csv", "name;bus;p_nom\nwind;BE;100,0\n");
    folder_.write("loads-p_set.csv", "snapshot\ttown\n0\t1\n1\t2\n");
    EXPECT_THAT(found(), ElementsAre("wrong_delimiter generators.csv:1:5", "wrong_delimiter loads-p_set.csv:1:9"));
}

TEST_F(CsvErrors, RaggedRow) {
    folder_.write("generators.csv", "name,bus,p_nom\nwind,BE\ngas,NL,50.0,1\nx,NL,1.0\n");
    EXPECT_THAT(found(), ElementsAre("ragged_row generators.csv:2", "ragged_row generators.csv:3"));
}

TEST_F(CsvErrors, DuplicateAndEmptyNames) {
    folder_.write("generators.csv", "name,bus\nwind,BE\n,NL\nwind,NL\n");
    EXPECT_THAT(found(), ElementsAre("empty_name generators.csv:3:1", "duplicate_name generators.csv:4:1"));
    folder_.write("generators.csv", "name,bus,p_nom,p_nom\nwind,BE,1,2\n");
    EXPECT_THAT(found(), ElementsAre("duplicate_name generators.csv:1:16"));
}

TEST_F(CsvErrors, MissingColumn) {
    folder_.write("generators.csv", "name,buss,p_nom\nwind,BE,1.0\n");
    EXPECT_THAT(found(), ElementsAre("missing_column generators.csv:1 (Generator, bus)"));
}

TEST_F(CsvErrors, SnapshotMismatch) {
    folder_.write("loads-p_set.csv", "snapshot,town\n0,10.0\n");
    EXPECT_THAT(found(), ElementsAre("snapshot_mismatch loads-p_set.csv (Load, p_set)"));
    EXPECT_THAT(issues().front().message, HasSubstr("2030-01-01 01:00:00"));
    folder_.write("loads-p_set.csv", "snapshot,town\n2030-01-01 00:00:00,10.0\n2030-01-01 02:00:00,10.0\n");
    EXPECT_THAT(found(), ElementsAre("snapshot_mismatch loads-p_set.csv:3:1"));
    EXPECT_THAT(issues().front().message, HasSubstr("\"2030-01-01 02:00:00\""));
    folder_.write("loads-p_set.csv", "snapshot,town\n2030-01-01,10.0\n2030-01-01 01:00,10.0\n");
    EXPECT_THAT(found(), IsEmpty());
}

TEST_F(CsvErrors, UnknownNames) {
    folder_.write("generator.csv", "name,bus\nx,BE\n");
    folder_.write("generators-p_max_up.csv", ",wind\n0,1.0\n1,1.0\n");
    folder_.write("loads-p_set.csv", ",town,twon\n0,1.0,2.0\n1,1.0,2.0\n");
    EXPECT_THAT(found(), ElementsAre("unknown_component generator.csv",
                                     "unknown_attribute generators-p_max_up.csv (Generator, p_max_up)",
                                     "unknown_reference loads-p_set.csv:1:7 (Load, p_set)"));
    EXPECT_THAT(issues()[0].remedy, HasSubstr("generators"));
    EXPECT_THAT(issues()[1].remedy, HasSubstr("p_max_pu"));
}

TEST_F(CsvErrors, NamesInCapitals) {
    folder_.write("stores.CSV", "name,bus\ntank,BE\n");
    EXPECT_THAT(found(), ElementsAre("unknown_component stores.CSV"));
}

TEST_F(CsvErrors, SeriesWithoutTheirComponents) {
    folder_.write("stores-e_max_pu.csv", ",tank\n0,1.0\n1,1.0\n");
    EXPECT_THAT(found(), ElementsAre("file_missing stores-e_max_pu.csv"));
}

TEST_F(CsvErrors, DamagedText) {
    folder_.write("generators.csv", "name,bus\n\"wind,BE\n");
    folder_.write("loads.csv", std::string("name,bus\nto\0n,NL\n", 16));
    folder_.write("buses.csv", "name,country\nBE,Belgi\xEB\n");
    EXPECT_THAT(found(), ElementsAre("file_format buses.csv:2:9", "ragged_row generators.csv:2",
                                     "file_format generators.csv:2:1", "file_format loads.csv:2:3",
                                     "unknown_reference loads-p_set.csv:1:10 (Load, p_set)"));
}

TEST_F(CsvErrors, Scenarios) {
    folder_.write("scenarios.csv", "scenario,weight\nlow,0.5\nhigh,0.5\n");
    folder_.write("loads.csv", "scenario,name,bus\nlow,town,NL\nhihg,town,NL\n");
    folder_.write("loads-p_set.csv", ",town\n0,1.0\n1,1.0\n");
    EXPECT_THAT(issues().front().remedy, HasSubstr("Did you mean \"high\"?"));
}

TEST_F(CsvErrors, OutOfRange) {
    folder_.write("generators.csv", "name,bus,min_up_time\nwind,BE,1.5\n");
    EXPECT_THAT(found(), ElementsAre("out_of_range generators.csv:2:9 (Generator, min_up_time)"));
}

TEST(LoadErrors, NoFolderNoFileNoNetwork) {
    const support::TemporaryFolder folder;
    std::filesystem::create_directory(folder.path() / "benelux");
    const auto code = [&](const std::string& path) {
        return try_load_network(folder.path() / path).error().front().code;
    };
    EXPECT_EQ(code("beneluks"), Code::file_missing);
    EXPECT_THAT(try_load_network(folder.path() / "beneluks").error().front().remedy, HasSubstr("\"benelux\""));
    EXPECT_EQ(code("benelux"), Code::folder_empty);
    folder.write("notes.txt", "not a network");
    EXPECT_EQ(code("notes.txt"), Code::file_format);
    folder.write("benelux/generators.csv", "name,bus\n");
    EXPECT_EQ(code("benelux"), Code::file_missing);
    EXPECT_EQ(try_load_network("").error().front().code, Code::file_missing);
    EXPECT_EQ(try_load_network("/dev/zero").error().front().code, Code::file_unreadable);
    EXPECT_THROW((void)load_network(folder.path() / "beneluks"), InputError);
}

TEST(LoadErrors, NetcdfOfTheWrongShape) {
    const support::TemporaryFolder folder;
    const std::vector<std::string> names{"BE", "NL", "BE"};
    const std::vector<std::string> words{"1.0", "x", "2"};
    const std::vector<double> values{1.0, 2.0, 3.0};
    io::NetcdfOutput output;
    output.dimensions = {{"buses_i", 3}, {"other", 3}};
    output.variables.push_back({.name = "buses_i", .type = io::NetcdfType::text, .dimensions = {0}, .texts = names});
    output.variables.push_back(
        {.name = "buses_v_nom", .type = io::NetcdfType::text, .dimensions = {0}, .texts = words});
    output.variables.push_back({.name = "buses_x", .dimensions = {1}, .numbers = values});
    io::write_netcdf(output, folder.path() / "a.nc");
    std::vector<std::string> found;
    const Issues issues = try_load_network(folder.path() / "a.nc").error();
    for (const Issue& issue : issues) found.push_back(std::string(name(issue.code)) + ' ' + issue.where.text());
    EXPECT_THAT(found, ElementsAre("duplicate_name a.nc (Bus \"BE\")", "text_for_number a.nc (Bus \"NL\", v_nom)",
                                   "shape_mismatch a.nc (Bus, x)"));
}

TEST(LoadErrors, NetcdfThatIsNoNetwork) {
    const support::TemporaryFolder folder;
    io::write_netcdf(io::NetcdfOutput{}, folder.path() / "empty.nc");
    EXPECT_EQ(try_load_network(folder.path() / "empty.nc").error().front().code, Code::file_format);
}

TEST(WriteErrors, AFolderThatCannotBeMade) {
    const Network network;
    EXPECT_THROW(write_csv_folder(network, "/proc/nowhere/folder"), InputError);
    EXPECT_THROW(write_netcdf(network, "/proc/nowhere/a.nc"), InputError);
}

}  // namespace

}  // namespace proeftuin::network
