// SPDX-License-Identifier: Apache-2.0
//
// Aumann-Shapley prices of a linear problem. Let F(t) be the minimal cost (or the maximal profit) with everybody's resources and
// the part t of each player's, b(t) = b_0 + t sum of b_i. Player i gets
//
//   integral from 0 to 1 of y(t) b_i dt,   y(t) the shadow prices at b(t),
//
// which adds up to F(1) - F(0), because dF/dt = y(t) sum of b_i. (Aumann and Shapley 1974; as cost prices Billera and Heath 1982,
// Mirman and Tauman 1982; for linear problems, by parametric programming, Samet, Tauman and Zang 1984.)
//
// F is convex and piecewise linear (as a minimum). Optimal prices y at t give the line l(u) = y b(u) <= F(u), equal at t. Two
// such lines from the ends of a piece meet at u; where F(u) is the same, each is optimal from its end to u, since a convex
// function that touches a line below it at both ends is that line; otherwise the piece is cut at u. So the pieces are found with
// about two problems each, and each is proved by the values at its ends. Without resources of everybody F is proportional to
// t, there is one piece, and the shares are the Owen point.
#include <algorithm>
#include <cmath>
#include <utility>

#include "proeftuin/game/production.hpp"
#include "proeftuin/game/production_lp.hpp"

namespace proeftuin::game {
namespace {

constexpr std::size_t most_pieces = 10000;

/// The problem at a part t of everybody's resources.
struct Point {
    double t = 0.0;
    double value = 0.0;
    double slope = 0.0;  // of its line
    lp::Solution solution;
    [[nodiscard]] double line(double at) const { return value + slope * (at - t); }
};

class Diagonal {
  public:
    explicit Diagonal(const Production& production)
        : production_(production),
          all_(amounts_of(production, Coalition::all(static_cast<int>(production.players.size())))),
          none_(amounts_of(production, Coalition())),
          problem_(problem_of(production)),
          session_(problem_, {.will_resolve = true}) {}

    Expected<AumannShapley> run() {
        const Point first = solve(0.0);
        const Point last = solve(1.0);
        if (!issues_.empty()) return tl::unexpected(std::move(issues_));
        tolerance_ = 1e-9 * std::max({1e-300, std::abs(first.value), std::abs(last.value)});
        result_.value_at_none = sense(production_) * first.value;
        result_.value_at_all = sense(production_) * last.value;
        result_.shares.share.assign(production_.players.size(), 0.0);
        result_.shares.others_lower = result_.shares.others_upper = result_.shares.share;
        cut(first, last);
        if (!issues_.empty()) return tl::unexpected(std::move(issues_));
        if (!result_.shares.answered()) return std::move(result_);
        finish();
        return std::move(result_);
    }

  private:
    [[nodiscard]] std::vector<double> amounts(double t) const {
        std::vector<double> result = none_;
        for (std::size_t r = 0; r < result.size(); ++r) result[r] += t * (all_[r] - none_[r]);
        return result;
    }

    Point solve(double t) {
        Point point{.t = t, .solution = session_.solve(right_sides(production_, amounts(t)))};
        if (point.solution.termination != lp::Termination::optimal || !point.solution.has_dual) {
            if (issues_.empty()) issues_ = unsolved(point.solution);
            return point;
        }
        point.value = point.solution.objective;
        for (std::size_t r = 0; r < all_.size(); ++r) point.slope += point.solution.row_dual[r] * (all_[r] - none_[r]);
        return point;
    }

    void cut(const Point& first, const Point& last) {
        if (!issues_.empty() || !result_.shares.answered() || last.t - first.t <= 1e-12) return;
        if (result_.pieces.size() >= most_pieces) {
            result_.shares.refused = "prices change more than " + std::to_string(most_pieces) + " times on the way";
            return;
        }
        if (first.line(last.t) >= last.value - tolerance_) return add(first, first.t, last.t);
        if (last.line(first.t) >= first.value - tolerance_) return add(last, first.t, last.t);
        const double meet =
            (first.line(0.0) - last.line(0.0)) / (last.slope - first.slope);  // slopes differ: neither line is F
        const Point middle = solve(std::clamp(meet, first.t, last.t));
        if (!issues_.empty()) return;
        if (first.line(middle.t) >= middle.value - tolerance_) {
            add(first, first.t, middle.t);
            add(last, middle.t, last.t);
            return;
        }
        cut(first, middle);
        cut(middle, last);
    }

    /// The prices of a point hold from one part to another.
    void add(const Point& point, double from, double to) {
        if (to <= from) return;
        DiagonalPiece piece{.from = from, .to = to, .prices = {}};
        for (const double dual : point.solution.row_dual) piece.prices.push_back(sense(production_) * dual);
        const bool goes_on = !result_.pieces.empty() &&
                             std::ranges::equal(result_.pieces.back().prices, piece.prices, [](double a, double b) {
                                 return std::abs(a - b) <= 1e-12 * std::max(std::abs(a), std::abs(b));
                             });
        if (goes_on) result_.pieces.back().to = to;
        else result_.pieces.push_back(std::move(piece));
    }

    void finish() {
        Shares& shares = result_.shares;
        for (const DiagonalPiece& piece : result_.pieces) {
            const double length = piece.to - piece.from;
            const std::vector<double> amounts_within = amounts(0.5 * (piece.from + piece.to));
            const lp::Problem problem = lp::patched(problem_, right_sides(production_, amounts_within));
            const lp::Solution within = lp::Session(problem).solve();
            for (std::size_t i = 0; i < shares.share.size(); ++i) {
                const std::vector<double>& mine = production_.resources[i];
                for (std::size_t r = 0; r < mine.size(); ++r) shares.share[i] += length * piece.prices[r] * mine[r];
                const auto [least, most] = worth_range(production_, problem, within, mine);
                shares.others_lower[i] += length * (production_.costs ? least : -most);
                shares.others_upper[i] += length * (production_.costs ? most : -least);
            }
        }
        for (std::size_t i = 0; i < shares.share.size(); ++i)
            shares.unique = shares.unique && shares.others_upper[i] - shares.others_lower[i] <= 100.0 * tolerance_;
    }

    const Production& production_;
    std::vector<double> all_;
    std::vector<double> none_;
    lp::Problem problem_;
    lp::Session session_;
    double tolerance_ = 0.0;
    Issues issues_;
    AumannShapley result_;
};

}  // namespace

Expected<AumannShapley> aumann_shapley(const Production& production) {
    if (Issues issues = check(production); !issues.empty()) return tl::unexpected(std::move(issues));
    return Diagonal(production).run();
}

}  // namespace proeftuin::game
