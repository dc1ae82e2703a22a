// What one error of the medium does to the bits of a frame: a receiver does not see bits but symbols, and
// which bits are wrong when one of them is depends on the line code. The errors come as often as the bit
// error ratio says, so as many frames are lost as with single bits. Not here: when they come
// (bit_errors.hpp). Read next: models/ethernet/line_code.cpp.
#pragma once

#include "models/ethernet/phy.hpp"
#include "sim/core/random.hpp"

#include <cstdint>
#include <span>

namespace patchcord::models::ethernet {

enum class LineCode : std::uint8_t {
    Manchester,  ///< 10BASE-T: one bit
    /// 100BASE-TX: one wrong symbol inverts two neighbouring code bits of 4B/5B (ANSI X3.263). More than half
    /// of the groups that come of it are no data, and the PHY says so (RX_ER).
    Mlt3,
    /// 1000BASE-T: a wrong way through the trellis, 3 octets long in the mean, half of its bits wrong.
    Pam5,
    /// 10GBASE-T: a block of the LDPC code that was not decoded, 3200 bits, 1 % of them wrong.
    Ldpc
};

LineCode line_code_of(Phy phy);

/// An error at `bit` of `frame`, counted in the order of the wire: each octet from its least significant bit.
/// What would be behind its end is left out. False if the PHY notices, so that the frame is lost whatever its
/// FCS; then its bits are as good as unknown.
bool strike(LineCode code, std::uint64_t bit, std::span<std::uint8_t> frame, sim::RandomStream& stream);

}  // namespace patchcord::models::ethernet
