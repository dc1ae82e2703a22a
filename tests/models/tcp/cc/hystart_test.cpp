// HyStart ends slow start when RTTs of a round are all higher, or when a train of ACKs lasts for half an RTT;
// not because of one slow sample, and not below 16 segments. Read next: models/tcp/cc/hystart.cpp.
#include "models/tcp/cc/cubic.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <deque>
#include <vector>

using namespace patchcord;
using namespace std::chrono_literals;
using models::tcp::Seq;
using models::tcp::cc::CongestionControl;
using models::tcp::cc::Cubic;
using models::tcp::cc::Snapshot;

namespace {

/// Slow start in rounds: each round acknowledges what the one before has sent, two segments per ACK.
class RoundsOfAcks {
  public:
    explicit RoundsOfAcks(std::uint32_t initial_window, bool hystart = true)
        : control_{{.abc_limit = 0xFFFF, .hystart = hystart}} {
        control_.established(snapshot(), initial_window);
        send();
    }
    Cubic& control() { return control_; }
    bool left_slow_start() const { return control_.ssthresh() != CongestionControl::kInfinite; }
    void wait(sim::Duration duration) { now_ += duration; }
    void send() { nxt_ = una_ + control_.cwnd(); }

    void ack(sim::Duration rtt) {
        una_ += 2;
        control_.measured(snapshot(), rtt);
        control_.acknowledged(snapshot(), 2);
    }
    /// The whole flight: the first ACK after the RTT, the others `spacing` apart; it is sent anew at the end.
    void round(sim::Duration rtt, sim::Duration spacing) {
        const std::uint32_t acks = (nxt_ - una_) / 2;
        now_ += rtt;
        for (std::uint32_t i = 0; i < acks; ++i) {
            if (i > 0) now_ += spacing;
            ack(rtt);
        }
        send();
    }
    Snapshot snapshot() const {
        return {.now = now_,
                .in_flight = nxt_ - una_,
                .cwnd_limited = true,
                .snd_una = Seq{una_},
                .snd_nxt = Seq{nxt_},
                .srtt = sim::Duration{0}};
    }

  private:
    Cubic control_;
    sim::Time now_ = sim::kStart + 1s;
    std::uint32_t una_ = 1;
    std::uint32_t nxt_ = 1;
};

}  // namespace

TEST_CASE("a round of RTTs an eighth higher ends slow start at the ninth sample") {
    RoundsOfAcks path{20};
    path.round(100ms, 3ms);
    REQUIRE_FALSE(path.left_slow_start());
    REQUIRE(path.control().cwnd() == 40);
    path.wait(100ms);
    for (int sample = 0; sample < 8; ++sample) {
        path.wait(3ms);
        path.ack(113ms);
        REQUIRE_FALSE(path.left_slow_start());
    }
    path.wait(3ms);
    path.ack(113ms);
    CHECK(path.control().ssthresh() == 56);
    CHECK(path.control().cwnd() == 56);
    CHECK_FALSE(path.control().in_slow_start());
}

TEST_CASE("one sample of the old RTT in the round is enough to go on") {
    RoundsOfAcks path{20};
    path.round(100ms, 3ms);
    path.wait(100ms);
    for (int sample = 0; sample < 20; ++sample) {
        path.wait(3ms);
        path.ack(sample == 4 ? 111ms : 150ms);
    }
    CHECK_FALSE(path.left_slow_start());
}

TEST_CASE("growth counts from 4 ms on short paths, and from 16 ms on long ones") {
    struct Row {
        sim::Duration rtt;
        sim::Duration higher;
        bool leaves;
    };
    for (const Row& row :
         {Row{8ms, 11ms, false}, Row{8ms, 13ms, true}, Row{800ms, 815ms, false}, Row{800ms, 817ms, true}}) {
        RoundsOfAcks path{20};
        path.round(row.rtt, 3ms);
        path.round(row.higher, 3ms);
        CHECK(path.left_slow_start() == row.leaves);
    }
}

TEST_CASE("ACKs close together for half an RTT end slow start") {
    RoundsOfAcks path{20};
    path.round(20ms, 3ms);  // too far apart to be a train
    REQUIRE_FALSE(path.left_slow_start());
    path.round(20ms, 1ms);  // 20 ACKs: 10.5 ms are over at the 12th
    CHECK(path.control().ssthresh() == 62);
}

TEST_CASE("a gap ends the train for the rest of the round") {
    RoundsOfAcks path{40};
    path.wait(40ms);
    for (int i = 0; i < 20; ++i) {
        path.wait(i == 3 ? 3ms : 1ms);
        path.ack(40ms);
    }
    CHECK_FALSE(path.left_slow_start());
}

TEST_CASE("below 16 segments, without HyStart, and once slow start is over, nothing ends it") {
    RoundsOfAcks small{4};
    small.round(20ms, 1ms);
    small.round(100ms, 1ms);
    CHECK_FALSE(small.left_slow_start());

    RoundsOfAcks without{20, false};
    without.round(20ms, 1ms);
    without.round(100ms, 1ms);
    CHECK_FALSE(without.left_slow_start());

    RoundsOfAcks later{20};
    later.control().set_ssthresh(20);
    later.round(20ms, 1ms);
    later.round(100ms, 1ms);
    CHECK(later.control().ssthresh() == 20);
}

TEST_CASE("after a timeout HyStart watches again") {
    RoundsOfAcks path{20};
    path.round(20ms, 3ms);
    path.round(100ms, 3ms);
    REQUIRE(path.left_slow_start());
    path.control().set_cwnd(16);
    path.control().set_ssthresh(CongestionControl::kInfinite);
    path.control().timed_out(path.snapshot());
    path.send();
    for (int round = 0; round < 3; ++round)  // until what was sent before the timeout is acknowledged
        path.round(20ms, 3ms);
    REQUIRE_FALSE(path.left_slow_start());
    path.round(100ms, 3ms);
    CHECK(path.left_slow_start());
}

TEST_CASE("on a path of two segments per 100 ms cwnd is that of Linux 6.18, segment by segment") {
    Cubic control{{.abc_limit = 0xFFFF, .hystart = true}};
    Snapshot snapshot{.now = sim::kStart + 1s,
                      .in_flight = 0,
                      .cwnd_limited = true,
                      .snd_una = Seq{1},
                      .snd_nxt = Seq{1},
                      .srtt = 100ms};
    control.established(snapshot, 10);
    std::deque<sim::Time> sent(10, snapshot.now);
    std::vector<std::uint32_t> seen;
    for (std::uint32_t acked = 2; acked <= 200; acked += 2) {
        snapshot.now += 100ms;
        const sim::Duration rtt = snapshot.now - sent[1];
        sent.erase(sent.begin(), sent.begin() + 2);
        snapshot.snd_una = Seq{1 + acked};
        snapshot.snd_nxt = Seq{1 + acked + static_cast<std::uint32_t>(sent.size())};
        control.measured(snapshot, rtt);
        control.acknowledged(snapshot, 2);
        sent.resize(std::max<std::size_t>(sent.size(), control.cwnd()), snapshot.now);
        if (acked % 20 == 0) seen.push_back(control.cwnd());
    }
    CHECK(seen == std::vector<std::uint32_t>{30, 36, 37, 39, 45, 54, 64, 74, 84, 94});
}
