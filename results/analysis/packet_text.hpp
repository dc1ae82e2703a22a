// What a packet says, in the few words that fit on an arrow: "SYN seq=0 mss=1460", "data 1:1461 ack=1", "ARP
// who-has 10.0.0.2?". Sequence numbers count from the SYN. Protocol words are the same in every language. The
// long form is models/wire/describe.hpp. Read next: results/analysis/ladder.hpp.
#pragma once

#include "models/wire/dissect.hpp"
#include "results/analysis/tcp_flows.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace patchcord::results {

/// How a packet is drawn.
enum class PacketClass : std::uint8_t {
    Data,
    Ack,
    SynFin,
    Rst,
    Retransmission,
    DuplicateAck,
    ZeroWindow,
    Arp,
    Icmp,
    Udp,
    Other,
};

constexpr std::string_view to_string(PacketClass kind) {
    switch (kind) {
        case PacketClass::Data:
            return "data";
        case PacketClass::Ack:
            return "ack";
        case PacketClass::SynFin:
            return "syn-fin";
        case PacketClass::Rst:
            return "rst";
        case PacketClass::Retransmission:
            return "retransmission";
        case PacketClass::DuplicateAck:
            return "duplicate-ack";
        case PacketClass::ZeroWindow:
            return "zero-window";
        case PacketClass::Arp:
            return "arp";
        case PacketClass::Icmp:
            return "icmp";
        case PacketClass::Udp:
            return "udp";
        case PacketClass::Other:
            return "other";
    }
    return "?";
}

struct PacketText {
    PacketClass kind = PacketClass::Other;
    std::string badge;  ///< "R1", "d2", "W0", "probe"; often empty
    std::string text;
    std::string brief;  ///< `text` where there is little room
    std::string extra;  ///< more, where there is much room: "win=65535"
};

/// `segment` and its `flow` for what is a segment of a known connection, else null.
PacketText packet_text(const models::wire::Dissection& packet, const SegmentInfo* segment,
                       const TcpFlow* flow);
/// Of a segment whose bytes no card showed, from what TCP said about it.
PacketText packet_text(const SegmentInfo& segment, const TcpFlow& flow);

}  // namespace patchcord::results
