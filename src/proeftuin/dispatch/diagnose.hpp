// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "proeftuin/dispatch/model.hpp"
#include "proeftuin/dispatch/solve.hpp"
#include "proeftuin/lp/session.hpp"

namespace proeftuin::dispatch {

/// Why a model has no solution, or none that is finite, in the user's names.
[[nodiscard]] Diagnosis diagnose(const Template& model, const lp::Solution& solution,
                                 const lp::SessionOptions& options);

}  // namespace proeftuin::dispatch
