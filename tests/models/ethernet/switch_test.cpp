// A switch between three stations: learning, flooding, ageing, reserved addresses, store and forward.
#include "models/ethernet/switch.hpp"

#include "models/ethernet/link.hpp"
#include "models/wire/ethernet.hpp"
#include "tests/support/ethernet_pair.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

namespace patchcord::models::ethernet {
namespace {

using namespace std::chrono_literals;
using sim::Duration;
using tests::Bytes;
using tests::Station;
using wire::MacAddress;

constexpr MacAddress mac(std::uint64_t number) {
    return MacAddress::from_u64(0x0200'0000'0000 | number);
}

/// Stations 0, 1 and 2 with addresses 1, 2 and 3 at ports 0, 1 and 2; port 3 has no cable.
struct Lan : tests::Bench {
    Lan() {
        for (std::uint64_t i = 0; i < 4; ++i) {
            Nic& port = bridge.add_port(mac(0x100 + i));
            if (i == 3) continue;
            const std::string number = std::to_string(i);
            stations.push_back(
                std::make_unique<Station>(simulation.add_node("station" + number), mac(i + 1), tracer));
            links.push_back(std::make_unique<Link>("cable" + number, LinkParameters{}, stations.back()->nic,
                                                   port, tracer));
            stations.back()->nic.set_promiscuous(true);
        }
    }

    /// A station sends, and the frames that each station received are counted: "0 1 1".
    std::string send(std::size_t from, MacAddress source, MacAddress destination) {
        for (const auto& station : stations)
            station->frames.clear();
        Bytes frame(60);
        wire::EthernetHeader{destination, source, wire::EtherType::Ipv4}.emit(frame);
        stations[from]->send(frame);
        run_for(1ms);
        std::string counts;
        for (const auto& station : stations) {
            if (!counts.empty()) counts += ' ';
            counts += std::to_string(station->frames.size());
        }
        return counts;
    }

    Switch bridge{simulation.add_node("switch"), tracer};
    std::vector<std::unique_ptr<Station>> stations;
    std::vector<std::unique_ptr<Link>> links;
};

TEST_CASE("a switch floods what it does not know and learns where senders are") {
    Lan lan;
    CHECK(lan.send(0, mac(1), mac(2)) == "0 1 1");  // unknown destination
    CHECK(lan.send(1, mac(2), mac(1)) == "1 0 0");  // learnt from the first frame
    CHECK(lan.send(0, mac(1), mac(2)) == "0 1 0");
    CHECK(lan.send(2, mac(3), MacAddress::kBroadcast) == "1 1 0");
    CHECK(lan.send(0, mac(1), MacAddress::from_u64(0x0100'5E00'0001)) == "0 1 1");
    CHECK(lan.bridge.lookup(mac(1)) == sim::PortId{0});
    CHECK(lan.bridge.lookup(mac(2)) == sim::PortId{1});
    CHECK(lan.bridge.mac_table().size() == 3);
    REQUIRE(lan.recorder.learned.size() == 3);
    CHECK(lan.recorder.learned[1].mac == mac(2));
    CHECK(lan.recorder.learned[1].port == sim::PortId{1});
    CHECK(lan.recorder.lost.empty());  // nothing is sent to the port without a cable
}

TEST_CASE("a frame to a station on the port where it came from goes nowhere") {
    Lan lan;
    lan.send(0, mac(1), MacAddress::kBroadcast);
    lan.send(0, mac(77), MacAddress::kBroadcast);  // another sender behind the same port
    CHECK(lan.send(0, mac(1), mac(77)) == "0 0 0");
}

TEST_CASE("a station that moves is found at its new port") {
    Lan lan;
    lan.send(0, mac(1), MacAddress::kBroadcast);
    CHECK(lan.send(1, mac(2), mac(1)) == "1 0 0");
    lan.send(2, mac(1), MacAddress::kBroadcast);
    CHECK(lan.send(1, mac(2), mac(1)) == "0 0 1");
    CHECK(lan.recorder.learned.size() == 3);
}

TEST_CASE("an address is forgotten after 300 seconds of silence") {
    Lan lan;
    lan.send(0, mac(1), MacAddress::kBroadcast);
    const sim::Time learnt = lan.recorder.learned.at(0).at;
    lan.simulation.run_until(learnt + 300s - Duration{1});
    CHECK(lan.bridge.lookup(mac(1)) == sim::PortId{0});
    lan.run_for(Duration{1});
    CHECK_FALSE(lan.bridge.lookup(mac(1)));
    CHECK(lan.send(1, mac(2), mac(1)) == "1 0 1");
    lan.send(0, mac(1), MacAddress::kBroadcast);
    CHECK(lan.recorder.learned.size() == 3);  // learnt again
    lan.run_for(200s);
    lan.send(0, mac(1), MacAddress::kBroadcast);
    lan.run_for(200s);
    CHECK(lan.bridge.lookup(mac(1)));  // the second frame kept it
    CHECK(lan.recorder.learned.size() == 3);
}

TEST_CASE("a group is never learnt as a sender") {
    Lan lan;
    lan.send(0, MacAddress::from_u64(0x0100'0000'0001), mac(2));
    CHECK(lan.bridge.mac_table().empty());
}

TEST_CASE("the sixteen reserved addresses are not forwarded, their neighbours are") {
    Lan lan;
    for (std::uint64_t last = 0; last < 16; ++last)
        CHECK(lan.send(0, mac(1), MacAddress::from_u64(0x0180'C200'0000 | last)) == "0 0 0");
    CHECK(lan.send(0, mac(1), MacAddress::from_u64(0x0180'C200'0010)) == "0 1 1");
    CHECK(lan.bridge.lookup(mac(1)));  // the switch learns from them all the same
}

TEST_CASE("a frame is forwarded when all of it has come, with the packet's name") {
    Lan lan;
    lan.send(1, mac(2), MacAddress::kBroadcast);
    lan.recorder.sent.clear();
    const sim::Time start = lan.simulation.now();
    CHECK(lan.send(0, mac(1), mac(2)) == "0 1 0");
    const Duration hop = 8 * (8 + 64) * Duration{10'000} + Duration{108'740};
    REQUIRE(lan.recorder.sent.size() == 2);
    CHECK(lan.recorder.sent[1].at == start + hop);
    CHECK(lan.recorder.sent[1].packet == lan.recorder.sent[0].packet);
    CHECK(lan.stations[1]->frames[0].at == start + 2 * hop);
    CHECK(lan.stations[1]->frames[0].frame == lan.recorder.sent[0].frame);
}

TEST_CASE("two senders to one port: frames wait in its queue, and too many are lost") {
    Lan lan;
    lan.send(1, mac(2), MacAddress::kBroadcast);
    lan.stations[1]->frames.clear();
    lan.bridge.port(1).set_queue_limit(5);
    Bytes frame(1514);
    for (const std::size_t from : {0u, 2u}) {
        wire::EthernetHeader{mac(2), mac(from + 1), wire::EtherType::Ipv4}.emit(frame);
        for (int i = 0; i < 20; ++i)
            lan.stations[from]->send(frame);
    }
    lan.run_for(1s);
    // Twenty times two frames come at once. Each time one leaves right after both have come (arrivals precede
    // the timer of the port), so in the end 20 have left and 4 wait.
    const std::size_t lost = lan.recorder.losses(wire::LossCause::Queue);
    CHECK(lost == lan.bridge.port(1).counters().tx_dropped);
    CHECK(lan.stations[1]->frames.size() == 40 - lost);
    CHECK(lan.stations[1]->frames.size() == 24);
}

TEST_CASE("what was learnt on a port is forgotten when its cable is unplugged") {
    Lan lan;
    lan.send(0, mac(1), MacAddress::kBroadcast);
    lan.send(1, mac(2), MacAddress::kBroadcast);
    const sim::Time now = lan.simulation.now();
    lan.links[0]->plan_outage(now + 1ms, now + 2ms);
    lan.run_for(1500us);
    CHECK(!lan.bridge.lookup(mac(1)));
    CHECK(lan.bridge.lookup(mac(2)) == sim::PortId{1});
    CHECK(lan.send(1, mac(2), mac(1)) == "0 0 1");  // flooded, also into the port whose cable is gone
    CHECK(lan.recorder.losses(wire::LossCause::LinkDown) == 1);
    CHECK(lan.send(0, mac(1), mac(2)) == "0 1 0");
    CHECK(lan.bridge.lookup(mac(1)) == sim::PortId{0});
}

/// Two switches and the trunk between them; stations 0 and 1 on the first, 2 and 3 on the second, of VLANs
/// 10, 20, 10, 20.
struct Vlans : tests::Bench {
    Vlans() {
        for (std::uint64_t i = 0; i < 4; ++i) {
            const std::string number = std::to_string(i);
            Switch& own = i < 2 ? left : right;
            Nic& port = own.add_port(mac(0x100 + i));
            own.set_vlan(index(port.port()), {static_cast<std::uint16_t>(i % 2 == 0 ? 10 : 20), false});
            stations.push_back(
                std::make_unique<Station>(simulation.add_node("station" + number), mac(i + 1), tracer));
            links.push_back(std::make_unique<Link>("cable" + number, LinkParameters{}, stations.back()->nic,
                                                   port, tracer));
        }
        trunk = std::make_unique<Link>("trunk", LinkParameters{}, left.add_port(mac(0x200)),
                                       right.add_port(mac(0x201)), tracer);
        left.set_vlan(2, {1, true});
        right.set_vlan(2, {1, true});
    }
    void send(std::size_t from, MacAddress to, std::size_t size = 60) {
        Bytes frame(size, 0xAB);
        wire::EthernetHeader{to, mac(from + 1), wire::EtherType::Ipv4}.emit(frame);
        stations[from]->send(frame);
        run_for(1ms);
    }
    std::string received() {
        std::string counts;
        for (const auto& station : stations) {
            counts += std::to_string(station->frames.size());
            station->frames.clear();
        }
        return counts;
    }

    Switch left{simulation.add_node("left"), tracer};
    Switch right{simulation.add_node("right"), tracer};
    std::vector<std::unique_ptr<Station>> stations;
    std::vector<std::unique_ptr<Link>> links;
    std::unique_ptr<Link> trunk;
};

TEST_CASE("a broadcast stays in its VLAN, also across a trunk, where it has a tag") {
    Vlans lan;
    lan.send(0, MacAddress::kBroadcast);
    CHECK(lan.recorder.sent.size() == 3);  // station, trunk, the other station
    const Bytes tagged = lan.recorder.sent[1].frame;
    REQUIRE(tagged.size() == 64);
    CHECK(tagged[12] == 0x81);
    CHECK(tagged[13] == 0x00);
    CHECK(tagged[14] == 0x00);
    CHECK(tagged[15] == 10);
    CHECK(tagged[16] == 0x08);
    REQUIRE(lan.stations[2]->frames.size() == 1);
    CHECK(lan.stations[2]->frames[0].frame == lan.recorder.sent[0].frame);
    CHECK(lan.received() == "0010");
    lan.send(3, MacAddress::kBroadcast, 1514);
    CHECK(lan.received() == "0100");
    lan.send(2, mac(1));
    CHECK(lan.received() == "1000");
    CHECK(lan.left.lookup(mac(3), 10) == sim::PortId{2});
    CHECK_FALSE(lan.left.lookup(mac(3), 20));
    lan.send(0, mac(2));  // which is in the other VLAN: flooded in its own, and nobody takes it
    CHECK(lan.received() == "0000");
}

TEST_CASE("an access port takes no frame with another VLAN's tag, and no tag goes out of it") {
    Vlans lan;
    Bytes frame(64, 0xAB);
    wire::EthernetHeader{MacAddress::kBroadcast, mac(1), wire::EtherType::Vlan}.emit(frame);
    wire::store_be16(frame.data() + 14, 20);
    wire::store_be16(frame.data() + 16, 0x0800);
    lan.stations[0]->send(frame);
    lan.run_for(1ms);
    CHECK(lan.received() == "0000");
    CHECK(lan.recorder.drops(lan.left, wire::DropReason::WrongVlan) == 1);
    wire::store_be16(frame.data() + 14, 10);
    lan.stations[0]->send(frame);
    lan.run_for(1ms);
    REQUIRE(lan.stations[2]->frames.size() == 1);
    CHECK(lan.stations[2]->frames[0].frame.size() == 60);
    CHECK(lan.stations[2]->frames[0].frame[12] == 0x08);
    wire::store_be16(frame.data() + 14, 0xE000);  // only a priority
    lan.received();
    lan.stations[0]->send(frame);
    lan.run_for(1ms);
    CHECK(lan.received() == "0010");
}

TEST_CASE("a switch whose queue gets full asks who fills it to pause, and loses nothing") {
    for (const bool pause : {false, true}) {
        Lan lan;
        for (std::size_t i = 0; i < 3; ++i) {
            lan.bridge.port(i).set_pause(pause);
            lan.stations[i]->nic.set_pause(pause);
            lan.stations[i]->nic.set_queue_limit(5'000);
        }
        lan.bridge.port(1).set_queue_limit(40);
        lan.send(1, mac(2), mac(9));  // so that the switch knows it
        for (const auto& station : lan.stations)
            station->frames.clear();
        Bytes frame(1514);
        for (const std::size_t from : {std::size_t{0}, std::size_t{2}}) {
            wire::EthernetHeader{mac(2), mac(from + 1), wire::EtherType::Ipv4}.emit(frame);
            for (int i = 0; i < 1'000; ++i)
                lan.stations[from]->send(frame);
        }
        lan.run_for(1s);
        const auto arrived = lan.stations[1]->frames.size();
        if (pause) {
            CHECK(arrived == 2'000);
            CHECK(lan.stations[0]->nic.counters().rx_flow_control_xoff > 0);
            CHECK(lan.stations[0]->nic.counters().rx_flow_control_xon > 0);
            CHECK(lan.stations[0]->frames.empty());  // a PAUSE frame is for the card alone
        } else {
            CHECK(arrived < 1'200);
            CHECK(lan.bridge.port(1).counters().tx_dropped == 2'000 - arrived);
        }
    }
}

}  // namespace
}  // namespace patchcord::models::ethernet
