// What is heard at one port decides what is said at all: adjust() compares the two after each change.
// Everything is said some bit times later than it was heard. A frame is recorded when it is over, because
// only then it is one. While ports collide all say jam, but not the last one that still hears something, or
// two hubs would keep each other jamming (9.6.6.1, "one port left"). Read next: models/ethernet/hub.hpp.
#include "models/ethernet/hub.hpp"

#include "models/ethernet/csma_cd.hpp"
#include "models/ethernet/link.hpp"
#include "models/wire/ethernet.hpp"

#include <algorithm>
#include <utility>

namespace patchcord::models::ethernet {

using sim::Signal;

Hub::Jack::Jack(Hub& owner, sim::PortId number) : Port{owner, number, owner.tracer_}, hub{owner} {}

void Hub::Jack::link_changed(bool up) {
    if (up) return;
    sending = false;
    partitioned = false;
    collisions = 0;
    if (active) hub.carrier_went(*this, {});
}

Hub::Hub(sim::NodeContext& context, trace::Tracer& tracer)
    : Node{context}, tracer_{tracer}, shortest_{context, *this, sim::calls<&Hub::fall_silent>} {}

Port& Hub::add_port() {
    ports_.push_back(std::make_unique<Jack>(*this, sim::PortId{static_cast<std::uint16_t>(ports_.size())}));
    return *ports_.back();
}

void Hub::receive(sim::PortId number, Signal signal) {
    Jack& port = *ports_[index(number)];
    if (!port.link_is_up() || signal.cable != port.unplugged())
        return lose(port, signal, wire::LossCause::LinkDown);
    if (signal.kind == Signal::Kind::CarrierStart) carrier_came(port);
    if (signal.kind == Signal::Kind::CarrierEnd) carrier_went(port, std::move(signal));
}

std::size_t Hub::active() const {
    return static_cast<std::size_t>(
        std::ranges::count_if(ports_, [](const auto& port) { return port->active && !port->partitioned; }));
}

void Hub::carrier_came(Jack& from) {
    from.active = true;
    if (from.partitioned) return;
    const bool others = active() > 1 || from.sending;
    if (!others) began_ = context().now();
    if (others && !std::exchange(colliding_, true)) {
        ++counters_.collisions;
        for (const auto& port : ports_)
            if (port->active) count_collision(*port);
    } else if (others) {
        count_collision(from);
    }
    shortest_.disarm();
    adjust();
}

void Hub::count_collision(Jack& port) {
    if (++port.collisions <= kCollisionLimit) return;
    port.partitioned = true;
    ++counters_.partitions;
}

void Hub::carrier_went(Jack& from, Signal signal) {
    from.active = false;
    const bool alone = !colliding_ && !from.partitioned;
    if (from.partitioned) from.partitioned = colliding_ || active() > 0 || !signal.frame;
    if (alone && signal.frame) return repeat(from, std::move(signal));
    lose(from, signal, wire::LossCause::Collision);
    if (active() > 0) return adjust();
    const sim::Time earliest = began_ + bits(kShortest);
    if (context().now() >= earliest) return fall_silent();
    ++counters_.fragments;
    shortest_.arm(earliest);
}

/// A whole frame has passed.
void Hub::repeat(Jack& from, Signal signal) {
    ++counters_.frames;
    from.collisions = 0;
    const bool has_fcs = signal.damage != Signal::Damage::None;
    sim::Frame seen = signal.frame.share();
    if (has_fcs) seen.trim_back(wire::kFcsSize);
    tracer_.emit([&] { return trace::FrameReceived{context().now(), context().id(), from.port(), seen}; });
    const sim::Duration duration = context().now() - began_;
    for (const auto& out : ports_) {
        if (!std::exchange(out->sending, false)) continue;
        out->collisions = 0;
        out->partitioned = out->partitioned && out->active;
        tracer_.emit([&] {
            return trace::FrameSent{began_ + latency(), context().id(), out->port(), duration, seen};
        });
        Signal copy;
        copy.kind = Signal::Kind::CarrierEnd;
        copy.damage = signal.damage;
        copy.frame = signal.frame.share();
        out->link()->end_carrier(*out, std::move(copy), duration, latency());
    }
}

/// Lets every port say what it must: with one port heard all others, with more all.
void Hub::adjust() {
    const std::size_t heard = active();
    for (const auto& port : ports_) {
        if (port->link() == nullptr || !port->link_is_up()) continue;
        const bool alone = port->active && !port->partitioned && heard == 1;
        const bool must = heard > 0 && !alone;
        if (must == port->sending) continue;
        port->sending = must;
        if (must) {
            port->link()->begin_carrier(*port, latency());
        } else {
            end_jam(*port);
        }
    }
}

void Hub::fall_silent() {
    colliding_ = false;
    for (const auto& port : ports_) {
        if (std::exchange(port->sending, false)) end_jam(*port);
    }
}

/// A carrier that was no frame ends.
void Hub::end_jam(Jack& out) {
    Signal signal;
    signal.kind = Signal::Kind::CarrierEnd;
    signal.end = Signal::End::Collision;
    signal.bits = static_cast<std::uint32_t>((context().now() - began_) / bits(1));
    out.link()->end_carrier(out, std::move(signal), context().now() - began_, latency());
}

void Hub::lose(const Jack& port, const Signal& signal, wire::LossCause cause) {
    if (!signal.frame) return;
    tracer_.emit([&] {
        return trace::FrameLost{context().now(), context().id(),        port.port(),
                                cause,           signal.frame.packet(), nullptr};
    });
}

sim::Duration Hub::bits(std::uint64_t count) const {
    const auto plugged =
        std::ranges::find_if(ports_, [](const auto& port) { return port->link() != nullptr; });
    return (*plugged)->link()->rate(**plugged).time_to_send(count);
}

/// 10 Mbit/s: the start of a packet comes out 8 bit times later at the most (9.5.5.1). 100 Mbit/s: half of
/// the round trip of a Class II repeater, 92 bit times (table 29-3).
sim::Duration Hub::latency() const {
    constexpr std::uint64_t kAt10 = 8;
    constexpr std::uint64_t kAt100 = 46;
    return bits(bits(1) == rate_of(Phy::Base10T).time_to_send(1) ? kAt10 : kAt100);
}

}  // namespace patchcord::models::ethernet
