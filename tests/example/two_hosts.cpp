// Two hosts, a cable, a server and a client: the smallest program that uses the library.
// It prints when the client receives something, and what.
// Read next: models/host/socket.hpp, models/network/network.hpp.
#include "models/apps/app.hpp"
#include "models/network/literals.hpp"
#include "models/network/network.hpp"

#include <array>
#include <cstdio>

using namespace patchcord::models::apps;
using namespace patchcord::models::network::literals;

Task<> server(HostHandle host) {
    Socket listener = host.socket(SocketType::Stream);
    listener.bind({{}, 80}).value();
    listener.listen().value();
    auto client = co_await listener.accept();
    const auto written = co_await client.value().write_all("Hello, world!\n");
    written.value();
}

Task<> client(HostHandle host, Endpoint to) {
    Socket socket = host.socket(SocketType::Stream);
    const auto connected = co_await socket.connect(to);
    connected.value();
    std::array<std::uint8_t, 100> text;
    const auto count = co_await socket.read(text);
    const double microseconds = 1e6 * patchcord::sim::seconds(host.now() - patchcord::sim::kStart);
    std::printf("%.1f us: %.*s", microseconds, static_cast<int>(count.value()), as_text(text).data());
}

int main() {
    patchcord::models::network::Network network{1};
    auto& left = network.add_host("left", {.address = "10.0.0.1/24"_net});
    auto& right = network.add_host("right", {.address = "10.0.0.2/24"_net});
    network.connect(left, right);
    right.spawn("server", server(right.handle()));
    left.spawn("client", client(left.handle(), {"10.0.0.2"_ip, 80}));
    network.run_for(10s);
}
