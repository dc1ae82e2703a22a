// Steps 6 and 8 of the way of a packet.
// A frame occupies the sender for preamble, SFD, frame, FCS and the interframe gap; the receiver has it after
// preamble, SFD, frame, FCS and the delay of the cable. Read next: models/ethernet/link.cpp,
// models/ip/interface.cpp.
#include "models/ethernet/nic.hpp"

#include "models/ethernet/link.hpp"
#include "models/wire/crc32.hpp"
#include "models/wire/ethernet.hpp"
#include "sim/core/check.hpp"

#include <algorithm>
#include <utility>

namespace patchcord::models::ethernet {

using sim::Signal;

namespace {

/// A tagged frame may have four octets more. A tap may hand over what a kernel has put together (segmentation
/// offload), but a cable brings nothing else.
bool has_good_length(const sim::Frame& frame, const Link* cable) {
    if (frame.size() >= wire::kMinimumFrame && frame.size() <= wire::kMaximumFrame) return true;
    if (frame.size() < wire::EthernetHeader::kSize) return false;
    if (cable == nullptr) return true;
    const bool tagged = wire::EthernetHeader::parse(frame.bytes())->type == wire::EtherType::Vlan;
    return tagged && frame.size() > wire::kMaximumFrame && frame.size() <= wire::kMaximumFrame + 4;
}

}  // namespace

Nic::Nic(sim::Node& node, sim::PortId port, wire::MacAddress address, trace::Tracer& tracer)
    : Port{node, port, tracer},
      address_{address},
      transmit_next_{context(), *this, sim::calls<&Nic::send_next>} {}

void Nic::plugged_in() {
    sim::check(tap_ == nullptr, "a port takes one cable");
    rate_ = link()->rate();
    if (link()->is_half_duplex(*this))
        csma_cd_.emplace(context(), rate_, context().random(index(port()), "backoff"),
                         static_cast<CsmaCd::Station&>(*this));
}

void Nic::plug_in(Tap& tap) {
    sim::check(!is_plugged_in(), "a port takes one cable");
    tap_ = &tap;
}

void Nic::set_power(bool on) {
    powered_ = on;
    if (!on) empty_queue();
}

void Nic::link_changed(bool up) {
    if (!up) empty_queue();
    if (powered_) receiver_->link_changed(*this, up);
}

void Nic::empty_queue() {
    transmit_next_.disarm();
    if (csma_cd_) csma_cd_->stop();
    while (!queue_.empty())
        lose(wire::LossCause::LinkDown, queue_.pop(), false);
}

void Nic::transmit(sim::Buffer frame) {
    if (frame.size() < wire::kMinimumFrame) {
        std::ranges::fill(frame.append(wire::kMinimumFrame - frame.size()), std::uint8_t{0});
    }
    transmit(std::move(frame).freeze());
}

void Nic::transmit(sim::Frame frame) {
    sim::check(frame.size() >= wire::kMinimumFrame && frame.size() <= wire::kMaximumFrame,
               "a frame of a size that Ethernet does not have");
    if (link() == nullptr) return tap(std::move(frame));
    if (!powered_ || !link_is_up()) return lose(wire::LossCause::LinkDown, frame, false);
    if (queue_.empty() && context().now() >= free_at_ && !csma_cd_) {
        send(std::move(frame));
        return;
    }
    if (queue_.is_full()) {
        ++counters_.tx_dropped;
        return lose(wire::LossCause::Queue, frame, false);
    }
    queue_.push(std::move(frame));
    if (csma_cd_) return csma_cd_->frame_waits();
    if (!transmit_next_.is_armed()) transmit_next_.arm(free_at_);
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
    free_at_ =
        context().now() + rate_.time_to_send(8 * (wire::kPreambleAndSfd + octets + wire::kInterframeGap));
    link()->carry(*this, std::move(frame), duration);
}

void Nic::send_next() {
    send(queue_.pop());
    if (!queue_.empty()) transmit_next_.arm(free_at_);
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
    if (signal.damage == Signal::Damage::Start) {
        ++counters_.rx_missed_errors;
        return lose(wire::LossCause::Sfd, frame, true);
    }
    if (signal.damage == Signal::Damage::Bits) {
        if (!wire::fcs_is_correct(frame.bytes())) {
            ++counters_.rx_crc_errors;
            return lose(wire::LossCause::Fcs, frame, true);
        }
        frame.trim_back(wire::kFcsSize);
    }
    if (!has_good_length(frame, link())) [[unlikely]] {
        count_length_error(frame);
        return lose(wire::LossCause::Fcs, frame, true);
    }
    ++counters_.rx_packets;
    counters_.rx_bytes += frame.size() + wire::kFcsSize;
    tracer().emit([&] { return trace::FrameReceived{context().now(), context().id(), port(), frame}; });
    const auto destination = wire::EthernetHeader::parse(frame.bytes())->destination;
    if (destination != address_ && !destination.is_group() && !promiscuous_) {
        ++counters_.rx_filtered;
        return;
    }
    receiver_->input(*this, std::move(frame));
}

void Nic::lose(wire::LossCause cause, const sim::Frame& frame, bool was_sent) {
    tracer().emit([&] {
        return trace::FrameLost{context().now(), context().id(), port(),
                                cause,           frame.packet(), was_sent ? nullptr : &frame};
    });
}

}  // namespace patchcord::models::ethernet
