// SPDX-License-Identifier: Apache-2.0
//
// The walk over coalitions. Every coalition's problem falls into parts (parts.hpp), and each part is solved once, for the first
// coalition S that has it, in order of the number of members. It starts from the bases of the parts of S without one player: the
// player who leaves the least capacity behind, since the less changes, the fewer iterations it takes. Columns and rows that
// come new with S are at a bound and basic, so the start is a basis. What is found for a part depends on nothing but these
// ancestors: threads take parts (or windows) as they come free, a run that was interrupted takes what its journal has, and the answer
// is the same, bit for bit. The parts of a coalition add up to it, in their order.
//
// Windows are subjects of their own; their sums are taken in the order of the windows, as soon as all before are there. With more
// than one window, threads take windows; else they take the parts of coalitions of the same size.

#include "proeftuin/study/walk.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <utility>

#include "proeftuin/base/threads.hpp"
#include "proeftuin/dispatch/model.hpp"
#include "proeftuin/study/parts.hpp"

namespace proeftuin::study {

namespace {

/// Which parts there are and which coalition has which: the same for every window.
struct Plan {
    std::vector<Part> parts;                           // by the size of the first coalition that has it
    std::vector<Coalition> of;                         // [num_parts] that coalition
    std::vector<std::vector<std::uint32_t>> parents;   // [num_parts] parts whose bases it starts from
    std::vector<std::uint32_t> children;               // [num_parts] how many start from its basis
    std::vector<bool> ranged;                          // [num_parts] is it one of nobody's or everybody's?
    std::vector<Chain> levels;                         // parts of coalitions of 0, 1, 2, ... players
    std::vector<std::vector<std::uint32_t>> parts_of;  // [2^num_players], bit order
    std::vector<int> block_of_party;
};

/// What each restraint holds back: the capacity of its component.
struct HeldBack {
    Coalition lifted_by;
    double capacity;
};

std::vector<HeldBack> held_back(const dispatch::Template& model, const RestraintPatches& patches) {
    std::vector<HeldBack> all;
    for (const RestraintPatches::Item& item : patches.items()) {
        double capacity = 0.0;
        for (const RestraintPatches::Column& column : item.columns) {
            const auto j = static_cast<std::size_t>(column.index);
            for (const double bound : {model.problem.column_lower[j], model.problem.column_upper[j]})
                if (std::abs(bound) < lp::infinity) capacity += std::abs(bound);
        }
        for (const Restraint& restraint : item.restraints) all.push_back({restraint.lifted_by, capacity});
    }
    return all;
}

/// The coalition without the member who leaves the least capacity behind.
Coalition parent_of(Coalition coalition, const std::vector<HeldBack>& restraints) {
    Coalition parent;
    double least = lp::infinity;
    for (const int member : coalition) {
        double left = 0.0;
        for (const HeldBack& restraint : restraints)
            if (restraint.lifted_by.contains(member) && coalition.contains(restraint.lifted_by))
                left += restraint.capacity;
        if (left >= least) continue;
        least = left;
        parent = coalition.without(member);
    }
    return parent;
}

/// Coalitions of so many members, in bit order.
std::vector<Coalition> of_size(int members, int num_players) {
    std::vector<Coalition> found;
    for (std::size_t bits = 0; bits < num_coalitions(num_players); ++bits)
        if (Coalition::from_bits(bits).size() == members) found.push_back(Coalition::from_bits(bits));
    return found;
}

class Planner {
  public:
    Planner(const Subject& subject, const dispatch::Template& model)
        : patches_(model, subject.restraints),
          parts_(model, patches_, subject.parties),
          held_back_(held_back(model, patches_)) {
        plan_.block_of_party = parts_.block_of_party();
        plan_.parts_of.resize(num_coalitions(subject.num_players()));
        for (int size = 0; size <= subject.num_players(); ++size) {
            const std::size_t first = plan_.parts.size();
            for (const Coalition coalition : of_size(size, subject.num_players())) add(coalition);
            plan_.levels.push_back({first, plan_.parts.size()});
        }
        plan_.children.assign(plan_.parts.size(), 0);
        plan_.ranged.assign(plan_.parts.size(), false);
        for (const auto* parts : {&plan_.parts_of.front(), &plan_.parts_of.back()})
            for (const std::uint32_t part : *parts) plan_.ranged[part] = true;
        for (const std::vector<std::uint32_t>& parents : plan_.parents)
            for (const std::uint32_t parent : parents) ++plan_.children[parent];
    }
    Plan take() { return std::move(plan_); }

  private:
    void add(Coalition coalition) {
        for (Part& part : parts_.of(coalition)) {
            const auto [entry, is_new] = known_.emplace(part, static_cast<std::uint32_t>(plan_.parts.size()));
            plan_.parts_of[coalition.index()].push_back(entry->second);
            if (!is_new) continue;
            std::vector<std::uint32_t>& parents = plan_.parents.emplace_back();
            if (!coalition.empty())
                for (const std::uint32_t parent : plan_.parts_of[parent_of(coalition, held_back_).index()])
                    if ((plan_.parts[parent].blocks & ~part.blocks) == 0) parents.push_back(parent);
            plan_.parts.push_back(std::move(part));
            plan_.of.push_back(coalition);
        }
    }

    RestraintPatches patches_;
    Parts parts_;
    std::vector<HeldBack> held_back_;
    std::map<Part, std::uint32_t> known_;
    Plan plan_;
};

/// What was found for a part: its outcome, and the basis that others start from, of its own columns and rows.
struct Found {
    Evaluation evaluation;
    lp::Basis basis;
};

/// One window: its template and what its parts are.
class WindowModel {
  public:
    WindowModel(const Subject& subject, std::size_t window, const WalkOptions& options)
        : model_(formulated(subject, window)),
          patches_(*model_, subject.restraints),
          parts_(*model_, patches_, subject.parties),
          reader_(*model_, subject.parties, subject.rent_owner),
          cold_(options.cold),
          price_ranges_(options.price_ranges),
          options_(options.session) {
        options_.will_resolve = true;
        if (options_.backend == lp::Backend::automatic) options_.backend = lp::choose(model_->problem, true);
    }

    [[nodiscard]] const dispatch::Template& model() const { return *model_; }
    [[nodiscard]] lp::Backend backend() const { return options_.backend; }

    void expect(const Plan& plan) const {
        if (parts_.block_of_party() != plan.block_of_party)
            throw std::logic_error("windows of one subject fall apart differently");
    }

    /// Solves a part from the bases of its parents (null: not kept).
    [[nodiscard]] Found solve(const Plan& plan, std::size_t number,
                              const std::vector<const lp::Basis*>& parents) const {
        const Coalition coalition = plan.of[number];
        const Parts::Problem own = parts_.problem(plan.parts[number], coalition);
        lp::Session session(own.problem, options_);
        if (!parents.empty() && !cold_) session.set_basis(start_of(plan, number, own, parents));
        const lp::Solution solution = session.solve();
        Found found;
        found.evaluation.termination = solution.termination;
        found.evaluation.iterations = solution.iterations;
        found.basis = solution.basis;
        if (solution.termination != lp::Termination::optimal) return found;
        found.evaluation.cost = solution.certificate.primal_bound;
        found.evaluation.cost_bound = solution.certificate.dual_bound;
        if (!solution.has_dual) return found;
        const lp::Solution whole = spread(own, solution);
        found.evaluation.outcome = reader_.read(whole, patches_.patch(coalition));
        if (plan.ranged[number] && price_ranges_ && own.problem.num_integers() == 0)
            found.evaluation.range = ranges(own, solution, whole, found.evaluation.outcome);
        return found;
    }

  private:
    static std::unique_ptr<dispatch::Template> formulated(const Subject& subject, std::size_t window) {
        auto made = dispatch::formulate(*subject.network, subject.window_formulation(window));
        if (!made) throw InputError(std::move(made.error()));
        return std::move(*made);
    }

    [[nodiscard]] lp::Basis start_of(const Plan& plan, std::size_t number, const Parts::Problem& own,
                                     const std::vector<const lp::Basis*>& parents) const {
        std::vector<lp::Status> columns(static_cast<std::size_t>(model_->problem.num_columns()), lp::Status::at_lower);
        std::vector<lp::Status> rows(static_cast<std::size_t>(model_->problem.num_rows()), lp::Status::basic);
        for (std::size_t k = 0; k < parents.size(); ++k) {
            const Parts::Members members = parts_.members(plan.parts[plan.parents[number][k]]);
            if (parents[k]->empty()) continue;
            for (std::size_t j = 0; j < members.columns.size(); ++j)
                columns[static_cast<std::size_t>(members.columns[j])] = parents[k]->columns[j];
            for (std::size_t r = 0; r < members.rows.size(); ++r)
                rows[static_cast<std::size_t>(members.rows[r])] = parents[k]->rows[r];
        }
        lp::Basis start;
        for (const int column : own.members.columns) start.columns.push_back(columns[static_cast<std::size_t>(column)]);
        for (const int row : own.members.rows) start.rows.push_back(rows[static_cast<std::size_t>(row)]);
        return start;
    }

    /// What the parties' totals of a part can be at other optimal prices of it.
    [[nodiscard]] std::vector<PriceRange> ranges(const Parts::Problem& own, const lp::Solution& solution,
                                                 const lp::Solution& whole,
                                                 const std::vector<PartyOutcome>& outcome) const {
        std::vector<std::size_t> parties;  // those whom the part concerns
        std::vector<std::vector<double>> weights;
        const std::vector<std::vector<double>> of_all = reader_.price_weights(whole);
        for (std::size_t p = 0; p < of_all.size(); ++p) {
            std::vector<double> own_weights;
            for (const int row : own.members.rows) own_weights.push_back(of_all[p][static_cast<std::size_t>(row)]);
            if (std::ranges::all_of(own_weights, [](double weight) { return weight == 0.0; })) continue;
            parties.push_back(p);
            weights.push_back(std::move(own_weights));
        }
        std::vector<PriceRange> found;
        for (const PartyOutcome& one : outcome) found.push_back({one.total(), one.total()});
        if (parties.size() < 2) return found;  // alone it has what it costs, at any prices
        const std::vector<PriceRange> moved = price_ranges(own.problem, solution, weights, options_);
        for (std::size_t k = 0; k < parties.size(); ++k) {
            long double now = 0.0L;
            for (std::size_t r = 0; r < weights[k].size(); ++r)
                now += static_cast<long double>(weights[k][r]) * solution.row_dual[r];
            PriceRange& range = found[parties[k]];
            range.least = std::min(range.least, range.least + (moved[k].least - static_cast<double>(now)));
            range.most = std::max(range.most, range.most + (moved[k].most - static_cast<double>(now)));
        }
        return found;
    }

    /// A part's solution as one of the template, with zeros elsewhere.
    [[nodiscard]] lp::Solution spread(const Parts::Problem& own, const lp::Solution& solution) const {
        lp::Solution whole;
        whole.primal.assign(static_cast<std::size_t>(model_->problem.num_columns()), 0.0);
        whole.row_dual.assign(static_cast<std::size_t>(model_->problem.num_rows()), 0.0);
        for (std::size_t j = 0; j < own.members.columns.size(); ++j)
            whole.primal[static_cast<std::size_t>(own.members.columns[j])] = solution.primal[j];
        for (std::size_t r = 0; r < own.members.rows.size(); ++r)
            whole.row_dual[static_cast<std::size_t>(own.members.rows[r])] = solution.row_dual[r];
        return whole;
    }

    std::unique_ptr<dispatch::Template> model_;
    RestraintPatches patches_;
    Parts parts_;
    OutcomeReader reader_;
    bool cold_;
    bool price_ranges_;
    lp::SessionOptions options_;
};

/// Bases that are still to be started from: put in once, taken out when the last child has them.
class Bases {
  public:
    explicit Bases(const Plan& plan) : plan_(plan), kept_(plan.parts.size()), left_(plan.children) {}

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
    const Plan& plan_;
    std::mutex mutex_;
    std::vector<std::shared_ptr<const lp::Basis>> kept_;
    std::vector<std::uint32_t> left_;
};

/// Adds what was found for one thing to a sum of others that stand beside it.
void add_to(Evaluation& total, const Evaluation& found) {
    if (total.termination != lp::Termination::optimal) return;
    total.termination = found.termination;
    const bool optimal = found.termination == lp::Termination::optimal;
    total.cost = optimal ? total.cost + found.cost : 0.0;
    total.cost_bound = optimal ? total.cost_bound + found.cost_bound : 0.0;
    if (!optimal || found.outcome.size() != total.outcome.size()) total.outcome.clear();
    for (std::size_t p = 0; p < total.outcome.size(); ++p) total.outcome[p] += found.outcome[p];
    if (!optimal || found.range.size() != total.range.size()) total.range.clear();
    for (std::size_t p = 0; p < total.range.size(); ++p) {
        total.range[p].least += found.range[p].least;
        total.range[p].most += found.range[p].most;
    }
}

/// Sums over the windows, in their order, of the parts of each coalition.
class Totals {
  public:
    explicit Totals(const Plan& plan) : plan_(plan), sums_(plan.parts_of.size()) {}

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
    std::vector<Evaluation> take() { return std::move(sums_); }

  private:
    void sum(const std::vector<Evaluation>& parts) {
        for (std::size_t i = 0; i < sums_.size(); ++i) {
            Evaluation coalition = parts[plan_.parts_of[i].front()];
            coalition.iterations = 0;
            for (std::size_t k = 0; k < plan_.parts_of[i].size(); ++k) {
                const std::uint32_t part = plan_.parts_of[i][k];
                if (k > 0) add_to(coalition, parts[part]);
                if (plan_.of[part].index() == i) coalition.iterations += parts[part].iterations;
            }
            if (i != 0 && i + 1 != sums_.size()) coalition.range.clear();
            const std::int64_t iterations = sums_[i].iterations + coalition.iterations;
            if (next_ == 0) sums_[i] = std::move(coalition);
            else add_to(sums_[i], coalition);
            sums_[i].iterations = iterations;
        }
    }

    const Plan& plan_;
    std::vector<Evaluation> sums_;
    std::size_t next_ = 0;  // the window whose turn it is
    std::mutex mutex_;
    std::map<std::size_t, std::vector<Evaluation>> waiting_;
};

void pack(ByteWriter& writer, const Evaluation& e) {
    writer.put(static_cast<std::uint8_t>(e.termination));
    writer.put(e.cost);
    writer.put(e.cost_bound);
    writer.put(e.iterations);
    writer.put(static_cast<std::uint32_t>(e.outcome.size()));
    for (const PartyOutcome& outcome : e.outcome) writer.put(outcome);
    writer.put(static_cast<std::uint32_t>(e.range.size()));
    for (const PriceRange& range : e.range) writer.put(range);
}

[[nodiscard]] bool unpack(ByteReader& reader, std::size_t parties, Evaluation& e) {
    std::uint8_t termination = 0;
    std::uint32_t size = 0;
    if (!reader.get(termination) || !reader.get(e.cost) || !reader.get(e.cost_bound) || !reader.get(e.iterations) ||
        !reader.get(size) || termination > static_cast<std::uint8_t>(lp::Termination::failed) || size > parties)
        return false;
    e.termination = static_cast<lp::Termination>(termination);
    e.outcome.resize(size);
    if (!std::ranges::all_of(e.outcome, [&](PartyOutcome& outcome) { return reader.get(outcome); })) return false;
    if (!reader.get(size) || size > parties) return false;
    e.range.resize(size);
    return std::ranges::all_of(e.range, [&](PriceRange& range) { return reader.get(range); });
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

/// A walk under way.
class Walker {
  public:
    Walker(const Subject& subject, const WalkOptions& options)
        : subject_(subject),
          options_(options),
          first_(std::make_shared<WindowModel>(subject, 0, options)),
          plan_(Planner(subject, first_->model()).take()),
          totals_(plan_) {}

    WalkResult run() {
        if (subject_.windows.size() > 1) walk_windows();
        else walk_levels();
        WalkResult result;
        result.columns = first_->model().problem.num_columns();
        result.rows = first_->model().problem.num_rows();
        result.backend = first_->backend();
        result.warnings = first_->model().warnings;
        result.solves = plan_.parts.size() * subject_.windows.size();
        result.evaluations = totals_.take();
        return result;
    }

  private:
    [[nodiscard]] bool cancelled() const { return options_.cancelled && options_.cancelled(); }

    static Found solve(const WindowModel& model, const Plan& plan, std::size_t part, Bases& bases) {
        const auto kept = bases.of_parents(part);
        std::vector<const lp::Basis*> parents;
        for (const auto& basis : kept) parents.push_back(basis.get());
        return model.solve(plan, part, parents);
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
        const std::vector<std::byte>* bytes = options_.journal == nullptr ? nullptr : options_.journal->find(window);
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
        options_.journal->add(window, writer.bytes());
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
        const std::vector<std::byte>* bytes = options_.journal == nullptr ? nullptr : options_.journal->find(part);
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
        options_.journal->add(part, writer.bytes());
    }

    const Subject& subject_;
    const WalkOptions& options_;
    std::shared_ptr<WindowModel> first_;
    Plan plan_;
    Totals totals_;
};

}  // namespace

WalkResult walk_all(const Subject& subject, const WalkOptions& options) { return Walker(subject, options).run(); }

}  // namespace proeftuin::study
