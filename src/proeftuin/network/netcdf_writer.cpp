// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <cmath>
#include <deque>
#include <fmt/format.h>
#include <numeric>

#include "proeftuin/io/calendar.hpp"
#include "proeftuin/network/reading.hpp"

// PyPSA's netCDF layout (see netcdf_reader.cpp) as PyPSA 1.x writes it with xarray: the same names, dimensions, types
// and attributes, so that pypsa.Network and xarray.open_dataset read it like one of their own.

namespace proeftuin::network {

namespace {

using io::NetcdfAttribute;
using io::NetcdfOutput;
using io::NetcdfType;

bool all_whole(std::span<const double> values) {
    return std::all_of(values.begin(), values.end(),
                       [](double v) { return v == std::floor(v) && std::fabs(v) < 9.2e18; });
}

/// "4326" is an integer, "40500.0" a number, everything else text; as read from either format.
NetcdfAttribute typed_attribute(const std::string& name, const std::string& text) {
    std::int64_t whole = 0;
    const char* end = text.data() + text.size();
    if (const auto parsed = std::from_chars(text.data(), end, whole); parsed.ec == std::errc() && parsed.ptr == end) {
        return {name, whole};
    }
    double real = 0.0;
    if (const auto parsed = std::from_chars(text.data(), end, real); parsed.ec == std::errc() && parsed.ptr == end) {
        return {name, real};
    }
    return {name, text};
}

class Layout {
  public:
    explicit Layout(const Network& network)
        : network_(network), scenarios_(static_cast<std::size_t>(network.scenarios.count())) {}

    NetcdfOutput build() {
        add_attributes();
        add_snapshots();
        add_investment();
        if (!network_.scenarios.names.empty()) {
            scenario_ = dimension("scenario", network_.scenarios.names.size());
            texts("scenario", {scenario_}, network_.scenarios.names);
            reals("scenario_weight", {scenario_}, network_.scenarios.weights);
        }
        for (const Table& table : network_.tables) {
            if (table.size() > 0) add_table(table);
        }
        return std::move(output_);
    }

  private:
    int dimension(const std::string& name, std::size_t size) {
        output_.dimensions.push_back({name, size});
        return static_cast<int>(output_.dimensions.size()) - 1;
    }

    NetcdfOutput::Variable& variable(const std::string& name, NetcdfType type, std::vector<int> dimensions) {
        return output_.variables.emplace_back(
            NetcdfOutput::Variable{.name = name, .type = type, .dimensions = std::move(dimensions)});
    }

    void texts(const std::string& name, std::vector<int> dimensions, std::span<const std::string> values) {
        variable(name, NetcdfType::text, std::move(dimensions)).texts = values;
    }

    void reals(const std::string& name, std::vector<int> dimensions, std::span<const double> values) {
        NetcdfOutput::Variable& made = variable(name, NetcdfType::real64, std::move(dimensions));
        made.numbers = values;
        made.nan_fill = true;
    }

    void integers(const std::string& name, std::vector<int> dimensions, std::span<const double> values,
                  bool compressed = true) {
        NetcdfOutput::Variable& made = variable(name, NetcdfType::int64, std::move(dimensions));
        made.numbers = values;
        made.compressed = compressed;
    }

    void numbers(const std::string& name, std::vector<int> dimensions, std::span<const double> values, bool boolean,
                 bool integer) {
        if (boolean) {
            NetcdfOutput::Variable& made = variable(name, NetcdfType::int8, std::move(dimensions));
            made.numbers = values;
            made.attributes.push_back({"dtype", std::string("bool")});
        } else if (integer && all_whole(values)) {
            integers(name, std::move(dimensions), values);
        } else {
            reals(name, std::move(dimensions), values);
        }
    }

    std::span<const double> keep(std::vector<double> values) { return kept_.emplace_back(std::move(values)); }

    std::span<const double> counted_up(std::size_t count) {
        std::vector<double> values(count);
        std::iota(values.begin(), values.end(), 0.0);
        return keep(std::move(values));
    }

    void add_attributes() {
        for (const auto& [name, text] : network_.attributes)
            output_.attributes.push_back(typed_attribute("network_" + name, text));
        output_.attributes.push_back({"network_name", network_.name});
        if (!network_.pypsa_version.empty())
            output_.attributes.push_back({"network_pypsa_version", network_.pypsa_version});
        output_.attributes.push_back({"crs", network_.crs_json.empty() ? std::string("{}") : network_.crs_json});
        const std::string meta = meta_with_risk_preference(network_);
        output_.attributes.push_back({"meta", meta.empty() ? std::string("{}") : meta});
    }

    void add_snapshots() {
        const Snapshots& snapshots = network_.snapshots;
        const auto count = static_cast<std::size_t>(snapshots.size());
        snapshots_ = dimension("snapshots", count);
        integers("snapshots", {snapshots_}, counted_up(count), false);
        if (!snapshots.periods.empty()) {
            integers("snapshots_period", {snapshots_}, keep({snapshots.periods.begin(), snapshots.periods.end()}));
        }
        add_labels(snapshots.periods.empty() ? "snapshots_snapshot" : "snapshots_timestep");
        reals("snapshots_objective", {snapshots_}, snapshots.objective);
        reals("snapshots_stores", {snapshots_}, snapshots.stores);
        reals("snapshots_generators", {snapshots_}, snapshots.generators);
    }

    void add_labels(const std::string& name) {
        const Snapshots& snapshots = network_.snapshots;
        const bool numbered = snapshots.label_numbers.size() == snapshots.labels.size();
        if (snapshots.label_kind == 'd' && numbered) {
            add_dates(name);
        } else if (snapshots.label_kind == 'i' && numbered) {
            integers(name, {snapshots_}, snapshots.label_numbers);
        } else if (snapshots.label_kind == 'f' && numbered) {
            reals(name, {snapshots_}, snapshots.label_numbers);
        } else {
            texts(name, {snapshots_}, snapshots.labels);
        }
    }

    /// The largest unit that leaves whole numbers, counted from the first date, as xarray chooses it.
    void add_dates(const std::string& name) {
        const std::vector<double>& seconds = network_.snapshots.label_numbers;
        const double origin = seconds.empty() ? 0.0 : std::floor(seconds.front());
        constexpr std::pair<const char*, double> units[] = {
            {"days", 86400.0}, {"hours", 3600.0}, {"minutes", 60.0}, {"seconds", 1.0}, {"microseconds", 1e-6}};
        for (const auto& [unit, step] : units) {
            std::vector<double> values;
            for (const double second : seconds)
                values.push_back(step < 1.0 ? std::round((second - origin) / step) : (second - origin) / step);
            if (!all_whole(values)) continue;
            integers(name, {snapshots_}, keep(std::move(values)));
            output_.variables.back().attributes = {{"units", unit + (" since " + io::format_date_time(origin))},
                                                   {"calendar", std::string("proleptic_gregorian")}};
            return;
        }
    }

    void add_investment() {
        const Investment& investment = network_.investment;
        if (investment.empty()) return;
        const int periods = dimension("investment_periods", investment.periods.size());
        integers("investment_periods", {periods}, keep({investment.periods.begin(), investment.periods.end()}), false);
        reals("investment_periods_objective", {periods}, investment.objective);
        reals("investment_periods_years", {periods}, investment.years);
    }

    void add_table(const Table& table) {
        const std::string& list = table.type().list_name;
        const auto width = static_cast<std::size_t>(table.size());
        const int index = dimension(list + "_i", width);
        texts(list + "_i", {index}, table.names());
        std::vector<int> along{index};
        if (scenario_ >= 0) along.insert(along.begin(), scenario_);
        for (const auto& [attribute, column] : table.columns()) {
            const std::string name = list + '_' + attribute;
            if (column.kind == Kind::text) {
                texts(name, along, spread(column.texts, width));
            } else {
                numbers(name, along, spread(column.numbers, width), column.kind == Kind::boolean, column.integer);
            }
        }
        for (const auto& [attribute, series] : table.all_series()) add_series(table, list + "_t_" + attribute, series);
    }

    /// One row for every scenario, also where all agree.
    std::span<const double> spread(const std::vector<double>& values, std::size_t width) {
        return values.size() == width * scenarios_ ? std::span<const double>(values) : keep(repeated(values));
    }

    std::span<const std::string> spread(const std::vector<std::string>& values, std::size_t width) {
        if (values.size() == width * scenarios_) return values;
        return kept_texts_.emplace_back(repeated(values));
    }

    template <typename T>
    std::vector<T> repeated(const std::vector<T>& values) const {
        std::vector<T> result;
        result.reserve(values.size() * scenarios_);
        for (std::size_t s = 0; s < scenarios_; ++s) result.insert(result.end(), values.begin(), values.end());
        return result;
    }

    void add_series(const Table& table, const std::string& name, const Series& series) {
        if (series.items.empty()) return;
        const int items = dimension(name + "_i", series.items.size());
        std::vector<std::string>& names = kept_texts_.emplace_back();
        for (const std::int32_t item : series.items) names.push_back(table.name(item));
        texts(name + "_i", {items}, names);
        if (scenario_ < 0) return numbers(name, {snapshots_, items}, series.values, series.boolean, series.integer);
        std::span<const double> values = series.values;
        if (static_cast<std::size_t>(series.num_scenarios) != scenarios_) {
            const std::size_t width = series.items.size();
            std::vector<double> wide;
            wide.reserve(series.values.size() * scenarios_);
            for (std::size_t begin = 0; begin < series.values.size(); begin += width) {
                const auto row = series.values.begin() + static_cast<std::ptrdiff_t>(begin);
                for (std::size_t s = 0; s < scenarios_; ++s)
                    wide.insert(wide.end(), row, row + static_cast<std::ptrdiff_t>(width));
            }
            values = keep(std::move(wide));
        }
        numbers(name, {snapshots_, scenario_, items}, values, series.boolean, series.integer);
    }

    const Network& network_;
    std::size_t scenarios_;
    int snapshots_ = -1;
    int scenario_ = -1;
    NetcdfOutput output_;

  public:
    // What the output points to and the network does not hold itself.
    std::deque<std::vector<double>> kept_;
    std::deque<std::vector<std::string>> kept_texts_;
};

}  // namespace

void write_netcdf(const Network& network, const std::filesystem::path& file) {
    Layout layout(network);
    io::write_netcdf(layout.build(), file);
}

}  // namespace proeftuin::network
