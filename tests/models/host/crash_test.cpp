// A host loses its power in the middle of things: of every socket call that waits, between any two events of
// a conversation. Nothing must leak (the network's pool checks that when it goes, AddressSanitizer the rest),
// and the dead host must not send a single frame.
// Read next: models/host/host.cpp.
#include "tests/models/host/bench.hpp"

#include <doctest/doctest.h>

using namespace patchcord;
using namespace patchcord::tests;

namespace {

Task<> slow_server_child(HostHandle, Socket socket) {
    std::array<std::uint8_t, 700> buffer;
    const auto first = co_await within(20ms, socket.read(buffer));
    if (!first) co_return;
    co_await sleep_for(3ms);
    for (;;) {
        const auto count = co_await socket.read(buffer);
        if (!count || *count == 0) break;
    }
    const auto written = co_await socket.write_all("good-bye");
    static_cast<void>(written);
    static_cast<void>(socket.shutdown(How::Both));
    socket.close();
}

Task<> slow_server(HostHandle host) {
    Socket listener = host.socket(SocketType::Stream);
    listener.bind({{}, 80}).value();
    listener.listen().value();
    for (;;) {
        auto accepted = co_await listener.accept();
        if (!accepted) break;
        Socket socket = std::move(*accepted);
        host.spawn("child", slow_server_child(host, std::move(socket)));
    }
}

Task<> busy_client(HostHandle host, Endpoint server) {
    Socket socket = host.socket(SocketType::Stream);
    socket.set_option(Option::SendBuffer, 3000).value();
    socket.bind({}).value();
    const auto connected = co_await socket.connect(server);
    if (!connected) co_return;
    const std::vector<std::uint8_t> much(8000, 'x');
    const auto written = co_await socket.write_all(much);
    if (!written) co_return;
    static_cast<void>(socket.shutdown(How::Send));
    std::array<std::uint8_t, 100> buffer;
    for (;;) {
        const auto count = co_await socket.read(buffer);
        if (!count || *count == 0) break;
    }
}

Task<> datagrams(HostHandle host, Endpoint peer, bool begins) {
    UdpSocket socket = host.socket(SocketType::Datagram);
    socket.bind({{}, 53}).value();
    std::array<std::uint8_t, 100> buffer;
    for (int left = 3; left > 0; --left) {
        if (begins || left < 3) static_cast<void>(socket.send_to("ping", peer));
        const auto received = co_await within(4ms, socket.receive_from(buffer));
        if (!received) co_await sleep_for(1ms);
    }
}

Task<> echoes(HostHandle host, wire::Ipv4Address peer) {
    host::EchoSocket socket = host.socket(SocketType::Echo);
    const std::vector<std::uint8_t> data(56);
    for (std::uint16_t sequence = 1; sequence <= 2; ++sequence) {
        static_cast<void>(socket.send_to(peer, sequence, data));
        const auto answer = co_await within(5ms, socket.receive());
        static_cast<void>(answer);
    }
    co_await forever();
}

Task<> wait_for_nobody(HostHandle host) {
    Socket listener = host.socket(SocketType::Stream);
    listener.bind({{}, 81}).value();
    listener.listen().value();
    const auto accepted = co_await listener.accept();
    static_cast<void>(accepted);
}

Task<> connect_to_nobody(HostHandle host) {
    Socket socket = host.socket(SocketType::Stream);
    const Endpoint nobody{{10, 0, 0, 77}, 80};
    const auto connected = co_await socket.connect(nobody);
    static_cast<void>(connected);
}

/// Everything at once, on both hosts.
void start_everything(TwoHosts& bench) {
    const HostHandle client = bench.client.handle();
    const HostHandle server = bench.server.handle();
    bench.server.spawn("server", slow_server(server));
    bench.server.spawn("udp", datagrams(server, {{10, 0, 0, 1}, 53}, false));
    bench.server.spawn("waiting", wait_for_nobody(server));
    bench.client.spawn("client", busy_client(client, TwoHosts::kServer));
    bench.client.spawn("again", busy_client(client, TwoHosts::kServer));
    bench.client.spawn("udp", datagrams(client, {{10, 0, 0, 2}, 53}, true));
    bench.client.spawn("ping", echoes(client, {10, 0, 0, 2}));
    bench.client.spawn("nobody", connect_to_nobody(client));
}

constexpr sim::Time kEnd = sim::kStart + std::chrono::milliseconds{200};

std::uint64_t events_of_the_whole() {
    TwoHosts bench;
    start_everything(bench);
    bench.network.run_until(kEnd);
    return bench.network.simulation().events();
}

void crash_after(std::uint64_t events, bool the_server) {
    TwoHosts bench;
    start_everything(bench);
    bench.network.run_until(kEnd, events);
    host::Host& dead = the_server ? bench.server : bench.client;
    dead.crash();
    CHECK(dead.has_crashed());
    CHECK(dead.processes() == 0);
    CHECK(dead.descriptors().open_count() == 0);
    const std::size_t frames = bench.seen.frames[dead.context().id()].size();
    const std::size_t calls = bench.seen.calls.size();
    CHECK_FALSE(dead.spawn("late", wait_for_nobody(dead.handle())));
    bench.run(10min);
    CHECK(bench.seen.frames[dead.context().id()].size() == frames);
    CHECK(bench.seen.calls.size() >= calls);
}

}  // namespace

TEST_CASE("the client crashes after each event of a conversation") {
    const std::uint64_t events = events_of_the_whole();
    CHECK(events > 100);
    for (std::uint64_t count = 0; count <= events; ++count) {
        CAPTURE(count);
        crash_after(count, false);
    }
}

TEST_CASE("the server crashes after each event of a conversation") {
    const std::uint64_t events = events_of_the_whole();
    for (std::uint64_t count = 0; count <= events; ++count) {
        CAPTURE(count);
        crash_after(count, true);
    }
}

TEST_CASE("the run ends after each event of a conversation") {
    const std::uint64_t events = events_of_the_whole();
    for (std::uint64_t count = 0; count <= events; ++count) {
        TwoHosts bench;
        start_everything(bench);
        bench.network.run_until(kEnd, count);
    }
}

TEST_CASE("sockets of a host that has crashed") {
    TwoHosts bench;
    Socket socket = bench.client.handle().socket(SocketType::Stream);
    REQUIRE(socket.listen());
    bench.client.crash();
    CHECK(result_of(socket.listen()) == "bad_file_descriptor");
    CHECK(socket.local() == Endpoint{});
    CHECK(result_of(socket.close()) == "bad_file_descriptor");
    CHECK_THROWS_AS(bench.client.handle().socket(SocketType::Stream), tl::bad_expected_access<Error>);
    CHECK(bench.seen.frames.empty());
}
