// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "proeftuin/dispatch/horizon.hpp"
#include "proeftuin/network/network.hpp"

namespace proeftuin::dispatch {

/// The component types that have a dispatch.
enum class Kind : std::uint8_t { generator, link, process, line, transformer, storage_unit, store };

inline constexpr std::array all_kinds{Kind::generator,   Kind::link,         Kind::process, Kind::line,
                                      Kind::transformer, Kind::storage_unit, Kind::store};

/// PyPSA's names of a kind.
struct KindNames {
    std::string_view component;  // "Generator"
    std::string_view nominal;    // "p_nom"
    std::string_view flow;       // dispatch variable: "p", "s", "p_dispatch"
    std::string_view min_pu;     // "p_min_pu"; "" = the negative of max_pu (lines, transformers)
    std::string_view max_pu;     // "p_max_pu"
};

[[nodiscard]] const KindNames& names_of(Kind kind);
/// Lines and transformers, whose flow follows Kirchhoff's laws.
[[nodiscard]] constexpr bool is_passive(Kind kind) { return kind == Kind::line || kind == Kind::transformer; }
/// Generators, links and processes: they commit, ramp and go into maintenance.
[[nodiscard]] constexpr bool is_dispatchable(Kind kind) {
    return kind == Kind::generator || kind == Kind::link || kind == Kind::process;
}

/// The components of one kind that stand in at least one snapshot of the horizon. `k` below is a position in `items`.
struct Assets {
    Kind kind = Kind::generator;
    const network::Table* table = nullptr;
    std::vector<int> items;                  // [count] position in the table
    std::vector<std::uint8_t> active;        // [num_periods x count]
    std::vector<std::uint8_t> extendable;    // [count]
    std::vector<std::uint8_t> committable;   // [count]
    std::vector<std::uint8_t> maintainable;  // [count]
    std::vector<double> module;              // [count] size of a module, MW or MWh; 0 = any size
    bool any_extendable = false;
    bool any_committable = false;
    bool any_maintainable = false;

    [[nodiscard]] int count() const { return static_cast<int>(items.size()); }
    [[nodiscard]] int item(int k) const { return items[static_cast<std::size_t>(k)]; }
    [[nodiscard]] bool is_active(int period, int k) const {
        return active[static_cast<std::size_t>(period) * items.size() + static_cast<std::size_t>(k)] != 0;
    }
    [[nodiscard]] bool is_extendable(int k) const { return extendable[static_cast<std::size_t>(k)] != 0; }
    [[nodiscard]] bool is_committable(int k) const { return committable[static_cast<std::size_t>(k)] != 0; }
    [[nodiscard]] bool is_maintainable(int k) const { return maintainable[static_cast<std::size_t>(k)] != 0; }
    [[nodiscard]] bool is_modular(int k) const { return module[static_cast<std::size_t>(k)] > 0.0; }
    /// Committable and extendable in any size: its status needs a big M.
    [[nodiscard]] bool needs_big_m(int k) const { return is_committable(k) && is_extendable(k) && !is_modular(k); }
};

[[nodiscard]] Assets collect_assets(const network::Network& network, const Horizon& horizon, Kind kind);

/// Does a component stand in a period: `active`, and with multi-investment build_year <= period < build_year + lifetime.
[[nodiscard]] bool stands(const network::Table& table, int item, const Horizon& horizon, int period);

}  // namespace proeftuin::dispatch
