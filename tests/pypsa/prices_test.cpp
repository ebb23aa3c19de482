// SPDX-License-Identifier: Apache-2.0
//
// Bus prices of whole networks: equal to PyPSA's wherever the price is unique; where it is not, ours is a valid dual and flagged.

#include <cmath>
#include <fmt/format.h>
#include <fstream>
#include <gtest/gtest.h>
#include <sstream>
#include <string>
#include <vector>

#include "proeftuin/network/io.hpp"

#include "reference.hpp"
#include "support/testdata.hpp"

namespace proeftuin::testing {
namespace {

/// marginal_price.csv: a row a snapshot, a column a bus.
struct PriceTable {
    std::vector<std::string> buses;
    std::vector<std::vector<double>> rows;
};

std::vector<std::string> cells_of(const std::string& line) {
    std::vector<std::string> cells;
    std::istringstream in(line);
    for (std::string cell; std::getline(in, cell, ',');) cells.push_back(cell);
    return cells;
}

PriceTable read_prices(const std::filesystem::path& path) {
    std::ifstream in(path);
    PriceTable table;
    std::string line;
    std::getline(in, line);
    table.buses = cells_of(line);
    table.buses.erase(table.buses.begin());
    while (std::getline(in, line)) {
        const std::vector<std::string> cells = cells_of(line);
        table.rows.emplace_back();
        for (std::size_t i = 1; i < cells.size(); ++i) table.rows.back().push_back(std::stod(cells[i]));
    }
    return table;
}

struct Count {
    std::size_t equal = 0;    // unique and equal
    std::size_t flagged = 0;  // not unique
    std::size_t differ = 0;   // flagged, and other than PyPSA's
    std::size_t wrong = 0;    // said to be unique, but other than PyPSA's
    std::string first_wrong;
};

Count compare(const PriceTable& expected, const dispatch::SolveResult& result) {
    const network::Table& buses = result.network.table("Bus");
    const network::Values price(buses, "marginal_price");
    Count count;
    for (std::size_t t = 0; t < expected.rows.size(); ++t)
        for (std::size_t i = 0; i < expected.buses.size(); ++i) {
            const int bus = buses.find(expected.buses[i]);
            EXPECT_GE(bus, 0) << expected.buses[i];
            const double ours = price(0, static_cast<int>(t), bus);
            const double theirs = expected.rows[t][i];
            const bool same = std::abs(ours - theirs) <= 1e-4 * std::max(1.0, std::abs(theirs));
            const bool may_move =
                result.price_may_move[t * static_cast<std::size_t>(buses.size()) + static_cast<std::size_t>(bus)] != 0;
            count.equal += !may_move && same;
            count.flagged += may_move;
            count.differ += may_move && !same;
            if (may_move || same) continue;
            ++count.wrong;
            if (count.first_wrong.empty())
                count.first_wrong =
                    fmt::format("{} in snapshot {}: {:.9g}, PyPSA {:.9g}", expected.buses[i], t, ours, theirs);
        }
    return count;
}

TEST(PypsaPrices, AgreeWhereTheyAreUniqueAndAreFlaggedWhereNot) {
    if (!has_testdata()) GTEST_SKIP() << testdata_missing();
    fmt::print("\n  {:24} {:>9} {:>9} {:>9} {:>7}\n", "network", "equal", "flagged", "differ", "wrong");
    std::size_t seen = 0;
    for (const ReferenceCase& one : network_cases()) {
        if (one.network.extension() != ".nc" || !std::filesystem::exists(one.folder / "marginal_price.csv")) continue;
        const auto loaded = network::load_network(one.network);
        const auto result = dispatch::try_solve(loaded.network, {});
        ASSERT_TRUE(result.has_value()) << one.name;
        EXPECT_LE(result->relative_gap, 1e-9) << one.name;
        const Count count = compare(read_prices(one.folder / "marginal_price.csv"), *result);
        fmt::print("  {:24} {:9} {:9} {:9} {:7}\n", one.name, count.equal, count.flagged, count.differ, count.wrong);
        EXPECT_EQ(count.wrong, 0u) << one.name << ": " << count.first_wrong;
        ++seen;
    }
    EXPECT_GT(seen, 0u);
}

}  // namespace
}  // namespace proeftuin::testing
