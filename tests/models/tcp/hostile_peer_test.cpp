// What a strange or hostile peer sends, and what the connection must make of it: SYN and FIN in odd places,
// simultaneous opens, reuse of a port in TIME-WAIT, ports and memory that must come free. Each test plays the
// peer by hand. Read next: tests/models/tcp/states_test.cpp.
#include "tests/support/tcp_bench.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace patchcord;
using models::wire::Error;
using models::wire::Ipv4Address;
using models::wire::TcpState;
using tests::bytes_of;
using tests::TcpBench;

TEST_CASE("the text of a SYN,ACK is cut to the receive buffer, and acknowledged") {
    models::tcp::Config config = tests::book();
    config.receive_buffer = 4;
    TcpBench bench{config};
    const auto connection = bench.begin_connect();
    bench.take();
    bench.inject({"SP.", 0, 1, 65535, "abcdefgh", tests::mss(1460)});
    CHECK(connection->receive_queue() <= 4);
    CHECK(tests::read_all(*connection) == "abcd");
}

TEST_CASE("the window in a SYN,ACK that crosses our own is not scaled (RFC 7323 2.2)") {
    TcpBench bench{tests::rfc()};
    const auto connection = bench.begin_connect();
    models::wire::TcpOptions options = tests::mss(1460);
    options.window_scale = 7;
    bench.inject({"S", 0, 0, 1000, {}, options});
    bench.inject({"S.", 0, 1, 1000, {}, options});
    REQUIRE(connection->state() == TcpState::Established);
    CHECK(connection->tcb().snd_wnd == 1000);
}

TEST_CASE("another SYN in SYN-RECEIVED returns a passive open to LISTEN, an active one is defended") {
    TcpBench bench;
    SUBCASE("passive") {
        bench.listen();
        bench.inject({"S"});
        bench.take();
        bench.inject({"S", 10});
        CHECK(bench.only() == "nothing");
        CHECK(bench.tcp().connections().empty());
        CHECK(bench.listener->queues().handshakes() == 0);
    }
    SUBCASE("active") {
        const auto connection = bench.begin_connect();
        bench.inject({"S", 0, 0, 65535, {}, tests::mss(1460)});
        bench.take();
        bench.inject({"S", 10});
        CHECK(bench.only() == ". 1 ack 1");
        CHECK(connection->state() == TcpState::SynReceived);
    }
}

TEST_CASE("a FIN that comes before its data is answered at once, and data behind it is not taken") {
    TcpBench bench;
    const auto connection = bench.connect();
    bench.inject({"F.", 5, 1});
    CHECK(bench.only() == ". 1 ack 1");
    bench.inject({"P.", 5, 1, 65535, "beyond"});
    bench.take();
    bench.inject({"P.", 1, 1, 65535, "abcdef"});
    CHECK(bench.only() == ". 1 ack 6");
    CHECK(connection->state() == TcpState::CloseWait);
    CHECK(tests::read_all(*connection) == "abcd");
}

TEST_CASE("a FIN before data that has come already is not believed") {
    TcpBench bench;
    const auto connection = bench.connect();
    bench.inject({"P.", 5, 1, 65535, "efgh"});
    bench.inject({"F.", 3, 1});
    bench.inject({"P.", 1, 1, 65535, "abcd"});
    CHECK(tests::read_all(*connection) == "abcdefgh");
    CHECK(connection->state() == TcpState::Established);
}

TEST_CASE("text and FIN in one segment are acknowledged by one ACK") {
    TcpBench bench;
    const auto connection = bench.connect();
    bench.inject({".", 1, 1, 65535, "ab"});
    bench.inject({"FP.", 3, 1, 65535, "cd"});
    CHECK(bench.only() == ". 1 ack 6");
    CHECK(connection->state() == TcpState::CloseWait);
}

TEST_CASE("abort in CLOSING and LAST-ACK says nothing (RFC 9293 3.10.5)") {
    TcpBench bench;
    const auto connection = bench.connect();
    SUBCASE("CLOSING") {
        CHECK(connection->shutdown_send());
        bench.inject({"F.", 1, 1});
        REQUIRE(connection->state() == TcpState::Closing);
    }
    SUBCASE("LAST-ACK") {
        bench.inject({"F.", 1, 1});
        CHECK(connection->shutdown_send());
        REQUIRE(connection->state() == TcpState::LastAck);
    }
    bench.run(1e-3);
    bench.take();
    connection->abort();
    bench.run(1e-3);
    CHECK(bench.only() == "nothing");
    CHECK(bench.tcp().connections().empty());
}

TEST_CASE("a new incarnation out of TIME-WAIT numbers its data above the old one (RFC 9293 3.6.1)") {
    models::tcp::Config config = tests::book();
    config.isn = 1000;
    TcpBench bench{config};
    const auto connection = bench.accept();
    CHECK(connection->send(bytes_of(std::string(500, 'x'))));
    connection->close();
    bench.run(1e-3);
    bench.inject({"F.", 1, 502});
    REQUIRE(connection->state() == TcpState::TimeWait);
    bench.take();
    bench.inject({"S", 100});
    REQUIRE(bench.take().at(0).flags == "S.");
    CHECK(bench.stack_isn - 1000 > 501);
}

TEST_CASE("a port is free as soon as its connection and the application have let go of it") {
    TcpBench bench;
    const auto free = [&] { return bench.tcp().ports().size() == 0; };
    SUBCASE("abort") {
        auto connection = bench.connect();
        connection->abort();
        connection.reset();
        CHECK(free());
    }
    SUBCASE("the peer resets, the application closes") {
        auto connection = bench.connect();
        bench.inject({"R", 1});
        CHECK_FALSE(free());
        connection->close();
        connection.reset();
        CHECK(free());
    }
    SUBCASE("the orphan's good-bye is over") {
        auto connection = bench.connect();
        connection->close();
        connection.reset();
        bench.run(1e-3);
        bench.inject({"F.", 1, 2});
        CHECK_FALSE(free());
        bench.run(241);
        CHECK(free());
    }
    SUBCASE("a handshake that a reset ended, and then its listener closes") {
        bench.listen();
        bench.inject({"S"});
        bench.inject({"R", 1});
        bench.listener.reset();
        CHECK(free());
    }
    bench.run(1e-3);
    CHECK(bench.simulation().buffers().outstanding() == 0);
}

TEST_CASE("an error that ICMP reported is forgotten when the peer answers again") {
    TcpBench bench;
    const auto connection = bench.connect();
    CHECK(connection->send(bytes_of("x")));
    models::ip::TransportError error{};
    error.type = models::wire::IcmpType::Unreachable;
    error.code = 1;
    error.source = TcpBench::kStack;
    error.destination = TcpBench::kPeer;
    std::uint8_t quoted[8] = {0xC0, 0x00, 0, 80};
    for (unsigned i = 0; i < 4; ++i)
        quoted[4 + i] = static_cast<std::uint8_t>((bench.stack_isn + 1) >> (24 - 8 * i));
    error.quoted = quoted;
    bench.run(1e-3);
    bench.tcp().error(error);
    SUBCASE("it does not") {
        bench.run(3000);
        CHECK(connection->pending_error() == Error::HostUnreachable);
    }
    SUBCASE("it does") {
        bench.inject({".", 1, 2});
        CHECK(connection->send(bytes_of("y")));
        bench.run(3000);
        CHECK(connection->pending_error() == Error::TimedOut);
    }
}

TEST_CASE("the SYN's number comes round after 4 GiB and means nothing then") {
    models::tcp::Tcb tcb{tests::book()};
    tcb.iss = tcb.snd_una = models::tcp::Seq{7};
    tcb.state = TcpState::SynSent;
    CHECK(tcb.text_begin() == models::tcp::Seq{8});
    tcb.state = TcpState::Established;
    CHECK(tcb.text_begin() == models::tcp::Seq{7});
}

TEST_CASE("shutdown in SYN-SENT waits for the handshake") {
    TcpBench bench;
    const auto connection = bench.begin_connect();
    CHECK(connection->send(bytes_of("x")));
    CHECK(connection->shutdown_send());
    bench.run(1e-3);
    CHECK(bench.only() == "S 0");
    bench.inject({"S.", 0, 1, 65535, {}, tests::mss(1460)});
    CHECK(bench.only() == "FP. 1:2 ack 1 | . 3 ack 1");
    CHECK(connection->state() == TcpState::FinWait1);
}

TEST_CASE("challenge ACKs are few, however many segments ask for them (RFC 5961 7)") {
    TcpBench bench;
    const auto connection = bench.connect();
    for (std::uint32_t i = 0; i < 100; ++i)
        bench.inject({i % 2 == 0 ? "R" : "S", 2 + i});
    CHECK(bench.take().size() == 10);
    bench.run(5);
    bench.inject({"R", 100});
    CHECK(bench.only() == ". 1 ack 1");
    CHECK(connection->state() == TcpState::Established);
}

TEST_CASE("an MSS of 0 does not stop the connection") {
    TcpBench bench;
    const auto connection = bench.connect({"S.", 0, 1, 65535, {}, tests::mss(0)});
    CHECK(connection->send(bytes_of(std::string(60, 'x'))));
    bench.run(1e-3);
    CHECK(bench.only() == ". 1:29 ack 1 | . 29:57 ack 1");  // RFC 791 3.2: 68 octets less the headers
}
