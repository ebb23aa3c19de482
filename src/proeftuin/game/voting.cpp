// SPDX-License-Identifier: Apache-2.0
//
// Power in votes, by counting every set of members once.
//
//   W(s), W_i(s)    winning sets of size s, and those of them with member i
//   swings_i(s)     = W_i(s + 1) - (W(s) - W_i(s)), sets of size s without i that win only with it
//   Banzhaf         swings_i = sum over s of swings_i(s); normalised: over the sum of all members'        Banzhaf 1965
//   Shapley-Shubik  sum over s of s! (n-s-1)! / n! swings_i(s)                                        Shapley, Shubik 1954
//
// Every set is a high part and a low part of at most 12 members. Low parts are ordered by size, so for one high part the
// winners of a size are a run in a table of weights: two additions and comparisons each, in one go. Wins are counted by
// (high size, low part) for the low members and by (high part, low size) for the high ones. Integers throughout.
#include "proeftuin/game/voting.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>

#include "proeftuin/base/assert.hpp"
#include "proeftuin/base/text.hpp"
#include "proeftuin/base/threads.hpp"

namespace proeftuin::game {
namespace {

constexpr int most_low_members = 12;
constexpr std::size_t highs_per_chunk = 256;

/// Winning sets by size, in all and with each member.
struct Counts {
    std::vector<std::uint64_t> all;                // [n + 1]
    std::vector<std::vector<std::uint64_t>> with;  // [n][n + 1]
};

std::vector<std::int64_t> weight_sums(std::span<const std::int64_t> weights) {
    std::vector<std::int64_t> sums(num_coalitions(static_cast<int>(weights.size())));
    for (std::size_t s = 1; s < sums.size(); ++s) {
        const Coalition set = Coalition::from_bits(s);
        sums[s] = sums[set.without(set.last()).index()] + weights[static_cast<std::size_t>(set.last())];
    }
    return sums;
}

class Counter {
  public:
    explicit Counter(const VotingGame& game)
        : game_(game), n_(game.num_members()), low_(std::min(n_, most_low_members)), num_low_(num_coalitions(low_)) {
        order_.resize(num_low_);
        std::iota(order_.begin(), order_.end(), std::size_t{0});
        std::stable_sort(order_.begin(), order_.end(),
                         [](std::size_t a, std::size_t b) { return std::popcount(a) < std::popcount(b); });
        first_.assign(static_cast<std::size_t>(low_) + 2, 0);
        for (std::size_t k = 0; k < num_low_; ++k)
            first_[static_cast<std::size_t>(std::popcount(order_[k])) + 1] = k + 1;
        for (const auto& way : game.ways) {
            auto& tables = tables_.emplace_back();
            for (const Condition& condition : way) tables.push_back(table(condition));
        }
    }

    Counts run(int threads) const {
        const std::size_t num_high = num_coalitions(n_ - low_);
        const std::vector<Chain> chunks = cut_chains(num_high, highs_per_chunk);
        std::vector<Counts> parts(chunks.size());
        rethrow_first(
            run_tasks(chunks.size(), [&](std::size_t k) { parts[k] = chunk(chunks[k]); }, {.threads = threads}));
        Counts counts = empty();
        for (const Counts& part : parts) {
            for (std::size_t s = 0; s < counts.all.size(); ++s) {
                counts.all[s] += part.all[s];
                for (std::size_t i = 0; i < counts.with.size(); ++i) counts.with[i][s] += part.with[i][s];
            }
        }
        return counts;
    }

  private:
    struct Table {
        std::vector<std::int32_t> low;   // [2^low] in `order_`, what a low part has
        std::vector<std::int32_t> need;  // [2^high] what it must have for each high part
    };

    [[nodiscard]] Counts empty() const {
        const auto n = static_cast<std::size_t>(n_);
        return {.all = std::vector<std::uint64_t>(n + 1), .with = std::vector(n, std::vector<std::uint64_t>(n + 1))};
    }

    [[nodiscard]] Table table(const Condition& condition) const {
        const std::span<const std::int64_t> weights(condition.weights);
        const std::vector<std::int64_t> low = weight_sums(weights.first(static_cast<std::size_t>(low_)));
        const std::vector<std::int64_t> high = weight_sums(weights.subspan(static_cast<std::size_t>(low_)));
        Table result;
        for (const std::size_t part : order_) result.low.push_back(static_cast<std::int32_t>(low[part]));
        for (const std::int64_t has : high) result.need.push_back(static_cast<std::int32_t>(condition.quota - has));
        return result;
    }

    /// wins[k] = 1 where the k-th low part passes with this high part.
    void decide(std::size_t high, std::vector<std::int32_t>& wins) const {
        std::ranges::fill(wins, 0);
        std::array<std::int32_t, num_coalitions(most_low_members)> way_wins;
        for (const std::vector<Table>& way : tables_) {
            way_wins.fill(1);
            for (const Table& condition : way) {
                const std::int32_t need = condition.need[high];
                const std::int32_t* has = condition.low.data();
                for (std::size_t k = 0; k < num_low_; ++k) way_wins[k] &= static_cast<std::int32_t>(has[k] >= need);
            }
            for (std::size_t k = 0; k < num_low_; ++k) wins[k] |= way_wins[k];
        }
    }

    [[nodiscard]] Counts chunk(Chain highs) const {
        Counts counts = empty();
        std::vector<std::int32_t> wins(num_low_);
        std::vector<std::vector<std::int32_t>> by_low(static_cast<std::size_t>(n_ - low_) +
                                                      1);  // [high size][low part]
        for (auto& row : by_low) row.assign(num_low_, 0);
        for (std::size_t high = highs.begin; high < highs.end; ++high) {
            decide(high, wins);
            const Coalition above = Coalition::from_bits(high);
            auto& row = by_low[static_cast<std::size_t>(above.size())];
            for (std::size_t k = 0; k < num_low_; ++k) row[k] += wins[k];
            for (int size = 0; size <= low_; ++size) {
                std::int64_t sum = 0;
                for (std::size_t k = first_[static_cast<std::size_t>(size)];
                     k < first_[static_cast<std::size_t>(size) + 1]; ++k)
                    sum += wins[k];
                const auto total_size = static_cast<std::size_t>(size + above.size());
                counts.all[total_size] += static_cast<std::uint64_t>(sum);
                for (const int member : above)
                    counts.with[static_cast<std::size_t>(member + low_)][total_size] += static_cast<std::uint64_t>(sum);
            }
        }
        for (std::size_t above = 0; above < by_low.size(); ++above) {
            for (std::size_t k = 0; k < num_low_; ++k) {
                const Coalition part = Coalition::from_bits(order_[k]);
                const auto size = above + static_cast<std::size_t>(part.size());
                for (const int member : part)
                    counts.with[static_cast<std::size_t>(member)][size] += static_cast<std::uint64_t>(by_low[above][k]);
            }
        }
        return counts;
    }

    const VotingGame& game_;
    int n_;
    int low_;
    std::size_t num_low_;
    std::vector<std::size_t> order_;          // low parts by size
    std::vector<std::size_t> first_;          // [low + 2] where each size begins in `order_`
    std::vector<std::vector<Table>> tables_;  // [way][condition]
};

Int128 factorial(int k) {
    Int128 result = 1;
    for (int i = 2; i <= k; ++i) result *= i;
    return result;
}

}  // namespace

bool VotingGame::passes(Coalition coalition) const {
    return std::ranges::any_of(ways, [&](const std::vector<Condition>& way) {
        return std::ranges::all_of(way, [&](const Condition& condition) {
            std::int64_t sum = 0;
            for (const int member : coalition) sum += condition.weights[static_cast<std::size_t>(member)];
            return sum >= condition.quota;
        });
    });
}

Issues issues(const VotingGame& game) {
    Issues found;
    const auto add = [&](Code code, std::string message, std::string remedy) {
        found.push_back({.code = code, .where = {}, .message = std::move(message), .remedy = std::move(remedy)});
    };
    if (game.members.empty() || game.num_members() > most_members) {
        add(Code::out_of_range,
            counted(game.members.size(), "member") + " where 1 to " + std::to_string(most_members) + " can be counted",
            "Merge members that always vote alike");
    }
    if (game.ways.empty())
        add(Code::missing_column, "nothing says when a motion passes", "Add a row `pass if` with quotas");
    for (const auto& way : game.ways) {
        for (const Condition& condition : way) {
            std::int64_t sum = 0;
            bool negative = condition.weights.size() != game.members.size();
            for (const std::int64_t weight : condition.weights) {
                negative = negative || weight < 0;
                sum = weight > 0 && sum < INT32_MAX ? sum + weight : sum;
            }
            if (negative)
                add(Code::out_of_range, "a weight is missing or less than 0",
                    "Give every member a weight of at least 0");
            else if (sum >= INT32_MAX || condition.quota >= INT32_MAX)
                add(Code::out_of_range, "weights add up to more than 2^31 units", "Give weights with fewer digits");
        }
        const bool nobody_passes =
            std::ranges::all_of(way, [](const Condition& condition) { return condition.quota <= 0; });
        if (nobody_passes)
            add(Code::out_of_range, "a motion passes without anybody: no quota above 0", "Give a quota above 0");
    }
    return found;
}

double VotingPower::absolute_banzhaf(int member) const {
    return std::ldexp(static_cast<double>(swings[static_cast<std::size_t>(member)]),
                      1 - static_cast<int>(swings.size()));
}

VotingPower voting_power(const VotingGame& game, int threads) {
    PROEFTUIN_ASSERT(issues(game).empty());
    const int n = game.num_members();
    const Counts counts = Counter(game).run(threads);
    VotingPower power{.winning = std::accumulate(counts.all.begin(), counts.all.end(), std::uint64_t{0})};
    Int128 all_swings = 0;
    for (const std::vector<std::uint64_t>& with : counts.with) {
        std::uint64_t swings = 0;
        Int128 orders = 0;
        for (int size = 0; size < n; ++size) {
            const auto s = static_cast<std::size_t>(size);
            const std::uint64_t here = with[s + 1] - (counts.all[s] - with[s]);
            swings += here;
            orders += static_cast<Int128>(here) * factorial(size) * factorial(n - size - 1);
        }
        power.swings.push_back(swings);
        power.shapley_shubik.push_back(Rational::of(orders, factorial(n)));
        all_swings += static_cast<Int128>(swings);
    }
    if (all_swings == 0) return power;
    for (const std::uint64_t swings : power.swings)
        power.banzhaf.push_back(Rational::of(static_cast<Int128>(swings), all_swings));
    return power;
}

VotingGame with_blocs(const VotingGame& game, const std::vector<Coalition>& blocs) {
    std::vector<Coalition> groups;  // in the order of their first members
    for (int i = 0; i < game.num_members(); ++i) {
        const auto bloc = std::ranges::find_if(blocs, [&](Coalition b) { return b.contains(i); });
        if (bloc == blocs.end()) groups.push_back(Coalition::single(i));
        else if (bloc->first() == i) groups.push_back(*bloc);
    }
    VotingGame result{.members = {}, .ways = game.ways};
    for (const Coalition group : groups) result.members.push_back(coalition_text(group, game.members));
    for (std::vector<Condition>& way : result.ways) {
        for (Condition& condition : way) {
            std::vector<std::int64_t> weights;
            for (const Coalition group : groups) {
                std::int64_t& sum = weights.emplace_back(0);
                for (const int member : group) sum += condition.weights[static_cast<std::size_t>(member)];
            }
            condition.weights = std::move(weights);
        }
    }
    return result;
}

Game simple_game(const VotingGame& game) {
    const int n = game.num_members();
    PROEFTUIN_ASSERT(n <= Game::most_players);
    const auto low = static_cast<std::size_t>(std::min(n, most_low_members));
    struct Sums {
        std::vector<std::int64_t> low;   // what a low part has
        std::vector<std::int64_t> need;  // what it must have for each high part
    };
    std::vector<std::vector<Sums>> ways;
    for (const std::vector<Condition>& way : game.ways) {
        auto& conditions = ways.emplace_back();
        for (const Condition& condition : way) {
            const std::span<const std::int64_t> weights(condition.weights);
            conditions.push_back({weight_sums(weights.first(low)), weight_sums(weights.subspan(low))});
            for (std::int64_t& has : conditions.back().need) has = condition.quota - has;
        }
    }
    std::vector<double> values(num_coalitions(n));
    const std::size_t block = std::size_t{1} << low;
    std::vector<std::uint8_t> passes(block);
    for (std::size_t high = 0; high < values.size() / block; ++high) {
        double* value = values.data() + high * block;
        for (const std::vector<Sums>& way : ways) {
            std::ranges::fill(passes, std::uint8_t{1});
            for (const Sums& sums : way) {
                const std::int64_t need = sums.need[high];
                for (std::size_t k = 0; k < block; ++k) passes[k] &= static_cast<std::uint8_t>(sums.low[k] >= need);
            }
            for (std::size_t k = 0; k < block; ++k) value[k] = passes[k] != 0 ? 1.0 : value[k];
        }
    }
    Expected<Game> made = Game::make(game.members, std::move(values));
    PROEFTUIN_ASSERT(made.has_value());
    return std::move(*made);
}

}  // namespace proeftuin::game
