// What a connection costs from its SYN to the end of TIME-WAIT: two hosts on one cable open, send a request
// of so many bytes, and close, one connection after the other. Processor time. Read next:
// tests/support/tcp_bench.hpp.
#include "models/ethernet/link.hpp"
#include "tests/support/tcp_bench.hpp"

#include <fmt/format.h>

#include <chrono>
#include <ctime>
#include <memory>
#include <vector>

using namespace patchcord;
using namespace std::chrono_literals;
using models::wire::Ipv4Address;

namespace {

constexpr int kConnections = 20'000;

void measure(std::size_t bytes) {
    models::tcp::Config config = models::tcp::profile_config(models::tcp::Profile::Linux);
    config.msl = 1ms;  // or ports run out
    sim::Simulation simulation{1};
    models::trace::Tracer tracer;
    tests::BareHost client{simulation.add_node("client"), tracer, config, Ipv4Address{10, 0, 0, 1}};
    tests::BareHost server{simulation.add_node("server"), tracer, config, Ipv4Address{10, 0, 0, 2}};
    const models::ethernet::Link link{
        "cable", {.rate = sim::Rate::megabits_per_second(1000)}, client.nic, server.nic, tracer};
    auto port = server.tcp.ports().reserve({Ipv4Address::kAny, 80}, false);
    const auto listener = server.tcp.listen(std::move(*port), 5, config).value();
    std::vector<std::uint8_t> text(bytes);
    const std::clock_t begin = std::clock();
    for (int i = 0; i < kConnections; ++i) {
        auto local = client.tcp.ports().reserve({}, false);
        const auto connection = client.tcp.connect(std::move(*local), {{10, 0, 0, 2}, 80}, config).value();
        simulation.run_until(simulation.now() + 1ms);
        const auto accepted = listener->accept().value();
        if (bytes > 0) (void)connection->send(text);
        simulation.run_until(simulation.now() + 1ms);
        if (bytes > 0) (void)accepted->receive(text);
        connection->close();
        simulation.run_until(simulation.now() + 1ms);
        accepted->close();
        simulation.run_until(simulation.now() + 5ms);
    }
    const double seconds = static_cast<double>(std::clock() - begin) / CLOCKS_PER_SEC;
    fmt::print("{:5} bytes: {:6.0f} connections a second, {:.1f} us each\n", bytes, kConnections / seconds,
               seconds / kConnections * 1e6);
}

}  // namespace

int main() {
    measure(0);
    measure(1000);
}
