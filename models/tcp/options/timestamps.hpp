// The timestamps of one connection (RFC 7323 3 to 5): what is sent, what is echoed, and PAWS. The clock ticks
// every millisecond and begins at a number of the connection's own (7.1). Not here: measuring round trips
// (acknowledge.cpp). Read next: models/tcp/segment_arrives.cpp.
#pragma once

#include "models/tcp/seq.hpp"
#include "models/wire/tcp_options.hpp"
#include "sim/core/time.hpp"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>

namespace patchcord::models::tcp {

class Timestamps {
  public:
    void set_offset(std::uint32_t offset) { offset_ = offset; }
    std::uint32_t offset() const { return offset_; }
    /// Both ends use them.
    bool on() const { return on_; }
    void agree() { on_ = true; }

    std::uint32_t value(sim::Time now) const {
        return offset_ + static_cast<std::uint32_t>((now - sim::kStart) / kTick);
    }
    wire::TcpTimestamps option(sim::Time now) const { return {value(now), recent_}; }
    std::uint32_t recent() const { return recent_; }

    /// 5.3 R1: the segment is older than one that was accepted, and that one is not 24 days old.
    bool is_old(const wire::TcpTimestamps& seen, sim::Time now) const {
        return has_recent_ && static_cast<std::int32_t>(seen.value - recent_) < 0 &&
               now - recent_at_ < kOutdated;
    }
    /// How much older than the newest, in ticks.
    std::uint32_t age(const wire::TcpTimestamps& seen) const { return recent_ - seen.value; }
    /// 4.3 (2): to be echoed from now on, if the segment begins at or before the last number acknowledged.
    void note(const wire::TcpTimestamps& seen, Seq begin, Seq last_ack_sent, sim::Time now) {
        if (begin.after(last_ack_sent) || is_old(seen, now)) return;
        accept(seen, now);
    }
    void accept(const wire::TcpTimestamps& seen, sim::Time now) {
        recent_ = seen.value;
        recent_at_ = now;
        has_recent_ = true;
    }
    /// The echo was taken before `moment` (Eifel, RFC 3522 3.2).
    bool is_echo_from_before(const wire::TcpTimestamps& seen, sim::Time moment) const {
        return seen.echo != 0 && static_cast<std::int32_t>(seen.echo - value(moment)) < 0;
    }
    /// The echo was taken between `since` and now.
    bool is_echo_since(const wire::TcpTimestamps& seen, sim::Time since, sim::Time now) const {
        return seen.echo - value(since) <= value(now) - value(since);
    }
    /// The time since the echoed value was sent; nothing when it was never sent.
    std::optional<sim::Duration> since_echo(const wire::TcpTimestamps& seen, sim::Time now) const {
        const std::uint32_t ticks = value(now) - seen.echo;
        if (seen.echo == 0 || ticks > kMostTicks) return std::nullopt;
        return std::max<std::uint32_t>(ticks, 1) * kTick;
    }

  private:
    static constexpr sim::Duration kTick = std::chrono::milliseconds{1};
    static constexpr sim::Duration kOutdated = std::chrono::days{24};
    static constexpr std::uint32_t kMostTicks = 0x7FFF'FFFF / 1000;

    bool on_ = false;
    bool has_recent_ = false;
    std::uint32_t offset_ = 0;
    std::uint32_t recent_ = 0;  // TS.Recent
    sim::Time recent_at_ = sim::kStart;
};

}  // namespace patchcord::models::tcp
