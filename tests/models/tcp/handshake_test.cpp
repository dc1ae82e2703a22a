// Opening a connection: RFC 9293 3.5, 3.10.1, 3.10.7.1 to 3.10.7.3, and the SYN's timer (RFC 6298).
// Each test plays the peer by hand.
// Read next: tests/support/tcp_bench.hpp.
#include "tests/support/tcp_bench.hpp"

#include <doctest/doctest.h>

using namespace patchcord;
using models::wire::Error;
using models::wire::TcpState;
using tests::Tcp;
using tests::TcpBench;

TEST_CASE("an active open sends SYN with the MSS, and the third segment acknowledges the second") {
    TcpBench bench;
    const auto connection = bench.begin_connect();
    const auto syn = bench.take();
    REQUIRE(syn.size() == 1);
    CHECK(TcpBench::describe(syn[0]) == "S 0");
    CHECK(syn[0].options.mss == 1460);
    CHECK_FALSE(syn[0].options.window_scale);
    CHECK(syn[0].window == 65535);
    CHECK(connection->state() == TcpState::SynSent);
    CHECK(connection->connected().error() == Error::ResourceUnavailableTryAgain);

    bench.inject({"S.", 0, 1, 65535, {}, tests::mss(1000)});
    CHECK(bench.only() == ". 1 ack 1");
    CHECK(connection->state() == TcpState::Established);
    CHECK(connection->connected().value());
    CHECK(connection->tcb().mss == 1000);
}

TEST_CASE("without an MSS option a segment carries 536 bytes") {
    TcpBench bench;
    const auto connection = bench.connect({"S.", 0, 1});
    CHECK(connection->tcb().mss == 536);
}

TEST_CASE("a SYN that nobody answers is sent at 0, 1, 3, 7, 15, 31, 63 and 123 s, then connect times out") {
    TcpBench bench;
    const auto connection = bench.begin_connect();
    bench.take();
    bench.run_until(200);
    const double expected[] = {1, 3, 7, 15, 31, 63, 123};
    const auto again = bench.take();
    REQUIRE(again.size() == std::size(expected));
    for (std::size_t i = 0; i < again.size(); ++i) {
        CHECK(TcpBench::describe(again[i]) == "S 0");
        CHECK(again[i].at - expected[i] > 0);  // the time on the wire
        CHECK(again[i].at - expected[i] < 20e-6);
    }
    CHECK(connection->connected().error() == Error::TimedOut);
    CHECK(connection->state() == TcpState::Closed);
}

TEST_CASE("after a lost SYN the retransmission timeout for data is 3 s (RFC 6298 5.7)") {
    TcpBench bench;
    const auto connection = bench.begin_connect();
    bench.run(1.5);
    bench.inject({"S.", 0, 1, 65535, {}, tests::mss(1460)});
    CHECK(connection->tcb().rtt.rto() == std::chrono::seconds{3});
}

TEST_CASE("a reset in answer to the SYN refuses the connection, one with a wrong ACK is ignored") {
    TcpBench bench;
    const auto connection = bench.begin_connect();
    bench.take();
    bench.inject({"R.", 0, 2});
    CHECK(connection->state() == TcpState::SynSent);
    bench.inject({"R", 0});
    CHECK(connection->state() == TcpState::SynSent);
    bench.inject({"R.", 0, 1});
    CHECK(bench.only() == "nothing");
    CHECK(connection->connected().error() == Error::ConnectionRefused);
}

TEST_CASE("an ACK of something that was never sent is answered with a reset in SYN-SENT") {
    TcpBench bench;
    const auto connection = bench.begin_connect();
    bench.take();
    bench.inject({".", 5, 77});
    CHECK(bench.only() == "R 77");
    CHECK(connection->state() == TcpState::SynSent);
}

TEST_CASE("SYNs that cross make one connection (figure 7)") {
    TcpBench bench;
    const auto connection = bench.begin_connect();
    bench.take();
    bench.inject({"S", 0, 0, 65535, {}, tests::mss(1460)});
    CHECK(bench.only() == "S. 0 ack 1");
    CHECK(connection->state() == TcpState::SynReceived);
    bench.inject({"S.", 0, 1, 65535, {}, tests::mss(1460)});
    CHECK(connection->state() == TcpState::Established);
    CHECK(connection->connected().value());
}

TEST_CASE("a passive open answers SYN with SYN,ACK and accepts after the third segment") {
    TcpBench bench;
    bench.listen();
    bench.inject({"S", 0, 0, 65535, {}, tests::mss(1200)});
    CHECK(bench.only() == "S. 0 ack 1");
    CHECK_FALSE(bench.listener->accept());
    bench.inject({".", 1, 1});
    const auto connection = bench.listener->accept();
    REQUIRE(connection);
    CHECK((*connection)->state() == TcpState::Established);
    CHECK((*connection)->tcb().mss == 1200);
    CHECK(bench.only() == "nothing");
}

TEST_CASE("a repeated SYN gets the SYN,ACK again, a lost SYN,ACK is sent again after 1 s") {
    TcpBench bench;
    bench.listen();
    bench.inject({"S"});
    CHECK(bench.only() == "S. 0 ack 1");
    bench.inject({"S"});
    CHECK(bench.only() == "S. 0 ack 1");
    bench.run(1.0);
    CHECK(bench.only() == "S. 0 ack 1");
}

TEST_CASE("the window scale is used only when both ends send it") {
    models::tcp::Config config = tests::rfc();
    SUBCASE("both") {
        TcpBench bench{config};
        models::wire::TcpOptions options = tests::mss(1460);
        options.window_scale = 7;
        const auto connection = bench.connect({"S.", 0, 1, 1000, {}, options});
        CHECK(connection->tcb().snd_wnd == 1000);  // windows in a SYN are never scaled
        bench.inject({".", 1, 1, 1000});
        CHECK(connection->tcb().snd_wnd == 128'000);
        CHECK(connection->tcb().window.shift() == 3);
    }
    SUBCASE("only ours") {
        TcpBench bench{config};
        const auto connection = bench.connect({"S.", 0, 1, 1000, {}, tests::mss(1460)});
        bench.inject({".", 1, 1, 900});
        CHECK(connection->tcb().snd_wnd == 900);
        CHECK(connection->tcb().window.shift() == 0);
    }
    SUBCASE("a shift above 14 counts as 14") {
        TcpBench bench{config};
        models::wire::TcpOptions options = tests::mss(1460);
        options.window_scale = 200;
        const auto connection = bench.connect({"S.", 0, 1, 1000, {}, options});
        CHECK(connection->tcb().snd_shift == 14);
    }
    SUBCASE("a SYN,ACK mirrors what was offered") {
        TcpBench bench{config};
        bench.listen();
        bench.inject({"S", 0, 0, 65535, {}, tests::mss(1460)});
        CHECK_FALSE(bench.take().at(0).options.window_scale);
    }
}

TEST_CASE("a reset returns a passive handshake to LISTEN without an error") {
    TcpBench bench;
    bench.listen(1);
    bench.inject({"S"});
    bench.take();
    CHECK_FALSE(bench.tcp().connections().empty());
    bench.inject({"R", 1});
    CHECK(bench.tcp().connections().empty());
    CHECK(bench.listener->queues().handshakes() == 0);
}

TEST_CASE("a wrong ACK in SYN-RECEIVED is answered with a reset") {
    TcpBench bench;
    bench.listen();
    bench.inject({"S"});
    bench.take();
    bench.inject({".", 1, 500});
    CHECK(bench.only() == "R 500");
    CHECK_FALSE(bench.listener->accept());
}

TEST_CASE("the backlog limits handshakes and the queue, further SYNs are dropped") {
    TcpBench bench;
    bench.listen(1);
    for (std::uint16_t port = 5000; port < 5003; ++port) {
        bench.set_ports(80, port);
        bench.inject({"S"});
    }
    CHECK(bench.take().size() == 2);  // backlog + 1, as BSD and Linux count
}

TEST_CASE("segments without a connection are answered with a reset that their sender believes") {
    TcpBench bench;
    bench.stack_isn = 0;
    SUBCASE("without ACK: the reset acknowledges all of it") {
        bench.inject({"S", 0, 0, 65535, "abc"});
        const auto seen = bench.take();
        REQUIRE(seen.size() == 1);
        CHECK(seen[0].flags == "R.");
        CHECK(seen[0].seq == 0);
        CHECK(seen[0].ack == 4);
    }
    SUBCASE("with ACK: the reset has its number") {
        bench.inject({".", 10, 1234});
        CHECK(bench.only() == "R 1234");
    }
    SUBCASE("a reset: nothing") {
        bench.inject({"R.", 10, 1234});
        CHECK(bench.only() == "nothing");
    }
}

TEST_CASE("a host that does not answer ARP makes connect fail with host_unreachable") {
    TcpBench bench;
    bench.answers_arp = false;
    const auto connection = bench.begin_connect();
    bench.run(10);
    CHECK(connection->connected().error() == Error::HostUnreachable);
}

TEST_CASE("the same four-tuple twice is an error") {
    TcpBench bench;
    auto port = bench.tcp().ports().reserve({models::wire::Ipv4Address::kAny, 4000}, true);
    const auto first = bench.tcp().connect(std::move(*port), {TcpBench::kPeer, 80}, bench.tcp().config());
    REQUIRE(first);
    auto again = bench.tcp().ports().reserve({models::wire::Ipv4Address::kAny, 4000}, true);
    const auto second = bench.tcp().connect(std::move(*again), {TcpBench::kPeer, 80}, bench.tcp().config());
    REQUIRE_FALSE(second);
    CHECK(second.error() == Error::AddressNotAvailable);
}
