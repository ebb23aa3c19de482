// SPDX-License-Identifier: Apache-2.0
//
// Which branches follow Kirchhoff's voltage law, and with which impedance. Branches without a finite impedance (x / 0: a
// transformer or line of capacity 0) do not.

#include "proeftuin/dispatch/grid.hpp"

#include <cmath>
#include <span>

#include "proeftuin/network/impedance.hpp"

namespace proeftuin::dispatch {

namespace {

/// Is the part of the grid that a branch belongs to a direct-current one? PyPSA goes by the carrier of its first bus.
class Parts {
  public:
    Parts(const network::Network& network, std::span<const network::Edge> edges)
        : buses_(network.table("Bus")), part_(network::connected_parts(buses_.size(), edges)) {
        for (int bus = buses_.size() - 1; bus >= 0; --bus) {
            const auto part = static_cast<std::size_t>(part_[static_cast<std::size_t>(bus)]);
            if (direct_.size() <= part) direct_.resize(part + 1);
            direct_[part] = buses_.text("carrier", bus) == "DC";
        }
    }
    [[nodiscard]] bool is_direct(int bus) const {
        return direct_[static_cast<std::size_t>(part_[static_cast<std::size_t>(bus)])];
    }

  private:
    const network::Table& buses_;
    std::vector<int> part_;
    std::vector<bool> direct_;
};

void add_standing(Formulation& f, Kind each, int period, const network::Impedances& z, bool resistive, Grid& grid) {
    const KindModel& kind = f.kind(each);
    const std::vector<int> bus0 = bus_positions(f, *kind.assets.table, "bus0");
    const std::vector<int> bus1 = bus_positions(f, *kind.assets.table, "bus1");
    for (int k = 0; k < kind.assets.count(); ++k) {
        const auto item = static_cast<std::size_t>(kind.assets.item(k));
        if (!kind.assets.is_active(period, k) || bus0[item] < 0 || bus1[item] < 0) continue;
        if (!std::isfinite(z.reactance[item]) || std::isinf(z.resistance[item])) continue;
        grid.branches.push_back({each, k, resistive ? z.resistance[item] : z.reactance[item]});
        grid.edges.push_back({bus0[item], bus1[item]});
    }
}

}  // namespace

Grid standing_grid(Formulation& f, int period) {
    const network::Impedances lines = network::line_impedances(f.network);
    const network::Impedances transformers = network::transformer_impedances(f.network);
    Grid reactive;
    add_standing(f, Kind::line, period, lines, false, reactive);
    add_standing(f, Kind::transformer, period, transformers, false, reactive);
    Grid resistive;
    add_standing(f, Kind::line, period, lines, true, resistive);
    add_standing(f, Kind::transformer, period, transformers, true, resistive);
    const Parts parts(f.network, reactive.edges);
    for (std::size_t e = 0; e < reactive.branches.size(); ++e)
        if (parts.is_direct(reactive.edges[e].from)) reactive.branches[e].impedance = resistive.branches[e].impedance;
    return reactive;
}

}  // namespace proeftuin::dispatch
