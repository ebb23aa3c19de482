// SPDX-License-Identifier: Apache-2.0

#include "proeftuin/dispatch/meaning.hpp"

#include <array>
#include <utility>

namespace proeftuin::dispatch {

namespace {

/// What a family's name ends in, and what it means. The first match counts, so longer endings stand first.
constexpr std::array<std::pair<std::string_view, std::string_view>, 63> endings{{
    {"-ext-state_of_charge-upper", "the level is at most what the capacity decided on holds"},
    {"-ext-state_of_charge-lower", "the level is not negative"},
    {"-com-ext-p-upper-bigM", "a unit that is off produces nothing (capacity decided)"},
    {"-com-ext-p-upper-cap", "dispatch is at most the capacity decided on"},
    {"-com-ext-p-lower", "a unit that is on runs at its minimum load at least (capacity decided)"},
    {"-com-mod-p-upper", "dispatch is at most what the modules that are on can do"},
    {"-com-mod-p-lower", "the modules that are on run at their minimum load at least"},
    {"-com-p-upper", "dispatch is at most the capacity times the status"},
    {"-com-p-lower", "dispatch is at least the minimum load times the status"},
    {"-com-p-before", "tightens the relaxed commitment: output before a shut-down"},
    {"-com-p-current", "tightens the relaxed commitment: output after a start-up"},
    {"-com-partly-start-up", "tightens the relaxed commitment: rise of a partly started unit"},
    {"-com-partly-shut-down", "tightens the relaxed commitment: fall of a partly stopped unit"},
    {"-com-transition-start-up", "a unit that goes on starts up"},
    {"-com-transition-shut-down", "a unit that goes off shuts down"},
    {"-com-up-time", "a unit stays on for its minimum up time"},
    {"-com-down-time", "a unit stays off for its minimum down time"},
    {"-ramp_limit_up-run-bigM", "rise between snapshots while on (capacity decided)"},
    {"-ramp_limit_up-start-bigM", "rise at a start-up (capacity decided)"},
    {"-ramp_limit_down-run-bigM", "fall between snapshots while on (capacity decided)"},
    {"-ramp_limit_down-shut-bigM", "fall at a shut-down (capacity decided)"},
    {"-ramp_limit_up", "rise between snapshots"},
    {"-ramp_limit_down", "fall between snapshots"},
    {"-variable-upper", "at most as many units on, starting or stopping as modules are built"},
    {"_modularity", "capacity is a whole number of modules"},
    {"-maint-event-count", "as many maintenance events as asked for"},
    {"-maint-window", "in maintenance exactly while an event lasts"},
    {"-maintcap_upper", "capacity in maintenance (McCormick)"},
    {"-maintcap_upper_nommax", "capacity in maintenance (McCormick)"},
    {"-maintcap_lower_nommax", "capacity in maintenance (McCormick)"},
    {"-maintcap_lower_nommin", "capacity in maintenance (McCormick)"},
    {"-maint-status-le-status", "status in maintenance (McCormick)"},
    {"-maint-status-le-maint", "status in maintenance (McCormick)"},
    {"-maint-status-lb", "status in maintenance (McCormick)"},
    {"-upper", "dispatch is at most what the capacity allows"},
    {"-lower", "dispatch is at least what the capacity demands"},
    {"-p_set", "net dispatch as given"},
    {"-nodal_balance", "supply equals demand at every bus"},
    {"Kirchhoff-Voltage-Law", "voltage angles add up to zero around every cycle"},
    {"-voltage_angles", "flow times reactance is the difference of the angles at the ends"},
    {"-v_ang", "voltage angles, scaled"},
    {"-energy_balance", "the level follows from charging, discharging and losses"},
    {"-e_sum_min", "energy over the horizon, at least"},
    {"-e_sum_max", "energy over the horizon, at most"},
    {"-growth_limit", "new capacity of a carrier in each investment period"},
    {"GlobalConstraint", "a limit on the whole network"},
    {"CVaR-excess", "operating cost of a scenario above the value at risk"},
    {"CVaR-def", "conditional value at risk of operating cost"},
    {"CVaR-theta", "value at risk of operating cost"},
    {"CVaR-a", "excess of a scenario's operating cost over the value at risk"},
    {"CVaR", "conditional value at risk of operating cost"},
    {"-n_mod", "modules built"},
    {"-status", "units on"},
    {"-start_up", "start-ups"},
    {"-shut_down", "shut-downs"},
    {"-maintenance_start", "start of maintenance"},
    {"-state_of_charge", "level of storage, MWh"},
    {"-spill", "inflow spilled, MW"},
    {"-loss", "losses, MW"},
    {"-phase_shift", "phase shift, degrees"},
    {"_nom", "capacity decided on, MW or MWh"},
    {"-e", "level of storage, MWh"},
    {"-p_store", "charging, MW"},
}};

}  // namespace

std::string meaning_of(std::string_view family) {
    if (family.find("-loss_tangents-") != family.npos || family.find("-loss_secants-") != family.npos)
        return "losses lie above a segment of r s^2";
    if (family.starts_with("Bus-nom_")) return "capacity of a carrier at each bus";
    for (const auto& [ending, meaning] : endings)
        if (family.ends_with(ending)) return std::string(meaning);
    if (family.find("-maintenance") != family.npos) return "maintenance";
    return "dispatch, MW";
}

}  // namespace proeftuin::dispatch
