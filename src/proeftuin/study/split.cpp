// SPDX-License-Identifier: Apache-2.0
//
// Islands are the connected components of the graph of rows, two rows being neighbours where a column without a gate
// has entries in both (and the balances of a bus in all hours being one). Gates connect islands. Where a coalition
// changes no gate of a connected set of islands, that set's part of the problem is the same as without any coalition,
// so its cost cancels in v(S) = C({}) - C(S). A limit on the whole network makes one island of everything: then there
// is one scope, all of it.
#include "proeftuin/study/split.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <string>

namespace proeftuin::study {

namespace {

class Components {
  public:
    explicit Components(int size) : parent_(static_cast<std::size_t>(size)) {
        std::iota(parent_.begin(), parent_.end(), 0);
    }
    int find(int item) {
        while (parent_[at(item)] != item) item = parent_[at(item)] = parent_[at(parent_[at(item)])];
        return item;
    }
    void join(int a, int b) { parent_[at(find(a))] = find(b); }

  private:
    static std::size_t at(int item) { return static_cast<std::size_t>(item); }
    std::vector<int> parent_;
};

Issue refusal(std::string message) {
    return {Code::unsupported_feature, {}, std::move(message), "solve every coalition instead", Severity::error};
}

/// Does the first allow every choice of the second, at no higher cost?
bool at_least_as_good(const Variant& a, const Variant& b) {
    if (b.lower > b.upper) return true;
    const bool no_dearer = a.cost == b.cost || b.dead() || (a.cost < b.cost ? b.lower >= 0.0 : b.upper <= 0.0);
    return a.lower <= b.lower && a.upper >= b.upper && no_dearer;
}

class Splitter {
  public:
    Splitter(const dispatch::Template& model, const std::vector<GatePatches>& gates)
        : model_(model), given_(gates), problem_(model.problem) {}

    Expected<Split> run() {
        made_.problem = &problem_;
        made_.num_hours = model_.num_scenarios() * model_.horizon.size();
        made_.num_buses = model_.network->table("Bus").size();
        made_.balance_first = model_.balance_first;
        made_.lower = problem_.column_lower;
        made_.upper = problem_.column_upper;
        refuse_gates();
        if (issues_.empty()) make_gates();
        if (issues_.empty()) sort_columns();
        if (issues_.empty()) find_islands();
        if (!issues_.empty()) return tl::unexpected(std::move(issues_));
        return std::move(made_);
    }

  private:
    void refuse_gates() {
        if (problem_.num_integers() > 0)
            issues_.push_back(refusal("whole-number decisions: prices of one coalition do not bound another"));
        for (const GatePatches& gate : given_) {
            if (gate.needs.size() > GatePatches::most_needs) {
                issues_.push_back(refusal(std::to_string(gate.needs.size()) + " barriers act on the same flow"));
                return;
            }
            const bool bounds_only = std::ranges::all_of(gate.by_state, [](const lp::Patch& patch) {
                return patch.rows.empty() && patch.coefficients.empty() && patch.objective_offset_change == 0.0;
            });
            if (bounds_only) continue;
            issues_.push_back(refusal(
                "a closed border opens rows (the voltage law of lines, or limits of capacity that is decided), so "
                "prices of one coalition do not bound another"));
            return;
        }
    }

    void make_gates() {
        gate_of_column_.assign(static_cast<std::size_t>(problem_.num_columns()), -1);
        first_variant_.assign(gate_of_column_.size(), -1);
        for (const GatePatches& given : given_) {
            std::set<int> columns;
            for (const lp::Patch& patch : given.by_state) {
                for (const lp::Patch::Bounds& bounds : patch.columns) columns.insert(bounds.index);
                for (const lp::Patch::Cost& cost : patch.costs) columns.insert(cost.column);
            }
            Gate gate{.needs = given.needs, .islands = {}, .dead_state = {}};
            gate.dead_state.assign(given.by_state.size(), 1);
            made_.gates.push_back(std::move(gate));
            add_variants(given, columns);
        }
    }

    void add_variants(const GatePatches& given, const std::set<int>& columns) {
        Gate& gate = made_.gates.back();
        std::map<int, std::size_t> first;
        for (const int column : columns) {
            const auto j = static_cast<std::size_t>(column);
            first[column] = made_.variants.size();
            gate_of_column_[j] = static_cast<int>(made_.gates.size()) - 1;
            first_variant_[j] = static_cast<int>(made_.variants.size());
            const Variant open{problem_.column_lower[j], problem_.column_upper[j], problem_.cost[j]};
            made_.variants.insert(made_.variants.end(), given.by_state.size(), open);
        }
        for (std::size_t state = 0; state < given.by_state.size(); ++state) {
            for (const lp::Patch::Bounds& bounds : given.by_state[state].columns) {
                Variant& variant = made_.variants[first[bounds.index] + state];
                variant.lower = bounds.lower;
                variant.upper = bounds.upper;
            }
            for (const lp::Patch::Cost& cost : given.by_state[state].costs)
                made_.variants[first[cost.column] + state].cost = cost.cost;
        }
        for (const auto& [column, at] : first) weigh_variants(static_cast<std::size_t>(column), at, gate);
    }

    /// What the states of a column mean for the gate, for its limits in every state, and for monotony.
    void weigh_variants(std::size_t column, std::size_t first, Gate& gate) {
        const Variant* states = made_.variants.data() + first;
        for (std::size_t state = 0; state < gate.dead_state.size(); ++state) {
            made_.lower[column] = std::min(made_.lower[column], states[state].lower);
            made_.upper[column] = std::max(made_.upper[column], states[state].upper);
            if (!states[state].dead()) gate.dead_state[state] = 0;
            for (std::size_t bit = 1; bit < gate.dead_state.size(); bit *= 2)
                if ((state & bit) == 0 && !at_least_as_good(states[state], states[state | bit])) made_.monotone = false;
        }
    }

    void sort_columns() {
        made_.coupled.assign(static_cast<std::size_t>(problem_.num_columns()), 0);
        std::vector<std::vector<Split::Injection>> injections(static_cast<std::size_t>(made_.num_hours));
        std::vector<std::vector<Split::Branch>> branches(injections.size());
        std::vector<std::vector<Split::Converter>> converters(injections.size());
        for (int column = 0; column < problem_.num_columns(); ++column) {
            const auto j = static_cast<std::size_t>(column);
            std::vector<std::pair<int, double>> ends;
            for (auto e = static_cast<std::size_t>(problem_.start[j]);
                 e < static_cast<std::size_t>(problem_.start[j + 1]); ++e) {
                if (made_.is_balance(problem_.row[e])) ends.emplace_back(problem_.row[e], problem_.value[e]);
                else made_.coupled[j] = 1;
            }
            const int gate = gate_of_column_[j];
            made_.gates_couple = made_.gates_couple || (gate >= 0 && made_.coupled[j] != 0);
            if (ends.size() < 2 && gate >= 0) {
                issues_.push_back(refusal("a barrier acts on a component at one bus"));
                return;
            }
            if (ends.empty()) {
                made_.idle.push_back(column);
                continue;
            }
            const int hour = made_.hour_of(ends.front().first);
            if (std::ranges::any_of(ends, [&](const auto& end) { return made_.hour_of(end.first) != hour; })) {
                issues_.push_back(refusal("a branch delivers in a later snapshot than it takes"));
                return;
            }
            const auto h = static_cast<std::size_t>(hour);
            if (ends.size() == 1) {
                injections[h].push_back({column, made_.bus_of(ends[0].first), ends[0].second});
                continue;
            }
            int variant = first_variant_[j];
            if (gate < 0) {
                variant = static_cast<int>(made_.variants.size());
                made_.variants.push_back({problem_.column_lower[j], problem_.column_upper[j], problem_.cost[j]});
            }
            if (ends.size() == 2 && ends[0].second == -ends[1].second) {
                const auto& from = ends[0].second < 0.0 ? ends[0] : ends[1];
                const auto& to = ends[0].second < 0.0 ? ends[1] : ends[0];
                branches[h].push_back(
                    {column, made_.bus_of(from.first), made_.bus_of(to.first), to.second, gate, variant});
            } else {
                converters[h].push_back({column, gate, variant, ends[0].first});  // the island follows
            }
        }
        flatten(injections, made_.injections);
        flatten(branches, made_.branches);
        flatten(converters, made_.converters);
    }

    template <typename Item>
    static void flatten(const std::vector<std::vector<Item>>& from, Split::ByHour<Item>& to) {
        for (const std::vector<Item>& hour : from) {
            to.first.push_back(static_cast<int>(to.items.size()));
            to.items.insert(to.items.end(), hour.begin(), hour.end());
        }
        to.first.push_back(static_cast<int>(to.items.size()));
    }

    void find_islands() {
        Components rows(problem_.num_rows());
        const int balances = made_.num_hours * made_.num_buses;
        for (int k = made_.num_buses; k < balances; ++k)
            rows.join(made_.balance_first + k, made_.balance_first + k % made_.num_buses);
        const auto entries = [&](int column, auto&& visit) {
            for (std::int64_t e = problem_.start[static_cast<std::size_t>(column)];
                 e < problem_.start[static_cast<std::size_t>(column) + 1]; ++e)
                visit(problem_.row[static_cast<std::size_t>(e)]);
        };
        for (int column = 0; column < problem_.num_columns(); ++column) {
            if (gate_of_column_[static_cast<std::size_t>(column)] >= 0) continue;
            int first = -1;
            entries(column, [&](int row) {
                if (first >= 0) rows.join(row, first);
                first = row;
            });
        }
        std::map<int, int> number;
        for (int row = 0; row < problem_.num_rows(); ++row)
            made_.island_of_row.push_back(
                number.emplace(rows.find(row), static_cast<int>(number.size())).first->second);
        made_.num_islands = static_cast<int>(number.size());
        for (int bus = 0; bus < made_.num_buses; ++bus)
            made_.island_of_bus.push_back(made_.island_of_row[static_cast<std::size_t>(made_.balance_first + bus)]);
        for (Split::Converter& converter : made_.converters.items)
            converter.island = made_.island_of_row[static_cast<std::size_t>(converter.island)];
        made_.island_of_column.assign(gate_of_column_.size(), -1);
        for (int column = 0; column < problem_.num_columns(); ++column) {
            const int gate = gate_of_column_[static_cast<std::size_t>(column)];
            entries(column, [&](int row) {
                const int island = made_.island_of_row[static_cast<std::size_t>(row)];
                if (gate < 0) made_.island_of_column[static_cast<std::size_t>(column)] = island;
                else made_.gates[static_cast<std::size_t>(gate)].islands.push_back(island);
            });
        }
        for (Gate& gate : made_.gates) {
            std::ranges::sort(gate.islands);
            gate.islands.erase(std::unique(gate.islands.begin(), gate.islands.end()), gate.islands.end());
        }
    }

    const dispatch::Template& model_;
    const std::vector<GatePatches>& given_;
    const lp::Problem& problem_;
    Split made_;
    Issues issues_;
    std::vector<int> gate_of_column_;
    std::vector<int> first_variant_;
};

/// The islands as the gates connect them that are not dead, in this coalition or without any.
Components connected(const Split& split, Coalition coalition) {
    Components islands(split.num_islands);
    for (const Gate& gate : split.gates) {
        if (gate.dead_state[gate.state(coalition)] != 0 && gate.dead_state[gate.state({})] != 0) continue;
        for (const int island : gate.islands) islands.join(island, gate.islands.front());
    }
    return islands;
}

}  // namespace

std::vector<std::uint8_t> Split::scope(Coalition coalition) const {
    Components islands = connected(*this, coalition);
    std::vector<std::uint8_t> changed(static_cast<std::size_t>(num_islands), 0);  // by root
    for (const Gate& gate : gates) {
        if (gate.state(coalition) == gate.state({})) continue;
        for (const int island : gate.islands) changed[static_cast<std::size_t>(islands.find(island))] = 1;
    }
    std::vector<std::uint8_t> result(changed.size());
    for (int island = 0; island < num_islands; ++island)
        result[static_cast<std::size_t>(island)] = changed[static_cast<std::size_t>(islands.find(island))];
    return result;
}

std::vector<Coalition> Split::parts(Coalition coalition) const {
    Components islands = connected(*this, coalition);
    std::map<int, Coalition> needed;  // by root: the players that what is lifted there needs
    for (const Gate& gate : gates) {
        if (gate.state(coalition) == gate.state({}) || gate.islands.empty()) continue;
        Coalition& players = needed[islands.find(gate.islands.front())];
        for (const Coalition needs : gate.needs)
            if (coalition.contains(needs)) players |= needs;
    }
    std::vector<Coalition> result;
    for (const auto& [root, players] : needed) {
        if (std::ranges::find(result, players) == result.end()) result.push_back(players);
    }
    // Does each part, alone, change its own islands and no others?
    std::vector<int> times(static_cast<std::size_t>(num_islands), 0);
    for (const Coalition part : result) {
        const std::vector<std::uint8_t> reach = scope(part);
        for (std::size_t i = 0; i < times.size(); ++i) times[i] += reach[i];
    }
    const std::vector<std::uint8_t> whole = scope(coalition);
    for (std::size_t i = 0; i < times.size(); ++i)
        if (times[i] != whole[i]) return {coalition};
    return result;
}

Expected<Split> split(const dispatch::Template& model, const std::vector<GatePatches>& gates) {
    return Splitter(model, gates).run();
}

}  // namespace proeftuin::study
