// Counting frames against faults. The frame is taken apart once for all faults of the direction.
// A direction without faults never comes here.
// Read next: models/ethernet/impairment.hpp.
#include "models/ethernet/impairment.hpp"

#include "models/wire/dissect.hpp"

namespace patchcord::models::ethernet {

bool Impairment::count(std::span<const std::uint8_t> frame, sim::NodeId from, sim::NodeId to) {
    const wire::Dissection dissection = wire::dissect(frame);
    bool taken = false;
    for (Counter& counter : counters_) {
        if (!counter.fault.filter.matches({dissection, from, to})) continue;
        ++counter.seen;
        taken |= counter.seen >= counter.fault.nth && counter.seen < counter.fault.nth + counter.fault.count;
    }
    return taken;
}

}  // namespace patchcord::models::ethernet
