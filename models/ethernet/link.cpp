// Step 7 of the way of a packet. A clean frame costs one comparison for bit errors; a frame that is hit gets
// its real FCS appended and real bits flipped, and the receiver's real CRC decides. The FCS of an unaltered
// frame is not computed, because its check cannot fail. Read next: models/ethernet/nic.cpp.
#include "models/ethernet/link.hpp"

#include "models/ethernet/nic.hpp"
#include "models/wire/crc32.hpp"
#include "models/wire/ethernet.hpp"
#include "sim/core/check.hpp"

#include <utility>
#include <vector>

namespace patchcord::models::ethernet {
namespace {

constexpr std::uint64_t kSfdBits = 8;

std::string direction_name(const Nic& from, const Nic& to) {
    return std::string{from.context().name()} + ">" + std::string{to.context().name()};
}

/// How much better than the mean the receivers of a link are, in standard deviations: the same each time that
/// the cable is plugged in.
double luck_of(const Nic& a, const Nic& b) {
    return a.context().random(index(a.port()), "receivers " + direction_name(a, b)).normal();
}

}  // namespace

Link::Direction::Direction(Nic& sender, Nic& receiver)
    : from{&sender},
      to{&receiver},
      impairment{
          sender.context().random(index(sender.port()), "corruption " + direction_name(sender, receiver))},
      bit_errors{
          sender.context().random(index(sender.port()), "bit errors " + direction_name(sender, receiver))} {}

Link::Link(std::string name, const LinkParameters& parameters, Nic& a, Nic& b, trace::Tracer& tracer)
    : name_{std::move(name)},
      rate_{parameters.rate},
      delay_{propagation_delay(phy_of(rate_).value_or(Phy::Base100Tx), parameters.cable)},
      bit_error_ratio_{parameters.bit_error_ratio.value_or(0.0)},
      phy_{parameters.bit_error_ratio ? std::nullopt : phy_of(rate_)},
      tracer_{tracer},
      directions_{Direction{a, b}, Direction{b, a}} {
    if (phy_) settle(parameters, luck_of(a, b));
    delay_ = parameters.delay.value_or(delay_);
    sim::check(delay_ >= sim::Duration{1}, "a link needs a delay of at least 1 ps");
    for (Direction& way : directions_)
        way.bit_errors.set_ratio(bit_error_ratio_);
    a.plug_in(*this);
    b.plug_in(*this);
}

void Link::settle(const LinkParameters& parameters, double luck) {
    for (int at = static_cast<int>(*phy_); at >= 0; --at) {
        phy_ = Phy(at);
        const LinkBudget budget = link_budget(*phy_, parameters.cable, parameters.margin);
        is_up_ = parameters.start == LinkStart::Off || budget.comes_up(luck);
        rate_ = rate_of(*phy_);
        delay_ = propagation_delay(*phy_, parameters.cable);
        bit_error_ratio_ = budget.bit_error_ratio;
        if (is_up_) return;
    }
}

void Link::plan_outage(sim::Time down, sim::Time up) {
    for (Direction& way : directions_)
        way.from->plan_outage(down, up);
}

void Link::carry(Nic& from, sim::Frame frame, sim::Duration duration) {
    Direction& way = direction(from);
    const sim::NodeContext& sender = from.context();
    tracer_.emit([&] { return trace::FrameSent{sender.now(), sender.id(), from.port(), duration, frame}; });
    if (!way.impairment.is_perfect()) return carry_with_faults(way, std::move(frame), duration);
    deliver(way, pass(way, std::move(frame), 0), sender.now() + duration + delay_);
}

/// Frames that are held back go right behind this one, also when it was cut: it has entered the cable.
void Link::carry_with_faults(Direction& way, sim::Frame frame, sim::Duration duration) {
    const sim::NodeContext& sender = way.from->context();
    const Impairment::Verdict verdict =
        way.impairment.judge(frame.bytes(), sender.id(), way.to->context().id(), duration);
    std::vector<Impairment::Held> released = way.impairment.release();
    sim::Time arrival = sender.now() + duration + delay_;
    if (verdict.dropped) {
        tracer_.emit([&] {
            return trace::FrameLost{sender.now(), sender.id(), way.from->port(), wire::LossCause::Cut,
                                    frame.packet()};
        });
    } else {
        sim::Signal signal = pass(way, std::move(frame), verdict.bits);
        for (const sim::Duration later : verdict.copies) {
            sim::Signal copy;
            copy.damage = signal.damage;
            copy.cable = signal.cable;
            copy.frame = signal.frame.share();
            deliver(way, std::move(copy), arrival + verdict.delay + later);
        }
        if (verdict.behind > 0) {
            way.impairment.hold({std::move(signal), duration, verdict.behind});
        } else {
            deliver(way, std::move(signal), arrival + verdict.delay);
        }
    }
    for (Impairment::Held& held : released) {
        arrival += held.duration;
        deliver(way, std::move(held.signal), arrival);
    }
}

/// What the wire does to the bits of a frame.
sim::Signal Link::pass(Direction& way, sim::Frame frame, std::uint64_t faulty_bits) {
    sim::Signal signal;
    signal.cable = way.from->unplugged();
    const std::uint64_t bits = kSfdBits + 8 * (frame.size() + wire::kFcsSize);
    const bool noisy = way.bit_errors.hits(bits);
    if (noisy || faulty_bits > 0) {
        sim::Buffer bytes = sim::Buffer::thaw(std::move(frame));
        bytes.append(wire::kFcsSize);
        wire::fill_fcs(bytes.bytes());
        const bool start_hit = noisy && way.bit_errors.flip(kSfdBits, bytes.bytes());
        way.impairment.flip(bytes.bytes(), faulty_bits);
        signal.damage = start_hit ? sim::Signal::Damage::Start : sim::Signal::Damage::Bits;
        frame = std::move(bytes).freeze();
    }
    signal.frame = std::move(frame);
    return signal;
}

void Link::deliver(Direction& way, sim::Signal signal, sim::Time arrival) {
    const sim::EventKey key = way.from->context().arrival_key(arrival, way.to->context().id());
    way.to->arrivals().push_arrival(key, std::move(signal));
}

}  // namespace patchcord::models::ethernet
