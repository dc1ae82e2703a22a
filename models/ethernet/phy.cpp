// Noise does not depend on length, so what a cable takes from the signal is missing in the SNR, and 1 dB less
// makes x = SNR as a voltage, with Q(x) = erfc(x / sqrt 2) / 2 the bit error ratio of Gaussian noise, smaller
// by 10^(-w/20). w is 1 without coding; the LDPC code of 10GBASE-T is steeper. A cable of another category
// than the reference has other crosstalk, which is a part of the noise. A receiver gives a link up at a bit
// error ratio of 1e-4 (the 10 Gbit/s PCS declares hi_ber there), five standard deviations away from the
// reference link. Read next: models/ethernet/phy.hpp.
#include "models/ethernet/phy.hpp"

#include "sim/core/portable_math.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace patchcord::models::ethernet {
namespace {

struct Traits {
    std::string_view name;
    std::uint64_t megabits;
    Band band;
    Category reference;
    double x_required;    // Q(x_required) is the bit error ratio that the standard asks of 100 m
    double snr_required;  // dB
    double steepness;     // w
    Crosstalk crosstalk;
    double crosstalk_share;  // of the noise on the reference link
    std::int64_t delay;      // ps per metre, but for Cat 3
};

constexpr double kLn10 = 2.302585092994046;
constexpr double kSqrtHalf = 0.7071067811865476;
constexpr double kXUp = 3.7190164854556804;  // Q(kXUp) = 1e-4
constexpr double kSpreads = 5.0;

// Bit error ratios: 1e-8 (10BASE-T, IEEE 802.3 14.3.1.3.4), 1e-10 (ANSI X3.263, IEEE 802.3 40.6.1.3.1), 1e-12
// (IEEE 802.3 55.5.4.1). Effective frequencies for the delay: 7.43, 13.9, 27.8 and 178 MHz.
constexpr std::array<Traits, kPhys> kTraits{{
    {"10BASE-T",
     10,
     {5.0, 10.0},
     Category::Cat3,
     5.6120012441747891,
     14.982355172779283,
     1.0,
     Crosstalk::Next,
     0.00,
     5472},
    {"100BASE-TX",
     100,
     {0.0, 31.25},
     Category::Cat5e,
     6.3613409024040566,
     19.081273354936208,
     1.0,
     Crosstalk::Next,
     0.01,
     5437},
    {"1000BASE-T",
     1000,
     {0.0, 62.5},
     Category::Cat5e,
     6.3613409024040566,
     19.081273354936208,
     1.0,
     Crosstalk::Elfext,
     0.15,
     5408},
    {"10GBASE-T",
     10'000,
     {0.0, 400.0},
     Category::Cat6a,
     7.0344838253011321,
     23.4,
     5.5,
     Crosstalk::Alien,
     0.25,
     5367},
}};

const Traits& traits(Phy phy) {
    return kTraits[static_cast<std::size_t>(phy)];
}

double decibels(double ratio) {
    return 10.0 / kLn10 * sim::portable_log(ratio);
}
double from_decibels(double value) {
    return sim::portable_exp(kLn10 / 10.0 * value);
}
/// Q, the upper tail of the normal distribution.
double tail(double x) {
    return 0.5 * sim::portable_erfc(x * kSqrtHalf);
}

double deficit(const Traits& phy, const Cable& cable, double loss, double margin) {
    const double reference =
        mean_insertion_loss({.category = phy.reference, .millimetres = 100'000}, phy.band);
    const double louder =
        crosstalk_loss(phy.reference, phy.crosstalk) - crosstalk_loss(cable.category, phy.crosstalk);
    const double noise = decibels(1.0 + phy.crosstalk_share * (from_decibels(louder) - 1.0));
    return loss - reference + noise - margin;
}

/// Some bits of a link with two states, good and bad: the chance to go without an error from one to the
/// other, and to meet an error. All are sums of what is positive, so that small chances keep their digits.
struct Passage {
    std::array<std::array<double, 2>, 2> clean;
    std::array<double, 2> hit;
};

Passage then(const Passage& first, const Passage& second) {
    Passage both{{}, first.hit};
    for (std::size_t from = 0; from < 2; ++from) {
        for (std::size_t by = 0; by < 2; ++by) {
            both.hit[from] += first.clean[from][by] * second.hit[by];
            for (std::size_t to = 0; to < 2; ++to)
                both.clean[from][to] += first.clean[from][by] * second.clean[by][to];
        }
    }
    return both;
}

/// `share` of the time is in the bad state, where half of the bits are wrong.
double burst_loss(double share, double burst, std::uint64_t bits) {
    const double leave_bad = 1.0 / burst;
    const double leave_good = leave_bad * share / (1.0 - share);
    const double stay_bad = 1.0 - leave_bad;
    Passage all{{{{1.0 - share, share / 2.0}, {0.0, 0.0}}}, {share / 2.0, 0.0}};  // the first bit
    Passage some{{{{1.0 - leave_good, leave_good / 2.0}, {leave_bad, stay_bad / 2.0}}},
                 {leave_good / 2.0, stay_bad / 2.0}};
    for (std::uint64_t left = bits - 1; left > 0; left >>= 1) {
        if (left & 1) all = then(all, some);
        some = then(some, some);
    }
    return all.hit[0];
}

}  // namespace

std::string_view to_string(Phy phy) {
    return traits(phy).name;
}

sim::Rate rate_of(Phy phy) {
    return sim::Rate::megabits_per_second(traits(phy).megabits);
}

std::optional<Phy> phy_of(sim::Rate rate) {
    for (int at = 0; at < kPhys; ++at) {
        if (rate_of(Phy(at)) == rate) return Phy(at);
    }
    return std::nullopt;
}

Band band_of(Phy phy) {
    return traits(phy).band;
}

LinkBudget link_budget(Phy phy, const Cable& cable, double margin) {
    constexpr double kLeast = 1e-300;
    const Traits& of = traits(phy);
    const double loss = mean_insertion_loss(cable, of.band);
    const double missing = deficit(of, cable, loss, margin);
    const double ratio = tail(of.x_required * from_decibels(-of.steepness * missing / 2.0));
    const double up = 2.0 * decibels(of.x_required / kXUp) / of.steepness;
    const double spread = up / kSpreads;
    return {.insertion_loss = loss,
            .snr_required = of.snr_required,
            .snr_deficit = missing,
            .bit_error_ratio = ratio < kLeast ? 0.0 : ratio,
            .up_deficit = up,
            .up_spread = spread,
            .up_probability = tail((missing - up) / spread)};
}

double frame_loss(double bit_error_ratio, std::uint64_t bits, double burst) {
    const double share =
        2.0 * bit_error_ratio;  // of the time in the bad state, in which half of the bits are wrong
    if (burst == 0.0 || share >= 1.0)
        return -sim::portable_expm1(static_cast<double>(bits) * sim::portable_log1p(-bit_error_ratio));
    return burst_loss(share, burst, bits);
}

sim::Duration propagation_delay(Phy phy, const Cable& cable) {
    constexpr std::int64_t kCat3 = 5700;
    const std::int64_t per_metre = cable.category == Category::Cat3 ? kCat3 : traits(phy).delay;
    return sim::Duration{std::max<std::int64_t>(1, cable.millimetres * per_metre / 1000)};
}

}  // namespace patchcord::models::ethernet
