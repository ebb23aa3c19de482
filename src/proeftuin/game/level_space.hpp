// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "proeftuin/base/coalition.hpp"

namespace proeftuin::game {

/// The directions in which shares may still move: the vectors z with z(S) = 0 for every fixed coalition S.
class LevelSpace {
  public:
    explicit LevelSpace(int num_players);
    [[nodiscard]] int dimension() const { return static_cast<int>(columns_.size()); }
    /// z(S) of each basis vector z.
    [[nodiscard]] std::vector<double> along(Coalition coalition) const;
    /// Is it in the span of what is fixed (so that its sum of shares no longer moves)?
    [[nodiscard]] bool spans(Coalition coalition) const;
    void fix(Coalition coalition);
    /// A combination of the basis with fixed odd coefficients: z(S) = 0 exactly for the coalitions in the span, and by
    /// chance for hardly any other. `which` gives different ones.
    [[nodiscard]] std::vector<double> direction(int which) const;
    /// shares + basis * t
    void move(std::vector<double>& shares, const std::vector<double>& t) const;

  private:
    std::vector<std::vector<double>> columns_;  // orthonormal, [dimension][num_players]
};

}  // namespace proeftuin::game
