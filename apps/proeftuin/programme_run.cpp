// SPDX-License-Identifier: Apache-2.0
//
// Which cases of a programme run when, and what each came to.
#include "programme_run.hpp"

#include <fmt/format.h>
#include <mutex>
#include <set>
#include <utility>

#include "proeftuin/base/threads.hpp"
#include "proeftuin/study/cooperate.hpp"

#include "console.hpp"
#include "cooperate_report.hpp"
#include "input.hpp"

namespace proeftuin::cli {
namespace {

using study::Commitment;

/// A case that is to run.
struct Job {
    const Commitment* commitment = nullptr;  // the first that names it
    bool small = false;
    CaseOutcome outcome;
};

/// Fewer problems than this for each thread: threads would wait for each other more than they solve.
constexpr std::size_t few_problems = 16;

/// Do threads have more to do beside each other than inside? Not where the network is in netCDF, whose library is not safe for
/// threads. Throws InputError where the case cannot be run at all.
bool is_small(const std::string& path, std::size_t threads) {
    CaseInput input = load_case_or_network(path);
    input.data.question.formulation.multi_investment = !input.network.network.snapshots.periods.empty();
    const Expected<study::Subject> subject = study::make_subject(input.network.network, input.data.question);
    if (!subject) throw InputError(subject.error());
    if (Issues issues = study::size_issues(*subject); !issues.empty()) throw InputError(std::move(issues));
    const study::WalkPlan plan = study::plan_walk(*subject, {});
    return input.data.network.extension() != ".nc" && plan.problems * plan.windows < few_problems * threads;
}

/// Each case once, in the order of commitments, with those that are not there answered already. Which are small is found out where
/// there is a choice.
std::vector<Job> plan_jobs(const RunArguments& arguments, const ChosenCommitments& commitments) {
    const auto threads = static_cast<std::size_t>(worker_count(arguments.common.threads));
    std::vector<Job> jobs;
    std::set<std::string> seen;
    for (const Commitment* commitment : commitments) {
        if (commitment->case_name.empty() || !seen.insert(commitment->case_name).second) continue;
        Job job{.commitment = commitment};
        job.outcome.issues = study::missing_case(*commitment);
        jobs.push_back(std::move(job));
    }
    if (threads < 2 || jobs.size() < 2) return jobs;
    for (Job& job : jobs) {
        if (!job.outcome.issues.empty()) continue;
        try {
            job.small = is_small(job.commitment->case_folder.string(), threads);
        } catch (const InputError& error) {
            job.outcome.issues = placed_in_case(error.issues(), *job.commitment);
        }
    }
    return jobs;
}

/// "[3/5] 34 Title ..." as each case begins.
class Announcer {
  public:
    Announcer(const Common& common, std::size_t count) : silent_(common.quiet || common.json), count_(count) {}

    void begin(const Commitment& commitment) {
        const std::scoped_lock lock(mutex_);
        ++begun_;
        if (!silent_)
            print_error(fmt::format("[{}/{}] {} {} ...\n", begun_, count_, commitment.number,
                                    commitment.titles.front().second));
    }

  private:
    bool silent_;
    std::size_t count_;
    std::size_t begun_ = 0;
    std::mutex mutex_;
};

void run_job(Job& job, const RunArguments& arguments, const ResultsFolder& folder, Announcer& announcer) {
    announcer.begin(*job.commitment);
    if (!job.outcome.issues.empty()) return;  // cannot run
    CooperateArguments question;
    question.common = arguments.common;
    question.common.json = false;
    question.draws = arguments.draws;
    if (job.small) {
        question.common.threads = 1;
        question.common.quiet = true;  // one bar at a time
    }
    question.path = job.commitment->case_folder.string();
    question.out = (folder.beside("-cases") / job.commitment->case_name).string();
    try {
        job.outcome.document = cooperate_once(question);
    } catch (const InputError& error) {
        job.outcome.issues = placed_in_case(error.issues(), *job.commitment);
    }
}

}  // namespace

bool CaseOutcome::failed() const {
    if (!document) return true;
    const Json found = member(*document, "failed");
    return !found.is_number() || found != 0;
}

CaseOutcomes run_cases(const RunArguments& arguments, const ChosenCommitments& commitments,
                       const ResultsFolder& folder) {
    std::vector<Job> jobs = plan_jobs(arguments, commitments);
    Announcer announcer(arguments.common, jobs.size());
    std::vector<Job*> small;
    for (Job& job : jobs)
        if (job.small) small.push_back(&job);
    rethrow_first(run_tasks(small.size(), [&](std::size_t i) { run_job(*small[i], arguments, folder, announcer); },
                            {.threads = arguments.common.threads}));
    for (Job& job : jobs)
        if (!job.small) run_job(job, arguments, folder, announcer);
    CaseOutcomes outcomes;
    for (Job& job : jobs) outcomes[job.commitment->case_name] = std::move(job.outcome);
    return outcomes;
}

}  // namespace proeftuin::cli
