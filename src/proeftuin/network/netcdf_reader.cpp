// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <charconv>
#include <cmath>
#include <fmt/format.h>
#include <limits>
#include <map>
#include <set>

#include "proeftuin/base/text.hpp"
#include "proeftuin/io/calendar.hpp"
#include "proeftuin/network/reading.hpp"

// PyPSA's netCDF layout, as its versions 0.2x and 1.x write it with xarray:
//   generators_i(generators_i)                               names
//   generators_p_nom(generators_i | scenario, generators_i)  static attribute
//   generators_t_p_max_pu(snapshots, [scenario,] generators_t_p_max_pu_i), generators_t_p_max_pu_i: series and its items
//   snapshots(snapshots), snapshots_snapshot or snapshots_period and _timestep, snapshots_objective, _stores, _generators
//   investment_periods, investment_periods_objective, _years; scenario, scenario_weight
//   attributes network_name, network_pypsa_version, network_*, meta, crs (JSON)

namespace proeftuin::network {

namespace {

using io::NetcdfData;
using io::NetcdfKind;
using io::NetcdfVariable;

std::vector<std::string> texts_of(const NetcdfVariable& variable) {
    if (variable.kind == NetcdfKind::text) return variable.texts;
    std::vector<std::string> texts;
    texts.reserve(variable.numbers.size());
    for (const double value : variable.numbers) {
        texts.push_back(std::isnan(value) ? std::string() : number_text(value, variable.kind == NetcdfKind::integer));
    }
    return texts;
}

std::string attribute_text(const io::NetcdfAttribute& attribute) {
    if (const auto* text = std::get_if<std::string>(&attribute.value)) return *text;
    if (const auto* real = std::get_if<double>(&attribute.value)) return number_text(*real, false);
    return std::to_string(std::get<std::int64_t>(attribute.value));
}

class Reader {
  public:
    Reader(const NetcdfData& data, const std::string& file) : data_(data), file_(file) {
        for (const NetcdfVariable& variable : data.variables) by_name_.emplace(variable.name, &variable);
    }

    Expected<Loaded> read() {
        read_attributes();
        read_snapshots();
        read_investment();
        read_scenarios();
        complete_time(network_, file_, report_);
        read_names();
        for (const NetcdfVariable& variable : data_.variables) read_variable(variable);
        if (!unknown_.empty()) report_unknown();
        for (const std::string& skipped : data_.skipped) {
            report_.warning(Code::unsupported_feature, {.file = file_, .field = skipped},
                            "it is of a netCDF type that networks do not use; it was left out.");
        }
        read_risk_preference(network_, file_, report_);
        if (network_.table("Bus").size() == 0 && network_.table("Carrier").size() == 0 && data_.variables.size() < 2) {
            report_.error(Code::file_format, {.file = file_}, "a netCDF file, but without anything of a PyPSA network.",
                          "Export the network with PyPSA's export_to_netcdf.");
        }
        return finished(std::move(network_), report_, {file_});
    }

  private:
    const NetcdfVariable* variable(const std::string& name) const {
        const auto found = by_name_.find(name);
        return found == by_name_.end() ? nullptr : found->second;
    }

    const std::string& dimension(const NetcdfVariable& variable, std::size_t d) const {
        return data_.dimensions[static_cast<std::size_t>(variable.dimensions[d])].name;
    }

    void read_attributes() {
        for (const io::NetcdfAttribute& attribute : data_.attributes) {
            const std::string text = attribute_text(attribute);
            if (attribute.name == "meta") network_.meta_json = text;
            if (attribute.name == "crs") network_.crs_json = text;
            if (attribute.name.rfind("network_", 0) != 0) continue;
            const std::string name = attribute.name.substr(8);
            if (name == "name") {
                network_.name = text;
            } else if (name == "pypsa_version") {
                network_.pypsa_version = text;
            } else {
                network_.attributes[name] = text;
            }
        }
    }

    bool along(const NetcdfVariable* variable, const std::string& dimension_name) const {
        return variable != nullptr && variable->dimensions.size() == 1 && dimension(*variable, 0) == dimension_name;
    }

    std::vector<double> weights(const std::string& name) {
        const NetcdfVariable* found = variable(name);
        if (!along(found, "snapshots") || found->kind == NetcdfKind::text) return {};
        return found->numbers;
    }

    void read_labels(const NetcdfVariable& labels) {
        Snapshots& snapshots = network_.snapshots;
        const io::NetcdfAttribute* units = labels.attribute("units");
        const auto* text = units == nullptr ? nullptr : std::get_if<std::string>(&units->value);
        const auto time = text == nullptr ? std::nullopt : io::parse_time_units(*text);
        if (text != nullptr && !time && text->find(" since ") != std::string::npos) {
            report_.error(Code::file_format, {.file = file_, .field = labels.name},
                          "its unit " + proeftuin::quoted(*text) + " is no time unit that can be read.",
                          "Use \"hours since 2030-01-01 00:00:00\".");
        }
        if (labels.kind == NetcdfKind::text) {
            snapshots.label_kind = 's';
            snapshots.labels = labels.texts;
            return;
        }
        snapshots.label_kind = time ? 'd' : (labels.kind == NetcdfKind::integer ? 'i' : 'f');
        for (const double value : labels.numbers) {
            const double number = time ? value * time->step + time->origin : value;
            snapshots.label_numbers.push_back(number);
            snapshots.labels.push_back(time ? io::format_date_time(number)
                                            : number_text(number, labels.kind == NetcdfKind::integer));
        }
    }

    void read_snapshots() {
        Snapshots& snapshots = network_.snapshots;
        const NetcdfVariable* period = variable("snapshots_period");
        const NetcdfVariable* labels = variable(period == nullptr ? "snapshots_snapshot" : "snapshots_timestep");
        if (labels == nullptr) labels = variable("snapshots");
        if (labels == nullptr) {
            snapshots.labels = {"now"};
            return;
        }
        if (!along(labels, "snapshots") || (period != nullptr && !along(period, "snapshots"))) {
            report_.error(Code::shape_mismatch, {.file = file_, .field = labels->name},
                          "its dimension must be snapshots.", "Export the network again.");
            return;
        }
        read_labels(*labels);
        if (period != nullptr && period->kind == NetcdfKind::text) {
            report_.error(Code::text_for_number, {.file = file_, .field = period->name},
                          "investment periods must be years.", "Use whole numbers such as 2030.");
        } else if (period != nullptr) {
            snapshots.periods = whole_numbers(*period);
        }
        snapshots.objective = weights("snapshots_objective");
        snapshots.stores = weights("snapshots_stores");
        snapshots.generators = weights("snapshots_generators");
        const std::vector<double> old = weights("snapshots_weightings");
        if (old.empty() || !snapshots.objective.empty()) return;
        snapshots.objective = snapshots.stores = snapshots.generators = old;
    }

    std::vector<int> whole_numbers(const NetcdfVariable& variable) {
        std::vector<int> numbers;
        for (const double value : variable.numbers) {
            const bool whole = std::fabs(value) < 1e9 && value == std::floor(value);
            numbers.push_back(whole ? static_cast<int>(value) : 0);
            if (whole) continue;
            report_.error(Code::out_of_range, {.file = file_, .field = variable.name},
                          "an investment period must be a whole number, not " + number_text(value, false) + '.',
                          "Use years such as 2030.");
        }
        return numbers;
    }

    void read_investment() {
        const NetcdfVariable* periods = variable("investment_periods");
        if (!along(periods, "investment_periods") || periods->kind == NetcdfKind::text) return;
        network_.investment.periods = whole_numbers(*periods);
        const std::size_t count = network_.investment.periods.size();
        const auto numbers = [&](const std::string& name) {
            const NetcdfVariable* found = variable(name);
            const bool fits = along(found, "investment_periods") && found->numbers.size() == count;
            return fits ? found->numbers : std::vector<double>(count, 1.0);
        };
        network_.investment.objective = numbers("investment_periods_objective");
        network_.investment.years = numbers("investment_periods_years");
    }

    void read_scenarios() {
        const NetcdfVariable* names = variable("scenario");
        if (!along(names, "scenario")) return;
        network_.scenarios.names = texts_of(*names);
        const std::size_t count = network_.scenarios.names.size();
        const NetcdfVariable* given = variable("scenario_weight");
        const bool fits = along(given, "scenario") && given->numbers.size() == count;
        network_.scenarios.weights =
            fits ? given->numbers : std::vector<double>(count, 1.0 / static_cast<double>(count));
    }

    void read_names() {
        for (Table& table : network_.tables) {
            const ComponentType& type = table.type();
            const NetcdfVariable* index = variable(type.list_name + "_i");
            if (index == nullptr) continue;
            if (!along(index, type.list_name + "_i")) {
                report_.error(Code::shape_mismatch, {.file = file_, .component = type.name, .field = index->name},
                              "the names must lie along their own dimension.", "Export the network again.");
                continue;
            }
            std::vector<std::string> names = texts_of(*index);
            std::set<std::string_view> seen;
            for (const std::string& name : names) {
                // PyPSA-Eur has a carrier without a name, for components without a carrier.
                if (name.empty() && type.name != "Carrier") {
                    report_.error(Code::empty_name, {.file = file_, .component = type.name}, "a component has no name.",
                                  "Give every component a name.");
                } else if (!seen.insert(name).second) {
                    report_.error(Code::duplicate_name, {.file = file_, .component = type.name, .name = name},
                                  "the name is there twice.", "Give every component its own name.");
                }
            }
            table.set_names(std::move(names));
        }
    }

    void read_variable(const NetcdfVariable& variable) {
        for (Table& table : network_.tables) {
            const std::string prefix = table.type().list_name + '_';
            if (variable.name.rfind(prefix, 0) != 0) continue;
            const std::string attribute = variable.name.substr(prefix.size());
            if (attribute == "i") return;
            const bool series = attribute.rfind("t_", 0) == 0 && !along(&variable, prefix + 'i');
            if (!series) return read_column(table, attribute, variable);
            if (along(&variable, variable.name)) return;  // the items of a series
            return read_series(table, attribute.substr(2), variable);
        }
        static const std::set<std::string> known{"scenario", "scenario_weight", "investment_periods",
                                                 "investment_periods_objective", "investment_periods_years"};
        const bool of_snapshots = variable.name.rfind("snapshots", 0) == 0;
        if (!of_snapshots && known.count(variable.name) == 0) unknown_.push_back(variable.name);
    }

    void report_unknown() {
        for (const std::string& name : unknown_) network_.unknown.push_back(Unknown{.list_name = name, .text = {}});
        const bool many = unknown_.size() > 10;
        std::vector<std::string> named(unknown_.begin(),
                                       unknown_.begin() + static_cast<std::ptrdiff_t>(many ? 10 : unknown_.size()));
        report_.warning(Code::unknown_component, {.file = file_},
                        "variables that belong to no known component type were left out: " + join(named, ", ") +
                            (many ? ", ..." : "."));
    }

    Place place(const Table& table, const std::string& attribute) const {
        return {.file = file_, .component = table.type().name, .field = attribute};
    }

    /// Values in the order (scenario, component), whatever the order of the variable's dimensions.
    template <typename T>
    std::vector<T> ordered(const std::vector<T>& values, const NetcdfVariable& variable, std::size_t width) const {
        if (variable.dimensions.size() == 1 || dimension(variable, 0) == "scenario") return values;
        const std::size_t scenarios = width == 0 ? 0 : values.size() / width;
        std::vector<T> result(values.size());
        for (std::size_t i = 0; i < width; ++i) {
            for (std::size_t s = 0; s < scenarios; ++s) result[s * width + i] = values[i * scenarios + s];
        }
        return result;
    }

    void read_column(Table& table, const std::string& attribute, const NetcdfVariable& variable) {
        const std::string index = table.type().list_name + "_i";
        bool fits = along(&variable, index);
        if (variable.dimensions.size() == 2) {
            const bool first = dimension(variable, 0) == "scenario" && dimension(variable, 1) == index;
            const bool last = dimension(variable, 1) == "scenario" && dimension(variable, 0) == index;
            fits = first || last;
        }
        if (!fits) {
            report_.error(Code::shape_mismatch, place(table, attribute),
                          "its dimensions must be (" + index + ") or (scenario, " + index + ").",
                          "Export the network again.");
            return;
        }
        const auto width = static_cast<std::size_t>(table.size());
        const std::size_t count = variable.kind == NetcdfKind::text ? variable.texts.size() : variable.numbers.size();
        const int scenarios = width == 0 ? 1 : static_cast<int>(count / width);
        if (scenarios != 1 && scenarios != network_.scenarios.count()) {
            report_.error(Code::shape_mismatch, place(table, attribute),
                          "it has another number of scenarios than the network.", "Export the network again.");
            return;
        }
        fill_column(table, attribute, variable, scenarios);
    }

    void fill_column(Table& table, const std::string& attribute, const NetcdfVariable& variable, int scenarios) {
        const auto width = static_cast<std::size_t>(table.size());
        const Attribute* known = table.type().find(attribute);
        Kind kind = known != nullptr ? known->kind : Kind::number;
        if (known == nullptr && variable.kind == NetcdfKind::text) kind = Kind::text;
        if (known == nullptr && variable.boolean) kind = Kind::boolean;
        Column& column = table.make_column(attribute, kind, scenarios);
        if (kind == Kind::text) {
            column.texts = ordered(texts_of(variable), variable, width);
        } else if (variable.kind == NetcdfKind::text) {
            fill_from_texts(table, attribute, column, ordered(variable.texts, variable, width));
        } else {
            fill_numbers(column, known, ordered(variable.numbers, variable, width));
            const bool whole = variable.kind == NetcdfKind::integer && kind == Kind::number && !variable.boolean;
            column.integer = column.integer || whole;
        }
        merge_scenarios(column, table.size(), scenarios);
    }

    static void fill_numbers(Column& column, const Attribute* known, std::vector<double> values) {
        if (column.kind == Kind::boolean) {
            const double fallback = known != nullptr && known->default_flag ? 1.0 : 0.0;
            for (double& value : values) value = std::isnan(value) ? fallback : (value != 0.0 ? 1.0 : 0.0);
        }
        column.numbers = std::move(values);
    }

    void fill_from_texts(const Table& table, const std::string& attribute, Column& column,
                         const std::vector<std::string>& texts) {
        for (std::size_t i = 0; i < texts.size(); ++i) {
            if (trimmed(texts[i]).empty()) continue;  // keeps the default
            std::optional<double> value;
            if (column.kind == Kind::boolean) {
                if (const auto flag = parse_boolean(texts[i])) value = *flag ? 1.0 : 0.0;
            } else {
                value = parse_number(texts[i]);
            }
            if (value) {
                column.numbers[i] = *value;
                continue;
            }
            Place where = place(table, attribute);
            where.name = table.names()[i % table.names().size()];
            report_.error(Code::text_for_number, where,
                          proeftuin::quoted(texts[i]) +
                              (column.kind == Kind::boolean ? " is neither True nor False." : " is not a number."),
                          "Give a value or leave it empty for the default.");
        }
    }

    void read_series(Table& table, const std::string& attribute, const NetcdfVariable& variable) {
        int snapshots_at = -1;
        int scenario_at = -1;
        int items_at = -1;
        for (std::size_t d = 0; d < variable.dimensions.size(); ++d) {
            const std::string& name = dimension(variable, d);
            int& at = name == "snapshots" ? snapshots_at : (name == "scenario" ? scenario_at : items_at);
            at = at < 0 ? static_cast<int>(d) : 1000;
        }
        const bool sized = snapshots_at >= 0 && items_at >= 0 && std::max({snapshots_at, scenario_at, items_at}) < 3;
        const std::size_t count = sized ? extent(variable, snapshots_at) : 0;
        if (!sized || count != static_cast<std::size_t>(network_.num_snapshots()) ||
            variable.kind == NetcdfKind::text) {
            report_.error(variable.kind == NetcdfKind::text ? Code::text_for_number : Code::shape_mismatch,
                          place(table, attribute),
                          "a series must hold numbers along (snapshots, [scenario,] components).",
                          "Export the network again.");
            return;
        }
        const std::vector<std::int32_t> items = series_items(table, attribute, variable, items_at);
        if (items.empty()) return;
        const std::size_t scenarios = scenario_at < 0 ? 1 : extent(variable, scenario_at);
        if (scenarios != 1 && scenarios != static_cast<std::size_t>(network_.scenarios.count())) {
            report_.error(Code::shape_mismatch, place(table, attribute),
                          "it has another number of scenarios than the network.", "Export the network again.");
            return;
        }
        Series& series = table.make_series(attribute);
        series.num_scenarios = static_cast<int>(scenarios);
        series.boolean = variable.boolean;
        series.integer = variable.kind == NetcdfKind::integer && !variable.boolean;
        copy_series(series, variable, items, {snapshots_at, scenario_at, items_at});
        merge_scenarios(series, network_.num_snapshots());
        if (table.type().find(attribute) == nullptr) {
            report_.warning(Code::unknown_attribute, place(table, attribute),
                            "a series PyPSA does not know; it is kept, not used.");
        }
    }

    std::size_t extent(const NetcdfVariable& variable, int d) const {
        return data_.dimensions[static_cast<std::size_t>(variable.dimensions[static_cast<std::size_t>(d)])].size;
    }

    std::size_t stride(const NetcdfVariable& variable, int d) const {
        std::size_t stride = 1;
        for (int later = d + 1; later < static_cast<int>(variable.dimensions.size()); ++later)
            stride *= extent(variable, later);
        return stride;
    }

    /// Position of every item of the series in its table; -1 for names that are not there, which are reported.
    std::vector<std::int32_t> series_items(const Table& table, const std::string& attribute,
                                           const NetcdfVariable& series, int items_at) {
        const std::string& name = dimension(series, static_cast<std::size_t>(items_at));
        const NetcdfVariable* index = variable(name);
        const std::vector<std::string> names =
            index != nullptr && along(index, name) ? texts_of(*index) : std::vector<std::string>();
        if (names.size() != extent(series, items_at)) {
            report_.error(Code::shape_mismatch, place(table, attribute), "the names of its components are missing.",
                          "Export the network again.");
            return {};
        }
        std::vector<std::int32_t> items;
        std::set<int> seen;
        for (const std::string& item : names) {
            items.push_back(table.find(item));
            Place where = place(table, attribute);
            where.name = item;
            if (items.back() < 0) {
                report_.warning(Code::unknown_reference, where,
                                "a series for a component that does not exist; it was left out.",
                                "Rename or remove it." + did_you_mean(item, table.names()));
            } else if (!seen.insert(items.back()).second) {
                report_.error(Code::duplicate_name, where, "the series is there twice for this component.",
                              "Keep one of them.");
            }
        }
        return items;
    }

    struct Axes {
        int snapshots, scenario, items;
    };

    void copy_series(Series& series, const NetcdfVariable& variable, const std::vector<std::int32_t>& items,
                     const Axes& axes) const {
        std::vector<std::size_t> from;
        for (std::size_t i = 0; i < items.size(); ++i) {
            if (items[i] < 0) continue;
            series.items.push_back(items[i]);
            from.push_back(i * stride(variable, axes.items));
        }
        const std::size_t snapshots = extent(variable, axes.snapshots);
        const auto scenarios = static_cast<std::size_t>(series.num_scenarios);
        if (from.size() == items.size() && axes.snapshots == 0 &&
            axes.items == static_cast<int>(variable.dimensions.size()) - 1) {
            series.values = variable.numbers;
            return;
        }
        series.values.reserve(snapshots * scenarios * from.size());
        for (std::size_t t = 0; t < snapshots; ++t) {
            for (std::size_t s = 0; s < scenarios; ++s) {
                const std::size_t base = t * stride(variable, axes.snapshots) +
                                         (axes.scenario < 0 ? 0 : s * stride(variable, axes.scenario));
                for (const std::size_t offset : from) series.values.push_back(variable.numbers[base + offset]);
            }
        }
    }

    const NetcdfData& data_;
    const std::string& file_;
    std::map<std::string, const NetcdfVariable*> by_name_;
    Network network_;
    Report report_;
    std::vector<std::string> unknown_;
};

}  // namespace

Expected<Loaded> read_netcdf_network(const io::NetcdfData& data, const std::string& file) {
    return Reader(data, file).read();
}

}  // namespace proeftuin::network
