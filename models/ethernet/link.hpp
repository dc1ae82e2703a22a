// The wire: a full-duplex twisted-pair cable between two cards. It is the only place where something leaves
// one node and enters another, so it is where a run can be cut into processes. Each direction has its own
// impairment and its own bit errors. Rate belongs to the link, length becomes delay: 5.437 ns/m, what TIA's
// 534 + 36/sqrt(f) ns per 100 m gives for 100BASE-TX at its effective frequency. Not here: framing and
// queueing (nic.hpp). Read next: models/ethernet/link.cpp.
#pragma once

#include "models/ethernet/bit_errors.hpp"
#include "models/ethernet/impairment.hpp"
#include "models/trace/tracer.hpp"
#include "sim/core/buffer.hpp"
#include "sim/core/rate.hpp"
#include "sim/core/time.hpp"

#include <array>
#include <cstdint>
#include <string>

namespace patchcord::models::ethernet {

class Nic;

/// 20 m of cable at 100 Mbit/s is what a scenario gets that says nothing else.
struct LinkParameters {
    sim::Rate rate = sim::Rate::megabits_per_second(100);
    sim::Duration delay{108'740};  ///< one way, at least 1 ps
    double bit_error_ratio = 0.0;  ///< 0 to 0.5, independent bits
};

/// Propagation time over `millimetres` of cable, at least 1 ps.
constexpr sim::Duration propagation_delay(std::int64_t millimetres) {
    return sim::Duration{millimetres <= 0 ? 1 : millimetres * 5437 / 1000};
}

class Link {
  public:
    /// Plugs the cable into both cards, which must outlive it, and sets their rate.
    Link(std::string name, const LinkParameters& parameters, Nic& a, Nic& b, trace::Tracer& tracer);
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;

    const std::string& name() const { return name_; }
    const LinkParameters& parameters() const { return parameters_; }
    Nic& end(std::size_t which) const { return *directions_[which].from; }
    /// What happens to frames that `from` sends into this cable.
    Impairment& impairment(const Nic& from) { return direction(from).impairment; }

    /// Unplugged from `down` until `up`; kNever: never plugged in again.
    void plan_outage(sim::Time down, sim::Time up);

    /// `from` begins to send `frame` (without FCS) now; it will be on the wire for `duration`.
    void carry(Nic& from, sim::Frame frame, sim::Duration duration);

  private:
    struct Direction {
        Direction(Nic& sender, Nic& receiver, double bit_error_ratio);

        Nic* from;
        Nic* to;
        Impairment impairment;
        BitErrors bit_errors;
    };
    Direction& direction(const Nic& from) { return directions_[directions_[0].from == &from ? 0 : 1]; }

    void carry_with_faults(Direction& way, sim::Frame frame, sim::Duration duration);
    static sim::Signal pass(Direction& way, sim::Frame frame, std::uint64_t faulty_bits);
    static void deliver(Direction& way, sim::Signal signal, sim::Time arrival);

    std::string name_;
    LinkParameters parameters_;
    trace::Tracer& tracer_;
    std::array<Direction, 2> directions_;
};

}  // namespace patchcord::models::ethernet
