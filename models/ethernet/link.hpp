// The wire: a twisted-pair cable between two ports, of cards or hubs. It is the only place where something
// leaves one node and enters another, so it is where a run can be cut into processes. Each direction has its
// own impairment and its own bit errors. Rate, delay and bit errors of a link are given by hand, or follow
// from its cable and the fastest PHY that comes up on it. Not here: what a cable does to a signal (phy.hpp),
// framing and queueing (nic.hpp). Read next: models/ethernet/link.cpp.
#pragma once

#include "models/ethernet/bit_errors.hpp"
#include "models/ethernet/impairment.hpp"
#include "models/ethernet/phy.hpp"
#include "models/trace/tracer.hpp"
#include "sim/core/buffer.hpp"
#include "sim/core/rate.hpp"
#include "sim/core/time.hpp"

#include <array>
#include <cstdint>
#include <optional>
#include <string>

namespace patchcord::models::ethernet {

class Port;

/// How a link on a cable gets its speed.
enum class LinkStart : std::uint8_t {
    Settled,  ///< at the start it has what negotiation and training would reach, which may be nothing
    Off       ///< it is up at its rate, whatever the cable is
};

/// Whether an end may send while it receives. Half duplex is for 10 and 100 Mbit/s.
enum class Duplex : std::uint8_t {
    Negotiated,  ///< full, unless there is a hub at the other end
    Half,
    Full
};

/// 20 m of cable at 100 Mbit/s is what a scenario gets that says nothing else.
struct LinkParameters {
    /// Both ends have the PHY of this rate and those of all lower rates; it is the highest that is tried.
    sim::Rate rate = sim::Rate::megabits_per_second(100);
    /// One way, at least 1 ps, instead of the cable's.
    std::optional<sim::Duration> delay = {};
    /// From 0 to 0.5, instead of the cable's: then, and at a rate that no PHY has, the link is up at its
    /// rate.
    std::optional<double> bit_error_ratio = {};
    double burst = 0.0;  ///< mean length of bursts of bit errors, bits; 0: they are independent
    Cable cable = {};
    double margin = 0.0;  ///< what the receivers are better than the standard asks, dB
    LinkStart start = LinkStart::Settled;
    std::array<Duplex, 2> duplex{};  ///< of the two ends
};

class Link {
  public:
    /// Plugs the cable into both cards, which must outlive it, and sets their rate.
    Link(std::string name, const LinkParameters& parameters, Port& a, Port& b, trace::Tracer& tracer);
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;

    const std::string& name() const { return name_; }
    /// What it runs at: that of the PHY which came up.
    sim::Rate rate() const { return rate_; }
    sim::Duration delay() const { return delay_; }
    double bit_error_ratio() const { return bit_error_ratio_; }
    bool is_up() const { return is_up_; }
    /// Whose rate it has, if its errors are the cable's; the slowest, if none came up.
    std::optional<Phy> phy() const { return phy_; }
    Port& end(std::size_t which) const { return *directions_[which].from; }
    bool is_half_duplex(const Port& end) const { return half_[directions_[0].from == &end ? 0 : 1]; }
    /// What happens to frames that `from` sends into this cable.
    Impairment& impairment(const Port& from) { return direction(from).impairment; }

    /// Unplugged from `down` until `up`; kNever: never plugged in again.
    void plan_outage(sim::Time down, sim::Time up);

    /// `from` begins to send `frame` (without FCS) now; it will be on the wire for `duration`.
    void carry(Port& from, sim::Frame frame, sim::Duration duration);
    /// Half duplex: what `from` will send begins `later` than now, for a receiver that has to know.
    void begin_carrier(Port& from, sim::Duration later = {});
    /// It ends `later` than now, after `duration`: a CarrierEnd with a whole frame, with or without FCS, or
    /// with the bits that a collision let through.
    void end_carrier(Port& from, sim::Signal signal, sim::Duration duration, sim::Duration later = {});

  private:
    struct Direction {
        Direction(Port& sender, Port& receiver);

        Port* from;
        Port* to;
        Impairment impairment;
        BitErrors bit_errors;
        bool shared = false;  // `to` must hear where a carrier begins
    };
    Direction& direction(const Port& from) { return directions_[directions_[0].from == &from ? 0 : 1]; }

    void carry_with_faults(Direction& way, sim::Signal signal, sim::Duration duration, sim::Time arrival);
    static void pass(Direction& way, sim::Signal& signal, const Impairment::Verdict& verdict);
    static void deliver(Direction& way, sim::Signal&& signal, sim::Time arrival, sim::Duration duration);
    static void push(Direction& way, sim::Signal&& signal, sim::Time arrival);

    void settle(const LinkParameters& parameters, bool one_speed, double luck);

    std::string name_;
    sim::Rate rate_;
    sim::Duration delay_;
    double bit_error_ratio_;
    bool is_up_ = true;
    std::array<bool, 2> half_{};
    std::optional<Phy> phy_;
    trace::Tracer& tracer_;
    std::array<Direction, 2> directions_;
};

}  // namespace patchcord::models::ethernet
