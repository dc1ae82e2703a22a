// Fields one by one. An ICMP error that goes in quotes what we sent: our IP header toward the remote end, and
// eight bytes behind it with our ports and a number of ours.
// Read next: scenarios/drill/run/lines.hpp.
#include "scenarios/drill/run/lines.hpp"

#include "models/wire/bytes.hpp"
#include "scenarios/drill/wire/icmp_names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace patchcord::scenarios::drill {

using namespace models;
using language::IcmpLine;
using language::IcmpQuote;
using language::IpFields;
using language::PacketLine;
using language::TcpLine;
using language::UdpLine;
template <class Value>
using Or = tl::expected<Value, std::string>;

namespace {

tl::unexpected<std::string> bad(std::string what) {
    return tl::unexpected<std::string>{std::move(what)};
}

/// Bits of the header; nothing for ECT(0) or ECT(1), and without a word.
std::optional<std::uint8_t> ecn_bits(IpFields::Ecn ecn) {
    switch (ecn) {
        case IpFields::Ecn::NotEct:
            return std::uint8_t{0};
        case IpFields::Ecn::Ect1:
            return std::uint8_t{1};
        case IpFields::Ecn::Ect0:
            return std::uint8_t{2};
        case IpFields::Ecn::Ce:
            return std::uint8_t{3};
        case IpFields::Ecn::None:
        case IpFields::Ecn::Ect01:
            break;
    }
    return std::nullopt;
}

TcpSegment segment_of(const TcpLine& line) {
    TcpSegment tcp;
    tcp.seq = line.seq;
    tcp.ack = line.ack.value_or(0);
    tcp.flags = line.flags;
    tcp.window = line.window.value_or(0);
    tcp.urgent_pointer = line.urgent.value_or(0);
    tcp.options = line.options;
    return tcp;
}

Or<wire::IcmpHeader> icmp_header(const IcmpLine& line) {
    const auto type = icmp_type(line.type);
    if (!type) return bad(fmt::format("\"{}\" is no type of ICMP messages", line.type));
    wire::IcmpHeader header{wire::IcmpType{*type}, 0, 0};
    if (!line.code.empty()) {
        const auto code = icmp_code(*type, line.code);
        if (!code) return bad(fmt::format("\"{}\" is no code of ICMP {}", line.code, line.type));
        header.code = *code;
    }
    if (header == wire::IcmpHeader::unreachable(wire::UnreachableCode::FragmentationNeeded) && !line.mtu)
        return bad("frag_needed needs an mtu");
    if (line.mtu) header.rest = *line.mtu;
    if (line.id) header.rest = std::uint32_t{*line.id} << 16;
    return header;
}

/// Translates what the remote end echoes. What is not known is an error.
Or<bool> translate_echo(TcpSegment& tcp, Conversation& conversation, const Settings& settings) {
    const auto at = timestamps_at(tcp.options);
    if (!at) return true;
    conversation.timestamps.remote_sent(wire::load_be32(tcp.options.data() + *at));
    if (!tcp.has(tcp_bits::kAck)) return true;
    std::uint8_t* const echo = tcp.options.data() + *at + 4;
    const std::uint32_t script = wire::load_be32(echo);
    auto live = conversation.timestamps.to_live(script);
    if (!live && settings.ts_ecr_scaled) live = conversation.timestamps.interpolated(script);
    if (!live) return bad(fmt::format("TS ecr {}: the host has not sent this value", script));
    wire::store_be32(echo, *live);
    return true;
}

Or<Packet> tcp_to_send(const TcpLine& line, Packet packet, Conversation& conversation,
                       const Settings& settings) {
    TcpSegment tcp = segment_of(line);
    const bool syn = tcp.has(tcp_bits::kSyn);
    if (!line.seq_absolute) tcp.seq += conversation.remote_offset(syn);
    const std::uint32_t local = conversation.local_offset(syn);
    if (tcp.has(tcp_bits::kAck)) tcp.ack += local;
    move_sack_blocks(tcp.options, local);
    if (const auto known = translate_echo(tcp, conversation, settings); !known) return bad(known.error());
    packet.payload.resize(line.length);
    packet.body = std::move(tcp);
    return packet;
}

/// The datagram of ours that an ICMP error is about.
std::vector<std::uint8_t> quote(const IcmpLine& line, const Conversation& conversation) {
    const IcmpQuote what = line.quote.value_or(IcmpQuote{});
    Packet ours;
    ours.ttl = 64;
    ours.source = conversation.local;
    ours.destination = conversation.remote;
    ours.payload.resize(what.length);
    const bool is_udp = what.of == IcmpQuote::Of::Udp || conversation.protocol == wire::IpProtocol::Udp;
    if (is_udp) {
        ours.body = UdpDatagram{};
    } else {
        TcpSegment tcp;
        tcp.seq = what.seq + conversation.local_offset(false);
        ours.body = std::move(tcp);
    }
    std::vector<std::uint8_t> bytes = emit(ours);
    bytes.resize(wire::Ipv4Header::kMinimumSize + 8);
    return bytes;
}

Or<Packet> icmp_to_send(const IcmpLine& line, Packet packet, const Conversation& conversation) {
    const auto header = icmp_header(line);
    if (!header) return bad(header.error());
    packet.body = IcmpMessage{*header};
    if (header->is_error()) packet.payload = quote(line, conversation);
    packet.source.port = 0;
    packet.destination.port = 0;
    return packet;
}

void expect_ip(const IpFields& ip, Expected& expected) {
    if (ip.ttl) {
        expected.ttl = true;
        expected.packet.ttl = *ip.ttl;
    }
    if (ip.tos) {
        expected.tos = Expected::Tos::Whole;
        expected.packet.tos = *ip.tos;
    } else if (const auto bits = ecn_bits(ip.ecn)) {
        expected.tos = Expected::Tos::Ecn;
        expected.packet.tos = *bits;
    } else if (ip.ecn == IpFields::Ecn::Ect01) {
        expected.tos = Expected::Tos::Ect01;
    }
}

}  // namespace

Or<Packet> packet_to_send(const PacketLine& line, Conversation& conversation, const Settings& settings) {
    if (line.ip.ecn == IpFields::Ecn::Ect01) return bad("ect01 is for packets that are expected");
    Packet packet;
    packet.tos = line.ip.tos.value_or(ecn_bits(line.ip.ecn).value_or(0));
    packet.ttl = line.ip.ttl.value_or(255);
    packet.source = conversation.remote;
    packet.destination = conversation.local;
    if (line.ports) {
        packet.source.port = line.ports->source;
        packet.destination.port = line.ports->destination;
    }
    if (const auto* tcp = std::get_if<TcpLine>(&line.body))
        return tcp_to_send(*tcp, std::move(packet), conversation, settings);
    if (const auto* icmp = std::get_if<IcmpLine>(&line.body))
        return icmp_to_send(*icmp, std::move(packet), conversation);
    packet.body = UdpDatagram{};
    packet.payload.resize(std::get<UdpLine>(line.body).length);
    return packet;
}

Or<Expected> packet_to_expect(const PacketLine& line) {
    Expected expected;
    expect_ip(line.ip, expected);
    if (const auto* tcp = std::get_if<TcpLine>(&line.body)) {
        expected.packet.body = segment_of(*tcp);
        expected.packet.payload.resize(tcp->length);
        expected.seq = tcp->seq_checked;
        expected.window = tcp->window.has_value();
        expected.options = !tcp->any_options;
    } else if (const auto* icmp = std::get_if<IcmpLine>(&line.body)) {
        const auto header = icmp_header(*icmp);
        if (!header) return bad(header.error());
        expected.packet.body = IcmpMessage{*header};
        expected.id = icmp->id.has_value();
    } else {
        expected.packet.body = UdpDatagram{};
        expected.packet.payload.resize(std::get<UdpLine>(line.body).length);
    }
    return expected;
}

}  // namespace patchcord::scenarios::drill
