// A flooded listener: cookies instead of memory (RFC 4987 3.6), what they bring back, and Linux's silence
// when the accept queue is full. The peer is played by hand. Read next: models/tcp/handshake/listen.cpp.
#include "tests/support/tcp_bench.hpp"

#include <doctest/doctest.h>

#include <vector>

using namespace patchcord;
using tests::Seen;
using tests::TcpBench;

namespace {

models::tcp::Config linux_like() {
    return models::tcp::profile_config(models::tcp::Profile::Linux);
}

models::wire::TcpOptions all_options(std::uint32_t echo = 0) {
    models::wire::TcpOptions options = tests::mss(1440);
    options.window_scale = 5;
    options.sack_permitted = true;
    options.timestamps = models::wire::TcpTimestamps{100, echo};
    return options;
}

/// A SYN from a port of its own; what the stack answered.
std::vector<Seen> syn_from(TcpBench& bench, std::uint16_t port, const models::wire::TcpOptions& options) {
    bench.set_ports(80, port);
    bench.inject({"S", 0, 0, 60'000, {}, options});
    return bench.take();
}

/// A listener with a backlog of 1 and both places of its SYN queue taken.
void flood(TcpBench& bench) {
    bench.listen(1);
    for (std::uint16_t port = 5000; port < 5002; ++port)
        REQUIRE(syn_from(bench, port, tests::mss(1460)).size() == 1);
    REQUIRE(bench.listener->queues().handshakes() == 2);
}

}  // namespace

TEST_CASE("a cookie makes a connection without having stored anything, options included") {
    TcpBench bench{linux_like()};
    flood(bench);
    const auto seen = syn_from(bench, 5002, all_options());
    REQUIRE(seen.size() == 1);
    CHECK(TcpBench::describe(seen[0]) == "S. 0 ack 1");
    CHECK(bench.tcp().connections().size() == 2);
    CHECK(bench.listener->queues().handshakes() == 2);

    models::wire::TcpOptions answer;
    answer.timestamps = models::wire::TcpTimestamps{101, seen[0].options.timestamps->value};
    bench.inject({".", 1, 1, 500, {}, answer});
    CHECK(bench.only() == "nothing");
    const auto connection = bench.listener->accept().value();
    CHECK(connection->state() == models::wire::TcpState::Established);
    CHECK(connection->tcb().peer_mss == 1440);
    CHECK(connection->tcb().sack);
    CHECK(connection->tcb().snd_shift == 5);
    CHECK(connection->tcb().timestamps.on());
    answer.timestamps->value += 1;
    bench.inject({"P.", 1, 1, 500, "hello", answer});
    CHECK(tests::read_all(*connection) == "hello");
}

TEST_CASE("without timestamps a cookie brings back the MSS alone, and says so in the SYN,ACK") {
    TcpBench bench{linux_like()};
    flood(bench);
    models::wire::TcpOptions plain = all_options();
    plain.timestamps.reset();
    const auto seen = syn_from(bench, 5002, plain);
    REQUIRE(seen.size() == 1);
    CHECK_FALSE(seen[0].options.window_scale);
    CHECK_FALSE(seen[0].options.sack_permitted);
    bench.inject({"P.", 1, 1, 500, "hello"});
    const auto connection = bench.listener->accept().value();
    CHECK(tests::read_all(*connection) == "hello");
    CHECK_FALSE(connection->tcb().scaling);
}

TEST_CASE("a number that is no cookie is reset") {
    TcpBench bench{linux_like()};
    flood(bench);
    REQUIRE(syn_from(bench, 5002, tests::mss(1460)).size() == 1);
    bench.inject({".", 1, 77, 500});
    CHECK(bench.only() == "R 77");
    CHECK_FALSE(bench.listener->accept());
}

TEST_CASE("without cookies a full SYN queue drops the SYN") {
    models::tcp::Config config = linux_like();
    config.syn_cookies = false;
    TcpBench bench{config};
    flood(bench);
    CHECK(syn_from(bench, 5002, tests::mss(1460)).empty());
}

TEST_CASE("with a full accept queue the last ACK is not heard, and SYNs are not answered") {
    TcpBench bench{linux_like()};
    bench.listen(1);
    for (std::uint16_t port = 5000; port < 5002; ++port) {
        REQUIRE(syn_from(bench, port, tests::mss(1460)).size() == 1);
        bench.inject({".", 1, 1, 500});
    }
    CHECK(bench.listener->queued() == 2);
    CHECK(syn_from(bench, 5002, tests::mss(1460)).empty());
    CHECK(bench.listener->accept());
    REQUIRE(syn_from(bench, 5003, tests::mss(1460)).size() == 1);
    bench.inject({".", 1, 1, 500});
    CHECK(bench.listener->queued() == 2);
}
