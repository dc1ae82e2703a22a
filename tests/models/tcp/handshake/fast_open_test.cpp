// Fast Open's rooms without a connection: cookies as Linux makes them, what a listener answers, how many may
// be pending, and what a client remembers (RFC 7413 4.1, 4.2, 5.1). Read next:
// models/tcp/handshake/fast_open_server.hpp, fast_open_cache.hpp.
#include "models/tcp/handshake/fast_open_cache.hpp"
#include "models/tcp/handshake/fast_open_server.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <initializer_list>
#include <string>
#include <vector>

using namespace patchcord;
using namespace models::tcp::handshake;
using namespace std::chrono_literals;
using models::wire::Ipv4Address;

namespace {

constexpr Ipv4Address kClient{192, 0, 2, 1};
constexpr Ipv4Address kServer{192, 168, 0, 1};
constexpr models::wire::FourTuple kTuple{{kServer, 8080}, {kClient, 40'000}};

FastOpenKeys keys(std::string_view text) {
    return FastOpenKeys::parse(text).value();
}

std::string hex(const FastOpenCookie& cookie) {
    std::string text;
    for (const std::uint8_t byte : cookie.bytes()) {
        text += "0123456789abcdef"[byte >> 4];
        text += "0123456789abcdef"[byte & 15];
    }
    return text;
}

FastOpenCookie cookie_of(std::initializer_list<std::uint8_t> bytes) {
    return FastOpenCookie::from_bytes(std::vector<std::uint8_t>(bytes)).value();
}

const FastOpenKeys kKeys = keys("00000001-00000002-00000003-00000004");
constexpr FastOpenRules kServes{.server = true};

/// A SYN,ACK to a SYN that asked, in time, without data.
FastOpenOutcome asked(std::optional<FastOpenOption> answer, bool experimentally = false) {
    return {.mss = 1460,
            .answer = answer,
            .asked = FastOpenOption{{}, experimentally},
            .sent_data = false,
            .data_acknowledged = false,
            .syn_resent = false};
}

}  // namespace

TEST_CASE("the cookie is the one that Linux makes of the addresses under the same key") {
    const FastOpenKeys first = keys("a1a1a1a1-b2b2b2b2-c3c3c3c3-d4d4d4d4");
    CHECK(hex(first.cookie(kClient, kServer)) == "3021b9d889017eeb");
    const FastOpenKeys second = keys("a0bf63f7-ed803d81-cd641d30-cebc4a90");
    CHECK(hex(second.cookie({10, 248, 0, 2}, {192, 168, 0, 2})) == "00abaaabe8e954c2");
    CHECK(hex(second.cookie({10, 248, 0, 3}, {192, 168, 0, 3})) == "76d2c1c530f51f79");
    const FastOpenKeys zero = keys("00000000-00000000-00000000-00000000");
    CHECK(hex(zero.cookie({10, 248, 0, 2}, {192, 168, 0, 2})) == "93b7aa4f550f8a1a");
}

TEST_CASE("a key is four words, or two keys with a comma") {
    CHECK(keys("0-0-0-0") == FastOpenKeys{SipKey{0, 0}});
    CHECK(keys("1-0-0-0,2-0-0-0") == FastOpenKeys{SipKey{1, 0}, SipKey{2, 0}});
    for (const char* wrong : {"", "1-2-3", "1-2-3-4-5", "1-2-3-x", "123456789-0-0-0", "1-2-3-4,", "1--2-3"})
        CHECK_FALSE(FastOpenKeys::parse(wrong));
}

TEST_CASE("cookies of the key before are believed, of older ones not") {
    FastOpenKeys rotating = kKeys;
    const FastOpenCookie old = rotating.cookie(kClient, kServer);
    CHECK(rotating.match(old, kClient, kServer) == FastOpenKeys::Match::Primary);
    CHECK(rotating.match(old, kServer, kClient) == FastOpenKeys::Match::None);
    rotating.rotate({5, 6});
    CHECK(rotating.match(old, kClient, kServer) == FastOpenKeys::Match::Backup);
    CHECK(rotating.cookie(kClient, kServer) != old);
    rotating.rotate({7, 8});
    CHECK(rotating.match(old, kClient, kServer) == FastOpenKeys::Match::None);
}

TEST_CASE("a cookie has no bytes, or an even number from 4 to 16") {
    for (std::size_t size = 0; size <= 20; ++size) {
        const bool valid = size == 0 || (size >= 4 && size <= 16 && size % 2 == 0);
        CHECK(FastOpenCookie::from_bytes(std::vector<std::uint8_t>(size)).has_value() == valid);
    }
}

TEST_CASE("the option goes into a segment's options and comes out again") {
    const FastOpenOption option{cookie_of({1, 2, 3, 4}), true};
    models::wire::TcpOptions options;
    CHECK_FALSE(FastOpenOption::of(options));
    option.put_into(options);
    CHECK(FastOpenOption::of(options) == option);
    const std::vector<std::uint8_t> odd(5);
    options.fast_open = odd;
    CHECK_FALSE(FastOpenOption::of(options));
}

TEST_CASE("a listener takes data with a good cookie, answers others with one, and ignores what is neither") {
    const FastOpenCookie good = kKeys.cookie(kClient, kServer);
    const auto with_good = answer_fast_open(kServes, kKeys, kTuple, FastOpenOption{good, false}, true);
    CHECK(with_good.take);
    CHECK_FALSE(with_good.option);
    const auto without_data = answer_fast_open(kServes, kKeys, kTuple, FastOpenOption{good, false}, false);
    CHECK(without_data.take);  // it may send before the handshake is over

    const FastOpenOption bad{cookie_of({1, 2, 3, 4, 5, 6, 7, 8}), true};
    for (const FastOpenOption& option : {bad, FastOpenOption{{}, true}}) {
        const auto answer = answer_fast_open(kServes, kKeys, kTuple, option, true);
        CHECK_FALSE(answer.take);
        CHECK(answer.option == FastOpenOption{good, true});  // in the form of the question
    }
    const auto plain = answer_fast_open(kServes, kKeys, kTuple, {}, true);
    CHECK_FALSE(plain.take);
    CHECK_FALSE(plain.option);
}

TEST_CASE("a cookie of the old key is taken and a new one sent") {
    FastOpenKeys rotating = kKeys;
    const FastOpenOption old{rotating.cookie(kClient, kServer), false};
    rotating.rotate({5, 6});
    const auto answer = answer_fast_open(kServes, rotating, kTuple, old, true);
    CHECK(answer.take);
    CHECK(answer.option->cookie == rotating.cookie(kClient, kServer));
}

TEST_CASE("where no cookie is needed, data in a SYN is enough") {
    const FastOpenRules open = FastOpenRules::from_bits(0x202);
    CHECK(open.server);
    CHECK_FALSE(open.client);
    CHECK(answer_fast_open(open, kKeys, kTuple, {}, true).take);
    CHECK_FALSE(answer_fast_open(open, kKeys, kTuple, {}, false).take);
    CHECK(FastOpenRules::from_bits(0x1) == FastOpenRules{});
    CHECK(FastOpenRules::from_bits(0x407).all_listeners);
    CHECK_FALSE(FastOpenRules::from_bits(0x407).client_needs_cookie);
}

TEST_CASE("so many connections may be pending, and one that was reset stays counted for a minute") {
    FastOpenQueue queue;
    CHECK_FALSE(queue.has_room(sim::kStart));  // until TCP_FASTOPEN says otherwise
    queue.set_limit(2);
    queue.began();
    CHECK(queue.has_room(sim::kStart));
    queue.began();
    CHECK_FALSE(queue.has_room(sim::kStart));
    queue.ended();
    CHECK(queue.has_room(sim::kStart));
    queue.began();
    queue.reset(sim::kStart + 1s);
    CHECK_FALSE(queue.has_room(sim::kStart + 60s));
    CHECK(queue.has_room(sim::kStart + 61s));
}

TEST_CASE("a client asks first, then shows the cookie, and replaces it by a newer one") {
    FastOpenCache cache;
    CHECK(cache.option_for(kServer) == FastOpenOption{});
    CHECK_FALSE(cache.mss(kServer));
    const FastOpenOption first{cookie_of({1, 2, 3, 4}), false};
    cache.learn(kServer, sim::kStart, asked(first));
    CHECK(cache.option_for(kServer) == first);
    CHECK(cache.mss(kServer) == 1460);
    CHECK(cache.option_for(kClient) == FastOpenOption{});  // another server

    FastOpenOutcome taken{.mss = 940,
                          .answer = {},
                          .asked = first,
                          .sent_data = true,
                          .data_acknowledged = true,
                          .syn_resent = false};
    cache.learn(kServer, sim::kStart, taken);
    CHECK(cache.option_for(kServer) == first);
    CHECK(cache.mss(kServer) == 940);
    taken.answer = FastOpenOption{cookie_of({5, 6, 7, 8}), false};
    cache.learn(kServer, sim::kStart, taken);
    CHECK(cache.option_for(kServer) == taken.answer);
    cache.clear();
    CHECK(cache.find(kServer) == nullptr);
}

TEST_CASE("a cookie that was not asked for is not kept, its MSS is") {
    FastOpenCache cache;
    FastOpenOutcome unasked = asked(FastOpenOption{cookie_of({1, 2, 3, 4}), false});
    unasked.asked = {};
    cache.learn(kServer, sim::kStart, unasked);
    CHECK(cache.option_for(kServer) == FastOpenOption{});
    CHECK(cache.mss(kServer) == 1460);
}

TEST_CASE("a server that says nothing is asked in the old form once, then in the new form for good") {
    FastOpenCache cache;
    cache.learn(kServer, sim::kStart, asked({}));
    CHECK(cache.option_for(kServer).experimental);
    cache.learn(kServer, sim::kStart, asked({}, true));
    CHECK_FALSE(cache.option_for(kServer).experimental);
    cache.learn(kServer, sim::kStart, asked({}));
    CHECK_FALSE(cache.option_for(kServer).experimental);

    FastOpenCache old_server;
    old_server.learn(kServer, sim::kStart, asked({}));
    const FastOpenOption cookie{cookie_of({1, 2, 3, 4}), true};
    old_server.learn(kServer, sim::kStart, asked(cookie, true));
    CHECK(old_server.option_for(kServer) == cookie);
}

TEST_CASE("data that got lost with its SYN is held back for a while, longer each time") {
    FastOpenCache cache;
    const FastOpenOption cookie{cookie_of({1, 2, 3, 4}), false};
    const FastOpenOutcome lost{.mss = 1460,
                               .answer = {},
                               .asked = cookie,
                               .sent_data = true,
                               .data_acknowledged = false,
                               .syn_resent = true};
    cache.learn(kServer, sim::kStart, asked(cookie));
    CHECK(cache.may_send_data(kServer, sim::kStart, 1h));
    cache.learn(kServer, sim::kStart, lost);
    CHECK_FALSE(cache.may_send_data(kServer, sim::kStart + 59min, 1h));
    CHECK(cache.may_send_data(kServer, sim::kStart + 60min, 1h));
    CHECK(cache.may_send_data(kServer, sim::kStart, 0h));
    cache.learn(kServer, sim::kStart, lost);
    CHECK_FALSE(cache.may_send_data(kServer, sim::kStart + 119min, 1h));
    CHECK(cache.find(kServer)->losses == 2);
    CHECK(cache.option_for(kServer) == cookie);
    FastOpenOutcome better = lost;
    better.data_acknowledged = true;
    cache.learn(kServer, sim::kStart, better);
    CHECK(cache.may_send_data(kServer, sim::kStart, 1h));
}
