// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <set>

#include "proeftuin/base/text.hpp"
#include "proeftuin/network/reading.hpp"
#include "proeftuin/network/standard_types_data.hpp"

// What keeps a network from being optimised, or hides a mistake. PyPSA's consistency_check is the model: what makes it
// raise is an error here, what it warns about is a warning, and everything is found at once.

namespace proeftuin::network {

namespace {

class Checker {
  public:
    explicit Checker(const Network& network) : network_(network), scenarios_(network.scenarios.count()) {}

    Issues run() {
        if (network_.table("Bus").size() == 0) {
            report_.error(Code::folder_empty, {.component = "Bus"}, "the network has no buses.",
                          "Add buses and what is connected to them.");
        }
        check_time();
        check_scenarios();
        for (const Table& table : network_.tables) {
            if (table.size() > 0) check_table(table);
        }
        return report_.take();
    }

  private:
    static Place place(const Table& table, int item, std::string field) {
        return {.component = table.type().name, .name = table.name(item), .field = std::move(field)};
    }

    void check_time() {
        const Snapshots& snapshots = network_.snapshots;
        check_weights(snapshots.objective, "objective");
        check_weights(snapshots.stores, "stores");
        check_weights(snapshots.generators, "generators");
        const Investment& investment = network_.investment;
        for (std::size_t i = 0; i < investment.periods.size(); ++i) {
            const std::string name = std::to_string(investment.periods[i]);
            if (i > 0 && investment.periods[i] <= investment.periods[i - 1]) {
                report_.error(Code::out_of_range, {.component = "Investment period", .name = name},
                              "investment periods must ascend.", "Sort them.");
            }
            if (!(investment.objective[i] >= 0.0) || !(investment.years[i] >= 0.0)) {
                report_.error(Code::out_of_range, {.component = "Investment period", .name = name},
                              "its weightings must be numbers of at least 0.",
                              "Give the years until the next period and the discount factor.");
            }
        }
    }

    void check_weights(const std::vector<double>& weights, const char* field) {
        const auto wrong =
            std::find_if(weights.begin(), weights.end(), [](double w) { return !(w >= 0.0) || std::isinf(w); });
        if (wrong == weights.end()) return;
        const int snapshot = static_cast<int>(wrong - weights.begin());
        report_.error(std::isnan(*wrong) ? Code::not_a_number : Code::out_of_range,
                      {.component = "Snapshot", .name = network_.snapshots.name(snapshot), .field = field},
                      "a weighting must be a number of hours of at least 0, not " + number_text(*wrong, false) + '.',
                      "Give the hours it stands for.");
    }

    void check_scenarios() {
        const Scenarios& scenarios = network_.scenarios;
        double sum = 0.0;
        for (std::size_t s = 0; s < scenarios.names.size(); ++s) {
            sum += scenarios.weights[s];
            if (scenarios.weights[s] >= 0.0 && std::isfinite(scenarios.weights[s])) continue;
            report_.error(Code::out_of_range, {.component = "Scenario", .name = scenarios.names[s], .field = "weight"},
                          "a probability must be a number of at least 0.", "Give the probability of the scenario.");
        }
        if (!scenarios.names.empty() && std::fabs(sum - 1.0) > 1e-6) {
            report_.error(Code::out_of_range, {.component = "Scenario", .field = "weight"},
                          fmt::format("the probabilities add up to {}, not to 1.", sum), "Divide them by their sum.");
        }
        if (!network_.has_risk) return;
        const bool omega = network_.risk_omega >= 0.0 && network_.risk_omega <= 1.0;
        const bool alpha = network_.risk_alpha > 0.0 && network_.risk_alpha < 1.0;
        if (!omega || !alpha) {
            report_.error(Code::out_of_range, {.component = "Network", .field = "risk_preference"},
                          "omega must lie in [0, 1] and alpha in (0, 1).",
                          "Give omega, the weight of the risk, and alpha, the tail.");
        }
    }

    void check_table(const Table& table) {
        for (const auto& [attribute, column] : table.columns()) {
            const Attribute* known = table.type().find(attribute);
            if (known == nullptr) continue;
            if (!known->refers_to.empty() && !known->output) check_references(table, attribute, *known);
            if (needs_number(table.type(), *known)) check_numbers(table, attribute, column);
        }
        for (const char* bus : {"bus", "bus0", "bus1"}) {
            if (table.type().find(bus) == nullptr || table.column(bus) != nullptr ||
                table.type().name == "GlobalConstraint")
                continue;
            report_.error(Code::missing_column, {.component = table.type().name, .field = bus}, "no bus is given.",
                          "Give every component its bus.");
        }
        for (const auto& [attribute, series] : table.all_series()) check_series(table, attribute, series);
        check_capacities(table);
        check_bands(table);
        check_ranges(table);
        check_loops(table);
        check_investment_costs(table);
        if (table.type().name == "GlobalConstraint") check_senses(table);
    }

    void check_references(const Table& table, const std::string& attribute, const Attribute& known) {
        if (known.refers_to == "carriers") return check_carriers(table, attribute);
        const bool buses = known.refers_to == "buses";
        const bool may_be_empty = !buses || table.type().name == "GlobalConstraint" ||
                                  (attribute != "bus" && attribute != "bus0" && attribute != "bus1");
        const StandardTypes* standard = known.refers_to == "line_types"          ? &standard_line_types()
                                        : known.refers_to == "transformer_types" ? &standard_transformer_types()
                                                                                 : nullptr;
        const ComponentType* target_type = find_type_by_list(known.refers_to);
        if (target_type == nullptr) return;
        const Table& target = network_.table(target_type->name);
        const int rows = static_cast<int>(table.column(attribute)->texts.size()) / table.size();
        for (int s = 0; s < rows; ++s) {
            for (int item = 0; item < table.size(); ++item) {
                const std::string& name = table.text(attribute, item, s);
                if (target.find(name) >= 0 || (name.empty() && may_be_empty)) continue;
                if (standard != nullptr && has_standard_type(*standard, name)) continue;
                report_reference(table, item, attribute, name, *target_type);
            }
        }
    }

    void report_reference(const Table& table, int item, const std::string& attribute, const std::string& name,
                          const ComponentType& target) {
        constexpr int most_suggestions = 25;  // each looks at every name of the target
        const std::string near =
            suggestions_++ < most_suggestions ? did_you_mean(name, network_.table(target.name).names()) : std::string();
        const std::string message = name.empty() ? "it names no " + target.name + '.'
                                                 : "there is no " + target.name + ' ' + proeftuin::quoted(name) + '.';
        report_.error(Code::unknown_reference, place(table, item, attribute), message,
                      "Use a name out of " + target.list_name + ", or add it there." + near);
    }

    /// PyPSA solves networks whose carriers are not listed; only limits on carriers need them.
    void check_carriers(const Table& table, const std::string& attribute) {
        const Table& carriers = network_.table("Carrier");
        std::set<std::string> missing;
        for (const std::string& name : table.column(attribute)->texts) {
            if (!name.empty() && carriers.find(name) < 0) missing.insert(name);
        }
        if (missing.empty()) return;
        std::vector<std::string> names(missing.begin(), missing.end());
        const bool many = names.size() > 8;
        if (many) names.resize(8);
        report_.warning(Code::unknown_reference, {.component = table.type().name, .field = attribute},
                        "carriers that are not listed: " + join(names, ", ") + (many ? ", ..." : "") + '.',
                        "Add them to carriers.");
    }

    void check_numbers(const Table& table, const std::string& attribute, const Column& column) {
        if (column.kind == Kind::text) return;
        const bool cost = attribute.find("_cost") != std::string::npos;
        for (std::size_t at = 0; at < column.numbers.size(); ++at) {
            const double value = column.numbers[at];
            const int item = static_cast<int>(at % static_cast<std::size_t>(table.size()));
            if (std::isnan(value)) {
                report_.error(Code::not_a_number, place(table, item, attribute), attribute + " is not a number (NaN).",
                              "Give a number.");
            } else if (cost && std::isinf(value)) {
                report_.error(Code::out_of_range, place(table, item, attribute), "a cost must be finite.",
                              "Forbid what is too dear by a capacity of 0.");
            }
        }
    }

    void check_series(const Table& table, const std::string& attribute, const Series& series) {
        const std::size_t width = series.items.size() * static_cast<std::size_t>(series.num_scenarios);
        if (width == 0 || series.values.size() != width * static_cast<std::size_t>(network_.num_snapshots())) {
            report_.error(Code::snapshot_mismatch, {.component = table.type().name, .field = attribute},
                          "the series does not fit the snapshots.", "Give one value for every snapshot.");
            return;
        }
        const Attribute* known = table.type().find(attribute);
        if (known == nullptr || !known->may_vary || !needs_number(table.type(), *known)) return;
        std::vector<bool> seen(series.items.size(), false);
        for (std::size_t at = 0; at < series.values.size(); ++at) {
            const std::size_t column = at % series.items.size();
            if (!std::isnan(series.values[at]) || seen[column]) continue;
            seen[column] = true;
            report_.error(Code::not_a_number, place(table, series.items[column], attribute),
                          "the series has no number at snapshot " +
                              proeftuin::quoted(network_.snapshots.name(static_cast<int>(at / width))) + '.',
                          "Give a number for every snapshot.");
        }
    }

    void check_capacities(const Table& table) {
        const std::string& nominal = table.type().nominal;
        if (nominal.empty()) return;
        for (int item = 0; item < table.size(); ++item) {
            const bool extendable = table.flag(nominal + "_extendable", item);
            for (int s = 0; s < scenarios_; ++s) {
                const double least = table.number(nominal + "_min", item, s);
                const double most = table.number(nominal + "_max", item, s);
                if (least > most) {
                    const Issue issue{.code = Code::bounds_crossed,
                                      .where = place(table, item, nominal + "_min"),
                                      .message = fmt::format("{0}_min {1} is above {0}_max {2}.", nominal, least, most),
                                      .remedy = "Lower the one or raise the other.",
                                      .severity = extendable ? Severity::error : Severity::warning};
                    report_.add(issue);
                }
                if (extendable && most < 0.0) {
                    report_.error(Code::out_of_range, place(table, item, nominal + "_max"),
                                  "the most that may be built is negative.", "Give at least 0.");
                }
                if (!extendable && table.number(nominal, item, s) < 0.0) {
                    report_.error(Code::out_of_range, place(table, item, nominal), "the capacity is negative.",
                                  "Give at least 0.");
                }
            }
        }
    }

    /// p_min_pu above p_max_pu and the like, at any snapshot.
    void check_bands(const Table& table) {
        for (const auto& [least, most] :
             {std::pair<const char*, const char*>{"p_min_pu", "p_max_pu"}, {"e_min_pu", "e_max_pu"}}) {
            if (table.type().find(least) == nullptr || table.type().find(most) == nullptr) continue;
            const Values low(table, least);
            const Values high(table, most);
            for (int item = 0; item < table.size(); ++item) check_band(table, item, low, high, least, most);
        }
    }

    void check_band(const Table& table, int item, const Values& low, const Values& high, const char* least,
                    const char* most) {
        const int snapshots =
            low.varies(item) || high.varies(item) ? network_.num_snapshots() : std::min(1, network_.num_snapshots());
        for (int s = 0; s < scenarios_; ++s) {
            for (int t = 0; t < snapshots; ++t) {
                if (!(low(s, t, item) > high(s, t, item) + 1e-9)) continue;
                const bool may_be_off = table.flag("committable", item, s) || !table.flag("active", item, s);
                const std::string when =
                    snapshots > 1 ? " at snapshot " + proeftuin::quoted(network_.snapshots.name(t)) : std::string();
                report_.add(Issue{.code = Code::bounds_crossed,
                                  .where = place(table, item, least),
                                  .message = fmt::format("{} {} is above {} {}{}.", least, low(s, t, item), most,
                                                         high(s, t, item), when),
                                  .remedy = "Lower the one or raise the other.",
                                  .severity = may_be_off ? Severity::warning : Severity::error});
                return;
            }
        }
    }

    struct Range {
        const char* attribute;
        double least;
        double most;
        Severity severity;
    };

    void check_ranges(const Table& table) {
        constexpr double infinity = std::numeric_limits<double>::infinity();
        constexpr std::array<Range, 20> ranges{{{"lifetime", 0.0, infinity, Severity::error},
                                                {"max_hours", 0.0, infinity, Severity::error},
                                                {"min_up_time", 0.0, infinity, Severity::error},
                                                {"min_down_time", 0.0, infinity, Severity::error},
                                                {"up_time_before", 0.0, infinity, Severity::error},
                                                {"down_time_before", 0.0, infinity, Severity::error},
                                                {"ramp_limit_up", 0.0, infinity, Severity::error},
                                                {"ramp_limit_down", 0.0, infinity, Severity::error},
                                                {"ramp_limit_start_up", 0.0, infinity, Severity::error},
                                                {"ramp_limit_shut_down", 0.0, infinity, Severity::error},
                                                {"maintenance_duration", 0.0, infinity, Severity::error},
                                                {"maintenance_pu", 0.0, 1.0, Severity::error},
                                                {"num_parallel", 0.0, infinity, Severity::error},
                                                {"discount_rate", 0.0, infinity, Severity::error},
                                                {"delay", 0.0, infinity, Severity::error},
                                                {"standing_loss", 0.0, 1.0, Severity::warning},
                                                {"efficiency", 0.0, infinity, Severity::warning},
                                                {"efficiency_store", 0.0, infinity, Severity::warning},
                                                {"efficiency_dispatch", 0.0, infinity, Severity::warning},
                                                {"s_max_pu", 0.0, infinity, Severity::error}}};
        for (const Range& range : ranges) {
            if (table.type().find(range.attribute) != nullptr) check_range(table, range);
        }
    }

    void check_range(const Table& table, const Range& range) {
        const Values values(table, range.attribute);
        for (int item = 0; item < table.size(); ++item) {
            const int snapshots =
                values.varies(item) ? network_.num_snapshots() : std::min(1, network_.num_snapshots());
            for (int at = 0; at < snapshots * scenarios_; ++at) {
                const double value = values(at % scenarios_, at / scenarios_, item);
                if (!(value < range.least) && !(value > range.most)) continue;
                report_.add(Issue{.code = Code::out_of_range,
                                  .where = place(table, item, range.attribute),
                                  .message = fmt::format("{} is outside [{}, {}].", number_text(value, false),
                                                         range.least, range.most),
                                  .remedy = "Check the value and its unit.",
                                  .severity = range.severity});
                break;
            }
        }
    }

    void check_loops(const Table& table) {
        if (table.column("bus0") == nullptr || table.column("bus1") == nullptr) return;
        const bool passive = table.type().name == "Line" || table.type().name == "Transformer";
        for (int item = 0; item < table.size(); ++item) {
            if (table.text("bus0", item) == table.text("bus1", item)) {
                report_.warning(Code::cyclic_reference, place(table, item, "bus1"),
                                "both ends are the bus " + proeftuin::quoted(table.text("bus0", item)) + '.',
                                "Connect it to another bus.");
            }
            if (passive && table.flag("active", item) && table.text("type", item).empty() &&
                table.number("x", item) == 0.0 && table.number("r", item) == 0.0) {
                report_.warning(Code::out_of_range, place(table, item, "x"),
                                "it has neither reactance, resistance nor a type.", "Give x (AC) or r (DC).");
            }
        }
    }

    void check_investment_costs(const Table& table) {
        if (table.type().nominal.empty() || table.column("overnight_cost") == nullptr) return;
        for (int item = 0; item < table.size(); ++item) {
            if (std::isnan(table.number("overnight_cost", item)) || !std::isnan(table.number("discount_rate", item)))
                continue;
            report_.error(Code::not_a_number, place(table, item, "discount_rate"),
                          "overnight_cost needs a discount_rate to be spread over the lifetime.",
                          "Give a rate; 0 spreads it evenly.");
        }
    }

    void check_senses(const Table& table) {
        for (int item = 0; item < table.size(); ++item) {
            const std::string& sense = table.text("sense", item);
            if (sense == "<=" || sense == "==" || sense == ">=" || sense == "=" || sense == "<" || sense == ">")
                continue;
            report_.error(Code::out_of_range, place(table, item, "sense"),
                          proeftuin::quoted(sense) + " is no sense of a constraint.", "Use <=, == or >=.");
        }
    }

    const Network& network_;
    int scenarios_;
    Report report_;
    int suggestions_ = 0;
};

}  // namespace

Issues check(const Network& network) { return Checker(network).run(); }

}  // namespace proeftuin::network
