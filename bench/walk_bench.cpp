// SPDX-License-Identifier: Apache-2.0
//
// All coalitions of a network's parties, in one thread: whole problems in natural and in Gray order, parts cold, and parts from
// their parents, side by side in one run, as multiples of one cold solve of all parties together. Seconds are those of the processor.
//
// Without the networks of the test data beside the repository it says so and measures nothing.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <fmt/format.h>
#include <string>
#include <vector>

#include "proeftuin/lp/session.hpp"
#include "proeftuin/network/io.hpp"
#include "proeftuin/study/cooperate.hpp"

namespace proeftuin::study {
namespace {

double seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

/// Seconds of one cold solve with everything open: the median of some.
double cold_solve(const Subject& subject, lp::Backend backend) {
    const auto model = dispatch::formulate(*subject.network, subject.window_formulation(0));
    std::vector<double> each;
    for (int repeat = 0; repeat < 7; ++repeat) {
        const double begin = seconds();
        lp::Session session((*model)->problem, {.backend = backend});
        const lp::Solution solution = session.solve();
        if (solution.certificate.relative_gap > 1e-9) fmt::print("  a cold solve is not certified\n");
        each.push_back(seconds() - begin);
    }
    std::ranges::sort(each);
    return each[each.size() / 2];
}

double widest_gap(const WalkResult& result) {
    double widest = 0.0;
    for (const Evaluation& e : result.evaluations)
        widest = std::max(widest, std::abs(e.cost - e.cost_bound) / std::max(1.0, std::abs(e.cost)));
    return widest;
}

void print(const char* way, double took, double one, std::int64_t iterations, double gap) {
    fmt::print("  {:34} {:8.2f} s {:7.1f} cold solves {:9} iterations, widest gap {:.0e}\n", way, took, took / one,
               iterations, gap);
    std::fflush(stdout);
}

/// The whole problem for every coalition, one after the other in one session: what a careful user would write by hand.
void whole_problems(const char* way, const Subject& subject, lp::Backend backend, double one, bool gray) {
    const double begin = seconds();
    const auto model = dispatch::formulate(*subject.network, subject.window_formulation(0));
    const RestraintPatches patches(**model, subject.restraints);
    lp::Session session((*model)->problem, {.backend = backend, .will_resolve = true});
    std::int64_t iterations = 0;
    double gap = 0.0;
    for (std::size_t number = 0; number < num_coalitions(subject.num_players()); ++number) {
        const Coalition coalition = gray ? gray_code(number) : Coalition::from_bits(number);
        const lp::Solution solution = session.solve(patches.patch(coalition));
        iterations += solution.iterations;
        gap = std::max(gap, solution.certificate.relative_gap);
    }
    print(way, seconds() - begin, one, iterations, gap);
}

void walk(const char* way, const Subject& subject, lp::Backend backend, double one, bool cold) {
    WalkOptions options;
    options.threads = 1;
    options.cold = cold;
    options.session.backend = backend;
    const double begin = seconds();
    const WalkResult result = walk_all(subject, options);
    std::int64_t iterations = 0;
    for (const Evaluation& e : result.evaluations) iterations += e.iterations;
    print(way, seconds() - begin, one, iterations, widest_gap(result));
}

void measure(const std::string& name, const Subject& subject, lp::Backend backend) {
    const double one = cold_solve(subject, backend);
    fmt::print("{}, {}: {} coalitions, one cold solve {:.3f} s\n", name, lp::name(backend),
               num_coalitions(subject.num_players()), one);
    whole_problems("whole, warm, natural order", subject, backend, one, false);
    whole_problems("whole, warm, Gray order", subject, backend, one, true);
    walk("parts, cold", subject, backend, one, true);
    walk("parts, from their parents (ours)", subject, backend, one, false);
}

}  // namespace
}  // namespace proeftuin::study

int main() {
    using namespace proeftuin;
    const std::filesystem::path data =
        std::filesystem::path(PROEFTUIN_SOURCE_FOLDER).parent_path() / "shared" / "testdata" / "pypsa-networks";
    for (const std::string name : {"synth8_168", "synth8_168_kvl"}) {
        const auto loaded = network::try_load_network(data / name / "csv");
        if (!loaded) {
            fmt::print("{}: not there, nothing is measured\n", name);
            continue;
        }
        const auto subject = study::make_subject(loaded->network, {});
        for (const lp::Backend backend : {lp::Backend::clp, lp::Backend::highs})
            if (lp::available(backend)) study::measure(name, *subject, backend);
    }
}
