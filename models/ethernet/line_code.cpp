// The groups of 4B/5B are those of FDDI (ISO 9314-1), first code bit in the most significant place.
// Scramblers of 100BASE-TX are additive, so they do not multiply errors.
// Read next: models/ethernet/line_code.hpp.
#include "models/ethernet/line_code.hpp"

#include <algorithm>
#include <array>

namespace patchcord::models::ethernet {
namespace {

constexpr std::array<std::uint8_t, 16> kGroups{0b11110, 0b01001, 0b10100, 0b10101, 0b01010, 0b01011,
                                               0b01110, 0b01111, 0b10010, 0b10011, 0b10110, 0b10111,
                                               0b11010, 0b11011, 0b11100, 0b11101};

void invert(std::span<std::uint8_t> frame, std::uint64_t bit) {
    frame[bit / 8] = static_cast<std::uint8_t>(frame[bit / 8] ^ 1u << bit % 8);
}

/// Inverts bits of the group of the `number`-th nibble. False if what comes of it is no data.
bool strike_group(std::span<std::uint8_t> frame, std::uint64_t number, unsigned code_bits) {
    if (number >= 2 * frame.size()) return true;
    std::uint8_t& octet = frame[number / 2];
    const unsigned shift = number % 2 == 0 ? 0 : 4;
    const unsigned nibble = octet >> shift & 0xFu;
    const auto found = std::ranges::find(kGroups, kGroups[nibble] ^ code_bits);
    if (found == kGroups.end()) return false;
    const auto received = static_cast<unsigned>(found - kGroups.begin());
    octet = static_cast<std::uint8_t>((octet & ~(0xFu << shift)) | received << shift);
    return true;
}

/// Two neighbouring code bits of the group, or its last one and the first of the next group.
bool strike_symbol(std::uint64_t bit, std::span<std::uint8_t> frame, sim::RandomStream& stream) {
    const std::uint64_t number = bit / 4;
    const std::uint64_t first = stream.below(5);
    if (first < 4) return strike_group(frame, number, 0b11000u >> first);
    const bool here = strike_group(frame, number, 0b00001);
    const bool next = strike_group(frame, number + 1, 0b10000);
    return here && next;
}

/// The first bit is wrong in any case, the others with a chance of 1 in `one_in`.
void strike_some(std::uint64_t bit, std::uint64_t length, std::uint64_t one_in, std::span<std::uint8_t> frame,
                 sim::RandomStream& stream) {
    const std::uint64_t end = std::min<std::uint64_t>(bit + length, 8 * frame.size());
    invert(frame, bit);
    for (++bit; bit < end; ++bit)
        if (stream.below(one_in) == 0) invert(frame, bit);
}

}  // namespace

LineCode line_code_of(Phy phy) {
    switch (phy) {
        case Phy::Base10T:
            return LineCode::Manchester;
        case Phy::Base100Tx:
            return LineCode::Mlt3;
        case Phy::Base1000T:
            return LineCode::Pam5;
        case Phy::Base10GT:
            return LineCode::Ldpc;
    }
    return LineCode::Manchester;
}

bool strike(LineCode code, std::uint64_t bit, std::span<std::uint8_t> frame, sim::RandomStream& stream) {
    switch (code) {
        case LineCode::Manchester:
            invert(frame, bit);
            return true;
        case LineCode::Mlt3:
            return strike_symbol(bit, frame, stream);
        case LineCode::Pam5: {
            std::uint64_t octets = 1;
            while (stream.below(3) != 0)
                ++octets;
            strike_some(bit, 8 * octets, 2, frame, stream);
            return true;
        }
        case LineCode::Ldpc:
            strike_some(bit, 3200, 100, frame, stream);
            return true;
    }
    return true;
}

}  // namespace patchcord::models::ethernet
