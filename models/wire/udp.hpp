// The UDP header (RFC 768). A checksum field of 0 means that the sender computed none; a computed 0 is sent
// as 0xFFFF. The addresses are those of the IPv4 header: the checksum covers them.
// Read next: models/wire/tcp.hpp, models/udp/udp_layer.hpp.
#pragma once

#include "models/wire/address.hpp"
#include "models/wire/checksum.hpp"
#include "models/wire/enums.hpp"

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace patchcord::models::wire {

struct UdpHeader {
    static constexpr std::size_t kSize = 8;

    std::uint16_t source_port = 0;
    std::uint16_t destination_port = 0;

    /// Writes the first 8 bytes of `datagram`, whose payload is already in place behind them, with length and
    /// checksum. At most 65,515 bytes.
    void emit(std::span<std::uint8_t> datagram, Ipv4Address source, Ipv4Address destination) const;

    friend bool operator==(const UdpHeader&, const UdpHeader&) = default;
};

struct UdpView {
    UdpHeader header;
    std::span<const std::uint8_t> payload;

    /// Bytes beyond the length are ignored. Truncated, BadLength (below 8 or beyond the bytes), BadChecksum.
    static tl::expected<UdpView, ParseError> parse(std::span<const std::uint8_t> datagram, Ipv4Address source,
                                                   Ipv4Address destination,
                                                   ChecksumCheck check = ChecksumCheck::Verify);
    /// The beginning of a datagram: the length may be beyond the bytes, and the checksum is not verified.
    static tl::expected<UdpView, ParseError> parse_quoted(std::span<const std::uint8_t> datagram);
};

}  // namespace patchcord::models::wire
