// Slow start, congestion avoidance and reductions of Tahoe, Reno and NewReno in segments (RFC 5681 3.1, RFC
// 3465), and the table of algorithms. Nothing is sent here. Read next: tests/models/tcp/cc/cubic_test.cpp.
#include "models/tcp/cc/registry.hpp"

#include <doctest/doctest.h>

#include <memory>

using namespace patchcord;
using namespace models::tcp::cc;
using models::tcp::Seq;

namespace {

constexpr std::uint32_t kNoLimit = 0xFFFF;

Snapshot limited(std::uint32_t in_flight = 0) {
    return {.now = sim::kStart,
            .in_flight = in_flight,
            .cwnd_limited = true,
            .snd_una = Seq{1},
            .snd_nxt = Seq{1},
            .srtt = sim::Duration{0}};
}

std::unique_ptr<CongestionControl> established(Algorithm algorithm, std::uint32_t abc_limit = kNoLimit,
                                               bool halve_flight = false) {
    auto control = make(algorithm, {.abc_limit = abc_limit, .hystart = false, .halve_flight = halve_flight});
    control->established(limited(), 10);
    return control;
}

/// A reduction as recovery does it: ssthresh, and cwnd down to it.
void lose(CongestionControl& control) {
    control.set_ssthresh(control.reduced(limited(control.cwnd())));
    control.set_cwnd(control.ssthresh());
}

}  // namespace

TEST_CASE("in slow start cwnd grows by what an ACK acknowledges, up to L segments (RFC 3465)") {
    for (const Algorithm algorithm :
         {Algorithm::Tahoe, Algorithm::Reno, Algorithm::NewReno, Algorithm::Cubic}) {
        const auto linux_like = established(algorithm);
        linux_like->acknowledged(limited(), 1);
        CHECK(linux_like->cwnd() == 11);
        linux_like->acknowledged(limited(), 4);
        CHECK(linux_like->cwnd() == 15);

        const auto strict = established(algorithm, 1);
        strict->acknowledged(limited(), 4);
        CHECK(strict->cwnd() == 11);

        const auto two = established(algorithm, 2);
        two->acknowledged(limited(), 4);
        CHECK(two->cwnd() == 12);
    }
}

TEST_CASE("an unused cwnd does not grow (RFC 7661)") {
    for (const Algorithm algorithm : {Algorithm::NewReno, Algorithm::Cubic}) {
        const auto control = established(algorithm);
        Snapshot idle = limited();
        idle.cwnd_limited = false;
        control->acknowledged(idle, 5);
        CHECK(control->cwnd() == 10);
    }
}

TEST_CASE("in congestion avoidance cwnd grows by one segment per window acknowledged") {
    const auto control = established(Algorithm::NewReno);
    lose(*control);  // 10 to 5
    REQUIRE(control->cwnd() == 5);
    REQUIRE_FALSE(control->in_slow_start());
    for (std::uint32_t window = 5; window < 50; ++window) {
        for (std::uint32_t ack = 1; ack < window; ++ack) {
            control->acknowledged(limited(), 1);
            REQUIRE(control->cwnd() == window);
        }
        control->acknowledged(limited(), 1);
        REQUIRE(control->cwnd() == window + 1);
    }
}

TEST_CASE("what slow start leaves of an ACK when it reaches ssthresh counts toward congestion avoidance") {
    const auto control = established(Algorithm::NewReno);
    control->set_ssthresh(12);
    control->acknowledged(limited(), 10);  // 2 in slow start, 8 of the 12 that the next one takes
    CHECK(control->cwnd() == 12);
    control->acknowledged(limited(), 3);
    CHECK(control->cwnd() == 12);
    control->acknowledged(limited(), 1);
    CHECK(control->cwnd() == 13);
}

TEST_CASE("a loss halves cwnd, or what was in flight, and leaves two segments at least (RFC 5681 (4))") {
    const auto kernel = established(Algorithm::NewReno);
    kernel->set_cwnd(30);
    CHECK(kernel->reduced(limited(12)) == 15);
    CHECK(kernel->cwnd() == 30);  // recovery decides when
    const auto strict = established(Algorithm::NewReno, 1, true);
    strict->set_cwnd(30);
    CHECK(strict->reduced(limited(12)) == 6);
    CHECK(strict->reduced(limited(1)) == 2);
}

TEST_CASE("the sawtooth: half and back again in as many round trips as it is high") {
    const auto control = established(Algorithm::Reno);
    control->set_cwnd(40);
    for (int tooth = 0; tooth < 5; ++tooth) {
        lose(*control);
        REQUIRE(control->cwnd() == 20);
        int round_trips = 0;
        for (; control->cwnd() < 40; ++round_trips)
            control->acknowledged(limited(), control->cwnd());
        CHECK(round_trips == 20);
    }
}

TEST_CASE("Tahoe starts over, Reno leaves recovery at a partial ACK, NewReno does neither") {
    CHECK(established(Algorithm::Tahoe)->starts_over_after_loss());
    CHECK_FALSE(established(Algorithm::Reno)->starts_over_after_loss());
    CHECK(established(Algorithm::Reno)->leaves_at_partial_ack());
    CHECK_FALSE(established(Algorithm::NewReno)->starts_over_after_loss());
    CHECK_FALSE(established(Algorithm::NewReno)->leaves_at_partial_ack());
}

TEST_CASE("a wrong reduction is undone, but what has grown since stays") {
    const auto control = established(Algorithm::NewReno);
    lose(*control);
    CHECK(control->undone(10) == 10);
    control->set_cwnd(14);
    CHECK(control->undone(10) == 14);
}

TEST_CASE("without congestion control cwnd is infinite, but after a timeout what was lost goes one by one") {
    const auto control = established(Algorithm::None);
    CHECK(control->cwnd() == CongestionControl::kInfinite);
    Snapshot snapshot = limited(3);
    CHECK(control->reduced(snapshot) == CongestionControl::kInfinite);
    control->set_cwnd(1);
    snapshot.snd_nxt = Seq{3001};
    control->timed_out(snapshot);
    snapshot.snd_una = Seq{2001};
    control->acknowledged(snapshot, 2);
    CHECK(control->cwnd() == 1);
    snapshot.snd_una = Seq{3001};
    control->acknowledged(snapshot, 1);
    CHECK(control->cwnd() == CongestionControl::kInfinite);
}

TEST_CASE("every algorithm is found by its name") {
    for (const Algorithm algorithm :
         {Algorithm::None, Algorithm::Tahoe, Algorithm::Reno, Algorithm::NewReno, Algorithm::Cubic}) {
        const auto control = make(algorithm, {.abc_limit = 1, .hystart = true});
        CHECK(control->name() == to_string(algorithm));
        CHECK(algorithm_from_name(control->name()) == algorithm);
    }
    CHECK_FALSE(algorithm_from_name("vegas"));
}
