// SPDX-License-Identifier: Apache-2.0
//
// Any bytes become a small LP and some patches. A session that has solved other patches before has to say what a session of
// the problem rebuilt says, and the certificates have to close.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <utility>

#include "proeftuin/lp/session.hpp"

namespace {

using namespace proeftuin::lp;

class Bytes {
  public:
    Bytes(const std::uint8_t* data, std::size_t size) : data_(data), size_(size) {}
    [[nodiscard]] bool empty() const { return size_ == 0; }
    int below(int count) {
        if (size_ == 0) return 0;
        --size_;
        return *data_++ % count;
    }
    double value() { return (below(256) - 128) / 8.0; }

  private:
    const std::uint8_t* data_;
    std::size_t size_;
};

std::pair<double, double> bounds(Bytes& bytes) {
    const int kind = bytes.below(8);
    const double low = bytes.value();
    if (kind == 0) return {-infinity, infinity};
    if (kind == 1) return {low, infinity};
    if (kind == 2) return {-infinity, low};
    if (kind == 3) return {low, low};
    return {low, low + bytes.below(64) / 4.0};
}

Problem problem_from(Bytes& bytes) {
    Builder builder;
    const int columns = 1 + bytes.below(6);
    const int rows = 1 + bytes.below(5);
    for (int column = 0; column < columns; ++column) {
        const auto [low, high] = bounds(bytes);
        builder.add_columns(1, low, high);
        builder.add_cost(column, bytes.value());
    }
    for (int row = 0; row < rows; ++row) {
        const auto [low, high] = bounds(bytes);
        builder.add_rows(1, low, high);
        for (int column = 0; column < columns; ++column) builder.add(row, column, bytes.value());
    }
    return builder.finish();
}

Patch patch_from(Bytes& bytes, const Problem& problem) {
    Patch patch;
    const int changes = bytes.below(6);
    for (int change = 0; change < changes; ++change) {
        const int kind = bytes.below(4);
        const int column = bytes.below(problem.num_columns());
        const auto [low, high] = bounds(bytes);
        if (kind == 0) patch.columns.push_back({column, low, high});
        if (kind == 1) patch.rows.push_back({bytes.below(problem.num_rows()), low, high});
        if (kind == 2) patch.costs.push_back({column, bytes.value()});
        if (kind == 3 &&
            problem.start[static_cast<std::size_t>(column)] < problem.start[static_cast<std::size_t>(column) + 1])
            patch.coefficients.push_back(
                {problem.row[static_cast<std::size_t>(problem.start[static_cast<std::size_t>(column)])], column,
                 bytes.value()});
    }
    return patch;
}

void require(bool condition) {
    if (!condition) std::abort();
}

void check(const Solution& warm, const Solution& cold) {
    require(warm.termination == cold.termination);
    require(warm.termination != Termination::failed);
    if (warm.termination != Termination::optimal) return;
    require(warm.certificate.relative_gap <= 1e-9);
    const double scale = std::max({1.0, std::fabs(warm.objective), std::fabs(cold.objective)});
    require(std::fabs(warm.objective - cold.objective) <= 1e-8 * scale);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    Bytes bytes(data, size);
    const Problem problem = problem_from(bytes);
    for (const Backend backend : {Backend::clp, Backend::highs}) {
        if (!available(backend)) continue;
        Bytes rest = bytes;
        Session session(problem, {.backend = backend});
        const Solution untouched = session.solve();
        for (int round = 0; round < 4 && !rest.empty(); ++round) {
            const Patch patch = patch_from(rest, problem);
            check(session.solve(patch), Session(patched(problem, patch), {.backend = backend}).solve());
        }
        check(session.solve(), untouched);
    }
    return 0;
}
