// CUBIC (RFC 9438): in congestion avoidance cwnd follows W(t) = C (t - K)^3 + Wmax, whatever the RTT is, and
// is never slower than Reno would be. In integers, with Linux's constants and limits, so that cwnd is
// Linux's. Slow start is RFC 5681's, ended early by HyStart. Not here: recovery. Read next:
// models/tcp/cc/cubic.cpp, hystart.hpp.
#pragma once

#include "models/tcp/cc/aimd.hpp"
#include "models/tcp/cc/hystart.hpp"

#include <optional>
#include <ratio>

namespace patchcord::models::tcp::cc {

class Cubic final : public Aimd {
  public:
    using Aimd::Aimd;
    std::string_view name() const override { return "cubic"; }
    void established(const Snapshot& snapshot, std::uint32_t initial_window) override;
    void acknowledged(const Snapshot& snapshot, std::uint32_t acked) override;
    void measured(const Snapshot& snapshot, sim::Duration rtt) override;
    std::uint32_t reduced(const Snapshot& snapshot) override;
    void timed_out(const Snapshot& snapshot) override;
    void resumed(const Snapshot& snapshot, sim::Time last_sent) override;

  private:
    /// The curve's unit of time: 1/1024 s.
    using Ticks = std::chrono::duration<std::int64_t, std::ratio<1, 1024>>;

    /// From one reduction to the next.
    struct Epoch {
        sim::Time begin;
        Ticks k;                    ///< when the curve reaches its origin
        std::uint32_t origin;       ///< Wmax, or cwnd where the epoch began above it
        std::uint32_t reno_cwnd;    ///< W_est: what Reno would have (4.3)
        std::uint32_t reno_acked;   ///< segments toward the next one of it
        std::uint32_t last_cwnd;    ///< at the last look at the curve
        sim::Time last_update;      ///< when that was
        std::uint32_t raise_every;  ///< segments acknowledged per segment of growth
    };

    void update(sim::Time now, std::uint32_t acked);
    void begin_epoch(sim::Time now);
    std::uint32_t target(sim::Time now) const;
    void follow_curve(sim::Time now);
    void keep_up_with_reno();

    std::optional<Epoch> epoch_;
    std::uint32_t w_max_ = 0;  // 0: no loss yet, or a timeout since
    std::optional<sim::Duration> min_rtt_;
    HyStart hystart_;
};

}  // namespace patchcord::models::tcp::cc
