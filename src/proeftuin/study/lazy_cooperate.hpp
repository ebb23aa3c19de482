// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "proeftuin/base/expected.hpp"
#include "proeftuin/game/excess.hpp"
#include "proeftuin/game/lazy_sum.hpp"
#include "proeftuin/game/rules.hpp"
#include "proeftuin/study/question.hpp"
#include "proeftuin/study/walk.hpp"

namespace proeftuin::study {

/// A rule's answer from as few coalitions as its proof takes.
struct LazyRule {
    game::RuleResult result;
    game::Objection objection;  // who objects most to it, proved; where the shares add up to the gain
    bool has_objection = false;
    /// Of nucleolus and its kin: no excess exceeds its level by more than this, EUR.
    double certificate = 0.0;
};

/// Cooperation without solving every coalition: bounds carry over from the ones that are solved (docs/theory/bounds.md).
class LazyCooperation {
  public:
    /// Solves nobody and everybody in every window. Issues: what keeps bounds from being carried over (whole-number decisions,
    /// lines between parties, ...); every coalition has to be solved then. `subject` must outlive it.
    [[nodiscard]] static Expected<std::unique_ptr<LazyCooperation>> make(const Subject& subject,
                                                                         const WalkOptions& options);
    ~LazyCooperation();

    /// Applies a rule, solving what it takes. Linear rules come within `tolerance` of the gain of all, certified. Rules that
    /// want every value are refused in the result.
    [[nodiscard]] LazyRule apply(std::string_view rule, const game::Parameters& parameters, double tolerance);

    [[nodiscard]] const game::LazyValues& values() const;
    /// Coalitions that a programme was solved for, in any window, the empty one among them.
    [[nodiscard]] std::size_t solved() const;
    [[nodiscard]] std::int64_t iterations() const;
    [[nodiscard]] const Evaluation& nobody() const;
    [[nodiscard]] const Evaluation& everybody() const;
    [[nodiscard]] std::int64_t columns() const;
    [[nodiscard]] std::int64_t rows() const;
    [[nodiscard]] lp::Backend backend() const;

  private:
    struct State;
    explicit LazyCooperation(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

}  // namespace proeftuin::study
