// Step 7 of the way of a packet. A clean frame costs one comparison for bit errors; a frame that is hit gets
// its real FCS appended and real bits flipped, and the receiver's real CRC decides. The FCS of an unaltered
// frame is not computed, because its check cannot fail. Read next: models/ethernet/nic.cpp.
#include "models/ethernet/link.hpp"

#include "models/ethernet/port.hpp"
#include "models/wire/crc32.hpp"
#include "models/wire/ethernet.hpp"
#include "sim/core/check.hpp"

#include <utility>
#include <vector>

namespace patchcord::models::ethernet {
namespace {

constexpr std::uint64_t kSfdBits = 8;
const Impairment::Verdict kUntouched{};

std::string direction_name(const Port& from, const Port& to) {
    return std::string{from.context().name()} + ">" + std::string{to.context().name()};
}

/// How much better than the mean the receivers of a link are, in standard deviations: the same each time that
/// the cable is plugged in.
double luck_of(const Port& a, const Port& b) {
    return a.context().random(index(a.port()), "receivers " + direction_name(a, b)).normal();
}

}  // namespace

Link::Direction::Direction(Port& sender, Port& receiver)
    : from{&sender},
      to{&receiver},
      impairment{
          sender.context().random(index(sender.port()), "corruption " + direction_name(sender, receiver))},
      bit_errors{
          sender.context().random(index(sender.port()), "bit errors " + direction_name(sender, receiver))} {}

Link::Link(std::string name, const LinkParameters& parameters, Port& a, Port& b, trace::Tracer& tracer)
    : name_{std::move(name)},
      rate_{parameters.rate},
      delay_{propagation_delay(phy_of(rate_).value_or(Phy::Base100Tx), parameters.cable)},
      bit_error_ratio_{parameters.bit_error_ratio.value_or(0.0)},
      phy_{parameters.bit_error_ratio ? std::nullopt : phy_of(rate_)},
      tracer_{tracer},
      directions_{Direction{a, b}, Direction{b, a}} {
    const bool shared = a.shares_medium() || b.shares_medium();
    if (phy_) settle(parameters, shared, luck_of(a, b));
    delay_ = parameters.delay.value_or(delay_);
    sim::check(delay_ >= sim::Duration{1}, "a link needs a delay of at least 1 ps");
    for (Direction& way : directions_)
        way.bit_errors.set_ratio(bit_error_ratio_, parameters.burst);
    for (const std::size_t end : {std::size_t{0}, std::size_t{1}}) {
        const Duplex duplex = parameters.duplex[end];
        half_[end] = duplex == Duplex::Half || (duplex == Duplex::Negotiated && shared);
        sim::check(!half_[end] || rate_ <= rate_of(Phy::Base100Tx), "half duplex is for 10 and 100 Mbit/s");
    }
    a.plug_in(*this);
    b.plug_in(*this);
    for (Direction& way : directions_)
        way.shared = way.to->shares_medium();
}

/// A hub has one speed and does not negotiate.
void Link::settle(const LinkParameters& parameters, bool one_speed, double luck) {
    const int slowest = one_speed ? static_cast<int>(*phy_) : 0;
    for (int at = static_cast<int>(*phy_); at >= slowest; --at) {
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

void Link::carry(Port& from, sim::Frame frame, sim::Duration duration) {
    Direction& way = direction(from);
    const sim::NodeContext& sender = from.context();
    tracer_.emit([&] { return trace::FrameSent{sender.now(), sender.id(), from.port(), duration, frame}; });
    sim::Signal signal;
    signal.frame = std::move(frame);
    const sim::Time arrival = sender.now() + duration + delay_;
    if (!way.impairment.is_perfect()) return carry_with_faults(way, std::move(signal), duration, arrival);
    pass(way, signal, kUntouched);
    deliver(way, std::move(signal), arrival, duration);
}

void Link::begin_carrier(Port& from, sim::Duration later) {
    Direction& way = direction(from);
    if (!way.shared) return;
    sim::Signal signal;
    signal.kind = sim::Signal::Kind::CarrierStart;
    signal.cable = from.unplugged();
    push(way, std::move(signal), from.context().now() + later + delay_);
}

void Link::end_carrier(Port& from, sim::Signal signal, sim::Duration duration, sim::Duration later) {
    Direction& way = direction(from);
    const sim::Time arrival = from.context().now() + later + delay_;
    if (!signal.frame) {
        signal.cable = from.unplugged();
    } else if (way.impairment.is_perfect()) {
        pass(way, signal, kUntouched);
    } else {
        return carry_with_faults(way, std::move(signal), duration, arrival);
    }
    push(way, std::move(signal), arrival);
}

/// Frames that are held back go right behind this one, also when it was cut: it has entered the cable.
void Link::carry_with_faults(Direction& way, sim::Signal signal, sim::Duration duration, sim::Time arrival) {
    const sim::NodeContext& sender = way.from->context();
    const Impairment::Verdict verdict =
        way.impairment.judge(signal.frame.bytes(), sender.id(), way.to->context().id(), duration);
    std::vector<Impairment::Held> released = way.impairment.release();
    const bool begun =
        signal.kind == sim::Signal::Kind::CarrierEnd;  // its carrier, which has to end in any case
    if (begun && (verdict.dropped || verdict.behind > 0)) {
        sim::Signal end;
        end.kind = sim::Signal::Kind::CarrierEnd;
        end.end = sim::Signal::End::Aborted;
        end.cable = way.from->unplugged();
        push(way, std::move(end), arrival);
    }
    if (verdict.dropped) {
        tracer_.emit([&] {
            return trace::FrameLost{sender.now(), sender.id(), way.from->port(), wire::LossCause::Cut,
                                    signal.frame.packet()};
        });
    } else {
        pass(way, signal, verdict);
        for (const sim::Duration later : verdict.copies) {
            sim::Signal copy;
            copy.damage = signal.damage;
            copy.cable = signal.cable;
            copy.frame = signal.frame.share();
            deliver(way, std::move(copy), arrival + verdict.delay + later, duration);
        }
        if (verdict.behind > 0) {
            signal.kind = sim::Signal::Kind::Frame;
            way.impairment.hold({std::move(signal), duration, verdict.behind});
        } else if (begun) {
            push(way, std::move(signal), arrival + verdict.delay);
        } else {
            deliver(way, std::move(signal), arrival + verdict.delay, duration);
        }
    }
    for (Impairment::Held& held : released) {
        arrival += held.duration;
        deliver(way, std::move(held.signal), arrival, held.duration);
    }
}

/// What the wire does to the bits of a frame.
void Link::pass(Direction& way, sim::Signal& signal, const Impairment::Verdict& verdict) {
    using Damage = sim::Signal::Damage;
    signal.cable = way.from->unplugged();
    const bool has_fcs = signal.damage == Damage::Bits;
    const std::uint64_t bits = kSfdBits + 8 * (signal.frame.size() + (has_fcs ? 0 : wire::kFcsSize));
    const bool noisy = way.bit_errors.hits(bits);
    if (!noisy && verdict.bits == 0 && !verdict.unseen) return;
    sim::Buffer bytes = sim::Buffer::thaw(std::move(signal.frame));
    if (!has_fcs) {
        bytes.append(wire::kFcsSize);
        wire::fill_fcs(bytes.bytes());
    }
    const bool start_hit = noisy && way.bit_errors.flip(kSfdBits, bytes.bytes());
    way.impairment.flip(bytes.bytes(), verdict.bits);
    if (verdict.unseen) way.impairment.flip_unseen(bytes.bytes());
    signal.damage = start_hit || signal.damage == Damage::Start ? Damage::Start : Damage::Bits;
    signal.frame = std::move(bytes).freeze();
}

/// A whole frame, of which nothing was said before.
void Link::deliver(Direction& way, sim::Signal&& signal, sim::Time arrival, sim::Duration duration) {
    if (way.shared) {
        sim::Signal start;
        start.kind = sim::Signal::Kind::CarrierStart;
        start.cable = signal.cable;
        push(way, std::move(start), arrival - duration);
        signal.kind = sim::Signal::Kind::CarrierEnd;
    }
    push(way, std::move(signal), arrival);
}

void Link::push(Direction& way, sim::Signal&& signal, sim::Time arrival) {
    const sim::EventKey key = way.from->context().arrival_key(arrival, way.to->context().id());
    way.to->arrivals().push_arrival(key, std::move(signal));
}

}  // namespace patchcord::models::ethernet
