// Closing: RFC 9293 3.6 and 3.10.4, TIME-WAIT, half-close, simultaneous close, resets; and what the calls say
// then. Each test plays the peer by hand. Read next: tests/support/tcp_bench.hpp.
#include "tests/support/tcp_bench.hpp"

#include <doctest/doctest.h>

using namespace patchcord;
using models::wire::Error;
using models::wire::TcpState;
using tests::TcpBench;

TEST_CASE("close first: FIN-WAIT-1, FIN-WAIT-2, TIME-WAIT for 240 s, CLOSED") {
    TcpBench bench;
    const auto connection = bench.connect();
    connection->close();
    bench.run(100e-6);
    CHECK(bench.only() == "F. 1 ack 1");
    CHECK(connection->state() == TcpState::FinWait1);
    bench.inject({".", 1, 2});
    CHECK(connection->state() == TcpState::FinWait2);
    bench.inject({"F.", 1, 2});
    CHECK(bench.only() == ". 2 ack 2");
    CHECK(connection->state() == TcpState::TimeWait);
    bench.run(239.9);
    CHECK(connection->state() == TcpState::TimeWait);
    bench.run(0.2);
    CHECK(connection->state() == TcpState::Closed);
    CHECK(bench.tcp().connections().empty());
}

TEST_CASE("close second: CLOSE-WAIT, LAST-ACK, CLOSED") {
    TcpBench bench;
    const auto connection = bench.connect();
    bench.inject({"F.", 1, 1});
    CHECK(bench.only() == ". 1 ack 2");
    CHECK(connection->state() == TcpState::CloseWait);
    std::uint8_t byte = 0;
    CHECK(connection->receive({&byte, 1}).value() == 0);
    connection->close();
    bench.run(100e-6);
    CHECK(bench.only() == "F. 1 ack 2");
    CHECK(connection->state() == TcpState::LastAck);
    bench.inject({".", 2, 2});
    CHECK(connection->state() == TcpState::Closed);
}

TEST_CASE("FINs that cross: CLOSING, then TIME-WAIT") {
    TcpBench bench;
    const auto connection = bench.connect();
    connection->close();
    bench.run(100e-6);
    bench.take();
    bench.inject({"F.", 1, 1});
    CHECK(bench.only() == ". 2 ack 2");
    CHECK(connection->state() == TcpState::Closing);
    bench.inject({".", 2, 2});
    CHECK(connection->state() == TcpState::TimeWait);
}

TEST_CASE("a FIN that acknowledges ours goes straight to TIME-WAIT") {
    TcpBench bench;
    const auto connection = bench.connect();
    connection->close();
    bench.run(100e-6);
    bench.inject({"F.", 1, 2});
    CHECK(connection->state() == TcpState::TimeWait);
}

TEST_CASE("a lost FIN is sent again by the timer, doubling") {
    TcpBench bench;
    const auto connection = bench.connect();
    connection->close();
    bench.run(100e-6);
    const double first = bench.take().at(0).at;
    bench.run(8);
    const auto again = bench.take();
    REQUIRE(again.size() == 3);
    CHECK(TcpBench::describe(again[0]) == "F. 1 ack 1");
    CHECK(again[0].at - first == doctest::Approx(1.0));
    CHECK(again[1].at - first == doctest::Approx(3.0));
    CHECK(again[2].at - first == doctest::Approx(7.0));
}

TEST_CASE("in TIME-WAIT a FIN that comes again is acknowledged and restarts 2 MSL, a reset is ignored") {
    TcpBench bench;
    const auto connection = bench.connect();
    connection->close();
    bench.run(100e-6);
    bench.inject({"F.", 1, 2});
    bench.take();
    bench.run(200);
    bench.inject({"F.", 1, 2});
    CHECK(bench.only() == ". 2 ack 2");
    bench.inject({"R", 2});
    bench.run(200);
    CHECK(connection->state() == TcpState::TimeWait);
    bench.run(50);
    CHECK(connection->state() == TcpState::Closed);
}

TEST_CASE("in TIME-WAIT a SYN with a higher number opens a new connection at a listener") {
    TcpBench bench;
    const auto connection = bench.accept();
    connection->close();
    bench.run(100e-6);
    bench.inject({"F.", 1, 2});
    REQUIRE(connection->state() == TcpState::TimeWait);
    bench.take();
    bench.inject({"S", 100});
    CHECK(bench.take().at(0).flags == "S.");
    bench.inject({".", 101, 1});
    CHECK(bench.listener->accept());
}

TEST_CASE("after shutdown the peer's data still arrives, and writing fails with broken_pipe") {
    TcpBench bench;
    const auto connection = bench.connect();
    CHECK(connection->shutdown_send());
    bench.run(100e-6);
    CHECK(bench.only() == "F. 1 ack 1");
    CHECK(connection->send(tests::bytes_of("x")).error() == Error::BrokenPipe);
    bench.inject({"P.", 1, 2, 65535, "late"});
    bench.inject({"F.", 5, 2});
    CHECK(tests::read_all(*connection) == "late");
    CHECK(connection->state() == TcpState::TimeWait);
}

TEST_CASE("data that is queued goes before the FIN, and the last segment carries it") {
    TcpBench bench;
    const auto connection = bench.connect({"S.", 0, 1, 0, {}, tests::mss(1460)});
    CHECK(connection->send(tests::bytes_of("hello")).value() == 5);
    connection->close();
    bench.run(100e-6);
    CHECK(bench.only() == "nothing");
    bench.inject({".", 1, 1, 1000});
    CHECK(bench.only() == "FP. 1:6 ack 1");
}

TEST_CASE("closing with data unread sends a reset (RFC 2525 2.17)") {
    TcpBench bench;
    const auto connection = bench.connect();
    bench.inject({"P.", 1, 1, 65535, "unread"});
    bench.take();
    connection->close();
    bench.run(100e-6);
    CHECK(bench.only() == "R. 1 ack 7");
    CHECK(bench.tcp().connections().empty());
}

TEST_CASE("data for a connection that the application has closed is answered with a reset") {
    TcpBench bench;
    const auto connection = bench.connect();
    connection->close();
    bench.run(100e-6);
    bench.take();
    bench.inject({"P.", 1, 2, 65535, "too late"});
    CHECK(bench.take().at(0).flags == "R");
    CHECK(connection->state() == TcpState::Closed);
}

TEST_CASE("FIN-WAIT-2 of a closed connection ends after 60 s") {
    TcpBench bench;
    const auto connection = bench.connect();
    connection->close();
    bench.run(100e-6);
    bench.inject({".", 1, 2});
    bench.run(59);
    CHECK(connection->state() == TcpState::FinWait2);
    bench.run(2);
    CHECK(connection->state() == TcpState::Closed);
}

TEST_CASE("abort sends a reset, and close in SYN-SENT sends nothing") {
    TcpBench bench;
    SUBCASE("abort") {
        const auto connection = bench.connect();
        connection->abort();
        bench.run(100e-6);
        CHECK(bench.only() == "R. 1 ack 1");
    }
    SUBCASE("close in SYN-SENT") {
        const auto connection = bench.begin_connect();
        bench.take();
        connection->close();
        bench.run(100);
        CHECK(bench.only() == "nothing");
        CHECK(bench.tcp().connections().empty());
    }
}

TEST_CASE("an exact reset ends the connection, data first, then the error, then the end") {
    TcpBench bench;
    const auto connection = bench.connect();
    bench.inject({"P.", 1, 1, 65535, "last"});
    bench.take();
    bench.inject({"R", 5});
    std::uint8_t buffer[16];
    CHECK(connection->receive(buffer).value() == 4);
    CHECK(connection->receive(buffer).error() == Error::ConnectionReset);
    CHECK(connection->receive(buffer).value() == 0);
    CHECK(connection->send(tests::bytes_of("x")).error() == Error::BrokenPipe);
}

TEST_CASE("a reset in the window but not exact is answered with a challenge ACK (RFC 5961 3.2)") {
    TcpBench bench;
    const auto connection = bench.connect();
    bench.inject({"R", 100});
    CHECK(bench.only() == ". 1 ack 1");
    CHECK(connection->state() == TcpState::Established);
    bench.inject({"R", 70'000});
    CHECK(bench.only() == "nothing");
    CHECK(connection->state() == TcpState::Established);
}

TEST_CASE("a SYN in a connection is answered with a challenge ACK (RFC 5961 4.2)") {
    TcpBench bench;
    const auto connection = bench.connect();
    bench.inject({"S", 50});
    CHECK(bench.only() == ". 1 ack 1");
    CHECK(connection->state() == TcpState::Established);
}

TEST_CASE("a listener that closes resets what waits in its queue") {
    TcpBench bench;
    bench.listen();
    bench.inject({"S"});
    bench.inject({".", 1, 1});
    bench.set_ports(80, 5001);
    bench.inject({"S"});
    bench.take();
    bench.listener.reset();
    bench.run(100e-6);
    CHECK(bench.take().size() == 2);
    CHECK(bench.tcp().connections().empty());
}

TEST_CASE("data that is never acknowledged gives up with timed_out after 15 retransmissions") {
    TcpBench bench;
    const auto connection = bench.connect();
    CHECK(connection->send(tests::bytes_of("x")).value() == 1);
    bench.run(2000);
    CHECK(bench.take().size() == 16);
    CHECK(connection->send(tests::bytes_of("x")).error() == Error::TimedOut);
}
