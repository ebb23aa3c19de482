// SPDX-License-Identifier: Apache-2.0
//
// Which coalitions contradict a proposed nucleolus x? Levels k = 1, 2, ... have excesses e_1 >= e_2 >= ... and fixed families
// whose spans grow. A coalition S may have an excess of at most e_k(S), k(S) the first level whose span holds it. Whether S
// is in a span is asked of two directions orthogonal to the span: z(S) = 0 for both.
//
// All coalitions are scanned in blocks that share their high members, with partial sums; only those above the lowest e_k are
// looked at more closely. Chunks are cut by number and merged in order.
#include "proeftuin/game/separation.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <span>

#include "proeftuin/base/threads.hpp"
#include "proeftuin/game/excess.hpp"

namespace proeftuin::game {
namespace {

constexpr int low_players = 10;
constexpr std::size_t chunk_of_blocks = 256;
constexpr double zero_direction = 1e-7;

/// z(S) from tables of at most 2^12 partial sums each.
class Direction {
  public:
    explicit Direction(const std::vector<double>& z) {
        for (std::size_t begin = 0; begin < z.size(); begin += 12) {
            tables_.push_back(subset_sums(std::span(z).subspan(begin, std::min<std::size_t>(12, z.size() - begin))));
        }
    }
    [[nodiscard]] bool vanishes(std::size_t s) const {
        double sum = 0.0;
        for (const std::vector<double>& table : tables_) {
            sum += table[s & (table.size() - 1)];
            s >>= 12U;
        }
        return std::abs(sum) < zero_direction;
    }

  private:
    std::vector<std::vector<double>> tables_;
};

struct Limit {
    double excess;
    std::vector<Direction> directions;
};

bool worse(const Violation& a, const Violation& b) {
    return a.amount != b.amount ? a.amount > b.amount : a.coalition < b.coalition;
}

void keep_worst(std::vector<Violation>& violations, std::size_t most) {
    std::ranges::sort(violations, worse);
    if (violations.size() > most) violations.resize(most);
}

/// The worst violations of a chunk so far; `cutoff` is what another one must exceed to matter.
struct Found {
    std::vector<Violation> violations;
    double cutoff = 0.0;
};

class Scan {
  public:
    Scan(const Game& game, const NucleolusOptions& options, const std::vector<double>& shares,
         const std::vector<Ceiling>& ceilings, double tolerance, std::size_t most)
        : game_(game), options_(options), tolerance_(tolerance), most_(most) {
        const auto low = static_cast<std::size_t>(std::min(game.num_players(), low_players));
        low_sums_ = subset_sums(std::span(shares).first(low));
        high_sums_ = subset_sums(std::span(shares).subspan(low));
        for (const Ceiling& ceiling : ceilings) {
            Limit limit{.excess = ceiling.excess, .directions = {}};
            if (!ceiling.first.empty()) limit.directions = {Direction(ceiling.first), Direction(ceiling.second)};
            limits_.push_back(std::move(limit));
        }
    }
    [[nodiscard]] std::size_t num_blocks() const { return high_sums_.size(); }

    void block(std::size_t high, Found& found) const {
        const std::size_t size = low_sums_.size();
        const double* value = game_.values().data() + high * size;
        const double base = high_sums_[high];
        if (options_.measure == Measure::plain) {
            const double threshold = limits_.back().excess + std::max(tolerance_, found.cutoff);
            if (size >= 8 && !any_above(value, base, threshold)) return;
            for (std::size_t k = 0; k < size; ++k) {
                const double excess = value[k] - (base + low_sums_[k]);
                if (excess > threshold) look(high * size + k, excess, found);
            }
            return;
        }
        for (std::size_t k = 0; k < size; ++k) {
            const std::size_t s = high * size + k;
            const double excess = value[k] - (base + low_sums_[k]);
            const double weight = excess_weight(game_, options_, Coalition::from_bits(s));
            if (weight > 0.0 && excess > (limits_.back().excess + std::max(tolerance_, found.cutoff)) * weight)
                look(s, excess / weight, found);
        }
    }

  private:
    [[nodiscard]] bool any_above(const double* value, double base, double threshold) const {
        std::array<double, 8> most;
        most.fill(threshold);
        for (std::size_t k = 0; k < low_sums_.size(); k += 8) {
            for (std::size_t lane = 0; lane < 8; ++lane) {
                const double excess = value[k + lane] - (base + low_sums_[k + lane]);
                most[lane] = most[lane] < excess ? excess : most[lane];
            }
        }
        return std::ranges::any_of(most, [&](double excess) { return excess > threshold; });
    }

    void look(std::size_t s, double excess, Found& found) const {
        if (s == 0 || s + 1 == game_.values().size()) return;
        for (const Limit& limit : limits_) {
            const bool spanned = std::all_of(limit.directions.begin(), limit.directions.end(),
                                             [&](const Direction& direction) { return direction.vanishes(s); });
            if (!spanned && &limit != &limits_.back()) continue;
            if (excess <= limit.excess + tolerance_) return;
            found.violations.push_back({Coalition::from_bits(s), excess - limit.excess});
            if (found.violations.size() >= 4 * most_) {
                keep_worst(found.violations, most_);
                found.cutoff = found.violations.back().amount;
            }
            return;
        }
    }

    const Game& game_;
    const NucleolusOptions& options_;
    double tolerance_;
    std::size_t most_;
    std::vector<double> low_sums_;
    std::vector<double> high_sums_;
    std::vector<Limit> limits_;
};

}  // namespace

std::vector<Violation> separate(const Game& game, const NucleolusOptions& options, const std::vector<double>& shares,
                                const std::vector<Ceiling>& ceilings, double tolerance, std::size_t most) {
    const Scan scan(game, options, shares, ceilings, tolerance, most);
    const std::vector<Chain> chunks = cut_chains(scan.num_blocks(), chunk_of_blocks);
    std::vector<Found> parts(chunks.size());
    rethrow_first(run_tasks(chunks.size(),
                            [&](std::size_t k) {
                                for (std::size_t high = chunks[k].begin; high < chunks[k].end; ++high)
                                    scan.block(high, parts[k]);
                                keep_worst(parts[k].violations, most);
                            },
                            {.threads = options.threads}));
    std::vector<Violation> all;
    for (const Found& part : parts) all.insert(all.end(), part.violations.begin(), part.violations.end());
    keep_worst(all, most);
    return all;
}

}  // namespace proeftuin::game
