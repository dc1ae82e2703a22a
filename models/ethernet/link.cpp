// Step 7 of the way of a packet. A clean frame costs one comparison for bit errors; a frame that is hit gets
// its real FCS appended and real bits flipped, and the receiver's real CRC decides. The FCS of an unaltered
// frame is not computed, because its check cannot fail. Read next: models/ethernet/nic.cpp.
#include "models/ethernet/link.hpp"

#include "models/ethernet/nic.hpp"
#include "models/wire/crc32.hpp"
#include "models/wire/ethernet.hpp"
#include "sim/core/check.hpp"

#include <utility>

namespace patchcord::models::ethernet {
namespace {

constexpr std::uint64_t kSfdBits = 8;

std::string direction_name(const Nic& from, const Nic& to) {
    return std::string{from.context().name()} + ">" + std::string{to.context().name()};
}

}  // namespace

Link::Link(std::string name, const LinkParameters& parameters, Nic& a, Nic& b, trace::Tracer& tracer)
    : name_{std::move(name)},
      parameters_{parameters},
      tracer_{tracer},
      directions_{
          Direction{&a,
                    &b,
                    {},
                    BitErrors{parameters.bit_error_ratio,
                              a.context().random(index(a.port()), "bit errors " + direction_name(a, b))}},
          Direction{&b,
                    &a,
                    {},
                    BitErrors{parameters.bit_error_ratio,
                              b.context().random(index(b.port()), "bit errors " + direction_name(b, a))}}} {
    sim::check(parameters.delay >= sim::Duration{1}, "a link needs a delay of at least 1 ps");
    a.plug_in(*this);
    b.plug_in(*this);
}

void Link::carry(Nic& from, sim::Frame frame, sim::Duration duration) {
    Direction& way = direction(from);
    sim::NodeContext& sender = from.context();
    const sim::Time now = sender.now();
    tracer_.emit([&] { return trace::FrameSent{now, sender.id(), from.port(), duration, frame}; });
    if (way.impairment.takes(frame.bytes(), sender.id(), way.to->context().id())) {
        tracer_.emit([&] {
            return trace::FrameLost{now, sender.id(), from.port(), wire::LossCause::Cut, frame.packet()};
        });
        return;
    }
    sim::Signal signal;
    const std::uint64_t bits = kSfdBits + 8 * (frame.size() + wire::kFcsSize);
    if (way.bit_errors.hits(bits)) {
        sim::Buffer bytes = sim::Buffer::thaw(std::move(frame));
        bytes.append(wire::kFcsSize);
        wire::fill_fcs(bytes.bytes());
        const bool start_hit = way.bit_errors.flip(kSfdBits, bytes.bytes());
        signal.damage = start_hit ? sim::Signal::Damage::Start : sim::Signal::Damage::Bits;
        frame = std::move(bytes).freeze();
    }
    signal.frame = std::move(frame);
    const sim::Time arrival = now + duration + parameters_.delay;
    way.to->arrivals().push_arrival(sender.arrival_key(arrival, way.to->context().id()), std::move(signal));
}

}  // namespace patchcord::models::ethernet
