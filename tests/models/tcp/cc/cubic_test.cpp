// CUBIC against the closed formulas of RFC 9438: the curve, the Reno-friendly region, fast convergence, idle
// times; and Linux's limits. A path of constant RTT plays the peer. Read next:
// tests/models/tcp/cc/hystart_test.cpp.
#include "models/tcp/cc/cubic.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

using namespace patchcord;
using namespace std::chrono_literals;
using models::tcp::Seq;
using models::tcp::cc::Cubic;
using models::tcp::cc::Rules;
using models::tcp::cc::Snapshot;

namespace {

constexpr Rules kWithoutHyStart{.abc_limit = 0xFFFF, .hystart = false};

/// A sender that always has data, ACKs of two segments each, spread evenly over the round trip.
class SteadyPath {
  public:
    SteadyPath(sim::Duration rtt, std::uint32_t initial_window) : rtt_{rtt} {
        control_.established(snapshot(), initial_window);
    }
    Cubic& control() { return control_; }
    std::uint32_t cwnd() const { return control_.cwnd(); }
    sim::Time now() const { return now_; }
    void wait(sim::Duration silence) { now_ += silence; }

    void round_trip() {
        const std::uint32_t acks = std::max(cwnd() / 2, 1U);
        for (std::uint32_t ack = 0; ack < acks; ++ack) {
            now_ += rtt_ / acks;
            control_.measured(snapshot(), rtt_);
            control_.acknowledged(snapshot(), 2);
        }
    }
    void run_until(sim::Time end) {
        while (now_ < end)
            round_trip();
    }
    void lose() {
        control_.set_ssthresh(control_.reduced(snapshot()));
        control_.set_cwnd(control_.ssthresh());
    }
    Snapshot snapshot() const {
        return {.now = now_,
                .in_flight = control_.cwnd(),
                .cwnd_limited = true,
                .snd_una = Seq{1},
                .snd_nxt = Seq{1},
                .srtt = rtt_};
    }

  private:
    Cubic control_{kWithoutHyStart};
    sim::Duration rtt_;
    sim::Time now_ = sim::kStart + 1s;
};

/// RFC 9438 4.2 (1).
double curve(double seconds, double w_max, double k) {
    return 0.4 * std::pow(seconds - k, 3) + w_max;
}

}  // namespace

TEST_CASE("cwnd follows W(t) = C (t - K)^3 + Wmax for 60 s, one RTT ahead (RFC 9438 4.2)") {
    constexpr double kWMax = 12'000;
    constexpr double kRtt = 0.02;
    SteadyPath path{20ms, 12'000};
    path.lose();
    const double begin_window = path.cwnd();
    CHECK(begin_window == 8402);  // 12000 * 717 / 1024
    const double k = std::cbrt((kWMax - begin_window) / 0.4);
    const sim::Time begin = path.now();
    while (path.now() < begin + 60s) {
        path.round_trip();
        const double t = sim::seconds(path.now() - begin);
        // Between where the curve was one RTT ago and where it will be one RTT later, within a segment. C is
        // 410/1024 and not 0.4; and Linux adds a segment in 100 windows where the curve is flat.
        const double slack = 1.1 + 0.002 * std::abs(curve(t, kWMax, k) - kWMax);
        REQUIRE(path.cwnd() >= curve(t - kRtt, kWMax, k) - slack);
        REQUIRE(path.cwnd() <= curve(t + kRtt, kWMax, k) + slack);
    }
    CHECK(path.cwnd() > 12'000);
}

TEST_CASE("where the curve is flat, cwnd stays within one segment of it") {
    SteadyPath path{40ms, 4000};
    path.lose();
    const double k = std::cbrt((4000.0 - path.cwnd()) / 0.4);
    const sim::Time begin = path.now();
    path.run_until(begin + sim::Duration{static_cast<std::int64_t>((k - 1) * 1e12)});
    while (sim::seconds(path.now() - begin) < k + 1) {
        path.round_trip();
        const double ahead = sim::seconds(path.now() - begin) + 0.04;
        CAPTURE(ahead);
        REQUIRE(std::abs(path.cwnd() - curve(ahead, 4000, k)) <= 1.0);
    }
}

TEST_CASE("with small windows and short RTTs CUBIC is as fast as Reno would be (RFC 9438 4.3)") {
    SteadyPath path{5ms, 20};
    path.lose();
    REQUIRE(path.cwnd() == 14);
    const sim::Time begin = path.now();
    path.run_until(begin + 500ms);
    // W_est grows by 3 (1 - beta) / (1 + beta) = 0.53 per RTT, 53 in 100; the curve by less than one.
    CHECK(path.cwnd() >= 14 + 47);
    CHECK(path.cwnd() <= 14 + 55);
    const double k = std::cbrt((20.0 - 14.0) / 0.4);
    CHECK(curve(0.5, 20, k) < 17);
}

TEST_CASE("a loss leaves 0.7 of cwnd, two segments at least, and a second one lower down makes room") {
    SteadyPath path{50ms, 1000};
    path.lose();
    CHECK(path.cwnd() == 700);
    path.lose();  // before Wmax was reached again: Wmax = 700 (1 + beta) / 2 = 595 (4.7)
    CHECK(path.cwnd() == 490);
    const double k = std::cbrt((595.0 - 490.0) / 0.4);
    path.run_until(path.now() + sim::Duration{static_cast<std::int64_t>(k * 1e12)});
    CHECK(std::abs(static_cast<int>(path.cwnd()) - 595) <= 1);
    path.control().set_cwnd(2);
    path.lose();
    CHECK(path.cwnd() == 2);
}

TEST_CASE("cwnd grows by at most one segment per two acknowledged") {
    SteadyPath path{100ms, 100};
    path.lose();
    path.run_until(path.now() + 30s);  // the curve is steep by now
    for (int round = 0; round < 20; ++round) {
        const std::uint32_t before = path.cwnd();
        path.round_trip();
        REQUIRE(path.cwnd() <= before + before / 2 + 1);
    }
}

TEST_CASE("before any loss, and after a timeout, cwnd grows by 5 % per RTT at least") {
    SteadyPath path{10ms, 100};
    path.control().set_ssthresh(100);
    path.round_trip();
    CHECK(path.cwnd() == 105);
    path.lose();
    path.control().set_cwnd(1);
    path.control().timed_out(path.snapshot());
    path.control().set_ssthresh(40);
    path.control().set_cwnd(40);
    path.round_trip();
    CHECK(path.cwnd() == 42);
}

TEST_CASE("while cwnd stays the same, the curve and Reno's cwnd are looked at 32 times a second") {
    SteadyPath path{100ms, 7};
    path.control().set_ssthresh(7);
    const auto ack = [&path](sim::Duration later) {
        path.wait(later);
        path.control().acknowledged(path.snapshot(), 1);
        return path.cwnd();
    };
    for (int i = 0; i < 17; ++i)  // Reno at beta 0.7 would grow at the 14th
        REQUIRE(ack(1ms) == 7);
    CHECK(ack(20ms) == 8);
}

TEST_CASE("the time of silence does not count (RFC 9438 5.8)") {
    SteadyPath busy{50ms, 1000};
    SteadyPath idle{50ms, 1000};
    for (SteadyPath* path : {&busy, &idle}) {
        path->lose();
        path->run_until(path->now() + 2s);
    }
    const sim::Time last_sent = idle.now();
    idle.wait(30s);
    idle.control().resumed(idle.snapshot(), last_sent);
    busy.run_until(busy.now() + 1s);
    idle.run_until(idle.now() + 1s);
    CHECK(idle.cwnd() == busy.cwnd());
}

TEST_CASE("on a path of years, far from K, the arithmetic stays in its range") {
    SteadyPath path{1s, 2};
    path.lose();
    path.round_trip();
    path.wait(24h * 20);
    path.round_trip();
    CHECK(path.cwnd() >= 2);
    path.control().set_cwnd(3'000'000);
    path.lose();
    path.round_trip();
    CHECK(path.cwnd() >= 2'100'000);
}
