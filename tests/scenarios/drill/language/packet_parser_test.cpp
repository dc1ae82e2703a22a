// Packet lines: direction, IP fields, ports, flags, numbers, ICMP and UDP, and what is refused.
// Read next: scenarios/drill/language/packet_parser.cpp.
#include "tests/scenarios/drill/language/parsing.hpp"

#include <vector>

namespace patchcord::tests::drill_language {
namespace {

constexpr std::uint16_t kFin = 1, kSyn = 2, kRst = 4, kPsh = 8, kAck = 16, kUrg = 32, kEce = 64, kCwr = 128,
                        kAe = 256;

IcmpLine icmp(std::string_view line) {
    return std::get<IcmpLine>(packet(line).body);
}

}  // namespace

TEST_CASE("a TCP line of a drill script has flags, bytes and fields") {
    const PacketLine inbound = packet("< P. 1:1001(1000) ack 4294967295 win 65535 urg 7");
    CHECK(inbound.direction == Direction::Inbound);
    const auto& line = std::get<TcpLine>(inbound.body);
    CHECK(line.flags == (kPsh | kAck));
    CHECK(line.seq == 1);
    CHECK(line.length == 1000);
    CHECK(line.ack == 0xFFFF'FFFF);
    CHECK(line.window == 65535);
    CHECK(line.urgent == 7);
    CHECK(line.options.empty());
    CHECK_FALSE(line.any_options);

    const PacketLine outbound = packet("> S 0:0(0) <...>");
    CHECK(outbound.direction == Direction::Outbound);
    CHECK_FALSE(std::get<TcpLine>(outbound.body).ack);
    CHECK_FALSE(std::get<TcpLine>(outbound.body).window);
    CHECK(std::get<TcpLine>(outbound.body).any_options);
    CHECK(tcp("> . 4294967290:4(10) ack 1").length == 10);
}

TEST_CASE("flags of a drill line may stand apart, and the ACE field may be a digit") {
    CHECK(tcp("> - 1:1(0)").flags == 0);
    CHECK(tcp("> SEWA 0:0(0)").flags == (kSyn | kEce | kCwr | kAe));
    CHECK(tcp("> FRU. 0:0(0)").flags == (kFin | kRst | kUrg | kAck));
    CHECK(tcp("> F  . 1:1(0)").flags == (kFin | kAck));
    CHECK(tcp("> S. ...(0)").flags == (kSyn | kAck));
    CHECK(tcp("> .5 1:1(0)").flags == (kAck | kAe | kEce));
    CHECK(tcp("> P.2 1:1(0)").flags == (kPsh | kAck | kCwr));
    CHECK(mistake("0 > 1:1(0)") == "1:5: TCP flags are expected before the sequence number");
    CHECK(mistake("0 > ") ==
          "1:5: TCP flags out of F S R P . U E W A, or - for none, are expected here, not the end of the "
          "script");
    CHECK(mistake("0 > ack 1") ==
          "1:5: TCP flags out of F S R P . U E W A, or - for none, are expected here, not \"ack\"");
    CHECK(mistake("0 > Sx 0:0(0)") ==
          "1:6: the sequence number must be a number from 0 to 4294967295, not \"x\", "
          "which is not defined (-D NAME=VALUE)");
}

TEST_CASE("nplab's drill scripts have numbers as they are on the wire, and such as do not matter") {
    CHECK_FALSE(tcp("> R 5:5(0)").seq_absolute);
    CHECK(tcp("> R 5:5(0)! ack 2 win 0").seq_absolute);
    CHECK(tcp("> R 5:5(0)! ack 2 win 0").ack == 2);
    const TcpLine any = tcp("> S. ...(10) ack 1");
    CHECK_FALSE(any.seq_checked);
    CHECK(any.length == 10);
    CHECK(any.ack == 1);
    CHECK(mistake("0 < . ...(0) ack 1 win 5") == "1:5: a packet that is sent in needs a sequence number");
}

TEST_CASE("IP fields and ports stand before the flags of a drill line") {
    using Ecn = IpFields::Ecn;
    CHECK(packet("> . 1:1(0)").ip.ecn == Ecn::None);
    CHECK(packet("> [noecn] . 1:1(0)").ip.ecn == Ecn::NotEct);
    CHECK(packet("> [ect01] . 1:1(0)").ip.ecn == Ecn::Ect01);
    CHECK(packet("< (ecn ect0, ttl 3) . 1:1(0) win 5").ip.ecn == Ecn::Ect0);
    CHECK(packet("< (ecn ect0, ttl 3) . 1:1(0) win 5").ip.ttl == 3);
    CHECK(packet("< (tos 0x28) . 1:1(0) win 5").ip.tos == 0x28);
    CHECK(packet("> [hlim 64] . 1:1(0)").ip.ttl == 64);
    CHECK_FALSE(packet("> . 1:1(0)").ports);

    for (const std::string_view line : {"> [ce] 4000 > 80 . 1:1(0)", "> [ce] [4000 > 80] . 1:1(0)"}) {
        CHECK(packet(line).ip.ecn == Ecn::Ce);
        CHECK(packet(line).ports.value().source == 4000);
        CHECK(packet(line).ports.value().destination == 80);
    }
    CHECK(mistake("0 < [ect01] . 1:1(0) win 5") == "1:6: ect01 is for packets that are expected");
    CHECK(mistake("0 > [etc0] . 1:1(0)") ==
          "1:6: a field of the IP header (noecn, ect0, ect1, ce, ect01, tos, ttl) is expected here, not "
          "\"etc0\"; "
          "did you mean \"ect0\"?");
    CHECK(mistake("0 > [ttl 256] . 1:1(0)") == "1:10: ttl must be a number from 0 to 255, not \"256\"");
    CHECK(mistake("0 > 70000 > 80 . 1:1(0)") == "1:5: a port is a number from 0 to 65535");
}

TEST_CASE("UDP lines of drill scripts have a length and perhaps ports") {
    CHECK(std::get<UdpLine>(packet("< udp (1000)").body).length == 1000);
    CHECK(std::get<UdpLine>(packet("< udp(0)").body).length == 0);
    const PacketLine both = packet("> [ce] udp 5 > 6 (10)");
    CHECK(std::get<UdpLine>(both.body).length == 10);
    CHECK(both.ports.value().destination == 6);
    CHECK(mistake("0 > udp 10") == "1:11: \">\" is expected here, not the end of the script");
}

TEST_CASE("ICMP lines of drill scripts have a type, perhaps a code, and what they quote") {
    CHECK(icmp("< icmp echo_request id 7").id == 7);
    CHECK(icmp("< icmp type_13").type == "type_13");
    CHECK(icmp("< icmp unreachable code_4").code == "code_4");
    const IcmpLine line = icmp("< icmp unreachable frag_needed mtu 1200 [1:1461(1460)]");
    CHECK(line.type == "unreachable");
    CHECK(line.code == "frag_needed");
    CHECK(line.mtu == 1200);
    CHECK(line.quote.value().of == IcmpQuote::Of::Tcp);
    CHECK(line.quote.value().seq == 1);
    CHECK(line.quote.value().length == 1460);
    CHECK(icmp("> icmp unreachable port_unreachable [udp (10)]").quote.value().of == IcmpQuote::Of::Udp);
    CHECK(icmp("> icmp unreachable port_unreachable [raw (10)]").quote.value().of == IcmpQuote::Of::Raw);
    CHECK_FALSE(icmp("> icmp source_quench").quote);

    const Script script =
        parsed("0 < icmp source_quench\n.1 < icmp time_exceeded CODE\n+0 `a`", {{"CODE", "code_1"}});
    REQUIRE(script.events.size() == 3);
    CHECK(std::get<IcmpLine>(script.events[0].packet()->body).code.empty());
    CHECK(std::get<IcmpLine>(script.events[1].packet()->body).code == "code_1");
    CHECK(mistake("0 < icmp") == "1:9: an ICMP type is expected here, not the end of the script");
}

TEST_CASE("the quotes of the first drill scripts stand before the word icmp") {
    const IcmpLine line = icmp("< [1:1461(1460)] icmp unreachable frag_needed mtu 1200");
    CHECK(line.mtu == 1200);
    CHECK(line.quote.value().length == 1460);
    CHECK(icmp("> [udp (10)] icmp unreachable port_unreachable").quote.value().of == IcmpQuote::Of::Udp);
    CHECK(mistake("0 > [1:2(1)] . 1:1(0)") == "1:14: icmp is expected behind what it quotes, not \".\"");
}

TEST_CASE("mistakes in packet lines of drill scripts say what was expected and what is there") {
    CHECK(mistake("0 > P. 1:1001(999) ack 1") == "1:8: 1:1001 are 1000 bytes, not 999");
    CHECK(mistake("0 > P. 1:1001 ack 1") == "1:15: \"(\" is expected here, not \"ack\"");
    CHECK(mistake("0 < P. 1:1(0) ack 1") == "1:5: a packet that is sent in needs win");
    CHECK(mistake("0 > . 1:1(0) ack") ==
          "1:17: ack must be a number from 0 to 4294967295, not the end of the script");
    CHECK(mistake("0 > . 1:1(0) ack 4294967296") ==
          "1:18: ack must be a number from 0 to 4294967295, not \"4294967296\"");
    CHECK(mistake("0 < . 1:1(0) ack 1 win 70000") ==
          "1:24: win must be a number from 0 to 65535, not \"70000\"");
    CHECK(mistake("0 < . 1:1(0) ack 1 win 5 <...>") == "1:30: <...> is for packets that are expected");
}

TEST_CASE("what drill has no model of is told apart from what is wrong") {
    CHECK(mistake("0 < sctp: INIT[]") == "1:5: unsupported: packets with sctp");
    CHECK(mistake("0 < ipv4 1.2.3.4 > 5.6.7.8: . 1:1(0)") == "1:5: unsupported: packets with ipv4");
    CHECK(mistake("0 < gre: . 1:1(0)") == "1:5: unsupported: packets with gre");
    CHECK(mistake("0 < encap psp spi 5 . 1:1(0)") == "1:5: unsupported: packets with encap");
    CHECK(mistake("0 < [flowlabel 0x1] . 1:1(0)") == "1:6: unsupported: flowlabel in the IP header");
    CHECK(mistake("0 < . 1:1(0) win 5/udp(1 > 2)") == "1:19: unsupported: TCP within UDP");
    CHECK(mistake("0 < icmp unreachable [sctp (5)]") == "1:23: unsupported: quotes of \"sctp\"");
}

}  // namespace patchcord::tests::drill_language
