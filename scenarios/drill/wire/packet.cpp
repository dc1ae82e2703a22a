// Bytes from packets and packets from bytes. Headers are written by hand where the stack's own code would not
// write what a script may ask for: odd options, reserved bits.
// Read next: scenarios/drill/wire/packet_text.cpp.
#include "scenarios/drill/wire/packet.hpp"

#include "models/wire/bytes.hpp"
#include "models/wire/enums.hpp"
#include "models/wire/tcp.hpp"
#include "models/wire/udp.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace patchcord::scenarios::drill {

using namespace models;
using Bytes = std::vector<std::uint8_t>;

namespace {

constexpr std::size_t kIp = wire::Ipv4Header::kMinimumSize;

wire::IpProtocol protocol_of(const Packet& packet) {
    if (packet.tcp() != nullptr) return wire::IpProtocol::Tcp;
    return packet.icmp() != nullptr ? wire::IpProtocol::Icmp : wire::IpProtocol::Udp;
}

void emit_tcp(const Packet& packet, const TcpSegment& tcp, std::span<std::uint8_t> out) {
    const std::size_t header = wire::TcpHeader::kMinimumSize + tcp.options.size();
    std::uint8_t* const at = out.data();
    wire::store_be16(at, packet.source.port);
    wire::store_be16(at + 2, packet.destination.port);
    wire::store_be32(at + 4, tcp.seq);
    wire::store_be32(at + 8, tcp.ack);
    const auto offset = static_cast<std::uint16_t>(header / 4 << 12);
    wire::store_be16(at + 12, static_cast<std::uint16_t>(offset | (tcp.flags & 0xFFF)));
    wire::store_be16(at + 14, tcp.window);
    wire::store_be16(at + 18, tcp.urgent_pointer);
    std::ranges::copy(tcp.options, at + wire::TcpHeader::kMinimumSize);
    std::ranges::copy(packet.payload, at + header);
    wire::fill_tcp_checksum(out, packet.source.address, packet.destination.address);
}

tl::unexpected<std::string> bad(std::string what) {
    return tl::unexpected<std::string>{std::move(what)};
}

std::size_t header_size(const Packet& packet) {
    if (const TcpSegment* tcp = packet.tcp()) return wire::TcpHeader::kMinimumSize + tcp->options.size();
    return 8;  // UDP and ICMP
}

tl::expected<Packet, std::string> parse_tcp(Packet packet, std::span<const std::uint8_t> segment) {
    if (segment.size() < wire::TcpHeader::kMinimumSize) return bad("a cut-off TCP header");
    if (!wire::tcp_checksum_is_correct(segment, packet.source.address, packet.destination.address))
        return bad("a wrong TCP checksum");
    const std::size_t header = std::size_t{4} * (segment[12] >> 4);
    if (header < wire::TcpHeader::kMinimumSize || header > segment.size())
        return bad("an impossible TCP data offset");
    const std::uint8_t* const at = segment.data();
    packet.source.port = wire::load_be16(at);
    packet.destination.port = wire::load_be16(at + 2);
    TcpSegment tcp;
    tcp.seq = wire::load_be32(at + 4);
    tcp.ack = wire::load_be32(at + 8);
    tcp.flags = wire::load_be16(at + 12) & 0xFFF;
    tcp.window = wire::load_be16(at + 14);
    tcp.urgent_pointer = wire::load_be16(at + 18);
    tcp.options.assign(at + wire::TcpHeader::kMinimumSize, at + header);
    packet.payload.assign(at + header, at + segment.size());
    packet.body = std::move(tcp);
    return packet;
}

tl::expected<Packet, std::string> parse_udp(Packet packet, std::span<const std::uint8_t> datagram) {
    const auto udp = wire::UdpView::parse(datagram, packet.source.address, packet.destination.address);
    if (!udp) return bad("a bad UDP header or checksum");
    packet.source.port = udp->header.source_port;
    packet.destination.port = udp->header.destination_port;
    packet.payload.assign(udp->payload.begin(), udp->payload.end());
    packet.body = UdpDatagram{};
    return packet;
}

tl::expected<Packet, std::string> parse_icmp(Packet packet, std::span<const std::uint8_t> message) {
    const auto icmp = wire::IcmpView::parse(message);
    if (!icmp) return bad("a bad ICMP header or checksum");
    packet.payload.assign(icmp->body.begin(), icmp->body.end());
    packet.body = IcmpMessage{icmp->header};
    return packet;
}

}  // namespace

Bytes emit(const Packet& packet) {
    const std::size_t header = header_size(packet);
    Bytes bytes(kIp + header + packet.payload.size());
    wire::Ipv4Header ip;
    ip.tos = packet.tos;
    ip.ttl = packet.ttl;
    ip.total_length = static_cast<std::uint16_t>(bytes.size());
    ip.protocol = protocol_of(packet);
    ip.source = packet.source.address;
    ip.destination = packet.destination.address;
    ip.emit(bytes);
    const std::span<std::uint8_t> rest = std::span{bytes}.subspan(kIp);
    if (const TcpSegment* tcp = packet.tcp()) {
        emit_tcp(packet, *tcp, rest);
        return bytes;
    }
    std::ranges::copy(packet.payload, rest.subspan(header).begin());
    if (const IcmpMessage* icmp = packet.icmp()) {
        icmp->header.emit(rest);
    } else {
        const wire::UdpHeader udp{packet.source.port, packet.destination.port};
        udp.emit(rest, packet.source.address, packet.destination.address);
    }
    return bytes;
}

tl::expected<Packet, std::string> parse(std::span<const std::uint8_t> datagram) {
    const auto ip = wire::Ipv4View::parse(datagram);
    if (!ip) return bad("a bad IP header or checksum");
    if (ip->header.size() != kIp) return bad("an IP header with options");
    Packet packet;
    packet.tos = ip->header.tos;
    packet.ttl = ip->header.ttl;
    packet.source.address = ip->header.source;
    packet.destination.address = ip->header.destination;
    switch (ip->header.protocol) {
        case wire::IpProtocol::Tcp:
            return parse_tcp(std::move(packet), ip->payload);
        case wire::IpProtocol::Udp:
            return parse_udp(std::move(packet), ip->payload);
        case wire::IpProtocol::Icmp:
            return parse_icmp(std::move(packet), ip->payload);
    }
    return bad(fmt::format("IP protocol {}", static_cast<int>(ip->header.protocol)));
}

std::optional<std::size_t> timestamps_at(std::span<const std::uint8_t> options) {
    wire::TcpOptionReader reader{options};
    while (const auto option = reader.next()) {
        if (option->kind == wire::TcpOptionKind::Timestamps && option->data.size() == 8)
            return static_cast<std::size_t>(option->data.data() - options.data());
    }
    return std::nullopt;
}

void move_sack_blocks(std::span<std::uint8_t> options, std::uint32_t offset) {
    wire::TcpOptionReader reader{options};
    while (const auto option = reader.next()) {
        if (option->kind != wire::TcpOptionKind::Sack) continue;
        const auto first = static_cast<std::size_t>(option->data.data() - options.data());
        for (std::size_t at = 0; at + 4 <= option->data.size(); at += 4) {
            std::uint8_t* const edge = options.data() + first + at;
            wire::store_be32(edge, wire::load_be32(edge) + offset);
        }
    }
}

}  // namespace patchcord::scenarios::drill
