// SPDX-License-Identifier: Apache-2.0
//
// Kohlberg's criterion (1971), in the form of the levels of nucleolus.cpp. x with x(N) = v(N) is the nucleolus if for
// excesses e_1 >= e_2 >= ... >= e_K and families F_1, ..., F_K (with players held at v({i}) among them)
//
//   (1) e(S, x) = e_k for S in F_k, x_i = v({i}) for the players held there, and this determines x;
//   (2) some l > 0 on F_k (l >= 0 on the players held) has sum of l_S 1_S in the span of F_1, ..., F_{k-1} and N;
//   (3) every S has e(S, x) <= e_k(S), k(S) the first level whose span holds it; x_i >= v({i}) where that is asked.
//
// (1) and (2) are solved in fractions. For (3) a double decides where the distance is far above its rounding error; what is
// near is compared in integers over a common denominator, and membership in a span is decided by an integer basis of
// the space orthogonal to it.
//
// Computed values are often equal only up to rounding, and then (3) fails by as little: for some S by d(S) > 0. With v(S) - d(S) in place
// of v(S) it holds, and (1) and (2) as before, as S is in no family. Where a level's excess is too large by d, all of its values are
// lowered by d (times w). So x is the nucleolus of a game whose values differ by at most
// max d(S), which is said. (Not for proportional excesses, whose divisors would change.)
#include "proeftuin/game/certificate.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <optional>
#include <span>
#include <utility>

#include "proeftuin/base/threads.hpp"
#include "proeftuin/game/excess.hpp"

namespace proeftuin::game {
namespace {

struct NotProved {
    std::string reason;
};

struct NoDecimal {};

constexpr const char* too_large = "a number is too large for 128-bit fractions";
constexpr const char* no_decimal = "a value has more than 15 digits behind the point";

using Row = std::vector<Rational>;

/// Solves rows of [coefficients | right side] that determine every unknown. Throws NotProved.
Row solve_exactly(std::vector<Row> rows, std::size_t unknowns, const char* what) {
    std::size_t used = 0;
    for (std::size_t column = 0; column < unknowns; ++column) {
        const auto lead = std::find_if(rows.begin() + static_cast<std::ptrdiff_t>(used), rows.end(),
                                       [&](const Row& row) { return row[column].sign() != 0; });
        if (lead == rows.end()) throw NotProved{std::string(what) + " are not determined"};
        std::swap(*lead, rows[used]);
        const Rational first = rows[used][column];
        for (Rational& entry : rows[used]) entry = entry / first;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            const Rational factor = rows[i][column];
            if (i == used || factor.sign() == 0) continue;
            for (std::size_t j = column; j <= unknowns; ++j) rows[i][j] = rows[i][j] - factor * rows[used][j];
        }
        ++used;
    }
    for (std::size_t i = used; i < rows.size(); ++i) {
        if (rows[i][unknowns].sign() != 0) throw NotProved{std::string(what) + " contradict each other"};
    }
    Row result;
    for (std::size_t k = 0; k < unknowns; ++k) result.push_back(rows[k][unknowns]);
    return result;
}

/// The span of coalitions, as reduced rows; and the space orthogonal to it.
class Span {
  public:
    explicit Span(int num_players) : n_(static_cast<std::size_t>(num_players)) { add(Coalition::all(num_players)); }

    /// True when the coalition is new.
    bool add(Coalition coalition) {
        Row row(n_);
        for (const int player : coalition) row[static_cast<std::size_t>(player)] = 1;
        for (std::size_t k = 0; k < rows_.size(); ++k) subtract(row, row[pivots_[k]], rows_[k]);
        const auto lead = std::ranges::find_if(row, [](const Rational& r) { return r.sign() != 0; });
        if (lead == row.end()) return false;
        const auto pivot = static_cast<std::size_t>(lead - row.begin());
        const Rational first = row[pivot];
        for (Rational& entry : row) entry = entry / first;
        for (Row& other : rows_) subtract(other, Rational(other[pivot]), row);
        rows_.push_back(std::move(row));
        pivots_.push_back(pivot);
        basis_.push_back(coalition);
        return true;
    }
    /// Coalitions that span it.
    [[nodiscard]] const std::vector<Coalition>& basis() const { return basis_; }

    /// Integer vectors that span the orthogonal space.
    [[nodiscard]] std::vector<std::vector<Int128>> orthogonal() const {
        std::vector<std::vector<Int128>> result;
        for (std::size_t free = 0; free < n_; ++free) {
            if (std::ranges::find(pivots_, free) != pivots_.end()) continue;
            Row z(n_);
            z[free] = 1;
            for (std::size_t k = 0; k < rows_.size(); ++k) z[pivots_[k]] = Rational(-1) * rows_[k][free];
            Rational common = 1;
            for (const Rational& entry : z) common = common * Rational::of((common * entry).bottom(), 1);
            std::vector<Int128> whole;
            for (const Rational& entry : z) whole.push_back((common * entry).top());
            result.push_back(std::move(whole));
        }
        return result;
    }

  private:
    static void subtract(Row& row, const Rational factor, const Row& other) {
        if (factor.sign() == 0) return;
        for (std::size_t j = 0; j < row.size(); ++j) row[j] = row[j] - factor * other[j];
    }
    std::size_t n_;
    std::vector<Row> rows_;  // reduced: each pivot column has its 1 and zeros
    std::vector<std::size_t> pivots_;
    std::vector<Coalition> basis_;
};

class Proof {
  public:
    Proof(const Game& game, const NucleolusOptions& options, const Nucleolus& answer, bool binary)
        : binary_(binary),
          game_(game),
          options_(options),
          levels_(answer.levels),
          n_(static_cast<std::size_t>(game.num_players())) {}

    ExactNucleolus run() {
        ExactNucleolus result{.binary = binary_};
        try {
            solve_shares(result);
            settle_order(result);
            balance(result);
            check_all(result);
            result.proved = true;
        } catch (const NotProved& failure) {
            result.reason = failure.reason;
        } catch (const NoDecimal&) {
            result.reason = no_decimal;
        } catch (const TooLarge&) {
            result.reason = too_large;
        }
        return result;
    }

  private:
    [[nodiscard]] Rational exact(double value) const {
        const std::optional<Rational> number = binary_ ? Rational::binary(value) : Rational::decimal(value);
        if (!number && binary_) throw TooLarge();
        if (!number) throw NoDecimal{};
        return *number;
    }
    [[nodiscard]] Rational value(Coalition coalition) const {
        if (binary_ || options_.stand_alone.empty()) return exact(game_.value(coalition));
        Rational sum;  // a savings game: its values are differences of costs as they were written
        for (const int player : coalition) sum = sum + exact(options_.stand_alone[static_cast<std::size_t>(player)]);
        return sum - exact(cost(coalition));
    }
    /// The cost as it was written: savings were rounded, so their difference is rounded back.
    [[nodiscard]] double cost(Coalition coalition) const {
        double sum = 0.0;
        for (const int player : coalition) sum += options_.stand_alone[static_cast<std::size_t>(player)];
        const double cost = sum - game_.value(coalition);
        double power = 1.0;
        for (int digits = 0; digits <= 9; ++digits, power *= 10.0) {
            const double rounded = std::round(cost * power) / power;
            if (std::abs(rounded - cost) <= 1e-13 * (1.0 + std::abs(sum))) return rounded;
        }
        return cost;
    }
    [[nodiscard]] Rational weight(Coalition coalition) const {
        switch (options_.measure) {
            case Measure::plain: return 1;
            case Measure::per_capita: return coalition.size();
            case Measure::proportional: break;
        }
        if (binary_) return exact(excess_weight(game_, options_, coalition));
        return options_.stand_alone.empty() ? value(coalition) : exact(cost(coalition));
    }

    void solve_shares(ExactNucleolus& result) {
        const std::size_t unknowns = n_ + levels_.size();
        std::vector<Row> rows;
        const auto row_of = [&](Coalition coalition, const Rational& right) -> Row& {
            Row row(unknowns + 1);
            for (const int player : coalition) row[static_cast<std::size_t>(player)] = 1;
            row.back() = right;
            return rows.emplace_back(std::move(row));
        };
        row_of(game_.grand(), value(game_.grand()));
        for (std::size_t k = 0; k < levels_.size(); ++k) {
            for (const Coalition coalition : levels_[k].coalitions) {
                row_of(coalition, value(coalition))[n_ + k] = weight(coalition);
            }
            for (const int player : levels_[k].at_bound)
                row_of(Coalition::single(player), value(Coalition::single(player)));
        }
        Row solved = solve_exactly(std::move(rows), unknowns, "the shares");
        result.shares.assign(solved.begin(), solved.begin() + static_cast<std::ptrdiff_t>(n_));
        result.excesses.assign(solved.begin() + static_cast<std::ptrdiff_t>(n_), solved.end());
    }

    /// Excesses must not rise from level to level, nor be above 0 for players alone where nobody may have less than that. What
    /// rounding left is taken from the values of the level: all of its excesses fall by the same, and x stays what it is.
    void settle_order(ExactNucleolus& result) const {
        for (std::size_t k = 0; k < levels_.size(); ++k) {
            Rational most = k == 0 ? result.excesses[k] : result.excesses[k - 1];
            const bool alone = std::ranges::any_of(levels_[k].coalitions, [](Coalition s) { return s.size() == 1; });
            if (options_.individually_rational && alone && most.sign() > 0) most = 0;
            if (result.excesses[k] <= most) continue;
            const double per_member = options_.measure == Measure::per_capita ? static_cast<double>(n_) : 1.0;
            const double amount = (result.excesses[k] - most).value() * per_member * (1.0 + 0x1p-40);
            if (amount > near() || options_.measure == Measure::proportional)
                throw NotProved{"a level has a larger excess than it may"};
            result.within = std::max(result.within, amount);
            result.excesses[k] = most;
        }
    }

    /// Up to where a difference may be rounding.
    [[nodiscard]] double near() const { return 1e-9 * game_.scale(); }

    void balance(ExactNucleolus& result) {
        Span span(game_.num_players());
        for (const Level& level : levels_) {
            std::vector<Coalition> family = level.coalitions;
            for (const int player : level.at_bound) family.push_back(Coalition::single(player));
            const std::vector<Coalition> before = span.basis();
            const std::size_t unknowns = family.size() + before.size();
            std::vector<Row> rows(n_ + 1, Row(unknowns + 1));  // a player each, and: the weights add up to 1
            for (std::size_t j = 0; j < unknowns; ++j) {
                const Coalition coalition = j < family.size() ? family[j] : before[j - family.size()];
                for (const int player : coalition) rows[static_cast<std::size_t>(player)][j] = 1;
                if (j < level.coalitions.size()) rows[n_][j] = weight(coalition);
            }
            rows[n_].back() = 1;
            Row solved = solve_exactly(std::move(rows), unknowns, "the balancing weights");
            solved.resize(family.size());
            for (std::size_t j = 0; j < family.size(); ++j) {
                if (solved[j].sign() < 0 || (j < level.coalitions.size() && solved[j].sign() == 0))
                    throw NotProved{"a balancing weight is not positive"};
            }
            result.weights.push_back(std::move(solved));
            for (const Coalition coalition : family) span.add(coalition);
            orthogonal_.push_back(span.orthogonal());
        }
    }

    [[nodiscard]] bool spanned(std::size_t level, Coalition coalition) const {
        return std::ranges::all_of(orthogonal_[level], [&](const std::vector<Int128>& z) {
            Int128 sum = 0;
            for (const int player : coalition) sum += z[static_cast<std::size_t>(player)];
            return sum == 0;
        });
    }

    /// (3) for one coalition: an excess above e_k must already be settled by the levels before k. What it is too large by, 0 for
    /// nothing.
    [[nodiscard]] double too_much(Coalition coalition, const ExactNucleolus& result) const {
        const std::optional<Int128> whole = whole_excess(coalition);
        const Int128 size = options_.measure == Measure::per_capita ? coalition.size() : 1;
        Rational excess;
        Rational divided = 1;
        if (!whole) {
            excess = value(coalition);
            for (const int player : coalition) excess = excess - result.shares[static_cast<std::size_t>(player)];
            divided = weight(coalition);
        }
        const auto above = [&](std::size_t k) {
            return whole ? *whole > whole_excesses_[k] * size : excess > result.excesses[k] * divided;
        };
        std::size_t k = 0;  // the first level with a smaller excess
        while (k < levels_.size() && !above(k)) ++k;
        if (k == levels_.size() || (k > 0 && spanned(k - 1, coalition))) return 0.0;
        while (k + 1 < levels_.size() && !spanned(k, coalition)) ++k;  // the first whose span holds it
        if (!whole) return (excess - result.excesses[k] * divided).value();
        return Rational::of(*whole - whole_excesses_[k] * size, denominator_).value();
    }

    /// Shares and excesses over a common denominator, if that is not too large.
    void find_denominator(const ExactNucleolus& result) {
        constexpr Int128 most = Int128{1} << 50;
        Int128 common = 1;
        for (const std::vector<Rational>* list : {&result.shares, &result.excesses}) {
            for (const Rational& fraction : *list) {
                if (fraction.bottom() > most || fraction.top() > most || fraction.top() < -most) return;
                common *= Rational::of(fraction.bottom(), common).top();
                if (common > most) return;
            }
        }
        for (const Rational& share : result.shares) whole_shares_.push_back(share.top() * (common / share.bottom()));
        for (const Rational& e : result.excesses) whole_excesses_.push_back(e.top() * (common / e.bottom()));
        denominator_ = common;
    }

    /// The excess times the common denominator, where values are whole numbers; nothing where they are not.
    [[nodiscard]] std::optional<Int128> whole_excess(Coalition coalition) const {
        const double value = game_.value(coalition);
        const bool whole = denominator_ > 0 && options_.measure != Measure::proportional &&
                           options_.stand_alone.empty() && value == std::floor(value) && std::abs(value) < 0x1p50;
        if (!whole) return std::nullopt;
        Int128 excess = static_cast<Int128>(value) * denominator_;
        for (const int player : coalition) excess -= whole_shares_[static_cast<std::size_t>(player)];
        return excess;
    }

    /// (3) for all. A block shares its high members; what is far below the last level by its doubles is passed over.
    void check_all(ExactNucleolus& result) {
        std::vector<double> shares;
        double size = 0.0;
        shares.reserve(n_);
        for (const Rational& share : result.shares) shares.push_back(share.value());
        for (const double share : shares) size += std::abs(share);
        const double near = this->near();
        // sums of doubles are off by less than this
        if (static_cast<double>(n_) * 0x1p-50 * (size + game_.scale()) > near)
            throw NotProved{"shares are too large beside the values"};
        find_denominator(result);
        const std::size_t low = std::min<std::size_t>(n_, 10);
        const std::vector<double> low_sums = subset_sums(std::span(shares).first(low));
        const std::vector<double> high_sums = subset_sums(std::span(shares).subspan(low));
        const double lowest = result.excesses.back().value();
        const std::vector<Chain> chunks = cut_chains(high_sums.size(), 256);
        std::vector<double> most(chunks.size());
        const auto check = [&](std::size_t chunk) {
            for (std::size_t high = chunks[chunk].begin; high < chunks[chunk].end; ++high)
                most[chunk] = std::max(most[chunk], check_block(high, low_sums, high_sums[high], lowest, near, result));
        };
        rethrow_first(run_tasks(chunks.size(), check, {.threads = options_.threads}));
        result.within = std::max(result.within, *std::ranges::max_element(most) * (1.0 + 0x1p-40));
        for (int i = 0; options_.individually_rational && i < game_.num_players(); ++i) {
            const Rational less = value(Coalition::single(i)) - result.shares[static_cast<std::size_t>(i)];
            if (less.sign() > 0 && (less.value() > near || options_.measure == Measure::proportional))
                throw NotProved{"a player has less than alone"};
            if (less.sign() > 0) result.within = std::max(result.within, less.value() * (1.0 + 0x1p-40));
        }
    }

    /// The most by which an excess of this block is too large.
    [[nodiscard]] double check_block(std::size_t high, const std::vector<double>& low_sums, double base, double lowest,
                                     double near, const ExactNucleolus& result) const {
        const double* value = game_.values().data() + high * low_sums.size();
        const std::size_t count = low_sums.size();
        if (options_.measure == Measure::plain && count >= 8) {
            std::array<double, 8> most;
            most.fill(lowest - near);
            for (std::size_t k = 0; k < count; k += 8) {
                for (std::size_t lane = 0; lane < 8; ++lane) {
                    const double excess = value[k + lane] - (base + low_sums[k + lane]);
                    most[lane] = most[lane] < excess ? excess : most[lane];
                }
            }
            if (*std::ranges::max_element(most) <= lowest - near) return 0.0;
        }
        double worst = 0.0;
        for (std::size_t k = 0; k < count; ++k) {
            const std::size_t s = high * count + k;
            if (s == 0 || s + 1 == game_.values().size()) continue;
            const Coalition coalition = Coalition::from_bits(s);
            const double weight = excess_weight(game_, options_, coalition);
            if (weight <= 0.0 || value[k] - (base + low_sums[k]) < lowest * weight - near) continue;
            const double amount = too_much(coalition, result);
            if (amount > near || (amount > 0.0 && options_.measure == Measure::proportional))
                throw NotProved{"coalition " + game_.text(coalition) + " has a larger excess than its level"};
            worst = std::max(worst, amount);
        }
        return worst;
    }

    bool binary_;
    const Game& game_;
    const NucleolusOptions& options_;
    const std::vector<Level>& levels_;
    std::size_t n_;
    std::vector<std::vector<std::vector<Int128>>> orthogonal_;  // [level]
    Int128 denominator_ = 0;                                    // of the two below; 0 = they are not used
    std::vector<Int128> whole_shares_;
    std::vector<Int128> whole_excesses_;
};

}  // namespace

ExactNucleolus certify(const Game& game, const NucleolusOptions& options, const Nucleolus& answer) {
    if (!answer.shares.answered() || answer.levels.empty()) return {.reason = "there is nothing to prove"};
    ExactNucleolus decimal = Proof(game, options, answer, false).run();
    if (decimal.proved || (decimal.reason != no_decimal && decimal.reason != too_large)) return decimal;
    return Proof(game, options, answer, true).run();
}

}  // namespace proeftuin::game
