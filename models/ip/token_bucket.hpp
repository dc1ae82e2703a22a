// A token bucket (RFC 1812 4.3.2.8 suggests one for ICMP errors): so many at once, and one more each
// interval. In whole picoseconds, so that nothing is lost to rounding. Not a traffic shaper: what finds no
// token is not queued. Read next: models/ip/icmp_layer.hpp.
#pragma once

#include "sim/core/time.hpp"

#include <algorithm>
#include <cstdint>

namespace patchcord::models::ip {

class TokenBucket {
  public:
    /// Full at first: `burst` tokens, refilled by one each `interval` (at least 1 ps).
    constexpr TokenBucket(std::uint32_t burst, sim::Duration interval)
        : capacity_{interval * burst}, interval_{interval}, credit_{capacity_} {}

    /// Takes a token, if there is one; `now` never goes back.
    constexpr bool take(sim::Time now) {
        credit_ = std::min(capacity_, credit_ + (now - last_));
        last_ = now;
        if (credit_ < interval_) return false;
        credit_ -= interval_;
        return true;
    }

  private:
    sim::Duration capacity_;
    sim::Duration interval_;
    sim::Duration credit_;  // time saved up; a token costs an interval
    sim::Time last_ = sim::kStart;
};

}  // namespace patchcord::models::ip
