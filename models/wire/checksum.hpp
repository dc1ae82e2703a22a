// The Internet checksum (RFC 1071): the one's complement of the one's complement sum of 16-bit words.
// IPv4, ICMP, UDP and TCP all use it. Sums of parts can be added, also at odd offsets, so a payload is summed
// once, while it is copied. Not the Ethernet frame check: that is models/wire/crc32.hpp.
// Read next: models/wire/checksum.cpp.
#pragma once

#include "models/wire/address.hpp"

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace patchcord::models::wire {

/// Whether a parser looks at the checksum. The stack verifies; views of a frame show it as it is.
enum class ChecksumCheck : bool { Skip, Verify };

/// One's complement sum of big-endian 16-bit words; an odd last byte counts as the high byte of a word.
/// Any length and alignment. It is 0 only if every byte is 0.
std::uint16_t internet_sum(std::span<const std::uint8_t> bytes);

/// The same, while copying `source` to `destination`, which must have room and must not overlap it.
std::uint16_t copy_and_sum(std::span<std::uint8_t> destination, std::span<const std::uint8_t> source);

/// A sum under construction. Words may be added at any time; bytes count by their position, so that parts
/// that follow each other in the packet must be added in that order.
class ChecksumSum {
  public:
    constexpr ChecksumSum() = default;

    constexpr ChecksumSum& add_word(std::uint16_t word) {
        total_ += word;
        return *this;
    }
    constexpr ChecksumSum& add_address(Ipv4Address address) {
        total_ += (address.value() >> 16) + (address.value() & 0xFFFF);
        return *this;
    }
    ChecksumSum& add(std::span<const std::uint8_t> bytes) {
        return add_summed(internet_sum(bytes), bytes.size());
    }
    /// Adds `size` bytes whose `internet_sum` is `part`.
    constexpr ChecksumSum& add_summed(std::uint16_t part, std::size_t size) {
        total_ += odd_ ? std::rotl(part, 8) : part;
        odd_ ^= (size & 1) != 0;
        return *this;
    }

    /// The 16-bit sum. Over a packet that carries a correct checksum it is 0xFFFF.
    constexpr std::uint16_t folded() const {
        std::uint64_t value = (total_ & 0xFFFF'FFFF) + (total_ >> 32);
        while (value >> 16 != 0)
            value = (value & 0xFFFF) + (value >> 16);
        return static_cast<std::uint16_t>(value);
    }
    /// What goes into the packet.
    constexpr std::uint16_t checksum() const { return static_cast<std::uint16_t>(~folded()); }
    constexpr bool is_correct() const { return folded() == 0xFFFF; }

  private:
    std::uint64_t total_ = 0;
    bool odd_ = false;
};

/// The sum of the pseudo-header of UDP (RFC 768) and TCP (RFC 9293 3.1). `length`: header and payload.
constexpr ChecksumSum pseudo_header_sum(Ipv4Address source, Ipv4Address destination, std::uint8_t protocol,
                                        std::size_t length) {
    return ChecksumSum{}
        .add_address(source)
        .add_address(destination)
        .add_word(protocol)
        .add_word(static_cast<std::uint16_t>(length));
}

/// The checksum after one aligned word of the packet changed (RFC 1624, equation 3).
constexpr std::uint16_t updated_checksum(std::uint16_t checksum, std::uint16_t old_word,
                                         std::uint16_t new_word) {
    return ChecksumSum{}
        .add_word(static_cast<std::uint16_t>(~checksum))
        .add_word(static_cast<std::uint16_t>(~old_word))
        .add_word(new_word)
        .checksum();
}

}  // namespace patchcord::models::wire
