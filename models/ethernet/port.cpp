// A change of the link is told to whoever the port belongs to after the port itself has changed.
// What was in the cable is known by its count.
// Read next: models/ethernet/port.hpp.
#include "models/ethernet/port.hpp"

#include "models/ethernet/link.hpp"
#include "sim/core/check.hpp"

namespace patchcord::models::ethernet {

void Port::plug_in(Link& link) {
    sim::check(link_ == nullptr, "a port takes one cable");
    link_ = &link;
    link_up_ = link.is_up();
    plugged_in();
}

void Port::plan_outage(sim::Time down, sim::Time up) {
    outages_.push_back(
        std::make_unique<sim::Outage>(context_, down, up, [this](bool is_up) { set_link(is_up); }));
}

void Port::set_link(bool up) {
    if (up == link_up_) return;
    link_up_ = up;
    if (!up) ++unplugged_;
    tracer_.emit([&] { return trace::LinkChange{context_.now(), context_.id(), port(), up}; });
    link_changed(up);
}

}  // namespace patchcord::models::ethernet
