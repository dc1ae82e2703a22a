// Frames that are wrong in every way that Ethernet knows, at a host: each changes one counter of its card and
// nothing else.
#include "models/ip/interface.hpp"
#include "sim/core/random.hpp"
#include "tests/support/ethernet_pair.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdint>
#include <utility>

namespace patchcord::models::ip {
namespace {

using ethernet::NicCounters;
using tests::Bytes;
using wire::EtherType;

enum class Wrong { Runt, Giant, Fcs, Type, VlanInVlan, Length, Count };

Bytes frame(Wrong wrong, sim::RandomStream& random) {
    const std::size_t size = wrong == Wrong::Runt    ? 14 + random.below(46)
                             : wrong == Wrong::Giant ? 1519 + random.below(500)
                                                     : 64 + random.below(1450);
    Bytes bytes(size);
    for (std::uint8_t& octet : bytes)
        octet = static_cast<std::uint8_t>(random.bits());
    EtherType type = random.below(2) == 0 ? EtherType::Ipv4 : EtherType::Arp;
    if (wrong == Wrong::Type) type = EtherType{static_cast<std::uint16_t>(0x0900 + random.below(0x7000))};
    // A length that is more, or less, than what follows: never a type, and nobody here speaks LLC.
    if (wrong == Wrong::Length) type = EtherType{static_cast<std::uint16_t>(random.below(1536))};
    if (wrong == Wrong::VlanInVlan) type = EtherType::Vlan;
    wire::EthernetHeader{tests::kMacA, tests::kMacB, type}.emit(bytes);
    if (wrong == Wrong::VlanInVlan) {
        wire::store_be16(bytes.data() + 14, static_cast<std::uint16_t>(random.below(4096)));
        wire::store_be16(bytes.data() + 16, 0x8100);
        wire::store_be16(bytes.data() + 20, 0x0800);
    }
    return bytes;
}

std::uint64_t counted(const NicCounters& counters, Wrong wrong) {
    if (wrong == Wrong::Runt) return counters.rx_short_length_errors;
    if (wrong == Wrong::Giant) return counters.rx_long_length_errors;
    if (wrong == Wrong::Fcs) return counters.rx_crc_errors;
    return counters.rx_dropped;
}

TEST_CASE("hundreds of malformed frames change a counter each, and nothing else") {
    tests::HostAndStation bench;
    sim::RandomStream random{11, "malformed", 0, "frames"};
    const NicCounters& counters = bench.host.nic.counters();
    for (int round = 0; round < 1'200; ++round) {
        const auto wrong = static_cast<Wrong>(round % static_cast<int>(Wrong::Count));
        CAPTURE(round);
        const Bytes bytes = frame(wrong, random);
        sim::Buffer buffer{bench.simulation.buffers(), bytes.size() + 4};
        std::ranges::copy(bytes, buffer.append(bytes.size()).begin());
        sim::Signal signal;
        if (wrong == Wrong::Fcs) {
            std::ranges::fill(buffer.append(4), std::uint8_t{0});
            signal.damage = sim::Signal::Damage::Bits;
        }
        signal.frame = std::move(buffer).freeze();
        const std::uint64_t before = counted(counters, wrong);
        const std::uint64_t all = counters.rx_short_length_errors + counters.rx_long_length_errors +
                                  counters.rx_crc_errors + counters.rx_dropped;
        bench.host.receive(sim::PortId{0}, std::move(signal));
        bench.run_for(std::chrono::milliseconds{1});
        CHECK(counted(counters, wrong) == before + 1);
        CHECK(counters.rx_short_length_errors + counters.rx_long_length_errors + counters.rx_crc_errors +
                  counters.rx_dropped ==
              all + 1);
    }
    CHECK(bench.recorder.sent.empty());
    CHECK(bench.recorder.arp.empty());
    CHECK(bench.host.tcp.payloads.empty());
    CHECK(bench.host.tcp.errors.empty());
}

}  // namespace
}  // namespace patchcord::models::ip
