// NewReno: slow start and congestion avoidance by RFC 5681 3.1, fast recovery by RFC 6582 3.2, initial window
// by RFC 6928 2. Windows in bytes. Appropriate byte counting (RFC 3465) with L = 1: an ACK grows cwnd by at
// most one SMSS. Read next: models/tcp/acknowledge.cpp.
#pragma once

#include "models/tcp/cc/congestion_control.hpp"

namespace patchcord::models::tcp::cc {

class NewReno final : public CongestionControl {
  public:
    std::string_view name() const override { return "newreno"; }
    void established(std::uint32_t mss, std::uint32_t initial_window_segments) override;
    void acknowledged(const Snapshot& snapshot, std::uint32_t acked) override;
    void enter_recovery(const Snapshot& snapshot) override;
    void duplicate_in_recovery(const Snapshot& snapshot) override;
    void partial_acknowledged(const Snapshot& snapshot, std::uint32_t acked) override;
    void exit_recovery(const Snapshot& snapshot) override;
    void timeout(const Snapshot& snapshot, bool first) override;
    void restart_after_idle(const Snapshot& snapshot) override;

  private:
    std::uint32_t initial_window_ = 0;
    std::uint32_t acked_in_avoidance_ = 0;  // bytes toward the next SMSS of cwnd
};

}  // namespace patchcord::models::tcp::cc
