// SPDX-License-Identifier: Apache-2.0
//
// The walk over coalitions. Coalitions are numbered along the reflected Gray code, so neighbours differ in one party, and cut into
// chains of fixed length by their number. Every chain starts from the same basis (that of the empty coalition, solved once, cold)
// and solves each coalition warm from the one before. What a chain finds therefore depends on its number alone: threads take
// chains as they come free, and the answer is the same, bit for bit, for any number of them.

#include "proeftuin/study/walk.hpp"

#include <memory>
#include <mutex>
#include <utility>

#include "proeftuin/base/threads.hpp"
#include "proeftuin/study/closing.hpp"

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
    const std::vector<Closing> closings = close_crossings(model, crossings);
    std::unique_ptr<lp::Session> first = pool.take();
    const lp::Solution alone = first->solve(patch_of(closings, {}));
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
                                                evaluate(session->solve(patch_of(closings, coalition)), reader);
                                        }
                                        pool.give_back(std::move(session));
                                    },
                                    {options.threads, options.progress, "coalitions"});
    rethrow_first(failures);
    return found;
}

}  // namespace proeftuin::study
