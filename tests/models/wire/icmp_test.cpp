// ICMP messages (RFC 792): there and back, known bytes, truncated, damaged.
// Not the rules for sending them: tests/models/ip.
// Subject: models/wire/icmp.hpp.
#include "models/wire/icmp.hpp"

#include "tests/models/wire/random_bytes.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace patchcord::models::wire;
using patchcord::tests::RandomBytes;

TEST_CASE("An echo request as it lies in the datagram") {
    std::array<std::uint8_t, 10> message{0, 0, 0, 0, 0, 0, 0, 0, 'h', 'i'};
    IcmpHeader::echo(IcmpType::EchoRequest, 0x1234, 1).emit(message);
    // 0800 + 1234 + 0001 + 6869 = 829E, complement 7D61
    CHECK(message == std::array<std::uint8_t, 10>{8, 0, 0x7D, 0x61, 0x12, 0x34, 0, 1, 'h', 'i'});
    const auto view = IcmpView::parse(message);
    CHECK(view->header.id() == 0x1234);
    CHECK(view->header.sequence() == 1);
    CHECK(view->body.size() == 2);
}

TEST_CASE("ICMP messages survive the wire") {
    RandomBytes random{51};
    for (int round = 0; round < 1000; ++round) {
        const IcmpHeader header{IcmpType{random.any<std::uint8_t>()}, random.any<std::uint8_t>(),
                                random.any<std::uint32_t>()};
        auto message = random.bytes(8 + random.below(80));
        header.emit(message);
        const auto view = IcmpView::parse(message);
        REQUIRE(view);
        REQUIRE(view->header == header);
        REQUIRE(view->body.data() == message.data() + 8);
        REQUIRE(view->body.size() == message.size() - 8);
    }
}

TEST_CASE("The four bytes mean what the type says") {
    CHECK(IcmpHeader::unreachable(UnreachableCode::FragmentationNeeded, 1400).mtu() == 1400);
    CHECK(IcmpHeader::parameter_problem(20).pointer() == 20);
    CHECK(IcmpHeader::redirect(RedirectCode::Host, Ipv4Address{10, 0, 0, 254}).gateway() ==
          Ipv4Address{10, 0, 0, 254});
    CHECK(IcmpHeader::time_exceeded(TimeExceededCode::Reassembly).code == 1);
}

TEST_CASE("Errors are told from queries") {
    for (const auto type : {IcmpType::Unreachable, IcmpType::SourceQuench, IcmpType::Redirect,
                            IcmpType::TimeExceeded, IcmpType::ParameterProblem}) {
        CHECK(IcmpHeader{type}.is_error());
    }
    for (const auto type :
         {IcmpType::EchoRequest, IcmpType::EchoReply, IcmpType::TimestampRequest, IcmpType{200}}) {
        CHECK_FALSE(IcmpHeader{type}.is_error());
    }
}

TEST_CASE("A truncated or damaged ICMP message is refused") {
    std::array<std::uint8_t, 30> message{};
    IcmpHeader::unreachable(UnreachableCode::Port).emit(message);
    for (std::size_t size = 0; size < 8; ++size) {
        CHECK(IcmpView::parse(std::span{message}.first(size)).error() == ParseError::Truncated);
    }
    for (std::size_t bit = 0; bit < 8 * message.size(); ++bit) {
        auto damaged = message;
        damaged[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
        CHECK(IcmpView::parse(damaged).error() == ParseError::BadChecksum);
        CHECK(IcmpView::parse(damaged, ChecksumCheck::Skip));
    }
}
