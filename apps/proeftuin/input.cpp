// SPDX-License-Identifier: Apache-2.0
#include "input.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <optional>
#include <string_view>
#include <utility>

#include "proeftuin/base/clock.hpp"
#include "proeftuin/base/text.hpp"
#include "proeftuin/network/io.hpp"
#include "proeftuin/study/case.hpp"
#include "proeftuin/study/programme.hpp"

namespace proeftuin::cli {
namespace {

namespace fs = std::filesystem;
using network::Network;

/// A path that is not there, with the name in the same folder that was probably meant.
Issue missing(const std::string& path) {
    fs::path parent = fs::path(path).parent_path();
    const std::string name = fs::path(path).filename().string();
    std::error_code error;
    std::vector<std::string> names;
    for (fs::directory_iterator entry(parent.empty() ? "." : parent, error), end; !error && entry != end;
         entry.increment(error)) {
        names.push_back(entry->path().filename().string());
    }
    std::sort(names.begin(), names.end());
    std::string remedy = "Give a folder of CSV files or a .nc file";
    if (const std::optional<std::string> closest = closest_name(name, names)) {
        remedy = "Did you mean " + quoted((parent / *closest).string()) + '?';
    }
    return {.code = Code::file_missing,
            .where = {.file = path},
            .message = "there is no such file or folder",
            .remedy = remedy};
}

struct Read {
    std::optional<Network> network;
    Issues issues;
};

Read read(const std::string& path) {
    std::error_code error;
    if (!fs::exists(path, error)) return {.issues = {missing(path)}};
    Expected<network::Loaded> loaded = network::try_load_network(path);
    if (!loaded) return {.issues = std::move(loaded.error())};
    Read result{.network = std::move(loaded->network), .issues = std::move(loaded->warnings)};
    for (Issue& issue : network::check(*result.network)) result.issues.push_back(std::move(issue));
    return result;
}

std::optional<int> whole_number(std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

[[noreturn]] void refuse_snapshots(std::string message, std::string remedy) {
    throw InputError({{.code = Code::bad_option,
                       .where = {.field = "--snapshots"},
                       .message = std::move(message),
                       .remedy = std::move(remedy)}});
}

/// [first, end) for the two sides of a colon, if both mean something.
struct Range {
    int first = 0;
    int end = 0;
};

std::optional<int> position(const Network& network, std::string_view text, bool last) {
    const int count = network.num_snapshots();
    if (text.empty()) return last ? count : 0;
    if (const std::optional<int> number = whole_number(text)) {
        return std::clamp(*number < 0 ? *number + count : *number, 0, count);
    }
    if (!network.snapshots.periods.empty()) return std::nullopt;  // labels repeat in every period
    int found = -1;
    for (int t = 0; t < count; ++t) {
        if (!network.snapshots.labels[static_cast<std::size_t>(t)].starts_with(text)) continue;
        if (!last) return t;
        found = t;
    }
    if (found < 0) return std::nullopt;
    return found + 1;
}

}  // namespace

Input load_input(const std::string& path) {
    const Stopwatch watch;
    Read result = read(path);
    if (!result.network || has_errors(result.issues)) {
        std::erase_if(result.issues, [](const Issue& issue) { return issue.severity != Severity::error; });
        throw InputError(std::move(result.issues));
    }
    return {.network = std::move(*result.network), .warnings = std::move(result.issues), .seconds = watch.seconds()};
}

CaseInput load_case_or_network(const std::string& path) {
    CaseInput result;
    if (!study::is_case(path)) {
        result.network = load_input(path);
        return result;
    }
    Expected<study::LoadedCase> loaded = study::try_load_case(path);
    if (!loaded) throw InputError(std::move(loaded.error()));
    result.data = std::move(loaded->data);
    result.network = load_input(result.data.network.string());
    loaded->warnings.insert(loaded->warnings.end(), result.network.warnings.begin(), result.network.warnings.end());
    result.network.warnings = std::move(loaded->warnings);
    return result;
}

namespace {

void append(Issues& to, Issues from) {
    for (Issue& issue : from) to.push_back(std::move(issue));
}

Issues case_issues(const std::string& path) {
    Expected<study::LoadedCase> loaded = study::try_load_case(path);
    if (!loaded) return std::move(loaded.error());
    Issues issues = std::move(loaded->warnings);
    Read network = read(loaded->data.network.string());
    append(issues, std::move(network.issues));
    if (has_errors(issues)) return issues;
    study::Question question = std::move(loaded->data.question);
    question.formulation.multi_investment = !network.network->snapshots.periods.empty();
    Expected<study::Subject> subject = study::make_subject(*network.network, question);
    append(issues, subject ? std::move(subject->warnings) : std::move(subject.error()));
    const auto ranges =
        study::find_ranges(*network.network, question.barriers, loaded->data.ranges, loaded->data.sources);
    if (!ranges) append(issues, ranges.error());
    return issues;
}

/// Of a programme and all its cases; the files of cases are named from the programme's folder on.
Issues programme_issues(const std::string& path) {
    study::ProgrammeReading reading = study::read_programme(path);
    Issues issues = std::move(reading.issues);
    append(issues, std::move(reading.programme.warnings));
    std::vector<std::string> seen;
    for (const study::Commitment& commitment : reading.programme.commitments) {
        const std::string& name = commitment.case_name;
        if (name.empty() || name.find('/') != std::string::npos || name.starts_with('.')) continue;
        if (std::ranges::find(seen, name) != seen.end()) continue;
        seen.push_back(name);
        Issues found = study::missing_case(commitment);
        if (found.empty()) found = placed_in_case(case_issues(commitment.case_folder.string()), commitment);
        append(issues, std::move(found));
    }
    return issues;
}

}  // namespace

Issues placed_in_case(Issues issues, const study::Commitment& commitment) {
    const fs::path folder = fs::path(commitment.case_place.file).parent_path() / "cases" / commitment.case_name;
    for (Issue& issue : issues)
        if (!issue.where.file.empty()) issue.where.file = (folder / issue.where.file).string();
    return issues;
}

Issues all_issues(const std::string& path) {
    if (study::is_case(path)) return case_issues(path);
    if (!study::is_programme(path)) return read(path).issues;
    return programme_issues(path);
}

std::vector<int> select_snapshots(const Network& network, const std::string& text) {
    if (text.empty()) return {};
    // Labels have colons themselves ("2030-01-01 17:00"): every colon is tried, one split must make sense.
    std::vector<Range> ranges;
    for (std::size_t colon = text.find(':'); colon != std::string::npos; colon = text.find(':', colon + 1)) {
        const std::string_view whole = text;
        const std::optional<int> first = position(network, whole.substr(0, colon), false);
        const std::optional<int> end = position(network, whole.substr(colon + 1), true);
        if (first && end) ranges.push_back({*first, *end});
    }
    const Range all{0, network.num_snapshots()};
    const std::string known = all.end > 0 ? "Snapshots run from " + quoted(network.snapshots.name(0)) + " (0) to " +
                                                quoted(network.snapshots.name(all.end - 1)) + " (" +
                                                std::to_string(all.end - 1) + ')'
                                          : "The network has no snapshots";
    if (ranges.empty()) refuse_snapshots(quoted(text) + " names no snapshots of this network", known);
    if (ranges.size() > 1) refuse_snapshots(quoted(text) + " can be read in two ways", "Write positions, such as 0:24");
    if (ranges[0].first >= ranges[0].end) refuse_snapshots(quoted(text) + " holds no snapshot", known);
    std::vector<int> result;
    for (int t = ranges[0].first; t < ranges[0].end; ++t) result.push_back(t);
    return result;
}

dispatch::SolveOptions solve_options(const Formulation& formulation, Network& network) {
    if (formulation.risk) {
        if (network.scenarios.names.empty()) {
            throw InputError({{.code = Code::bad_option,
                               .where = {.field = "--risk"},
                               .message = "this network has no scenarios, so there is no risk to weigh",
                               .remedy = "Leave it out"}});
        }
        network.has_risk = true;
        network.risk_omega = formulation.risk->omega;
        network.risk_alpha = formulation.risk->alpha;
    }
    dispatch::SolveOptions options{.window = formulation.window, .overlap = formulation.overlap};
    options.formulation = {.snapshots = select_snapshots(network, formulation.snapshots),
                           .multi_investment = formulation.multi_investment,
                           .linearized_commitment = formulation.linearized_commitment,
                           .losses = formulation.losses,
                           .committable_big_m = formulation.committable_big_m};
    options.session.backend = formulation.solver;
    options.session.will_resolve = formulation.window > 0;
    if (!lp::available(formulation.solver) && formulation.solver != lp::Backend::automatic) {
        throw InputError({{.code = Code::bad_option,
                           .where = {.field = "--solver"},
                           .message = std::string(lp::name(formulation.solver)) + " is not built into this program",
                           .remedy = "Leave --solver out, or build with it (tools/install_highs.sh)"}});
    }
    return options;
}

std::string network_name(const std::string& path) {
    std::error_code error;
    fs::path full = fs::weakly_canonical(path, error);
    if (!full.has_filename()) full = full.parent_path();
    const std::string name = full.extension() == ".nc" ? full.stem().string() : full.filename().string();
    return name.empty() ? "network" : name;
}

Issues remarks(const Formulation& formulation, const Network& network) {
    if (network.investment.empty() || formulation.multi_investment) return {};
    std::vector<std::string> periods;
    for (const int period : network.investment.periods) periods.push_back(std::to_string(period));
    return {{.code = Code::bad_option,
             .where = {.field = "--multi-investment"},
             .message = "the network has investment periods (" + join(periods, ", ") +
                        "), but build years, lifetimes and period weightings do not count without this option",
             .remedy = "Give --multi-investment to plan over the periods",
             .severity = Severity::warning}};
}

}  // namespace proeftuin::cli
