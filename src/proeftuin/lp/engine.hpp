// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <chrono>
#include <memory>

#include "proeftuin/lp/session.hpp"

namespace proeftuin::lp {

/// One backend behind a Session: it keeps the solver's own copy of the problem, and its basis, up to date with single changes.
/// Private to lp. The Session has checked every number before it calls one of these; it never calls `run` with crossed
/// bounds, with integer columns or without entries.
class Session::Engine {
  public:
    virtual ~Engine() = default;
    [[nodiscard]] virtual Backend backend() const = 0;
    virtual void set_column_bounds(int column, double lower, double upper) = 0;
    virtual void set_row_bounds(int row, double lower, double upper) = 0;
    virtual void set_cost(int column, double cost) = 0;
    virtual void set_coefficient(int row, int column, double value) = 0;
    /// Forgets everything but the problem, so that what follows depends on this basis alone (empty = cold).
    virtual void set_basis(const Basis& basis) = 0;
    /// Solves the LP as it stands; `problem` is that same problem. Objective, certificate and seconds are filled in by the caller.
    /// `unbounded` may mean "or infeasible", and a ray may be missing or have the wrong sign.
    [[nodiscard]] virtual Solution run(const Problem& problem) = 0;
    /// Another attempt after an answer that did not certify: other settings, slower.
    [[nodiscard]] virtual Solution retry(const Problem& problem) = 0;
};

/// When a solve has to stop. The clock starts when it is made.
class Deadline {
  public:
    explicit Deadline(double seconds) : start_(std::chrono::steady_clock::now()), limit_s_(seconds) {}
    [[nodiscard]] double elapsed_s() const {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    }
    [[nodiscard]] bool passed() const { return limit_s_ > 0.0 && elapsed_s() >= limit_s_; }
    /// What is left of the limit; 0 means there is none, so this is never below a millisecond otherwise.
    [[nodiscard]] double left_s() const { return limit_s_ > 0.0 ? std::max(1e-3, limit_s_ - elapsed_s()) : 0.0; }

  private:
    std::chrono::steady_clock::time_point start_;
    double limit_s_;
};

[[nodiscard]] std::unique_ptr<Session::Engine> make_clp_engine(const Problem& problem, const SessionOptions& options);
[[nodiscard]] std::unique_ptr<Session::Engine> make_highs_engine(const Problem& problem, const SessionOptions& options);

/// The mixed-integer solve alone: an integer point and the solver's bound (with the offset), no duals.
[[nodiscard]] Solution solve_mip_cbc(const Problem& problem, const SessionOptions& options);
[[nodiscard]] Solution solve_mip_highs(const Problem& problem, const SessionOptions& options);

}  // namespace proeftuin::lp
