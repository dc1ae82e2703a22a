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

Nic::Nic(sim::Node& node, sim::PortId port, wire::MacAddress address, trace::Tracer& tracer)
    : context_{node.context()},
      arrivals_{node, port},
      address_{address},
      tracer_{tracer},
      transmit_next_{context_, *this, sim::calls<&Nic::send_next>} {}

void Nic::plug_in(Link& link) {
    sim::check(!is_plugged_in(), "a port takes one cable");
    link_ = &link;
    rate_ = link.rate();
    link_up_ = link.is_up();
}

void Nic::plug_in(Tap& tap) {
    sim::check(!is_plugged_in(), "a port takes one cable");
    tap_ = &tap;
}

void Nic::set_power(bool on) {
    powered_ = on;
    if (!on) empty_queue();
}

void Nic::plan_outage(sim::Time down, sim::Time up) {
    outages_.push_back(
        std::make_unique<sim::Outage>(context_, down, up, [this](bool is_up) { set_link(is_up); }));
}

void Nic::set_link(bool up) {
    if (up == link_up_) return;
    link_up_ = up;
    tracer_.emit([&] { return trace::LinkChange{context_.now(), context_.id(), port(), up}; });
    if (!up) {
        ++unplugged_;
        empty_queue();
    }
    if (powered_) receiver_->link_changed(*this, up);
}

void Nic::empty_queue() {
    transmit_next_.disarm();
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
    if (link_ == nullptr) return tap(std::move(frame));
    if (!powered_ || !link_up_) return lose(wire::LossCause::LinkDown, frame, false);
    if (queue_.empty() && context_.now() >= free_at_) {
        send(std::move(frame));
        return;
    }
    if (queue_.is_full()) {
        ++counters_.tx_dropped;
        return lose(wire::LossCause::Queue, frame, false);
    }
    queue_.push(std::move(frame));
    if (!transmit_next_.is_armed()) transmit_next_.arm(free_at_);
}

void Nic::tap(sim::Frame frame) {
    if (tap_ == nullptr) return lose(wire::LossCause::NoReceiver, frame, false);
    if (!powered_) return lose(wire::LossCause::LinkDown, frame, false);
    ++counters_.tx_packets;
    counters_.tx_bytes += frame.size() + wire::kFcsSize;
    tracer_.emit([&] {
        return trace::FrameSent{context_.now(), context_.id(), port(), sim::Duration{0}, frame};
    });
    tap_->output(*this, std::move(frame));
}

void Nic::send(sim::Frame frame) {
    const std::size_t octets = frame.size() + wire::kFcsSize;
    ++counters_.tx_packets;
    counters_.tx_bytes += octets;
    const sim::Duration duration = rate_.time_to_send(8 * (wire::kPreambleAndSfd + octets));
    free_at_ =
        context_.now() + rate_.time_to_send(8 * (wire::kPreambleAndSfd + octets + wire::kInterframeGap));
    link_->carry(*this, std::move(frame), duration);
}

void Nic::send_next() {
    send(queue_.pop());
    if (!queue_.empty()) transmit_next_.arm(free_at_);
}

void Nic::receive(Signal signal) {
    sim::check(signal.kind == Signal::Kind::Frame, "a full-duplex card was given half of a frame");
    sim::Frame frame = std::move(signal.frame);
    if (!powered_ || signal.cable != unplugged_) return lose(wire::LossCause::LinkDown, frame, true);
    if (signal.damage == Signal::Damage::Start) {
        ++counters_.rx_missed_errors;
        return lose(wire::LossCause::Sfd, frame, true);
    }
    if (signal.damage == Signal::Damage::Bits) {
        if (!wire::fcs_is_correct(frame.bytes())) {
            ++counters_.rx_fcs_errors;
            return lose(wire::LossCause::Fcs, frame, true);
        }
        frame.trim_back(wire::kFcsSize);
    }
    ++counters_.rx_packets;
    counters_.rx_bytes += frame.size() + wire::kFcsSize;
    tracer_.emit([&] { return trace::FrameReceived{context_.now(), context_.id(), port(), frame}; });
    const auto destination = wire::EthernetHeader::parse(frame.bytes())->destination;
    if (destination != address_ && !destination.is_group() && !promiscuous_) {
        ++counters_.rx_filtered;
        return;
    }
    receiver_->input(*this, std::move(frame));
}

void Nic::lose(wire::LossCause cause, const sim::Frame& frame, bool was_sent) {
    tracer_.emit([&] {
        return trace::FrameLost{context_.now(), context_.id(),  port(),
                                cause,          frame.packet(), was_sent ? nullptr : &frame};
    });
}

}  // namespace patchcord::models::ethernet
