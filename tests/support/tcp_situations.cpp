// The way into each state, by the calls and the segments that lead there.
// The segments that the stack sends on the way are left in the bench.
// Read next: tests/support/tcp_situations.hpp.
#include "tests/support/tcp_situations.hpp"

#include <doctest/doctest.h>

namespace patchcord::tests {

namespace {

/// Fast Open, without cookies.
std::shared_ptr<models::tcp::Connection> open_early(TcpBench& bench, std::string_view state) {
    bench.tcp().fast_open().rules = models::tcp::handshake::FastOpenRules::from_bits(0x607);
    if (state == "SYN-RECEIVED with text") {
        bench.listen();
        bench.inject({"S", 0, 0, 65535, "hello", mss(1460)});
        return bench.listener->accept().value();
    }
    bench.set_ports(49152, 80);
    auto port = bench.tcp().ports().reserve({models::wire::Ipv4Address::kAny, 49152}, false);
    auto opened = bench.tcp().connect_fast(std::move(*port), {TcpBench::kPeer, 80}, bench.tcp().config(),
                                           bytes_of("hello"), false);
    bench.run(1e-3);
    return opened.value().connection;
}

}  // namespace

std::shared_ptr<models::tcp::Connection> put_into(TcpBench& bench, std::string_view state) {
    if (state == "CLOSED") {
        bench.stack_isn = 5000;
        return nullptr;
    }
    if (state == "LISTEN" || state == "SYN-RECEIVED") {
        bench.stack_isn = 5000;
        bench.listen();
        if (state == "LISTEN") return nullptr;
        bench.inject({"S", 0, 0, 65535, {}, mss(1460)});
        return bench.tcp().connections().at(0);
    }
    if (state == "SYN-SENT") return bench.begin_connect();
    if (state == "SYN-RECEIVED with text" || state == "SYN-SENT with text") return open_early(bench, state);
    const auto connection = bench.connect();
    CHECK(connection->send(bytes_of("hello")));
    const bool peer_first = state == "CLOSE-WAIT" || state == "LAST-ACK";
    if (peer_first) bench.inject({"F.", 1, 1});
    if (state != "ESTABLISHED" && state != "CLOSE-WAIT") CHECK(connection->shutdown_send());
    if (state == "FIN-WAIT-2" || state == "TIME-WAIT") bench.inject({".", 1, 6});
    if (state == "FIN-WAIT-2" || state == "TIME-WAIT") bench.inject({".", 1, 7});
    if (state == "TIME-WAIT") bench.inject({"F.", 1, 7});
    if (state == "FIN-WAIT-1" || state == "CLOSING" || state == "LAST-ACK") bench.run(1e-3);
    if (state == "CLOSING") bench.inject({"F.", 1, 1});
    bench.run(1e-3);
    return connection;
}

}  // namespace patchcord::tests
