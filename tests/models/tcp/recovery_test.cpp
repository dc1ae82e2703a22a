// Recovery in numbers: hand-computed traces of NewReno (RFC 5681 3.1 and 3.2, RFC 6582 3.2, RFC 3042) and of
// the retransmission timer with Karn's rule (RFC 6298 3 and 5). Each test plays the peer by hand. Read next:
// tests/models/tcp/loss_test.cpp.
#include "models/tcp/cc/new_reno.hpp"
#include "tests/support/tcp_bench.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>

using namespace patchcord;
using namespace std::chrono_literals;
using tests::bytes_of;
using tests::TcpBench;

namespace {

std::string segments(std::size_t count) {
    return std::string(count * 1000, 'x');
}

models::tcp::Config new_reno(std::uint32_t initial_window) {
    models::tcp::Config config = tests::rfc();
    config.initial_window = initial_window;
    config.window_scale = false;
    return config;
}

std::shared_ptr<models::tcp::Connection> connect(TcpBench& bench) {
    return bench.connect({"S.", 0, 1, 60'000, {}, tests::mss(1000)});
}

models::tcp::cc::Snapshot with_flight(std::uint32_t flight) {
    return {.now = sim::kStart, .mss = 1000, .flight = flight, .cwnd_limited = true};
}

}  // namespace

TEST_CASE("the backed-off RTO stays until a segment that was sent once is measured (RFC 6298 5, Karn)") {
    TcpBench bench;
    const auto connection = connect(bench);
    CHECK(connection->send(bytes_of("one")));
    bench.run(3.5);  // sent at 0, 1 and 3 s
    CHECK(bench.take().size() == 3);
    bench.inject({".", 1, 4, 60'000});
    CHECK(connection->tcb().rtt.rto() == 4s);
    CHECK(connection->send(bytes_of("two")));
    bench.run(3.9);
    CHECK(bench.only() == "P. 4:7 ack 1");
    bench.inject({".", 1, 7, 60'000});
    CHECK(connection->tcb().rtt.rto() < 13s);  // measured: 3.9 s, so SRTT + 4 RTTVAR
    CHECK(connection->tcb().rtt.srtt() > 100ms);
}

TEST_CASE("limited transmit is not counted as flight when ssthresh is set (RFC 5681 3.2 step 2)") {
    TcpBench bench{new_reno(10)};
    const auto connection = connect(bench);
    CHECK(connection->send(bytes_of(segments(30))));
    bench.run(1e-3);
    CHECK(bench.take().size() == 10);
    for (int i = 0; i < 3; ++i)
        bench.inject({".", 1, 1, 60'000});
    CHECK(bench.only() == ". 10001:11001 ack 1 | . 11001:12001 ack 1 | . 1:1001 ack 1");
    // ssthresh 5, cwnd 5 + 3, 12 in flight. Duplicates 4 to 8 inflate: at cwnd 13 one new segment goes.
    for (int i = 4; i <= 7; ++i)
        bench.inject({".", 1, 1, 60'000});
    CHECK(bench.only() == "nothing");
    bench.inject({".", 1, 1, 60'000});
    CHECK(bench.only() == ". 12001:13001 ack 1");
    // Partial ACK of 4: the hole goes, cwnd 13 - 4 + 1 = 10, flight 9, so one new segment goes.
    bench.inject({".", 1, 4001, 60'000});
    CHECK(bench.only() == ". 4001:5001 ack 1 | . 13001:14001 ack 1");
    // Everything up to `recover`: cwnd = min(ssthresh 5, max(flight 2, 1) + 1) = 3.
    bench.inject({".", 1, 12'001, 60'000});
    CHECK(bench.only() == ". 14001:15001 ack 1");
    CHECK_FALSE(connection->tcb().in_recovery);
}

TEST_CASE("duplicate ACKs of what was sent before a timeout do not start recovery (RFC 6582 3.2 step 4)") {
    TcpBench bench{new_reno(4)};
    const auto connection = connect(bench);
    CHECK(connection->send(bytes_of(segments(4))));
    bench.run(1.5);
    CHECK(bench.take().size() == 5);
    for (int i = 0; i < 5; ++i)
        bench.inject({".", 1, 1, 60'000});
    CHECK(bench.only() == "nothing");  // neither a fast retransmit nor limited transmit of old data
    bench.inject({".", 1, 4001, 60'000});
    CHECK(connection->send(bytes_of(segments(4))));
    bench.run(1e-3);
    bench.inject({".", 1, 5001, 60'000});  // beyond `recover`: the next loss is found again
    bench.take();
    for (int i = 0; i < 3; ++i)
        bench.inject({".", 1, 5001, 60'000});
    CHECK(connection->tcb().in_recovery);
}

TEST_CASE("a timeout in recovery leaves it, with one segment of cwnd") {
    TcpBench bench{new_reno(10)};
    const auto connection = connect(bench);
    CHECK(connection->send(bytes_of(segments(20))));
    bench.run(1e-3);
    for (int i = 0; i < 3; ++i)
        bench.inject({".", 1, 1, 60'000});
    CHECK(connection->tcb().in_recovery);
    bench.take();
    bench.run(1.2);
    CHECK(bench.only() == ". 1:1001 ack 1");
    CHECK_FALSE(connection->tcb().in_recovery);
    bench.inject({".", 1, 1001, 60'000});  // slow start: cwnd 2
    CHECK(bench.only() == ". 1001:2001 ack 1 | . 2001:3001 ack 1");
}

TEST_CASE("the first partial ACK restarts the timer, the later ones do not (RFC 6582 3.2 step 3)") {
    TcpBench bench{new_reno(10)};
    const auto connection = connect(bench);
    CHECK(connection->send(bytes_of(segments(10))));
    bench.run(1e-3);
    for (int i = 0; i < 3; ++i)
        bench.inject({".", 1, 1, 60'000});
    bench.run(0.5);
    bench.inject({".", 1, 2001, 60'000});
    const sim::Time expires = connection->timer()->expires;
    CHECK(expires - bench.simulation().now() > 990ms);
    bench.run(0.2);
    bench.inject({".", 1, 4001, 60'000});
    CHECK(connection->timer()->expires == expires);
    bench.inject({".", 1, 10'001, 60'000});
    CHECK_FALSE(connection->timer());
}

TEST_CASE("acknowledging alone is not sending: a restart after an idle RTO still shrinks cwnd") {
    TcpBench bench{new_reno(2)};
    const auto connection = connect(bench);
    CHECK(connection->send(bytes_of(segments(6))));
    bench.run(1e-3);
    for (std::uint32_t acked = 1001; acked <= 6001; acked += 1000)
        bench.inject({".", 1, acked, 60'000});
    bench.take();
    bench.run(1.5);
    bench.inject({".", 1, 6001, 60'000, "a"});
    bench.inject({".", 2, 6001, 60'000, "b"});
    CHECK(bench.only() == ". 6001 ack 3");
    CHECK(connection->send(bytes_of(segments(6))));
    bench.run(1e-3);
    CHECK(bench.take().size() == 2);  // RFC 5681 4.1: the restart window
}

TEST_CASE("the arithmetic of NewReno in slow start, avoidance, recovery and after timeouts") {
    models::tcp::cc::NewReno control;
    control.established(1000, 4);
    CHECK(control.cwnd() == 4000);
    control.acknowledged(with_flight(4000), 1000);
    CHECK(control.cwnd() == 5000);
    control.acknowledged(with_flight(4000), 3000);  // one SMSS an ACK
    CHECK(control.cwnd() == 6000);
    control.acknowledged(with_flight(4000), 10);
    CHECK(control.cwnd() == 6010);
    control.timeout(with_flight(6000), true);
    CHECK(control.cwnd() == 1000);
    CHECK(control.ssthresh() == 3000);
    control.timeout(with_flight(1000), false);  // the same data: ssthresh stays
    CHECK(control.ssthresh() == 3000);
    control.acknowledged(with_flight(1000), 1000);
    control.acknowledged(with_flight(2000), 1000);
    CHECK(control.cwnd() == 3000);
    for (int i = 0; i < 2; ++i)
        control.acknowledged(with_flight(3000), 1000);
    CHECK(control.cwnd() == 3000);
    control.acknowledged(with_flight(3000), 1000);  // a window's worth
    CHECK(control.cwnd() == 4000);
    control.enter_recovery(with_flight(1000));
    CHECK(control.ssthresh() == 2000);
    CHECK(control.cwnd() == 5000);
    control.partial_acknowledged(with_flight(1000), 50'000);
    CHECK(control.cwnd() == 1000);
    control.exit_recovery(with_flight(0));
    CHECK(control.cwnd() == 2000);
}

TEST_CASE("cwnd neither overflows nor vanishes, whatever it is told") {
    sim::RandomStream random{3, "cc", 0, "test"};
    models::tcp::cc::NewReno control;
    control.established(1460, 10);
    for (int i = 0; i < 200'000; ++i) {
        const auto snapshot = with_flight(static_cast<std::uint32_t>(random.below(1u << 30)));
        const auto amount = static_cast<std::uint32_t>(random.below(1u << 30));
        switch (random.below(8)) {
            case 0:
                control.enter_recovery(snapshot);
                break;
            case 1:
                control.partial_acknowledged(snapshot, amount);
                break;
            case 2:
                control.exit_recovery(snapshot);
                break;
            case 3:
                if (random.below(50) == 0) control.timeout(snapshot, random.below(2) == 0);
                break;
            case 4:
                control.duplicate_in_recovery(snapshot);
                break;
            default:
                control.acknowledged(snapshot, amount);
        }
        REQUIRE(control.cwnd() >= 1000);
        REQUIRE(control.cwnd() <= models::tcp::cc::CongestionControl::kUnlimited);
        REQUIRE(control.ssthresh() >= 2000);
    }
}
