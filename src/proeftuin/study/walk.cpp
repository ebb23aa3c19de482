// SPDX-License-Identifier: Apache-2.0
//
// The walk over coalitions. Coalitions are numbered along the reflected Gray code, so neighbours differ in one player, and cut into
// chains of fixed length by their number. Every chain starts from the same basis (that of the empty coalition, solved once, cold)
// and solves each coalition warm from the one before. What a chain finds therefore depends on its number alone: threads take
// chains as they come free, a run that was interrupted takes those that its journal has, and the answer is the same, bit for bit.
//
// Windows are subjects of their own: the chains of the first come first, and so on. Their sums are taken in the order of the
// windows, as soon as all before are there.

#include "proeftuin/study/walk.hpp"

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <utility>

#include "proeftuin/base/threads.hpp"
#include "proeftuin/dispatch/model.hpp"

namespace proeftuin::study {

namespace {

using Order = WalkOptions::Order;

/// One window: its template, the sessions that solve it, and the empty coalition's solution, from which chains start.
class WindowModel {
  public:
    WindowModel(const Subject& subject, std::size_t window, const WalkOptions& options)
        : model_(formulated(subject, window)),
          patches_(*model_, subject.restraints),
          reader_(*model_, subject.parties, subject.rent_owner),
          options_(options.session) {
        options_.will_resolve = true;
    }

    [[nodiscard]] const dispatch::Template& model() const { return *model_; }

    /// Solves coalitions number begin to end - 1 of an order.
    std::vector<Evaluation> solve(Chain chain, Order order) {
        std::call_once(started_, [this] { start(); });
        std::vector<Evaluation> found;
        std::unique_ptr<lp::Session> session = take();
        session->set_basis(alone_basis_);
        for (std::size_t number = chain.begin; number < chain.end; ++number) {
            const Coalition coalition = order == Order::gray ? gray_code(number) : Coalition::from_bits(number);
            if (coalition.empty()) {
                found.push_back(alone_);
                continue;
            }
            if (order == Order::cold) session->set_basis({});
            found.push_back(evaluate(*session, patches_.patch(coalition)));
        }
        give_back(std::move(session));
        return found;
    }

  private:
    static std::unique_ptr<dispatch::Template> formulated(const Subject& subject, std::size_t window) {
        auto made = dispatch::formulate(*subject.network, subject.window_formulation(window));
        if (!made) throw InputError(std::move(made.error()));
        return std::move(*made);
    }

    void start() {
        std::unique_ptr<lp::Session> session = take();
        alone_ = evaluate(*session, patches_.patch({}), &alone_basis_);
        give_back(std::move(session));
    }

    Evaluation evaluate(lp::Session& session, const lp::Patch& patch, lp::Basis* basis = nullptr) const {
        const lp::Solution solution = session.solve(patch);
        Evaluation found;
        found.termination = solution.termination;
        found.iterations = solution.iterations;
        if (basis != nullptr) *basis = solution.basis;
        if (solution.termination != lp::Termination::optimal) return found;
        found.cost = solution.certificate.primal_bound;
        found.cost_bound = solution.certificate.dual_bound;
        if (solution.has_dual) found.outcome = reader_.read(solution, patch);
        return found;
    }

    // Sessions that are free; a chain takes one and gives it back, since which one it gets makes no difference.
    std::unique_ptr<lp::Session> take() {
        const std::scoped_lock lock(mutex_);
        if (free_.empty()) return std::make_unique<lp::Session>(model_->problem, options_);
        std::unique_ptr<lp::Session> session = std::move(free_.back());
        free_.pop_back();
        return session;
    }
    void give_back(std::unique_ptr<lp::Session> session) {
        const std::scoped_lock lock(mutex_);
        free_.push_back(std::move(session));
    }

    std::unique_ptr<dispatch::Template> model_;
    RestraintPatches patches_;
    OutcomeReader reader_;
    lp::SessionOptions options_;
    std::once_flag started_;
    Evaluation alone_;
    lp::Basis alone_basis_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<lp::Session>> free_;
};

/// Windows in use: made by the first chain that needs them, gone after the last.
class WindowModels {
  public:
    WindowModels(const Subject& subject, const WalkOptions& options, std::size_t chains)
        : subject_(subject), options_(options), chains_(chains) {}

    std::shared_ptr<WindowModel> get(std::size_t window) {
        std::shared_ptr<Slot> slot;
        {
            const std::scoped_lock lock(mutex_);
            std::shared_ptr<Slot>& known = slots_[window];
            if (known == nullptr) known = std::make_shared<Slot>();
            slot = known;
        }
        std::call_once(slot->made, [&] { slot->model = std::make_shared<WindowModel>(subject_, window, options_); });
        return slot->model;
    }
    /// One more chain of the window is done.
    void done(std::size_t window) {
        const std::scoped_lock lock(mutex_);
        if (++finished_[window] < chains_) return;
        slots_.erase(window);
        finished_.erase(window);
    }

  private:
    struct Slot {
        std::once_flag made;
        std::shared_ptr<WindowModel> model;
    };
    const Subject& subject_;
    const WalkOptions& options_;
    std::size_t chains_;
    std::mutex mutex_;
    std::map<std::size_t, std::shared_ptr<Slot>> slots_;
    std::map<std::size_t, std::size_t> finished_;
};

/// Sums over the windows, in their order.
class Totals {
  public:
    Totals(std::size_t coalitions, std::size_t chains, Order order)
        : sums_(coalitions), chains_(chains), order_(order) {}

    void add(std::size_t window, std::size_t first_number, std::vector<Evaluation> found) {
        const std::scoped_lock lock(mutex_);
        Waiting& waiting = waiting_[window];
        waiting.chains.emplace_back(first_number, std::move(found));
        for (auto next = waiting_.find(next_); next != waiting_.end() && next->second.chains.size() == chains_;
             next = waiting_.find(next_)) {
            for (const auto& [first, evaluations] : next->second.chains)
                for (std::size_t i = 0; i < evaluations.size(); ++i) sum(first + i, evaluations[i]);
            waiting_.erase(next);
            ++next_;
        }
    }
    std::vector<Evaluation> take() { return std::move(sums_); }

  private:
    struct Waiting {
        std::vector<std::pair<std::size_t, std::vector<Evaluation>>> chains;
    };

    void sum(std::size_t number, const Evaluation& found) {
        Evaluation& total = sums_[order_ == Order::gray ? gray_code(number).index() : number];
        if (next_ == 0) {
            total = found;
            return;
        }
        total.iterations += found.iterations;
        if (total.termination != lp::Termination::optimal) return;
        total.termination = found.termination;
        const bool optimal = found.termination == lp::Termination::optimal;
        total.cost = optimal ? total.cost + found.cost : 0.0;
        total.cost_bound = optimal ? total.cost_bound + found.cost_bound : 0.0;
        if (found.outcome.size() != total.outcome.size()) total.outcome.clear();
        for (std::size_t p = 0; p < total.outcome.size(); ++p) total.outcome[p] += found.outcome[p];
    }

    std::vector<Evaluation> sums_;
    std::size_t chains_;
    Order order_;
    std::size_t next_ = 0;  // the window whose turn it is
    std::mutex mutex_;
    std::map<std::size_t, Waiting> waiting_;
};

std::vector<std::byte> packed(const std::vector<Evaluation>& chain) {
    ByteWriter writer;
    for (const Evaluation& e : chain) {
        writer.put(static_cast<std::uint8_t>(e.termination));
        writer.put(e.cost);
        writer.put(e.cost_bound);
        writer.put(e.iterations);
        writer.put(static_cast<std::uint32_t>(e.outcome.size()));
        for (const PartyOutcome& outcome : e.outcome) writer.put(outcome);
    }
    return writer.bytes();
}

/// Empty where the bytes are not those of so many coalitions.
std::vector<Evaluation> unpacked(const std::vector<std::byte>& bytes, std::size_t count, std::size_t parties) {
    std::vector<Evaluation> chain(count);
    ByteReader reader(bytes);
    for (Evaluation& e : chain) {
        std::uint8_t termination = 0;
        std::uint32_t size = 0;
        if (!reader.get(termination) || !reader.get(e.cost) || !reader.get(e.cost_bound) || !reader.get(e.iterations) ||
            !reader.get(size) || termination > static_cast<std::uint8_t>(lp::Termination::failed) || size > parties)
            return {};
        e.termination = static_cast<lp::Termination>(termination);
        e.outcome.resize(size);
        for (PartyOutcome& outcome : e.outcome)
            if (!reader.get(outcome)) return {};
    }
    return reader.at_end() ? std::move(chain) : std::vector<Evaluation>{};
}

}  // namespace

WalkResult walk_all(const Subject& subject, const WalkOptions& options) {
    const std::size_t coalitions = num_coalitions(subject.num_players());
    const std::vector<Chain> chains = cut_chains(coalitions, options.chain_length);
    WindowModels models(subject, options, chains.size());
    Totals totals(coalitions, chains.size(), options.order);
    WalkResult result;
    const std::shared_ptr<WindowModel> first = models.get(0);
    const lp::Problem& problem = first->model().problem;
    result.columns = problem.num_columns();
    result.rows = problem.num_rows();
    result.backend =
        options.session.backend == lp::Backend::automatic ? lp::choose(problem, true) : options.session.backend;
    result.warnings = first->model().warnings;
    const auto task = [&](std::size_t number) {
        const std::size_t window = number / chains.size();
        const Chain chain = chains[number % chains.size()];
        std::vector<Evaluation> found;
        const std::vector<std::byte>* kept = options.journal == nullptr ? nullptr : options.journal->find(number);
        if (kept != nullptr) found = unpacked(*kept, chain.end - chain.begin, subject.parties.names.size());
        if (found.empty()) {
            if (options.cancelled && options.cancelled()) return;
            found = models.get(window)->solve(chain, options.order);
            if (options.cancelled && options.cancelled()) return;
            if (options.journal != nullptr) options.journal->add(number, packed(found));
        }
        models.done(window);
        totals.add(window, chain.begin, std::move(found));
    };
    rethrow_first(
        run_tasks(chains.size() * subject.windows.size(), task, {options.threads, options.progress, "coalitions"}));
    result.evaluations = totals.take();
    return result;
}

}  // namespace proeftuin::study
