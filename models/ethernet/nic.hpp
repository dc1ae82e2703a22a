// A network card with its transmit queue, as a host, a switch or a router has one per port: framing to the
// shortest length, serialisation with preamble and interframe gap (IEEE 802.3 clause 4), the frame check and
// the MAC filter. With full duplex there is no event for the end of a transmission when nothing waits; with
// half duplex the card shares its medium by CSMA/CD (csma_cd.hpp), and with full duplex it can be told to
// PAUSE. Not here: the cable (link.hpp), ARP and the Ethernet header (models/ip/interface.hpp). Read next:
// models/ethernet/nic.cpp.
#pragma once

#include "models/ethernet/csma_cd.hpp"
#include "models/ethernet/frame_queue.hpp"
#include "models/ethernet/port.hpp"
#include "models/ethernet/receive_ring.hpp"
#include "models/ethernet/red.hpp"
#include "models/trace/tracer.hpp"
#include "models/wire/address.hpp"
#include "sim/core/buffer.hpp"
#include "sim/core/rate.hpp"
#include "sim/event/node.hpp"
#include "sim/event/outage.hpp"
#include "sim/event/timer.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace patchcord::models::ethernet {

class Nic;

/// Takes the good frames of a card that are addressed to it. Without FCS; padding is still there.
class FrameReceiver {
  public:
    virtual void input(Nic& nic, sim::Frame frame) = 0;
    /// The link went down, or came up.
    virtual void link_changed(Nic&, bool /*up*/) {}
    /// As tell_when_drained() asked for.
    virtual void queue_drained(Nic&) {}

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

/// In the words of ethtool -S. Bytes are counted from destination address to FCS.
struct NicCounters {
    std::uint64_t tx_packets = 0;
    std::uint64_t tx_bytes = 0;
    std::uint64_t tx_dropped = 0;
    std::uint64_t rx_packets = 0;
    std::uint64_t rx_bytes = 0;
    std::uint64_t rx_crc_errors = 0;
    std::uint64_t rx_missed_errors = 0;        ///< the receive ring was full
    std::uint64_t rx_false_carrier = 0;        ///< start delimiters that were not recognised
    std::uint64_t rx_symbol_errors = 0;        ///< the PHY saw what is no data
    std::uint64_t rx_dropped = 0;              ///< good frames of a type that no layer takes
    std::uint64_t rx_filtered = 0;             ///< good frames for another card
    std::uint64_t rx_long_length_errors = 0;   ///< giants: more than 1518 octets, 1522 with a VLAN tag
    std::uint64_t rx_short_length_errors = 0;  ///< runts: less than 64 octets, which is what collisions leave
    std::uint64_t rx_align_errors = 0;         ///< of rx_crc_errors: no whole number of octets
    std::uint64_t tx_restart_queue = 0;        ///< times that the full transmit ring had room again
    std::uint64_t tx_flow_control_xoff = 0;    ///< PAUSE frames sent
    std::uint64_t tx_flow_control_xon = 0;     ///< those that end a pause
    std::uint64_t rx_flow_control_xoff = 0;
    std::uint64_t rx_flow_control_xon = 0;
    // Of half duplex:
    std::uint64_t collisions = 0;         ///< times that it had to stop
    std::uint64_t tx_deferred_ok = 0;     ///< frames that had to wait for the medium at first
    std::uint64_t tx_single_coll_ok = 0;  ///< frames sent after one collision
    std::uint64_t tx_multi_coll_ok = 0;   ///< frames sent after more
    std::uint64_t tx_aborted_errors = 0;  ///< frames given up after 16 collisions
    std::uint64_t tx_window_errors = 0;   ///< frames lost to a collision after 512 bit times
};

class Nic final : public Port, private CsmaCd::Station {
  public:
    /// Frames that wait while one is being sent, as Linux's txqueuelen.
    static constexpr std::size_t kDefaultQueue = 1000;

    Nic(sim::Node& node, sim::PortId port, wire::MacAddress address, trace::Tracer& tracer);

    /// Who takes its frames. Called once, before anything arrives (an ip::Interface binds itself).
    void bind(FrameReceiver& receiver) { receiver_ = &receiver; }

    wire::MacAddress address() const { return address_; }
    const NicCounters& counters() const { return counters_; }
    std::size_t queued() const { return queue_.size(); }
    bool is_plugged_in() const { return link() != nullptr || tap_ != nullptr; }
    bool shares_medium() const override { return csma_cd_.has_value(); }

    /// Frames for other cards are received as well (a switch port, a monitor).
    void set_promiscuous(bool on) { promiscuous_ = on; }
    /// Frames that may wait in the queue discipline, at least 1.
    void set_queue_limit(std::size_t frames) { queue_.set_limit(frames + transmit_ring_); }
    std::size_t queue_limit() const { return queue_.limit(); }
    /// Before frames wait in the queue, so many wait in the driver's transmit ring; 0: the card takes them
    /// straight from the queue. To be called before set_queue_limit().
    void set_transmit_ring(std::size_t frames) {
        transmit_ring_ = frames;
        watched_ = watched_ || frames > 0;
    }
    /// The processor takes received frames from a ring, `time` for each, more than 0.
    void set_receive_ring(std::size_t frames, sim::Duration time);
    /// From `from` until `to` (kNever: for ever) the queue is full of what others send, so what is to be sent
    /// is lost.
    void plan_full_queue(sim::Time from, sim::Time to);
    /// Random early detection instead of only tail drop.
    void set_red(const RedParameters& parameters);
    /// It says PAUSE when its receive ring gets full, and obeys when the other end does. With full duplex.
    void set_pause(bool on) { pauses_ = on; }
    bool pauses() const { return pauses_ && !csma_cd_; }
    /// Says PAUSE for that many quanta of 512 bit times; 0 ends it. Nothing happens if pauses() is false.
    void send_pause(std::uint16_t quanta);
    /// More than three quarters of the frames wait that may.
    bool is_congested() const { return 4 * queue_.size() > 3 * queue_.limit(); }
    /// Once, when at the most a quarter of the frames wait that may.
    void tell_when_drained() { drain_is_awaited_ = watched_ = true; }
    /// A card without power sends nothing and receives nothing; what waits is lost, and
    /// what arrives. For a host that crashes.
    void set_power(bool on);

    /// Step 6: sends a frame without FCS, from 14 to 1514 bytes, when those before it are gone. Without a
    /// cable, or when the queue is full, it is lost, counted and traced.
    void transmit(sim::Buffer frame);
    void transmit(sim::Frame frame);

    /// Nobody above knows what the frame is.
    void count_unknown_type() { ++counters_.rx_dropped; }

    /// Step 8: what the node was given for this port.
    void receive(sim::Signal signal);

    using Port::plug_in;
    /// Instead of a cable. The tap must outlive what the card sends.
    void plug_in(Tap& tap);

  private:
    void plugged_in() override;
    void link_changed(bool up) override;
    bool has_frame() const override { return !queue_.empty(); }
    std::uint64_t begin_frame() override;
    void end_frame(bool collided, sim::Duration sent) override;
    void done(const Attempts& attempts) override;

    void send(sim::Frame frame);
    void tap(sim::Frame frame);
    void send_next();
    void empty_queue();
    void fall_silent();
    void take_link_state();
    bool has_room(const sim::Frame& frame);
    void arm_next();
    void queue_became_shorter();
    bool obey_pause(const sim::Frame& frame);
    void put_into_ring(sim::Frame frame);
    void taken_from_ring(sim::Frame frame);
    void count_fragment(std::uint64_t bits);
    void count_length_error(const sim::Frame& frame);
    void frame_came(sim::Signal&& signal);
    bool check_damage(sim::Signal::Damage damage, sim::Frame& frame);
    void lose(wire::LossCause cause, const sim::Frame& frame, bool was_sent);

    wire::MacAddress address_;
    FrameReceiver* receiver_ = nullptr;
    Tap* tap_ = nullptr;
    sim::Rate rate_;
    sim::Time free_at_ = sim::kStart;       // when the gap after the last frame, and a pause, is over
    sim::Time gap_ends_ = sim::kStart;      // the gap alone
    sim::Time paused_until_ = sim::kStart;  // by the other end
    FrameQueue queue_{kDefaultQueue};
    std::size_t transmit_ring_ = 0;  // of the queue's frames the first
    bool watched_ = false;           // something is to be done when the queue becomes shorter
    bool drain_is_awaited_ = false;
    sim::Frame control_;  // a PAUSE frame that goes before the queue
    sim::Timer transmit_next_;
    std::optional<CsmaCd> csma_cd_;  // with half duplex
    bool filled_ = false;            // by plan_full_queue()
    bool straight_ = true;           // what finds the card idle need not wait in the queue
    std::vector<std::unique_ptr<sim::Outage>> full_queues_;
    bool spoilt_ = false;  // what is being received: it was also sending
    NicCounters counters_;
    bool promiscuous_ = false;
    bool powered_ = true;
    bool pauses_ = false;
    bool other_is_paused_ = false;  // for the sake of the receive ring
    std::optional<Red> red_;
    std::unique_ptr<ReceiveRing> receive_ring_;
};

}  // namespace patchcord::models::ethernet
