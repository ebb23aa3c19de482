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
#include <string>

namespace proeftuin::study {

namespace {

constexpr std::size_t most_closings = 6;  // on the same columns: 2^6 states of each

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

struct Effect {  // of one closing on one column
    int closing;
    bool bounds = false;
    bool cost = false;
    double lower = 0.0, upper = 0.0, new_cost = 0.0;
};

/// Does the first allow every choice of the second, at no higher cost?
bool at_least_as_good(const Variant& a, const Variant& b) {
    if (b.lower > b.upper) return true;
    const bool no_dearer = a.cost == b.cost || b.dead() || (a.cost < b.cost ? b.lower >= 0.0 : b.upper <= 0.0);
    return a.lower <= b.lower && a.upper >= b.upper && no_dearer;
}

class Splitter {
  public:
    Splitter(const dispatch::Template& model, const std::vector<Closing>& closings)
        : model_(model), closings_(closings), problem_(model.problem) {}

    Expected<Split> run() {
        made_.problem = &problem_;
        made_.num_hours = model_.num_scenarios() * model_.horizon.size();
        made_.num_buses = model_.network->table("Bus").size();
        made_.balance_first = model_.balance_first;
        made_.lower = problem_.column_lower;
        made_.upper = problem_.column_upper;
        refuse_closings();
        if (issues_.empty()) make_gates();
        if (issues_.empty()) sort_columns();
        if (issues_.empty()) find_islands();
        if (!issues_.empty()) return tl::unexpected(std::move(issues_));
        return std::move(made_);
    }

  private:
    void refuse_closings() {
        if (problem_.num_integers() > 0)
            issues_.push_back(refusal("whole-number decisions: prices of one coalition do not bound another"));
        for (const Closing& closing : closings_) {
            const lp::Patch& patch = closing.patch;
            if (patch.rows.empty() && patch.coefficients.empty() && patch.objective_offset_change == 0.0) continue;
            issues_.push_back(
                refusal("a closed border opens rows (the voltage law of lines, or limits of capacity that is decided), "
                        "so prices "
                        "of one coalition do not bound another"));
            return;
        }
    }

    std::map<int, std::vector<Effect>> effects() {
        std::map<int, std::vector<Effect>> of_column;
        const auto effect = [&](int column, int closing) -> Effect& {
            std::vector<Effect>& list = of_column[column];
            if (list.empty() || list.back().closing != closing) list.push_back({closing});
            return list.back();
        };
        for (std::size_t c = 0; c < closings_.size(); ++c) {
            for (const lp::Patch::Bounds& b : closings_[c].patch.columns) {
                Effect& e = effect(b.index, static_cast<int>(c));
                e.bounds = true, e.lower = b.lower, e.upper = b.upper;
            }
            for (const lp::Patch::Cost& b : closings_[c].patch.costs) {
                Effect& e = effect(b.column, static_cast<int>(c));
                e.cost = true, e.new_cost = b.cost;
            }
        }
        return of_column;
    }

    /// Closings that share a column share a gate.
    void make_gates() {
        const auto of_column = effects();
        Components groups(static_cast<int>(closings_.size()));
        for (const auto& [column, list] : of_column)
            for (const Effect& e : list) groups.join(e.closing, list.front().closing);
        std::map<int, int> gate_of_group;
        std::vector<int> place(closings_.size());  // of a closing's need among those of its gate
        std::vector<int> gate_of(closings_.size());
        for (std::size_t c = 0; c < closings_.size(); ++c) {
            const auto [found, fresh] =
                gate_of_group.emplace(groups.find(static_cast<int>(c)), static_cast<int>(made_.gates.size()));
            if (fresh) made_.gates.emplace_back();
            gate_of[c] = found->second;
            std::vector<Coalition>& needs = made_.gates[static_cast<std::size_t>(found->second)].needs;
            const auto same = std::ranges::find(needs, closings_[c].needs);
            place[c] = static_cast<int>(same - needs.begin());
            if (same == needs.end()) needs.push_back(closings_[c].needs);
        }
        gate_of_column_.assign(static_cast<std::size_t>(problem_.num_columns()), -1);
        first_variant_.assign(gate_of_column_.size(), -1);
        for (Gate& gate : made_.gates) {
            if (gate.needs.size() > most_closings) {
                issues_.push_back(refusal(std::to_string(gate.needs.size()) + " barriers act on the same flow"));
                return;
            }
            gate.dead_state.assign(std::size_t{1} << gate.needs.size(), 1);
        }
        for (const auto& [column, list] : of_column) add_variants(column, list, gate_of, place);
    }

    void add_variants(int column, const std::vector<Effect>& list, const std::vector<int>& gate_of,
                      const std::vector<int>& place) {
        const auto j = static_cast<std::size_t>(column);
        gate_of_column_[j] = gate_of[static_cast<std::size_t>(list.front().closing)];
        first_variant_[j] = static_cast<int>(made_.variants.size());
        Gate& gate = made_.gates[static_cast<std::size_t>(gate_of_column_[j])];
        for (std::size_t state = 0; state < gate.dead_state.size(); ++state) {
            Variant variant{problem_.column_lower[j], problem_.column_upper[j], problem_.cost[j]};
            for (const Effect& e : list) {  // in the order of the closings, as in patch_of
                if ((state >> static_cast<unsigned>(place[static_cast<std::size_t>(e.closing)]) & 1U) == 0) continue;
                if (e.bounds) variant.lower = e.lower, variant.upper = e.upper;
                if (e.cost) variant.cost = e.new_cost;
            }
            made_.lower[j] = std::min(made_.lower[j], variant.lower);
            made_.upper[j] = std::max(made_.upper[j], variant.upper);
            if (!variant.dead()) gate.dead_state[state] = 0;
            made_.variants.push_back(variant);
        }
        const Variant* states = made_.variants.data() + first_variant_[j];
        for (std::size_t state = 0; state < gate.dead_state.size(); ++state)
            for (std::size_t bit = 1; bit < gate.dead_state.size(); bit *= 2)
                if ((state & bit) == 0 && !at_least_as_good(states[state], states[state | bit])) made_.monotone = false;
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
    const std::vector<Closing>& closings_;
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

Expected<Split> split(const dispatch::Template& model, const std::vector<Closing>& closings) {
    return Splitter(model, closings).run();
}

}  // namespace proeftuin::study
