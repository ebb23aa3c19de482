// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/io/netcdf.hpp"

#include <cmath>
#include <cstring>
#include <fstream>
#include <gtest/gtest.h>
#include <iterator>
#include <limits>
#include <netcdf.h>

#include "support/temporary_folder.hpp"

namespace proeftuin::io {

namespace {

std::vector<char> bytes_of(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

Expected<NetcdfData> read_bytes(const std::vector<char>& bytes) {
    return read_netcdf(std::as_bytes(std::span<const char>(bytes)), "memory.nc");
}

const std::vector<double> values{1.0, 2.5, std::numeric_limits<double>::quiet_NaN()};
const std::vector<std::string> names{"a", "", "Zürich, \"b\"\n"};

NetcdfOutput small_output() {
    NetcdfOutput output;
    output.dimensions = {{"i", 3}, {"none", 0}};
    output.attributes = {{"title", std::string("small")}, {"year", std::int64_t{2030}}, {"factor", 0.5}};
    output.variables.push_back(
        {.name = "x", .type = NetcdfType::real64, .dimensions = {0}, .numbers = values, .nan_fill = true});
    output.variables.push_back({.name = "n", .type = NetcdfType::text, .dimensions = {0}, .texts = names});
    output.variables.push_back({.name = "empty", .type = NetcdfType::text, .dimensions = {1}});
    return output;
}

TEST(Netcdf, ReadsBackWhatItWrites) {
    const testing::TemporaryFolder folder;
    write_netcdf(small_output(), folder.path() / "a.nc");
    const NetcdfData data = read_netcdf(folder.path() / "a.nc").value();
    EXPECT_EQ(std::get<std::string>(data.attribute("title")->value), "small");
    EXPECT_EQ(std::get<std::int64_t>(data.attribute("year")->value), 2030);
    EXPECT_EQ(std::get<double>(data.attribute("factor")->value), 0.5);
    ASSERT_NE(data.variable("x"), nullptr);
    EXPECT_EQ(data.variable("x")->numbers[1], 2.5);
    EXPECT_TRUE(std::isnan(data.variable("x")->numbers[2]));
    EXPECT_EQ(data.variable("n")->texts, names);
    EXPECT_EQ(data.variable("empty")->texts.size(), 0U);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);  // no partial file left
}

/// A classic file as other programs write it: characters for texts, fill values, scale and offset, an int8 of booleans.
void write_classic(const std::filesystem::path& path) {
    int file = 0, items = 0, width = 0, id = 0;
    nc_create(path.c_str(), NC_CLASSIC_MODEL, &file);
    nc_def_dim(file, "items", 2, &items);
    nc_def_dim(file, "string4", 4, &width);
    const int text_dimensions[] = {items, width};
    nc_def_var(file, "names", NC_CHAR, 2, text_dimensions, &id);
    nc_def_var(file, "packed", NC_SHORT, 1, &items, &id);
    const short fill = -1;
    const double scale = 0.5, offset = 10.0;
    nc_put_att_short(file, id, "_FillValue", NC_SHORT, 1, &fill);
    nc_put_att_double(file, id, "scale_factor", NC_DOUBLE, 1, &scale);
    nc_put_att_double(file, id, "add_offset", NC_DOUBLE, 1, &offset);
    nc_def_var(file, "flags", NC_BYTE, 1, &items, &id);
    nc_put_att_text(file, id, "dtype", 4, "bool");
    nc_enddef(file);
    nc_put_var_text(file, 0, "ab\0\0wxyz");
    const short packed[] = {-1, 4};
    nc_put_var_short(file, 1, packed);
    const signed char flags[] = {0, 1};
    nc_put_var_schar(file, 2, flags);
    nc_close(file);
}

TEST(Netcdf, ReadsClassicFilesAndDecodesThem) {
    const testing::TemporaryFolder folder;
    write_classic(folder.path() / "classic.nc");
    const NetcdfData data = read_netcdf(folder.path() / "classic.nc").value();
    EXPECT_EQ(data.variable("names")->texts, (std::vector<std::string>{"ab", "wxyz"}));
    EXPECT_TRUE(std::isnan(data.variable("packed")->numbers[0]));
    EXPECT_EQ(data.variable("packed")->numbers[1], 12.0);
    EXPECT_TRUE(data.variable("flags")->boolean);
    EXPECT_FALSE(data.variable("packed")->boolean);
}

TEST(Netcdf, ReadsBytesInMemory) {
    const testing::TemporaryFolder folder;
    write_netcdf(small_output(), folder.path() / "a.nc");
    EXPECT_EQ(read_bytes(bytes_of(folder.path() / "a.nc")).value().variable("n")->texts, names);
}

TEST(Netcdf, RefusesOtherFiles) {
    const testing::TemporaryFolder folder;
    const auto code = [&](const std::string& text) {
        return read_netcdf(folder.write("x.nc", text)).error().front().code;
    };
    EXPECT_EQ(code(""), Code::file_format);
    EXPECT_EQ(code("name,bus\n"), Code::file_format);
    EXPECT_EQ(code("CDF\x01"), Code::file_format);
    EXPECT_EQ(code("\x89HDF\r\n\x1a\n"), Code::file_format);
    EXPECT_EQ(read_netcdf(folder.path() / "missing.nc").error().front().code, Code::file_missing);
    EXPECT_EQ(read_netcdf(folder.path()).error().front().code, Code::file_unreadable);
}

TEST(Netcdf, RefusesAVariableThatClaimsMoreThanTheFileCanHold) {
    const testing::TemporaryFolder folder;
    int file = 0, id = 0;
    int dimensions[2];
    nc_create((folder.path() / "huge.nc").c_str(), NC_NETCDF4, &file);
    nc_def_dim(file, "a", 1'000'000, &dimensions[0]);
    nc_def_dim(file, "b", 1'000'000, &dimensions[1]);
    nc_def_var(file, "huge", NC_DOUBLE, 2, dimensions, &id);
    const std::size_t chunks[] = {1000, 1000};
    nc_def_var_chunking(file, id, NC_CHUNKED, chunks);
    nc_close(file);
    const Issues issues = read_netcdf(folder.path() / "huge.nc").error();
    EXPECT_EQ(issues.front().code, Code::file_format);
    EXPECT_EQ(issues.front().where.field, "huge");
}

TEST(Netcdf, SurvivesTruncatedAndDamagedFiles) {
    const testing::TemporaryFolder folder;
    write_netcdf(small_output(), folder.path() / "a.nc");
    const std::vector<char> whole = bytes_of(folder.path() / "a.nc");
    for (std::size_t size = 0; size < whole.size(); size += 397) {
        const Expected<NetcdfData> data =
            read_bytes({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});
        if (!data) {
            EXPECT_FALSE(data.error().empty());
        }
    }
    for (std::size_t at = 0; at < whole.size(); at += 211) {
        std::vector<char> damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x5A);
        const Expected<NetcdfData> data = read_bytes(damaged);
        if (!data) {
            EXPECT_FALSE(data.error().empty());
        }
    }
}

TEST(Netcdf, ThrowsWhenItCannotWrite) { EXPECT_THROW(write_netcdf(small_output(), "/nowhere/a.nc"), InputError); }

}  // namespace

}  // namespace proeftuin::io
