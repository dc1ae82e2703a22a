// Packets of scripts: what is written can be read, and looks as packetdrill writes it.
#include "scenarios/drill/wire/packet.hpp"

#include "scenarios/drill/wire/icmp_names.hpp"

#include <doctest/doctest.h>

namespace patchcord::tests {

using namespace scenarios::drill;
using models::wire::Ipv4Address;

namespace {

Packet segment(std::uint16_t flags, std::size_t length, std::vector<std::uint8_t> options = {}) {
    Packet packet;
    packet.tos = 2;
    packet.source = {Ipv4Address{192, 0, 2, 1}, 50000};
    packet.destination = {Ipv4Address{192, 168, 0, 1}, 8080};
    packet.payload.resize(length);
    TcpSegment tcp;
    tcp.seq = 1;
    tcp.ack = 101;
    tcp.flags = flags;
    tcp.window = 257;
    tcp.options = std::move(options);
    packet.body = std::move(tcp);
    return packet;
}

}  // namespace

TEST_CASE("a segment survives the way to bytes and back, with odd flags and odd options") {
    const Packet sent = segment(tcp_bits::kAck | tcp_bits::kAe | 0x400, 1000, {253, 4, 1, 2, 1, 1, 0, 0});
    const auto came = parse(emit(sent));
    REQUIRE(came);
    CHECK(came->tos == 2);
    CHECK(came->ttl == 255);
    CHECK(came->source == sent.source);
    CHECK(came->destination == sent.destination);
    CHECK(came->tcp()->flags == (tcp_bits::kAck | tcp_bits::kAe | 0x400));
    CHECK(came->tcp()->options == sent.tcp()->options);
    CHECK(came->payload == sent.payload);
}

TEST_CASE("one wrong bit anywhere is seen") {
    const std::vector<std::uint8_t> good = emit(segment(tcp_bits::kAck, 9));
    for (std::size_t at = 0; at < good.size(); ++at) {
        std::vector<std::uint8_t> bad = good;
        bad[at] ^= 0x10;
        CHECK_FALSE(parse(bad));
    }
}

TEST_CASE("text is packetdrill's notation") {
    CHECK(to_text(segment(tcp_bits::kSyn | tcp_bits::kAck, 0, {2, 4, 5, 180, 1, 3, 3, 8})) ==
          "S. 1:1(0) ack 101 win 257 <mss 1460,nop,wscale 8>");
    CHECK(to_text(segment(tcp_bits::kPsh | tcp_bits::kAck, 1000)) == "P. 1:1001(1000) ack 101 win 257");
    CHECK(to_text(segment(0, 0)) == "- 1:1(0) win 257");
    const std::vector<std::uint8_t> sack{1, 1, 5, 10, 0, 0, 0, 5, 0, 0, 0, 9};
    CHECK(options_text(sack) == "nop,nop,sack 5:9");
    const std::vector<std::uint8_t> cookie{34, 4, 0xab, 0xcd, 254, 4, 0xF9, 0x89};
    CHECK(options_text(cookie) == "FO abcd,FOEXP");
}

TEST_CASE("ICMP has words for its types and codes") {
    CHECK(icmp_type("unreachable") == 3);
    CHECK(icmp_type("type_42") == 42);
    CHECK_FALSE(icmp_type("unreachabel"));
    CHECK(icmp_code(3, "frag_needed") == 4);
    CHECK(icmp_code(11, "code_1") == 1);
    CHECK_FALSE(icmp_code(11, "frag_needed"));
    using models::wire::IcmpHeader;
    using models::wire::UnreachableCode;
    CHECK(icmp_text(IcmpHeader::unreachable(UnreachableCode::FragmentationNeeded, 1200)) ==
          "unreachable frag_needed mtu 1200");
}

TEST_CASE("SACK blocks move, other options stay") {
    std::vector<std::uint8_t> options{1, 1, 5, 10, 0, 0, 0, 5, 0, 0, 0, 9};
    move_sack_blocks(options, 0xFFFF'FFFE);
    CHECK(options_text(options) == "nop,nop,sack 3:7");
}

}  // namespace patchcord::tests
