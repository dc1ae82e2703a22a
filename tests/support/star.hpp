// Stations on a hub, as many as wanted, and how much of the medium they use when all always have something to
// send. Shared by the tests of hubs and the program that prints their figures.
// Read next: models/ethernet/hub.hpp, tests/support/csma_table.hpp.
#pragma once

#include "models/ethernet/hub.hpp"
#include "models/ethernet/link.hpp"
#include "models/ethernet/nic.hpp"
#include "tests/support/ethernet_pair.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace patchcord::tests {

namespace ethernet = models::ethernet;
namespace wire = models::wire;

inline constexpr sim::Duration kBit = std::chrono::nanoseconds{100};  ///< at 10 Mbit/s

inline wire::MacAddress mac(std::size_t number) {
    return wire::MacAddress::from_u64(0x0200'0000'0000 | (number + 1));
}

struct Star : Bench {
    explicit Star(std::size_t count, sim::Duration cable = std::chrono::nanoseconds{500},
                  sim::Rate rate = sim::Rate::megabits_per_second(10)) {
        for (std::size_t i = 0; i < count; ++i) {
            const std::string number = std::to_string(i);
            stations.push_back(
                std::make_unique<Station>(simulation.add_node("station" + number), mac(i), tracer));
            links.push_back(std::make_unique<ethernet::Link>(
                "cable" + number,
                ethernet::LinkParameters{.rate = rate, .delay = cable, .bit_error_ratio = 0.0},
                stations.back()->nic, hub.add_port(), tracer));
        }
    }
    /// `octets` from destination to FCS.
    static Bytes frame(std::size_t from, std::size_t to, std::size_t octets = 64) {
        Bytes bytes(octets - 4);
        wire::EthernetHeader{mac(to), mac(from), wire::EtherType::Ipv4}.emit(bytes);
        return bytes;
    }
    const ethernet::NicCounters& counters(std::size_t station) const {
        return stations[station]->nic.counters();
    }

    ethernet::Hub hub{simulation.add_node("hub"), tracer};
    std::vector<std::unique_ptr<Station>> stations;
    std::vector<std::unique_ptr<ethernet::Link>> links;
};

/// The share of the bits that went by which were those of good frames, when `count` stations always have one
/// to send. `tau`: bit times from one station to any other.
inline double saturated_efficiency(std::size_t count, std::size_t octets, std::int64_t tau,
                                   sim::Duration time) {
    constexpr std::int64_t kHub = 8;
    Star star{count, kBit * (tau - kHub) / 2};
    star.tracer.set_sink(nullptr);
    const auto per_second = 1e7 / static_cast<double>(8 * (octets + 20));
    const auto enough =
        static_cast<std::size_t>(per_second * std::chrono::duration<double>(time).count()) + 1;
    for (std::size_t i = 0; i < count; ++i) {
        star.stations[i]->nic.set_queue_limit(enough);
        const Bytes frame = Star::frame(i, count, octets);
        sim::Buffer bytes{star.simulation.buffers(), frame.size()};
        std::ranges::copy(frame, bytes.append(frame.size()).begin());
        const sim::Frame frozen = std::move(bytes).freeze();
        for (std::size_t k = 0; k < enough; ++k)
            star.stations[i]->nic.transmit(frozen.share());
    }
    const auto sent = [&] {
        std::uint64_t bytes = 0;
        for (const auto& station : star.stations)
            bytes += station->nic.counters().tx_bytes;
        return bytes;
    };
    star.run_for(time / 3);  // they all begin at once, which is not how it goes on
    const std::uint64_t before = sent();
    star.run_for(time - time / 3);
    const double seconds = std::chrono::duration<double>(time - time / 3).count();
    return 8 * static_cast<double>(sent() - before) / (1e7 * seconds);
}

/// How two saturated stations share a hub.
struct Turns {
    double mean_run = 0.0;  ///< frames that one sends in a row
    double dropped = 0.0;   ///< the share of frames that were given up
    double fairness = 0.0;  ///< Jain's index of the frames sent
};

class TurnsSink final : public models::trace::Sink {
  public:
    using Sink::record;
    void record(const models::trace::FrameReceived& frame) override {
        if (frame.node != sim::NodeId{0} || index(frame.port) > 1) return;  // the hub heard a whole frame
        ++frames[index(frame.port)];
        if (index(frame.port) != last) ++runs;
        last = index(frame.port);
    }
    std::array<double, 2> frames{};
    double runs = 0;
    std::size_t last = 2;
};

/// `count` frames of `octets`, from destination to FCS, at 25 bit times from each other.
inline Turns turns_of_two(std::size_t octets, std::size_t count) {
    Star star{2, kBit * 17 / 2};
    TurnsSink sink;
    star.tracer.set_sink(&sink);
    for (std::size_t i = 0; i < 2; ++i) {
        const Bytes frame = Star::frame(i, 2, octets);
        sim::Buffer bytes{star.simulation.buffers(), frame.size()};
        std::ranges::copy(frame, bytes.append(frame.size()).begin());
        const sim::Frame frozen = std::move(bytes).freeze();
        star.stations[i]->nic.set_queue_limit(count);
        for (std::size_t k = 0; k < count; ++k)
            star.stations[i]->nic.transmit(frozen.share());
    }
    while (sink.frames[0] + sink.frames[1] < static_cast<double>(count))
        star.run_for(std::chrono::seconds{1});
    star.tracer.set_sink(nullptr);
    const double all = sink.frames[0] + sink.frames[1];
    const auto given_up =
        static_cast<double>(star.counters(0).tx_aborted_errors + star.counters(1).tx_aborted_errors);
    const double squares = sink.frames[0] * sink.frames[0] + sink.frames[1] * sink.frames[1];
    return {all / sink.runs, given_up / (all + given_up), all * all / (2 * squares)};
}

}  // namespace patchcord::tests
