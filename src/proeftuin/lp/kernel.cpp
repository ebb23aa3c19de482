// SPDX-License-Identifier: Apache-2.0
#include "proeftuin/lp/kernel.hpp"

#include <Eigen/SparseLU>

namespace proeftuin::lp {

namespace {

constexpr int refinements = 2;

}  // namespace

struct Kernel::Factors {
    using Matrix = Eigen::SparseMatrix<double, Eigen::ColMajor, int>;
    Matrix matrix;
    mutable Eigen::SparseLU<Matrix, Eigen::COLAMDOrdering<int>> lu;  // Eigen's transposed view wants it mutable
};

Kernel::Kernel(const Problem& problem, const Basis& basis) : factors_(std::make_unique<Factors>()) {
    if (std::ssize(basis.columns) != problem.num_columns() || std::ssize(basis.rows) != problem.num_rows()) return;
    for (int column = 0; column < problem.num_columns(); ++column)
        if (basis.columns[static_cast<std::size_t>(column)] == Status::basic) columns_.push_back(column);
    position_.assign(static_cast<std::size_t>(problem.num_rows()), -1);
    for (int row = 0; row < problem.num_rows(); ++row) {
        if (basis.rows[static_cast<std::size_t>(row)] == Status::basic) continue;
        position_[static_cast<std::size_t>(row)] = static_cast<int>(rows_.size());
        rows_.push_back(row);
    }
    if (columns_.size() != rows_.size()) return;
    std::vector<Eigen::Triplet<double>> entries;
    for (std::size_t k = 0; k < columns_.size(); ++k) {
        const auto c = static_cast<std::size_t>(columns_[k]);
        for (std::int64_t entry = problem.start[c]; entry < problem.start[c + 1]; ++entry) {
            const auto e = static_cast<std::size_t>(entry);
            const int place = position(problem.row[e]);
            if (place >= 0) entries.emplace_back(place, static_cast<int>(k), problem.value[e]);
        }
    }
    const auto size = static_cast<Eigen::Index>(rows_.size());
    factors_->matrix.resize(size, size);
    factors_->matrix.setFromTriplets(entries.begin(), entries.end());
    factors_->matrix.makeCompressed();
    if (size > 0) factors_->lu.compute(factors_->matrix);
    valid_ = size == 0 || factors_->lu.info() == Eigen::Success;
}

Kernel::~Kernel() = default;

Kernel::Vector Kernel::residual(const Vector& right, bool transposed, const Vector& x) const {
    Vector result = right;
    for (int column = 0; column < factors_->matrix.outerSize(); ++column) {
        const auto col = static_cast<std::size_t>(column);
        for (Factors::Matrix::InnerIterator entry(factors_->matrix, column); entry; ++entry) {
            const auto row = static_cast<std::size_t>(entry.row());
            const auto value = static_cast<long double>(entry.value());
            if (transposed) result[col] -= value * x[row];
            else result[row] -= value * x[col];
        }
    }
    return result;
}

bool Kernel::refine(const Vector& right, bool transposed, Vector& x) const {
    x.assign(right.size(), 0.0L);
    if (right.empty()) return true;
    for (int step = 0; step <= refinements; ++step) {
        const Vector rest = residual(right, transposed, x);
        Eigen::VectorXd target(static_cast<Eigen::Index>(rest.size()));
        for (Eigen::Index k = 0; k < target.size(); ++k)
            target[k] = static_cast<double>(rest[static_cast<std::size_t>(k)]);
        Eigen::VectorXd correction;
        if (transposed) correction = factors_->lu.transpose().solve(target);
        else correction = factors_->lu.solve(target);
        if (!correction.allFinite()) return false;
        for (Eigen::Index k = 0; k < target.size(); ++k) x[static_cast<std::size_t>(k)] += correction[k];
    }
    return true;
}

double bound_of(Status status, double lower, double upper, double otherwise) {
    if (status == Status::at_lower || status == Status::fixed) return lower;
    return status == Status::at_upper ? upper : otherwise;
}

}  // namespace proeftuin::lp
