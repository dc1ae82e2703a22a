// Something is off for a while: two timers, one that switches it off and one that switches it on again. A
// cable's end that is unplugged and a host that loses its power have one for each time that it happens. Not
// here: what it means to be off. Read next: models/ethernet/nic.hpp, models/host/host.hpp.
#pragma once

#include "sim/core/time.hpp"
#include "sim/event/node_context.hpp"
#include "sim/event/timer.hpp"

#include <functional>
#include <utility>

namespace patchcord::sim {

class Outage {
  public:
    /// Calls `set(false)` at `off` and `set(true)` at `on`, which is later; kNever: not at all.
    Outage(NodeContext& context, Time off, Time on, std::function<void(bool)> set)
        : set_{std::move(set)},
          off_{context, *this, calls<&Outage::switch_off>},
          on_{context, *this, calls<&Outage::switch_on>} {
        off_.arm(off);
        if (on != kNever) on_.arm(on);
    }

  private:
    void switch_off() { set_(false); }
    void switch_on() { set_(true); }

    std::function<void(bool)> set_;
    Timer off_;
    Timer on_;
};

}  // namespace patchcord::sim
