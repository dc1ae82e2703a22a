// The wire: a twisted-pair cable between two ports, of cards or hubs. It is the only place where something
// leaves one node and enters another, so it is where a run can be cut into processes. Each direction has its
// own impairment and its own bit errors. Rate, delay and bit errors of a link are given by hand, or follow
// from its cable and the fastest PHY that comes up on it. A cable can be unplugged and changed during the
// run: each end then does the same at the same time, by its own timers. Not here: what a cable does to a
// signal (phy.hpp), what the ends agree on (link_start.hpp), framing and queueing (nic.hpp). Read next:
// models/ethernet/link.cpp.
#pragma once

#include "models/ethernet/bit_errors.hpp"
#include "models/ethernet/impairment.hpp"
#include "models/ethernet/link_start.hpp"
#include "models/ethernet/phy.hpp"
#include "models/trace/tracer.hpp"
#include "sim/core/buffer.hpp"
#include "sim/core/rate.hpp"
#include "sim/core/time.hpp"
#include "sim/event/outage.hpp"
#include "sim/event/timer.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace patchcord::models::ethernet {

class Port;

/// How a link on a cable gets its speed.
enum class LinkStart : std::uint8_t {
    Settled,   ///< whenever it is plugged in it has at once what start_link() reaches, which may be nothing
    Off,       ///< it is up at its rate, whatever the cable is
    Simulated  ///< as Settled, but it comes up when negotiation and training are over
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
    std::array<Duplex, 2> duplex{};                  ///< of the two ends; a hub is Half in any case
    std::array<std::optional<Phy>, 2> fastest = {};  ///< of the two ends, when it is not that of `rate`
    bool error_events = false;  ///< errors are those of the PHY's line code, not single bits
};

/// What both ends know of the link while it is up.
struct LinkState {
    bool comes_up = true;
    sim::Rate rate = {};
    std::optional<Phy> fastest = {};  ///< that both ends have, and try first
    std::optional<Phy> phy =
        {};  ///< whose rate it has, if its errors are the cable's; the last that was tried
    sim::Duration delay{};
    double bit_error_ratio = 0.0;
    std::array<bool, 2> half{};
    sim::Duration start{};           ///< from plugging in until it is up
    std::uint32_t failed_tries = 0;  ///< to train, until then
};

class Link {
  public:
    /// Plugs the cable into both cards, which must outlive it, and sets their rate.
    Link(std::string name, const LinkParameters& parameters, Port& a, Port& b, trace::Tracer& tracer);
    Link(const Link&) = delete;
    Link& operator=(const Link&) = delete;
    ~Link();

    const std::string& name() const { return name_; }
    /// As it is plugged in at the start of the run.
    const LinkState& first_state() const { return first_; }
    /// As it is at this end; meaningful to its own node only.
    sim::Rate rate(const Port& end) const { return direction(end).state.rate; }
    bool is_half_duplex(const Port& end) const { return direction(end).state.half[which(end)]; }
    /// At the start of the run; a link that takes its time is not.
    bool is_up_at_start() const { return first_.comes_up && !takes_time(); }
    Port& end(std::size_t which) const { return *directions_[which].from; }
    /// The smallest that it will ever have.
    sim::Duration least_delay() const { return least_delay_; }
    /// What happens to frames that `from` sends into this cable.
    Impairment& impairment(const Port& from) { return direction(from).impairment; }

    /// Unplugged from `down` until `up`; kNever: never plugged in again.
    void plan_outage(sim::Time down, sim::Time up);
    /// From `at` on it is that cable. The link stays up if the receivers still bear it; else it starts anew.
    void plan_change(sim::Time at, const Cable& cable);

    /// `from` begins to send `frame` (without FCS) now; it will be on the wire for `duration`.
    void carry(Port& from, sim::Frame frame, sim::Duration duration);
    /// Half duplex: what `from` will send begins `later` than now, for a receiver that has to know.
    void begin_carrier(Port& from, sim::Duration later = {});
    /// It ends `later` than now, after `duration`: a CarrierEnd with a whole frame, with or without FCS, or
    /// with the bits that a collision let through.
    void end_carrier(Port& from, sim::Signal signal, sim::Duration duration, sim::Duration later = {});

  private:
    struct Change;
    /// One end with what it sends into the cable. Both ends have the same state, each for itself.
    struct Direction {
        Direction(Link& link, Port& sender, Port& receiver);

        void set_plugged(bool on);
        void change(const Cable& other);
        void begin();
        void came_up();
        void take(const LinkState& other);

        Link& link;
        Port* from;
        Port* to;
        Impairment impairment;
        BitErrors bit_errors;
        bool shared = false;  // `to` must hear where a carrier begins
        LinkState state;
        Cable cable;
        bool plugged = true;
        sim::Timer trained;
        std::vector<std::unique_ptr<sim::Outage>> outages;
        std::vector<std::unique_ptr<Change>> changes;
    };
    struct Change {
        Change(Direction& way, const Cable& other, sim::Time at);
        void happen() { direction.change(cable); }

        Direction& direction;
        Cable cable;
        sim::Timer timer;
    };
    std::size_t which(const Port& end) const { return directions_[0].from == &end ? 0 : 1; }
    Direction& direction(const Port& from) { return directions_[which(from)]; }
    const Direction& direction(const Port& from) const { return directions_[which(from)]; }

    void carry_with_faults(Direction& way, sim::Signal signal, sim::Duration duration, sim::Time arrival);
    static void pass(Direction& way, sim::Signal& signal, const Impairment::Verdict& verdict);
    static void deliver(Direction& way, sim::Signal&& signal, sim::Time arrival, sim::Duration duration);
    static void push(Direction& way, sim::Signal&& signal, sim::Time arrival);

    bool takes_time() const { return parameters_.start == LinkStart::Simulated; }
    /// Whether the errors are the cable's.
    bool has_phy() const;
    LinkState state_on(const Cable& cable) const;
    LineCode line_code(const LinkState& state) const;
    void set_phy(LinkState& state, Phy phy, const Cable& cable) const;

    std::string name_;
    LinkParameters parameters_;
    std::array<bool, 2> hub_;
    double luck_;
    LinkState first_;
    sim::Duration least_delay_;
    trace::Tracer& tracer_;
    std::array<Direction, 2> directions_;
};

}  // namespace patchcord::models::ethernet
