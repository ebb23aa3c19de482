// SPDX-License-Identifier: Apache-2.0

#include "reference.hpp"

#include <algorithm>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "support/testdata.hpp"

namespace proeftuin::testing {

namespace {

using nlohmann::json;
namespace fs = std::filesystem;

json read_json(const fs::path& path) {
    std::ifstream in(path);
    return json::parse(in);
}

std::vector<fs::path> folders_in(const fs::path& root) {
    std::vector<fs::path> folders;
    if (!fs::is_directory(root)) return folders;
    for (const auto& entry : fs::directory_iterator(root))
        if (entry.is_directory() && fs::exists(entry.path() / "result.json")) folders.push_back(entry.path());
    std::ranges::sort(folders);
    return folders;
}

/// Position of a snapshot as PyPSA prints it: a label, or "(2030, 4)" with investment periods.
int snapshot_position(const network::Network& network, const json& label) {
    const std::string text = label.is_string() ? label.get<std::string>() : label.dump();
    for (int i = 0; i < network.num_snapshots(); ++i)
        if (network.snapshots.name(i) == text) return i;
    throw std::runtime_error("the network has no snapshot " + text);
}

dispatch::Losses losses_from(const json& value) {
    dispatch::Losses losses;
    if (!value.is_object()) throw std::runtime_error("transmission_losses " + value.dump());
    losses.mode =
        value.value("mode", "") == "tangents" ? dispatch::Losses::Mode::tangents : dispatch::Losses::Mode::secants;
    losses.segments = value.value("segments", 0);
    losses.atol = value.value("atol", losses.atol);
    losses.rtol = value.value("rtol", losses.rtol);
    losses.max_segments = value.value("max_segments", losses.max_segments);
    return losses;
}

}  // namespace

std::vector<ReferenceCase> suite_cases() {
    std::vector<ReferenceCase> cases;
    for (const fs::path& folder : folders_in(testdata_folder() / "pypsa-suite")) {
        const json result = read_json(folder / "result.json");
        ReferenceCase one;
        one.name = folder.filename().string();
        one.folder = folder;
        one.network = folder / "network.nc";
        one.objective = result.at("objective");
        one.objective_constant = result.at("objective_constant");
        one.mip = result.at("is_mip");
        one.keywords_json = result.at("kwargs").dump();
        one.arguments_json = result.at("args").dump();
        one.reproducible = one.keywords_json.find("<callable>") == std::string::npos;
        cases.push_back(std::move(one));
    }
    return cases;
}

std::vector<ReferenceCase> network_cases() {
    std::vector<ReferenceCase> cases;
    for (const fs::path& folder : folders_in(testdata_folder() / "pypsa-networks")) {
        const json result = read_json(folder / "result.json").at("pypsa-1.3.0_linopy-0.9.1");
        ReferenceCase one;
        one.name = folder.filename().string();
        one.folder = folder;
        one.network = folder / (one.name + ".nc");
        one.objective = result.at("objective");
        one.objective_constant = result.at("objective_constant");
        one.read_build_seconds = result.at("read_s").get<double>() + result.at("build_s").get<double>();
        one.keywords_json = "{}";
        one.arguments_json = "[]";
        cases.push_back(one);
        if (!fs::is_directory(folder / "csv")) continue;
        one.network = folder / "csv";
        cases.push_back(std::move(one));
    }
    return cases;
}

dispatch::SolveOptions solve_options(const ReferenceCase& reference, const network::Network& network) {
    dispatch::SolveOptions options;
    json snapshots;
    const json arguments = json::parse(reference.arguments_json);
    if (!arguments.empty() && arguments[0].is_array()) snapshots = arguments[0];
    const json keywords = json::parse(reference.keywords_json);
    for (const auto& [key, value] : keywords.items()) {
        if (key == "multi_investment_periods") options.formulation.multi_investment = value;
        else if (key == "linearized_unit_commitment") options.formulation.linearized_commitment = value;
        else if (key == "committable_big_m") options.formulation.committable_big_m = value;
        else if (key == "transmission_losses") options.formulation.losses = losses_from(value);
        else if (key == "snapshots") snapshots = value;
        else if (key != "solver_name" && key != "log_to_console" && key != "include_objective_constant")
            throw std::runtime_error("keyword " + key);
    }
    for (const json& label : snapshots) options.formulation.snapshots.push_back(snapshot_position(network, label));
    return options;
}

void set_risk_preference(const ReferenceCase& reference, network::Network& network) {
    struct Risk {
        double alpha, omega;
    };
    // https://github.com/PyPSA/PyPSA/blob/master/test/test_riskaversion.py, the arguments of set_risk_preference.
    static const std::map<std::string, Risk> preferences{
        {"test_riskaversion__test_cvar_constraints_cover_many_settings", {0.5, 0.2}},
        {"test_riskaversion__test_cvar_constraints_multiperiod_opt", {0.9, 0.5}},
        {"test_riskaversion__test_monotone_objective_vs_omega.3", {0.9, 0.75}},
        {"test_riskaversion__test_risk_neutral_equivalence_omega_zero.1", {0.2, 0.0}},
        {"test_riskaversion__test_worst_case_equivalence_omega_one_single_tail.1", {0.9, 1.0}},
    };
    const auto found = preferences.find(reference.name);
    if (found == preferences.end()) return;
    network.has_risk = true;
    network.risk_alpha = found->second.alpha;
    network.risk_omega = found->second.omega;
}

}  // namespace proeftuin::testing
