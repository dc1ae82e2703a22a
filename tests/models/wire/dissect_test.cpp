// Frames taken apart: every layer found, fragments, damage at each layer, every truncation, arbitrary bytes.
// Longer searches for harmful bytes are in tests/fuzz/wire_fuzz.cpp.
// Subject: models/wire/dissect.hpp.
#include "models/wire/dissect.hpp"

#include "models/wire/describe.hpp"
#include "tests/models/wire/frames.hpp"
#include "tests/models/wire/random_bytes.hpp"

#include <doctest/doctest.h>

using namespace patchcord::models::wire;
using namespace patchcord::tests;

TEST_CASE("A TCP frame has three layers, and padding is not payload") {
    auto frame = tcp_frame({.seq = 7, .flags = kAck}, {}, 2);
    frame.resize(60);
    const Dissection parts = dissect(frame);
    REQUIRE(parts.tcp);
    CHECK(parts.ethernet->source == kMacA);
    CHECK(parts.ipv4->header.destination == kIpB);
    CHECK(parts.tcp->header.seq == 7);
    CHECK(parts.tcp->payload.size() == 2);
    CHECK_FALSE((parts.arp || parts.udp || parts.icmp || parts.error));
}

TEST_CASE("ARP, UDP and ICMP frames") {
    const auto arp = arp_frame({ArpOperation::Reply, kMacA, kIpA, kMacB, kIpB});
    CHECK(dissect(arp).arp->sender_ip == kIpA);
    CHECK_FALSE(dissect(arp).ipv4);
    const auto udp = udp_frame(12);
    CHECK(dissect(udp).udp->payload.size() == 12);
    const auto icmp = icmp_frame(IcmpHeader::echo(IcmpType::EchoReply, 3, 4));
    CHECK(dissect(icmp).icmp->header.sequence() == 4);
}

TEST_CASE("An unknown EtherType or protocol is not an error") {
    const auto ipv6 = ethernet_frame(EtherType::Ipv6, Bytes(46));
    CHECK(dissect(ipv6).ethernet->type == EtherType::Ipv6);
    CHECK_FALSE(dissect(ipv6).error);
    const auto sctp = ipv4_frame(IpProtocol{132}, Bytes(12));
    CHECK(dissect(sctp).ipv4->payload.size() == 12);
    CHECK_FALSE(dissect(sctp).error);
}

TEST_CASE("The first fragment shows its transport header, the others do not, and neither is an error") {
    const auto message = tcp_segment({}, {}, 100);
    const auto first = ipv4_frame(IpProtocol::Tcp, message, {.more_fragments = true});
    CHECK(dissect(first).tcp);
    const auto second = ipv4_frame(IpProtocol::Tcp, message, {.fragment_offset = 120});
    CHECK_FALSE(dissect(second).tcp);
    auto datagram = udp_datagram(100);
    datagram.resize(48);
    const auto udp = ipv4_frame(IpProtocol::Udp, datagram, {.more_fragments = true});
    CHECK_FALSE(dissect(udp).udp);
    for (const auto& frame : {first, second, udp})
        CHECK_FALSE(dissect(frame).error);
}

TEST_CASE("A wrong checksum hides nothing, a wrong length names itself") {
    auto frame = tcp_frame({.flags = kSyn});
    frame[14 + 10] ^= 0xFF;
    frame[14 + 20 + 16] ^= 0xFF;
    CHECK(dissect(frame).tcp->header.flags == kSyn);
    frame[14 + 20 + 12] = 0x40;
    CHECK(dissect(frame).error == ParseError::BadHeaderLength);
    CHECK(dissect(frame).ipv4);
    CHECK_FALSE(dissect(frame).tcp);
}

TEST_CASE("Every truncation of every frame is dissected and described without harm") {
    TcpOptions options;
    options.mss = 1460;
    options.timestamps = TcpTimestamps{1, 2};
    for (const auto& frame :
         {tcp_frame({.flags = kSyn}, options, 5), udp_frame(5), arp_frame({}),
          icmp_error_frame(IcmpHeader::unreachable(UnreachableCode::Port), udp_frame(20))}) {
        for (std::size_t size = 0; size < frame.size(); ++size) {
            const auto cut = std::span{frame}.first(size);
            const Dissection parts = dissect(cut);
            CHECK(parts.ethernet.has_value() == (size >= 14));
            CHECK(parts.error.has_value());
            CHECK_FALSE(describe(cut).empty());
        }
    }
}

TEST_CASE("Random frames that look like IP are dissected and described without harm") {
    RandomBytes random{91};
    for (int round = 0; round < 20000; ++round) {
        auto frame = random.bytes(random.below(120));
        if (frame.size() > 23) {
            frame[12] = 0x08;
            frame[13] = random.below(4) == 0 ? 0x06 : 0x00;
            frame[14] = 0x45;
            frame[16] = 0;
            frame[17] = static_cast<std::uint8_t>(random.below(frame.size()));
            frame[23] = std::array<std::uint8_t, 4>{1, 6, 17, 50}[random.below(4)];
            if (random.coin()) frame[20] = frame[21] = 0;
        }
        const Dissection parts = dissect(frame);
        REQUIRE_FALSE(describe(parts).empty());
    }
}

TEST_CASE("Of the beginning of a frame the lengths are those of the whole") {
    const auto tcp = tcp_frame({.seq = 7, .flags = kAck}, {}, 1000);
    const Dissection segment = dissect(CapturedFrame{std::span{tcp}.first(128), tcp.size()});
    REQUIRE(segment.tcp);
    CHECK(segment.data_length() == 1000);
    CHECK(segment.tcp->payload.size() == 128 - 54);
    CHECK(segment.frame_length() == tcp.size());
    CHECK(describe(segment) == describe(dissect(tcp)));
    const auto udp = udp_frame(500);
    const Dissection datagram = dissect(CapturedFrame{std::span{udp}.first(128), udp.size()});
    CHECK(datagram.data_length() == 500);
    CHECK(describe(datagram) == describe(dissect(udp)));
    auto damaged = tcp;
    damaged[16] = 0x7F;  // a total length beyond the whole frame
    CHECK(dissect(CapturedFrame{std::span{damaged}.first(128), damaged.size()}).error ==
          ParseError::BadLength);
}
