// Recovery in numbers: hand-computed traces of NewReno (RFC 5681 3.1 and 3.2, RFC 6582 3.2, RFC 3042) and of
// the retransmission timer with Karn's rule (RFC 6298 3 and 5). Each test plays the peer by hand. Read next:
// tests/models/tcp/loss_test.cpp.
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
    config.timestamps = false;
    config.sack = false;
    return config;
}

std::shared_ptr<models::tcp::Connection> connect(TcpBench& bench) {
    return bench.connect({"S.", 0, 1, 60'000, {}, tests::mss(1000)});
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
    CHECK(connection->tcb().recovery.state() != models::tcp::CaState::Recovery);
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
    CHECK(connection->tcb().recovery.state() == models::tcp::CaState::Recovery);
}

TEST_CASE("a timeout in recovery leaves it, with one segment of cwnd") {
    TcpBench bench{new_reno(10)};
    const auto connection = connect(bench);
    CHECK(connection->send(bytes_of(segments(20))));
    bench.run(1e-3);
    for (int i = 0; i < 3; ++i)
        bench.inject({".", 1, 1, 60'000});
    CHECK(connection->tcb().recovery.state() == models::tcp::CaState::Recovery);
    bench.take();
    bench.run(1.2);
    CHECK(bench.only() == ". 1:1001 ack 1");
    CHECK(connection->tcb().recovery.state() != models::tcp::CaState::Recovery);
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
