// SPDX-License-Identifier: Apache-2.0

#include "proeftuin/dispatch/assets.hpp"

#include <string>

namespace proeftuin::dispatch {

const KindNames& names_of(Kind kind) {
    static constexpr std::array<KindNames, 7> names{{
        {"Generator", "p_nom", "p", "p_min_pu", "p_max_pu"},
        {"Link", "p_nom", "p", "p_min_pu", "p_max_pu"},
        {"Process", "p_nom", "p", "p_min_pu", "p_max_pu"},
        {"Line", "s_nom", "s", "", "s_max_pu"},
        {"Transformer", "s_nom", "s", "", "s_max_pu"},
        {"StorageUnit", "p_nom", "p_dispatch", "p_min_pu", "p_max_pu"},
        {"Store", "e_nom", "e", "e_min_pu", "e_max_pu"},
    }};
    return names[static_cast<std::size_t>(kind)];
}

bool stands(const network::Table& table, int item, const Horizon& horizon, int period) {
    if (!table.flag("active", item)) return false;
    if (!horizon.multi_investment) return true;
    if (table.type().find("build_year") == nullptr) return true;
    const double year = horizon.years[static_cast<std::size_t>(period)];
    const double built = table.number("build_year", item);
    return built <= year && year < built + table.number("lifetime", item);
}

namespace {

bool in_any_scenario(const network::Table& table, std::string_view attribute, int item, int num_scenarios) {
    for (int s = 0; s < num_scenarios; ++s)
        if (table.flag(attribute, item, s)) return true;
    return false;
}

void add_flags(const network::Network& network, Assets& assets, int item) {
    const network::Table& table = *assets.table;
    const std::string nominal{names_of(assets.kind).nominal};
    const bool dispatchable = is_dispatchable(assets.kind);
    assets.extendable.push_back(table.flag(nominal + "_extendable", item) ? 1 : 0);
    assets.committable.push_back(dispatchable && table.flag("committable", item) ? 1 : 0);
    const bool maintainable = dispatchable && in_any_scenario(table, "maintainable", item, network.scenarios.count());
    assets.maintainable.push_back(maintainable ? 1 : 0);
    const double module = table.number(nominal + "_mod", item);
    assets.module.push_back(module > 0.0 ? module : 0.0);
    assets.any_extendable |= assets.extendable.back() != 0;
    assets.any_committable |= assets.committable.back() != 0;
    assets.any_maintainable |= maintainable;
}

}  // namespace

Assets collect_assets(const network::Network& network, const Horizon& horizon, Kind kind) {
    Assets assets;
    assets.kind = kind;
    assets.table = &network.table(names_of(kind).component);
    const int periods = horizon.num_periods();
    std::vector<std::vector<std::uint8_t>> active(static_cast<std::size_t>(periods));
    for (int item = 0; item < assets.table->size(); ++item) {
        bool any = false;
        std::vector<std::uint8_t> in_period(static_cast<std::size_t>(periods));
        for (int p = 0; p < periods; ++p) {
            in_period[static_cast<std::size_t>(p)] = stands(*assets.table, item, horizon, p) ? 1 : 0;
            any |= in_period[static_cast<std::size_t>(p)] != 0;
        }
        if (!any) continue;
        assets.items.push_back(item);
        for (std::size_t p = 0; p < active.size(); ++p) active[p].push_back(in_period[p]);
        add_flags(network, assets, item);
    }
    for (const auto& row : active) assets.active.insert(assets.active.end(), row.begin(), row.end());
    return assets;
}

}  // namespace proeftuin::dispatch
