// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "proeftuin/base/expected.hpp"

namespace proeftuin::io {

/// An attribute of a file or variable. Integers keep being integers; lists of numbers keep their first value.
struct NetcdfAttribute {
    std::string name;
    std::variant<std::string, double, std::int64_t> value;
};

struct NetcdfDimension {
    std::string name;
    std::size_t size = 0;
};

enum class NetcdfKind { integer, real, text };

/// A variable with all its values, row-major over its dimensions. Numbers are decoded by the CF conventions (missing
/// values are NaN, scale and offset applied); arrays of characters are texts without their last dimension.
struct NetcdfVariable {
    std::string name;
    NetcdfKind kind = NetcdfKind::real;
    bool boolean = false;         // an int8 with xarray's attribute dtype = "bool"
    std::vector<int> dimensions;  // positions in NetcdfData::dimensions
    std::vector<NetcdfAttribute> attributes;
    std::vector<double> numbers;     // [product of sizes]; 64-bit integers beyond 2^53 are rounded
    std::vector<std::string> texts;  // [product of sizes]

    [[nodiscard]] const NetcdfAttribute* attribute(std::string_view name) const;
};

/// The root group of a netCDF file, whole.
struct NetcdfData {
    std::vector<NetcdfDimension> dimensions;
    std::vector<NetcdfAttribute> attributes;
    std::vector<NetcdfVariable> variables;
    std::vector<std::string> skipped;  // variables of types that have no place here, groups

    [[nodiscard]] const NetcdfVariable* variable(std::string_view name) const;
    [[nodiscard]] const NetcdfAttribute* attribute(std::string_view name) const;
    [[nodiscard]] std::size_t count(const NetcdfVariable& variable) const;
};

/// Reads a netCDF file, classic or netCDF-4. The C libraries can crash or loop on damaged bytes, so they run in a child
/// process with limits on time and memory that sends the values back: whatever the file, the caller gets data or
/// issues.
[[nodiscard]] Expected<NetcdfData> read_netcdf(const std::filesystem::path& path);

/// The same from bytes in memory; `name` is what issues call it.
[[nodiscard]] Expected<NetcdfData> read_netcdf(std::span<const std::byte> bytes, const std::string& name);

/// True when the first bytes are those of a netCDF classic, 64-bit or netCDF-4 (HDF5) file.
[[nodiscard]] bool has_netcdf_magic(std::span<const std::byte> bytes);

/// Types a variable can be written as.
enum class NetcdfType { int8, int32, int64, real64, text };

/// What a netCDF file is made of, for writing. Values are viewed, not copied: they must outlive the call.
struct NetcdfOutput {
    struct Variable {
        std::string name;
        NetcdfType type = NetcdfType::real64;
        std::vector<int> dimensions;
        std::vector<NetcdfAttribute> attributes;
        std::span<const double> numbers;
        std::span<const std::string> texts;
        bool compressed = true;  // deflate 1 and shuffle; texts never
        bool nan_fill = false;   // _FillValue = NaN, as xarray writes
    };
    std::vector<NetcdfDimension> dimensions;
    std::vector<NetcdfAttribute> attributes;
    std::vector<Variable> variables;
};

/// Writes a netCDF-4 file, whole or not at all. Throws InputError (file_write).
void write_netcdf(const NetcdfOutput& output, const std::filesystem::path& path);

}  // namespace proeftuin::io
