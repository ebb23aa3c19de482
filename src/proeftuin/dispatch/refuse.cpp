// SPDX-License-Identifier: Apache-2.0
//
// What we do not have is refused by name: an attribute that would change the answer is never silently left out.

#include <cmath>
#include <string>

#include "proeftuin/dispatch/formulation.hpp"

namespace proeftuin::dispatch {

namespace {

/// Refuses an attribute wherever it differs from its neutral value.
void refuse_nonzero(Formulation& f, std::string_view component, std::string_view attribute, const std::string& what) {
    const network::Table& table = f.network.table(component);
    if (table.column(attribute) == nullptr && table.series(attribute) == nullptr) return;
    const network::Values values(table, attribute);
    for (int item = 0; item < table.size(); ++item) {
        bool used = false;
        for (int s = 0; s < f.num_scenarios() && !used; ++s) {
            const double fixed = values.fixed(s, item);
            used = !values.varies(item) && !std::isnan(fixed) && fixed != 0.0;
            for (int t = 0; values.varies(item) && t < f.num_snapshots() && !used; ++t) {
                const double value = values(s, f.snapshot(t), item);
                used = !std::isnan(value) && value != 0.0;
            }
        }
        if (used)
            f.complain(Code::unsupported_feature,
                       {{}, 0, 0, std::string(component), table.name(item), std::string(attribute)},
                       what + " is not supported", "remove " + std::string(attribute) + ", or set it to 0");
    }
}

/// Refuses a static attribute that scenarios may not differ in: it fixes the shape of the problem.
void refuse_difference(Formulation& f, const network::Table& table, std::string_view attribute) {
    const network::Column* column = table.column(attribute);
    if (column == nullptr) return;
    for (int item = 0; item < table.size(); ++item)
        for (int s = 1; s < f.num_scenarios(); ++s) {
            const bool same = column->kind == network::Kind::text
                                  ? table.text(attribute, item, s) == table.text(attribute, item, 0)
                                  : table.number(attribute, item, s) == table.number(attribute, item, 0) ||
                                        std::isnan(table.number(attribute, item, s));
            if (same) continue;
            f.complain(
                Code::unsupported_feature, {{}, 0, 0, table.type().name, table.name(item), std::string(attribute)},
                "scenarios may not differ in " + std::string(attribute), "give it the same value in every scenario");
            break;
        }
}

void refuse_differing_shapes(Formulation& f) {
    if (f.num_scenarios() < 2) return;
    for (const Kind each : all_kinds) {
        const network::Table& table = *f.kind(each).assets.table;
        const std::string nominal{names_of(each).nominal};
        for (const std::string& attribute :
             {std::string("bus"), std::string("bus0"), std::string("bus1"), std::string("active"),
              std::string("build_year"), std::string("lifetime"), std::string("committable"), std::string("sign"),
              nominal + "_extendable", nominal + "_mod"})
            refuse_difference(f, table, attribute);
    }
}

void check_risk(Formulation& f) {
    const network::Network& n = f.network;
    if (!n.has_risk) return;
    const auto wrong = [&](const std::string& message, const std::string& remedy) {
        f.complain(Code::bad_option, {{}, 0, 0, "Network", n.name, "risk_preference"}, message, remedy);
    };
    if (n.scenarios.names.empty())
        wrong("risk aversion needs scenarios", "add scenarios, or leave the risk preference out");
    if (!(n.risk_alpha >= 0.0 && n.risk_alpha < 1.0)) wrong("alpha must lie in [0, 1)", "0.95 looks at the worst 5 %");
    if (!(n.risk_omega >= 0.0 && n.risk_omega <= 1.0)) wrong("omega must lie in [0, 1]", "0 is risk neutral");
}

}  // namespace

void refuse_unsupported(Formulation& f) {
    for (const Kind each : all_kinds)
        refuse_nonzero(f, names_of(each).component, "marginal_cost_quadratic", "a quadratic marginal cost");
    for (const char* branch : {"Line", "Transformer"})
        refuse_nonzero(f, branch, "marginal_cost", "a marginal cost of passive branches");
    refuse_differing_shapes(f);
    check_risk(f);
}

}  // namespace proeftuin::dispatch
