// SPDX-License-Identifier: Apache-2.0
//
// A Latin hypercube (McKay, Beckman, Conover, Technometrics 21, 1979, 239-245, https://doi.org/10.2307/1268522): of D draws, each
// figure has one in every stratum [k/D, (k+1)/D) of its distribution, and strata of different figures are joined at random.
//
//     place of draw d    (pi(d) + u_d) / D,    pi a random order of 0, ..., D-1 and u_d uniform in (0, 1)
//     triangular         x = a + sqrt(p (b-a)(c-a)) for p <= (c-a)/(b-a), else b - sqrt((1-p)(b-a)(b-c)),  mode c in [a, b]
//
// The order sorts random keys. Random numbers are those of Philox, keyed by the seed; the counter holds the draw, what it is for
// and the figure, so that a new figure moves no other.

#include "proeftuin/study/latin_hypercube.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "proeftuin/base/digest.hpp"
#include "proeftuin/base/philox.hpp"

namespace proeftuin::study {

namespace {

std::uint64_t joined(std::uint32_t high, std::uint32_t low) { return (std::uint64_t{high} << 32) | low; }

}  // namespace

double triangular_quantile(double low, double mode, double high, double p) {
    const double width = high - low;
    if (width <= 0.0) return low;
    if (p * width <= mode - low) return std::min(mode, low + std::sqrt(p * width * (mode - low)));
    return std::max(mode, high - std::sqrt((1.0 - p) * width * (high - mode)));
}

std::vector<double> stratified_places(std::uint64_t seed, std::string_view id, std::size_t num_draws) {
    Digest digest;
    digest.add(id);
    const auto low = static_cast<std::uint32_t>(digest.value());
    const auto high = static_cast<std::uint32_t>(digest.value() >> 32);
    const PhiloxKey key{static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
    std::vector<std::pair<std::uint64_t, std::size_t>> order;  // a random key, the draw
    std::vector<double> within;
    for (std::size_t d = 0; d < num_draws; ++d) {
        const PhiloxCounter block =
            philox({static_cast<std::uint32_t>(d), static_cast<std::uint32_t>(d >> 32), low, high}, key);
        order.emplace_back(joined(block[0], block[1]), d);
        within.push_back((static_cast<double>(joined(block[2], block[3]) >> 12) + 0.5) * 0x1p-52);
    }
    std::ranges::sort(order);
    std::vector<double> places(num_draws);
    for (std::size_t stratum = 0; stratum < num_draws; ++stratum) {
        const std::size_t d = order[stratum].second;
        places[d] = (static_cast<double>(stratum) + within[d]) / static_cast<double>(num_draws);
    }
    return places;
}

double sample_quantile(std::vector<double> sample, double p) {
    if (sample.empty()) return std::numeric_limits<double>::quiet_NaN();
    std::ranges::sort(sample);
    const double at = p * static_cast<double>(sample.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    if (below + 1 >= sample.size()) return sample.back();
    return sample[below] + (at - static_cast<double>(below)) * (sample[below + 1] - sample[below]);
}

}  // namespace proeftuin::study
