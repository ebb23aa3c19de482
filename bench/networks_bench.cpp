// SPDX-License-Identifier: Apache-2.0
//
// Whole networks from file to file: seconds to read, build, solve and write, peak memory, and read + build against PyPSA's,
// which is recorded beside each network (result.json: PyPSA 1.3.0 with linopy 0.9.1, on a two-core machine; it was not run here).
// Then a year in windows: warm windows against cold solves of the same windows, side by side.
//
// Each network is taken in a process of its own, so that peak memory is its own. Best of three for read and build.

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>
#include <fstream>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#include "proeftuin/base/clock.hpp"
#include "proeftuin/base/memory.hpp"
#include "proeftuin/dispatch/model.hpp"
#include "proeftuin/dispatch/solve.hpp"
#include "proeftuin/network/io.hpp"

#include "support/testdata.hpp"

namespace {

using namespace proeftuin;
namespace fs = std::filesystem;

double best_of_three(const std::function<void()>& work) {
    double best = 1e300;
    for (int round = 0; round < 3; ++round) {
        const Stopwatch watch;
        work();
        best = std::min(best, watch.seconds());
    }
    return best;
}

double pypsa_seconds(const fs::path& folder) {
    if (!fs::exists(folder / "result.json")) return 0.0;
    std::ifstream in(folder / "result.json");
    const nlohmann::json all = nlohmann::json::parse(in);
    const nlohmann::json& result = all.at("pypsa-1.3.0_linopy-0.9.1");
    return result.at("read_s").get<double>() + result.at("build_s").get<double>();
}

void measure(const std::string& name, const fs::path& path, double reference) {
    const network::Network n = network::load_network(path).network;
    const double read = best_of_three([&] { (void)network::load_network(path); });
    const double build = best_of_three([&] { (void)dispatch::formulate(n, {}); });
    const auto result = dispatch::try_solve(n, {});
    if (!result || result->termination != lp::Termination::optimal) {
        fmt::print("  {:26} no answer\n", name);
        return;
    }
    const fs::path out = fs::temp_directory_path() / fmt::format("proeftuin-bench-{}.nc", getpid());
    const Stopwatch writing;
    network::write_netcdf(result->network, out);
    const double write = writing.seconds();
    fs::remove(out);
    fmt::print("  {:26} {:8.4f} {:8.4f} {:8.3f} {:8.3f} {:8.0f} {:>12} {:>8.0e}\n", name, read, build,
               result->solve_seconds, write, peak_memory_mb(),
               reference > 0.0 ? fmt::format("{:.0f} x", reference / (read + build)) : "-", result->relative_gap);
}

/// Runs the work in a child, so that its memory is its own.
void apart(const std::function<void()>& work) {
    std::fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
        work();
        std::fflush(stdout);
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
}

template <typename T>
T median(std::vector<T> values) {
    std::ranges::sort(values);
    return values[values.size() / 2];
}

/// A year in windows of 168 h with 24 h of overlap: iterations and seconds, warm and cold.
void windows(const fs::path& path, lp::Backend backend) {
    const network::Network n = network::load_network(path).network;
    dispatch::SolveOptions options;
    options.window = 168;
    options.overlap = 24;
    options.price_flags = false;
    options.session.backend = backend;
    const Stopwatch watch;
    const auto rolling = dispatch::try_solve(n, options);
    const double seconds = watch.seconds();
    if (!rolling) return;
    std::vector<double> ratio, time_ratio;
    double cold_seconds = 0.0;
    for (const dispatch::WindowReport& window : rolling->windows) {
        if (!window.warm) continue;
        dispatch::Options cold;
        for (int i = 0; i < window.count; ++i) cold.snapshots.push_back(window.first + i);
        const Stopwatch rebuilt;
        const auto model = dispatch::formulate(rolling->network, cold);
        lp::Session session((*model)->problem, options.session);
        const lp::Solution solution = session.solve();
        cold_seconds += rebuilt.seconds();
        ratio.push_back(static_cast<double>(window.iterations) / static_cast<double>(solution.iterations));
        time_ratio.push_back(window.seconds / rebuilt.seconds());
    }
    fmt::print("  {:8} {:8} {:8.2f} {:8.2f} {:18.3f} {:18.3f}\n", lp::name(rolling->backend), rolling->windows.size(),
               seconds, cold_seconds, median(ratio), median(time_ratio));
}

}  // namespace

int main() {
    if (!testing::has_testdata()) {
        fmt::print("{}\n", testing::testdata_missing());
        return 0;
    }
    const fs::path root = testing::testdata_folder() / "pypsa-networks";
    std::vector<fs::path> folders;
    for (const auto& entry : fs::directory_iterator(root))
        if (entry.is_directory()) folders.push_back(entry.path());
    std::ranges::sort(folders);
    fmt::print(
        "\nnetworks (seconds; one thread; ratio = PyPSA's recorded read + build over ours)\n  {:26} {:>8} {:>8} {:>8} "
        "{:>8} {:>8} {:>12} {:>8}\n",
        "network", "read", "build", "solve", "write", "MB", "read+build", "gap");
    for (const fs::path& folder : folders) {
        const std::string name = folder.filename().string();
        if (name == "synth8_8760") continue;  // in windows, below
        const double reference = pypsa_seconds(folder);
        apart([&] { measure(name + ".nc", folder / (name + ".nc"), reference); });
        if (fs::is_directory(folder / "csv")) apart([&] { measure(name + "/csv", folder / "csv", reference); });
    }
    fmt::print(
        "\nsynth8_8760 in windows of 168 h, 24 h overlap (warm against a cold build and solve of the same window)\n"
        "  {:8} {:>8} {:>8} {:>8} {:>18} {:>18}\n",
        "solver", "windows", "warm s", "cold s", "iterations, median", "seconds, median");
    for (const lp::Backend backend : {lp::Backend::automatic, lp::Backend::clp})
        apart([&] { windows(root / "synth8_8760" / "synth8_8760.nc", backend); });
    return 0;
}
