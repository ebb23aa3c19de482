// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/dispatch/solve.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "proeftuin/base/clock.hpp"
#include "proeftuin/base/memory.hpp"
#include "proeftuin/io/csv.hpp"
#include "proeftuin/network/io.hpp"
#include "proeftuin/report/picture.hpp"

#include "commands.hpp"
#include "console.hpp"
#include "input.hpp"
#include "interrupt.hpp"
#include "output_folder.hpp"
#include "results_json.hpp"
#include "summary.hpp"

namespace proeftuin::cli {
namespace {

namespace fs = std::filesystem;

void write_mps(const network::Network& network, const dispatch::Options& options, const fs::path& file) {
    Temporary partial(file);
    Expected<dispatch::Size> written = dispatch::try_write_mps(network, options, partial.path().string());
    if (!written) {
        // Said of the file that was asked for, not of the one beside it.
        for (Issue& issue : written.error()) {
            if (issue.where.file == partial.path().string()) issue.where.file = file.string();
        }
        throw InputError(std::move(written.error()));
    }
    std::error_code error;
    fs::rename(partial.path(), file, error);
    if (error) {
        throw InputError({{.code = Code::file_write,
                           .where = {.file = file.string()},
                           .message = "it cannot be written: " + error.message(),
                           .remedy = "Choose another file with --write-mps"}});
    }
}

/// Which prices another optimum may have: bus, snapshot and, with scenarios, scenario.
std::string prices_not_unique(const dispatch::SolveResult& result) {
    const network::Network& network = result.network;
    const network::Table& buses = network.table("Bus");
    const bool scenarios = !network.scenarios.names.empty();
    io::CsvText text;
    for (const char* title : {"bus", "snapshot"}) text.cell(title);
    if (scenarios) text.cell("scenario");
    text.end_row();
    std::size_t at = 0;
    for (int t = 0; t < network.num_snapshots(); ++t) {
        for (int s = 0; s < network.scenarios.count(); ++s) {
            for (int bus = 0; bus < buses.size(); ++bus, ++at) {
                if (at >= result.price_may_move.size() || result.price_may_move[at] == 0) continue;
                text.cell(buses.name(bus));
                text.cell(network.snapshots.name(t));
                if (scenarios) text.cell(network.scenarios.names[static_cast<std::size_t>(s)]);
                text.end_row();
            }
        }
    }
    return text.text();
}

/// Everything but results.json, which tells how long this took.
void write_answer(SolveReport& report, const ResultsFolder& folder, const dispatch::Horizon& horizon) {
    const network::Network& network = report.result.network;
    const bool from_netcdf = !fs::is_directory(report.arguments.path);
    const Format format = report.arguments.format != Format::same ? report.arguments.format
                          : from_netcdf                           ? Format::netcdf
                                                                  : Format::csv;
    if (format == Format::csv) {
        network::write_csv_folder(network, folder.path() / "network");
        report.files.emplace_back("network");
    } else {
        network::write_netcdf(network, folder.path() / "network.nc");
        report.files.emplace_back("network.nc");
    }
    const bool named = !network.name.empty() && network.name != "Unnamed Network";
    const std::string& title = named ? network.name : report.network_name;
    folder.write("schedule.svg",
                 report::picture(report::schedule(network, horizon), report::map(network, horizon), title));
    report.files.emplace_back("schedule.svg");
    if (report.result.num_prices_that_may_move > 0) {
        folder.write("prices_not_unique.csv", prices_not_unique(report.result));
        report.files.emplace_back("prices_not_unique.csv");
    }
}

dispatch::SolveResult run(const SolveArguments& arguments, const network::Network& network,
                          dispatch::SolveOptions options) {
    ProgressBar bar(arguments.common);
    options.progress = bar.callback();
    options.price_flags = arguments.price_flags;
    options.session.mip_relative_gap = arguments.mip_gap;
    options.session.time_limit_s = arguments.time_limit_s;
    options.session.interrupt = [](double, double, double) { return interrupted(); };
    Expected<dispatch::SolveResult> result = dispatch::try_solve(network, options);
    if (interrupted()) wait_for_the_end();
    if (!result) throw InputError(std::move(result.error()));
    return std::move(*result);
}

}  // namespace

int solve(const SolveArguments& arguments) {
    SolveReport report{.arguments = arguments, .network_name = network_name(arguments.path)};
    Input input = load_input(arguments.path);
    report.read_seconds = input.seconds;
    report.warnings = std::move(input.warnings);
    const dispatch::SolveOptions options = solve_options(arguments.formulation, input.network);
    for (Issue& issue : remarks(arguments.formulation, input.network)) report.warnings.push_back(std::move(issue));

    const std::unique_ptr<ResultsFolder> folder =
        results_folder(arguments.common, arguments.out, report.network_name + "-results", arguments.path);
    if (!arguments.write_mps.empty()) write_mps(input.network, options.formulation, arguments.write_mps);

    report.result = run(arguments, input.network, options);
    for (Issue& issue : report.result.warnings) report.warnings.push_back(std::move(issue));
    const dispatch::Horizon horizon = dispatch::make_horizon(input.network, options.formulation);
    report.num_snapshots = horizon.size();
    report.num_buses = input.network.table("Bus").size();
    report.num_scenarios = input.network.scenarios.count();
    const Stopwatch writing;
    if (report.has_answer()) {
        report.costs = report::costs(report.result.network, horizon);
        report.prices = report::prices(report.result.network, horizon);
        if (folder) write_answer(report, *folder, horizon);
    }
    report.write_seconds = writing.seconds();
    report.peak_memory_mb = peak_memory_mb();
    const std::string document = document_text(solve_document(report));
    if (folder) {
        folder->write("results.json", document);
        folder->keep();
    }
    print_warnings(report.warnings, arguments.common);
    if (arguments.common.json) print(document);
    else if (!arguments.common.quiet) print(solve_summary(report, folder->name()));
    return report.result.termination == lp::Termination::optimal ? Exit::fine : Exit::some_solves_failed;
}

}  // namespace proeftuin::cli
