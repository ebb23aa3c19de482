// SPDX-License-Identifier: Apache-2.0

#include "proeftuin/network/topology.hpp"

#include <cstdint>
#include <gtest/gtest.h>
#include <map>
#include <random>

namespace proeftuin::network {
namespace {

/// Walking a cycle must leave every bus as often as it is entered.
void expect_closed(const Cycle& cycle, const std::vector<Edge>& edges) {
    std::map<int, int> balance;
    for (const CycleStep& step : cycle) {
        const Edge& edge = edges[static_cast<std::size_t>(step.edge)];
        balance[edge.from] -= step.sign;
        balance[edge.to] += step.sign;
    }
    for (const auto& [bus, sum] : balance) EXPECT_EQ(sum, 0) << "bus " << bus;
}

/// Rank over the field of two elements.
std::size_t rank(std::vector<std::vector<std::uint8_t>> rows) {
    std::size_t rank = 0;
    for (std::size_t column = 0; !rows.empty() && column < rows[0].size() && rank < rows.size(); ++column) {
        std::size_t pivot = rank;
        while (pivot < rows.size() && rows[pivot][column] == 0) ++pivot;
        if (pivot == rows.size()) continue;
        std::swap(rows[pivot], rows[rank]);
        for (std::size_t r = 0; r < rows.size(); ++r) {
            if (r == rank || rows[r][column] == 0) continue;
            for (std::size_t c = 0; c < rows[r].size(); ++c) rows[r][c] ^= rows[rank][c];
        }
        ++rank;
    }
    return rank;
}

TEST(IndependentCycles, ATriangleHasOne) {
    const std::vector<Edge> edges{{0, 1}, {1, 2}, {2, 0}};
    const std::vector<Cycle> cycles = independent_cycles(3, edges);
    ASSERT_EQ(cycles.size(), 1u);
    EXPECT_EQ(cycles[0].size(), 3u);
    expect_closed(cycles[0], edges);
}

TEST(IndependentCycles, ParallelBranchesMakeACycleOfTwo) {
    const std::vector<Edge> edges{{0, 1}, {1, 0}};
    const std::vector<Cycle> cycles = independent_cycles(2, edges);
    ASSERT_EQ(cycles.size(), 1u);
    EXPECT_EQ(cycles[0].size(), 2u);
    expect_closed(cycles[0], edges);
}

TEST(IndependentCycles, ALoopAtOneBusAndATreeHaveNone) {
    EXPECT_TRUE(independent_cycles(3, std::vector<Edge>{{0, 1}, {1, 2}, {1, 1}}).empty());
    EXPECT_TRUE(independent_cycles(0, {}).empty());
}

TEST(IndependentCycles, SpanTheCycleSpaceOfRandomGraphs) {
    std::mt19937 random(7);
    for (int round = 0; round < 50; ++round) {
        const int buses = 2 + static_cast<int>(random() % 12);
        std::vector<Edge> edges;
        for (unsigned e = 0; e < 3 + random() % 25; ++e)
            edges.push_back({static_cast<int>(random() % static_cast<unsigned>(buses)),
                             static_cast<int>(random() % static_cast<unsigned>(buses))});
        std::size_t loops = 0;
        for (const Edge& edge : edges) loops += edge.from == edge.to ? 1 : 0;
        const std::vector<int> part = connected_parts(buses, edges);
        const std::size_t parts = static_cast<std::size_t>(*std::max_element(part.begin(), part.end())) + 1;
        const std::vector<Cycle> cycles = independent_cycles(buses, edges);
        ASSERT_EQ(cycles.size(), edges.size() - loops - static_cast<std::size_t>(buses) + parts);
        std::vector<std::vector<std::uint8_t>> rows;
        for (const Cycle& cycle : cycles) {
            expect_closed(cycle, edges);
            rows.emplace_back(edges.size(), 0);
            for (const CycleStep& step : cycle) rows.back()[static_cast<std::size_t>(step.edge)] ^= 1;
        }
        EXPECT_EQ(rank(rows), cycles.size());
    }
}

TEST(ConnectedParts, AreNumberedByTheirLowestBus) {
    EXPECT_EQ(connected_parts(5, std::vector<Edge>{{4, 0}, {2, 3}}), (std::vector<int>{0, 1, 2, 2, 0}));
}

}  // namespace
}  // namespace proeftuin::network
