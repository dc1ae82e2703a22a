// Words by protocol. Read next: results/analysis/packet_text.hpp.
#include "results/analysis/packet_text.hpp"

#include "models/wire/bytes.hpp"
#include "models/wire/describe.hpp"
#include "models/wire/dns_text.hpp"

#include <fmt/format.h>

#include <optional>

namespace patchcord::results {

namespace trace = models::trace;
namespace wire = models::wire;

namespace {

PacketClass class_of(SegmentClass kind) {
    switch (kind) {
        case SegmentClass::Data:
            return PacketClass::Data;
        case SegmentClass::Ack:
            return PacketClass::Ack;
        case SegmentClass::SynFin:
            return PacketClass::SynFin;
        case SegmentClass::Rst:
            return PacketClass::Rst;
        case SegmentClass::Retransmission:
            return PacketClass::Retransmission;
        case SegmentClass::DuplicateAck:
            return PacketClass::DuplicateAck;
        case SegmentClass::ZeroWindow:
            return PacketClass::ZeroWindow;
    }
    return PacketClass::Other;
}

std::string badge_of(const SegmentInfo& segment) {
    switch (segment.kind) {
        case SegmentClass::Retransmission:
            return fmt::format("R{}", segment.count);
        case SegmentClass::DuplicateAck:
            return fmt::format("d{}", segment.count);
        case SegmentClass::ZeroWindow:
            return segment.sent && segment.sent->kind == trace::SegmentKind::WindowProbe ? "probe" : "W0";
        default:
            return {};
    }
}

/// Why a segment was sent again, when the retransmission timer was not the reason.
std::string_view reason(const SegmentInfo* segment) {
    if (segment == nullptr || !segment->sent) return "";
    if (segment->sent->kind == trace::SegmentKind::FastRetransmit) return " fast";
    if (segment->sent->kind == trace::SegmentKind::PartialAck) return " partial";
    if (segment->sent->kind == trace::SegmentKind::TailProbe) return " tail probe";
    return "";
}

std::string control_words(wire::TcpFlags flags) {
    std::string words;
    if (flags.syn()) words += "SYN,";
    if (flags.fin()) words += "FIN,";
    if (flags.rst()) words += "RST,";
    if (flags.ack()) words += "ACK,";
    if (words.empty()) return "none";
    words.pop_back();
    return words;
}

/// "1:1461" of text, "seq=0" of a SYN, FIN or RST without text, nothing else.
std::string numbers(std::uint32_t seq, std::uint32_t length, bool is_control) {
    if (length > 0) return fmt::format("{}:{}", seq, seq + length);
    return is_control ? fmt::format("seq={}", seq) : std::string{};
}

std::string joined(std::initializer_list<std::string_view> words) {
    std::string line;
    for (const std::string_view word : words) {
        if (word.empty()) continue;
        if (!line.empty()) line += ' ';
        line += word;
    }
    return line;
}

std::string tcp_extra(const wire::TcpView& tcp, std::uint32_t ack_base, bool window_is_said) {
    std::string extra = window_is_said ? "" : fmt::format("win={}", tcp.header.window);
    if (tcp.options.window_scale) extra += fmt::format(" wscale={}", *tcp.options.window_scale);
    wire::TcpOptionReader reader{tcp.option_bytes};
    while (const auto option = reader.next()) {
        if (option->kind != wire::TcpOptionKind::Sack) continue;
        for (std::size_t at = 0; at + 8 <= option->data.size(); at += 8) {
            extra += fmt::format(" sack={}:{}", wire::load_be32(option->data.data() + at) - ack_base,
                                 wire::load_be32(option->data.data() + at + 4) - ack_base);
        }
    }
    return extra;
}

PacketText tcp_text(const wire::Dissection& packet, const SegmentInfo* segment, const TcpFlow* flow) {
    const wire::TcpView& tcp = *packet.tcp;
    const wire::TcpHeader& header = tcp.header;
    std::uint32_t seq_base = 0;
    std::uint32_t ack_base = 0;
    PacketText out{PacketClass::Other, {}, {}, {}, {}};
    if (segment != nullptr && flow != nullptr) {
        seq_base = flow->directions[segment->direction].isn.value_or(0);
        ack_base = flow->directions[1 - segment->direction].isn.value_or(0);
        out.kind = class_of(segment->kind);
        out.badge = badge_of(*segment);
    }
    const auto length = static_cast<std::uint32_t>(packet.data_length());
    const bool is_control = header.flags.any_of(wire::kSyn | wire::kFin | wire::kRst);
    const std::string range = numbers(header.seq - seq_base, length, is_control);
    const std::string ack = header.flags.ack() ? fmt::format("ack={}", header.ack - ack_base) : "";
    const std::string mss = tcp.options.mss ? fmt::format("mss={}", *tcp.options.mss) : "";
    const std::string control =
        length > 0 && !is_control ? (out.badge.empty() ? "data" : "") : control_words(header.flags);
    const std::string window = out.badge == "W0" ? "win=0" : "";
    out.text = joined({control, range, ack, mss, window}) + std::string{reason(segment)};
    if (length > 0 && !is_control) {
        out.brief = range;
    } else {
        out.brief = is_control ? control : joined({control, ack});
    }
    out.extra = tcp_extra(tcp, ack_base, !window.empty());
    return out;
}

PacketText arp_text(const wire::ArpPacket& arp) {
    const std::string sender = to_string(arp.sender_ip);
    const std::string target = to_string(arp.target_ip);
    PacketText out{PacketClass::Arp, {}, {}, {}, {}};
    if (arp.operation == wire::ArpOperation::Reply) {
        out.text = fmt::format("ARP {} is-at {}", sender, to_string(arp.sender_mac));
        out.brief = out.text.substr(4);  // without "ARP "
    } else if (arp.sender_ip.is_unspecified()) {
        out.text = fmt::format("ARP probe {}?", target);
        out.brief = "ARP probe";
    } else if (arp.sender_ip == arp.target_ip) {
        out.text = fmt::format("ARP announce {}", sender);
        out.brief = "ARP announce";
    } else {
        out.text = fmt::format("ARP who-has {}?", target);
        out.brief = "ARP who-has";
        out.extra = fmt::format("tell {}", sender);
    }
    return out;
}

std::string unreachable_words(std::uint8_t code) {
    switch (wire::UnreachableCode{code}) {
        case wire::UnreachableCode::Net:
            return "net unreachable";
        case wire::UnreachableCode::Host:
            return "host unreachable";
        case wire::UnreachableCode::Protocol:
            return "protocol unreachable";
        case wire::UnreachableCode::Port:
            return "port unreachable";
        case wire::UnreachableCode::FragmentationNeeded:
            return "fragmentation needed";
        default:
            return fmt::format("unreachable code={}", code);
    }
}

PacketText icmp_text(const wire::IcmpView& icmp) {
    PacketText out{PacketClass::Icmp, {}, {}, {}, {}};
    const wire::IcmpHeader& header = icmp.header;
    if (header.type == wire::IcmpType::EchoRequest || header.type == wire::IcmpType::EchoReply) {
        out.brief = header.type == wire::IcmpType::EchoRequest ? "echo request" : "echo reply";
        out.text = fmt::format("{} seq={}", out.brief, header.sequence());
        out.extra = fmt::format("id={} len={}", header.id(), icmp.body.size());
        return out;
    }
    if (header.type == wire::IcmpType::Unreachable) {
        out.brief = unreachable_words(header.code);
    } else if (header.type == wire::IcmpType::TimeExceeded) {
        out.brief = header.code == 0 ? "TTL exceeded" : "reassembly time exceeded";
    } else {
        out.brief = fmt::format("type={} code={}", static_cast<int>(header.type), header.code);
    }
    out.text = "ICMP " + out.brief;
    return out;
}

PacketText udp_text(const wire::Dissection& packet) {
    const wire::UdpView& udp = *packet.udp;
    PacketText out{PacketClass::Udp, {}, {}, {}, {}};
    if (udp.header.source_port == wire::kDnsPort || udp.header.destination_port == wire::kDnsPort) {
        if (const auto message = wire::DnsMessage::parse(udp.payload)) {
            out.text = "DNS " + wire::dns_words(*message);
            out.brief = out.text;
            out.extra = fmt::format("id={} len={}", message->header.id, packet.data_length());
            return out;
        }
    }
    out.brief = fmt::format("UDP {} > {}", udp.header.source_port, udp.header.destination_port);
    out.text = fmt::format("{} len={}", out.brief, packet.data_length());
    return out;
}

}  // namespace

PacketText packet_text(const wire::Dissection& packet, const SegmentInfo* segment, const TcpFlow* flow) {
    if (packet.arp) return arp_text(*packet.arp);
    if (packet.tcp) return tcp_text(packet, segment, flow);
    if (packet.icmp) return icmp_text(*packet.icmp);
    if (packet.udp) return udp_text(packet);
    const std::string line = wire::describe(packet);
    return {PacketClass::Other, {}, line, line, {}};
}

PacketText packet_text(const SegmentInfo& segment, const TcpFlow& flow) {
    PacketText out{class_of(segment.kind), badge_of(segment), {}, {}, {}};
    const std::uint32_t seq = segment.sent->seq - flow.directions[segment.direction].isn.value_or(0);
    out.brief = numbers(seq, segment.sent->length, true);
    out.text = segment.sent->length > 0 && out.badge.empty() ? "data " + out.brief : out.brief;
    return out;
}

}  // namespace patchcord::results
