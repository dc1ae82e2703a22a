// The four PHYs that speak over twisted pair, and what each makes of a cable: how much SNR it has less than
// on the worst link that its standard allows, 100 m of the least category, and so how many bits go wrong and
// how probably the link comes up. Everything is computed once per link with portable functions. Not here: the
// errors themselves (bit_errors.hpp), negotiation (link_start.hpp). Read next: models/ethernet/phy.cpp.
#pragma once

#include "models/ethernet/cable.hpp"
#include "sim/core/rate.hpp"
#include "sim/core/time.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace patchcord::models::ethernet {

/// From the slowest to the fastest.
enum class Phy : std::uint8_t { Base10T, Base100Tx, Base1000T, Base10GT };
inline constexpr int kPhys = 4;

/// "100BASE-TX".
std::string_view to_string(Phy phy);
sim::Rate rate_of(Phy phy);
/// The PHY of that rate, if there is one.
std::optional<Phy> phy_of(sim::Rate rate);
/// Where its signal is.
Band band_of(Phy phy);

/// What a PHY finds at the end of a cable.
struct LinkBudget {
    double insertion_loss;   ///< mean over the PHY's band, dB
    double snr_required;     ///< for the bit error ratio of its standard, dB
    double snr_deficit;      ///< what is missing, dB; below 0: what is to spare
    double bit_error_ratio;  ///< 0 to 0.5; exactly 0 below 1e-300
    double up_deficit;       ///< half of all receivers give the link up there, dB
    double up_spread;        ///< standard deviation of that among receivers, dB
    double up_probability;   ///< that the link comes up

    double snr() const { return snr_required - snr_deficit; }
    /// Whether a pair of receivers trains that is `luck` standard deviations better than the mean.
    bool comes_up(double luck) const { return snr_deficit <= up_deficit + up_spread * luck; }
    /// Whether a link that was up stays so: half a dB more.
    bool stays_up(double luck) const { return snr_deficit <= up_deficit + up_spread * luck + 0.5; }
};

/// `margin`: what the receivers are better than the standard asks, dB.
LinkBudget link_budget(Phy phy, const Cable& cable, double margin = 0.0);

/// The share of frames of so many bits that are hit when each bit is with that ratio. `burst`: mean length of
/// the bursts in which errors come, bits; 0: independently.
double frame_loss(double bit_error_ratio, std::uint64_t bits, double burst = 0.0);

/// Propagation time, at least 1 ps: TIA's 534 + 36 / sqrt f ns per 100 m at the PHY's effective frequency,
/// 570 ns for Cat 3 (the largest that IEEE 802.3 allows).
sim::Duration propagation_delay(Phy phy, const Cable& cable);

}  // namespace patchcord::models::ethernet
