// TCP headers (RFC 9293 3.1): there and back, a known segment, every way to be malformed.
// Checksums of the whole, and from the sum of the payload.
// Subject: models/wire/tcp.hpp.
#include "models/wire/tcp.hpp"

#include "models/wire/bytes.hpp"
#include "tests/models/wire/random_bytes.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>

using namespace patchcord::models::wire;
using patchcord::tests::RandomBytes;

namespace {

constexpr Ipv4Address kSource{10, 0, 0, 1};
constexpr Ipv4Address kDestination{10, 0, 0, 2};

TcpHeader random_header(RandomBytes& random) {
    TcpHeader header;
    header.source_port = random.any<std::uint16_t>();
    header.destination_port = random.any<std::uint16_t>();
    header.seq = random.any<std::uint32_t>();
    header.ack = random.any<std::uint32_t>();
    header.flags = TcpFlags{random.any<std::uint8_t>()};
    header.window = random.any<std::uint16_t>();
    header.urgent_pointer = random.any<std::uint16_t>();
    return header;
}

std::vector<std::uint8_t> segment(const TcpHeader& header, const TcpOptions& options,
                                  std::span<const std::uint8_t> payload) {
    std::vector<std::uint8_t> bytes(TcpHeader::kMaximumSize + payload.size());
    const std::size_t size = header.emit(options, TcpOptionLayout::Linux, bytes);
    std::ranges::copy(payload, bytes.begin() + static_cast<std::ptrdiff_t>(size));
    bytes.resize(size + payload.size());
    fill_tcp_checksum(bytes, kSource, kDestination);
    return bytes;
}

}  // namespace

TEST_CASE("A SYN as it lies in the packet") {
    TcpHeader header;
    header.source_port = 49152;
    header.destination_port = 80;
    header.seq = 0x0102'0304;
    header.flags = kSyn;
    header.window = 65535;
    TcpOptions options;
    options.mss = 1460;
    // pseudo-header 0A00+0001+0A00+0002+0006+0018 = 1421, then C000+0050+0102+0304+6002+FFFF+0204+05B4 =
    // 22C0F; together 24030, folded 4032, complement BFCD
    CHECK(segment(header, options, {}) == std::vector<std::uint8_t>{0xC0, 0,    0, 80, 1,    2, 3,    4,
                                                                    0,    0,    0, 0,  0x60, 2, 0xFF, 0xFF,
                                                                    0xBF, 0xCD, 0, 0,  2,    4, 0x05, 0xB4});
}

TEST_CASE("Segments survive the wire") {
    RandomBytes random{81};
    for (int round = 0; round < 3000; ++round) {
        const TcpHeader header = random_header(random);
        TcpOptions options;
        if (random.coin())
            options.timestamps = TcpTimestamps{random.any<std::uint32_t>(), random.any<std::uint32_t>()};
        if (random.coin()) options.sack.push_back({random.any<std::uint32_t>(), random.any<std::uint32_t>()});
        const auto payload = random.bytes(random.below(100));
        const auto bytes = segment(header, options, payload);
        const auto view = TcpView::parse(bytes, kSource, kDestination);
        REQUIRE(view);
        REQUIRE(view->header == header);
        REQUIRE(view->options.timestamps == options.timestamps);
        REQUIRE(view->options.sack == options.sack);
        REQUIRE(std::ranges::equal(view->payload, payload));
        REQUIRE(view->option_bytes.size() == options_size(options, TcpOptionLayout::Linux));
    }
}

TEST_CASE("A payload's own sum gives the checksum of the segment") {
    RandomBytes random{82};
    for (int round = 0; round < 1000; ++round) {
        const TcpHeader header = random_header(random);
        const auto payload = random.bytes(random.below(200));
        auto bytes = segment(header, {}, payload);
        const auto expected = bytes;
        store_be16(bytes.data() + 16, 0);
        fill_tcp_checksum(std::span{bytes}.first(20), internet_sum(payload), payload.size(), kSource,
                          kDestination);
        REQUIRE(bytes == expected);
    }
}

TEST_CASE("Each flipped bit of a segment is noticed, and so is another address") {
    RandomBytes random{83};
    TcpOptions options;
    options.timestamps = TcpTimestamps{1, 2};
    const auto bytes = segment(random_header(random), options, random.bytes(33));
    for (std::size_t bit = 0; bit < 8 * bytes.size(); ++bit) {
        auto damaged = bytes;
        damaged[bit / 8] ^= static_cast<std::uint8_t>(1 << bit % 8);
        CHECK_FALSE(TcpView::parse(damaged, kSource, kDestination));
        CHECK_FALSE(tcp_checksum_is_correct(damaged, kSource, kDestination));
    }
    CHECK(tcp_checksum_is_correct(bytes, kSource, kDestination));
    CHECK(TcpView::parse(bytes, kSource, Ipv4Address{10, 0, 0, 3}).error() == ParseError::BadChecksum);
    CHECK(TcpView::parse(bytes, kSource, Ipv4Address{10, 0, 0, 3}, ChecksumCheck::Skip));
}

TEST_CASE("A data offset below 5 or beyond the segment is refused") {
    auto bytes = segment({}, {}, std::array<std::uint8_t, 10>{});
    for (std::uint8_t offset = 0; offset < 16; ++offset) {
        bytes[12] = static_cast<std::uint8_t>(offset << 4);
        const auto view = TcpView::parse(bytes, kSource, kDestination, ChecksumCheck::Skip);
        CAPTURE(offset);
        if (offset >= 5 && offset <= 7) {
            CHECK(view.has_value());
        } else {
            CHECK(view.error() == ParseError::BadHeaderLength);
        }
    }
}

TEST_CASE("A segment is refused at every truncated length") {
    TcpOptions options;
    options.mss = 1460;
    const auto bytes = segment({}, options, {});
    for (std::size_t size = 0; size < bytes.size(); ++size) {
        const auto expected = size < 20 ? ParseError::Truncated : ParseError::BadHeaderLength;
        CHECK(TcpView::parse(std::span{bytes}.first(size), kSource, kDestination).error() == expected);
    }
}

TEST_CASE("A malformed option makes the segment malformed") {
    TcpOptions options;
    options.mss = 1460;
    auto bytes = segment({}, options, {});
    bytes[21] = 1;
    CHECK(TcpView::parse(bytes, kSource, kDestination, ChecksumCheck::Skip).error() == ParseError::BadOption);
}

TEST_CASE("Flags are a set") {
    const TcpFlags flags = kSyn | kAck;
    CHECK(flags.syn());
    CHECK(flags.ack());
    CHECK_FALSE((flags.fin() || flags.rst() || flags.psh() || flags.urg() || flags.ece() || flags.cwr()));
    CHECK(flags.any_of(kAck | kFin));
    CHECK_FALSE(flags.any_of(kRst | kFin));
    CHECK((flags & kSyn) == kSyn);
    CHECK((kFin | kSyn | kRst | kPsh | kAck | kUrg | kEce | kCwr).bits() == 0xFF);
}

TEST_CASE("Random segments are parsed or refused, and views stay inside them") {
    RandomBytes random{84};
    for (int round = 0; round < 20000; ++round) {
        const auto bytes = random.bytes(random.below(120));
        const auto view = TcpView::parse(bytes, kSource, kDestination, ChecksumCheck::Skip);
        if (!view) continue;
        REQUIRE(20 + view->option_bytes.size() + view->payload.size() == bytes.size());
        REQUIRE(view->payload.data() == bytes.data() + 20 + view->option_bytes.size());
    }
}
