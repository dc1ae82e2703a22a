// Address resolution packets (RFC 826) for IPv4 over Ethernet, the only pair there is here.
// Probes (sender 0.0.0.0) and announcements (sender equals target) are requests, RFC 5227 1.1.
// Not the protocol: that is models/ip/arp_table. Read next: models/wire/ipv4.hpp.
#pragma once

#include "models/wire/address.hpp"
#include "models/wire/enums.hpp"

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace patchcord::models::wire {

enum class ArpOperation : std::uint16_t { Request = 1, Reply = 2 };

struct ArpPacket {
    static constexpr std::size_t kSize = 28;

    ArpOperation operation = ArpOperation::Request;
    MacAddress sender_mac{};
    Ipv4Address sender_ip{};
    MacAddress target_mac{};
    Ipv4Address target_ip{};

    /// `bytes` follow the Ethernet header; padding is ignored. Truncated, or BadType for other hardware,
    /// protocol, address lengths or operation.
    static tl::expected<ArpPacket, ParseError> parse(std::span<const std::uint8_t> bytes);
    /// Writes the first 28 bytes of `out`, which must have them.
    void emit(std::span<std::uint8_t> out) const;

    friend bool operator==(const ArpPacket&, const ArpPacket&) = default;
};

}  // namespace patchcord::models::wire
