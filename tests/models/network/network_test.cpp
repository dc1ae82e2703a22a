// Building networks, and that the result of a run does not depend on how the nodes are spread over event
// queues. Read next: models/network/network.hpp.
// The applications are tested in tests/models/apps/.
#include "models/apps/registry.hpp"
#include "sim/event/fingerprint.hpp"
#include "tests/models/host/bench.hpp"
#include "tests/sim/death.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <tuple>

using namespace patchcord;
using namespace patchcord::tests;
using network::Network;

namespace {

/// Frames and socket calls of a run, in the one order that every partitioning has.
class Journal final : public trace::Sink {
  public:
    using Sink::record;
    void record(const trace::FrameSent& sent) override {
        sim::Digest digest;
        digest.add(sent.frame.bytes());
        note(sent.at, sent.node, "frame " + std::to_string(digest.value()));
    }
    void record(const trace::SocketCall& call) override {
        note(call.at, call.node, std::string{call.call} + " " + std::to_string(call.value));
    }
    void record(const trace::AppLog& log) override { note(log.at, log.node, std::string{log.text}); }

    auto sorted() {
        std::ranges::stable_sort(lines_, {}, [](const Line& line) {
            return std::tuple{line.at, index(line.node)};
        });
        std::vector<std::string> text;
        for (const Line& line : lines_)
            text.push_back(std::to_string(sim::ticks(line.at)) + " " + std::to_string(index(line.node)) +
                           " " + line.text);
        return text;
    }

  private:
    struct Line {
        sim::Time at;
        sim::NodeId node;
        std::string text;
    };
    void note(sim::Time at, sim::NodeId node, std::string text) {
        lines_.push_back({at, node, std::move(text)});
    }

    std::vector<Line> lines_;
};

Arguments arguments_for(std::string_view app) {
    Arguments arguments;
    if (app == "echo-server") {
        arguments.set("port", std::int64_t{7});
        arguments.set("backlog", std::int64_t{16});
    } else {
        arguments.set("to", "10.0.0.1"_ip);
        arguments.set("port", std::int64_t{7});
        arguments.set("send", std::string(5000, 'x'));
        arguments.set("close", true);
    }
    return arguments;
}

/// A star of six clients around a server; everybody talks at once, and the cables have bit errors.
std::vector<std::string> run_star(unsigned partitions, Network::Placement placement = {}) {
    Journal journal;
    Network network{7, partitions, std::move(placement)};
    network.tracer().set_sink(&journal);
    auto& middle = network.add_switch("switch");
    auto& server = network.add_host("server", {.address = "10.0.0.1/24"_net});
    network.connect(server, middle, {.bit_error_ratio = 1e-6});
    start(server, "echo-server", arguments_for("echo-server"));
    for (std::uint8_t i = 0; i < 6; ++i) {
        auto& client = network.add_host("client" + std::to_string(i),
                                        {.address = wire::Ipv4Prefix{{10, 0, 0, std::uint8_t(i + 2)}, 24}});
        network.connect(client, middle, {.bit_error_ratio = 1e-6});
        start(client, "echo-client", arguments_for("echo-client"));
    }
    network.run_for(5s);
    return journal.sorted();
}

}  // namespace

TEST_CASE("addresses as literals") {
    CHECK("10.0.0.1"_ip == wire::Ipv4Address{10, 0, 0, 1});
    CHECK("255.255.255.255"_ip == wire::Ipv4Address::kBroadcast);
    CHECK("192.168.1.0/24"_net == wire::Ipv4Prefix{{192, 168, 1, 0}, 24});
    CHECK("0.0.0.0/0"_net == wire::Ipv4Prefix{});
}

TEST_CASE("nodes and cables have numbers and names") {
    Network network{1};
    auto& left = network.add_host("left", {.address = "10.0.0.1/24"_net});
    auto& middle = network.add_switch("middle");
    auto& right = network.add_host("right", {.address = "10.0.0.2/24"_net, .gateway = "10.0.0.254"_ip});
    CHECK(network.size() == 3);
    CHECK(network.name(sim::NodeId{1}) == "middle");
    CHECK(network.find_host("left") == &left);
    CHECK(network.find_host(sim::NodeId{2}) == &right);
    CHECK(network.find_switch("middle") == &middle);
    CHECK(network.find_host("middle") == nullptr);
    CHECK(network.find_host("nobody") == nullptr);
    CHECK(network.find_switch(sim::NodeId{17}) == nullptr);

    auto& first = network.connect("left", middle);
    auto& second = network.connect(network::Plug{"middle", 4}, right, {}, "the second");
    CHECK(first.name() == "left-middle");
    CHECK(network.find_link("left-middle") == &first);
    CHECK(network.find_link("the second") == &second);
    CHECK(network.find_link("the third") == nullptr);
    CHECK(middle.ports() == 5);
    CHECK(middle.port(0).is_plugged_in());
    CHECK_FALSE(middle.port(1).is_plugged_in());
    CHECK(middle.port(4).link() == &second);
    CHECK(network.links().size() == 2);
    CHECK(right.stack().ipv4().routes().routes().size() == 2);
}

TEST_CASE("a second cable between the same two takes new ports and a new name") {
    Network network{1};
    auto& a = network.add_switch("a");
    auto& b = network.add_switch("b");
    network.connect(a, b);
    CHECK(network.connect(a, b).name() == "a-b-2");
    CHECK(a.ports() == 2);
    CHECK(b.port(1).is_plugged_in());
}

TEST_CASE("every port has a MAC address of its own") {
    CHECK(to_string(Network::automatic_mac(sim::NodeId{0}, sim::PortId{0})) == "02:00:00:00:00:01");
    CHECK(to_string(Network::automatic_mac(sim::NodeId{0x1233}, sim::PortId{0x102})) == "02:01:02:00:12:34");
    Network network{1};
    auto& host = network.add_host("host", {.mac = wire::MacAddress::parse("02:00:00:aa:bb:cc")});
    auto& other = network.add_host("other");
    CHECK(to_string(host.nic(0).address()) == "02:00:00:aa:bb:cc");
    CHECK(to_string(other.nic(0).address()) == "02:00:00:00:00:02");
}

TEST_CASE("mistakes of the program that builds a network") {
    CHECK(dies_saying("same name", [] {
        Network network{1};
        network.add_host("twice");
        network.add_switch("twice");
    }));
    CHECK(dies_saying("one cable", [] {
        Network network{1};
        network.add_host("a");
        network.add_host("b");
        network.connect("a", "b");
        network.connect(network::Plug{"a", 0}, "b");
    }));
    CHECK(dies_saying("does not exist", [] {
        Network network{1};
        network.add_host("a");
        network.connect("a", "b");
    }));
    CHECK(dies_saying("gateway", [] {
        Network network{1};
        network.add_host("a", {.address = "10.0.0.1/24"_net, .gateway = "10.0.1.1"_ip});
    }));
}

TEST_CASE("a host without an address hears nothing, and a broadcast does it no harm") {
    Network network{1};
    auto& left = network.add_host("left", {.address = "10.0.0.1/24"_net});
    auto& right = network.add_host("right");
    network.connect(left, right);
    UdpSocket socket = left.handle().socket(SocketType::Datagram);
    CHECK(socket.send_to("hello", {"255.255.255.255"_ip, 9}));
    CHECK(network.run_for(1s) == sim::StopReason::Finished);
    CHECK(right.nic(0).counters().rx_packets == 1);
}

TEST_CASE("the result does not depend on the partitions") {
    const auto one = run_star(1);
    CHECK(one.size() > 300);
    CHECK(run_star(2) == one);
    CHECK(run_star(3) == one);
    CHECK(run_star(8) == one);
    CHECK(run_star(2, [](sim::NodeId node) { return index(node) == 0 ? 1u : 0u; }) == one);
    CHECK(run_star(1) == one);
}

TEST_CASE("partitions that no cable joins") {
    Network network{1, 4};
    for (std::uint8_t i = 0; i < 4; ++i) {
        auto& host = network.add_host("host" + std::to_string(i), {.address = "10.0.0.1/24"_net});
        UdpSocket socket = host.handle().socket(SocketType::Datagram);
        CHECK(socket.send_to("nobody hears this", {"10.0.0.2"_ip, 9}));
    }
    CHECK(network.run_until(sim::kStart + 2400h) == sim::StopReason::Finished);
}
