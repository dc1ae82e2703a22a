// What ICMP does to handshakes: one that nobody knows of yet disappears (Linux), one of Fast Open keeps its
// place in the accept queue with its error, and a SYN that was too large goes again without its text (RFC
// 1191 6.5). Read next: models/tcp/segment_arrives.cpp (unreachable).
#include "models/tcp/handshake/fast_open_host.hpp"
#include "tests/support/tcp_bench.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <vector>

using namespace patchcord;
using models::wire::Error;
using models::wire::TcpState;
using tests::bytes_of;
using tests::TcpBench;

namespace {

constexpr std::uint8_t kHostUnreachable = 1;
constexpr std::uint8_t kTooLarge = 4;

models::tcp::Config linux_plain() {
    models::tcp::Config config = models::tcp::profile_config(models::tcp::Profile::Linux);
    config.timestamps = false;
    return config;
}

/// ICMP quotes the segment of the stack that began with its relative number `seq`.
void report(TcpBench& bench, std::uint8_t code, std::uint16_t stack_port, std::uint16_t peer_port,
            std::uint32_t seq, std::uint16_t mtu = 0) {
    std::array<std::uint8_t, 8> quoted{};
    models::wire::store_be16(quoted.data(), stack_port);
    models::wire::store_be16(quoted.data() + 2, peer_port);
    models::wire::store_be32(quoted.data() + 4, bench.stack_isn + seq);
    models::ip::TransportError error{};
    error.type = models::wire::IcmpType::Unreachable;
    error.code = code;
    error.next_hop_mtu = mtu;
    error.source = TcpBench::kStack;
    error.destination = TcpBench::kPeer;
    error.quoted = quoted;
    bench.tcp().error(error);
}

}  // namespace

TEST_CASE("an unreachable peer's half-open connection disappears, and its ACK is reset") {
    TcpBench bench{linux_plain()};
    bench.listen();
    bench.inject({"S"});
    bench.take();
    report(bench, kHostUnreachable, 80, 5000, 900);  // not a number of ours: ignored
    CHECK(bench.tcp().connections().size() == 1);
    report(bench, kHostUnreachable, 80, 5000, 0);
    CHECK(bench.tcp().connections().empty());
    bench.inject({".", 1, 1});
    CHECK(bench.only() == "R 1");
}

TEST_CASE("RFC 9293 does not let ICMP end a half-open connection") {
    TcpBench bench{tests::rfc()};
    bench.listen();
    bench.inject({"S"});
    bench.take();
    report(bench, kHostUnreachable, 80, 5000, 0);
    bench.inject({".", 1, 1});
    CHECK(bench.listener->accept());
}

TEST_CASE(
    "an early connection that nobody has accepted ends with ICMP's error, but can be accepted and read") {
    TcpBench bench{linux_plain()};
    bench.tcp().fast_open().rules = models::tcp::handshake::FastOpenRules::from_bits(0x603);
    bench.listen();
    bench.inject({"S", 0, 0, 60'000, "hello", tests::mss(1460)});
    CHECK(bench.only() == "S. 0 ack 6");
    report(bench, kHostUnreachable, 80, 5000, 0);
    const auto connection = bench.listener->accept().value();
    CHECK(connection->state() == TcpState::Closed);
    std::vector<std::uint8_t> buffer(10);
    CHECK(connection->receive(buffer).value() == 5);
    CHECK(connection->receive(buffer).error() == Error::HostUnreachable);
    CHECK(connection->send(bytes_of("x")).error() == Error::BrokenPipe);
    bench.inject({".", 6, 1});
    CHECK(bench.only() == "R 1");
}

TEST_CASE("an early connection that was accepted lives on") {
    TcpBench bench{linux_plain()};
    bench.tcp().fast_open().rules = models::tcp::handshake::FastOpenRules::from_bits(0x603);
    bench.listen();
    bench.inject({"S", 0, 0, 60'000, "hello", tests::mss(1460)});
    const auto connection = bench.listener->accept().value();
    report(bench, kHostUnreachable, 80, 5000, 0);
    CHECK(connection->state() == TcpState::SynReceived);
}

TEST_CASE("a SYN with text that is too large for the path goes again at once, plain, with a smaller MSS") {
    TcpBench bench{linux_plain()};
    bench.tcp().fast_open().rules = models::tcp::handshake::FastOpenRules::from_bits(0x5);
    bench.set_ports(49'152, 80);
    auto lease = bench.tcp().ports().reserve({TcpBench::kStack, 49'152}, false);
    const auto opened = bench.tcp()
                            .connect_fast(std::move(*lease), {TcpBench::kPeer, 80}, bench.tcp().config(),
                                          bytes_of(std::string(1000, 'x')), false)
                            .value();
    bench.run(1e-3);
    CHECK(bench.only() == "S 0:1000");
    report(bench, kTooLarge, 49'152, 80, 0, 840);
    bench.run(1e-3);
    const auto seen = bench.take();
    REQUIRE(seen.size() == 1);
    CHECK(TcpBench::describe(seen[0]) == "S 0");
    CHECK(seen[0].options.mss == 800);
    bench.inject({"S.", 0, 1, 60'000, {}, tests::mss(1040)});
    CHECK(bench.only() == ". 1:801 ack 1 | P. 801:1001 ack 1");
}
