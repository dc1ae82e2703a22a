// A network card with its transmit queue, as a host, a switch or a router has one per port: framing to the
// shortest length, serialisation with preamble and interframe gap (IEEE 802.3 clause 4, full duplex), the
// frame check and the MAC filter. There is no event for the end of a transmission when nothing waits. Its end
// of the cable can be unplugged for a time; the other card does the same, by its own timer. Not here: the
// cable (link.hpp), ARP and the Ethernet header (models/ip/interface.hpp). Read next:
// models/ethernet/nic.cpp.
#pragma once

#include "models/ethernet/frame_queue.hpp"
#include "models/trace/tracer.hpp"
#include "models/wire/address.hpp"
#include "sim/core/buffer.hpp"
#include "sim/core/rate.hpp"
#include "sim/event/arrival_queue.hpp"
#include "sim/event/node.hpp"
#include "sim/event/outage.hpp"
#include "sim/event/timer.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <vector>

namespace patchcord::models::ethernet {

class Link;
class Nic;

/// Takes the good frames of a card that are addressed to it. Without FCS; padding is still there.
class FrameReceiver {
  public:
    virtual void input(Nic& nic, sim::Frame frame) = 0;
    /// The cable was unplugged, or plugged in again.
    virtual void link_changed(Nic&, bool /*up*/) {}

  protected:
    ~FrameReceiver() = default;
};

/// What stands in the place of a cable when the other end is no node of the simulation: it is given each
/// frame in the moment in which the card was asked to send it, and takes no time. What it brings goes to
/// Node::receive.
class Tap {
  public:
    virtual void output(Nic& nic, sim::Frame frame) = 0;

  protected:
    ~Tap() = default;
};

/// In ethtool's and ifconfig's words. Bytes are counted from destination address to FCS.
struct NicCounters {
    std::uint64_t tx_packets = 0;
    std::uint64_t tx_bytes = 0;
    std::uint64_t tx_dropped = 0;
    std::uint64_t rx_packets = 0;
    std::uint64_t rx_bytes = 0;
    std::uint64_t rx_fcs_errors = 0;
    std::uint64_t rx_missed_errors = 0;  ///< start delimiters that were not recognised
    std::uint64_t rx_filtered = 0;       ///< good frames for another card
};

class Nic {
  public:
    /// Frames that wait while one is being sent, as Linux's txqueuelen.
    static constexpr std::size_t kDefaultQueue = 1000;

    Nic(sim::Node& node, sim::PortId port, wire::MacAddress address, trace::Tracer& tracer);
    Nic(const Nic&) = delete;
    Nic& operator=(const Nic&) = delete;

    /// Who takes its frames. Called once, before anything arrives (an ip::Interface binds itself).
    void bind(FrameReceiver& receiver) { receiver_ = &receiver; }

    sim::NodeContext& context() const { return context_; }
    sim::PortId port() const { return arrivals_.port(); }
    wire::MacAddress address() const { return address_; }
    const NicCounters& counters() const { return counters_; }
    std::size_t queued() const { return queue_.size(); }
    bool is_plugged_in() const { return link_ != nullptr || tap_ != nullptr; }
    const Link* link() const { return link_; }

    /// How often the cable was unplugged, modulo 256: what sim::Signal::cable counts.
    std::uint8_t unplugged() const { return unplugged_; }

    /// Frames for other cards are received as well (a switch port, a monitor).
    void set_promiscuous(bool on) { promiscuous_ = on; }
    /// Frames that may wait, at least 1.
    void set_queue_limit(std::size_t frames) { queue_.set_limit(frames); }
    /// A card without power sends nothing and receives nothing; what waits is lost, and
    /// what arrives. For a host that crashes.
    void set_power(bool on);
    /// From `down` until `up` (kNever: for ever) the link is down: nothing is sent or received, what waits is
    /// lost, and so is what is in the cable at `down`.
    void plan_outage(sim::Time down, sim::Time up);

    /// Step 6: sends a frame without FCS, from 14 to 1514 bytes, when those before it are gone. Without a
    /// cable, or when the queue is full, it is lost, counted and traced.
    void transmit(sim::Buffer frame);
    void transmit(sim::Frame frame);

    /// Step 8: what the node was given for this port.
    void receive(sim::Signal signal);

    // For the cable.
    sim::ArrivalQueue& arrivals() { return arrivals_; }
    void plug_in(Link& link);
    /// Instead of a cable. The tap must outlive what the card sends.
    void plug_in(Tap& tap);

  private:
    void send(sim::Frame frame);
    void tap(sim::Frame frame);
    void send_next();
    void set_link(bool up);
    void empty_queue();
    void lose(wire::LossCause cause, const sim::Frame& frame, bool was_sent);

    sim::NodeContext& context_;
    sim::ArrivalQueue arrivals_;
    wire::MacAddress address_;
    FrameReceiver* receiver_ = nullptr;
    trace::Tracer& tracer_;
    Link* link_ = nullptr;
    Tap* tap_ = nullptr;
    sim::Rate rate_;
    sim::Time free_at_ = sim::kStart;  // when the gap after the last frame is over
    FrameQueue queue_{kDefaultQueue};
    sim::Timer transmit_next_;
    NicCounters counters_;
    bool promiscuous_ = false;
    bool powered_ = true;
    bool link_up_ = true;
    std::uint8_t unplugged_ = 0;
    std::vector<std::unique_ptr<sim::Outage>> outages_;
};

}  // namespace patchcord::models::ethernet
