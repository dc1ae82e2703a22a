// Bit errors of one direction of a cable, by skip sampling: independent bits with a given ratio, or bursts
// (Gilbert, Bell System Technical Journal 39, 1960): a good state without errors and a bad one in which half
// of the bits are wrong, with a mean length of its own. The number of good bits until the next bad one is
// drawn once and kept across frames, so a perfect link costs nothing and a clean frame one comparison. Gap =
// floor(ln U / ln(1 - p)), U in (0, 1]. Read next: models/ethernet/link.cpp.
#pragma once

#include "models/ethernet/line_code.hpp"
#include "sim/core/random.hpp"
#include "sim/event/signal.hpp"

#include <cstdint>
#include <limits>
#include <span>

namespace patchcord::models::ethernet {

class BitErrors {
  public:
    /// None, until there is a ratio.
    explicit BitErrors(const sim::RandomStream& stream) : stream_{stream} {}
    /// From the next bit on; from 0 (never) to 0.5.
    /// `burst`: mean length of a burst, bits, at least 1; 0: independent. `code`: what an error does.
    void set_ratio(double ratio, double burst = 0.0, LineCode code = LineCode::Manchester);

    /// Whether any of the next `bits` bits is bad. If none is, they have passed; otherwise flip() must
    /// follow.
    bool hits(std::uint64_t bits) {
        if (gap_ == kEndless) return false;
        if (gap_ < bits) return true;
        gap_ -= bits;
        return false;
    }
    /// Lets the bits of a start delimiter (`start_bits`) and of `frame` pass, and inverts the bad ones of the
    /// frame, in the order of the wire: each octet from its least significant bit. Start if a bit of the
    /// delimiter was bad; Symbol if the PHY saw what is no data; else Bits.
    sim::Signal::Damage flip(std::uint64_t start_bits, std::span<std::uint8_t> frame);

  private:
    static constexpr std::uint64_t kEndless = std::numeric_limits<std::uint64_t>::max();
    std::uint64_t draw_gap();
    std::uint64_t draw_gap_of_bursts();
    /// How often in a row something else happens than what is drawn for; `log_other` is the logarithm of its
    /// probability.
    std::uint64_t draw(double log_other);

    double log_good_ = 0.0;  // ln(1 - ratio)
    LineCode code_ = LineCode::Manchester;
    // Of bursts:
    bool bursts_ = false;
    double log_stay_good_ = 0.0;
    double log_stay_bad_ = 0.0;
    bool bad_ = false;
    std::uint64_t left_ = 0;  // bits still to come in this state
    sim::RandomStream stream_;
    std::uint64_t gap_ = kEndless;  // good bits until the next bad one
};

}  // namespace patchcord::models::ethernet
