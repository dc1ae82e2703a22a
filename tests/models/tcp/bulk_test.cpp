// Two real stacks and a clean path: how many acknowledgments a bulk transfer costs, that its steady state
// allocates nothing, and a host that talks to itself, where every answer comes while the question is still
// being sent. Read next: tests/support/talker.hpp, tests/support/allocation_counter.hpp.
#include "tests/support/allocation_counter.hpp"
#include "tests/support/talker.hpp"
#include "tests/support/tcp_bench.hpp"

#include <doctest/doctest.h>

#include <array>
#include <map>

using namespace patchcord;
using namespace std::chrono_literals;
using models::tcp::Connection;
using models::wire::Ipv4Address;
using tests::Talker;

namespace {

/// Counts what each host's connections send.
class Census final : public models::trace::Sink {
  public:
    using Sink::record;
    struct Sent {
        std::uint64_t text = 0;
        std::uint64_t pure = 0;  ///< without text
    };
    void record(const models::trace::SegmentSent& segment) override {
        Sent& sent = by_node[segment.node];
        ++(segment.length > 0 ? sent.text : sent.pure);
    }
    std::map<sim::NodeId, Sent> by_node;
};

/// Writes as much as it can and reads all there is, every 100 us.
class Pump {
  public:
    explicit Pump(sim::NodeContext& context) : turn_{context, *this, sim::calls<&Pump::turn>} {
        turn_.arm_after(100us);
    }
    std::shared_ptr<Connection> connection;
    models::tcp::Listener* listener = nullptr;
    bool writes = false;
    std::uint64_t received = 0;

  private:
    void turn() {
        if (!connection && listener != nullptr) {
            if (auto accepted = listener->accept()) connection = *accepted;
        }
        if (connection && writes) (void)connection->send(bytes_);
        if (connection) {
            for (auto count = connection->receive(bytes_); count && *count > 0;
                 count = connection->receive(bytes_))
                received += *count;
        }
        turn_.arm_after(100us);
    }
    std::array<std::uint8_t, 16'384> bytes_{};
    sim::Timer turn_;
};

struct Pair {
    explicit Pair(const models::tcp::Config& config)
        : a{simulation.add_node("a"), tracer, config, {10, 0, 0, 1}},
          b{simulation.add_node("b"), tracer, config, {10, 0, 0, 2}},
          link{"cable", {.rate = sim::Rate::megabits_per_second(100), .delay = 50us}, a.nic, b.nic, tracer} {
        auto port = b.tcp.ports().reserve({Ipv4Address::kAny, 80}, false);
        listener = b.tcp.listen(std::move(*port), 1, config).value();
    }
    std::shared_ptr<Connection> connect() {
        auto local = a.tcp.ports().reserve({}, false);
        return a.tcp.connect(std::move(*local), {{10, 0, 0, 2}, 80}, a.tcp.config()).value();
    }
    sim::Simulation simulation{1};
    models::trace::Tracer tracer;
    tests::BareHost a;
    tests::BareHost b;
    models::ethernet::Link link;
    std::unique_ptr<models::tcp::Listener> listener;
};

}  // namespace

TEST_CASE("a bulk transfer is acknowledged by every second segment, and hardly more") {
    Census census;
    Pair pair{tests::rfc()};
    pair.tracer.set_sink(&census);
    Pump sender{pair.a.context()};
    sender.connection = pair.connect();
    sender.writes = true;
    Pump receiver{pair.b.context()};
    receiver.listener = pair.listener.get();
    pair.simulation.run_until(sim::kStart + 1s);
    const auto& data = census.by_node[pair.a.context().id()];
    const auto& acks = census.by_node[pair.b.context().id()];
    CHECK(receiver.received > 11'000'000);
    CHECK(data.pure <= 2);  // the handshake
    CHECK(acks.text == 0);
    CHECK(acks.pure <= data.text / 2 + 20);
}

TEST_CASE("the steady state of a bulk transfer in both directions allocates nothing") {
    Pair pair{tests::rfc()};
    Pump sender{pair.a.context()};
    sender.connection = pair.connect();
    sender.writes = true;
    Pump receiver{pair.b.context()};
    receiver.listener = pair.listener.get();
    receiver.writes = true;
    pair.simulation.run_until(sim::kStart + 500ms);
    const tests::AllocationCounter counter;
    pair.simulation.run_until(sim::kStart + 1s);
    CHECK(counter.allocations() == 0);
    CHECK(receiver.received > 5'000'000);
    CHECK(sender.received > 5'000'000);
}

TEST_CASE("a host talks to itself, whatever its buffers") {
    for (std::uint64_t seed = 1; seed <= 20; ++seed) {
        CAPTURE(seed);
        sim::RandomStream random{seed, "loopback", 0, "test"};
        sim::Simulation simulation{seed};
        models::trace::Tracer tracer;
        tests::BareHost host{
            simulation.add_node("host"), tracer, tests::random_config(random), {10, 0, 0, 1}};
        auto port = host.tcp.ports().reserve({Ipv4Address::kAny, 80}, false);
        const auto listener = host.tcp.listen(std::move(*port), 1, host.tcp.config()).value();
        const std::uint64_t up = random.below(40'000);
        const std::uint64_t down = random.below(40'000);
        Talker client{host.context(), up, 1, 2};
        Talker server{host.context(), down, 2, 1};
        server.listener = listener.get();
        auto local = host.tcp.ports().reserve({}, false);
        client.connection =
            host.tcp.connect(std::move(*local), {{127, 0, 0, 1}, 80}, host.tcp.config()).value();
        simulation.run_until(sim::kStart + 1h);
        CHECK(server.received == up);
        CHECK(client.received == down);
        CHECK(client.at_end);
        CHECK(server.at_end);
        CHECK(host.tcp.connections().empty());
        CHECK(simulation.buffers().outstanding() == 0);
    }
}

TEST_CASE("a host that talks to itself may also hang up on itself") {
    sim::Simulation simulation{1};
    models::trace::Tracer tracer;
    tests::BareHost host{simulation.add_node("host"), tracer, tests::rfc(), {10, 0, 0, 1}};
    const auto connect = [&] {
        auto local = host.tcp.ports().reserve({}, false);
        return host.tcp.connect(std::move(*local), {{127, 0, 0, 1}, 80}, host.tcp.config()).value();
    };
    auto port = host.tcp.ports().reserve({Ipv4Address::kAny, 80}, false);
    auto listener = host.tcp.listen(std::move(*port), 5, host.tcp.config()).value();
    auto first = connect();
    SUBCASE("the listener closes during the handshake") {}
    SUBCASE("the listener closes when the handshake is over") {
        simulation.run_until(sim::kStart + 1ms);
    }
    SUBCASE("the client aborts with text on its way") {
        simulation.run_until(sim::kStart + 1ms);
        CHECK(first->send(tests::bytes_of("text")));
        first->abort();
    }
    listener.reset();
    simulation.run_until(sim::kStart + 1s);
    CHECK(first->state() == models::wire::TcpState::Closed);
    first->close();
    first.reset();
    CHECK(host.tcp.connections().empty());
    CHECK(host.tcp.ports().size() == 0);
    CHECK(simulation.buffers().outstanding() == 0);
}
