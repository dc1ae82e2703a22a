// The TCP header (RFC 9293 3.1). Sequence and acknowledgment numbers are raw 32-bit values here; their
// arithmetic is models/tcp/seq.hpp.
// Parsing checks structure and checksum, never the meaning of flags or numbers.
// Read next: models/wire/tcp_options.hpp, models/tcp/segment.hpp.
#pragma once

#include "models/wire/address.hpp"
#include "models/wire/checksum.hpp"
#include "models/wire/enums.hpp"
#include "models/wire/tcp_options.hpp"

#include <tl/expected.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace patchcord::models::wire {

/// A set of control bits: `kSyn | kAck`.
class TcpFlags {
  public:
    constexpr TcpFlags() = default;
    /// As byte 13 of the header holds them.
    constexpr explicit TcpFlags(std::uint8_t bits) : bits_{bits} {}
    constexpr std::uint8_t bits() const { return bits_; }

    constexpr bool fin() const { return (bits_ & 0x01) != 0; }
    constexpr bool syn() const { return (bits_ & 0x02) != 0; }
    constexpr bool rst() const { return (bits_ & 0x04) != 0; }
    constexpr bool psh() const { return (bits_ & 0x08) != 0; }
    constexpr bool ack() const { return (bits_ & 0x10) != 0; }
    constexpr bool urg() const { return (bits_ & 0x20) != 0; }
    constexpr bool ece() const { return (bits_ & 0x40) != 0; }
    constexpr bool cwr() const { return (bits_ & 0x80) != 0; }
    constexpr bool any_of(TcpFlags other) const { return (bits_ & other.bits_) != 0; }

    constexpr TcpFlags& operator|=(TcpFlags other) {
        bits_ = static_cast<std::uint8_t>(bits_ | other.bits_);
        return *this;
    }
    friend constexpr TcpFlags operator|(TcpFlags left, TcpFlags right) { return left |= right; }
    friend constexpr TcpFlags operator&(TcpFlags left, TcpFlags right) {
        return TcpFlags{static_cast<std::uint8_t>(left.bits_ & right.bits_)};
    }
    friend constexpr bool operator==(TcpFlags, TcpFlags) = default;

  private:
    std::uint8_t bits_ = 0;
};

inline constexpr TcpFlags kFin{0x01};
inline constexpr TcpFlags kSyn{0x02};
inline constexpr TcpFlags kRst{0x04};
inline constexpr TcpFlags kPsh{0x08};
inline constexpr TcpFlags kAck{0x10};
inline constexpr TcpFlags kUrg{0x20};
inline constexpr TcpFlags kEce{0x40};
inline constexpr TcpFlags kCwr{0x80};

struct TcpHeader {
    static constexpr std::size_t kMinimumSize = 20;
    static constexpr std::size_t kMaximumSize = 60;

    std::uint16_t source_port = 0;
    std::uint16_t destination_port = 0;
    std::uint32_t seq = 0;
    std::uint32_t ack = 0;
    TcpFlags flags{};
    std::uint16_t window = 0;  ///< as on the wire, before scaling
    std::uint16_t urgent_pointer = 0;

    /// Writes header and options at the front of `out`, with the checksum field 0, and returns their length,
    /// from 20 to 60. `out` must have room for 20 + `options_size`.
    std::size_t emit(const TcpOptions& options, TcpOptionLayout layout, std::span<std::uint8_t> out) const;

    friend bool operator==(const TcpHeader&, const TcpHeader&) = default;
};

/// A segment in somebody's bytes.
struct TcpView {
    TcpView() {}  // "= default" would make parsing zero all of it first, padding included

    TcpHeader header;
    TcpOptions options;
    std::span<const std::uint8_t> option_bytes;
    std::span<const std::uint8_t> payload;

    /// `segment` is the whole payload of the datagram. Truncated, BadHeaderLength, BadChecksum, BadOption.
    static tl::expected<TcpView, ParseError> parse(std::span<const std::uint8_t> segment, Ipv4Address source,
                                                   Ipv4Address destination,
                                                   ChecksumCheck check = ChecksumCheck::Verify);
};

/// At least 20 bytes, here and below.
bool tcp_checksum_is_correct(std::span<const std::uint8_t> segment, Ipv4Address source,
                             Ipv4Address destination);
/// Writes the checksum of a segment that is complete but for it; the field must be 0.
void fill_tcp_checksum(std::span<std::uint8_t> segment, Ipv4Address source, Ipv4Address destination);
/// The same when the payload was summed while it was copied: `payload_sum` is its `internet_sum`,
/// `payload_size` its length.
void fill_tcp_checksum(std::span<std::uint8_t> header, std::uint16_t payload_sum, std::size_t payload_size,
                       Ipv4Address source, Ipv4Address destination);

}  // namespace patchcord::models::wire
