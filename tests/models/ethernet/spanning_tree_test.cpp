// Switches in loops: with a spanning tree one port blocks and every frame arrives once; without, frames go
// round for ever.
#include "models/ethernet/spanning_tree.hpp"

#include "models/ethernet/link.hpp"
#include "models/ethernet/switch.hpp"
#include "models/wire/control/bpdu.hpp"
#include "tests/support/ethernet_pair.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace patchcord::models::ethernet {
namespace {

using namespace std::chrono_literals;
using tests::Bytes;
using tests::Station;
using wire::Bpdu;
using wire::MacAddress;

TEST_CASE("a configuration BPDU has the octets of 802.1D, and comes back from them") {
    const Bpdu config{.topology_change = true,
                      .root = {0x8000, MacAddress::from_u64(0x0200'0000'0001)},
                      .root_path_cost = 19,
                      .bridge = {0x9000, MacAddress::from_u64(0x0200'0000'0002)},
                      .port = 0x8003,
                      .message_age = 1s,
                      .max_age = 20s,
                      .hello_time = 2s,
                      .forward_delay = 15s};
    Bytes frame(config.size());
    config.emit(MacAddress::from_u64(0x0200'0100'0002), frame);
    const Bytes expected{0x01, 0x80, 0xC2, 0x00, 0x00, 0x00, 0x02, 0x00, 0x01, 0x00, 0x00, 0x02, 0x00,
                         0x26, 0x42, 0x42, 0x03, 0x00, 0x00, 0x00, 0x00, 0x01, 0x80, 0x00, 0x02, 0x00,
                         0x00, 0x00, 0x00, 0x01, 0x00, 0x00, 0x00, 0x13, 0x90, 0x00, 0x02, 0x00, 0x00,
                         0x00, 0x00, 0x02, 0x80, 0x03, 0x01, 0x00, 0x14, 0x00, 0x02, 0x00, 0x0F, 0x00};
    CHECK(frame == expected);
    frame.resize(60);
    const auto back = Bpdu::parse(frame);
    REQUIRE(back);
    CHECK(back->root == config.root);
    CHECK(back->bridge == config.bridge);
    CHECK(back->root_path_cost == 19);
    CHECK(back->port == 0x8003);
    CHECK(back->topology_change);
    CHECK_FALSE(back->acknowledgment);
    CHECK(back->message_age == 1s);
    CHECK(back->forward_delay == 15s);
    for (std::size_t size = 0; size < expected.size(); ++size)
        CHECK_FALSE(Bpdu::parse(std::span{expected}.first(size)));
}

/// Switches on a ring, the first with the best identifier, each with one station at its port 0.
struct Ring : tests::Bench {
    explicit Ring(std::size_t count, bool tree = true) {
        SwitchParameters parameters;
        if (tree) parameters.stp.emplace();
        for (std::size_t i = 0; i < count; ++i) {
            const std::string number = std::to_string(i);
            switches.push_back(
                std::make_unique<Switch>(simulation.add_node("switch" + number), tracer, parameters));
            stations.push_back(
                std::make_unique<Station>(simulation.add_node("station" + number), mac(i), tracer));
            for (std::uint64_t port = 0; port < 3; ++port)
                switches.back()->add_port(MacAddress::from_u64(0x0200'0001'0000 + 0x100 * i + port));
            links.push_back(std::make_unique<Link>("s" + number, LinkParameters{}, stations.back()->nic,
                                                   switches.back()->port(0), tracer));
        }
        for (std::size_t i = 0; i < count; ++i)
            ring.push_back(std::make_unique<Link>("r" + std::to_string(i), LinkParameters{},
                                                  switches[i]->port(1), switches[(i + 1) % count]->port(2),
                                                  tracer));
    }
    static MacAddress mac(std::size_t station) { return MacAddress::from_u64(0x0200'0000'0001 + station); }
    void send(std::size_t from, MacAddress to) {
        Bytes frame(60);
        wire::EthernetHeader{to, mac(from), wire::EtherType::Ipv4}.emit(frame);
        stations[from]->send(frame);
    }
    StpState state(std::size_t bridge, std::size_t port) const {
        return switches[bridge]->spanning_tree()->state(port);
    }
    std::size_t forwarding() const {
        std::size_t count = 0;
        for (const auto& bridge : switches)
            for (std::size_t port = 1; port < 3; ++port)
                count += bridge->spanning_tree()->forwards(port) ? 1u : 0u;
        return count;
    }
    /// How many frames each station has received since the last call, apart from those of the switches.
    std::vector<std::size_t> received() {
        std::vector<std::size_t> counts;
        for (const auto& station : stations) {
            counts.push_back(static_cast<std::size_t>(std::ranges::count_if(
                station->frames, [](const auto& got) { return !Bpdu::parse(got.frame); })));
            station->frames.clear();
        }
        return counts;
    }

    std::vector<std::unique_ptr<Switch>> switches;
    std::vector<std::unique_ptr<Station>> stations;
    std::vector<std::unique_ptr<Link>> links, ring;
};

TEST_CASE("switches on a ring block one port, and forward after twice the forward delay") {
    Ring net{4};
    net.run_for(14s);
    CHECK(net.state(0, 1) == StpState::Listening);
    net.run_for(10s);
    CHECK(net.state(0, 1) == StpState::Learning);
    net.run_for(16s);
    CHECK(net.forwarding() == 7);  // of 8 ports on the ring
    for (std::size_t i = 0; i < 4; ++i) {
        CHECK(net.switches[i]->spanning_tree()->root() == net.switches[0]->spanning_tree()->id());
        CHECK(net.state(i, 0) == StpState::Forwarding);
    }
    CHECK(net.switches[0]->spanning_tree()->is_root());
    CHECK(net.switches[1]->spanning_tree()->root_path_cost() == 19);
    CHECK(net.switches[2]->spanning_tree()->root_path_cost() == 38);
    // Both ways to the root are as long for the third switch: the lower neighbour wins.
    CHECK(net.switches[2]->spanning_tree()->is_root_port(2));
    CHECK(net.state(2, 1) == StpState::Blocking);
    net.received();
    net.send(1, MacAddress::kBroadcast);
    net.run_for(1s);
    CHECK(net.received() == std::vector<std::size_t>{1, 0, 1, 1});
    net.send(3, Ring::mac(1));
    net.run_for(1s);
    CHECK(net.received() == std::vector<std::size_t>{0, 1, 0, 0});
}

TEST_CASE("when a cable of the tree is pulled, the port that was blocked takes its place") {
    Ring net{4};
    net.ring[0]->plan_outage(sim::kStart + 60s, sim::kStart + 200s);  // between the first and the second
    net.run_for(60s);
    net.send(0, Ring::mac(1));
    net.run_for(10s);
    CHECK(net.forwarding() < 6);
    net.run_for(60s);  // at most 20 s until the old way is too old, and twice 15 s
    CHECK(net.forwarding() == 6);
    net.received();
    net.send(0, Ring::mac(1));
    net.run_for(1s);
    CHECK(net.received()[1] == 1);
    net.run_for(200s);  // it is back
    CHECK(net.forwarding() == 7);
    net.received();
    net.send(2, MacAddress::kBroadcast);
    net.run_for(1s);
    CHECK(net.received() == std::vector<std::size_t>{1, 1, 0, 1});
}

TEST_CASE("addresses are forgotten soon after the tree has changed") {
    Ring net{3};
    net.run_for(60s);
    net.send(2, Ring::mac(0));
    net.run_for(40s);
    CHECK(net.switches[0]->lookup(Ring::mac(2)));  // for 300 s
    CHECK_FALSE(net.switches[0]->spanning_tree()->topology_is_changing());
    net.ring[0]->plan_outage(net.simulation.now() + 1s, sim::kNever);
    net.run_for(57s);  // 20 s until the third switch believes it, twice 15 s until it forwards, and tells
    CHECK(net.switches[0]->spanning_tree()->topology_is_changing());
    CHECK_FALSE(net.switches[0]->lookup(Ring::mac(2)));  // for 15 s now
    net.run_for(60s);
    CHECK_FALSE(net.switches[0]->spanning_tree()->topology_is_changing());
    CHECK_FALSE(net.switches[0]->lookup(Ring::mac(2)));  // and it does not come back
}

TEST_CASE("two switches with two cables between them use one") {
    tests::Bench bench;
    SwitchParameters parameters;
    parameters.stp.emplace();
    Switch a{bench.simulation.add_node("a"), bench.tracer, parameters};
    Switch b{bench.simulation.add_node("b"), bench.tracer, parameters};
    for (std::uint64_t port = 0; port < 2; ++port) {
        a.add_port(MacAddress::from_u64(0x0200'0000'0010 + port));
        b.add_port(MacAddress::from_u64(0x0200'0000'0020 + port));
    }
    const Link slow{"slow", {.rate = rate_of(Phy::Base10T)}, a.port(0), b.port(0), bench.tracer};
    const Link fast{"fast", {.rate = rate_of(Phy::Base100Tx)}, a.port(1), b.port(1), bench.tracer};
    bench.run_for(40s);
    CHECK(b.spanning_tree()->is_root_port(1));
    CHECK(b.spanning_tree()->state(0) == StpState::Blocking);
    CHECK(b.spanning_tree()->state(1) == StpState::Forwarding);
    CHECK(a.spanning_tree()->is_designated(0));
}

TEST_CASE("without a spanning tree one broadcast on a ring never ends") {
    Ring net{3, false};
    net.send(0, MacAddress::kBroadcast);
    net.run_for(100ms);
    const auto first = net.received();
    net.run_for(100ms);
    const auto second = net.received();
    for (std::size_t i = 0; i < 3; ++i) {
        CHECK(first[i] > 1'000);
        CHECK(second[i] > 1'000);
    }
}

}  // namespace
}  // namespace patchcord::models::ethernet
