// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/network/reading.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstring>
#include <fmt/format.h>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "proeftuin/base/text.hpp"

namespace proeftuin::network {

namespace {

constexpr std::size_t most_of_a_kind = 100;

bool same_numbers(const double* a, const double* b, std::size_t count) {
    return count == 0 || std::memcmp(a, b, count * sizeof(double)) == 0;
}

}  // namespace

void Report::error(Code code, Place where, std::string message, std::string remedy) {
    add(Issue{.code = code,
              .where = std::move(where),
              .message = std::move(message),
              .remedy = std::move(remedy),
              .severity = Severity::error});
}

void Report::warning(Code code, Place where, std::string message, std::string remedy) {
    add(Issue{.code = code,
              .where = std::move(where),
              .message = std::move(message),
              .remedy = std::move(remedy),
              .severity = Severity::warning});
}

void Report::add(Issue issue) {
    auto found = std::find_if(counts_.begin(), counts_.end(), [&](const Count& count) {
        return count.code == issue.code && count.file == issue.where.file;
    });
    if (found == counts_.end()) found = counts_.insert(counts_.end(), Count{issue.code, issue.where.file, 0});
    if (++found->seen <= most_of_a_kind ||
        (found->seen > most_of_a_kind && issue.severity == Severity::error && !failed())) {
        issues_.push_back(std::move(issue));
    }
}

Issues Report::take() {
    for (const Count& count : counts_) {
        if (count.seen <= most_of_a_kind) continue;
        issues_.push_back(Issue{.code = count.code,
                                .where = {.file = count.file},
                                .message = fmt::format("{} more of this kind.", count.seen - most_of_a_kind),
                                .remedy = {},
                                .severity = Severity::warning});
    }
    counts_.clear();
    return std::move(issues_);
}

Expected<Loaded> finished(Network network, Report& report, std::vector<std::string> files) {
    if (report.failed()) return tl::make_unexpected(report.take());
    return Loaded{.network = std::move(network), .warnings = report.take(), .files = std::move(files)};
}

bool is_missing_word(std::string_view text) {
    constexpr std::array<std::string_view, 10> words{"nan", "NaN",  "NAN",  "NA",   "N/A",
                                                     "n/a", "null", "NULL", "None", "<NA>"};
    return std::find(words.begin(), words.end(), text) != words.end();
}

std::optional<double> parse_number(std::string_view text) {
    text = trimmed(text);
    if (!text.empty() && text.front() == '+') text.remove_prefix(1);
    if (text.empty() || text.front() == '+') return std::nullopt;
    if (is_missing_word(text)) return std::numeric_limits<double>::quiet_NaN();
    double value = 0.0;
    const auto [end, status] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (end != text.data() + text.size()) return std::nullopt;
    if (status == std::errc::result_out_of_range) {
        // from_chars leaves the value alone: too large is infinite, too small is zero.
        const bool small = text.find("e-") != std::string_view::npos || text.find("E-") != std::string_view::npos;
        const double size = small ? 0.0 : std::numeric_limits<double>::infinity();
        return text.front() == '-' ? -size : size;
    }
    if (status != std::errc()) return std::nullopt;
    return value;
}

bool needs_number(const ComponentType& type, const Attribute& attribute) {
    if (attribute.kind != Kind::number || attribute.output || std::isnan(attribute.default_number)) return false;
    if (type.name == "Bus" || type.name == "ShuntImpedance")
        return false;  // places and voltages: for maps and power flow
    constexpr std::array<std::string_view, 7> unused{"length",    "terrain_factor", "weight", "q_set",
                                                     "v_ang_min", "v_ang_max",      "g"};
    return std::find(unused.begin(), unused.end(), attribute.name) == unused.end();
}

std::optional<bool> parse_boolean(std::string_view text) {
    const std::string word = lower(trimmed(text));
    if (word == "true" || word == "1" || word == "1.0" || word == "t" || word == "yes") return true;
    if (word == "false" || word == "0" || word == "0.0" || word == "f" || word == "no") return false;
    return std::nullopt;
}

std::string number_text(double value, bool integer) {
    if (std::isnan(value)) return "nan";
    if (std::isinf(value)) return value < 0.0 ? "-inf" : "inf";
    std::array<char, 40> buffer{};
    const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
    std::string text(buffer.data(), result.ptr);
    const bool plain = text.find_first_of(".en") == std::string::npos;
    if (integer && !plain && std::fabs(value) < 9.2e18 && value == std::floor(value))
        return fmt::format("{:.0f}", value);
    if (!integer && plain) text += ".0";
    return text;
}

void complete_time(Network& network, const std::string& file, Report& report) {
    Snapshots& snapshots = network.snapshots;
    const auto count = static_cast<std::size_t>(snapshots.size());
    for (std::vector<double>* weights : {&snapshots.objective, &snapshots.stores, &snapshots.generators}) {
        if (weights->size() != count) weights->assign(count, 1.0);
    }
    std::set<std::string> seen;
    for (int i = 0; i < snapshots.size(); ++i) {
        if (seen.insert(snapshots.name(i)).second) continue;
        report.error(Code::duplicate_name, {.file = file, .field = "snapshot"},
                     "snapshot " + proeftuin::quoted(snapshots.name(i)) + " is there twice.",
                     "Give every snapshot its own label.");
    }
    if (snapshots.periods.empty()) return;
    Investment& investment = network.investment;
    if (investment.empty()) {
        const std::set<int> periods(snapshots.periods.begin(), snapshots.periods.end());
        investment.periods.assign(periods.begin(), periods.end());
    }
    investment.objective.resize(investment.periods.size(), 1.0);
    investment.years.resize(investment.periods.size(), 1.0);
    for (const int period : std::set<int>(snapshots.periods.begin(), snapshots.periods.end())) {
        if (std::find(investment.periods.begin(), investment.periods.end(), period) != investment.periods.end())
            continue;
        report.error(Code::snapshot_mismatch, {.file = file, .field = "period"},
                     fmt::format("snapshots have period {}, which is no investment period.", period),
                     "Add it to the investment periods.");
    }
}

void merge_scenarios(Column& column, int num_components, int num_scenarios) {
    const auto width = static_cast<std::size_t>(num_components);
    for (int s = 1; s < num_scenarios; ++s) {
        const std::size_t from = static_cast<std::size_t>(s) * width;
        if (column.kind == Kind::text) {
            const auto row = column.texts.begin() + static_cast<std::ptrdiff_t>(from);
            if (!std::equal(row, row + num_components, column.texts.begin())) return;
        } else if (!same_numbers(column.numbers.data(), column.numbers.data() + from, width)) {
            return;
        }
    }
    if (column.kind == Kind::text) column.texts.resize(width);
    if (column.kind != Kind::text) column.numbers.resize(width);
}

void merge_scenarios(Series& series, int num_snapshots) {
    const std::size_t width = series.items.size();
    const auto scenarios = static_cast<std::size_t>(series.num_scenarios);
    if (scenarios <= 1) return;
    for (std::size_t t = 0; t < static_cast<std::size_t>(num_snapshots); ++t) {
        const double* first = series.values.data() + t * scenarios * width;
        for (std::size_t s = 1; s < scenarios; ++s) {
            if (!same_numbers(first, first + s * width, width)) return;
        }
    }
    for (std::size_t t = 0; t < static_cast<std::size_t>(num_snapshots); ++t) {
        const auto from = series.values.begin() + static_cast<std::ptrdiff_t>(t * scenarios * width);
        std::copy(from, from + static_cast<std::ptrdiff_t>(width),
                  series.values.begin() + static_cast<std::ptrdiff_t>(t * width));
    }
    series.values.resize(static_cast<std::size_t>(num_snapshots) * width);
    series.num_scenarios = 1;
}

void read_risk_preference(Network& network, const std::string& file, Report& report) {
    if (network.meta_json.empty()) return;
    const auto meta = nlohmann::json::parse(network.meta_json, nullptr, false);
    if (meta.is_discarded()) {
        // Python writes NaN and Infinity into JSON and reads them back, so these texts are PyPSA's as they are.
        const bool python = network.meta_json.find("NaN") != std::string::npos ||
                            network.meta_json.find("Infinity") != std::string::npos;
        if (!python)
            report.warning(Code::file_format, {.file = file, .field = "meta"},
                           "the meta data are not valid JSON; they are kept as they are.");
        return;
    }
    if (!meta.is_object() || !meta.contains("risk_preference")) return;
    const auto& risk = meta["risk_preference"];
    if (!risk.is_object() || !risk.contains("omega") || !risk.contains("alpha") || !risk["omega"].is_number() ||
        !risk["alpha"].is_number()) {
        report.error(Code::file_format, {.file = file, .field = "meta"},
                     "risk_preference needs the numbers omega and alpha.", "Give {\"omega\": 0.5, \"alpha\": 0.9}.");
        return;
    }
    network.has_risk = true;
    network.risk_omega = risk["omega"].get<double>();
    network.risk_alpha = risk["alpha"].get<double>();
}

std::string meta_with_risk_preference(const Network& network) {
    auto meta = nlohmann::json::parse(network.meta_json.empty() ? "{}" : network.meta_json, nullptr, false);
    const bool had = meta.is_object() && meta.contains("risk_preference");
    if (!network.has_risk && !had) return network.meta_json;
    if (!meta.is_object()) return network.meta_json;
    if (network.has_risk) {
        nlohmann::json risk{{"omega", network.risk_omega}, {"alpha", network.risk_alpha}};
        if (had && meta["risk_preference"] == risk) return network.meta_json;
        meta["risk_preference"] = std::move(risk);
    } else {
        meta.erase("risk_preference");
    }
    return meta.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace proeftuin::network
