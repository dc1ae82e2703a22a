// Datagram sockets and echo sockets as processes use them. Who gets a datagram is tested with models/udp.
// Read next: models/host/udp_socket.hpp, models/host/echo_socket.hpp.
// Two hosts and a cable, as in the other tests of this folder.
#include "tests/models/host/bench.hpp"

#include <doctest/doctest.h>

using namespace patchcord;
using namespace patchcord::tests;

namespace {

using Words = std::vector<std::string>;

Task<> answer_in_capitals(HostHandle host) {
    UdpSocket socket = host.socket(SocketType::Datagram);
    socket.bind({{}, 53}).value();
    for (;;) {
        std::array<std::uint8_t, 5> buffer;
        const auto received = co_await socket.receive_from(buffer);
        std::string text{as_text({buffer.data(), received.value().size})};
        std::ranges::transform(text, text.begin(),
                               [](char letter) { return static_cast<char>(letter - 32); });
        socket.send_to(text, received->from).value();
    }
}

Task<> ask(HostHandle host, Words* words) {
    UdpSocket socket = host.socket(SocketType::Datagram);
    std::array<std::uint8_t, 100> buffer;
    const Endpoint server{{10, 0, 0, 2}, 53};
    words->push_back(std::to_string(socket.send_to("longer than five", server).value()));
    const auto received = co_await socket.receive_from(buffer);
    words->push_back(std::string{as_text({buffer.data(), received.value().size})});
    CHECK(received->from == server);
    words->push_back(result_of(socket.send("no peer yet")));
    CHECK(socket.connect(server));
    CHECK(socket.peer() == server);
    CHECK(socket.local().address == "10.0.0.1"_ip);
    words->push_back(result_of(socket.send("peer")));
    const auto again = co_await socket.receive_from(buffer);
    words->push_back(std::string{as_text({buffer.data(), again.value().size})});
    const std::vector<std::uint8_t> huge(1473);
    words->push_back(result_of(socket.send(huge)));
    const auto nothing = co_await within(1s, socket.receive_from(buffer));
    words->push_back(result_of(nothing));
}

Task<> ask_nobody(HostHandle host, Words* words) {
    UdpSocket socket = host.socket(SocketType::Datagram);
    std::array<std::uint8_t, 100> buffer;
    CHECK(socket.connect({{10, 0, 0, 2}, 9}));
    words->push_back(result_of(socket.send("x")));
    const auto received = co_await socket.receive_from(buffer);
    words->push_back(result_of(received));
    words->push_back(result_of(socket.send("x")));
    words->push_back(result_of(socket.connect({{192, 168, 0, 1}, 9})));
}

Task<> echo_once(HostHandle host, wire::Ipv4Address to, std::vector<ip::EchoAnswer>* answers) {
    host::EchoSocket socket = host.socket(SocketType::Echo);
    const std::vector<std::uint8_t> data(56);
    socket.send_to(to, 7, data).value();
    const auto answer = co_await socket.receive();
    answers->push_back(answer.value());
}

}  // namespace

TEST_CASE("datagrams there and back") {
    TwoHosts bench;
    Words words;
    bench.server.spawn("server", answer_in_capitals(bench.server.handle()));
    bench.client.spawn("client", ask(bench.client.handle(), &words));
    bench.run();
    CHECK(words == Words{"16", "LONGE", "destination_address_required", "ok", "PEER", "message_too_long",
                         "timed_out"});
    CHECK(std::ranges::count(bench.seen.calls, "client: receive_from(3) = 5") == 1);
    CHECK(std::ranges::count(bench.seen.calls, "client: send(3) = 4") == 1);
}

TEST_CASE("the port unreachable comes back as an error of the next call") {
    TwoHosts bench;
    Words words;
    bench.client.spawn("client", ask_nobody(bench.client.handle(), &words));
    bench.run();
    CHECK(words == Words{"ok", "connection_refused", "ok", "network_unreachable"});
}

TEST_CASE("an echo, and the report that there will be none") {
    TwoHosts bench;
    std::vector<ip::EchoAnswer> answers;
    bench.client.spawn("one", echo_once(bench.client.handle(), "10.0.0.2"_ip, &answers));
    bench.client.spawn("two", echo_once(bench.client.handle(), "10.0.0.77"_ip, &answers));
    bench.run();
    REQUIRE(answers.size() == 2);
    CHECK(answers[0].is_reply());
    CHECK(answers[0].sequence == 7);
    CHECK(answers[0].bytes == 64);
    CHECK_FALSE(answers[1].is_reply());
    CHECK(answers[1].from == "10.0.0.1"_ip);
}
