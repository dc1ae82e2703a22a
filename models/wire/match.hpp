// Words for kinds of packets, with which a scenario says what a fault takes: "the second tcp.data from A".
// Not a filter language: one word, one question about a frame.
// Read next: models/wire/dissect.hpp, models/ethernet/impairment.hpp.
#pragma once

#include "models/wire/dissect.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace patchcord::models::wire {

enum class PacketKind : std::uint8_t {
    Any,
    Arp,
    ArpRequest,
    ArpReply,
    Ip,
    Icmp,
    IcmpEchoRequest,
    IcmpEchoReply,
    IcmpUnreachable,
    IcmpTimeExceeded,
    Udp,
    Tcp,
    TcpSyn,     ///< SYN without ACK
    TcpSynAck,  ///< SYN and ACK
    TcpAck,     ///< ACK and no data, SYN, FIN or RST
    TcpData,    ///< at least one byte of payload
    TcpFin,
    TcpRst,
};

struct PacketKindName {
    PacketKind kind;
    std::string_view name;  ///< as in a scenario: "tcp.syn-ack"
    std::string_view help;  ///< one line
};

/// Every kind once, in the order of the enumeration: for help, schemas and suggestions.
std::span<const PacketKindName> packet_kinds();
std::optional<PacketKind> packet_kind(std::string_view name);
std::string_view to_string(PacketKind kind);

bool matches(PacketKind kind, const Dissection& frame);

}  // namespace patchcord::models::wire
