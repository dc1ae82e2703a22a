// The table of packet kinds and the test for each.
// A new kind is an enumerator, a row and a case; the rows must be in the order of the enumeration.
// Read next: models/wire/match.hpp.
#include "models/wire/match.hpp"

#include <algorithm>
#include <array>

namespace patchcord::models::wire {
namespace {

constexpr std::array kKinds = {
    PacketKindName{PacketKind::Any, "any", "every frame"},
    PacketKindName{PacketKind::Arp, "arp", "every ARP packet"},
    PacketKindName{PacketKind::ArpRequest, "arp.request", "who has this address?"},
    PacketKindName{PacketKind::ArpReply, "arp.reply", "the answer to that"},
    PacketKindName{PacketKind::Ip, "ip", "every IPv4 packet, fragments too"},
    PacketKindName{PacketKind::Icmp, "icmp", "every ICMP message"},
    PacketKindName{PacketKind::IcmpEchoRequest, "icmp.echo-request", "a ping"},
    PacketKindName{PacketKind::IcmpEchoReply, "icmp.echo-reply", "the answer to a ping"},
    PacketKindName{PacketKind::IcmpUnreachable, "icmp.unreachable", "destination unreachable, any code"},
    PacketKindName{PacketKind::IcmpTimeExceeded, "icmp.time-exceeded", "TTL or reassembly time ran out"},
    PacketKindName{PacketKind::Udp, "udp", "every UDP packet, fragments too"},
    PacketKindName{PacketKind::Tcp, "tcp", "every TCP segment"},
    PacketKindName{PacketKind::TcpSyn, "tcp.syn", "SYN without ACK: the first segment of a connection"},
    PacketKindName{PacketKind::TcpSynAck, "tcp.syn-ack", "SYN and ACK: the listener's answer"},
    PacketKindName{PacketKind::TcpAck, "tcp.ack", "ACK and nothing else: no data, SYN, FIN or RST"},
    PacketKindName{PacketKind::TcpData, "tcp.data", "at least one byte of data"},
    PacketKindName{PacketKind::TcpFin, "tcp.fin", "FIN, with or without data"},
    PacketKindName{PacketKind::TcpRst, "tcp.rst", "RST"},
};

constexpr bool in_order() {
    for (std::size_t at = 0; at < kKinds.size(); ++at) {
        if (static_cast<std::size_t>(kKinds[at].kind) != at) return false;
    }
    return true;
}
static_assert(in_order());

bool has_protocol(const Dissection& frame, IpProtocol protocol) {
    return frame.ipv4 && frame.ipv4->header.protocol == protocol;
}

bool has_arp(const Dissection& frame, ArpOperation operation) {
    return frame.arp && frame.arp->operation == operation;
}

bool has_icmp(const Dissection& frame, IcmpType type) {
    return frame.icmp && frame.icmp->header.type == type;
}

bool matches_tcp(PacketKind kind, const TcpView& tcp) {
    const TcpFlags flags = tcp.header.flags;
    switch (kind) {
        case PacketKind::TcpSyn:
            return flags.syn() && !flags.ack();
        case PacketKind::TcpSynAck:
            return flags.syn() && flags.ack();
        case PacketKind::TcpAck:
            return flags.ack() && !flags.any_of(kSyn | kFin | kRst) && tcp.payload.empty();
        case PacketKind::TcpData:
            return !tcp.payload.empty();
        case PacketKind::TcpFin:
            return flags.fin();
        case PacketKind::TcpRst:
            return flags.rst();
        default:
            return false;
    }
}

}  // namespace

std::span<const PacketKindName> packet_kinds() {
    return kKinds;
}

std::optional<PacketKind> packet_kind(std::string_view name) {
    const auto found =
        std::find_if(kKinds.begin(), kKinds.end(), [&](const auto& row) { return row.name == name; });
    if (found == kKinds.end()) return std::nullopt;
    return found->kind;
}

std::string_view to_string(PacketKind kind) {
    return kKinds[static_cast<std::size_t>(kind)].name;
}

bool matches(PacketKind kind, const Dissection& frame) {
    switch (kind) {
        case PacketKind::Any:
            return true;
        case PacketKind::Arp:
            return frame.arp.has_value();
        case PacketKind::ArpRequest:
            return has_arp(frame, ArpOperation::Request);
        case PacketKind::ArpReply:
            return has_arp(frame, ArpOperation::Reply);
        case PacketKind::Ip:
            return frame.ipv4.has_value();
        case PacketKind::Icmp:
            return has_protocol(frame, IpProtocol::Icmp);
        case PacketKind::IcmpEchoRequest:
            return has_icmp(frame, IcmpType::EchoRequest);
        case PacketKind::IcmpEchoReply:
            return has_icmp(frame, IcmpType::EchoReply);
        case PacketKind::IcmpUnreachable:
            return has_icmp(frame, IcmpType::Unreachable);
        case PacketKind::IcmpTimeExceeded:
            return has_icmp(frame, IcmpType::TimeExceeded);
        case PacketKind::Udp:
            return has_protocol(frame, IpProtocol::Udp);
        case PacketKind::Tcp:
            return has_protocol(frame, IpProtocol::Tcp);
        default:
            return frame.tcp && matches_tcp(kind, *frame.tcp);
    }
}

}  // namespace patchcord::models::wire
