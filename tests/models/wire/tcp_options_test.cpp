// TCP options: the orders in which hosts write them, there and back, malformed lengths, what does not fit.
// Behaviours of RFC 9293 3.2 (MUST-6, MUST-7), RFC 7323 2 and 3, RFC 2018 2 and 3.
// Subject: models/wire/tcp_options.hpp.
#include "models/wire/tcp_options.hpp"

#include "tests/models/wire/random_bytes.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace patchcord::models::wire;
using patchcord::tests::RandomBytes;

namespace {

using Bytes = std::vector<std::uint8_t>;

constexpr auto kLinux = TcpOptionLayout::Linux;
constexpr auto kFreeBsd = TcpOptionLayout::FreeBsd;

Bytes emitted(const TcpOptions& options, TcpOptionLayout layout) {
    Bytes bytes(kMaximumTcpOptions);
    bytes.resize(emit_options(options, layout, bytes));
    REQUIRE(options_size(options, layout) == bytes.size());
    return bytes;
}

TcpOptions syn_options(bool sack, bool timestamps) {
    TcpOptions options;
    options.mss = 1460;
    options.window_scale = 7;
    options.sack_permitted = sack;
    if (timestamps) options.timestamps = TcpTimestamps{1, 0};
    return options;
}

std::optional<TcpOptions> parsed(const Bytes& bytes) {
    TcpOptions options;
    if (!parse_options(bytes, options)) return std::nullopt;
    return options;
}

bool equal(const TcpOptions& left, const TcpOptions& right) {
    const bool same_cookie = left.fast_open.has_value() == right.fast_open.has_value() &&
                             (!left.fast_open || std::ranges::equal(*left.fast_open, *right.fast_open));
    return left.mss == right.mss && left.window_scale == right.window_scale &&
           left.sack_permitted == right.sack_permitted && left.timestamps == right.timestamps &&
           left.sack == right.sack && same_cookie;
}

}  // namespace

TEST_CASE("Linux's SYN: mss,sackOK,TS,nop,wscale") {
    CHECK(emitted(syn_options(true, true), kLinux) ==
          Bytes{2, 4, 5, 0xB4, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7});
}

TEST_CASE("Linux's SYN without timestamps: mss,nop,nop,sackOK,nop,wscale") {
    CHECK(emitted(syn_options(true, false), kLinux) == Bytes{2, 4, 5, 0xB4, 1, 1, 4, 2, 1, 3, 3, 7});
}

TEST_CASE("Linux's SYN without SACK: mss,nop,wscale, and with timestamps mss,nop,nop,TS,nop,wscale") {
    CHECK(emitted(syn_options(false, false), kLinux) == Bytes{2, 4, 5, 0xB4, 1, 3, 3, 7});
    CHECK(emitted(syn_options(false, true), kLinux) ==
          Bytes{2, 4, 5, 0xB4, 1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 1, 3, 3, 7});
}

TEST_CASE("FreeBSD's SYN: mss,nop,wscale,sackOK,TS, and without timestamps an end of list") {
    CHECK(emitted(syn_options(true, true), kFreeBsd) ==
          Bytes{2, 4, 5, 0xB4, 1, 3, 3, 7, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0});
    CHECK(emitted(syn_options(true, false), kFreeBsd) == Bytes{2, 4, 5, 0xB4, 1, 3, 3, 7, 4, 2, 0, 0});
}

TEST_CASE("Data segments align timestamps and SACK with two nops, in both layouts") {
    TcpOptions options;
    options.timestamps = TcpTimestamps{0x0102'0304, 0x0506'0708};
    const Bytes timestamps{1, 1, 8, 10, 1, 2, 3, 4, 5, 6, 7, 8};
    CHECK(emitted(options, kLinux) == timestamps);
    CHECK(emitted(options, kFreeBsd) == timestamps);

    options.timestamps.reset();
    options.sack.push_back({1, 0x100});
    const Bytes sack{1, 1, 5, 10, 0, 0, 0, 1, 0, 0, 1, 0};
    CHECK(emitted(options, kLinux) == sack);
    CHECK(emitted(options, kFreeBsd) == sack);
}

TEST_CASE("No options are no bytes") {
    CHECK(emitted({}, kLinux).empty());
    CHECK(emitted({}, kFreeBsd).empty());
    CHECK(equal(*parsed({}), {}));
}

TEST_CASE("Four SACK blocks fit alone, three next to timestamps, and never a fifth") {
    TcpOptions options;
    for (std::uint32_t block = 0; block < 5; ++block)
        options.sack.push_back({block * 10, block * 10 + 5});
    CHECK(options.sack.size() == 4);
    CHECK(emitted(options, kLinux).size() == 36);
    CHECK(parsed(emitted(options, kLinux))->sack.size() == 4);
    options.timestamps = TcpTimestamps{};
    CHECK(emitted(options, kLinux).size() == 40);
    CHECK(parsed(emitted(options, kLinux))->sack.size() == 3);
    CHECK(parsed(emitted(options, kFreeBsd))->sack[0] == SackBlock{0, 5});
}

TEST_CASE("A Fast Open cookie of 16 bytes fits into Linux's SYN, an empty one asks") {
    TcpOptions options = syn_options(true, true);
    const Bytes cookie(16, 0xC0);
    options.fast_open = cookie;
    CHECK(emitted(options, kLinux).size() == 40);
    CHECK(std::ranges::equal(*parsed(emitted(options, kLinux))->fast_open, cookie));
    options.fast_open = std::span<const std::uint8_t>{};
    const Bytes bytes = emitted(options, kLinux);
    CHECK(Bytes(bytes.begin() + 20, bytes.end()) == Bytes{34, 2, 1, 1});
    CHECK(parsed(bytes)->fast_open->empty());
}

TEST_CASE("Fast Open's option before RFC 7413 is number 254 with F989, and other experiments are not ours") {
    TcpOptions options;
    const Bytes cookie{0xAB, 0xCD, 0x12, 0x34};
    options.fast_open = cookie;
    options.fast_open_experimental = true;
    const Bytes bytes = emitted(options, kLinux);
    CHECK(bytes == Bytes{254, 8, 0xF9, 0x89, 0xAB, 0xCD, 0x12, 0x34});
    const auto back = parsed(bytes);
    CHECK(std::ranges::equal(*back->fast_open, cookie));
    CHECK(back->fast_open_experimental);
    const Bytes other{254, 4, 0x12, 0x34};
    const Bytes cut{254, 3, 0xF9, 1};
    CHECK_FALSE(parsed(other)->fast_open);
    CHECK_FALSE(parsed(cut)->fast_open);
}

TEST_CASE("A cookie that does not fit is left out") {
    TcpOptions options = syn_options(true, true);
    const Bytes cookie(19, 0xC0);
    options.fast_open = cookie;
    CHECK(emitted(options, kLinux) == emitted(syn_options(true, true), kLinux));
}

TEST_CASE("Options survive the wire in every combination and layout, and never exceed 40 bytes") {
    RandomBytes random{71};
    for (int round = 0; round < 5000; ++round) {
        TcpOptions options;
        const auto cookie = random.bytes(random.below(7) * 2);
        if (random.coin()) options.mss = random.any<std::uint16_t>();
        if (random.coin()) options.window_scale = random.any<std::uint8_t>();
        options.sack_permitted = random.coin();
        if (random.coin())
            options.timestamps = TcpTimestamps{random.any<std::uint32_t>(), random.any<std::uint32_t>()};
        const std::size_t blocks = random.below(5);
        for (std::size_t block = 0; block < blocks; ++block)
            options.sack.push_back({random.any<std::uint32_t>(), random.any<std::uint32_t>()});
        if (blocks == 0 && random.coin()) options.fast_open = cookie;
        for (const auto layout : {kLinux, kFreeBsd}) {
            const Bytes bytes = emitted(options, layout);
            REQUIRE(bytes.size() <= kMaximumTcpOptions);
            REQUIRE(bytes.size() % 4 == 0);
            const auto back = parsed(bytes);
            REQUIRE(back);
            TcpOptions expected = options;
            expected.sack = back->sack;
            REQUIRE(back->sack.size() <= options.sack.size());
            REQUIRE(std::equal(back->sack.begin(), back->sack.end(), options.sack.begin()));
            REQUIRE(back->sack.empty() == options.sack.empty());
            REQUIRE(equal(*back, expected));
        }
    }
}

TEST_CASE("Lengths of 0, of 1 and past the end are malformed") {
    CHECK_FALSE(parsed({2}));
    CHECK_FALSE(parsed({2, 0, 5, 0xB4}));
    CHECK_FALSE(parsed({2, 1, 5, 0xB4}));
    CHECK_FALSE(parsed({2, 5, 5, 0xB4}));
    CHECK_FALSE(parsed({1, 1, 1, 99}));
    CHECK_FALSE(parsed({99, 255, 0, 0}));
    CHECK_FALSE(parsed({2, 4, 5, 0xB4, 8, 10, 0, 0}));
}

TEST_CASE("Unknown kinds are skipped, known ones with another length too, and nothing counts after the end") {
    const auto options = parsed(
        {99, 4, 1, 2, 2, 3, 5, 1, 3, 4, 1, 1, 4, 3, 0, 5, 2, 5, 5, 1, 1, 1, 8, 4, 0, 0, 2, 4, 5, 0xB4});
    REQUIRE(options);
    TcpOptions expected;
    expected.mss = 1460;
    CHECK(equal(*options, expected));
    CHECK(equal(*parsed({0, 2, 4, 5, 0xB4, 2, 0, 0}), {}));
}

TEST_CASE("Every truncation of a SYN's options parses or is malformed, as the cut falls") {
    const Bytes whole = emitted(syn_options(true, true), kLinux);
    for (std::size_t size = 0; size <= whole.size(); ++size) {
        const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size));
        const bool between_options =
            size == 0 || size == 4 || size == 6 || size == 16 || size == 17 || size == 20;
        CAPTURE(size);
        CHECK(parsed(cut).has_value() == between_options);
    }
}

TEST_CASE("Random options are parsed or refused") {
    RandomBytes random{72};
    for (int round = 0; round < 50000; ++round) {
        auto bytes = random.bytes(random.below(41));
        for (auto& byte : bytes) {
            if (random.below(3) == 0) byte = static_cast<std::uint8_t>(random.below(12));
        }
        TcpOptions options;
        const bool good = parse_options(bytes, options);
        TcpOptionReader reader{bytes};
        std::size_t walked = 0;
        while (const auto option = reader.next())
            walked += std::max<std::size_t>(1, option->data.size());
        REQUIRE(walked <= bytes.size());
        REQUIRE(good != reader.malformed());
    }
}
