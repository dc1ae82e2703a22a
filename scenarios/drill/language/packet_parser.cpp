// Packet lines. TCP options become bytes here, since their order and padding are what is written.
// What other protocols and encapsulations the language has is unsupported.
// Read next: scenarios/drill/language/script.hpp.
#include "scenarios/drill/language/parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace patchcord::scenarios::drill::language {
namespace {

constexpr std::string_view kFlagLetters = "FSRP.UEWA";  // from bit 0 on
constexpr std::array<std::string_view, 9> kForeign{"sctp", "gre",  "mpls",    "ipv4",  "ipv6",
                                                   "psp",  "dccp", "udplite", "icmpv6"};

using Bytes = std::vector<std::uint8_t>;

void put(Bytes& bytes, std::uint64_t value, int size) {
    for (int i = size - 1; i >= 0; --i)
        bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
}

/// Hexadecimal digits, perhaps none.
Bytes hex(Cursor& cursor) {
    const std::string digits = cursor.word();
    if (digits.size() % 2 != 0) cursor.fail("an odd number of hexadecimal digits");
    Bytes bytes;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        std::uint8_t byte = 0;
        const auto [end, error] = std::from_chars(&digits[i], &digits[i] + 2, byte, 16);
        if (error != std::errc{} || end != &digits[i] + 2)
            cursor.fail("hexadecimal digits are expected here");
        bytes.push_back(byte);
    }
    return bytes;
}

void put_option(Bytes& options, std::uint8_t kind, const Bytes& data) {
    options.push_back(kind);
    options.push_back(static_cast<std::uint8_t>(data.size() + 2));
    options.insert(options.end(), data.begin(), data.end());
}

std::uint32_t number32(Cursor& cursor, std::string_view what) {
    return static_cast<std::uint32_t>(cursor.number(0xFFFF'FFFF, what));
}
std::uint16_t number16(Cursor& cursor, std::string_view what) {
    return static_cast<std::uint16_t>(cursor.number(0xFFFF, what));
}
std::uint8_t number8(Cursor& cursor, std::string_view what) {
    return static_cast<std::uint8_t>(cursor.number(0xFF, what));
}

Bytes sack_blocks(Cursor& cursor) {
    Bytes blocks;
    while (cursor.peek() >= '0' && cursor.peek() <= '9') {
        put(blocks, number32(cursor, "the left edge of a SACK block"), 4);
        cursor.expect(":");
        put(blocks, number32(cursor, "the right edge of a SACK block"), 4);
    }
    return blocks;
}

Bytes timestamps(Cursor& cursor) {
    Bytes both;
    cursor.expect("val");
    put(both, number32(cursor, "TS val"), 4);
    cursor.expect("ecr");
    put(both, number32(cursor, "TS ecr"), 4);
    return both;
}

void option(Cursor& cursor, Bytes& options) {
    const std::string name = cursor.word();
    Bytes data;
    if (name == "nop" || name == "NOP") return options.push_back(1);
    if (name == "eol" || name == "EOL") return options.push_back(0);
    if (name == "mss") {
        put(data, number16(cursor, "mss"), 2);
        put_option(options, 2, data);
    } else if (name == "wscale") {
        put(data, number8(cursor, "wscale"), 1);
        put_option(options, 3, data);
    } else if (name == "sackOK") {
        put_option(options, 4, data);
    } else if (name == "sack") {
        put_option(options, 5, sack_blocks(cursor));
    } else if (name == "TS") {
        put_option(options, 8, timestamps(cursor));
    } else if (name == "FO") {
        put_option(options, 34, hex(cursor));
    } else if (name == "FOEXP") {
        put(data, 0xF989, 2);
        const Bytes cookie = hex(cursor);
        data.insert(data.end(), cookie.begin(), cookie.end());
        put_option(options, 254, data);
    } else if (name == "md5") {
        put_option(options, 19, hex(cursor));
    } else if (name == "ECN" || name == "AccECN") {
        cursor.unsupported("TCP option " + name);
    } else {
        cursor.fail(fmt::format("\"{}\" is no TCP option", name));
    }
}

std::uint16_t flags(Cursor& cursor) {
    if (cursor.take("-")) return 0;
    std::uint16_t bits = 0;
    std::size_t taken = 0;
    cursor.peek();
    for (char letter = cursor.raw(); letter != ' ' && letter != '\t'; letter = cursor.raw(), ++taken) {
        const std::size_t bit = kFlagLetters.find(letter);
        if (letter >= '0' && letter <= '7') {
            const int ace = letter - '0';
            bits = static_cast<std::uint16_t>(bits | (ace & 4) << 6 | (ace & 2) << 6 | (ace & 1) << 6);
        } else if (bit == std::string_view::npos) {
            break;
        } else {
            bits = static_cast<std::uint16_t>(bits | 1 << bit);
        }
        cursor.take(std::string_view{&letter, 1});
        if (taken > 9) break;
    }
    if (taken == 0) cursor.fail("TCP flags out of F S R P . U E W A, or - for none, are expected here");
    return bits;
}

/// "1:1001(1000)", "1!:..", ":(1000)".
void sequence(Cursor& cursor, TcpLine& tcp) {
    if (cursor.take(":")) {
        tcp.seq_checked = false;
        cursor.expect("(");
        tcp.length = number16(cursor, "the length");
        return cursor.expect(")");
    }
    tcp.seq = number32(cursor, "the sequence number");
    tcp.seq_absolute = cursor.take("!");
    cursor.expect(":");
    const std::uint32_t end = number32(cursor, "the end of the data");
    cursor.take("!");
    cursor.expect("(");
    tcp.length = number16(cursor, "the length");
    if (tcp.length != end - tcp.seq)
        cursor.fail(fmt::format("{} to {} are {} bytes, not {}", tcp.seq, end, end - tcp.seq, tcp.length));
    cursor.expect(")");
}

TcpLine tcp_line(Cursor& cursor, Direction direction) {
    TcpLine tcp;
    tcp.flags = flags(cursor);
    sequence(cursor, tcp);
    if (cursor.take_word("ack")) tcp.ack = number32(cursor, "ack");
    if (cursor.take_word("win")) tcp.window = number16(cursor, "win");
    if (cursor.take_word("urg")) tcp.urgent = number16(cursor, "urg");
    if (direction == Direction::Inbound && !tcp.window) cursor.fail("a packet that is sent in needs win");
    // An option list begins on the same line; a '<' on the next one belongs to another event.
    if (cursor.take("<")) {
        if (cursor.take("...")) {
            if (direction == Direction::Inbound) cursor.fail("<...> is for packets that are expected");
            tcp.any_options = true;
            cursor.expect(">");
        } else {
            tcp.options = tcp_options(cursor);
        }
    }
    return tcp;
}

IcmpLine icmp_line(Cursor& cursor) {
    IcmpLine icmp;
    icmp.type = cursor.word();
    const auto is_keyword = [&] { return cursor.peek_word() == "mtu" || cursor.peek_word() == "id"; };
    const char next = cursor.peek();
    const bool has_code = next != '[' && next != '+' && next != '*' && next != '`' && !is_keyword() &&
                          std::isdigit(static_cast<unsigned char>(next)) == 0;
    if (has_code) icmp.code = cursor.word();
    if (cursor.take_word("mtu")) icmp.mtu = number16(cursor, "mtu");
    if (cursor.take_word("id")) icmp.id = number16(cursor, "id");
    if (!cursor.take("[")) return icmp;
    IcmpQuote quote;
    if (cursor.take_word("udp") || cursor.take_word("raw")) {
        quote.of = IcmpQuote::Of::Udp;
        cursor.expect("(");
        quote.length = number16(cursor, "the length");
        cursor.expect(")");
    } else {
        TcpLine tcp;
        sequence(cursor, tcp);
        quote.seq = tcp.seq;
        quote.length = tcp.length;
    }
    cursor.expect("]");
    icmp.quote = quote;
    return icmp;
}

std::uint8_t tos_of(Cursor& cursor) {
    return number8(cursor, "tos");
}

void ip_field(Cursor& cursor, IpFields& ip) {
    const std::string name = cursor.word();
    using Ecn = IpFields::Ecn;
    constexpr std::pair<std::string_view, Ecn> kEcn[] = {{"noecn", Ecn::NotEct},
                                                         {"ect0", Ecn::Ect0},
                                                         {"ect1", Ecn::Ect1},
                                                         {"ce", Ecn::Ce},
                                                         {"ect01", Ecn::Ect01}};
    const auto* known = std::ranges::find(kEcn, name, &std::pair<std::string_view, Ecn>::first);
    if (known != std::end(kEcn)) {
        ip.ecn = known->second;
    } else if (name == "tos") {
        ip.tos = tos_of(cursor);
    } else if (name == "ttl" || name == "hlim") {
        ip.ttl = number8(cursor, "ttl");
    } else if (name == "flowlabel") {
        cursor.unsupported("flow labels, which are IPv6's");
    } else {
        cursor.fail(
            fmt::format("\"{}\" is no field of the IP header: noecn, ect0, ect1, ce, ect01, tos, ttl", name));
    }
}

/// Brackets between direction and packet: ports, or fields of the IP header.
bool bracket(Cursor& cursor, PacketLine& packet) {
    const char first = cursor.peek();
    if (first != '[' && first != '(') return false;
    const std::string_view end = first == '[' ? "]" : ")";
    cursor.take(std::string_view{&first, 1});
    if (std::isdigit(static_cast<unsigned char>(cursor.peek())) != 0) {
        Ports ports;
        ports.source = number16(cursor, "a port");
        cursor.expect(">");
        ports.destination = number16(cursor, "a port");
        packet.ports = ports;
        cursor.expect(end);
        return true;
    }
    do {
        ip_field(cursor, packet.ip);
    } while (cursor.take(","));
    cursor.expect(end);
    return true;
}

}  // namespace

Bytes tcp_options(Cursor& cursor) {
    Bytes options;
    while (!cursor.take(">")) {
        if (!options.empty()) cursor.expect(",");
        option(cursor, options);
    }
    if (options.size() > 40) cursor.fail("TCP options of more than 40 bytes");
    if (options.size() % 4 != 0)
        cursor.fail(fmt::format("TCP options of {} bytes: they must fill a multiple of 4, with nop or eol",
                                options.size()));
    return options;
}

PacketLine packet_line(Cursor& cursor) {
    PacketLine packet;
    packet.direction = cursor.peek() == '<' ? Direction::Inbound : Direction::Outbound;
    cursor.take(packet.direction == Direction::Inbound ? "<" : ">");
    while (bracket(cursor, packet)) {
    }
    const std::string_view word = cursor.peek_word();
    if (std::ranges::find(kForeign, word) != kForeign.end())
        cursor.unsupported(fmt::format("packets with {}", word));
    if (cursor.take_word("udp")) {
        if (cursor.peek() != '(') bracket(cursor, packet);
        UdpLine udp;
        cursor.expect("(");
        udp.length = number16(cursor, "the length");
        cursor.expect(")");
        packet.body = udp;
    } else if (cursor.take_word("icmp")) {
        packet.body = icmp_line(cursor);
    } else {
        packet.body = tcp_line(cursor, packet.direction);
    }
    return packet;
}

}  // namespace patchcord::scenarios::drill::language
