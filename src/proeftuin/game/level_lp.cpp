// SPDX-License-Identifier: Apache-2.0
//
// A small dense simplex for the linear programmes of the nucleolus: few free variables, many rows. It works on the dual
//
//   max sum c_k l_k   subject to   sum a_k l_k = 0,  sum w_k l_k = 1,  l >= 0,
//
// which has dimension + 1 equations and a column for each row, so that its basis inverse is a dense matrix of at most 34 x 34.
// The box |t_j| <= box gives two more columns a unit vector, which make the first basis. The right-hand side is nearly all
// zeros, so it is perturbed by fixed tiny amounts to keep the simplex from cycling (a ratio test without ties); the
// duals that are reported are those of the right-hand side above. Prices of a basis are (t, eps).
#include "proeftuin/game/level_lp.hpp"

#include <algorithm>
#include <cmath>

namespace proeftuin::game {
namespace {

constexpr double violation_tolerance = 1e-10;
constexpr double pivot_tolerance = 1e-9;
constexpr double dual_tolerance = 1e-8;
constexpr double perturbation = 1e-7;
constexpr int refactor_every = 40;

class Simplex {
  public:
    explicit Simplex(const LevelLp& lp) : lp_(lp), m_(lp.dimension + 1), size_(static_cast<std::size_t>(m_)) {}

    LevelSolution run() {
        LevelSolution result;
        start();
        const int most = 200 + 50 * (lp_.num_rows() + m_);
        for (; result.pivots < most; ++result.pivots) {
            if (result.pivots % refactor_every == 0 && !refactor()) return result;
            price();
            const int entering = choose_entering();
            if (entering == none) {
                if (result.pivots % refactor_every == 0) break;
                if (!refactor()) return result;
                price();
                if (choose_entering() == none) break;
                continue;
            }
            if (!pivot(entering)) return result;
        }
        result.solved = result.pivots < most;
        finish(result);
        return result;
    }

  private:
    static constexpr int none = -1;

    // Columns: 0 .. num_rows - 1 are the rows of the problem, then 2 j and 2 j + 1 the lower and upper side of the box of t_j.
    [[nodiscard]] double entry(int column, int i) const {
        if (column < lp_.num_rows()) {
            return i < lp_.dimension ? lp_.row(column)[static_cast<std::size_t>(i)]
                                     : lp_.w[static_cast<std::size_t>(column)];
        }
        const int side = column - lp_.num_rows();
        return side / 2 != i ? 0.0 : side % 2 == 0 ? 1.0 : -1.0;
    }
    [[nodiscard]] double cost(int column) const {
        return column < lp_.num_rows() ? lp_.c[static_cast<std::size_t>(column)] : -lp_.box;
    }
    [[nodiscard]] double right_side(int i) const {
        return i == lp_.dimension ? 1.0 : perturbation * (1.0 + std::fmod(0.6180339887498949 * (i + 1), 1.0));
    }
    double& inverse(int i, int j) {
        return inverse_[static_cast<std::size_t>(i) * size_ + static_cast<std::size_t>(j)];
    }

    void start() {
        const auto first = std::ranges::find_if(lp_.w, [](double w) { return w > 0.0; });
        const int column = static_cast<int>(first - lp_.w.begin());
        const double level = 1.0 / *first;
        for (int j = 0; j < lp_.dimension; ++j) {
            const double rest = right_side(j) - entry(column, j) * level;
            basis_.push_back(lp_.num_rows() + 2 * j + (rest >= 0.0 ? 0 : 1));
        }
        basis_.push_back(column);
    }

    bool refactor() {  // Gauss-Jordan with row pivoting of [B | I]
        std::vector<double> b(size_ * size_);
        inverse_.assign(size_ * size_, 0.0);
        for (int i = 0; i < m_; ++i) {
            inverse(i, i) = 1.0;
            for (int k = 0; k < m_; ++k)
                b[static_cast<std::size_t>(i) * size_ + static_cast<std::size_t>(k)] =
                    entry(basis_[static_cast<std::size_t>(k)], i);
        }
        for (std::size_t k = 0; k < size_; ++k) {
            std::size_t best = k;
            for (std::size_t i = k + 1; i < size_; ++i) {
                if (std::abs(b[i * size_ + k]) > std::abs(b[best * size_ + k])) best = i;
            }
            const double lead = b[best * size_ + k];
            if (std::abs(lead) < 1e-12) return false;
            for (std::size_t j = 0; j < size_; ++j) {
                std::swap(b[k * size_ + j], b[best * size_ + j]);
                std::swap(inverse_[k * size_ + j], inverse_[best * size_ + j]);
                b[k * size_ + j] /= lead;
                inverse_[k * size_ + j] /= lead;
            }
            for (std::size_t i = 0; i < size_; ++i) {
                const double factor = b[i * size_ + k];
                if (i == k || factor == 0.0) continue;
                for (std::size_t j = 0; j < size_; ++j) {
                    b[i * size_ + j] -= factor * b[k * size_ + j];
                    inverse_[i * size_ + j] -= factor * inverse_[k * size_ + j];
                }
            }
        }
        level_.assign(size_, 0.0);
        for (int i = 0; i < m_; ++i) {
            for (int j = 0; j < m_; ++j) level_[static_cast<std::size_t>(i)] += inverse(i, j) * right_side(j);
        }
        return true;
    }

    void price() {
        prices_.assign(size_, 0.0);
        for (int i = 0; i < m_; ++i) {
            const double weight = cost(basis_[static_cast<std::size_t>(i)]);
            for (int j = 0; j < m_; ++j) prices_[static_cast<std::size_t>(j)] += weight * inverse(i, j);
        }
    }

    [[nodiscard]] int choose_entering() const {
        int best = none;
        double most = violation_tolerance;
        for (int k = 0; k < lp_.num_rows(); ++k) {
            const std::span<const double> row = lp_.row(k);
            double gain = lp_.c[static_cast<std::size_t>(k)] - lp_.w[static_cast<std::size_t>(k)] * prices_.back();
            for (std::size_t j = 0; j < row.size(); ++j) gain -= row[j] * prices_[j];
            if (gain > most) {
                most = gain;
                best = k;
            }
        }
        for (int j = 0; j < lp_.dimension; ++j) {
            const double t = prices_[static_cast<std::size_t>(j)];
            if (std::abs(t) - lp_.box > std::max(most, 1e-6)) {
                most = std::abs(t) - lp_.box;
                best = lp_.num_rows() + 2 * j + (t < 0.0 ? 0 : 1);
            }
        }
        return best;
    }

    bool pivot(int entering) {
        std::vector<double> step(size_);
        for (int i = 0; i < m_; ++i) {
            for (int j = 0; j < m_; ++j) step[static_cast<std::size_t>(i)] += inverse(i, j) * entry(entering, j);
        }
        std::size_t leaving = size_;
        for (std::size_t i = 0; i < size_; ++i) {
            if (step[i] <= pivot_tolerance) continue;
            if (leaving == size_ || level_[i] * step[leaving] < level_[leaving] * step[i]) leaving = i;
        }
        if (leaving == size_) return false;  // unbounded dual: the rows contradict each other
        const double ratio = std::max(0.0, level_[leaving] / step[leaving]);
        double* lead = &inverse_[leaving * size_];
        for (std::size_t j = 0; j < size_; ++j) lead[j] /= step[leaving];
        for (std::size_t i = 0; i < size_; ++i) {
            if (i == leaving || step[i] == 0.0) continue;
            for (std::size_t j = 0; j < size_; ++j) inverse_[i * size_ + j] -= step[i] * lead[j];
            level_[i] -= ratio * step[i];
        }
        level_[leaving] = ratio;
        basis_[leaving] = entering;
        return true;
    }

    void finish(LevelSolution& result) {
        result.t.assign(prices_.begin(), prices_.end() - 1);
        result.eps = prices_.back();
        for (int i = 0; i < m_; ++i) {
            if (inverse(i, m_ - 1) <= dual_tolerance) continue;  // the dual for the unperturbed right-hand side
            const int column = basis_[static_cast<std::size_t>(i)];
            if (column < lp_.num_rows()) result.positive.push_back(column);
            else result.box_binds = true;
        }
        std::ranges::sort(result.positive);
    }

    const LevelLp& lp_;
    int m_;
    std::size_t size_;
    std::vector<int> basis_;       // [m]
    std::vector<double> inverse_;  // [m x m]
    std::vector<double> level_;    // [m] of the basic columns
    std::vector<double> prices_;   // [m]
};

}  // namespace

LevelSolution solve(const LevelLp& lp) { return Simplex(lp).run(); }

}  // namespace proeftuin::game
