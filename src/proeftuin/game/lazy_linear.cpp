// SPDX-License-Identifier: Apache-2.0
//
// A rule sum_S a_i(S) v(S) has its largest value where v(S) is at its upper bound for a_i(S) > 0 and at its lower one
// elsewhere, so the width of player i's interval is the sum of |a_i(S)| (u(S) - l(S)). What is reported is the rule
// at the middles. The coalition that is solved next is the one with the largest width, weighted as in the Shapley
// value of the player whose interval is the widest:
//
//     a_i(S) = (s-1)! (n-s)! / n!  with i in S,    s! (n-s-1)! / n!  without,     s = |S|
//
// (other linear rules end just as surely, if not as soon). Between solves the bounds of all that matters are sharpened.
#include <algorithm>
#include <cmath>
#include <utility>

#include "proeftuin/base/assert.hpp"
#include "proeftuin/game/lazy.hpp"

namespace proeftuin::game {
namespace {

constexpr std::size_t few = 512;  // unknown coalitions, that many more make one more solve a round
constexpr double sloppy = 0.3;    // far from the tolerance, widths that add up to this part may stay as they are

class Narrowing {
  public:
    Narrowing(LazyValues& values, const LinearRule& rule, const LazyLinearOptions& options)
        : values_(values), rule_(rule), options_(options), n_(values.num_players()) {
        names_ = options.players;
        for (int i = static_cast<int>(names_.size()); i < n_; ++i) names_.push_back(std::to_string(i));
        weight_.assign(static_cast<std::size_t>(n_) + 1, 0.0);
        double binomial = 1.0;  // of (n - 1, s - 1)
        for (int s = 1; s <= n_; ++s) {
            weight_[static_cast<std::size_t>(s)] = 1.0 / (n_ * binomial);
            binomial *= static_cast<double>(n_ - s) / s;
        }
    }

    LazyLinear run() {
        if (!solve(Coalition::all(n_))) return std::move(result_);
        for (;;) {
            const bool last = result_.solves >= options_.most_solves;
            sharpen(last ? 0.0 : sloppy);
            measure();
            if (result_.reached || last || !next()) return std::move(result_);
        }
    }

  private:
    bool solve(Coalition coalition) {
        if (values_.is_known(coalition)) return true;
        ++result_.solves;
        if (values_.solve(coalition)) return true;
        result_.failed = true;
        result_.failed_at = coalition;
        return false;
    }
    [[nodiscard]] double width(Coalition coalition) const {
        return values_.upper()[coalition.index()] - values_.lower()[coalition.index()];
    }

    /// Shares and their bounds as things stand.
    void measure() {
        const double total = std::abs(values_.value(Coalition::all(n_)));
        const double huge = 1e9 * std::max(total, 1e-300);
        std::vector<double> middle(num_coalitions(n_), 0.0);
        std::vector<double> lower = middle;
        std::vector<double> upper = middle;
        for (std::size_t s = 1; s < middle.size(); ++s) {
            lower[s] = std::max(values_.lower()[s], -huge);
            upper[s] = std::min(values_.upper()[s], huge);
            const Coalition coalition = Coalition::from_bits(s);
            middle[s] = values_.is_known(coalition) ? values_.value(coalition) : 0.5 * (lower[s] + upper[s]);
        }
        const Expected<Game> game = Game::make(names_, std::move(middle), std::move(lower), std::move(upper));
        PROEFTUIN_ASSERT(game.has_value());
        result_.shares = rule_(*game);
        double distance = 0.0;
        for (std::size_t i = 0; i < result_.shares.lower.size(); ++i) {
            const double share = result_.shares.share[i];
            const double far = std::max(result_.shares.upper[i] - share, share - result_.shares.lower[i]);
            if (far > distance) widest_ = static_cast<int>(i);
            distance = std::max(distance, far);
        }
        result_.distance = distance / std::max(total, 1e-300);
        result_.reached = result_.distance <= options_.tolerance;
    }

    [[nodiscard]] double score(Coalition coalition) const {
        const int s = coalition.size();
        const int at = coalition.contains(widest_) ? s : s + 1;
        return weight_[static_cast<std::size_t>(at)] * width(coalition);
    }

    /// Coalitions that are not known, those that matter most first.
    [[nodiscard]] std::vector<std::pair<double, Coalition>> by_score() const {
        std::vector<std::pair<double, Coalition>> order;
        for (std::size_t s = 1; s < num_coalitions(n_); ++s) {
            const Coalition coalition = Coalition::from_bits(s);
            if (!values_.is_known(coalition)) order.emplace_back(-score(coalition), coalition);
        }
        std::ranges::sort(order);
        for (auto& [worth, coalition] : order) worth = -worth;
        return order;
    }

    /// Sharpens all that matters: what is left out is a small part of the tolerance, or this part of what there is to
    /// gain.
    void sharpen(double part) {
        const std::vector<std::pair<double, Coalition>> order = by_score();
        double all = 0.0;
        for (const auto& [worth, coalition] : order) all += worth;
        double rest = std::max(0.1 * options_.tolerance * std::abs(values_.value(Coalition::all(n_))), part * all);
        std::size_t count = order.size();
        for (; count > 0 && order[count - 1].first <= rest; --count) rest -= order[count - 1].first;
        std::vector<Coalition> wanted;
        for (std::size_t k = 0; k < count; ++k) wanted.push_back(order[k].second);
        (void)values_.sharpen(wanted, Sides::both);
    }

    /// Solves those that matter most: one, or a few different ones where sharpening all the others costs more than a
    /// solve.
    bool next() {
        std::vector<std::pair<double, Coalition>> order = by_score();
        if (order.empty()) return false;
        const std::size_t batch = 1 + order.size() / few;
        for (std::size_t k = 0; k < batch && !order.empty() && result_.solves < options_.most_solves; ++k) {
            const auto best = std::ranges::max_element(order, {}, [](const auto& entry) { return entry.first; });
            const Coalition chosen = best->second;
            if (!solve(chosen)) return false;
            for (auto& [worth, coalition] : order) {
                if (coalition == chosen) worth = 0.0;
                else if ((coalition ^ chosen).size() <= 2) worth *= 0.5;  // the solve tells something about these too
            }
        }
        return true;
    }

    LazyValues& values_;
    const LinearRule& rule_;
    const LazyLinearOptions& options_;
    int n_;
    std::vector<std::string> names_;
    std::vector<double> weight_;  // [n + 1] by size, of a member
    int widest_ = 0;
    LazyLinear result_;
};

}  // namespace

LazyLinear lazy_linear(LazyValues& values, const LinearRule& rule, const LazyLinearOptions& options) {
    return Narrowing(values, rule, options).run();
}

}  // namespace proeftuin::game
