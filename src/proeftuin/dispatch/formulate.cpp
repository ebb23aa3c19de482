// SPDX-License-Identifier: Apache-2.0
//
// A network's linear programme:  minimise  expected operating cost + cost of capacity  subject to limits, balances and laws.
// Semantics are PyPSA's documented optimisation (https://docs.pypsa.org, user guide "Optimization"). Each constraint family
// stands in its own file, with its mathematics at the head. Symbols used there:
//
//     s scenario   t snapshot   k component   p, f, e   decisions   P  nominal capacity (given or decided)
//     w_t  weight of a snapshot in the cost, h   eh_t  elapsed hours in storage balances

#include <algorithm>
#include <utility>

#include "proeftuin/dispatch/formulation.hpp"

namespace proeftuin::dispatch {

namespace {

void open_family(Formulation& f, std::string name, std::string component) {
    f.model.columns.push_back({std::move(name), std::move(component), f.builder.num_columns(), {}});
}

void add_columns(Formulation& f) {
    add_capacity_columns(f);
    add_dispatch_columns(f);
    add_commitment_columns(f);
    add_maintenance_columns(f);
    add_storage_columns(f);
    add_phase_shift_columns(f);
    add_angle_columns(f);
    add_loss_columns(f);
    add_risk(f);
}

void add_rows(Formulation& f) {
    add_capacity_rows(f);
    add_dispatch_limits(f);
    add_commitment_limits(f);
    add_commitment_transitions(f);
    add_commitment_relaxation(f);
    add_ramp_limits(f);
    add_maintenance_rows(f);
    add_given_dispatch(f);
    add_nodal_balance(f);
    add_kirchhoff_voltage_law(f);
    add_angle_rows(f);
    add_storage_balances(f);
    add_energy_sums(f);
    add_loss_rows(f);
    add_global_constraints(f);
    add_growth_limits(f);
}

std::string label(const Template& model, const std::string& family, const std::string& component, const RowTag& tag) {
    const std::string what = model.describe(component, tag);
    return what.empty() ? family : family + "[" + what + "]";
}

}  // namespace

Block Formulation::add_block(const KindModel& kind, std::string_view variable, double lower, double upper, bool integer,
                             const std::vector<std::uint8_t>* members) {
    Block block;
    const Assets& assets = kind.assets;
    std::vector<int> chosen;
    if (members != nullptr) block.slot.assign(assets.items.size(), -1);
    for (int k = 0; k < assets.count(); ++k) {
        if (members != nullptr) {
            if ((*members)[static_cast<std::size_t>(k)] == 0) continue;
            block.slot[static_cast<std::size_t>(k)] = static_cast<int>(chosen.size());
        }
        chosen.push_back(k);
    }
    if (chosen.empty()) return {};
    const std::string component{names_of(assets.kind).component};
    open_family(*this, component + "-" + std::string(variable), component);
    block.width = static_cast<int>(chosen.size());
    block.num_snapshots = num_snapshots();
    block.first = builder.add_columns(num_scenarios() * num_snapshots() * block.width, lower, upper, integer);
    std::vector<RowTag>& tags = model.columns.back().tags;
    tags.reserve(static_cast<std::size_t>(num_scenarios() * num_snapshots() * block.width));
    int column = block.first;
    for (int s = 0; s < num_scenarios(); ++s)
        for (int t = 0; t < num_snapshots(); ++t)
            for (const int k : chosen) {
                tags.push_back({assets.item(k), t, s});
                if (!is_active(kind, t, k)) builder.set_column_bounds(column, 0.0, 0.0);
                ++column;
            }
    return block;
}

void Formulation::add_operating_cost(int s, int column, double cost) {
    const double weight = network.scenarios.weight(s);
    const double averse = excess_row.empty() ? 0.0 : network.risk_omega;
    builder.add_cost(column, weight * (1.0 - averse) * cost);
    if (!excess_row.empty()) builder.add(excess_row[static_cast<std::size_t>(s)], column, cost);
}

void Formulation::complain(Code code, Place where, std::string message, std::string remedy) {
    issues.push_back({code, std::move(where), std::move(message), std::move(remedy), Severity::error});
}

void Formulation::warn(Code code, Place where, std::string message, std::string remedy) {
    model.warnings.push_back({code, std::move(where), std::move(message), std::move(remedy), Severity::warning});
}

RowWriter::RowWriter(Formulation& formulation, std::string name, std::string component) : formulation_(formulation) {
    family_.name = std::move(name);
    family_.component = std::move(component);
    family_.first = formulation.builder.num_rows();
}

RowWriter::~RowWriter() {
    if (!family_.tags.empty()) formulation_.model.rows.push_back(std::move(family_));
}

int Template::balance_row(int s, int t, int bus) const {
    return balance_first + (s * horizon.size() + t) * network->table("Bus").size() + bus;
}

int Template::angle_column(int s, int t, int bus) const {
    return angle_first + (s * horizon.size() + t) * network->table("Bus").size() + bus;
}

std::string Template::describe(const std::string& component, const RowTag& tag) const {
    std::string text;
    const auto append = [&](const std::string& part) {
        if (!text.empty()) text += ", ";
        text += part;
    };
    if (tag.item >= 0 && !component.empty()) append(network->table(component).name(tag.item));
    if (tag.t >= 0) append(network->snapshots.name(horizon.snapshots[static_cast<std::size_t>(tag.t)]));
    if (tag.scenario >= 0 && !network->scenarios.names.empty())
        append(network->scenarios.names[static_cast<std::size_t>(tag.scenario)]);
    return text;
}

lp::Layout Template::layout() const {
    lp::Layout layout;
    for (const ColumnFamily& family : columns)
        layout.columns.push_back(
            {family.name, family.first, static_cast<int>(family.tags.size()), [this, &family](int i) {
                 return label(*this, family.name, family.component, family.tags[static_cast<std::size_t>(i)]);
             }});
    for (const RowFamily& family : rows)
        layout.rows.push_back({family.name, family.first, static_cast<int>(family.tags.size()), [this, &family](int i) {
                                   return label(*this, family.name, family.component,
                                                family.tags[static_cast<std::size_t>(i)]);
                               }});
    return layout;
}

Expected<std::unique_ptr<Template>> formulate(const network::Network& network, const Options& options) {
    Issues wrong = options.issues(network.num_snapshots());
    if (!wrong.empty()) return tl::unexpected(std::move(wrong));
    auto model = std::make_unique<Template>();
    model->network = &network;
    model->options = options;
    model->horizon = make_horizon(network, options);
    Formulation f{network, *model, {}, {}, {}};
    for (const Kind kind : all_kinds) f.kind(kind).assets = collect_assets(network, model->horizon, kind);
    refuse_unsupported(f);
    if (has_errors(f.issues)) return tl::unexpected(std::move(f.issues));
    add_columns(f);
    if (!has_errors(f.issues)) {
        add_rows(f);
        add_operating_costs(f);
        add_investment_costs(f);
    }
    if (has_errors(f.issues)) return tl::unexpected(std::move(f.issues));
    model->problem = f.builder.finish();
    return model;
}

}  // namespace proeftuin::dispatch
