// The socket table: a row for each socket, in one order, with what a teacher wants to show.
// Two servers and three clients on two hosts, then what is left when they are gone.
// Read next: models/host/netstat.hpp.
#include "models/host/netstat.hpp"

#include "models/apps/registry.hpp"
#include "tests/models/host/bench.hpp"

#include <doctest/doctest.h>

using namespace patchcord;
using namespace patchcord::tests;

namespace {

using Words = std::vector<std::string>;

/// "TCP 0.0.0.0:80 0.0.0.0:0 LISTEN 3 web"
std::string text_of(const host::SocketRow& row) {
    std::string text{row.protocol == wire::IpProtocol::Tcp   ? "TCP"
                     : row.protocol == wire::IpProtocol::Udp ? "UDP"
                                                             : "ICMP"};
    text += " " + to_string(row.local) + " " + to_string(row.remote);
    if (row.state) text += " " + std::string{to_string(*row.state)};
    if (row.descriptor) text += " " + std::to_string(*row.descriptor);
    return row.process_name.empty() ? text : text + " " + row.process_name;
}

Words table_of(const host::Host& host) {
    Words rows;
    for (const host::SocketRow& row : host::netstat(host))
        rows.push_back(text_of(row));
    return rows;
}

Task<> hold_sockets(HostHandle host) {
    const Socket fresh = host.socket(SocketType::Stream);
    Socket bound = host.socket(SocketType::Stream);
    bound.bind({"10.0.0.2"_ip, 8080}).value();
    Socket listener = host.socket(SocketType::Stream);
    listener.bind({{}, 80}).value();
    listener.listen(7).value();
    UdpSocket datagrams = host.socket(SocketType::Datagram);
    datagrams.bind({{}, 53}).value();
    co_await forever();
}

Task<> connect_and_write(HostHandle host, std::uint16_t port, std::size_t bytes) {
    Socket socket = host.socket(SocketType::Stream);
    socket.bind({{}, port}).value();
    const auto connected = co_await socket.connect(TwoHosts::kServer);
    connected.value();
    const std::vector<std::uint8_t> data(bytes);
    const auto written = co_await socket.write_all(data);
    written.value();
    co_await sleep_for(10s);
}

}  // namespace

TEST_CASE("a host without sockets has an empty table, and so has one that crashed") {
    TwoHosts bench;
    CHECK(host::netstat(bench.server).empty());
    bench.server.spawn("web", hold_sockets(bench.server.handle()));
    bench.run(1s);
    CHECK(host::netstat(bench.server).size() == 4);
    bench.server.crash();
    CHECK(host::netstat(bench.server).empty());
}

TEST_CASE("the rows of sockets that wait, are not accepted, are connected, and say good-bye") {
    TwoHosts bench;
    bench.server.spawn("web", hold_sockets(bench.server.handle()));
    bench.client.spawn("one", connect_and_write(bench.client.handle(), 5001, 0));
    bench.client.spawn("two", connect_and_write(bench.client.handle(), 5000, 1000));
    bench.run(1s);
    CHECK(table_of(bench.server) ==
          Words{"TCP 0.0.0.0:80 0.0.0.0:0 LISTEN 5 web", "TCP 0.0.0.0:0 0.0.0.0:0 CLOSED 3 web",
                "TCP 10.0.0.2:80 10.0.0.1:5000 ESTABLISHED", "TCP 10.0.0.2:80 10.0.0.1:5001 ESTABLISHED",
                "TCP 10.0.0.2:8080 0.0.0.0:0 CLOSED 4 web", "UDP 0.0.0.0:53 0.0.0.0:0 6 web"});
    const auto server = host::netstat(bench.server);
    CHECK(server[0].receive_queue == 2);  // wait for accept
    CHECK(server[0].send_queue == 7);     // backlog
    CHECK(server[2].receive_queue == 1000);
    CHECK(table_of(bench.client) == Words{"TCP 10.0.0.1:5000 10.0.0.2:80 ESTABLISHED 4 two",
                                          "TCP 10.0.0.1:5001 10.0.0.2:80 ESTABLISHED 3 one"});
    bench.run(20s);
    CHECK(table_of(bench.client) ==
          Words{"TCP 10.0.0.1:5000 10.0.0.2:80 FIN-WAIT-2", "TCP 10.0.0.1:5001 10.0.0.2:80 FIN-WAIT-2"});
    CHECK(host::netstat(bench.client)[0].timer.has_value());
    CHECK(host::netstat(bench.server)[2].state == wire::TcpState::CloseWait);
}
