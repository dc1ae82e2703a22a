// The IPv4 header (RFC 791 3.1), with the ECN bits of RFC 3168 in the type-of-service byte.
// Parsing trims Ethernet padding by the total length (RFC 1122 3.2.1.1). Options stay bytes: nothing here
// interprets them. Not routing, fragmentation or reassembly: those are models/ip.
// Read next: models/wire/tcp.hpp.
#pragma once

#include "models/wire/address.hpp"
#include "models/wire/checksum.hpp"
#include "models/wire/enums.hpp"

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace patchcord::models::wire {

/// Other values keep their number.
enum class IpProtocol : std::uint8_t { Icmp = 1, Tcp = 6, Udp = 17 };

enum class Ecn : std::uint8_t { NotEct = 0, Ect1 = 1, Ect0 = 2, Ce = 3 };

struct Ipv4Header {
    static constexpr std::size_t kMinimumSize = 20;
    static constexpr std::size_t kMaximumSize = 60;

    std::uint8_t tos = 0;            ///< DSCP in the upper six bits, ECN in the lower two
    std::uint16_t total_length = 0;  ///< header and payload, bytes
    std::uint16_t id = 0;
    bool dont_fragment = false;
    bool more_fragments = false;
    std::uint16_t fragment_offset = 0;  ///< bytes, a multiple of 8 up to 65528
    std::uint8_t ttl = 64;
    IpProtocol protocol{};
    Ipv4Address source{};
    Ipv4Address destination{};
    /// At most 40 bytes, owned by someone else. After parsing they are padded to a multiple of 4.
    std::span<const std::uint8_t> options{};

    constexpr Ecn ecn() const { return Ecn{static_cast<std::uint8_t>(tos & 3)}; }
    constexpr bool is_fragment() const { return more_fragments || fragment_offset != 0; }
    /// With options, rounded up to a multiple of four.
    constexpr std::size_t size() const { return kMinimumSize + (options.size() + 3) / 4 * 4; }

    /// Writes `size()` bytes with the checksum at the front of `out`, which must have them; returns `size()`.
    std::size_t emit(std::span<std::uint8_t> out) const;
};

/// A datagram in somebody's bytes: the header, and the payload without Ethernet padding.
struct Ipv4View {
    Ipv4Header header;
    std::span<const std::uint8_t> payload;

    /// `bytes` follow the Ethernet header. Truncated, BadType (version), BadHeaderLength, BadLength (total
    /// length beyond the bytes or within the header), BadChecksum.
    static tl::expected<Ipv4View, ParseError> parse(std::span<const std::uint8_t> bytes,
                                                    ChecksumCheck check = ChecksumCheck::Verify);
    /// The beginning of a datagram as an ICMP error quotes it: the total length may be beyond the bytes, and
    /// the checksum is not verified.
    static tl::expected<Ipv4View, ParseError> parse_quoted(std::span<const std::uint8_t> bytes);
};

/// In a correct header in place: TTL less one and the checksum to match. The TTL must not be 0.
void decrement_ttl(std::span<std::uint8_t> header);
/// In a correct header in place: the ECN bits and the checksum to match, as a router sets CE (RFC 3168 5).
void set_ecn(std::span<std::uint8_t> header, Ecn ecn);

}  // namespace patchcord::models::wire
