// A hub, that is a repeater (IEEE 802.3 clause 9 and 27): what one port hears, all others say, bit for bit
// and with a whole preamble; when two ports hear something, all say jam. It does not look at addresses or
// frame checks, and its cables share one medium: everybody on them takes turns (csma_cd.hpp). A port that
// does nothing but collide is cut off. Read next: models/ethernet/hub.cpp.
#pragma once

#include "models/ethernet/port.hpp"
#include "models/trace/tracer.hpp"
#include "sim/core/rate.hpp"
#include "sim/event/node.hpp"
#include "sim/event/timer.hpp"

#include <cstdint>
#include <memory>
#include <vector>

namespace patchcord::models::ethernet {

struct HubCounters {
    std::uint64_t frames = 0;      ///< repeated to their end
    std::uint64_t collisions = 0;  ///< times that it jammed
    std::uint64_t fragments = 0;   ///< shorter than 96 bits, and made longer
    std::uint64_t partitions = 0;  ///< times that a port was cut off
};

class Hub final : public sim::Node {
  public:
    /// Consecutive collisions after which a port is cut off (9.6.6.2).
    static constexpr std::uint32_t kCollisionLimit = 30;
    /// The shortest that it sends, bit times (9.6.4).
    static constexpr std::uint64_t kShortest = 96;

    Hub(sim::NodeContext& context, trace::Tracer& tracer);

    Port& add_port();
    Port& port(std::size_t number) { return *ports_.at(number); }
    std::size_t ports() const { return ports_.size(); }
    const HubCounters& counters() const { return counters_; }
    bool is_partitioned(std::size_t port) const { return ports_.at(port)->partitioned; }

    void receive(sim::PortId port, sim::Signal signal) override;

  private:
    struct Jack final : Port {
        Jack(Hub& hub, sim::PortId number);
        bool shares_medium() const override { return true; }
        void link_changed(bool up) override;

        Hub& hub;
        bool active = false;   // hears a carrier
        bool sending = false;  // says what it must
        bool partitioned = false;
        std::uint32_t collisions = 0;  // in a row
    };

    void carrier_came(Jack& from);
    void carrier_went(Jack& from, sim::Signal signal);
    void count_collision(Jack& port);
    void repeat(Jack& from, sim::Signal signal);
    void adjust();
    void fall_silent();
    void end_jam(Jack& out);
    void lose(const Jack& port, const sim::Signal& signal, wire::LossCause cause);
    /// Ports that hear a carrier and are not cut off.
    std::size_t active() const;
    sim::Duration bits(std::uint64_t count) const;
    sim::Duration latency() const;

    trace::Tracer& tracer_;
    std::vector<std::unique_ptr<Jack>> ports_;
    bool colliding_ = false;
    sim::Time began_ = sim::kStart;  // to send
    sim::Timer shortest_;
    HubCounters counters_;
};

}  // namespace patchcord::models::ethernet
