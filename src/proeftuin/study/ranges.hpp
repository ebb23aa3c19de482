// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <span>
#include <string>
#include <vector>

#include "proeftuin/base/expected.hpp"
#include "proeftuin/network/network.hpp"
#include "proeftuin/study/barriers.hpp"
#include "proeftuin/study/source.hpp"

namespace proeftuin::study {

/// What a figure x, written down as v, does to attributes of components, or to a barrier. The mathematics is at the head of
/// range_edits.cpp.
struct RangeEffect {
    enum class Kind : std::uint8_t { scale, add, barrier_amount };
    Kind kind = Kind::scale;
    std::string component;               // "Generator"
    std::vector<std::string> names;      // of which one must match, '*' at the end stands for any ending
    std::string attribute;               // static or in time
    std::vector<std::string> snapshots;  // the same for labels of snapshots; empty = all
    double slope = 1.0;
    double slope_below = 1.0;                                    // for x < v
    double at_least = -std::numeric_limits<double>::infinity();  // the attribute ends here, whatever the figures say
    double at_most = std::numeric_limits<double>::infinity();
    std::size_t barrier = 0;  // whose amount it is
    Place place;              // of the row

    // found in a network
    std::vector<int> items;           // positions in the table, ascending
    std::vector<int> snapshot_items;  // positions of snapshots; empty = all
};

/// A figure that lies somewhere between low and high.
struct RangedFigure {
    std::string id;
    std::string name;
    std::string unit;
    double value = 0.0;
    double low = 0.0;
    double high = 0.0;
    std::string source;
    Source::Grade grade = Source::Grade::assumption;  // of the weakest of its sources
    std::vector<RangeEffect> effects;
    Place place;
};

/// Reads ranges.csv, one row an effect; rows of the same id are one figure. Nothing where there is no file. Every problem goes to
/// `issues`; what is wrong with sources and with low <= value <= high is check_sources' to say.
[[nodiscard]] std::vector<RangedFigure> read_ranges(const std::filesystem::path& folder,
                                                    const std::vector<Source>& sources, Issues& issues);

/// Every figure that can be drawn: of barriers with a range of their amount, of columns `_low` and `_high` beside a static attribute
/// in the network's tables, and those of ranges.csv, whose components are found. Issues: a component type, attribute, name or
/// snapshot that is not there, an attribute that is no number; an end of a range that an attribute or a barrier cannot have.
[[nodiscard]] Expected<std::vector<RangedFigure>> find_ranges(const network::Network& network,
                                                              const std::vector<Barrier>& barriers,
                                                              const std::vector<RangedFigure>& of_case,
                                                              const std::vector<Source>& sources);

/// Gives the figures their values: `x` has one for each. The network and the barriers are those that the figures were found in.
void set_figures(const std::vector<RangedFigure>& figures, std::span<const double> x, network::Network& network,
                 std::vector<Barrier>& barriers);

/// What each figure is as written.
[[nodiscard]] std::vector<double> written_values(const std::vector<RangedFigure>& figures);

/// What would be wrong with the network if one figure were at one end of its range.
[[nodiscard]] Issues check_ends(const std::vector<RangedFigure>& figures, const network::Network& network);

}  // namespace proeftuin::study
