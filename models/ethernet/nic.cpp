// Steps 6 and 8 of the way of a packet.
// A frame occupies the sender for preamble, SFD, frame, FCS and the interframe gap; the receiver has it after
// preamble, SFD, frame, FCS and the delay of the cable. Read next: models/ethernet/link.cpp,
// models/ip/interface.cpp.
#include "models/ethernet/nic.hpp"

#include "models/ethernet/link.hpp"
#include "models/wire/control/mac_control.hpp"
#include "models/wire/crc32.hpp"
#include "models/wire/ethernet.hpp"
#include "sim/core/check.hpp"

#include <algorithm>
#include <utility>

namespace patchcord::models::ethernet {

using sim::Signal;

namespace {

bool is_tagged(const sim::Frame& frame) {
    return frame.size() >= wire::EthernetHeader::kSize &&
           wire::EthernetHeader::parse(frame.bytes())->type == wire::EtherType::Vlan;
}

/// A tap may hand over what a kernel has put together (segmentation offload), but a cable brings nothing
/// else.
bool has_good_length(const sim::Frame& frame, const Link* cable) {
    if (wire::is_frame_size(frame.size(), false)) return true;
    if (frame.size() < wire::EthernetHeader::kSize) return false;
    return cable == nullptr || wire::is_frame_size(frame.size(), is_tagged(frame));
}

}  // namespace

Nic::Nic(sim::Node& node, sim::PortId port, wire::MacAddress address, trace::Tracer& tracer)
    : Port{node, port, tracer},
      address_{address},
      transmit_next_{context(), *this, sim::calls<&Nic::send_next>} {}

void Nic::plugged_in() {
    sim::check(tap_ == nullptr, "a port takes one cable");
    take_link_state();
}

/// Speed and duplex, which are what they were unless another cable was plugged in.
void Nic::take_link_state() {
    const sim::Rate rate = link()->rate(*this);
    const bool half = link()->is_half_duplex(*this);
    if (half == csma_cd_.has_value() && rate == rate_) return;
    rate_ = rate;
    csma_cd_.reset();
    straight_ = !half && !filled_;
    if (half)
        csma_cd_.emplace(context(), rate_, context().random(index(port()), "backoff"),
                         static_cast<CsmaCd::Station&>(*this));
}

void Nic::plug_in(Tap& tap) {
    sim::check(!is_plugged_in(), "a port takes one cable");
    tap_ = &tap;
}

void Nic::set_power(bool on) {
    powered_ = on;
    if (on) return;
    empty_queue();
    if (receive_ring_) receive_ring_->clear();
}

void Nic::set_receive_ring(std::size_t frames, sim::Duration time) {
    receive_ring_ = std::make_unique<ReceiveRing>(
        context(), frames, time, [this](sim::Frame frame) { taken_from_ring(std::move(frame)); });
}

void Nic::plan_full_queue(sim::Time from, sim::Time to) {
    full_queues_.push_back(std::make_unique<sim::Outage>(context(), from, to, [this](bool is_over) {
        filled_ = !is_over;
        straight_ = !filled_ && !csma_cd_;
    }));
}

void Nic::set_red(const RedParameters& parameters) {
    watched_ = true;
    red_.emplace(parameters, context().random(index(port()), "early drops"));
}

void Nic::link_changed(bool up) {
    if (up) {
        take_link_state();
    } else {
        empty_queue();
    }
    if (powered_) receiver_->link_changed(*this, up);
}

void Nic::empty_queue() {
    transmit_next_.disarm();
    if (csma_cd_) fall_silent();
    control_ = {};
    paused_until_ = sim::kStart;
    other_is_paused_ = false;
    free_at_ = gap_ends_;
    while (!queue_.empty())
        lose(wire::LossCause::LinkDown, queue_.pop(), false);
}

/// Half duplex: whoever heard a frame begin has to hear that it ends.
void Nic::fall_silent() {
    if (csma_cd_->is_transmitting() && link_is_up()) {
        Signal end;
        end.kind = Signal::Kind::CarrierEnd;
        end.end = Signal::End::Aborted;
        link()->end_carrier(*this, std::move(end), sim::Duration{});
    }
    csma_cd_->stop();
}

void Nic::transmit(sim::Buffer frame) {
    if (frame.size() < wire::kMinimumFrame) {
        std::ranges::fill(frame.append(wire::kMinimumFrame - frame.size()), std::uint8_t{0});
    }
    transmit(std::move(frame).freeze());
}

void Nic::transmit(sim::Frame frame) {
    sim::check(
        wire::is_frame_size(frame.size(), false) || wire::is_frame_size(frame.size(), is_tagged(frame)),
        "a frame of a size that Ethernet does not have");
    if (link() == nullptr) return tap(std::move(frame));
    if (!powered_ || !link_is_up()) return lose(wire::LossCause::LinkDown, frame, false);
    if (queue_.empty() && context().now() >= free_at_ && straight_) {
        send(std::move(frame));
        return;
    }
    const bool in_doubt = queue_.is_full() || filled_ || red_.has_value();
    if (in_doubt && !has_room(frame)) return;
    queue_.push(std::move(frame));
    if (csma_cd_) return csma_cd_->frame_waits();
    if (!transmit_next_.is_armed()) transmit_next_.arm(free_at_);
}

/// If not, the frame is lost.
bool Nic::has_room(const sim::Frame& frame) {
    const bool full = filled_ || queue_.is_full();
    const std::size_t bits = 8 * (wire::kPreambleAndSfd + frame.size() + wire::kFcsSize);
    const bool early = red_ && red_->drops(queue_.size(), context().now(), rate_.time_to_send(bits));
    if (!full && !early) return true;
    ++counters_.tx_dropped;
    lose(full ? wire::LossCause::Queue : wire::LossCause::Early, frame, false);
    return false;
}

void Nic::tap(sim::Frame frame) {
    if (tap_ == nullptr) return lose(wire::LossCause::NoReceiver, frame, false);
    if (!powered_) return lose(wire::LossCause::LinkDown, frame, false);
    ++counters_.tx_packets;
    counters_.tx_bytes += frame.size() + wire::kFcsSize;
    tracer().emit([&] {
        return trace::FrameSent{context().now(), context().id(), port(), sim::Duration{0}, frame};
    });
    tap_->output(*this, std::move(frame));
}

void Nic::send(sim::Frame frame) {
    const std::size_t octets = frame.size() + wire::kFcsSize;
    ++counters_.tx_packets;
    counters_.tx_bytes += octets;
    const sim::Duration duration = rate_.time_to_send(8 * (wire::kPreambleAndSfd + octets));
    gap_ends_ =
        context().now() + rate_.time_to_send(8 * (wire::kPreambleAndSfd + octets + wire::kInterframeGap));
    free_at_ = std::max(gap_ends_, paused_until_);
    link()->carry(*this, std::move(frame), duration);
}

void Nic::send_next() {
    if (control_) {
        send(std::move(control_));
        return arm_next();
    }
    send(queue_.pop());
    arm_next();
    if (watched_) [[unlikely]]
        queue_became_shorter();
}

void Nic::queue_became_shorter() {
    if (queue_.size() == transmit_ring_ && transmit_ring_ > 0) ++counters_.tx_restart_queue;
    if (red_ && queue_.empty()) red_->went_empty(context().now());
    if (!drain_is_awaited_ || 4 * queue_.size() > queue_.limit()) return;
    drain_is_awaited_ = false;
    receiver_->queue_drained(*this);
}

void Nic::arm_next() {
    if (control_) {
        transmit_next_.arm(gap_ends_);
    } else if (!queue_.empty()) {
        transmit_next_.arm(free_at_);
    }
}

// PAUSE (annex 31B), which itself is not paused.

void Nic::send_pause(std::uint16_t quanta) {
    if (!pauses() || link() == nullptr || !powered_ || !link_is_up()) return;
    ++(quanta > 0 ? counters_.tx_flow_control_xoff : counters_.tx_flow_control_xon);
    sim::Buffer bytes{context().buffers(), wire::PauseFrame::kSize};
    bytes.set_packet(context().next_packet());
    wire::PauseFrame{address_, quanta}.emit(bytes.append(wire::PauseFrame::kSize));
    sim::Frame frame = std::move(bytes).freeze();
    if (context().now() >= gap_ends_) return send(std::move(frame));
    control_ = std::move(frame);
    arm_next();
}

/// Whether the frame is for the card alone.
bool Nic::obey_pause(const sim::Frame& frame) {
    const auto pause = wire::PauseFrame::parse(frame.bytes());
    if (!pause) return false;
    ++(pause->quanta > 0 ? counters_.rx_flow_control_xoff : counters_.rx_flow_control_xon);
    if (!pauses()) return true;
    paused_until_ =
        context().now() + rate_.time_to_send(std::uint64_t{pause->quanta} * wire::PauseFrame::kQuantum);
    free_at_ = std::max(gap_ends_, paused_until_);
    arm_next();
    return true;
}

void Nic::put_into_ring(sim::Frame frame) {
    constexpr std::uint16_t kLongest = 0xFFFF;
    if (receive_ring_->is_full()) {
        ++counters_.rx_missed_errors;
        tracer().emit([&] {
            return trace::PacketDropped{context().now(), context().id(), wire::DropReason::ReceiveRingFull,
                                        frame.packet()};
        });
        return;
    }
    receive_ring_->push(std::move(frame));
    if (!pauses() || 4 * receive_ring_->size() <= 3 * receive_ring_->limit()) return;
    other_is_paused_ = true;
    send_pause(kLongest);
}

void Nic::taken_from_ring(sim::Frame frame) {
    if (other_is_paused_ && 4 * receive_ring_->size() <= receive_ring_->limit()) {
        other_is_paused_ = false;
        send_pause(0);
    }
    receiver_->input(*this, std::move(frame));
}

// Half duplex.

std::uint64_t Nic::begin_frame() {
    const std::size_t octets = queue_.front().size() + wire::kFcsSize;
    const std::uint64_t bits = 8 * (wire::kPreambleAndSfd + octets);
    spoilt_ = spoilt_ || csma_cd_->hears_carrier();
    tracer().emit([&] {
        return trace::FrameSent{context().now(), context().id(), port(), rate_.time_to_send(bits),
                                queue_.front()};
    });
    link()->begin_carrier(*this);
    return bits;
}

void Nic::end_frame(bool collided, sim::Duration sent) {
    Signal signal;
    signal.kind = Signal::Kind::CarrierEnd;
    if (collided) {
        ++counters_.collisions;
        signal.end = Signal::End::Collision;
        signal.bits = static_cast<std::uint32_t>(sent / rate_.time_to_send(1));
        lose(wire::LossCause::Collision, queue_.front(), true);
    } else {
        signal.frame = queue_.front().share();
    }
    link()->end_carrier(*this, std::move(signal), sent);
}

void Nic::done(const Attempts& attempts) {
    const sim::Frame frame = queue_.pop();
    if (watched_) queue_became_shorter();
    if (attempts.end == Attempts::End::Excessive) ++counters_.tx_aborted_errors;
    if (attempts.end == Attempts::End::Late) ++counters_.tx_window_errors;
    if (attempts.end != Attempts::End::Sent) return;
    ++counters_.tx_packets;
    counters_.tx_bytes += frame.size() + wire::kFcsSize;
    if (attempts.deferred) ++counters_.tx_deferred_ok;
    if (attempts.collisions == 1) ++counters_.tx_single_coll_ok;
    if (attempts.collisions > 1) ++counters_.tx_multi_coll_ok;
}

void Nic::receive(Signal signal) {
    if (!powered_ || signal.cable != unplugged() || !link_is_up()) {
        if (signal.frame) lose(wire::LossCause::LinkDown, signal.frame, true);
        return;
    }
    if (signal.kind == Signal::Kind::Frame) return frame_came(std::move(signal));
    if (csma_cd_ && signal.kind == Signal::Kind::CarrierStart) {
        spoilt_ = csma_cd_->is_transmitting();
        return csma_cd_->carrier_came();
    }
    if (signal.kind != Signal::Kind::CarrierEnd) return;
    const bool spoilt = csma_cd_ && std::exchange(spoilt_, false);
    if (csma_cd_) csma_cd_->carrier_went();
    if (signal.frame && spoilt) return lose(wire::LossCause::Collision, signal.frame, true);
    if (signal.frame) return frame_came(std::move(signal));
    if (!spoilt) count_fragment(signal.bits);
}

/// What a collision left of a frame, `bits` long with its preamble.
void Nic::count_fragment(std::uint64_t bits) {
    if (bits <= kPreambleBits) return;
    const std::uint64_t length = bits - kPreambleBits;
    constexpr std::uint64_t kShortest = 8 * (wire::kMinimumFrame + wire::kFcsSize);
    if (length < kShortest) {
        ++counters_.rx_short_length_errors;
        return;
    }
    ++counters_.rx_crc_errors;
    if (length % 8 != 0) ++counters_.rx_align_errors;
}

void Nic::count_length_error(const sim::Frame& frame) {
    ++(frame.size() < wire::kMinimumFrame ? counters_.rx_short_length_errors
                                          : counters_.rx_long_length_errors);
}

void Nic::frame_came(Signal&& signal) {
    sim::Frame frame = std::move(signal.frame);
    if (signal.damage != Signal::Damage::None && !check_damage(signal.damage, frame)) return;
    if (!has_good_length(frame, link())) [[unlikely]] {
        count_length_error(frame);
        return lose(wire::LossCause::Length, frame, true);
    }
    ++counters_.rx_packets;
    counters_.rx_bytes += frame.size() + wire::kFcsSize;
    tracer().emit([&] { return trace::FrameReceived{context().now(), context().id(), port(), frame}; });
    const auto destination = wire::EthernetHeader::parse(frame.bytes())->destination;
    if (destination != address_) {
        if (destination == wire::PauseFrame::kDestination && obey_pause(frame)) return;
        if (!destination.is_group() && !promiscuous_) {
            ++counters_.rx_filtered;
            return;
        }
    }
    if (receive_ring_) return put_into_ring(std::move(frame));
    receiver_->input(*this, std::move(frame));
}

/// Takes the FCS off a frame whose bits were touched. False if that is all that the card saw of it.
bool Nic::check_damage(Signal::Damage damage, sim::Frame& frame) {
    if (damage == Signal::Damage::Start) {
        ++counters_.rx_false_carrier;
        lose(wire::LossCause::Sfd, frame, true);
        return false;
    }
    if (damage == Signal::Damage::Symbol) {
        ++counters_.rx_symbol_errors;
        lose(wire::LossCause::Symbol, frame, true);
        return false;
    }
    if (!wire::fcs_is_correct(frame.bytes())) {
        ++counters_.rx_crc_errors;
        lose(wire::LossCause::Fcs, frame, true);
        return false;
    }
    frame.trim_back(wire::kFcsSize);
    return true;
}

void Nic::lose(wire::LossCause cause, const sim::Frame& frame, bool was_sent) {
    tracer().emit([&] {
        return trace::FrameLost{context().now(), context().id(), port(),
                                cause,           frame.packet(), was_sent ? nullptr : &frame};
    });
}

}  // namespace patchcord::models::ethernet
