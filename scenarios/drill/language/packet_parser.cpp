// Packet lines: direction, fields of the IP header, ports, then TCP, UDP or ICMP. nplab's "1:1(0)!" and
// "...(0)" and the ICMP quote of 2013, which stood before the word icmp, are understood as well.
// What other protocols and encapsulations the language has is unsupported.
// Read next: scenarios/drill/language/option_parser.cpp.
#include "scenarios/drill/language/parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

namespace patchcord::scenarios::drill::language {
namespace {

constexpr std::string_view kFlagLetters = "FSRP.UEWA";  // from bit 0 on
constexpr std::array<std::string_view, 13> kForeign{"sctp",  "udplite", "icmpv6", "dccp", "gre",
                                                    "GREv0", "mpls",    "ipv4",   "ipv6", "psp",
                                                    "encap", "vxlan",   "addr"};
constexpr std::array<std::string_view, 12> kIpWords{"noecn", "ect0", "ect1", "ce",   "ect01", "tos",
                                                    "ttl",   "hlim", "ecn",  "dscp", "class", "flowlabel"};

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

bool is_letter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z');
}

/// In one word or with spaces between: "SEW", "S .", "F.", ".5" with the ACE field as a digit (RFC 9768).
std::uint16_t flags(Cursor& cursor) {
    if (cursor.take("-")) return 0;
    std::uint16_t bits = 0;
    bool any = false;
    for (;; any = true) {
        const bool apart = std::isspace(static_cast<unsigned char>(cursor.raw())) != 0;
        const char letter = cursor.peek();
        const bool is_ace = any && !apart && letter >= '0' && letter <= '7';
        const std::size_t bit = kFlagLetters.find(letter);
        const bool is_ellipsis = letter == '.' && cursor.raw(1) == '.';
        if ((bit == std::string_view::npos && !is_ace) || is_ellipsis) break;
        bits = static_cast<std::uint16_t>(bits | (is_ace ? (letter - '0') << 6 : 1 << bit));
        cursor.take(std::string_view{&letter, 1});
    }
    if (!any)
        cursor.fail(fmt::format(
            "TCP flags out of F S R P . U E W A, or - for none, are expected here, not {}", cursor.found()));
    return bits;
}

std::uint32_t length_in_brackets(Cursor& cursor) {
    cursor.expect("(");
    const std::uint32_t length = cursor.number<std::uint16_t>("the length");
    cursor.expect(")");
    return length;
}

struct Sequence {
    std::uint32_t start = 0;
    std::uint32_t length = 0;
};

/// "1:1001(1000)"; `start` at `place` is taken already.
Sequence sequence(Cursor& cursor, std::uint32_t start, Place place) {
    Sequence bytes{start};
    cursor.expect(":");
    const auto end = cursor.number<std::uint32_t>("the end of the data");
    bytes.length = length_in_brackets(cursor);
    const std::uint32_t between = end - bytes.start;
    if (bytes.length != between)
        fail_at(place, fmt::format("{}:{} are {} bytes, not {}", bytes.start, end, between, bytes.length));
    return bytes;
}

/// nplab also has "1:1(0)!", a number as it is on the wire, and "...(0)", any number.
void tcp_sequence(Cursor& cursor, TcpLine& tcp) {
    if (cursor.take("...")) {
        tcp.seq_checked = false;
        tcp.length = length_in_brackets(cursor);
        return;
    }
    const Place place = cursor.place();
    const auto start = cursor.number<std::uint32_t>("the sequence number");
    const Sequence bytes = sequence(cursor, start, place);
    tcp.seq = bytes.start;
    tcp.length = bytes.length;
    tcp.seq_absolute = cursor.take("!");
}

void tcp_option_list(Cursor& cursor, TcpLine& tcp, Direction direction) {
    if (!cursor.take("<")) return;
    if (cursor.take("...")) {
        if (direction == Direction::Inbound) cursor.fail("<...> is for packets that are expected");
        tcp.any_options = true;
        cursor.expect(">");
    } else {
        tcp.options = tcp_options(cursor);
    }
}

TcpLine tcp_line(Cursor& cursor, Direction direction) {
    TcpLine tcp;
    const Place place = cursor.place();
    tcp.flags = flags(cursor);
    tcp_sequence(cursor, tcp);
    if (cursor.take_word("ack")) tcp.ack = cursor.number<std::uint32_t>("ack");
    if (cursor.take_word("win")) tcp.window = cursor.number<std::uint16_t>("win");
    if (cursor.take_word("urg")) tcp.urgent = cursor.number<std::uint16_t>("urg");
    if (direction == Direction::Inbound) {
        if (!tcp.window) fail_at(place, "a packet that is sent in needs win");
        if (!tcp.seq_checked) fail_at(place, "a packet that is sent in needs a sequence number");
    }
    tcp_option_list(cursor, tcp, direction);
    if (cursor.peek() == '[') cursor.unsupported("a reason within a RST");
    if (cursor.peek() == '/') cursor.unsupported("TCP within UDP");
    return tcp;
}

/// Behind '[' and the first number: "1:1001(1000)]".
IcmpQuote tcp_quote(Cursor& cursor, std::uint32_t start, Place place) {
    const Sequence bytes = sequence(cursor, start, place);
    if (cursor.peek() == '/') cursor.unsupported("TCP within UDP");
    cursor.expect("]");
    return {IcmpQuote::Of::Tcp, bytes.start, bytes.length};
}

/// Behind '[': "udp (100)]", "raw (100)]" or what TCP sent.
IcmpQuote quote(Cursor& cursor) {
    const Place place = cursor.place();
    if (is_digit(cursor.peek()))
        return tcp_quote(cursor, cursor.number<std::uint32_t>("the sequence number"), place);
    const std::string_view protocol = cursor.peek_word();
    if (protocol != "udp" && protocol != "raw")
        cursor.unsupported(fmt::format("quotes of {}", cursor.found()));
    cursor.take(protocol);
    IcmpQuote quote;
    quote.of = protocol == "udp" ? IcmpQuote::Of::Udp : IcmpQuote::Of::Raw;
    quote.length = length_in_brackets(cursor);
    cursor.expect("]");
    return quote;
}

IcmpLine icmp_line(Cursor& cursor) {
    IcmpLine icmp;
    icmp.type = cursor.word();
    if (icmp.type.empty()) cursor.fail(fmt::format("an ICMP type is expected here, not {}", cursor.found()));
    const bool is_keyword = cursor.peek_word() == "mtu" || cursor.peek_word() == "id";
    if (is_letter(cursor.peek()) && !is_keyword) icmp.code = cursor.word();
    if (cursor.take_word("mtu")) icmp.mtu = cursor.number<std::uint16_t>("mtu");
    if (cursor.take_word("id")) icmp.id = cursor.number<std::uint16_t>("id");
    if (cursor.take("[")) icmp.quote = quote(cursor);
    return icmp;
}

void ip_field(Cursor& cursor, PacketLine& packet) {
    using Ecn = IpFields::Ecn;
    constexpr std::pair<std::string_view, Ecn> kEcn[] = {{"noecn", Ecn::NotEct},
                                                         {"ect0", Ecn::Ect0},
                                                         {"ect1", Ecn::Ect1},
                                                         {"ce", Ecn::Ce},
                                                         {"ect01", Ecn::Ect01}};
    cursor.take_word("ecn");  // nplab's "ecn ect0"
    const Place place = cursor.place();
    const std::string_view name = cursor.peek_word();
    cursor.take(name);
    const auto* ecn = std::ranges::find(kEcn, name, &std::pair<std::string_view, Ecn>::first);
    if (ecn != std::end(kEcn)) {
        packet.ip.ecn = ecn->second;
        if (ecn->second == Ecn::Ect01 && packet.direction == Direction::Inbound)
            fail_at(place, "ect01 is for packets that are expected");
    } else if (name == "tos" || name == "class") {
        packet.ip.tos = cursor.number<std::uint8_t>("tos");
    } else if (name == "ttl" || name == "hlim") {
        packet.ip.ttl = cursor.number<std::uint8_t>("ttl");
    } else if (name == "flowlabel" || name == "dscp") {
        unsupported_at(place, fmt::format("{} in the IP header", name));
    } else {
        const std::string found = name.empty() ? cursor.found() : fmt::format("\"{}\"", name);
        fail_at(place, fmt::format("a field of the IP header (noecn, ect0, ect1, ce, ect01, tos, ttl) is "
                                   "expected here, not {}{}",
                                   found, did_you_mean(name, kIpWords)));
    }
}

/// "4000 > 8080"; `source` is taken already.
Ports ports(Cursor& cursor, std::uint32_t source, Place place) {
    if (source > 0xFFFF) fail_at(place, "a port is a number from 0 to 65535");
    cursor.expect(">");
    return {static_cast<std::uint16_t>(source), cursor.number<std::uint16_t>("a port")};
}

/// "4000 > 8080" with nothing around it.
void bare_ports(Cursor& cursor, PacketLine& packet) {
    const Place place = cursor.place();
    if (!is_digit(cursor.peek())) return;
    const auto first = cursor.number<std::uint32_t>("a port");
    if (cursor.peek() == ':') fail_at(place, "TCP flags are expected before the sequence number");
    packet.ports = ports(cursor, first, place);
}

/// What stands in brackets between direction and packet: fields of the IP header, ports, or what an ICMP
/// error quotes.
bool bracket(Cursor& cursor, PacketLine& packet, std::optional<IcmpQuote>& quoted) {
    const bool square = cursor.take("[");
    if (!square && !cursor.take("(")) return false;
    const Place place = cursor.place();
    const std::string_view word = cursor.peek_word();
    if (square && (word == "udp" || word == "raw")) {
        quoted = quote(cursor);
        return true;
    }
    if (is_digit(cursor.peek())) {
        const auto first = cursor.number<std::uint32_t>("a port or a sequence number");
        if (square && cursor.peek() == ':') {
            quoted = tcp_quote(cursor, first, place);
            return true;
        }
        packet.ports = ports(cursor, first, place);
    } else {
        do {
            ip_field(cursor, packet);
        } while (cursor.take(","));
    }
    cursor.expect(square ? "]" : ")");
    return true;
}

}  // namespace

PacketLine packet_line(Cursor& cursor) {
    PacketLine packet;
    packet.direction = cursor.take("<") ? Direction::Inbound : Direction::Outbound;
    if (packet.direction == Direction::Outbound) cursor.expect(">");
    std::optional<IcmpQuote> quoted;
    while (bracket(cursor, packet, quoted)) {
    }
    const std::string_view word = cursor.peek_word();
    if (std::ranges::find(kForeign, word) != kForeign.end())
        cursor.unsupported(fmt::format("packets with {}", word));
    if (cursor.take_word("icmp")) {
        IcmpLine icmp = icmp_line(cursor);
        if (quoted) icmp.quote = quoted;
        packet.body = std::move(icmp);
        return packet;
    }
    if (quoted) cursor.fail(fmt::format("icmp is expected behind what it quotes, not {}", cursor.found()));
    const bool udp = cursor.take_word("udp");
    bare_ports(cursor, packet);
    if (udp) {
        packet.body = UdpLine{length_in_brackets(cursor)};
    } else {
        packet.body = tcp_line(cursor, packet.direction);
    }
    return packet;
}

}  // namespace patchcord::scenarios::drill::language
