// SPDX-License-Identifier: Apache-2.0
//
// The walk over coalitions. Coalitions are numbered along the reflected Gray code, so neighbours differ in one party, and cut into
// chains of fixed length by their number. Every chain starts from the same basis (that of the empty coalition, solved once, cold)
// and solves each coalition warm from the one before. What a chain finds therefore depends on its number alone: threads take
// chains as they come free, and the answer is the same, bit for bit, for any number of them.
//
// A crossing is closed by fixing its flow at 0 and opening the rows that would not allow 0 or would tie it to others: its limits
// (where capacity is decided) and its row of the voltage law.

#include "proeftuin/study/walk.hpp"

#include <algorithm>
#include <memory>
#include <mutex>
#include <utility>

#include "proeftuin/base/threads.hpp"

namespace proeftuin::study {

namespace {

/// Sessions that are free; a chain takes one and gives it back, since which one it gets makes no difference.
class SessionPool {
  public:
    SessionPool(const lp::Problem& problem, const lp::SessionOptions& options) : problem_(problem), options_(options) {}

    std::unique_ptr<lp::Session> take() {
        const std::scoped_lock lock(mutex_);
        if (free_.empty()) return std::make_unique<lp::Session>(problem_, options_);
        std::unique_ptr<lp::Session> session = std::move(free_.back());
        free_.pop_back();
        return session;
    }
    void give_back(std::unique_ptr<lp::Session> session) {
        const std::scoped_lock lock(mutex_);
        free_.push_back(std::move(session));
    }

  private:
    const lp::Problem& problem_;
    const lp::SessionOptions& options_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<lp::Session>> free_;
};

void open_row(lp::Patch& patch, int row) {
    if (row >= 0) patch.rows.push_back({row, -lp::infinity, lp::infinity});
}

/// What closes one crossing; nothing where it stands in no snapshot.
lp::Patch closing(const dispatch::Template& model, const Crossing& crossing) {
    lp::Patch patch;
    const dispatch::KindModel& kind = model.kind(crossing.kind);
    const auto found = std::ranges::find(kind.assets.items, crossing.item);
    if (found == kind.assets.items.end()) return patch;
    const int k = static_cast<int>(found - kind.assets.items.begin());
    for (int s = 0; s < model.num_scenarios(); ++s)
        for (int t = 0; t < model.horizon.size(); ++t) {
            patch.columns.push_back({kind.flow.column(s, t, k), 0.0, 0.0});
            for (const auto* rows : {&kind.lower_row, &kind.upper_row, &kind.angle_row})
                open_row(patch, kind.limit_row(*rows, s, t, k));
        }
    return patch;
}

/// The patch of each crossing, made once: coalitions differ only in which of them they take.
class Closings {
  public:
    Closings(const dispatch::Template& model, const std::vector<Crossing>& crossings) {
        for (const Crossing& crossing : crossings) closings_.emplace_back(crossing.needs, closing(model, crossing));
    }

    /// Closes every crossing whose ends are not all in the coalition.
    [[nodiscard]] lp::Patch patch(Coalition coalition) const {
        lp::Patch all;
        for (const auto& [needs, one] : closings_) {
            if (coalition.contains(needs)) continue;
            all.columns.insert(all.columns.end(), one.columns.begin(), one.columns.end());
            all.rows.insert(all.rows.end(), one.rows.begin(), one.rows.end());
        }
        return all;
    }

  private:
    std::vector<std::pair<Coalition, lp::Patch>> closings_;
};

Evaluation evaluate(const lp::Solution& solution, const OutcomeReader& reader) {
    Evaluation found;
    found.termination = solution.termination;
    found.iterations = solution.iterations;
    if (solution.termination != lp::Termination::optimal) return found;
    found.cost = solution.certificate.primal_bound;
    found.cost_bound = solution.certificate.dual_bound;
    if (solution.has_dual) found.outcome = reader.read(solution);
    return found;
}

}  // namespace

std::vector<Evaluation> walk_all(const dispatch::Template& model, const Parties& parties,
                                 const std::vector<Crossing>& crossings, const WalkOptions& options) {
    std::vector<Evaluation> found(num_coalitions(parties.count()));
    lp::SessionOptions session_options = options.session;
    session_options.will_resolve = true;
    SessionPool pool(model.problem, session_options);
    const OutcomeReader reader(model, parties);
    const Closings closings(model, crossings);
    std::unique_ptr<lp::Session> first = pool.take();
    const lp::Solution alone = first->solve(closings.patch({}));
    found[0] = evaluate(alone, reader);
    pool.give_back(std::move(first));
    const std::vector<Chain> chains = cut_chains(found.size(), options.chain_length);
    const auto failures = run_tasks(chains.size(),
                                    [&](std::size_t number) {
                                        std::unique_ptr<lp::Session> session = pool.take();
                                        session->set_basis(alone.basis);
                                        for (std::size_t at = chains[number].begin; at < chains[number].end; ++at) {
                                            const Coalition coalition = gray_code(at);
                                            if (coalition.empty()) continue;
                                            found[coalition.index()] =
                                                evaluate(session->solve(closings.patch(coalition)), reader);
                                        }
                                        pool.give_back(std::move(session));
                                    },
                                    {options.threads, options.progress, "coalitions"});
    rethrow_first(failures);
    return found;
}

}  // namespace proeftuin::study
