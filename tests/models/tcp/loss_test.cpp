// Losses: the retransmission timer (RFC 6298), fast retransmit and NewReno (RFC 5681, RFC 6582), what ICMP
// says (RFC 9293 3.9.2.2, RFC 5927). Each test plays the peer by hand. Read next:
// tests/support/tcp_bench.hpp.
#include "tests/support/tcp_bench.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace patchcord;
using models::wire::Error;
using models::wire::TcpState;
using tests::bytes_of;
using tests::TcpBench;

namespace {

std::string segments(std::size_t count) {
    return std::string(count * 1000, 'x');
}

/// Established with a peer whose segments carry 1000 bytes.
std::shared_ptr<models::tcp::Connection> connect(TcpBench& bench) {
    return bench.connect({"S.", 0, 1, 60'000, {}, tests::mss(1000)});
}

}  // namespace

TEST_CASE("unacknowledged data is sent again after 1, 3, 7 s") {
    TcpBench bench;
    const auto connection = connect(bench);
    const double start = bench.now();
    CHECK(connection->send(bytes_of("data")));
    bench.run(8);
    const auto sent = bench.take();
    REQUIRE(sent.size() == 4);
    const double expected[] = {0, 1, 3, 7};
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(TcpBench::describe(sent[i]) == "P. 1:5 ack 1");
        CHECK(sent[i].at - start - expected[i] < 20e-6);
        CHECK(sent[i].at - start - expected[i] > 0);
    }
    CHECK(connection->tcb().rtt.rto() == std::chrono::seconds{8});
}

TEST_CASE("the estimator follows RFC 6298 2.2 and 2.3, and a measurement ends the backoff") {
    using namespace std::chrono_literals;
    models::tcp::Config config = tests::book();
    config.min_rto = 200ms;
    models::tcp::RttEstimator rtt{config};
    const sim::Time t0 = sim::kStart;
    using models::tcp::Seq;
    const auto measure = [&](sim::Duration sample) { rtt.measure(sample, t0 + 1s, Seq{1}, Seq{2}); };
    measure(100ms);
    CHECK(rtt.srtt() == 100ms);
    CHECK(rtt.rttvar() == 50ms);
    CHECK(rtt.rto() == 300ms);
    measure(180ms);
    CHECK(rtt.rttvar() == 57500us);  // 3/4 * 50 + 1/4 * |100 - 180|
    CHECK(rtt.srtt() == 110ms);      // 7/8 * 100 + 1/8 * 180
    CHECK(rtt.rto() == 340ms);
    rtt.back_off();
    CHECK(rtt.srtt() == 110ms);
    CHECK(rtt.rto() == 680ms);
    measure(110ms);  // the backoff ends with a measurement
    CHECK(rtt.srtt() == 110ms);
    CHECK(rtt.rto() == 282500us);  // 110 + 4 * 3/4 * 57.5
    for (int i = 0; i < 20; ++i)
        rtt.back_off();
    CHECK(rtt.rto() == 60s);
}

TEST_CASE("three duplicate ACKs resend the first hole at once, two do not") {
    TcpBench bench;
    const auto connection = connect(bench);
    CHECK(connection->send(bytes_of(segments(8))));
    bench.run(1e-3);
    CHECK(bench.take().size() == 8);
    bench.inject({".", 1, 1, 60'000});
    bench.inject({".", 1, 1, 60'000});
    CHECK(bench.only() == "nothing");
    bench.inject({".", 1, 1, 60'000});
    CHECK(bench.only() == ". 1:1001 ack 1");
    bench.inject({".", 1, 8001, 60'000});
    CHECK(bench.only() == "nothing");
    CHECK(connection->tcb().recovery.state() != models::tcp::CaState::Recovery);
    bench.run(5);
    CHECK(bench.only() == "nothing");
}

TEST_CASE("what looks like a duplicate ACK but carries data or a new window is none") {
    TcpBench bench;
    const auto connection = connect(bench);
    CHECK(connection->send(bytes_of(segments(4))));
    bench.run(1e-3);
    bench.take();
    for (std::uint32_t i = 0; i < 5; ++i)
        bench.inject({".", 1, 1, 50'000 + i});
    CHECK(bench.only() == "nothing");
    for (std::uint32_t i = 0; i < 5; ++i) {
        bench.inject({".", 1 + 2 * i, 1, 50'004, "zz"});
    }
    for (const auto& segment : bench.take())
        CHECK(segment.text.empty());
}

TEST_CASE("a partial ACK resends the next hole, and only full acknowledgment ends recovery") {
    TcpBench bench;
    const auto connection = connect(bench);
    CHECK(connection->send(bytes_of(segments(8))));
    bench.run(1e-3);
    bench.take();
    for (int i = 0; i < 3; ++i)
        bench.inject({".", 1, 1, 60'000});
    CHECK(bench.only() == ". 1:1001 ack 1");
    bench.inject({".", 1, 3001, 60'000});
    CHECK(bench.only() == ". 3001:4001 ack 1");
    CHECK(connection->tcb().recovery.state() == models::tcp::CaState::Recovery);
    bench.inject({".", 1, 8001, 60'000});
    CHECK(connection->tcb().recovery.state() != models::tcp::CaState::Recovery);
}

TEST_CASE("after a timeout the rest is sent again segment by segment, and an ACK of all stops it") {
    TcpBench bench;
    const auto connection = connect(bench);
    CHECK(connection->send(bytes_of(segments(4))));
    bench.run(1.5);
    const auto sent = bench.take();
    REQUIRE(sent.size() == 5);
    CHECK(TcpBench::describe(sent[4]) == ". 1:1001 ack 1");
    bench.inject({".", 1, 1001, 60'000});
    CHECK(bench.only() == ". 1001:2001 ack 1");
    bench.inject({".", 1, 4001, 60'000});
    CHECK(bench.only() == "nothing");
    CHECK_FALSE(connection->timer());
}

TEST_CASE("NewReno: slow start, halving, recovery, loss window") {
    models::tcp::Config config = tests::rfc();
    config.initial_window = 4;
    config.window_scale = false;
    config.timestamps = false;
    config.sack = false;
    TcpBench bench{config};
    const auto connection = connect(bench);
    CHECK(connection->send(bytes_of(segments(60))));
    bench.run(1e-3);
    CHECK(bench.take().size() == 4);
    std::uint32_t acked = 1;
    for (int i = 0; i < 4; ++i) {  // slow start: each ACK lets two go
        acked += 1000;
        bench.inject({".", 1, acked, 60'000});
        CHECK(bench.take().size() == 2);
    }
    // cwnd and flight are 8 segments. Limited transmit lets two more go, then the hole is resent.
    bench.inject({".", 1, acked, 60'000});
    CHECK(bench.take().size() == 1);
    bench.inject({".", 1, acked, 60'000});
    CHECK(bench.take().size() == 1);
    bench.inject({".", 1, acked, 60'000});
    const auto again = bench.take();
    REQUIRE(again.size() == 1);
    CHECK(again[0].seq == acked);
    bench.inject({".", 1, acked + 10'000, 60'000});  // all of it: cwnd is ssthresh = flight / 2
    CHECK(bench.take().size() <= 5);
    bench.run(1.5);  // nothing comes any more: one segment after the timeout
    CHECK(bench.take().size() == 1);
}

TEST_CASE("ICMP port unreachable refuses a connection that is being opened, and is soft later") {
    TcpBench bench;
    auto unreachable = [&](std::uint32_t quoted_seq) {
        models::ip::TransportError error{};
        error.type = models::wire::IcmpType::Unreachable;
        error.code = 3;
        error.source = TcpBench::kStack;
        error.destination = TcpBench::kPeer;
        std::uint8_t quoted[8] = {0xC0, 0x00, 0, 80};
        for (int i = 0; i < 4; ++i)
            quoted[4 + i] = static_cast<std::uint8_t>((bench.stack_isn + quoted_seq) >> (24 - 8 * i));
        error.quoted = quoted;
        bench.tcp().error(error);
    };
    SUBCASE("SYN-SENT") {
        const auto connection = bench.begin_connect();
        unreachable(77);
        CHECK(connection->state() == TcpState::SynSent);  // not in flight: ignored
        unreachable(0);
        CHECK(connection->connected().error() == Error::ConnectionRefused);
    }
    SUBCASE("ESTABLISHED") {
        const auto connection = bench.connect();
        CHECK(connection->send(bytes_of("x")));
        unreachable(1);
        CHECK(connection->state() == TcpState::Established);
    }
}
