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
    link_up_ = link.is_up_at_start();
    plugged_in();
}

void Port::forget_link() {
    link_ = nullptr;
    link_up_ = false;
}

void Port::set_link(bool up) {
    if (up == link_up_) return;
    link_up_ = up;
    if (!up) ++unplugged_;
    tracer_.emit([&] {
        trace::LinkChange change{context_.now(), context_.id(), port(), up};
        if (up) {
            change.rate = link_->rate(*this);
            change.half_duplex = link_->is_half_duplex(*this);
        }
        return change;
    });
    link_changed(up);
}

void Port::change_cable() {
    ++unplugged_;
}

}  // namespace patchcord::models::ethernet
