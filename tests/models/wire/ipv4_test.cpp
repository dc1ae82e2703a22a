// IPv4 headers (RFC 791): there and back, a known header, every way to be malformed, and the changes that
// routers make to them in place.
// Subject: models/wire/ipv4.hpp.
#include "models/wire/ipv4.hpp"

#include "models/wire/bytes.hpp"
#include "tests/models/wire/random_bytes.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

using namespace patchcord::models::wire;
using patchcord::tests::RandomBytes;

namespace {

// A header whose checksum, B861, is worked out by hand in many textbooks.
constexpr std::array<std::uint8_t, 20> kKnown{0x45, 0x00, 0x00, 0x73, 0x00, 0x00, 0x40, 0x00, 0x40, 0x11,
                                              0xB8, 0x61, 0xC0, 0xA8, 0x00, 0x01, 0xC0, 0xA8, 0x00, 0xC7};

Ipv4Header random_header(RandomBytes& random, std::span<const std::uint8_t> options,
                         std::size_t payload_size) {
    Ipv4Header header;
    header.options = options;
    header.tos = random.any<std::uint8_t>();
    header.total_length = static_cast<std::uint16_t>(header.size() + payload_size);
    header.id = random.any<std::uint16_t>();
    header.dont_fragment = random.coin();
    header.more_fragments = random.coin();
    header.fragment_offset = static_cast<std::uint16_t>(random.below(8192) * 8);
    header.ttl = random.any<std::uint8_t>();
    header.protocol = IpProtocol{random.any<std::uint8_t>()};
    header.source = random.ip();
    header.destination = random.ip();
    return header;
}

bool same_fields(const Ipv4Header& left, const Ipv4Header& right) {
    return left.tos == right.tos && left.total_length == right.total_length && left.id == right.id &&
           left.dont_fragment == right.dont_fragment && left.more_fragments == right.more_fragments &&
           left.fragment_offset == right.fragment_offset && left.ttl == right.ttl &&
           left.protocol == right.protocol && left.source == right.source &&
           left.destination == right.destination;
}

/// `kKnown` with 95 bytes of payload, changed by `edit`, and with a correct checksum again.
template <class Edit>
std::vector<std::uint8_t> edited(Edit edit) {
    std::vector<std::uint8_t> bytes(kKnown.begin(), kKnown.end());
    bytes.resize(0x73);
    edit(bytes);
    const std::size_t size = std::min<std::size_t>((bytes[0] & 0xFU) * 4, bytes.size());
    store_be16(bytes.data() + 10, 0);
    store_be16(bytes.data() + 10, ChecksumSum{}.add(std::span{bytes}.first(size)).checksum());
    return bytes;
}

}  // namespace

TEST_CASE("A known IPv4 header") {
    Ipv4Header header;
    header.total_length = 0x73;
    header.dont_fragment = true;
    header.protocol = IpProtocol::Udp;
    header.source = Ipv4Address{192, 168, 0, 1};
    header.destination = Ipv4Address{192, 168, 0, 199};
    std::array<std::uint8_t, 20> bytes{};
    CHECK(header.emit(bytes) == 20);
    CHECK(bytes == kKnown);
}

TEST_CASE("IPv4 headers survive the wire, with options, and padding is trimmed") {
    RandomBytes random{41};
    for (int round = 0; round < 2000; ++round) {
        const auto options = random.bytes(random.coin() ? 0 : random.below(41));
        const auto payload = random.bytes(random.below(100));
        const Ipv4Header header = random_header(random, options, payload.size());
        auto bytes = random.bytes(header.total_length + random.below(40));
        REQUIRE(header.emit(bytes) == header.size());
        std::copy(payload.begin(), payload.end(), bytes.begin() + static_cast<std::ptrdiff_t>(header.size()));

        const auto view = Ipv4View::parse(bytes);
        REQUIRE(view);
        REQUIRE(same_fields(view->header, header));
        REQUIRE(std::equal(options.begin(), options.end(), view->header.options.begin()));
        REQUIRE(view->header.options.size() == (options.size() + 3) / 4 * 4);
        REQUIRE(std::equal(payload.begin(), payload.end(), view->payload.begin(), view->payload.end()));
    }
}

TEST_CASE("A datagram is refused at every truncated length") {
    const auto bytes = edited([](auto&) {});
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        const auto expected = size < 20 ? ParseError::Truncated : ParseError::BadLength;
        CHECK(Ipv4View::parse(std::span{bytes}.first(size)).error() == expected);
    }
    CHECK(Ipv4View::parse(bytes)->payload.size() == 95);
}

TEST_CASE("Each flipped bit of a header is noticed") {
    const auto whole = edited([](auto&) {});
    for (std::size_t bit = 0; bit < 8 * kKnown.size(); ++bit) {
        auto bytes = whole;
        bytes[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
        CHECK_FALSE(Ipv4View::parse(bytes));
    }
}

TEST_CASE("Malformed IPv4 headers are refused by name") {
    CHECK(Ipv4View::parse(edited([](auto& bytes) { bytes[0] = 0x65; })).error() == ParseError::BadType);
    CHECK(Ipv4View::parse(edited([](auto& bytes) { bytes[0] = 0x44; })).error() ==
          ParseError::BadHeaderLength);
    CHECK(Ipv4View::parse(edited([](auto& bytes) {
              bytes.resize(59);
              bytes[0] = 0x4F;
          })).error() == ParseError::BadHeaderLength);
    CHECK(Ipv4View::parse(edited([](auto& bytes) { store_be16(bytes.data() + 2, 19); })).error() ==
          ParseError::BadLength);
    CHECK(Ipv4View::parse(edited([](auto& bytes) { store_be16(bytes.data() + 2, 0x74); })).error() ==
          ParseError::BadLength);
    auto bytes = edited([](auto&) {});
    bytes[11] ^= 1;
    CHECK(Ipv4View::parse(bytes).error() == ParseError::BadChecksum);
    CHECK(Ipv4View::parse(bytes, ChecksumCheck::Skip)->header.ttl == 64);
}

TEST_CASE("A datagram of a header and nothing else") {
    const auto view = Ipv4View::parse(edited([](auto& bytes) { store_be16(bytes.data() + 2, 20); }));
    CHECK(view->payload.empty());
}

TEST_CASE("A quoted datagram may end early and have a changed checksum") {
    auto bytes = edited([](auto&) {});
    bytes[10] ^= 1;
    const auto view = Ipv4View::parse_quoted(std::span{bytes}.first(28));
    REQUIRE(view);
    CHECK(view->header.total_length == 0x73);
    CHECK(view->payload.size() == 8);
    CHECK(Ipv4View::parse_quoted(bytes)->payload.size() == 95);
    CHECK(Ipv4View::parse_quoted(std::span{bytes}.first(19)).error() == ParseError::Truncated);
    store_be16(bytes.data() + 2, 19);
    CHECK(Ipv4View::parse_quoted(bytes).error() == ParseError::BadLength);
}

TEST_CASE("A router's changes keep the checksum right") {
    RandomBytes random{42};
    for (int round = 0; round < 5000; ++round) {
        Ipv4Header header = random_header(random, {}, 0);
        header.ttl = static_cast<std::uint8_t>(1 + random.below(255));
        std::array<std::uint8_t, 20> bytes{};
        header.emit(bytes);

        decrement_ttl(bytes);
        set_ecn(bytes, Ecn::Ce);
        const auto view = Ipv4View::parse(bytes);
        REQUIRE(view);
        --header.ttl;
        header.tos |= 3;
        REQUIRE(same_fields(view->header, header));
        REQUIRE(view->header.ecn() == Ecn::Ce);
        std::array<std::uint8_t, 20> anew{};
        header.emit(anew);
        REQUIRE(bytes == anew);
    }
}

TEST_CASE("Random bytes are parsed or refused, and views stay inside them") {
    RandomBytes random{43};
    for (int round = 0; round < 20000; ++round) {
        auto bytes = random.bytes(random.below(100));
        if (!bytes.empty() && random.coin()) bytes[0] = static_cast<std::uint8_t>(0x40 | (bytes[0] & 0xF));
        if (bytes.size() > 3 && random.coin())
            store_be16(bytes.data() + 2, static_cast<std::uint16_t>(random.below(100)));
        for (const auto& view :
             {Ipv4View::parse(bytes, ChecksumCheck::Skip), Ipv4View::parse_quoted(bytes)}) {
            if (!view) continue;
            REQUIRE(view->header.size() + view->payload.size() <= bytes.size());
            REQUIRE(view->payload.data() == bytes.data() + view->header.size());
        }
    }
}
