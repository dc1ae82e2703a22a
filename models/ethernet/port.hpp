// Where a cable is plugged in: the end of a link, of a card as of a hub. It knows whether the link is up, and
// gives what the cable brings to its node. Not here: what is sent and received (nic.hpp, hub.hpp), and when
// the link comes and goes (link.hpp).
// Read next: models/ethernet/link.hpp.
#pragma once

#include "models/trace/tracer.hpp"
#include "sim/event/arrival_queue.hpp"
#include "sim/event/node.hpp"

#include <cstdint>

namespace patchcord::models::ethernet {

class Link;

class Port {
  public:
    Port(sim::Node& node, sim::PortId number, trace::Tracer& tracer)
        : context_{node.context()}, arrivals_{node, number}, tracer_{tracer} {}
    Port(const Port&) = delete;
    Port& operator=(const Port&) = delete;
    virtual ~Port() = default;

    sim::NodeContext& context() const { return context_; }
    sim::PortId port() const { return arrivals_.port(); }
    sim::ArrivalQueue& arrivals() { return arrivals_; }
    /// Null without a cable.
    Link* link() const { return link_; }
    bool link_is_up() const { return link_up_; }
    /// How often the cable was unplugged or changed, modulo 256: what sim::Signal::cable counts.
    std::uint8_t unplugged() const { return unplugged_; }
    /// Whether it must hear where a carrier begins and ends, because the medium is shared.
    virtual bool shares_medium() const = 0;

    void plug_in(Link& link);
    /// The link will not exist any more.
    void forget_link();
    /// Down: nothing is sent or received, what waits is lost, and so is what is in the cable.
    void set_link(bool up);
    /// The cable is another one, and the link stayed up; what was in the old one is lost.
    void change_cable();

  protected:
    trace::Tracer& tracer() const { return tracer_; }
    /// A cable was plugged in, before the run.
    virtual void plugged_in() {}
    /// The link went down, or came up, perhaps with another rate or duplex.
    virtual void link_changed(bool up) = 0;

  private:
    sim::NodeContext& context_;
    sim::ArrivalQueue arrivals_;
    trace::Tracer& tracer_;
    Link* link_ = nullptr;
    bool link_up_ = true;
    std::uint8_t unplugged_ = 0;
};

}  // namespace patchcord::models::ethernet
