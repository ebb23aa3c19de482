// SPDX-License-Identifier: Apache-2.0
//
// Cycles of a graph of buses.
//
// A spanning forest by breadth-first search leaves m - n + c edges over (m edges, n buses, c parts). They are taken one after
// the other; each closes a cycle with a shortest path between its ends through the forest and the edges taken before it. The
// cycles are independent, because each contains an edge that none before it contains, and there are as many as the cycle space
// has dimensions. Paths through earlier edges keep them short, and with them the rows of Kirchhoff's voltage law sparse: see
// Hoersch et al., "Linear optimal power flow using cycle flows", Electric Power Systems Research 158 (2018).

#include "proeftuin/network/topology.hpp"

#include <algorithm>
#include <cstddef>
#include <deque>

namespace proeftuin::network {

namespace {

struct Step {
    int neighbour;
    int edge;
    int sign;
};

using Adjacency = std::vector<std::vector<Step>>;

std::size_t at(int index) { return static_cast<std::size_t>(index); }

void connect(Adjacency& adjacency, int edge, const Edge& ends) {
    adjacency[at(ends.from)].push_back({ends.to, edge, 1});
    adjacency[at(ends.to)].push_back({ends.from, edge, -1});
}

/// The edges of a breadth-first spanning forest, rooted in every part at its bus with the most branches.
std::vector<bool> spanning_forest(int num_buses, std::span<const Edge> edges) {
    Adjacency all(at(num_buses));
    for (std::size_t e = 0; e < edges.size(); ++e)
        if (edges[e].from != edges[e].to) connect(all, static_cast<int>(e), edges[e]);
    std::vector<int> roots(at(num_buses));
    for (int bus = 0; bus < num_buses; ++bus) roots[at(bus)] = bus;
    std::ranges::stable_sort(roots, [&](int a, int b) { return all[at(a)].size() > all[at(b)].size(); });
    std::vector<bool> in_forest(edges.size(), false);
    std::vector<bool> seen(at(num_buses), false);
    for (const int root : roots) {
        if (seen[at(root)]) continue;
        seen[at(root)] = true;
        std::deque<int> queue{root};
        while (!queue.empty()) {
            const int bus = queue.front();
            queue.pop_front();
            for (const Step& step : all[at(bus)]) {
                if (seen[at(step.neighbour)]) continue;
                seen[at(step.neighbour)] = true;
                in_forest[at(step.edge)] = true;
                queue.push_back(step.neighbour);
            }
        }
    }
    return in_forest;
}

/// Shortest paths in a graph that grows; scratch is kept from call to call.
class PathFinder {
  public:
    explicit PathFinder(int num_buses) : adjacency_(at(num_buses)), mark_(at(num_buses), -1), via_(at(num_buses)) {}

    void add(int edge, const Edge& ends) { connect(adjacency_, edge, ends); }

    /// Appends the steps of a shortest path from one bus to another to `cycle`; the buses must be connected.
    void append_path(int from, int to, Cycle& cycle) {
        ++round_;
        std::deque<int> queue{from};
        mark_[at(from)] = round_;
        while (!queue.empty() && mark_[at(to)] != round_) {
            const int bus = queue.front();
            queue.pop_front();
            for (const Step& step : adjacency_[at(bus)]) {
                if (mark_[at(step.neighbour)] == round_) continue;
                mark_[at(step.neighbour)] = round_;
                via_[at(step.neighbour)] = {bus, step.edge, step.sign};
                queue.push_back(step.neighbour);
            }
        }
        const std::size_t first = cycle.size();
        for (int bus = to; bus != from; bus = via_[at(bus)].neighbour)
            cycle.push_back({via_[at(bus)].edge, via_[at(bus)].sign});
        std::reverse(cycle.begin() + static_cast<std::ptrdiff_t>(first), cycle.end());
    }

  private:
    Adjacency adjacency_;
    std::vector<int> mark_;
    std::vector<Step> via_;  // the step that reached a bus; `neighbour` is where it came from
    int round_ = 0;
};

}  // namespace

std::vector<Cycle> independent_cycles(int num_buses, std::span<const Edge> edges) {
    const std::vector<bool> in_forest = spanning_forest(num_buses, edges);
    PathFinder paths(num_buses);
    for (std::size_t e = 0; e < edges.size(); ++e)
        if (in_forest[e]) paths.add(static_cast<int>(e), edges[e]);
    std::vector<Cycle> cycles;
    for (std::size_t e = 0; e < edges.size(); ++e) {
        if (in_forest[e] || edges[e].from == edges[e].to) continue;
        Cycle cycle{{static_cast<int>(e), 1}};
        paths.append_path(edges[e].to, edges[e].from, cycle);
        cycles.push_back(std::move(cycle));
        paths.add(static_cast<int>(e), edges[e]);
    }
    return cycles;
}

std::vector<int> connected_parts(int num_buses, std::span<const Edge> edges) {
    std::vector<int> lowest(at(num_buses));
    for (int bus = 0; bus < num_buses; ++bus) lowest[at(bus)] = bus;
    const auto find = [&](int bus) {
        while (lowest[at(bus)] != bus) bus = lowest[at(bus)] = lowest[at(lowest[at(bus)])];
        return bus;
    };
    for (const Edge& edge : edges) {
        const int a = find(edge.from);
        const int b = find(edge.to);
        lowest[at(std::max(a, b))] = std::min(a, b);
    }
    std::vector<int> part(at(num_buses));
    std::vector<int> number(at(num_buses), -1);
    int count = 0;
    for (int bus = 0; bus < num_buses; ++bus) {
        int& n = number[at(find(bus))];
        if (n < 0) n = count++;
        part[at(bus)] = n;
    }
    return part;
}

}  // namespace proeftuin::network
