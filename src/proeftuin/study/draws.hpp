// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "proeftuin/study/uncertainty.hpp"

// The two halves of evaluate_uncertainty. Inside the module only.

namespace proeftuin::study {

/// The question with its figures at `x`. Throws InputError.
[[nodiscard]] Subject subject_at(const Uncertain& uncertain, std::span<const double> x);

[[nodiscard]] std::vector<Draw> evaluate_draws(const Uncertain& uncertain, const WalkResult& base, std::size_t windows,
                                               const UncertaintyOptions& options);

[[nodiscard]] std::vector<Swing> evaluate_tornado(const Uncertain& uncertain, const Subject& subject,
                                                  const WalkResult& base, std::size_t windows,
                                                  const UncertaintyOptions& options);

}  // namespace proeftuin::study
