// SPDX-License-Identifier: Apache-2.0
//
// What an optimum says besides welfare. x_j are decisions, a_rj their entries, y_r duals of the balances, d_j reduced costs, w_t the
// weight of a snapshot in the cost, h_t in sums of energy (with the years of its period), pi_s the weight of a scenario:
//
//     price of a party     sum of y_r L_r  /  sum of w_t pi_s L_r      over the balances r of its buses with a load L_r > 0
//     net import           sum of h_t pi_s a_rj x_j      over flows and losses j of crossings and balances r of its buses: what
//                          arrives less what leaves, so all net imports add up to minus the losses of the crossings
//     CO2                  sum of h_t pi_s e / eta p     over generators, e the co2_emissions of the carrier, eta the efficiency;
//                          and e times what storage that is not cyclic draws down: initial less last level
//     unserved             sum of h_t pi_s p             over generators of the carriers that stand for it
//     flow of an exchange  sum of h_t pi_s f, f > 0 and f < 0 apart; f what leaves bus0, of a link or process with more than two
//                          ends what arrives at the other party
//     worth of a MW        sum of -d_j u'  where d_j < 0 (the upper bound moves by u' a MW),  of -d_j l'  where d_j > 0
//
// CO2 is counted as the primary_energy constraint does (dispatch/global_constraints.cpp): links that burn fuel count by their
// fuel only where a generator or store supplies it. The worth of a MW is the slope of the dual bound in the capacity, at these
// duals. It is told where the capacity is given and is what bounds the flow: not where it is decided, or the unit commits.

#include "proeftuin/study/indicators.hpp"

#include <algorithm>
#include <cmath>
#include <map>

namespace proeftuin::study {

namespace {

using dispatch::Kind;
using dispatch::KindModel;

std::size_t at(int index) { return static_cast<std::size_t>(index); }

}  // namespace

Indicators& Indicators::operator+=(const Indicators& more) {
    if (more.parties.size() != parties.size() || more.exchanges.size() != exchanges.size()) {
        parties.clear();
        exchanges.clear();
    }
    for (std::size_t p = 0; p < parties.size(); ++p) parties[p] += more.parties[p];
    for (std::size_t e = 0; e < exchanges.size(); ++e) exchanges[e] += more.exchanges[e];
    return *this;
}

IndicatorReader::IndicatorReader(const dispatch::Template& model, const Parties& parties,
                                 const std::vector<std::string>& unserved)
    : model_(model), parties_(parties), exchanges_(find_exchanges(*model.network, parties)) {
    balance_last_ =
        model.balance_first + model.num_scenarios() * model.horizon.size() * model.network->table("Bus").size();
    add_generators(unserved);
    add_draw_down(Kind::storage_unit);
    add_draw_down(Kind::store);
    add_imports();
    add_flows();
}

double IndicatorReader::hours(int s, int t) const {
    const dispatch::Horizon& horizon = model_.horizon;
    return horizon.generator_hours[at(t)] * horizon.period_years[at(horizon.period[at(t)])] *
           model_.network->scenarios.weight(s);
}

int IndicatorReader::party_of_row(int row) const {
    if (row < model_.balance_first || row >= balance_last_) return -1;
    return parties_.of_bus[at((row - model_.balance_first) % model_.network->table("Bus").size())];
}

double IndicatorReader::co2_of(const network::Table& table, int item, int s) const {
    std::string carrier = table.text("carrier", item);
    if (carrier.empty() && table.type().name == "Store") {  // it holds that of its bus
        const network::Table& buses = model_.network->table("Bus");
        const int bus = buses.find(table.text("bus", item));
        if (bus >= 0) carrier = buses.text("carrier", bus);
    }
    const network::Table& carriers = model_.network->table("Carrier");
    const int found = carriers.find(carrier);
    return found < 0 ? 0.0 : carriers.number("co2_emissions", found, s);
}

void IndicatorReader::add_generators(const std::vector<std::string>& unserved) {
    const KindModel& kind = model_.kind(Kind::generator);
    const network::Table& table = model_.network->table("Generator");
    const network::Values efficiency(table, "efficiency");
    for (int k = 0; k < kind.assets.count(); ++k) {
        const int item = kind.assets.item(k);
        const int party = party_of_bus(*model_.network, table.text("bus", item), parties_);
        if (party < 0) continue;
        const bool counts = std::ranges::find(unserved, table.text("carrier", item)) != unserved.end();
        for (int s = 0; s < model_.num_scenarios(); ++s) {
            const double co2 = co2_of(table, item, s);
            for (int t = 0; t < model_.horizon.size(); ++t) {
                const int column = kind.flow.column(s, t, k);
                if (counts) terms_.push_back({column, party, What::unserved, hours(s, t)});
                if (co2 == 0.0) continue;
                const double fuel = efficiency(s, model_.horizon.snapshots[at(t)], item);
                terms_.push_back({column, party, What::co2, hours(s, t) * co2 / fuel});
            }
        }
    }
}

void IndicatorReader::add_draw_down(Kind each) {
    const KindModel& kind = model_.kind(each);
    const network::Table& table = model_.network->table(dispatch::names_of(each).component);
    const char* cyclic = each == Kind::store ? "e_cyclic" : "cyclic_state_of_charge";
    for (int k = 0; k < kind.assets.count(); ++k)
        for (int s = 0; s < model_.num_scenarios(); ++s) {
            const double co2 = co2_of(table, kind.assets.item(k), s);
            if (co2 != 0.0 && !table.flag(cyclic, kind.assets.item(k), s)) add_draw_down(kind, k, s, co2);
        }
}

void IndicatorReader::add_draw_down(const KindModel& kind, int k, int s, double co2) {
    const bool store = kind.assets.kind == Kind::store;
    const network::Table& table = *kind.assets.table;
    const int item = kind.assets.item(k);
    const dispatch::Horizon& horizon = model_.horizon;
    const bool anew = horizon.multi_investment &&
                      table.flag(store ? "e_initial_per_period" : "state_of_charge_initial_per_period", item, s);
    const double initial = table.number(store ? "e_initial" : "state_of_charge_initial", item, s);
    const double scenario = model_.network->scenarios.weight(s);
    const int party = party_of_bus(*model_.network, table.text("bus", item), parties_);
    if (party < 0) return;
    int last = -1;
    for (int p = 0; p < horizon.num_periods(); ++p) {
        if (!kind.assets.is_active(p, k)) continue;
        last = horizon.period_first[at(p) + 1] - 1;
        if (!anew) continue;
        const double weight = co2 * scenario * horizon.period_years[at(p)];
        terms_.push_back({kind.level.column(s, last, k), party, What::co2, -weight});
        terms_.push_back({-1, party, What::co2, weight * initial});
    }
    if (anew || last < 0) return;
    terms_.push_back({kind.level.column(s, last, k), party, What::co2, -co2 * scenario});
    terms_.push_back({-1, party, What::co2, co2 * scenario * initial});
}

double IndicatorReader::injection(int column, int party) const {
    const lp::Problem& problem = model_.problem;
    double sum = 0.0;
    for (auto e = problem.start[at(column)]; e < problem.start[at(column) + 1]; ++e)
        if (party_of_row(problem.row[static_cast<std::size_t>(e)]) == party)
            sum += problem.value[static_cast<std::size_t>(e)];
    return sum;
}

void IndicatorReader::add_imports() {
    std::map<std::string, std::vector<Coalition>> parties_of;  // by component: the parties at the crossings in it
    for (const Crossing& crossing : find_crossings(*model_.network, parties_)) {
        const std::string component(dispatch::names_of(crossing.kind).component);
        std::vector<Coalition>& items = parties_of[component];
        items.resize(at(model_.network->table(component).size()));
        items[at(crossing.item)] = crossing.needs;
    }
    for (const dispatch::ColumnFamily& family : model_.columns) {
        const auto found = parties_of.find(family.component);
        if (found == parties_of.end()) continue;
        for (std::size_t i = 0; i < family.tags.size(); ++i) {
            const dispatch::RowTag& tag = family.tags[i];
            if (tag.item < 0 || tag.t < 0) continue;
            const int column = family.first + static_cast<int>(i);
            for (const int party : found->second[at(tag.item)])
                if (const double into = injection(column, party); into != 0.0)
                    terms_.push_back({column, party, What::net_import, hours(std::max(tag.scenario, 0), tag.t) * into});
        }
    }
}

void IndicatorReader::add_flows() {
    for (std::size_t e = 0; e < exchanges_.size(); ++e) {
        const Exchange& exchange = exchanges_[e];
        const KindModel& kind = model_.kind(exchange.kind);
        const auto found = std::ranges::find(kind.assets.items, exchange.item);
        if (found == kind.assets.items.end()) continue;
        const int k = static_cast<int>(found - kind.assets.items.begin());
        const dispatch::KindNames& names = dispatch::names_of(exchange.kind);
        const network::Values most(*kind.assets.table, names.max_pu);
        const network::Values least(*kind.assets.table, names.min_pu.empty() ? names.max_pu : names.min_pu);
        const double sign = names.min_pu.empty() ? -1.0 : 1.0;
        const bool told = !kind.assets.is_extendable(k) && !kind.assets.is_committable(k);
        for (int s = 0; s < model_.num_scenarios(); ++s) {
            const double nominal = kind.assets.table->number(names.nominal, exchange.item, s);
            for (int t = 0; t < model_.horizon.size(); ++t) {
                const int column = kind.flow.column(s, t, k);
                const int snapshot = model_.horizon.snapshots[at(t)];
                const double weight =
                    exchange.many_ends ? injection(column, exchange.to) : -injection(column, exchange.from);
                const double upper = most(s, snapshot, exchange.item), lower = sign * least(s, snapshot, exchange.item);
                const auto moves = [&](double bound, double per_mw) {
                    return told && std::abs(bound - per_mw * nominal) <= 1e-9 * std::max(1.0, std::abs(bound));
                };
                flows_.push_back({column, static_cast<std::int32_t>(e), hours(s, t) * weight,
                                  moves(model_.problem.column_lower[at(column)], lower) ? lower : 0.0,
                                  moves(model_.problem.column_upper[at(column)], upper) ? upper : 0.0});
            }
        }
    }
}

void IndicatorReader::add_worth(const lp::Solution& solution, const lp::Patch& patch, Indicators& found) const {
    std::vector<bool> patched(solution.primal.size(), false);  // other bounds than those of the capacity
    for (const lp::Patch::Bounds& change : patch.columns) patched[at(change.index)] = true;
    for (const Flow& flow : flows_) {
        const double d = solution.reduced_cost[at(flow.column)];
        if (d == 0.0 || patched[at(flow.column)]) continue;
        const double per_mw = d < 0.0 ? flow.upper_per_mw : flow.lower_per_mw;
        ExchangeIndicators& to = found.exchanges[at(flow.exchange)];
        const bool onward = (per_mw > 0.0) == (flow.weight > 0.0);
        (onward ? to.worth_eur_per_mw : to.worth_back_eur_per_mw) -= d * per_mw;
    }
}

Indicators IndicatorReader::read(const lp::Solution& solution, const lp::Patch& patch, Coalition solved) const {
    Indicators found;
    found.parties.resize(parties_.names.size());
    found.exchanges.resize(exchanges_.size());
    const int buses = model_.network->table("Bus").size();
    int row = model_.balance_first;
    for (int s = 0; s < model_.num_scenarios(); ++s)
        for (int t = 0; t < model_.horizon.size(); ++t) {
            const double weight = model_.horizon.cost_hours[at(t)] * model_.network->scenarios.weight(s);
            for (int bus = 0; bus < buses; ++bus, ++row) {
                const double load = model_.problem.row_lower[at(row)];
                const int party = parties_.of_bus[at(bus)];
                if (!(load > 0.0) || !solved.contains(party)) continue;
                found.parties[at(party)].load_mwh += weight * load;
                found.parties[at(party)].bill_eur += solution.row_dual[at(row)] * load;
            }
        }
    for (const Term& term : terms_) {
        if (!solved.contains(term.party)) continue;
        const double amount = term.weight * (term.column < 0 ? 1.0 : solution.primal[at(term.column)]);
        PartyIndicators& to = found.parties[at(term.party)];
        switch (term.what) {
            case What::net_import: to.net_import_mwh += amount; break;
            case What::co2: to.co2_t += amount; break;
            case What::unserved: to.unserved_mwh += amount; break;
        }
    }
    for (const Flow& flow : flows_) {
        const double amount = flow.weight * solution.primal[at(flow.column)];
        ExchangeIndicators& to = found.exchanges[at(flow.exchange)];
        (amount > 0.0 ? to.flow_mwh : to.flow_back_mwh) += std::abs(amount);
    }
    add_worth(solution, patch, found);
    return found;
}

}  // namespace proeftuin::study
