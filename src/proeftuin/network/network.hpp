// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "proeftuin/network/schema.hpp"

namespace proeftuin::network {

// Conventions: generation is positive into the bus, a flow is positive from bus0 to bus1, costs are positive when paid.
// Names of components and attributes are PyPSA's; units are those of data/schema.

/// A static attribute as it was given (an attribute left out has no Column and means the schema's default).
/// Shape [num_scenarios x num_components], scenario-major; num_scenarios is 1 where all scenarios agree.
struct Column {
    Kind kind = Kind::number;
    std::vector<double> numbers;     // kind number; booleans are 0 / 1 here as well
    std::vector<std::string> texts;  // kind text
    bool integer = false;            // numbers that are written back as integers
};

/// An attribute in time, for those components that have it.
struct Series {
    std::vector<std::int32_t> items;  // [num_items] position of the component in its table
    std::vector<double>
        values;  // [num_snapshots x num_scenarios x num_items], row-major; num_scenarios 1 where all agree
    int num_scenarios = 1;
    bool boolean = false;  // written back as booleans
    bool integer = false;  // written back as integers
};

/// Lets a table of strings be searched with a view.
struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

/// All components of one type.
class Table {
  public:
    Table() = default;
    explicit Table(const ComponentType& type) : type_(&type) {}

    [[nodiscard]] const ComponentType& type() const { return *type_; }
    [[nodiscard]] int size() const { return static_cast<int>(names_.size()); }
    [[nodiscard]] const std::vector<std::string>& names() const { return names_; }
    [[nodiscard]] const std::string& name(int item) const { return names_[static_cast<std::size_t>(item)]; }
    /// Position of a name, -1 when there is none.
    [[nodiscard]] int find(std::string_view name) const;
    /// Replaces the names (unique; the caller has checked) and drops every column and series.
    void set_names(std::vector<std::string> names);

    // Columns and series, in the order they were given.
    [[nodiscard]] const Column* column(std::string_view attribute) const;
    [[nodiscard]] const Series* series(std::string_view attribute) const;
    Column& make_column(std::string_view attribute, Kind kind,
                        int num_scenarios = 1);  // sized, filled with the default
    Series& make_series(std::string_view attribute);
    /// The column as it stands, to change its values; made with the default where it was not given. Kind as in the schema.
    Column& edit_column(std::string_view attribute, int num_scenarios = 1);
    Series& edit_series(std::string_view attribute);  // as it stands; made (empty) where it was not given
    void drop_column(std::string_view attribute);
    void drop_series(std::string_view attribute);
    [[nodiscard]] const std::vector<std::pair<std::string, Column>>& columns() const { return columns_; }
    [[nodiscard]] const std::vector<std::pair<std::string, Series>>& all_series() const { return series_; }

    // Static values with the schema's default where nothing was given. `item` is trusted, the attribute need not be known.
    [[nodiscard]] double number(std::string_view attribute, int item, int scenario = 0) const;
    [[nodiscard]] bool flag(std::string_view attribute, int item, int scenario = 0) const;
    [[nodiscard]] const std::string& text(std::string_view attribute, int item, int scenario = 0) const;

  private:
    const ComponentType* type_ = nullptr;
    std::vector<std::string> names_;
    std::unordered_map<std::string, int, TextHash, std::equal_to<>> positions_;
    std::vector<std::pair<std::string, Column>> columns_;
    std::vector<std::pair<std::string, Series>> series_;
};

/// Fast reads of one attribute for every (scenario, snapshot, component): the series where there is one, else the static
/// value, else the default (PyPSA's "as dense"). Holds pointers into the table, which must not change meanwhile.
class Values {
  public:
    Values(const Table& table, std::string_view attribute);
    [[nodiscard]] double operator()(int scenario, int snapshot, int item) const {
        const int at = position_.empty() ? -1 : position_[static_cast<std::size_t>(item)];
        if (at >= 0) {
            const int s = series_scenarios_ == 1 ? 0 : scenario;
            return series_[(static_cast<std::size_t>(snapshot) * static_cast<std::size_t>(series_scenarios_) +
                            static_cast<std::size_t>(s)) *
                               series_items_ +
                           static_cast<std::size_t>(at)];
        }
        return fixed(scenario, item);
    }
    [[nodiscard]] double fixed(int scenario, int item) const {
        if (static_ == nullptr) return default_;
        const int s = static_scenarios_ == 1 ? 0 : scenario;
        return static_[static_cast<std::size_t>(s) * static_cast<std::size_t>(size_) + static_cast<std::size_t>(item)];
    }
    [[nodiscard]] bool varies(int item) const {
        return !position_.empty() && position_[static_cast<std::size_t>(item)] >= 0;
    }
    [[nodiscard]] bool any_varies() const { return !position_.empty(); }

  private:
    int size_ = 0;
    const double* static_ = nullptr;
    int static_scenarios_ = 1;
    double default_ = 0.0;
    const double* series_ = nullptr;
    int series_scenarios_ = 1;
    std::size_t series_items_ = 0;
    std::vector<std::int32_t> position_;  // component -> item of the series, -1 = none; empty = no series at all
};

/// The time axis. A plain one has one label a snapshot; with investment periods each snapshot has a period and a timestep.
struct Snapshots {
    std::vector<std::string> labels;  // as text: "2030-01-01 17:00:00", "0", ...; the timestep where there are periods
    std::vector<int> periods;         // [num_snapshots] period (year) of each; empty without investment periods
    std::vector<double> objective;    // [num_snapshots] weightings, hours
    std::vector<double> stores;
    std::vector<double> generators;
    // How to write the labels back: 'i' integers, 'd' date-times (PyPSA's "%Y-%m-%d %H:%M:%S"), 's' text, 'f' floats.
    char label_kind = 's';
    std::vector<double> label_numbers;  // integers and floats, or date-times as seconds since 1970-01-01 (UTC)

    [[nodiscard]] int size() const { return static_cast<int>(labels.size()); }
    /// "(2030, 17)" with periods, else the label.
    [[nodiscard]] std::string name(int snapshot) const;
};

struct Investment {
    std::vector<int> periods;       // ascending
    std::vector<double> objective;  // [num_periods] weighting
    std::vector<double> years;      // [num_periods]
    [[nodiscard]] bool empty() const { return periods.empty(); }
};

struct Scenarios {
    std::vector<std::string> names;  // empty = a deterministic network
    std::vector<double> weights;
    [[nodiscard]] int count() const { return names.empty() ? 1 : static_cast<int>(names.size()); }
    [[nodiscard]] double weight(int scenario) const {
        return names.empty() ? 1.0 : weights[static_cast<std::size_t>(scenario)];
    }
};

/// Names of snapshots, or a component type, that we keep only to write them back.
struct Unknown {
    std::string list_name;  // "my_components"
    std::string text;       // CSV: the file, whole. netCDF: not kept, only named.
};

/// A PyPSA network. Plain data with checked shapes: every Column and Series fits its table and the snapshots.
struct Network {
    std::string name;
    std::string pypsa_version;
    Snapshots snapshots;
    Investment investment;
    Scenarios scenarios;
    double risk_omega = 0.0;  // CVaR risk preference (scenarios): weight and tail; has_risk tells if it is set
    double risk_alpha = 0.0;
    bool has_risk = false;
    std::vector<Table> tables;                      // one per component type of the schema, same order (may be empty)
    std::map<std::string, std::string> attributes;  // the other network-level values, as they were read (srid, ...)
    std::string meta_json;                          // "" = none
    std::string crs_json;
    std::vector<Unknown> unknown;

    Network();
    [[nodiscard]] const Table& table(std::string_view type) const;  // "Generator"; the type must be one of the schema's
    [[nodiscard]] Table& table(std::string_view type);
    [[nodiscard]] int num_snapshots() const { return snapshots.size(); }
};

}  // namespace proeftuin::network
