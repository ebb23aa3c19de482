// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

#include "proeftuin/dispatch/model.hpp"
#include "proeftuin/lp/session.hpp"
#include "proeftuin/study/outcome.hpp"
#include "proeftuin/study/part_plan.hpp"
#include "proeftuin/study/parts.hpp"
#include "proeftuin/study/walk.hpp"

namespace proeftuin::study {

/// What was found for a part: its outcome, and the basis that others start from, of its own columns and rows.
struct Found {
    Evaluation evaluation;
    lp::Basis basis;
};

/// One window: its template, and what its parts are. Solving changes nothing in it, so threads share one.
class WindowModel {
  public:
    /// Throws InputError where the window cannot be formulated.
    WindowModel(const Subject& subject, std::size_t window, const WalkOptions& options);

    [[nodiscard]] const dispatch::Template& model() const { return *model_; }
    [[nodiscard]] lp::Backend backend() const { return options_.backend; }
    /// Throws std::logic_error where the window falls apart otherwise than the plan says.
    void expect(const PartPlan& plan) const;

    /// A part that is solved, whose basis another starts from.
    struct Parent {
        const Part* part;
        const lp::Basis* basis;
    };
    /// Solves a part of a coalition from the bases of parts it is made of; cold where there are none.
    [[nodiscard]] Found solve(const Part& part, Coalition coalition, const std::vector<Parent>& parents,
                              bool with_range = false) const;
    [[nodiscard]] const Parts& parts() const { return parts_; }

  private:
    [[nodiscard]] lp::Basis start_of(const Parts::Problem& own, const std::vector<Parent>& parents) const;
    /// What the parties' totals of a part can be at other optimal prices of it.
    [[nodiscard]] std::vector<PriceRange> ranges(const Parts::Problem& own, const lp::Solution& solution,
                                                 const lp::Solution& whole,
                                                 const std::vector<PartyOutcome>& outcome) const;
    /// The parties whose buses are in a part.
    [[nodiscard]] Coalition parties_of(const Part& part) const;
    /// A part's solution as one of the template, with zeros elsewhere.
    [[nodiscard]] lp::Solution spread(const Parts::Problem& own, const lp::Solution& solution) const;

    std::unique_ptr<dispatch::Template> model_;
    RestraintPatches patches_;
    Parts parts_;
    OutcomeReader reader_;
    std::optional<IndicatorReader> indicators_;  // where they are asked for
    bool cold_;
    bool price_ranges_;
    lp::SessionOptions options_;
};

}  // namespace proeftuin::study
