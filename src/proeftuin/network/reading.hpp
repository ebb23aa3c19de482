// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "proeftuin/base/expected.hpp"
#include "proeftuin/io/netcdf.hpp"
#include "proeftuin/network/io.hpp"

// What the readers of both formats share. Inside the module only.

namespace proeftuin::network {

/// Collects issues about one input and cuts off endless repetitions of the same kind in the same file.
class Report {
  public:
    void error(Code code, Place where, std::string message, std::string remedy = {});
    void warning(Code code, Place where, std::string message, std::string remedy = {});
    void add(Issue issue);
    [[nodiscard]] bool failed() const { return has_errors(issues_); }
    /// The issues, with a last one for each kind that was cut off.
    [[nodiscard]] Issues take();

  private:
    struct Count {
        Code code;
        std::string file;
        std::size_t seen;
    };
    Issues issues_;
    std::vector<Count> counts_;
};

/// The whole network, or the errors. Warnings travel with the network.
[[nodiscard]] Expected<Loaded> finished(Network network, Report& report, std::vector<std::string> files);

/// "3", "2.5", "1e-3", "inf", "nan"; spaces around are fine. Nothing for other texts and for empty ones.
[[nodiscard]] std::optional<double> parse_number(std::string_view text);
/// pandas' words for a missing value, without the empty text: "nan", "NaN", "NA", "null", ...
[[nodiscard]] bool is_missing_word(std::string_view text);
/// True when a solve reads the attribute and NaN cannot stand for anything.
[[nodiscard]] bool needs_number(const ComponentType& type, const Attribute& attribute);
/// "True", "false", "1", "0.0".
[[nodiscard]] std::optional<bool> parse_boolean(std::string_view text);

/// Shortest text that reads back as the same double; "1.0" with a point, or "1" when `integer`; "nan" and "inf".
[[nodiscard]] std::string number_text(double value, bool integer);

/// Fills default weightings, derives the investment periods from the snapshots where they were left out, and checks the
/// time axis. `file` names it in issues.
void complete_time(Network& network, const std::string& file, Report& report);

/// Keeps one row where all scenarios agree.
void merge_scenarios(Column& column, int num_components, int num_scenarios);
void merge_scenarios(Series& series, int num_snapshots);

/// Risk preference out of meta_json, where this project keeps it (PyPSA does not write it into its files).
void read_risk_preference(Network& network, const std::string& file, Report& report);
/// meta_json with the risk preference put in.
[[nodiscard]] std::string meta_with_risk_preference(const Network& network);

[[nodiscard]] Expected<Loaded> read_netcdf_network(const io::NetcdfData& data, const std::string& file);
[[nodiscard]] Expected<Loaded> read_csv_network(const std::filesystem::path& folder);

}  // namespace proeftuin::network
