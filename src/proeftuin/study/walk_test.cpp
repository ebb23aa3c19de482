// SPDX-License-Identifier: Apache-2.0

#include "proeftuin/study/walk.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "proeftuin/dispatch/small_networks_test.hpp"
#include "proeftuin/dispatch/solve.hpp"
#include "proeftuin/study/cooperate.hpp"
#include "proeftuin/study/part_plan.hpp"
#include "proeftuin/study/window_model.hpp"

namespace proeftuin::study {
namespace {

using dispatch::testing::Sketch;

/// Three zones in a ring, storage in one, twelve snapshots.
network::Network ring() {
    Sketch sketch(12);
    const std::vector<std::string> zones{"A", "B", "C"};
    sketch.add("Bus", zones).texts("country", zones);
    sketch.add("Generator", {"a", "b", "c", "a peak", "b peak", "c peak"})
        .texts("bus", {"A", "B", "C", "A", "B", "C"})
        .numbers("p_nom", {60.0, 50.0, 40.0, 200.0, 200.0, 200.0})
        .numbers("marginal_cost", {10.0, 25.0, 40.0, 90.0, 120.0, 150.0});
    std::vector<double> loads;
    for (int t = 0; t < 12; ++t)
        for (int z = 0; z < 3; ++z) loads.push_back(30.0 + 7.0 * ((t * (z + 2)) % 6));
    sketch.add("Load", zones).texts("bus", zones).series("p_set", loads);
    sketch.add("StorageUnit", {"s"})
        .texts("bus", {"B"})
        .numbers("p_nom", {20.0})
        .numbers("max_hours", {3.0})
        .numbers("efficiency_store", {0.9})
        .flags("cyclic_state_of_charge", {1.0});
    sketch.add("Link", {"AB", "BC", "CA"})
        .texts("bus0", {"A", "B", "C"})
        .texts("bus1", {"B", "C", "A"})
        .numbers("p_nom", {25.0, 20.0, 15.0})
        .numbers("p_min_pu", {-1.0, -1.0, -1.0});
    return std::move(sketch.network());
}

Subject subject_of(const network::Network& n, int window) {
    Question question;
    question.window = window;
    Expected<Subject> subject = make_subject(n, question);
    EXPECT_TRUE(subject.has_value()) << (subject ? "" : subject.error().front().text());
    return std::move(subject.value());
}

WalkResult walked(const Subject& subject, Journal* journal = nullptr, int threads = 1) {
    WalkOptions options;
    options.threads = threads;
    options.journal = journal;
    return walk_all(subject, options);
}

void expect_same_bits(const WalkResult& one, const WalkResult& other) {
    ASSERT_EQ(one.evaluations.size(), other.evaluations.size());
    for (std::size_t i = 0; i < one.evaluations.size(); ++i) {
        EXPECT_EQ(one.evaluations[i].cost, other.evaluations[i].cost);
        EXPECT_EQ(one.evaluations[i].cost_bound, other.evaluations[i].cost_bound);
        EXPECT_EQ(one.evaluations[i].iterations, other.evaluations[i].iterations);
        for (std::size_t p = 0; p < one.evaluations[i].outcome.size(); ++p)
            EXPECT_EQ(one.evaluations[i].outcome[p].total(), other.evaluations[i].outcome[p].total());
    }
}

/// A file that is gone afterwards.
class JournalFile {
  public:
    JournalFile() : path_(std::filesystem::temp_directory_path() / ("journal-" + std::to_string(::getpid()))) {}
    ~JournalFile() { std::filesystem::remove(path_); }
    JournalFile(const JournalFile&) = delete;
    JournalFile& operator=(const JournalFile&) = delete;
    [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  private:
    std::filesystem::path path_;
};

TEST(Walk, WindowsAreTheirOwnNetworks) {
    const network::Network n = ring();
    const WalkResult all = walked(subject_of(n, 5));  // 5 + 5 + 2
    for (std::size_t i = 0; i < all.evaluations.size(); ++i) {
        double cost = 0.0;
        for (const auto& [first, last] : {std::pair{0, 5}, {5, 10}, {10, 12}}) {
            dispatch::SolveOptions options;
            for (int t = first; t < last; ++t) options.formulation.snapshots.push_back(t);
            network::Network closed = n;
            std::vector<double>& size = closed.table("Link").edit_column("p_nom").numbers;
            const Coalition coalition = Coalition::from_bits(i);
            const Coalition needs[] = {{0, 1}, {1, 2}, {0, 2}};
            for (std::size_t k = 0; k < 3; ++k)
                if (!coalition.contains(needs[k])) size[k] = 0.0;
            const auto solved = dispatch::try_solve(closed, options);
            ASSERT_TRUE(solved.has_value());
            cost += dispatch::testing::total_cost(*solved);
        }
        EXPECT_NEAR(all.evaluations[i].cost, cost, 1e-9 * cost);
        EXPECT_NEAR(all.evaluations[i].cost_bound, cost, 1e-8 * cost);
    }
}

TEST(Walk, ColdAndWarmAgreeOnTheCost) {
    const Subject subject = subject_of(ring(), 0);
    const WalkResult warm = walked(subject);
    WalkOptions options;
    options.cold = true;
    const WalkResult cold = walk_all(subject, options);
    for (std::size_t i = 0; i < warm.evaluations.size(); ++i)
        EXPECT_NEAR(warm.evaluations[i].cost, cold.evaluations[i].cost, 1e-9 * warm.evaluations[i].cost);
    EXPECT_EQ(warm.solves, 3u + 4u);  // three alone, three pairs, all
}

// Whatever part of a journal is left, the run ends with the same bits.
TEST(Walk, AJournalCutAnywhereIsContinued) {
    const Subject subject = subject_of(ring(), 5);
    const WalkResult undisturbed = walked(subject);
    const JournalFile file;
    {
        Journal journal(file.path(), subject.digest());
        expect_same_bits(undisturbed, walked(subject, &journal, 2));
    }
    const auto size = std::filesystem::file_size(file.path());
    std::ifstream stream(file.path(), std::ios::binary);
    const std::string whole((std::istreambuf_iterator<char>(stream)), {});
    ASSERT_EQ(whole.size(), size);
    std::size_t kept_before = 0;
    for (std::size_t cut = 0; cut <= size; cut += size / 13) {
        std::ofstream(file.path(), std::ios::binary | std::ios::trunc) << whole.substr(0, cut);
        Journal journal(file.path(), subject.digest());
        EXPECT_GE(journal.found(), kept_before);
        kept_before = journal.found();
        expect_same_bits(undisturbed, walked(subject, &journal));
    }
    EXPECT_GT(kept_before, 0u);
}

TEST(Walk, AJournalOfAnotherQuestionIsNotTaken) {
    const Subject subject = subject_of(ring(), 5);
    const JournalFile file;
    {
        Journal journal(file.path(), subject.digest());
        static_cast<void>(walked(subject, &journal));
    }
    const Journal other(file.path(), subject_of(ring(), 6).digest());
    EXPECT_EQ(other.found(), 0u);
}

TEST(Walk, AJournalBelongsToOneRun) {
    const JournalFile file;
    const Journal journal(file.path(), 1);
    EXPECT_THROW(Journal(file.path(), 1), InputError);
}

TEST(Walk, AJournalWithAChangedByteIsTakenUpToThere) {
    const Subject subject = subject_of(ring(), 5);
    const WalkResult undisturbed = walked(subject);
    const JournalFile file;
    {
        Journal journal(file.path(), subject.digest());
        static_cast<void>(walked(subject, &journal));
    }
    std::ifstream stream(file.path(), std::ios::binary);
    const std::string whole((std::istreambuf_iterator<char>(stream)), {});
    for (std::size_t at = 0; at < whole.size(); at += 1 + whole.size() / 23) {
        std::string changed = whole;
        changed[at] = static_cast<char>(changed[at] ^ 0x10);
        std::ofstream(file.path(), std::ios::binary | std::ios::trunc) << changed;
        if (at < 6) {
            EXPECT_THROW(Journal(file.path(), subject.digest()), InputError);
            continue;
        }
        Journal journal(file.path(), subject.digest());
        expect_same_bits(undisturbed, walked(subject, &journal));
    }
}

TEST(Walk, WhatIsNoJournalIsLeftAlone) {
    const JournalFile file;
    std::ofstream(file.path()) << "a diary";
    EXPECT_THROW(Journal(file.path(), 1), InputError);
    EXPECT_EQ(std::filesystem::file_size(file.path()), 7u);
    std::filesystem::remove(file.path());
    std::filesystem::create_symlink("/dev/full", file.path());
    EXPECT_THROW(Journal(file.path(), 1), InputError);
    std::filesystem::remove(file.path());
    ASSERT_EQ(::mkfifo(file.path().c_str(), 0600), 0);
    EXPECT_THROW(Journal(file.path(), 1), InputError);
}

// Listed coalitions are the same problems: the same costs, in the order of the list, also twice.
TEST(Walk, SomeCoalitionsAreThoseOfAll) {
    for (const int window : {0, 5}) {
        const Subject subject = subject_of(ring(), window);
        const WalkResult all = walked(subject);
        WalkOptions options;
        options.keep_windows = true;
        options.only = {{0, 1, 2}, {1}, {0, 2}, {0, 1, 2}, {}};
        const WalkResult some = walk_all(subject, options);
        ASSERT_EQ(some.evaluations.size(), options.only.size());
        ASSERT_EQ(some.window_cost.size(), subject.windows.size());
        EXPECT_EQ(some.solves, (3u + 1u + 1u) * subject.windows.size());  // three alone, A with C, all
        for (std::size_t i = 0; i < options.only.size(); ++i) {
            const Evaluation& expected = all.evaluations[options.only[i].index()];
            EXPECT_NEAR(some.evaluations[i].cost, expected.cost, 1e-9 * expected.cost);
            EXPECT_NEAR(some.evaluations[i].cost_bound, expected.cost_bound, 1e-8 * expected.cost);
            EXPECT_EQ(some.evaluations[i].range.size(),
                      options.only[i].size() == 2 || options.only[i].size() == 1 ? 0u : 3u);
            double cost = 0.0, total = 0.0;
            for (std::size_t w = 0; w < some.window_cost.size(); ++w) {
                cost += some.window_cost[w][i];
                for (const double party : some.window_outcome[w][i]) total += party;
            }
            EXPECT_NEAR(cost, expected.cost, 1e-9 * cost);
            EXPECT_NEAR(total, -expected.cost, 1e-8 * cost);
        }
        EXPECT_EQ(some.evaluations[0].cost, some.evaluations[3].cost);
    }
}

/// Parties in a row, each with a dear generator and cheaper than the one before; a link to the next.
network::Network row_of(int parties) {
    std::vector<double> costs;
    std::vector<dispatch::testing::PartyLink> links;
    for (int p = 0; p < parties; ++p) costs.push_back(100.0 - p);
    for (int p = 0; p + 1 < parties; ++p) links.push_back({p, p + 1, 5.0});
    return dispatch::testing::parties_with_links(2, costs, links);
}

// No list of all coalitions is made: 45 players have 2^45. Closing one link of all costs its 5 MW at 1 EUR for 2 hours.
TEST(Walk, AShortListOfManyPlayersIsSolved) {
    const Subject subject = subject_of(row_of(45), 0);
    WalkOptions options;
    const Coalition all = Coalition::all(45);
    options.only = {all, Coalition{}, all.without(0), Coalition{3, 4}};
    const WalkResult some = walk_all(subject, options);
    EXPECT_NEAR(some.evaluations[2].cost - some.evaluations[0].cost, 10.0, 1e-6);
    EXPECT_NEAR(some.evaluations[1].cost - some.evaluations[3].cost, 10.0, 1e-6);
    EXPECT_EQ(plan_walk(subject, options).problems, 45u + 1u + 1u + 1u);
    options.only = {Coalition::single(45)};
    EXPECT_THROW(static_cast<void>(walk_all(subject, options)), std::invalid_argument);
}

// The root of a list is its smallest coalition, and what is nearest starts from what is larger as well as from what is smaller.
TEST(Walk, AListedCoalitionStartsFromTheNearest) {
    const Subject subject = subject_of(row_of(12), 0);
    const WindowModel model(subject, 0, {});
    const Coalition all = Coalition::all(12);
    const PartPlan plan = plan_parts(subject, model.model(), {all, all.without(0), {3, 4}, all.without(11)});
    const auto start_of_last_part = [&](std::size_t at) {
        const std::vector<std::uint32_t>& parents = plan.parents[plan.parts_of[at].back()];
        return parents.empty() ? -1 : static_cast<int>(plan.first_at[parents.back()]);
    };
    EXPECT_EQ(plan.levels.size(), 4u);
    EXPECT_TRUE(plan.parents[plan.parts_of[2].front()].empty());
    EXPECT_EQ(start_of_last_part(1), 2);  // {3, 4} is as near to all but 0 as to all but 11
    EXPECT_EQ(start_of_last_part(0), 1);
    EXPECT_EQ(plan.first_at[plan.parents[plan.parts_of[3].front()].front()], 0u);  // all but 11 from all
}

// Two lists and the walk over all keep what they find in one journal, and find it again with the same bits.
TEST(Walk, OneJournalServesSeveralLists) {
    for (const int window : {0, 5}) {
        const Subject subject = subject_of(ring(), window);
        const JournalFile file;
        WalkOptions one, other;
        one.only = {{0, 1, 2}, {}};
        other.only = {{0, 1}, {}};
        const WalkResult expected = walk_all(subject, one), expected_other = walk_all(subject, other);
        const WalkResult expected_all = walked(subject);
        for (int time = 0; time < 2; ++time) {
            Journal journal(file.path(), subject.digest());
            EXPECT_EQ(journal.found() > 0, time > 0);
            one.journal = other.journal = &journal;
            one.threads = other.threads = 1 + time;
            const auto size_before = std::filesystem::file_size(file.path());
            expect_same_bits(expected, walk_all(subject, one));
            expect_same_bits(expected_other, walk_all(subject, other));
            expect_same_bits(expected_all, walked(subject, &journal));
            EXPECT_EQ(std::filesystem::file_size(file.path()) > size_before, time == 0);
        }
    }
}

TEST(Walk, WhatIsCancelledIsNotKept) {
    const Subject subject = subject_of(ring(), 0);
    const JournalFile file;
    Journal journal(file.path(), subject.digest());
    WalkOptions options;
    options.journal = &journal;
    options.cancelled = [] { return true; };
    static_cast<void>(walk_all(subject, options));
    EXPECT_EQ(std::filesystem::file_size(file.path()), 16u);
}

TEST(Walk, WindowsSayWhatTheyDoNotHandOn) {
    network::Network n = ring();
    const auto said = [&](int window) {
        std::string text;
        for (const Issue& issue : subject_of(n, window).warnings) text += issue.text() + '\n';
        return text;
    };
    EXPECT_EQ(said(4), "");
    n.table("Generator").make_column("ramp_limit_up", network::Kind::number).numbers[2] = 0.5;
    n.table("Link").make_column("delay", network::Kind::number).numbers[1] = 1.0;
    EXPECT_NE(said(4).find("no ramp holds from one window to the next"), std::string::npos);
    EXPECT_NE(said(4).find("arrives in the window in which it was sent"), std::string::npos);
    EXPECT_EQ(said(0), "");
    EXPECT_EQ(said(12), "");
}

TEST(Walk, WindowsRefuseWhatIsDecidedForTheWholeHorizon) {
    network::Network n = ring();
    n.table("Generator").make_column("p_nom_extendable", network::Kind::boolean).numbers.assign(6, 1.0);
    Question question;
    question.window = 4;
    const Expected<Subject> subject = make_subject(n, question);
    ASSERT_FALSE(subject.has_value());
    EXPECT_EQ(subject.error().size(), 6u);
}

}  // namespace
}  // namespace proeftuin::study
