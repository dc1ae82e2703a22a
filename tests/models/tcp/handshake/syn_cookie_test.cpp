// SYN cookies and the queues of a listener: what a cookie proves, what it forgets, when it is sent (RFC 4987
// 3.6), and Linux's counting of the backlog. Read next: models/tcp/handshake/syn_cookie.cpp, backlog.hpp.
#include "models/tcp/handshake/syn_cookie.hpp"

#include "models/tcp/handshake/backlog.hpp"

#include <doctest/doctest.h>

#include <chrono>

using namespace patchcord;
using namespace models::tcp::handshake;
using namespace std::chrono_literals;
using models::tcp::Seq;
using models::wire::FourTuple;

namespace {

const SynCookies kCookies{{1, 2}, {3, 4}};
constexpr FourTuple kTuple{{{10, 0, 0, 1}, 80}, {{10, 0, 0, 2}, 40'000}};
constexpr Seq kIrs{0xFFFF'FF00};
constexpr sim::Time kNow = sim::kStart + 90s;

}  // namespace

TEST_CASE("a cookie comes back as the MSS that it stands for") {
    struct Row {
        std::uint16_t mss;
        std::uint16_t kept;
    };
    for (const Row& row : {Row{1460, 1460}, Row{8960, 1460}, Row{1459, 1440}, Row{1400, 1300}, Row{1000, 536},
                           Row{536, 536}, Row{88, 536}}) {
        const Seq cookie = kCookies.make(kTuple, kIrs, row.mss, kNow);
        CHECK(kCookies.check(kTuple, kIrs, cookie, kNow + 1s) == row.kept);
    }
}

TEST_CASE("a cookie is good until the minute after the next begins") {
    const Seq cookie = kCookies.make(kTuple, kIrs, 1460, sim::kStart + 59s);
    CHECK(kCookies.check(kTuple, kIrs, cookie, sim::kStart + 119s));
    CHECK_FALSE(kCookies.check(kTuple, kIrs, cookie, sim::kStart + 120s));
    const Seq much_later = kCookies.make(kTuple, kIrs, 1460, sim::kStart + 600h);
    CHECK(kCookies.check(kTuple, kIrs, much_later, sim::kStart + 600h));
}

TEST_CASE("a cookie is bound to its connection, its SYN and its secrets, and cannot be guessed") {
    const Seq cookie = kCookies.make(kTuple, kIrs, 1460, kNow);
    FourTuple other = kTuple;
    other.remote.port += 1;
    CHECK_FALSE(kCookies.check(other, kIrs, cookie, kNow));
    CHECK_FALSE(kCookies.check(kTuple, kIrs + 100, cookie, kNow));
    CHECK_FALSE(SynCookies({1, 2}, {3, 5}).check(kTuple, kIrs, cookie, kNow));
    int believed = 0;
    for (std::uint32_t guess = 0; guess < 100'000; ++guess)
        believed += kCookies.check(kTuple, kIrs, cookie + 8 + guess * 42'949, kNow).has_value() ? 1 : 0;
    CHECK(believed == 0);
}

TEST_CASE("window scale, SACK and ECN survive in the low bits of a timestamp, which never runs ahead") {
    for (const std::uint32_t timestamp : {0U, 63U, 64U, 1000U, 0xFFFF'FFFFU}) {
        for (const SynCookieOptions& options :
             {SynCookieOptions{}, SynCookieOptions{7, true, false}, SynCookieOptions{14, true, true},
              SynCookieOptions{0, false, true}}) {
            const std::uint32_t marked = options.into(timestamp);
            CHECK(SynCookieOptions::from(marked) == options);
            CHECK(timestamp - marked < 64);
        }
    }
}

TEST_CASE("each queue may be one longer than the backlog, as on Linux") {
    Backlog backlog{1, false};
    using Verdict = Backlog::Verdict;
    CHECK(backlog.on_syn() == Verdict::Take);
    backlog.handshake_began();
    CHECK(backlog.on_syn() == Verdict::Take);
    backlog.handshake_began();
    CHECK(backlog.on_syn() == Verdict::Drop);
    for (int done = 0; done < 2; ++done) {
        CHECK(backlog.may_establish());
        backlog.handshake_ended();
        backlog.waits();
    }
    CHECK_FALSE(backlog.may_establish());
    CHECK(backlog.on_syn() == Verdict::Drop);
    backlog.accepted();
    CHECK(backlog.may_establish());
    CHECK(backlog.on_syn() == Verdict::Take);
}

TEST_CASE("a full SYN queue sends cookies where they are allowed, a full accept queue drops the SYN") {
    using Verdict = Backlog::Verdict;
    Backlog backlog{1, true};
    backlog.handshake_began();
    backlog.handshake_began();
    CHECK(backlog.on_syn() == Verdict::SendCookie);
    backlog.waits();
    backlog.waits();
    CHECK(backlog.on_syn() == Verdict::Drop);
    backlog.set_limit(2);
    CHECK(backlog.on_syn() == Verdict::Take);
}
