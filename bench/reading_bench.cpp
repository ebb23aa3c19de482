// SPDX-License-Identifier: Apache-2.0
#include <benchmark/benchmark.h>
#include <cmath>
#include <cstdint>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <unistd.h>
#include <vector>

#include "proeftuin/io/csv.hpp"
#include "proeftuin/io/file.hpp"
#include "proeftuin/io/netcdf.hpp"

// A year of 8,760 hours for 1,000 series, as text and as netCDF (with and without deflate): bytes and cells a second. What
// was read is compared with what was written.

namespace {

namespace fs = std::filesystem;
using namespace proeftuin;

constexpr std::size_t hours = 8760;
constexpr std::size_t series = 1000;

/// Capacity factors with all their digits, as a weather model gives them.
const std::vector<double>& year() {
    static const std::vector<double> values = [] {
        std::vector<double> made(hours * series);
        std::uint64_t state = 42;
        for (double& value : made) {
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            value = static_cast<double>(state >> 11U) * 0x1.0p-53;
        }
        return made;
    }();
    return values;
}

const fs::path& folder() {
    static const fs::path path = [] {
        fs::path made = fs::temp_directory_path() / ("proeftuin-bench-" + std::to_string(::getpid()));
        fs::create_directories(made);
        return made;
    }();
    return path;
}

void count(benchmark::State& state, std::size_t bytes) {
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(bytes));
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(hours * series));
}

fs::path csv_file() {
    const fs::path path = folder() / "year.csv";
    if (fs::exists(path)) return path;
    io::CsvText csv;
    csv.cell("");
    for (std::size_t s = 0; s < series; ++s) csv.cell("wind " + std::to_string(s));
    csv.end_row();
    for (std::size_t hour = 0; hour < hours; ++hour) {
        csv.number(static_cast<double>(hour), true);
        for (std::size_t s = 0; s < series; ++s) csv.number(year()[hour * series + s]);
        csv.end_row();
    }
    io::write_file(path, csv.text());
    return path;
}

void ReadCsv(benchmark::State& state) {
    const fs::path path = csv_file();
    for (auto _ : state) {
        const io::CsvFile file = io::CsvFile::open(path).value();
        io::CsvRows rows(file);
        std::vector<io::CsvCell> header;
        rows.next(header);
        Issues issues;
        const io::CsvNumbers numbers = io::read_csv_numbers(file, rows.offset(), 1, header.size() - 1, issues);
        if (!issues.empty() || numbers.values != year()) throw std::runtime_error("read something else");
    }
    count(state, fs::file_size(path));
}
BENCHMARK(ReadCsv)->UseRealTime()->Unit(benchmark::kMillisecond);

void ReadNetcdf(benchmark::State& state) {
    const fs::path path = folder() / ("year" + std::to_string(state.range(0)) + ".nc");
    io::NetcdfOutput output;
    output.dimensions = {{"hour", hours}, {"series", series}};
    output.variables.push_back(
        {.name = "wind", .dimensions = {0, 1}, .numbers = year(), .compressed = state.range(0) != 0});
    io::write_netcdf(output, path);
    for (auto _ : state) {
        const io::NetcdfData data = io::read_netcdf(path).value();
        if (data.variables.front().numbers != year()) throw std::runtime_error("read something else");
    }
    count(state, hours * series * sizeof(double));
}
// The child process does half of the work, so only the time on the clock tells.
BENCHMARK(ReadNetcdf)->ArgName("deflate")->Arg(0)->Arg(1)->UseRealTime()->Unit(benchmark::kMillisecond);

void WriteCsv(benchmark::State& state) {
    for (auto _ : state) {
        fs::remove(folder() / "year.csv");
        csv_file();
    }
    count(state, fs::file_size(csv_file()));
}
BENCHMARK(WriteCsv)->Unit(benchmark::kMillisecond);

}  // namespace
