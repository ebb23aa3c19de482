// SPDX-License-Identifier: Apache-2.0
//
// The walk over coalitions. Every coalition's problem falls into parts (parts.hpp), and each part is solved once, for the first
// coalition S that has it, in order of the number of members. It starts from the bases of the parts of S without one player: the
// player who leaves the least capacity behind, since the less changes, the fewer iterations it takes. Columns and rows that
// come new with S are at a bound and basic, so the start is a basis. What is found for a part depends on nothing but these
// ancestors: threads take parts (or windows) as they come free, a run that was interrupted takes what its journal has, and the answer
// is the same, bit for bit. The parts of a coalition add up to it, in their order. Where only some coalitions are asked for, each starts
// from the one among them that it differs least from (part_plan.cpp).
//
// Windows are subjects of their own; their sums are taken in the order of the windows, as soon as all before are there. With more
// than one window, threads take windows; else they take the parts of coalitions of the same size.

#include "proeftuin/study/walk.hpp"

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

#include "proeftuin/base/digest.hpp"
#include "proeftuin/base/threads.hpp"
#include "proeftuin/dispatch/model.hpp"
#include "proeftuin/study/part_plan.hpp"
#include "proeftuin/study/window_model.hpp"

namespace proeftuin::study {

namespace {

/// Bases that are still to be started from: put in once, taken out when the last child has them.
class Bases {
  public:
    explicit Bases(const PartPlan& plan) : plan_(plan), kept_(plan.parts.size()), left_(plan.children) {}

    void put(std::size_t part, lp::Basis basis) {
        const std::scoped_lock lock(mutex_);
        if (left_[part] > 0) kept_[part] = std::make_shared<const lp::Basis>(std::move(basis));
    }
    /// Of the parents of a part; each is one child nearer to being gone.
    std::vector<std::shared_ptr<const lp::Basis>> of_parents(std::size_t part) {
        const std::scoped_lock lock(mutex_);
        std::vector<std::shared_ptr<const lp::Basis>> found;
        for (const std::uint32_t parent : plan_.parents[part]) {
            found.push_back(kept_[parent]);
            if (--left_[parent] == 0) kept_[parent] = nullptr;
        }
        return found;
    }

  private:
    const PartPlan& plan_;
    std::mutex mutex_;
    std::vector<std::shared_ptr<const lp::Basis>> kept_;
    std::vector<std::uint32_t> left_;
};

/// Sums over the windows, in their order, of the parts of each coalition.
class Totals {
  public:
    Totals(const PartPlan& plan, Coalition everybody, bool keep_windows)
        : plan_(plan), everybody_(everybody), keep_windows_(keep_windows), sums_(plan.parts_of.size()) {}

    /// What was found for each part of a window.
    void add(std::size_t window, std::vector<Evaluation> parts) {
        const std::scoped_lock lock(mutex_);
        waiting_[window] = std::move(parts);
        for (auto next = waiting_.find(next_); next != waiting_.end(); next = waiting_.find(next_)) {
            sum(next->second);
            waiting_.erase(next);
            ++next_;
        }
    }
    void give(WalkResult& result) {
        result.evaluations = std::move(sums_);
        result.window_cost = std::move(costs_);
        result.window_outcome = std::move(outcomes_);
    }

  private:
    void sum(const std::vector<Evaluation>& parts) {
        if (keep_windows_) {
            costs_.emplace_back();
            outcomes_.emplace_back();
        }
        for (std::size_t i = 0; i < sums_.size(); ++i) {
            Evaluation coalition;
            std::int64_t iterations = sums_[i].iterations;
            for (const std::uint32_t part : plan_.parts_of[i]) {
                add_to(coalition, parts[part]);
                if (plan_.first_at[part] == i) iterations += parts[part].iterations;
            }
            if (!plan_.coalitions[i].empty() && plan_.coalitions[i] != everybody_) coalition.range.clear();
            if (keep_windows_) keep(coalition);
            add_to(sums_[i], coalition);
            sums_[i].iterations = iterations;  // a part counts where it was solved
        }
    }

    /// What the window at hand came to for the next coalition.
    void keep(const Evaluation& coalition) {
        const bool optimal = coalition.termination == lp::Termination::optimal;
        costs_.back().push_back(optimal ? coalition.cost : std::numeric_limits<double>::quiet_NaN());
        std::vector<double>& totals = outcomes_.back().emplace_back();
        for (const PartyOutcome& outcome : coalition.outcome) totals.push_back(outcome.total());
    }

    const PartPlan& plan_;
    Coalition everybody_;
    bool keep_windows_;
    std::vector<Evaluation> sums_;
    std::vector<std::vector<double>> costs_;
    std::vector<std::vector<std::vector<double>>> outcomes_;
    std::size_t next_ = 0;  // the window whose turn it is
    std::mutex mutex_;
    std::map<std::size_t, std::vector<Evaluation>> waiting_;
};

void pack(ByteWriter& writer, const Evaluation& e) {
    writer.put(static_cast<std::uint8_t>(e.termination));
    writer.put(e.cost);
    writer.put(e.cost_bound);
    writer.put(e.magnitude);
    writer.put(e.iterations);
    writer.put_all(e.outcome);
    writer.put_all(e.range);
    writer.put_all(e.indicators.parties);
    writer.put_all(e.indicators.exchanges);
}

[[nodiscard]] bool unpack(ByteReader& reader, std::size_t parties, Evaluation& e) {
    std::uint8_t termination = 0;
    if (!reader.get(termination) || !reader.get(e.cost) || !reader.get(e.cost_bound) || !reader.get(e.magnitude) ||
        !reader.get(e.iterations) || termination > static_cast<std::uint8_t>(lp::Termination::failed))
        return false;
    e.termination = static_cast<lp::Termination>(termination);
    e.summands = 1;
    return reader.get_all(e.outcome) && reader.get_all(e.range) && reader.get_all(e.indicators.parties) &&
           reader.get_all(e.indicators.exchanges) && e.outcome.size() <= parties && e.range.size() <= parties;
}

void pack(ByteWriter& writer, const std::vector<lp::Status>& statuses) {
    writer.put(static_cast<std::uint64_t>(statuses.size()));
    for (const lp::Status status : statuses) writer.put(static_cast<std::int8_t>(status));
}

[[nodiscard]] bool unpack(ByteReader& reader, std::vector<lp::Status>& statuses) {
    std::uint64_t size = 0;
    if (!reader.get(size) || size > reader.left()) return false;
    statuses.resize(size);
    for (lp::Status& status : statuses) {
        std::int8_t value = 0;
        if (!reader.get(value) || value < 0 || value > static_cast<std::int8_t>(lp::Status::fixed)) return false;
        status = static_cast<lp::Status>(value);
    }
    return true;
}

std::uint64_t digest_of_list(const Subject& subject, const std::vector<Coalition>& only) {
    Digest digest;
    digest.add(subject.digest());
    for (const Coalition coalition : only) digest.add(coalition.bits());
    return digest.value();
}

/// A walk under way.
class Walker {
  public:
    Walker(const Subject& subject, const WalkOptions& options)
        : subject_(subject),
          options_(options),
          first_(std::make_shared<WindowModel>(subject, 0, options)),
          plan_(plan_parts(subject, first_->model(), options.only)),
          totals_(plan_, Coalition::all(subject.num_players()), options.keep_windows),
          list_(options.journal == nullptr || options.only.empty() ? 0 : digest_of_list(subject, options.only)) {}

    WalkResult run() {
        if (subject_.windows.size() > 1) walk_windows();
        else walk_levels();
        WalkResult result;
        result.columns = first_->model().problem.num_columns();
        result.rows = first_->model().problem.num_rows();
        result.backend = first_->backend();
        result.warnings = first_->model().warnings;
        result.solves = plan_.parts.size() * subject_.windows.size();
        totals_.give(result);
        return result;
    }

  private:
    [[nodiscard]] bool cancelled() const { return options_.cancelled && options_.cancelled(); }

    static Found solve(const WindowModel& model, const PartPlan& plan, std::size_t part, Bases& bases) {
        const auto kept = bases.of_parents(part);
        std::vector<WindowModel::Parent> parents;
        for (std::size_t k = 0; k < kept.size(); ++k)
            parents.push_back({&plan.parts[plan.parents[part][k]], kept[k].get()});
        return model.solve(plan.parts[part], plan.of[part], parents, plan.ranged[part]);
    }

    /// The number of a task in the journal.
    [[nodiscard]] std::uint64_t key(std::size_t task) const {
        if (options_.only.empty()) return task;
        Digest digest;
        digest.add(list_);
        digest.add(static_cast<std::uint64_t>(task));
        digest.add(static_cast<std::uint64_t>(options_.indicators));
        return digest.value();
    }

    /// Threads take windows; the journal keeps what was found for all parts of each.
    void walk_windows() {
        const auto task = [&](std::size_t window) {
            std::optional<std::vector<Evaluation>> known = kept_window(window);
            if (!known) {
                if (cancelled()) return;
                const auto model = window == 0 ? first_ : std::make_shared<WindowModel>(subject_, window, options_);
                model->expect(plan_);
                known.emplace();
                Bases bases(plan_);
                for (std::size_t part = 0; part < plan_.parts.size() && !cancelled(); ++part) {
                    Found found = solve(*model, plan_, part, bases);
                    bases.put(part, std::move(found.basis));
                    known->push_back(std::move(found.evaluation));
                }
                if (cancelled()) return;
                keep_window(window, *known);
            }
            totals_.add(window, std::move(*known));
        };
        rethrow_first(run_tasks(subject_.windows.size(), task, {options_.threads, options_.progress, "windows"}));
    }

    [[nodiscard]] std::optional<std::vector<Evaluation>> kept_window(std::size_t window) const {
        const std::vector<std::byte>* bytes =
            options_.journal == nullptr ? nullptr : options_.journal->find(key(window));
        if (bytes == nullptr) return std::nullopt;
        ByteReader reader(*bytes);
        std::vector<Evaluation> parts(plan_.parts.size());
        for (Evaluation& evaluation : parts)
            if (!unpack(reader, subject_.parties.names.size(), evaluation)) return std::nullopt;
        return reader.left() == 0 ? std::optional(std::move(parts)) : std::nullopt;
    }

    void keep_window(std::size_t window, const std::vector<Evaluation>& parts) const {
        if (options_.journal == nullptr) return;
        ByteWriter writer;
        for (const Evaluation& evaluation : parts) pack(writer, evaluation);
        options_.journal->add(key(window), writer.bytes());
    }

    /// Threads take parts of the same level; the journal keeps each part with its basis.
    void walk_levels() {
        Bases bases(plan_);
        std::vector<Evaluation> parts(plan_.parts.size());
        for (const Chain& level : plan_.levels) {
            const auto task = [&](std::size_t at) {
                const std::size_t part = level.begin + at;
                std::optional<Found> found = kept_part(part);
                if (found) {
                    static_cast<void>(bases.of_parents(part));
                } else {
                    if (cancelled()) return;
                    found = solve(*first_, plan_, part, bases);
                    if (cancelled()) return;
                    keep_part(part, *found);
                }
                bases.put(part, std::move(found->basis));
                parts[part] = std::move(found->evaluation);
            };
            const double whole = static_cast<double>(plan_.parts.size());
            const Progress progress = part_of(options_.progress, static_cast<double>(level.begin) / whole,
                                              static_cast<double>(level.end) / whole);
            rethrow_first(run_tasks(level.end - level.begin, task, {options_.threads, progress, "coalitions"}));
            if (cancelled()) return;
        }
        totals_.add(0, std::move(parts));
    }

    [[nodiscard]] std::optional<Found> kept_part(std::size_t part) const {
        const std::vector<std::byte>* bytes = options_.journal == nullptr ? nullptr : options_.journal->find(key(part));
        if (bytes == nullptr) return std::nullopt;
        ByteReader reader(*bytes);
        Found found;
        const bool good = unpack(reader, subject_.parties.names.size(), found.evaluation) &&
                          unpack(reader, found.basis.columns) && unpack(reader, found.basis.rows) && reader.left() == 0;
        return good ? std::optional(std::move(found)) : std::nullopt;
    }

    void keep_part(std::size_t part, const Found& found) const {
        if (options_.journal == nullptr) return;
        ByteWriter writer;
        pack(writer, found.evaluation);
        pack(writer, found.basis.columns);
        pack(writer, found.basis.rows);
        options_.journal->add(key(part), writer.bytes());
    }

    const Subject& subject_;
    const WalkOptions& options_;
    std::shared_ptr<WindowModel> first_;
    PartPlan plan_;
    Totals totals_;
    std::uint64_t list_;  // tells subjects and lists of coalitions apart in a journal
};

}  // namespace

WalkPlan plan_walk(const Subject& subject, const WalkOptions& options) {
    const WindowModel first(subject, 0, options);
    const PartPlan plan = plan_parts(subject, first.model(), options.only);
    return {plan.parts_of.size(),
            plan.parts.size(),
            subject.windows.size(),
            first.model().problem.num_columns(),
            first.model().problem.num_rows(),
            first.backend()};
}

WalkResult walk_all(const Subject& subject, const WalkOptions& options) { return Walker(subject, options).run(); }

}  // namespace proeftuin::study
