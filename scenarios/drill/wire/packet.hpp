// A packet as scripts write it: one IPv4 datagram with TCP, UDP or ICMP, taken apart. The same structure
// holds what a script wants to send, what it expects, and what came; its numbers are the script's or the
// wire's, which is up to the caller (conversation.hpp). TCP options stay bytes, because scripts may write
// any. Read next: scenarios/drill/wire/packet.cpp, scenarios/drill/wire/compare.hpp.
#pragma once

#include "models/wire/address.hpp"
#include "models/wire/icmp.hpp"
#include "models/wire/ipv4.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

namespace patchcord::scenarios::drill {

/// All nine flags and the reserved bits: byte 13 of the header, and above it the lower half of byte 12.
namespace tcp_bits {
inline constexpr std::uint16_t kFin = 0x01;
inline constexpr std::uint16_t kSyn = 0x02;
inline constexpr std::uint16_t kRst = 0x04;
inline constexpr std::uint16_t kPsh = 0x08;
inline constexpr std::uint16_t kAck = 0x10;
inline constexpr std::uint16_t kUrg = 0x20;
inline constexpr std::uint16_t kEce = 0x40;
inline constexpr std::uint16_t kCwr = 0x80;
inline constexpr std::uint16_t kAe = 0x100;  ///< accurate ECN
inline constexpr std::uint16_t kReserved = 0xE00;
inline constexpr std::uint16_t kAce = kAe | kCwr | kEce;  ///< as one number
}  // namespace tcp_bits

struct TcpSegment {
    std::uint32_t seq = 0;
    std::uint32_t ack = 0;
    std::uint16_t flags = 0;
    std::uint16_t window = 0;  ///< as on the wire
    std::uint16_t urgent_pointer = 0;
    std::vector<std::uint8_t> options{};  ///< a multiple of 4, at most 40

    bool has(std::uint16_t flag) const { return (flags & flag) != 0; }
};

struct UdpDatagram {};

struct IcmpMessage {
    models::wire::IcmpHeader header{};
};

struct Packet {
    std::uint8_t tos = 0;
    std::uint8_t ttl = 255;
    models::wire::Endpoint source{};  ///< ICMP: port 0
    models::wire::Endpoint destination{};
    std::variant<TcpSegment, UdpDatagram, IcmpMessage> body{};
    std::vector<std::uint8_t> payload{};  ///< behind the last header

    TcpSegment* tcp() { return std::get_if<TcpSegment>(&body); }
    const TcpSegment* tcp() const { return std::get_if<TcpSegment>(&body); }
    const IcmpMessage* icmp() const { return std::get_if<IcmpMessage>(&body); }
    std::uint32_t length() const { return static_cast<std::uint32_t>(payload.size()); }
};

/// The datagram with all checksums, from its IP header on.
std::vector<std::uint8_t> emit(const Packet& packet);
/// What a datagram holds, or what is wrong with it: a checksum, a length, IP options, another protocol.
tl::expected<Packet, std::string> parse(std::span<const std::uint8_t> datagram);

/// In packetdrill's notation: "P. 1:1001(1000) ack 1 win 512 <nop,nop,TS val 100 ecr 0>".
std::string to_text(const Packet& packet);
/// "S." and so on; "-" for none.
std::string flags_text(std::uint16_t flags);
/// "mss 1460,nop,wscale 8"; empty for none.
std::string options_text(std::span<const std::uint8_t> options);

/// Where the two numbers of the timestamps option lie in option bytes; nothing when there is none.
std::optional<std::size_t> timestamps_at(std::span<const std::uint8_t> options);
/// Adds `offset` to every edge of every SACK block.
void move_sack_blocks(std::span<std::uint8_t> options, std::uint32_t offset);

}  // namespace patchcord::scenarios::drill
