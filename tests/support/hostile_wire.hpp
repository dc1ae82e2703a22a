// A bad network in a box: a node with two cards that passes frames from one to the other, but drops, delays,
// reorders, duplicates and corrupts them at random. ARP is only delayed. Bits are flipped one to a frame, so
// that every corruption is one that a checksum finds. Read next: tests/conversations/conversations_test.cpp.
#pragma once

#include "models/ethernet/nic.hpp"
#include "models/trace/tracer.hpp"
#include "sim/core/random.hpp"
#include "sim/event/node.hpp"
#include "sim/event/timer.hpp"

#include <cstdint>
#include <map>
#include <utility>

namespace patchcord::tests {

/// In one of a thousand frames each; delays in microseconds.
struct Hostility {
    std::uint64_t drop = 0;
    std::uint64_t duplicate = 0;
    std::uint64_t corrupt = 0;
    std::uint64_t late = 0;  ///< frames that are delayed by `lateness` more, and so overtaken
    std::uint64_t jitter = 1;
    std::uint64_t lateness = 1;
};

class HostileWire final : public sim::Node, public models::ethernet::FrameReceiver {
  public:
    HostileWire(sim::NodeContext& context, models::trace::Tracer& tracer, const Hostility& hostility);
    void receive(sim::PortId port, sim::Signal signal) override;
    void input(models::ethernet::Nic& nic, sim::Frame frame) override;
    /// From now on nothing passes.
    void cut() { cut_ = true; }

    models::ethernet::Nic left;
    models::ethernet::Nic right;

  private:
    struct Waiting {
        models::ethernet::Nic* out;
        sim::Frame frame;
    };
    bool happens(std::uint64_t in_a_thousand) { return random_.below(1000) < in_a_thousand; }
    void pass(models::ethernet::Nic& out, sim::Frame frame);
    void release();

    Hostility hostility_;
    sim::RandomStream random_;
    std::map<std::pair<sim::Time, std::uint64_t>, Waiting> waiting_;
    std::uint64_t passed_ = 0;
    bool cut_ = false;
    sim::Timer release_;
};

}  // namespace patchcord::tests
