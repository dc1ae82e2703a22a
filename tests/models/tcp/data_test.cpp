// Data transfer: segmentation, windows, acknowledgments, Nagle's rule, silly windows and zero windows (RFC
// 9293 3.7.4, 3.8.6, 3.10.7.4; RFC 5681 4.2). Each test plays the peer by hand. Read next:
// tests/support/tcp_bench.hpp.
#include "tests/support/tcp_bench.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace patchcord;
using models::wire::Error;
using models::wire::TcpState;
using tests::bytes_of;
using tests::TcpBench;

TEST_CASE("10,000 bytes make seven segments, the last of 1,240, and PSH is on the last") {
    TcpBench bench;
    const auto connection = bench.connect();
    std::string text(10'000, 'x');
    for (std::size_t i = 0; i < text.size(); ++i)
        text[i] = static_cast<char>('a' + i % 26);
    CHECK(connection->send(bytes_of(text)).value() == 10'000);
    bench.run(1e-3);
    const auto sent = bench.take();
    REQUIRE(sent.size() == 6);  // Nagle: the rest waits for an acknowledgment
    bench.inject({".", 1, 1 + 6 * 1460});
    const auto last = bench.take();
    REQUIRE(last.size() == 1);
    CHECK(last[0].text.size() == 1240);
    CHECK(last[0].flags == "P.");
    std::string all;
    for (const auto& segment : sent) {
        CHECK(segment.seq == 1 + all.size());
        CHECK(segment.flags == ".");
        all += segment.text;
    }
    CHECK(all + last[0].text == text);
}

TEST_CASE("the peer's window limits what is in flight") {
    TcpBench bench;
    const auto connection = bench.connect({"S.", 0, 1, 3000, {}, tests::mss(1000)});
    CHECK(connection->send(bytes_of(std::string(8000, 'x'))));
    bench.run(1e-3);
    CHECK(bench.only() == ". 1:1001 ack 1 | . 1001:2001 ack 1 | . 2001:3001 ack 1");
    bench.inject({".", 1, 1001, 3000});
    CHECK(bench.only() == ". 3001:4001 ack 1");
    bench.inject({".", 1, 2001, 2000});
    CHECK(bench.only() == "nothing");
}

TEST_CASE("Nagle holds a small segment while something is in flight, NoDelay does not") {
    models::tcp::Config config = tests::book();
    SUBCASE("Nagle") {
        TcpBench bench{config};
        const auto connection = bench.connect();
        CHECK(connection->send(bytes_of("a")));
        CHECK(connection->send(bytes_of("b")));
        CHECK(connection->send(bytes_of("c")));
        bench.run(1e-3);
        CHECK(bench.only() == "P. 1:2 ack 1");
        bench.inject({".", 1, 2});
        CHECK(bench.only() == "P. 2:4 ack 1");
    }
    SUBCASE("no delay") {
        TcpBench bench{config};
        const auto connection = bench.connect();
        connection->set_nagle(false);
        CHECK(connection->send(bytes_of("a")));
        CHECK(connection->send(bytes_of("b")));
        bench.run(1e-3);
        CHECK(bench.only() == "P. 1:2 ack 1 | P. 2:3 ack 1");
    }
}

TEST_CASE("every second segment is acknowledged at once, a single one after 200 ms") {
    TcpBench bench;
    const auto connection = bench.connect();
    bench.inject({".", 1, 1, 65535, "one"});
    CHECK(bench.only() == "nothing");
    bench.inject({".", 4, 1, 65535, "two"});
    CHECK(bench.only() == ". 1 ack 7");
    bench.inject({".", 7, 1, 65535, "three"});
    const double at = bench.now();
    bench.run(0.3);
    const auto late = bench.take();
    REQUIRE(late.size() == 1);
    CHECK(TcpBench::describe(late[0]) == ". 1 ack 12");
    CHECK(late[0].at - at == doctest::Approx(0.2).epsilon(0.01));
    CHECK(tests::read_all(*connection) == "onetwothree");
}

TEST_CASE("an acknowledgment rides on data") {
    TcpBench bench;
    const auto connection = bench.connect();
    bench.inject({"P.", 1, 1, 65535, "ping"});
    CHECK(connection->send(bytes_of("pong")));
    bench.run(0.5);
    CHECK(bench.only() == "P. 1:5 ack 5");
    (void)connection;
}

TEST_CASE("out of order: a duplicate ACK at once, and the whole when the gap is filled") {
    TcpBench bench;
    const auto connection = bench.connect();
    bench.inject({".", 5, 1, 65535, "efgh"});
    CHECK(bench.only() == ". 1 ack 1");
    bench.inject({".", 13, 1, 65535, "mnop"});
    CHECK(bench.only() == ". 1 ack 1");
    bench.inject({".", 9, 1, 65535, "ijkl"});
    CHECK(bench.only() == ". 1 ack 1");
    CHECK(tests::read_all(*connection).empty());
    bench.inject({".", 1, 1, 65535, "abcd"});
    CHECK(bench.only() == ". 1 ack 17");
    CHECK(tests::read_all(*connection) == "abcdefghijklmnop");
}

TEST_CASE("a FIN out of order waits for what is before it") {
    TcpBench bench;
    const auto connection = bench.connect();
    bench.inject({"FP.", 5, 1, 65535, "efgh"});
    CHECK(connection->state() == TcpState::Established);
    bench.inject({".", 1, 1, 65535, "abcd"});
    CHECK(tests::read_all(*connection) == "abcdefgh");
    CHECK(connection->state() == TcpState::CloseWait);
    bench.run(1e-3);
    CHECK(bench.take().back().ack == 10);
}

TEST_CASE("segments are trimmed to what is new and to the window") {
    models::tcp::Config config = tests::book();
    config.receive_buffer = 10;
    TcpBench bench{config};
    const auto connection = bench.connect();
    bench.inject({".", 1, 1, 65535, "abcd"});
    bench.take();
    SUBCASE("a duplicate is acknowledged at once") {
        bench.inject({".", 1, 1, 65535, "abcd"});
        CHECK(bench.only() == ". 1 ack 5");
    }
    SUBCASE("an overlap gives its new part") {
        bench.inject({".", 3, 1, 65535, "cdef"});
        CHECK(bench.only() == ". 1 ack 7");
        CHECK(tests::read_all(*connection) == "abcdef");
    }
    SUBCASE("what is beyond the window is cut off") {
        bench.inject({".", 5, 1, 65535, "efghijKLMN"});
        CHECK(tests::read_all(*connection) == "abcdefghij");
    }
    SUBCASE("what is wholly outside is dropped and acknowledged") {
        bench.inject({".", 500, 1, 65535, "zz"});
        CHECK(bench.only() == ". 1 ack 5");
        CHECK(tests::read_all(*connection) == "abcd");
    }
    SUBCASE("a segment without ACK is dropped") {
        bench.inject({"", 5, 0, 65535, "ef"});
        CHECK(bench.only() == "nothing");
        CHECK(tests::read_all(*connection) == "abcd");
    }
    SUBCASE("an ACK of what was never sent is answered and dropped") {
        bench.inject({".", 5, 100, 65535, "ef"});
        CHECK(bench.only() == ". 1 ack 5");
        CHECK(tests::read_all(*connection) == "abcd");
    }
}

TEST_CASE("the receiver's window closes, and opens again only by a worthwhile step") {
    models::tcp::Config config = tests::book();
    config.receive_buffer = 4000;
    TcpBench bench{config};
    const auto connection = bench.connect();
    for (std::uint32_t i = 0; i < 4; ++i)
        bench.inject({".", 1 + 1000 * i, 1, 65535, std::string(1000, 'x')});
    bench.run(0.3);
    CHECK(bench.take().back().window == 0);
    std::uint8_t buffer[1000];
    CHECK(connection->receive({buffer, 500}).value() == 500);
    CHECK(connection->receive({buffer, 500}).value() == 500);
    bench.run(1e-3);
    CHECK(bench.only() == "nothing");  // 1000 < min(4000 / 2, 1460)
    CHECK(connection->receive({buffer, 500}).value() == 500);
    bench.run(1e-3);
    const auto update = bench.take();
    REQUIRE(update.size() == 1);
    CHECK(update[0].window == 1500);
    CHECK(update[0].ack == 4001);
}

TEST_CASE("space beyond what the window field can say is not announced again with every read") {
    models::tcp::Config config = tests::book();
    config.receive_buffer = 1 << 20;
    TcpBench bench{config};
    const auto connection = bench.connect();
    for (std::uint32_t i = 0; i < 6; ++i)
        bench.inject({".", 1 + 1000 * i, 1, 65535, std::string(1000, 'x')});
    bench.run(0.3);
    CHECK(bench.take().back().window == 65535);
    tests::read_all(*connection);
    bench.run(1e-3);
    CHECK(bench.only() == "nothing");
}

TEST_CASE("the right edge of the window never moves left") {
    models::tcp::Config config = tests::book();
    config.receive_buffer = 4000;
    TcpBench bench{config};
    const auto connection = bench.connect();
    std::uint32_t edge = 1 + 4000;
    for (std::uint32_t i = 0; i < 40; ++i) {
        bench.inject({".", 1 + 90 * i, 1, 65535, std::string(90, 'x')});
        if (i % 3 == 0) tests::read_all(*connection);
        for (const auto& segment : bench.take()) {
            CHECK(segment.ack + segment.window >= edge);
            edge = std::max(edge, segment.ack + segment.window);
        }
    }
}

TEST_CASE("a zero window is probed with one byte at the RTO, doubling, and opening it resumes at once") {
    TcpBench bench;
    const auto connection = bench.connect({"S.", 0, 1, 0, {}, tests::mss(1460)});
    CHECK(connection->send(bytes_of("hello")));
    const double start = bench.now();
    bench.run(8);
    const auto probes = bench.take();
    REQUIRE(probes.size() == 3);
    const double expected[] = {1, 3, 7};
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(TcpBench::describe(probes[i]) == ". 1:2 ack 1");
        CHECK(probes[i].at - start == doctest::Approx(expected[i]).epsilon(0.001));
    }
    bench.inject({".", 1, 1, 0});
    CHECK(bench.only() == "nothing");
    bench.inject({".", 1, 1, 1000});
    CHECK(bench.only() == "P. 1:6 ack 1");
}

TEST_CASE("a probe that is taken moves on by one byte") {
    TcpBench bench;
    const auto connection = bench.connect({"S.", 0, 1, 0, {}, tests::mss(1460)});
    CHECK(connection->send(bytes_of("hello")));
    bench.run(1.1);
    bench.take();
    bench.inject({".", 1, 2, 1000});
    CHECK(bench.only() == "P. 2:6 ack 1");
}

TEST_CASE("probing never gives up while the peer answers") {
    TcpBench bench;
    const auto connection = bench.connect({"S.", 0, 1, 0, {}, tests::mss(1460)});
    CHECK(connection->send(bytes_of("hello")));
    for (int minute = 0; minute < 120; ++minute) {
        bench.run(60);
        bench.inject({".", 1, 1, 0});
    }
    CHECK(connection->state() == TcpState::Established);
    bench.take();
    bench.inject({".", 1, 1, 1000});
    CHECK(bench.only() == "P. 1:6 ack 1");
}

TEST_CASE("a peer that shrinks its window does not break the sender") {
    TcpBench bench;
    const auto connection = bench.connect({"S.", 0, 1, 4000, {}, tests::mss(1000)});
    CHECK(connection->send(bytes_of(std::string(6000, 'x'))));
    bench.run(1e-3);
    CHECK(bench.take().size() == 4);
    bench.inject({".", 1, 1, 1000});
    bench.inject({".", 1, 1001, 500});
    bench.run(0.5);
    CHECK(bench.only() == "nothing");
    bench.run(1.0);
    CHECK_FALSE(bench.take().empty());
    bench.inject({".", 1, 4001, 4000});
    CHECK(bench.take().back().seq == 5001);
}

TEST_CASE("a full send buffer takes what fits, and more when it is acknowledged") {
    models::tcp::Config config = tests::book();
    config.send_buffer = 3000;
    TcpBench bench{config};
    const auto connection = bench.connect();
    CHECK(connection->send(bytes_of(std::string(5000, 'x'))).value() == 3000);
    CHECK(connection->send(bytes_of("x")).error() == Error::ResourceUnavailableTryAgain);
    bench.run(1e-3);
    bench.inject({".", 1, 1461});
    CHECK(connection->send(bytes_of(std::string(5000, 'x'))).value() == 1460);
}

TEST_CASE("sequence numbers wrap around") {
    models::tcp::Config config = tests::book();
    config.isn = 0xFFFF'FF00;
    TcpBench bench{config};
    bench.peer_isn = 0xFFFF'FFF0;
    const auto connection = bench.connect();
    std::string echo;
    for (std::uint32_t round = 0; round < 40; ++round) {
        CHECK(connection->send(bytes_of(std::string(20, 'o'))).value() == 20);
        bench.run(100e-6);
        bench.inject({"P.", 1 + 20 * round, 1 + 20 * (round + 1), 65535, std::string(20, 'i')});
        echo += tests::read_all(*connection);
    }
    CHECK(echo.size() == 800);
    CHECK(connection->send_queue() == 0);
}

TEST_CASE("bad checksums and malformed headers change nothing") {
    TcpBench bench;
    const auto connection = bench.connect();
    for (std::uint8_t byte = 0; byte < 20; ++byte) {
        sim::Buffer segment{bench.simulation().buffers(), 20};
        auto bytes = segment.append(20);
        std::fill(bytes.begin(), bytes.end(), std::uint8_t{0});
        bytes[byte] = 0xFF;
        bench.send_datagram(std::move(segment), models::wire::IpProtocol::Tcp);
    }
    bench.run(1e-3);
    CHECK(bench.only() == "nothing");
    CHECK(connection->state() == TcpState::Established);
}
