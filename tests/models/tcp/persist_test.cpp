// Closed and tiny windows: probing (RFC 9293 3.8.6.1), the override timeout of silly-window avoidance
// (3.8.6.2.1), windows that shrink (3.8.6, RFC 1122 4.2.2.16), and what a closed window must not break. Each
// test plays the peer by hand. Read next: tests/support/tcp_bench.hpp, models/tcp/timers.cpp.
#include "tests/support/tcp_bench.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace patchcord;
using models::trace::TimerKind;
using models::wire::Error;
using models::wire::TcpState;
using tests::bytes_of;
using tests::TcpBench;

namespace {

std::shared_ptr<models::tcp::Connection> connect(TcpBench& bench, std::uint32_t window) {
    return bench.connect({"S.", 0, 1, window, {}, tests::mss(1000)});
}

}  // namespace

TEST_CASE("a window that opens without acknowledging the FIN of a probe does not acknowledge the FIN") {
    TcpBench bench;
    const auto connection = connect(bench, 0);
    connection->close();
    bench.run(1.1);
    CHECK(bench.only() == "F. 1 ack 1");
    bench.inject({".", 1, 1, 1000});
    CHECK(connection->state() == TcpState::FinWait1);
    CHECK(bench.only() == "F. 1 ack 1");
    bench.inject({".", 1, 2, 1000});
    CHECK(connection->state() == TcpState::FinWait2);
}

TEST_CASE("a probe that takes the last octet is the last: no FIN that nobody asked for") {
    TcpBench bench;
    const auto connection = connect(bench, 0);
    CHECK(connection->send(bytes_of("x")));
    bench.run(1.1);
    CHECK(bench.only() == "P. 1:2 ack 1");
    bench.inject({".", 1, 2, 0});
    CHECK_FALSE(connection->timer());
    bench.run(300);
    CHECK(bench.only() == "nothing");
}

TEST_CASE("a FIN that a probe delivered is not probed again") {
    TcpBench bench;
    const auto connection = connect(bench, 0);
    CHECK(connection->shutdown_send());
    bench.run(1.1);
    CHECK(bench.only() == "F. 1 ack 1");
    bench.inject({".", 1, 2, 0});
    CHECK(connection->state() == TcpState::FinWait2);
    bench.run(300);
    CHECK(bench.only() == "nothing");
}

TEST_CASE("the acknowledgment of a probe is believed when a window update overtook it") {
    TcpBench bench;
    const auto connection = connect(bench, 4000);
    CHECK(connection->send(bytes_of(std::string(4000, 'x'))));
    bench.run(1e-3);
    bench.inject({".", 1, 4001, 0});
    CHECK(connection->send(bytes_of("hello")));
    bench.take();
    bench.run(1.1);
    CHECK(bench.only() == ". 4001:4002 ack 1");
    bench.inject({".", 1, 4001, 2});  // opens by less than is worth a segment
    CHECK(bench.only() == "nothing");
    bench.inject({".", 1, 4002, 4000});
    CHECK(bench.only() == "P. 4002:4006 ack 1");
}

TEST_CASE("a window too small for silly-window avoidance is used after the override timeout, as data") {
    TcpBench bench;
    const auto connection = connect(bench, 4000);
    CHECK(connection->send(bytes_of(std::string(4000, 'x'))));
    bench.run(1e-3);
    bench.inject({".", 1, 4001, 100});
    CHECK(connection->send(bytes_of(std::string(500, 'y'))));
    bench.take();
    bench.run(1.1);
    CHECK(bench.only() == ". 4001:4101 ack 1");
    REQUIRE(connection->timer());
    CHECK(connection->timer()->kind == TimerKind::Retransmission);
    bench.inject({".", 1, 4051, 50});  // part of it
    REQUIRE(connection->timer());
    CHECK(connection->timer()->kind == TimerKind::Retransmission);
    bench.run(1.1);
    CHECK(bench.take().at(0).seq == 4051);
}

TEST_CASE("probes that nobody answers end the connection, those that are answered never do") {
    TcpBench bench;
    const auto connection = connect(bench, 0);
    CHECK(connection->send(bytes_of("hello")));
    SUBCASE("silence") {
        bench.run(3000);
        CHECK(bench.take().size() == 15);
        CHECK(connection->state() == TcpState::Closed);
        CHECK(connection->send(bytes_of("x")).error() == Error::TimedOut);
    }
    SUBCASE("answers") {
        for (int minute = 0; minute < 200; ++minute) {
            bench.run(60);
            bench.inject({".", 1, 1, 0});
        }
        CHECK(connection->state() == TcpState::Established);
    }
}

TEST_CASE("a window that shrinks to nothing while data is in flight is probed, without a limit (MUST-36)") {
    TcpBench bench;
    const auto connection = connect(bench, 4000);
    CHECK(connection->send(bytes_of(std::string(3000, 'x'))));
    bench.run(1e-3);
    bench.take();
    bench.inject({".", 1, 1, 0});
    bench.run(1.1);
    CHECK(bench.only() == ". 1:1001 ack 1");  // RFC 7323 2.4: the first retransmission ignores the window
    for (int minute = 0; minute < 120; ++minute) {
        bench.run(60);
        bench.inject({".", 1, 1, 0});
        for (const auto& segment : bench.take())
            CHECK(segment.text.size() == 1);
    }
    CHECK(connection->state() == TcpState::Established);
    bench.inject({".", 1, 1, 4000});
    CHECK(bench.take().at(0).text.size() == 1000);
    bench.inject({".", 1, 3001, 4000});
    CHECK_FALSE(connection->timer());
    CHECK(connection->send_queue() == 0);
}

TEST_CASE("acknowledgments stay acceptable for a peer that has closed or shrunk its window") {
    TcpBench bench;
    SUBCASE("a probe is out") {
        const auto connection = connect(bench, 0);
        CHECK(connection->send(bytes_of("hello")));
        bench.run(1.1);
        bench.take();
        bench.inject({".", 1, 1, 0, "a"});
        bench.inject({".", 2, 1, 0, "b"});
        CHECK(bench.only() == ". 1 ack 3");
        connection->abort();
        bench.run(1e-3);
        CHECK(bench.only() == "R. 1 ack 3");
    }
    SUBCASE("the window has shrunk") {
        const auto connection = connect(bench, 4000);
        CHECK(connection->send(bytes_of(std::string(3000, 'x'))));
        bench.run(1e-3);
        bench.take();
        bench.inject({".", 1, 1, 500, "a"});
        bench.inject({".", 2, 1, 500, "b"});
        CHECK(bench.only() == ". 501 ack 3");
    }
}

TEST_CASE("shutting the receiving side leaves unread data, and the window that it closed, as they are") {
    models::tcp::Config config = tests::book();
    config.receive_buffer = 1000;
    TcpBench bench{config};
    const auto connection = bench.connect();
    bench.inject({"P.", 1, 1, 65535, std::string(1000, 'x')});
    bench.run(0.3);
    CHECK(bench.take().back().window == 0);
    connection->shutdown_receive();
    bench.run(1e-3);
    CHECK(bench.take().empty());
    CHECK(tests::read_all(*connection) == std::string(1000, 'x'));
    bench.run(1e-3);
    CHECK(bench.take().back().window == 1000);
    bench.inject({"P.", 1001, 1, 65535, std::string(1000, 'x')});
    bench.run(0.3);
    CHECK(bench.take().back().ack == 2001);
}

TEST_CASE("a receive buffer of one octet announces that it is free again") {
    models::tcp::Config config = tests::book();
    config.receive_buffer = 1;
    TcpBench bench{config};
    const auto connection = bench.connect();
    bench.inject({"P.", 1, 1, 65535, "x"});
    bench.run(0.3);
    CHECK(bench.take().back().window == 0);
    CHECK(tests::read_all(*connection) == "x");
    bench.run(1e-3);
    const auto update = bench.take();
    REQUIRE(update.size() == 1);
    CHECK(update[0].window == 1);
}

TEST_CASE("a SYN at a closed window is answered once") {
    models::tcp::Config config = tests::book();
    config.receive_buffer = 4;
    TcpBench bench{config};
    const auto connection = bench.connect();
    bench.inject({"P.", 1, 1, 65535, "abcd"});
    bench.run(0.3);
    bench.take();
    bench.inject({"S.", 5, 1});
    CHECK(bench.only() == ". 1 ack 5");
    bench.inject({"SFP.", 5, 1, 65535, "e"});
    CHECK(bench.only() == ". 1 ack 5");
    CHECK(tests::read_all(*connection) == "abcd");
}

TEST_CASE("rounding of a scaled window never promises more than the buffer holds") {
    models::tcp::Config config = tests::rfc();
    config.receive_buffer = 262'147;  // shift 3
    models::wire::TcpOptions options = tests::mss(1460);
    options.window_scale = 0;
    TcpBench bench{config};
    const auto connection = bench.connect({"S.", 0, 1, 65535, {}, options});
    std::uint32_t next = 1;
    std::uint32_t edge = 1 + 65535;
    const auto send = [&](std::uint32_t size) {
        bench.inject({"P.", next, 1, 65535, std::string(size, 'x')});
        next += size;
        for (const auto& segment : bench.take())
            edge = std::max(edge, segment.ack + (segment.window << 3));
        REQUIRE(edge <= 1 + config.receive_buffer);
    };
    while (next + 1460 < edge)
        send(1460);
    for (int i = 0; i < 2000 && next < edge; ++i)
        send(1);
    CHECK(connection->receive_queue() <= config.receive_buffer);
    CHECK(connection->receive_queue() > config.receive_buffer - 16);
}
