// Step 7 of the way of a packet. A clean frame costs one comparison for bit errors; a frame that is hit gets
// its real FCS appended and real bits flipped, and the receiver's real CRC decides. The FCS of an unaltered
// frame is not computed, because its check cannot fail. Read next: models/ethernet/nic.cpp.
#include "models/ethernet/link.hpp"

#include "models/ethernet/port.hpp"
#include "models/wire/crc32.hpp"
#include "models/wire/ethernet.hpp"
#include "sim/core/check.hpp"

#include <algorithm>
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

// How a link comes and goes.

Link::Direction::Direction(Link& owner, Port& sender, Port& receiver)
    : link{owner},
      from{&sender},
      to{&receiver},
      impairment{
          sender.context().random(index(sender.port()), "corruption " + direction_name(sender, receiver))},
      bit_errors{
          sender.context().random(index(sender.port()), "bit errors " + direction_name(sender, receiver))},
      cable{owner.parameters_.cable},
      trained{sender.context(), *this, sim::calls<&Direction::came_up>} {
    take(owner.first_);
}

Link::Link(std::string name, const LinkParameters& parameters, Port& a, Port& b, trace::Tracer& tracer)
    : name_{std::move(name)},
      parameters_{parameters},
      hub_{a.shares_medium(), b.shares_medium()},
      luck_{has_phy() ? luck_of(a, b) : 0.0},
      first_{state_on(parameters.cable)},
      least_delay_{first_.delay},
      tracer_{tracer},
      directions_{Direction{*this, a, b}, Direction{*this, b, a}} {
    sim::check(first_.delay >= sim::Duration{1}, "a link needs a delay of at least 1 ps");
    for (const bool half : first_.half)
        sim::check(!half || first_.rate <= rate_of(Phy::Base100Tx), "half duplex is for 10 and 100 Mbit/s");
    a.plug_in(*this);
    b.plug_in(*this);
    for (Direction& way : directions_)
        if (takes_time() && first_.comes_up) way.trained.arm_after(first_.start);
}

Link::~Link() {
    for (Direction& way : directions_)
        way.from->forget_link();
}

bool Link::has_phy() const {
    return !parameters_.bit_error_ratio && phy_of(parameters_.rate);
}

LineCode Link::line_code(const LinkState& state) const {
    return parameters_.error_events && state.phy ? line_code_of(*state.phy) : LineCode::Manchester;
}

LinkState Link::state_on(const Cable& cable) const {
    const Phy fastest = phy_of(parameters_.rate).value_or(Phy::Base100Tx);
    std::array<LinkEnd, 2> ends;
    for (std::size_t at = 0; at < 2; ++at) {
        ends[at] = {parameters_.fastest[at].value_or(fastest), parameters_.duplex[at]};
        ends[at].fastest = std::min(ends[at].fastest, fastest);
        if (hub_[at]) ends[at].duplex = Duplex::Half;
    }
    const bool any_cable = !has_phy() || parameters_.start == LinkStart::Off;
    const LinkStartResult result = start_link(cable, parameters_.margin, ends, luck_, any_cable);
    LinkState state{.comes_up = result.up,
                    .rate = parameters_.rate,
                    .delay = parameters_.delay.value_or(propagation_delay(fastest, cable)),
                    .bit_error_ratio = parameters_.bit_error_ratio.value_or(0.0),
                    .half = result.half,
                    .start = result.duration,
                    .failed_tries = result.failed_tries};
    if (phy_of(parameters_.rate)) state.rate = rate_of(result.phy);
    if (has_phy()) {
        state.fastest = std::min(ends[0].fastest, ends[1].fastest);
        set_phy(state, result.phy, cable);
    }
    return state;
}

/// What the cable makes of that PHY.
void Link::set_phy(LinkState& state, Phy phy, const Cable& cable) const {
    state.phy = phy;
    state.delay = parameters_.delay.value_or(propagation_delay(phy, cable));
    state.bit_error_ratio = link_budget(phy, cable, parameters_.margin).bit_error_ratio;
}

void Link::Direction::take(const LinkState& other) {
    const bool same_errors = state.bit_error_ratio == other.bit_error_ratio && state.phy == other.phy;
    state = other;
    const std::size_t there = this == link.directions_.data() ? 1 : 0;
    shared = link.hub_[there] || state.half[there];
    if (!same_errors)
        bit_errors.set_ratio(state.bit_error_ratio, link.parameters_.burst, link.line_code(state));
}

void Link::Direction::begin() {
    take(link.state_on(cable));
    if (!state.comes_up) return;
    if (!link.takes_time()) return came_up();
    trained.arm_after(state.start);
}

void Link::Direction::came_up() {
    from->set_link(true);
}

void Link::Direction::set_plugged(bool on) {
    plugged = on;
    trained.disarm();
    if (on) return begin();
    from->set_link(false);
}

void Link::Direction::change(const Cable& other) {
    cable = other;
    if (!plugged) return;
    const bool bears = !state.phy || link.parameters_.start == LinkStart::Off ||
                       link_budget(*state.phy, cable, link.parameters_.margin).stays_up(link.luck_);
    if (from->link_is_up() && bears) {
        LinkState changed = state;
        if (state.phy) {
            link.set_phy(changed, *state.phy, cable);
        } else {
            changed.delay = link.state_on(cable).delay;
        }
        take(changed);
        return from->change_cable();
    }
    set_plugged(false);
    set_plugged(true);
}

Link::Change::Change(Direction& way, const Cable& other, sim::Time at)
    : direction{way}, cable{other}, timer{way.from->context(), *this, sim::calls<&Change::happen>} {
    timer.arm(at);
}

void Link::plan_outage(sim::Time down, sim::Time up) {
    for (Direction& way : directions_)
        way.outages.push_back(std::make_unique<sim::Outage>(way.from->context(), down, up,
                                                            [&way](bool on) { way.set_plugged(on); }));
}

void Link::plan_change(sim::Time at, const Cable& cable) {
    for (Direction& way : directions_)
        way.changes.push_back(std::make_unique<Change>(way, cable, at));
    for (int phy = 0; phy < kPhys; ++phy)
        if (!parameters_.delay) least_delay_ = std::min(least_delay_, propagation_delay(Phy(phy), cable));
}

// The way of a frame.

void Link::carry(Port& from, sim::Frame frame, sim::Duration duration) {
    Direction& way = direction(from);
    const sim::NodeContext& sender = from.context();
    tracer_.emit([&] { return trace::FrameSent{sender.now(), sender.id(), from.port(), duration, frame}; });
    sim::Signal signal;
    signal.frame = std::move(frame);
    const sim::Time arrival = sender.now() + duration + way.state.delay;
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
    push(way, std::move(signal), from.context().now() + later + way.state.delay);
}

void Link::end_carrier(Port& from, sim::Signal signal, sim::Duration duration, sim::Duration later) {
    Direction& way = direction(from);
    const sim::Time arrival = from.context().now() + later + way.state.delay;
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

/// What the wire does to the bits of a frame. Damage grows along the way.
void Link::pass(Direction& way, sim::Signal& signal, const Impairment::Verdict& verdict) {
    using Damage = sim::Signal::Damage;
    signal.cable = way.from->unplugged();
    const bool has_fcs = signal.damage != Damage::None;
    const std::uint64_t bits = kSfdBits + 8 * (signal.frame.size() + (has_fcs ? 0 : wire::kFcsSize));
    const bool noisy = way.bit_errors.hits(bits);
    if (!noisy && verdict.bits == 0 && !verdict.unseen) return;
    sim::Buffer bytes = sim::Buffer::thaw(std::move(signal.frame));
    if (!has_fcs) {
        bytes.append(wire::kFcsSize);
        wire::fill_fcs(bytes.bytes());
    }
    const Damage damage = noisy ? way.bit_errors.flip(kSfdBits, bytes.bytes()) : Damage::Bits;
    way.impairment.flip(bytes.bytes(), verdict.bits);
    if (verdict.unseen) way.impairment.flip_unseen(bytes.bytes());
    signal.damage = std::max(signal.damage, damage);
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
