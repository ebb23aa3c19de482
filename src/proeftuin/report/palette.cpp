// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/report/palette.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <fmt/format.h>
#include <utility>

#include "proeftuin/base/text.hpp"

namespace proeftuin::report {
namespace {

struct Known {
    std::string_view word;  // anywhere in the carrier's name
    std::string_view colour;
};

// The first word that fits decides: "offwind" before "wind", "pumped" before "hydro".
constexpr std::array known{
    Known{"shed", "#D55E00"},  Known{"offwind", "#56B4E9"}, Known{"offshore", "#56B4E9"}, Known{"wind", "#0072B2"},
    Known{"solar", "#F0E442"}, Known{"pv", "#F0E442"},      Known{"nuclear", "#CC79A7"},  Known{"lignite", "#8A8A8A"},
    Known{"brown", "#8A8A8A"}, Known{"coal", "#4D4D4D"},    Known{"gas", "#E69F00"},      Known{"ccgt", "#E69F00"},
    Known{"ocgt", "#E69F00"},  Known{"pump", "#7FCEB5"},    Known{"phs", "#7FCEB5"},      Known{"battery", "#F2B48C"},
    Known{"hydro", "#009E73"}, Known{"river", "#009E73"},   Known{"ror", "#009E73"},      Known{"biomass", "#9BB83C"},
    Known{"oil", "#000000"},   Known{"other", "#C4C4C4"}};

constexpr std::array<std::string_view, 13> spare{"#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9",
                                                 "#F0E442", "#D55E00", "#4D4D4D", "#7FCEB5", "#F2B48C",
                                                 "#8A8A8A", "#9BB83C", "#C4C4C4"};

std::string_view known_colour(std::string_view carrier) {
    const std::string name = lower(carrier);
    for (const Known& entry : known) {
        if (name.find(entry.word) != std::string::npos) return entry.colour;
    }
    return {};
}

}  // namespace

std::vector<std::string> carrier_colours(const std::vector<std::string>& carriers) {
    std::vector<std::string> colours(carriers.size());
    const auto used = [&](std::string_view colour) {
        return std::find(colours.begin(), colours.end(), colour) != colours.end();
    };
    for (std::size_t i = 0; i < carriers.size(); ++i) {
        const std::string_view colour = known_colour(carriers[i]);
        if (!colour.empty() && !used(colour)) colours[i] = colour;
    }
    for (std::size_t i = 0; i < carriers.size(); ++i) {
        if (!colours[i].empty()) continue;
        const auto* const free = std::find_if_not(spare.begin(), spare.end(), used);
        colours[i] = free != spare.end() ? *free : spare[i % spare.size()];
    }
    return colours;
}

std::string ramp_colour(double fraction) {
    // Five stops of ColorBrewer's YlGnBu (Brewer 2003), mixed linearly between.
    constexpr std::array<std::array<double, 3>, 5> stops{
        {{255, 255, 204}, {161, 218, 180}, {65, 182, 196}, {44, 127, 184}, {37, 52, 148}}};
    const double at = std::clamp(fraction, 0.0, 1.0) * (stops.size() - 1);
    const auto below = std::min(static_cast<std::size_t>(at), stops.size() - 2);
    const double part = at - static_cast<double>(below);
    std::array<int, 3> mixed{};
    for (std::size_t c = 0; c < 3; ++c) {
        mixed[c] = static_cast<int>(std::lround((1.0 - part) * stops[below][c] + part * stops[below + 1][c]));
    }
    return fmt::format("#{:02X}{:02X}{:02X}", mixed[0], mixed[1], mixed[2]);
}

std::string_view ramp_text_colour(double fraction) { return fraction > 0.55 ? "#FFFFFF" : "#222222"; }

}  // namespace proeftuin::report
