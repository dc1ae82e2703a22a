// The frames in flight toward one port: a first-in first-out queue that belongs to the receiver and has at
// most one entry in the event queue, that of its first frame. Something that would overtake (the cable became
// shorter) gets an entry of its own. What is in flight arrives: when a cable is pulled or changed, the
// receiver tells by Signal::cable what came through the old one. Read next: models/ethernet/link.hpp, the
// only file that may call push_arrival.
#pragma once

#include "sim/core/ids.hpp"
#include "sim/event/event.hpp"
#include "sim/event/node.hpp"
#include "sim/event/signal.hpp"

#include <cstddef>
#include <memory>
#include <vector>

namespace patchcord::sim {

class ArrivalQueue final : private Event {
  public:
    ArrivalQueue(Node& receiver, PortId port);
    ~ArrivalQueue() override;

    Node& receiver() const { return receiver_; }
    PortId port() const { return port_; }

    /// `signal` will arrive at key.at, which is in the future. The key was drawn by the sender
    /// (NodeContext::arrival_key) and is kept.
    void push_arrival(const EventKey& key, Signal signal);
    std::size_t in_flight() const { return size_ + overtaking_.size(); }

  private:
    struct Arrival {
        EventKey key;
        Signal signal;
    };
    class Overtaking;

    bool confirm(const EventKey&) override { return true; }
    void fire() override;
    Arrival& at(std::size_t position) { return ring_[(first_ + position) & (ring_.size() - 1)]; }
    void grow();
    void push_overtaking(const EventKey& key, Signal signal);

    Node& receiver_;
    PortId port_;
    std::vector<Arrival> ring_;  // a power of two long
    std::size_t first_ = 0;
    std::size_t size_ = 0;
    std::vector<std::unique_ptr<Overtaking>> overtaking_;
    std::vector<std::unique_ptr<Overtaking>> idle_;  // have arrived and are used again
};

}  // namespace patchcord::sim
