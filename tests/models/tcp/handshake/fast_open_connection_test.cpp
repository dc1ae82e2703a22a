// Fast Open on the wire (RFC 7413 4.2): a client that asks, sends text in its SYN and gets it acknowledged or
// not; a server that takes it and answers before the handshake is over. The other end is played by hand. Read
// next: models/tcp/handshake/fast_open.cpp.
#include "models/tcp/handshake/fast_open_host.hpp"
#include "tests/support/tcp_bench.hpp"

#include <doctest/doctest.h>

#include <chrono>
#include <string>
#include <vector>

using namespace patchcord;
using namespace std::chrono_literals;
using models::tcp::handshake::FastOpenCookie;
using models::tcp::handshake::FastOpenOption;
using models::tcp::handshake::FastOpenRules;
using models::wire::TcpState;
using tests::bytes_of;
using tests::TcpBench;

namespace {

const std::vector<std::uint8_t> kCookie{0xAB, 0xCD, 0x12, 0x34};

models::tcp::Config linux_plain() {
    models::tcp::Config config = models::tcp::profile_config(models::tcp::Profile::Linux);
    config.timestamps = false;
    return config;
}

models::wire::TcpOptions with_cookie(std::span<const std::uint8_t> cookie, std::uint16_t mss = 1460) {
    models::wire::TcpOptions options = tests::mss(mss);
    options.sack_permitted = true;
    options.fast_open = cookie;
    return options;
}

/// What the SYN said about Fast Open: "-" nothing, "?" a wish, or the cookie's first byte in hexadecimal.
std::string said(const tests::Seen& seen) {
    if (!seen.options.fast_open) return "-";
    return seen.options.fast_open->empty() ? "?" : "cookie";
}

/// The stack opens with `text` toward the peer's port 80, from `port`.
models::tcp::TcpLayer::FastOpened open(TcpBench& bench, const std::string& text, std::uint16_t port = 49'152,
                                       bool writer_waits = false) {
    bench.set_ports(port, 80);
    auto lease = bench.tcp().ports().reserve({TcpBench::kStack, port}, false);
    return bench.tcp()
        .connect_fast(std::move(*lease), {TcpBench::kPeer, 80}, bench.tcp().config(), bytes_of(text),
                      writer_waits)
        .value();
}

/// As after a first connection that asked for a cookie.
void know_cookie(TcpBench& bench, std::uint16_t mss = 1460) {
    bench.tcp().fast_open().cache.learn(
        TcpBench::kPeer, sim::kStart,
        {.mss = mss,
         .answer = FastOpenOption{*FastOpenCookie::from_bytes(kCookie), false},
         .asked = FastOpenOption{},
         .sent_data = false,
         .data_acknowledged = false,
         .syn_resent = false});
}

/// The cookie that the stack, as a server, gives the peer.
std::vector<std::uint8_t> cookie_for_peer(TcpBench& bench) {
    const FastOpenCookie cookie = bench.tcp().fast_open().keys.cookie(TcpBench::kPeer, TcpBench::kStack);
    return {cookie.bytes().begin(), cookie.bytes().end()};
}

void serve(TcpBench& bench) {
    bench.tcp().fast_open().rules = FastOpenRules::from_bits(0x403);
    bench.listen();
    bench.set_ports(80, 5000);
}

}  // namespace

TEST_CASE("the first time a client asks for a cookie, the next time it sends it with text") {
    TcpBench bench{linux_plain()};
    const auto first = open(bench, "hello");
    CHECK(first.taken == 0);
    bench.run(1e-3);
    auto seen = bench.take();
    REQUIRE(seen.size() == 1);
    CHECK(seen[0].flags == "S");
    CHECK(seen[0].text.empty());
    bench.inject({"S.", 0, 1, 60'000, {}, with_cookie(kCookie)});
    CHECK(first.connection->state() == TcpState::Established);
    CHECK(bench.only() == ". 1 ack 1");

    const auto second = open(bench, "hello", 49'153);
    CHECK(second.taken == 5);
    bench.run(1e-3);
    seen = bench.take();
    REQUIRE(seen.size() == 1);
    CHECK(TcpBench::describe(seen[0]) == "S 0:5");
    CHECK(seen[0].text == "hello");
    bench.inject({"S.", 0, 6, 60'000, {}, tests::mss(1460)});
    CHECK(bench.only() == ". 6 ack 1");
    CHECK(second.connection->tcb().fast_open.text_taken);
    CHECK(second.connection->tcb().delivered == 1);  // SYN and text are one
    CHECK(second.connection->send_queue() == 0);
}

TEST_CASE("text in a SYN leaves room for 40 octets of options, in the MSS of the last time") {
    TcpBench bench{linux_plain()};
    know_cookie(bench, 940);
    CHECK(open(bench, std::string(2000, 'x')).taken == 900);
    bench.run(1e-3);
    CHECK(bench.only() == "S 0:900");
}

TEST_CASE("a server that acknowledges the SYN only gets the text again at once") {
    TcpBench bench{linux_plain()};
    know_cookie(bench);
    const auto opened = open(bench, "hello");
    bench.run(1e-3);
    bench.take();
    bench.inject({"S.", 0, 1, 60'000, {}, tests::mss(1460)});
    CHECK(bench.only() == "P. 1:6 ack 1");
    CHECK_FALSE(opened.connection->tcb().fast_open.text_taken);
    CHECK(opened.connection->tcb().congestion->cwnd() == 10);
    CHECK(opened.connection->tcb().delivered == 1);
    bench.inject({".", 1, 6, 60'000});
    CHECK(opened.connection->send_queue() == 0);
    CHECK(opened.connection->tcb().delivered == 2);
}

TEST_CASE("of text that was acknowledged in part, the rest goes again in segments of the new MSS") {
    TcpBench bench{linux_plain()};
    know_cookie(bench);
    const auto opened = open(bench, std::string(1420, 'x'));
    bench.run(1e-3);
    bench.take();
    bench.inject({"S.", 0, 101, 60'000, {}, tests::mss(1000)});
    CHECK(bench.only() == ". 101:1101 ack 1 | P. 1101:1421 ack 1");
}

TEST_CASE("a SYN that goes again has neither text nor option, and the text follows the handshake") {
    TcpBench bench{linux_plain()};
    know_cookie(bench);
    const auto opened = open(bench, "hello");
    bench.run(1.5);
    const auto seen = bench.take();
    REQUIRE(seen.size() == 2);
    CHECK(said(seen[1]) == "-");
    CHECK(TcpBench::describe(seen[1]) == "S 0");
    bench.inject({"S.", 0, 1, 60'000, {}, tests::mss(1460)});
    CHECK(bench.only() == "P. 1:6 ack 1");
    CHECK(bench.tcp().fast_open().cache.find(TcpBench::kPeer)->losses == 1);
}

TEST_CASE("what a waiting writer adds takes the acknowledgment along") {
    TcpBench bench{linux_plain()};
    know_cookie(bench);
    const std::string text(1900, 'x');
    const auto opened = open(bench, text, 49'152, true);
    CHECK(opened.taken == 1420);
    bench.run(1e-3);
    bench.take();
    bench.inject({"S.", 0, 1421, 60'000, {}, tests::mss(1460)});
    CHECK(bench.only() == "nothing");
    CHECK(opened.connection->send(bytes_of(text.substr(1420))).value() == 480);
    bench.run(1e-3);
    CHECK(bench.only() == "P. 1421:1901 ack 1");
}

TEST_CASE("text in a SYN,ACK is read, and acknowledged once") {
    TcpBench bench{linux_plain()};
    know_cookie(bench);
    const auto opened = open(bench, "hello");
    bench.run(1e-3);
    bench.take();
    bench.inject({"S.", 0, 6, 60'000, "world", tests::mss(1460)});
    CHECK(bench.only() == ". 6 ack 6");
    CHECK(tests::read_all(*opened.connection) == "world");
}

TEST_CASE("a SYN,ACK that acknowledges what was never sent is reset, and teaches nothing") {
    TcpBench bench{linux_plain()};
    know_cookie(bench);
    const auto opened = open(bench, "hello");
    bench.run(1e-3);
    bench.take();
    bench.inject({"S.", 0, 7, 60'000, {}, with_cookie(std::vector<std::uint8_t>(8, 1))});
    CHECK(bench.only() == "R 7");
    CHECK(bench.tcp().fast_open().cache.option_for(TcpBench::kPeer).cookie ==
          *FastOpenCookie::from_bytes(kCookie));
}

TEST_CASE("where the host forbids it, Fast Open fails and a plain open does not") {
    TcpBench bench{linux_plain()};
    bench.tcp().fast_open().rules.client = false;
    auto lease = bench.tcp().ports().reserve({TcpBench::kStack, 49'152}, false);
    CHECK(bench.tcp()
              .connect_fast(std::move(*lease), {TcpBench::kPeer, 80}, bench.tcp().config(), {}, false)
              .error() == models::wire::Error::OperationNotSupported);
}

TEST_CASE("a server gives a cookie to whoever asks, and takes no text yet") {
    TcpBench bench{linux_plain()};
    serve(bench);
    bench.inject({"S", 0, 0, 60'000, "hello", with_cookie({})});
    bench.run(1e-3);
    const auto seen = bench.take();
    REQUIRE(seen.size() == 1);
    CHECK(TcpBench::describe(seen[0]) == "S. 0 ack 1");
    CHECK(said(seen[0]) == "cookie");
    CHECK_FALSE(bench.listener->accept());
}

TEST_CASE("a server with a good cookie has the connection, reads and answers before the handshake is over") {
    TcpBench bench{linux_plain()};
    serve(bench);
    bench.inject({"S", 0, 0, 60'000, "hello", with_cookie(cookie_for_peer(bench))});
    CHECK(bench.only() == "S. 0 ack 6");
    const auto connection = bench.listener->accept().value();
    CHECK(connection->state() == TcpState::SynReceived);
    CHECK(tests::read_all(*connection) == "hello");
    CHECK(connection->send(bytes_of("world")).value() == 5);
    bench.run(1e-3);
    CHECK(bench.only() == "P. 1:6 ack 6");
    CHECK(connection->tcb().delivered == 0);
    bench.inject({".", 6, 6, 60'000});
    CHECK(connection->state() == TcpState::Established);
    CHECK(connection->send_queue() == 0);
    CHECK(connection->tcb().delivered == 2);
    CHECK(connection->tcb().fast_open.text_taken);
    CHECK(bench.only() == "nothing");
}

TEST_CASE("while the handshake is not over only the SYN,ACK is sent again, then the data") {
    TcpBench bench{linux_plain()};
    serve(bench);
    bench.inject({"S", 0, 0, 60'000, "hello", with_cookie(cookie_for_peer(bench))});
    const auto connection = bench.listener->accept().value();
    CHECK(connection->send(bytes_of("world")).value() == 5);
    bench.run(1e-3);
    CHECK(bench.only() == "S. 0 ack 6 | P. 1:6 ack 6");
    bench.run(1.2);
    CHECK(bench.only() == "S. 0 ack 6");
    bench.inject({".", 6, 1, 60'000});
    CHECK(connection->state() == TcpState::Established);
    bench.run(3);
    CHECK_FALSE(bench.take().empty());
}

TEST_CASE("a connection that is reset before accept is accepted, with its text and its error") {
    TcpBench bench{linux_plain()};
    serve(bench);
    bench.inject({"S", 0, 0, 60'000, "hello", with_cookie(cookie_for_peer(bench))});
    bench.inject({"R.", 6, 0, 60'000});
    const auto connection = bench.listener->accept().value();
    std::vector<std::uint8_t> buffer(10);
    CHECK(connection->receive(buffer).value() == 5);
    CHECK(connection->receive(buffer).error() == models::wire::Error::ConnectionReset);
}

TEST_CASE("a listener that closes resets the connections that Fast Open began") {
    TcpBench bench{linux_plain()};
    serve(bench);
    bench.inject({"S", 0, 0, 60'000, "hello", with_cookie(cookie_for_peer(bench))});
    CHECK(bench.only() == "S. 0 ack 6");
    bench.listener.reset();
    bench.run(1e-3);
    CHECK(bench.only() == "R. 1 ack 6");
}

TEST_CASE("a listener takes part when it has a Fast Open queue, and as long as that has room") {
    TcpBench bench{linux_plain()};
    bench.tcp().fast_open().rules = FastOpenRules::from_bits(0x3);
    bench.listen();
    bench.set_ports(80, 5000);
    const auto cookie = cookie_for_peer(bench);
    bench.inject({"S", 0, 0, 60'000, "hello", with_cookie(cookie)});
    CHECK(bench.only() == "S. 0 ack 1");
    bench.listener->fast_open_queue()->set_limit(1);
    bench.set_ports(80, 5001);
    bench.inject({"S", 0, 0, 60'000, "hello", with_cookie(cookie)});
    CHECK(bench.only() == "S. 0 ack 6");
    bench.set_ports(80, 5002);
    bench.inject({"S", 0, 0, 60'000, "hello", with_cookie(cookie)});
    CHECK(bench.only() == "S. 0 ack 1");
}

TEST_CASE("an acknowledgment with FIN ends the handshake and the peer's text in one") {
    TcpBench bench{linux_plain()};
    serve(bench);
    bench.inject({"S", 0, 0, 60'000, "hello", with_cookie(cookie_for_peer(bench))});
    bench.take();
    bench.inject({"F.", 6, 1, 60'000});
    CHECK(bench.only() == ". 1 ack 7");
    const auto connection = bench.listener->accept().value();
    CHECK(connection->state() == TcpState::CloseWait);
    CHECK(tests::read_all(*connection) == "hello");
    connection->close();
    bench.run(1e-3);
    CHECK(bench.only() == "F. 1 ack 7");
}

TEST_CASE("an early connection that is closed with unread text is reset") {
    TcpBench bench{linux_plain()};
    serve(bench);
    bench.inject({"S", 0, 0, 60'000, "hello", with_cookie(cookie_for_peer(bench))});
    bench.take();
    bench.listener->accept().value()->close();
    bench.run(1e-3);
    CHECK(bench.only() == "R. 1 ack 6");
}

TEST_CASE("an early connection whose SYN,ACK is never acknowledged times out") {
    TcpBench bench{linux_plain()};
    serve(bench);
    bench.inject({"S", 0, 0, 60'000, "hello", with_cookie(cookie_for_peer(bench))});
    const auto connection = bench.listener->accept().value();
    bench.run(200);
    CHECK(bench.take().size() == 6);  // tcp_synack_retries 5
    CHECK(connection->state() == TcpState::Closed);
    CHECK(connection->pending_error() == models::wire::Error::TimedOut);
    CHECK(bench.listener->fast_open_queue()->has_room(sim::kStart));
}

TEST_CASE("losses that the acknowledgment of the SYN,ACK reports are repaired") {
    TcpBench bench{linux_plain()};
    serve(bench);
    bench.inject({"S", 0, 0, 60'000, "hello", with_cookie(cookie_for_peer(bench), 1000)});
    const auto connection = bench.listener->accept().value();
    bench.run(0.01);
    CHECK(connection->send(bytes_of(std::string(10'000, 'x'))).value() == 10'000);
    bench.run(1e-3);
    CHECK(bench.take().size() == 11);
    models::wire::TcpOptions sack;
    sack.sack.push_back({bench.stack_isn + 2001, bench.stack_isn + 5001});
    bench.inject({".", 6, 1, 60'000, {}, sack});
    CHECK(connection->tcb().recovery.state() == models::tcp::CaState::Recovery);
    CHECK(bench.only() == ". 1:1001 ack 6 | . 1001:2001 ack 6");
    CHECK(connection->tcb().congestion->cwnd() == 7);
}

TEST_CASE("SYNs with text that cross open the connection, without the text") {
    TcpBench bench{linux_plain()};
    know_cookie(bench);
    const auto opened = open(bench, "hello");
    bench.run(1e-3);
    bench.take();
    bench.inject({"S", 0, 0, 60'000, "world", with_cookie(kCookie)});
    CHECK(bench.only() == "S. 0 ack 1");
    bench.inject({"S.", 0, 6, 60'000, {}, with_cookie(kCookie)});
    const auto seen = bench.take();
    REQUIRE(seen.size() == 1);
    CHECK(TcpBench::describe(seen[0]) == ". 6 ack 1");
    CHECK(seen[0].options.sack.size() == 1);  // the SYN came twice
    CHECK(opened.connection->state() == TcpState::Established);
    bench.inject({"P.", 1, 6, 60'000, "again"});
    CHECK(tests::read_all(*opened.connection) == "again");
}

TEST_CASE("text and FIN in a SYN,ACK lead to CLOSE-WAIT") {
    TcpBench bench{linux_plain()};
    know_cookie(bench);
    const auto opened = open(bench, "hello");
    bench.run(1e-3);
    bench.take();
    bench.inject({"SF.", 0, 6, 60'000, "world", tests::mss(1460)});
    CHECK(bench.only() == ". 6 ack 7");
    CHECK(opened.connection->state() == TcpState::CloseWait);
    CHECK(tests::read_all(*opened.connection) == "world");
}

TEST_CASE("a SYN,ACK that echoes a timestamp of somebody else's is reset, a true one is not") {
    TcpBench bench{models::tcp::profile_config(models::tcp::Profile::Linux)};
    const auto connection = bench.begin_connect();
    const auto syn = bench.take();
    REQUIRE(syn.size() == 1);
    models::wire::TcpOptions options = tests::mss(1460);
    options.timestamps = models::wire::TcpTimestamps{7, syn[0].options.timestamps->value + 5000};
    bench.inject({"S.", 0, 1, 60'000, {}, options});
    CHECK(bench.only() == "R 1");
    CHECK(connection->state() == TcpState::SynSent);
    options.timestamps->echo = syn[0].options.timestamps->value;
    bench.inject({"S.", 0, 1, 60'000, {}, options});
    CHECK(connection->state() == TcpState::Established);
}
