// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "proeftuin/lp/problem.hpp"
#include "proeftuin/lp/solution.hpp"

namespace proeftuin::lp {

enum class Backend { automatic, clp, highs };

[[nodiscard]] std::string_view name(Backend backend);
/// Is this backend compiled in?
[[nodiscard]] bool available(Backend backend);
/// The stated rule (docs/decisions/0005-which-backend-when.md): which backend `automatic` means for a problem of this size.
[[nodiscard]] Backend choose(const Problem& problem, bool will_resolve);

struct SessionOptions {
    Backend backend = Backend::automatic;
    bool will_resolve = false;  // many warm solves follow: `choose` prefers CLP
    double time_limit_s = 0.0;  // 0 = none
    double mip_relative_gap = 1e-6;
    double primal_tolerance = 1e-9;  // feasibility, in the units of the problem
    double dual_tolerance = 1e-9;
    /// Certify each answer, and polish or re-solve it when the certificate does not close at 1e-9. Off: `certificate` is empty.
    bool certify = true;
    /// Called now and then with (iterations, objective, infeasibility); returning true stops the solve with `limit`.
    std::function<bool(double, double, double)> interrupt = {};
};

/// A solver that holds one template and solves patches of it, warm.
///
/// Usage:      Session session(template); Solution a = session.solve(patch); Solution b = session.solve(other);
/// Each solve applies its patch, solves from the basis of the last solve (or the one given), and takes the patch back.
/// Threads:    one session per thread; sessions share nothing (each holds a copy of the template).
/// Integers:   a problem with integer columns goes to CBC (or HiGHS); its duals are those of the LP with the integer columns
///             fixed at their values.
/// Errors:     never throws for what a solve finds; `failed` says what the backend said.
class Session {
  public:
    explicit Session(const Problem& problem, SessionOptions options = {});
    ~Session();
    Session(Session&&) noexcept;
    Session& operator=(Session&&) noexcept;
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    [[nodiscard]] Solution solve(const Patch& patch = {});
    /// Starts the next solve from this basis and forgets every other trace of earlier solves, so that what follows is a
    /// function of the template, this basis and the patches alone. An empty basis means a cold start.
    void set_basis(const Basis& basis);
    [[nodiscard]] Backend backend() const;

    class Engine;  // one per backend, private to lp

  private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace proeftuin::lp
