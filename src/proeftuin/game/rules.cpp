// SPDX-License-Identifier: Apache-2.0
//
// The table of rules: names, axioms, references, and which function computes each. docs/theory/rules.md has the formulas.
#include "proeftuin/game/rules.hpp"

#include <algorithm>
#include <array>

#include "proeftuin/base/assert.hpp"
#include "proeftuin/game/bounds.hpp"
#include "proeftuin/game/linear_rules.hpp"
#include "proeftuin/game/missing.hpp"
#include "proeftuin/game/simple_rules.hpp"

namespace proeftuin::game {
namespace {

constexpr std::array table{
    RuleInfo{"shapley", "the mean of what a player adds, over all orders of joining",
             "efficient, symmetric, null player, additive, coalitionally monotone; in the core of convex games",
             "Shapley 1953; Young 1985"},
    RuleInfo{"weighted-shapley", "Shapley with players who join early in proportion to a weight",
             "efficient, null player, additive, coalitionally monotone", "Kalai and Samet 1987", Wants::everything,
             Needs::weights},
    RuleInfo{"owen", "Shapley among unions, then within each",
             "efficient, null player, additive, symmetric within and across unions", "Owen 1977", Wants::unions,
             Needs::unions},
    RuleInfo{"myerson", "Shapley where only neighbours can cooperate",
             "efficient in each component, fair for each edge, additive", "Myerson 1977", Wants::connected,
             Needs::edges},
    RuleInfo{"banzhaf", "the mean of what a player adds, over all coalitions; does not add up to the total",
             "symmetric, null player, additive, coalitionally monotone", "Banzhaf 1965; Owen 1975"},
    RuleInfo{"normalised-banzhaf", "Banzhaf values scaled to add up to the total", "efficient, symmetric, null player",
             "Dubey and Shapley 1979"},
    RuleInfo{"nucleolus", "the largest complaint of a coalition as small as can be, then the next",
             "efficient, individually rational, symmetric, null player; in the core where there is one",
             "Schmeidler 1969"},
    RuleInfo{"prenucleolus", "the nucleolus without asking that nobody gets less than alone",
             "efficient, symmetric, null player, consistent; in the core where there is one", "Sobolev 1975"},
    RuleInfo{"per-capita-nucleolus", "the nucleolus with complaints divided by the number of members",
             "efficient, individually rational, symmetric, aggregate monotone; in the core where there is one",
             "Grotte 1970; Young, Okada and Hashimoto 1982"},
    RuleInfo{"proportional-nucleolus", "the nucleolus with complaints divided by the coalition's value (or cost)",
             "efficient, individually rational, symmetric; in the core where there is one",
             "Young, Okada and Hashimoto 1982"},
    RuleInfo{"least-core", "some shares with the smallest largest complaint",
             "efficient; in the core where there is one", "Maschler, Peleg and Shapley 1979"},
    RuleInfo{"tau", "between what a player can claim and what it adds, the same part for all",
             "efficient, individually rational, symmetric, null player (quasi-balanced games)", "Tijs 1981"},
    RuleInfo{"scrb", "separable costs remaining benefits: what is left, in proportion to what each still gains",
             "efficient, symmetric, null player", "Ransmeier 1942; Young 1985", Wants::ends},
    RuleInfo{"gately", "equal propensities to disrupt (the same numbers as scrb)", "efficient, symmetric, null player",
             "Gately 1974", Wants::ends},
    RuleInfo{"equal-nonseparable", "separable costs, and the rest in equal parts", "efficient, symmetric, additive",
             "Moulin 1985", Wants::all_but_one},
    RuleInfo{"equal-surplus", "what each has alone, and the gain in equal parts",
             "efficient, symmetric, additive, coalitionally monotone", "Driessen and Funaki 1991",
             Wants::singles_and_total},
    RuleInfo{"equal-split", "the total in equal parts", "efficient, symmetric, additive, coalitionally monotone",
             "van den Brink 2007", Wants::total},
    RuleInfo{"proportional", "in proportion to what each has (or costs) alone", "efficient, symmetric, null player",
             "Moriarity 1975", Wants::singles_and_total},
    RuleInfo{"owen-point", "what a player brings, at the prices of everybody's problem (production tables)",
             "efficient, individually rational, in the core, null player, the same for the same resources", "Owen 1975",
             Wants::total, Needs::production},
    RuleInfo{"aumann-shapley",
             "what a player brings, at the mean price while all bring more in step (production tables)",
             "efficient, additive, unit-free, the same price for the same thing; in the core where nothing belongs to "
             "everybody",
             "Aumann and Shapley 1974; Billera and Heath 1982; Mirman and Tauman 1982; Samet, Tauman and Zang 1984",
             Wants::total, Needs::production},
    RuleInfo{"pnbd", "positive net benefit differential: who gains makes good who loses, in proportion to gains",
             "efficient, individually rational (gains cover losses)", "Jansen et al. 2015, NorthSeaGrid",
             Wants::singles, Needs::own},
};

std::string missing(Needs needs, const Parameters& parameters) {
    switch (needs) {
        case Needs::nothing: return "";
        case Needs::weights: return parameters.weights.empty() ? "needs weights: --weights A=2,B=1" : "";
        case Needs::unions: return parameters.unions.empty() ? "needs unions: --unions A+B,C" : "";
        case Needs::edges: return parameters.edges.empty() ? "needs neighbours: --graph A-B,B-C" : "";
        case Needs::production:
            return parameters.production == nullptr ? "needs the problem that the values come from: a production table"
                                                    : "";
        case Needs::own: return parameters.own.empty() ? "needs what each has without transfers: --own A=3,B=1" : "";
    }
    return "";
}

Shares formula(std::string_view name, const Game& game, const Parameters& parameters) {
    if (name == "shapley") return shapley(game, parameters.threads);
    if (name == "weighted-shapley") return weighted_shapley(game, parameters.weights);
    if (name == "owen") return owen(game, parameters.unions);
    if (name == "myerson") return myerson(game, parameters.edges);
    if (name == "banzhaf") return banzhaf(game, parameters.threads);
    if (name == "normalised-banzhaf") return normalised_banzhaf(game, parameters.threads);
    if (name == "tau") return tau_value(game);
    if (name == "scrb") return separable_costs_remaining_benefits(game);
    if (name == "gately") return gately(game);
    if (name == "equal-nonseparable") return equal_nonseparable(game);
    if (name == "equal-surplus") return equal_surplus(game);
    if (name == "equal-split") return equal_split(game);
    if (name == "proportional") return proportional(game, parameters);
    PROEFTUIN_ASSERT(name == "pnbd");
    return positive_net_benefit_differential(game, parameters);
}

/// Shares by the prices of a production problem; of a game of savings what is saved.
void price(RuleResult& result, const Parameters& parameters) {
    Shares& shares = result.shares;
    const auto refuse = [&](const Issues& issues) { shares.refused = issues.front().message; };
    if (result.rule == "owen-point") {
        Expected<Shares> point = owen_point(*parameters.production);
        if (!point) return refuse(point.error());
        shares = std::move(*point);
    } else {
        Expected<AumannShapley> prices = aumann_shapley(*parameters.production);
        if (!prices) return refuse(prices.error());
        shares = std::move(prices->shares);
        result.diagonal = std::move(prices->pieces);
    }
    for (std::size_t i = 0; i < shares.share.size() && !parameters.stand_alone.empty(); ++i) {
        const double least = parameters.stand_alone[i] - shares.others_upper[i];
        shares.share[i] = parameters.stand_alone[i] - shares.share[i];
        shares.others_upper[i] = parameters.stand_alone[i] - shares.others_lower[i];
        shares.others_lower[i] = least;
    }
}

}  // namespace

std::span<const RuleInfo> rules() { return table; }

const RuleInfo* find_rule(std::string_view name) {
    const auto* found = std::ranges::find_if(table, [&](const RuleInfo& rule) { return rule.name == name; });
    return found == table.end() ? nullptr : found;
}

std::optional<NucleolusOptions> nucleolus_options(std::string_view rule, const Parameters& parameters) {
    NucleolusOptions options{.threads = parameters.threads};
    if (rule == "prenucleolus" || rule == "least-core") options.individually_rational = false;
    else if (rule == "per-capita-nucleolus") options.measure = Measure::per_capita;
    else if (rule == "proportional-nucleolus") options.measure = Measure::proportional;
    else if (rule != "nucleolus") return std::nullopt;
    options.least_core_only = rule == "least-core";
    options.stand_alone = parameters.stand_alone;
    return options;
}

RuleResult apply_rule(std::string_view name, const Game& game, const Parameters& parameters) {
    const RuleInfo* info = find_rule(name);
    PROEFTUIN_ASSERT(info != nullptr);
    RuleResult result{.rule = info->name, .shares = {}, .levels = {}};
    result.shares.refused = missing(info->needs, parameters);
    if (result.shares.answered()) result.shares.refused = missing_text(missing_values(game, *info, parameters), game);
    if (!result.shares.answered()) return result;
    if (const auto options = nucleolus_options(name, parameters)) {
        result.levels = nucleolus(game, *options);
        result.shares = result.levels->shares;
        if (game.has_intervals() && result.shares.answered()) {
            bound_level(game, *options, result.shares);
            result.shares.bounds_refused =
                result.shares.level_lower
                    ? "they are not linear in the values; of the complaint the range follows"
                    : "they are not linear in the values, nor does a range of the complaint follow";
        }
    } else if (info->needs == Needs::production) {
        price(result, parameters);
        if (game.has_intervals() && result.shares.answered())
            result.shares.bounds_refused = "prices do not follow from the values";
    } else {
        result.shares = formula(name, game, parameters);
    }
    return result;
}

}  // namespace proeftuin::game
