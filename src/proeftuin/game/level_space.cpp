// SPDX-License-Identifier: Apache-2.0
//
// An orthonormal basis of the space orthogonal to fixed coalitions. Fixing S: with a_j = z_j(S), the reflection that turns a
// into a multiple of the last unit vector (Householder) mixes the basis so that only the last vector has z(S) other than 0;
// that one is dropped.
#include "proeftuin/game/level_space.hpp"

#include <cmath>

namespace proeftuin::game {
namespace {

constexpr double span_tolerance = 1e-7;

double length(const std::vector<double>& vector) {
    double sum = 0.0;
    for (const double x : vector) sum += x * x;
    return std::sqrt(sum);
}

}  // namespace

LevelSpace::LevelSpace(int num_players) {
    const auto n = static_cast<std::size_t>(num_players);
    columns_.assign(n, std::vector<double>(n));
    for (std::size_t i = 0; i < n; ++i) columns_[i][i] = 1.0;
    fix(Coalition::all(num_players));
}

std::vector<double> LevelSpace::along(Coalition coalition) const {
    std::vector<double> result;
    result.reserve(columns_.size());
    for (const std::vector<double>& column : columns_) {
        double sum = 0.0;
        for (const int player : coalition) sum += column[static_cast<std::size_t>(player)];
        result.push_back(sum);
    }
    return result;
}

bool LevelSpace::spans(Coalition coalition) const { return length(along(coalition)) < span_tolerance; }

void LevelSpace::fix(Coalition coalition) {
    std::vector<double> u = along(coalition);
    const double norm = length(u);
    if (norm < span_tolerance) return;
    u.back() += u.back() >= 0.0 ? norm : -norm;
    const double scale = 2.0 / (length(u) * length(u));
    for (std::size_t i = 0; i < columns_.front().size(); ++i) {
        double dot = 0.0;
        for (std::size_t j = 0; j < u.size(); ++j) dot += columns_[j][i] * u[j];
        for (std::size_t j = 0; j < u.size(); ++j) columns_[j][i] -= scale * dot * u[j];
    }
    columns_.pop_back();
}

std::vector<double> LevelSpace::direction(int which) const {
    std::vector<double> result(columns_.empty() ? 0 : columns_.front().size());
    for (std::size_t j = 0; j < columns_.size(); ++j) {
        const double coefficient =
            1.0 + std::fmod((static_cast<double>(j) + 1.0) * (which == 0 ? 0.7548776662466927 : 0.5698402909980532) +
                                (which == 0 ? 0.0 : 0.3819660112501051),
                            1.0);
        for (std::size_t i = 0; i < result.size(); ++i) result[i] += coefficient * columns_[j][i];
    }
    return result;
}

void LevelSpace::move(std::vector<double>& shares, const std::vector<double>& t) const {
    for (std::size_t j = 0; j < columns_.size(); ++j) {
        for (std::size_t i = 0; i < shares.size(); ++i) shares[i] += t[j] * columns_[j][i];
    }
}

}  // namespace proeftuin::game
