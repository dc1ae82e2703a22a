// Whole frames for tests, built from the inside out with the codecs themselves, not padded.
// Between 10.0.0.1 and 10.0.0.2, with the cards 02:00:00:00:00:01 and 02:00:00:00:00:02.
// Read next: tests/models/wire/dissect_test.cpp.
#pragma once

#include "models/wire/arp.hpp"
#include "models/wire/ethernet.hpp"
#include "models/wire/icmp.hpp"
#include "models/wire/ipv4.hpp"
#include "models/wire/tcp.hpp"
#include "models/wire/udp.hpp"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace patchcord::tests {

using Bytes = std::vector<std::uint8_t>;

inline constexpr models::wire::Ipv4Address kIpA{10, 0, 0, 1};
inline constexpr models::wire::Ipv4Address kIpB{10, 0, 0, 2};
inline constexpr auto kMacA = models::wire::MacAddress::from_u64(0x02'00'00'00'00'01);
inline constexpr auto kMacB = models::wire::MacAddress::from_u64(0x02'00'00'00'00'02);

/// `body`, with room for a header of `header_size` bytes in front.
inline Bytes with_headroom(std::size_t header_size, std::span<const std::uint8_t> body) {
    Bytes bytes(header_size + body.size());
    std::ranges::copy(body, bytes.begin() + static_cast<std::ptrdiff_t>(header_size));
    return bytes;
}

inline Bytes ethernet_frame(models::wire::EtherType type, std::span<const std::uint8_t> body,
                            models::wire::MacAddress destination = kMacB) {
    Bytes frame = with_headroom(models::wire::EthernetHeader::kSize, body);
    models::wire::EthernetHeader{destination, kMacA, type}.emit(frame);
    return frame;
}

inline Bytes arp_frame(const models::wire::ArpPacket& packet) {
    Bytes body(models::wire::ArpPacket::kSize);
    packet.emit(body);
    return ethernet_frame(models::wire::EtherType::Arp, body);
}

/// `header` gives what is not the default; protocol, length and addresses are filled in.
inline Bytes ipv4_packet(models::wire::IpProtocol protocol, std::span<const std::uint8_t> payload,
                         models::wire::Ipv4Header header = {}) {
    header.protocol = protocol;
    header.source = kIpA;
    header.destination = kIpB;
    header.total_length = static_cast<std::uint16_t>(header.size() + payload.size());
    Bytes packet = with_headroom(header.size(), payload);
    header.emit(packet);
    return packet;
}

inline Bytes ipv4_frame(models::wire::IpProtocol protocol, std::span<const std::uint8_t> payload,
                        models::wire::Ipv4Header header = {}) {
    return ethernet_frame(models::wire::EtherType::Ipv4, ipv4_packet(protocol, payload, header));
}

inline Bytes tcp_segment(const models::wire::TcpHeader& header, const models::wire::TcpOptions& options,
                         std::size_t payload_size,
                         models::wire::TcpOptionLayout layout = models::wire::TcpOptionLayout::Linux) {
    Bytes segment(models::wire::TcpHeader::kMaximumSize);
    segment.resize(header.emit(options, layout, segment) + payload_size);
    models::wire::fill_tcp_checksum(segment, kIpA, kIpB);
    return segment;
}

/// From port 49152 to port 80.
inline Bytes tcp_frame(models::wire::TcpHeader header, const models::wire::TcpOptions& options = {},
                       std::size_t payload_size = 0) {
    header.source_port = 49152;
    header.destination_port = 80;
    return ipv4_frame(models::wire::IpProtocol::Tcp, tcp_segment(header, options, payload_size));
}

/// From port 5000 to port 53.
inline Bytes udp_datagram(std::size_t payload_size) {
    Bytes datagram(models::wire::UdpHeader::kSize + payload_size);
    models::wire::UdpHeader{5000, 53}.emit(datagram, kIpA, kIpB);
    return datagram;
}

inline Bytes udp_frame(std::size_t payload_size) {
    return ipv4_frame(models::wire::IpProtocol::Udp, udp_datagram(payload_size));
}

inline Bytes icmp_frame(const models::wire::IcmpHeader& header, std::span<const std::uint8_t> body = {}) {
    Bytes message = with_headroom(models::wire::IcmpHeader::kSize, body);
    header.emit(message);
    return ipv4_frame(models::wire::IpProtocol::Icmp, message);
}

/// An ICMP error that quotes the header and eight bytes of the IPv4 packet in `frame`.
inline Bytes icmp_error_frame(const models::wire::IcmpHeader& header, const Bytes& frame) {
    return icmp_frame(header, std::span{frame}.subspan(models::wire::EthernetHeader::kSize, 28));
}

}  // namespace patchcord::tests
