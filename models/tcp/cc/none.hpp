// No congestion control: the peer's window alone limits what is in flight. For lessons, and for comparing.
// After a timeout it sends again one segment per acknowledgment, so that a lesson shows what was lost and not
// a burst. Read next: models/tcp/cc/congestion_control.hpp.
#pragma once

#include "models/tcp/cc/congestion_control.hpp"

namespace patchcord::models::tcp::cc {

class None final : public CongestionControl {
  public:
    std::string_view name() const override { return "none"; }
    void established(std::uint32_t mss, std::uint32_t) override { mss_ = mss; }
    void acknowledged(const Snapshot&, std::uint32_t) override {}
    void enter_recovery(const Snapshot&) override {}
    void duplicate_in_recovery(const Snapshot&) override {}
    void partial_acknowledged(const Snapshot&, std::uint32_t) override {}
    void exit_recovery(const Snapshot&) override {}
    void timeout(const Snapshot&, bool) override {}
    void restart_after_idle(const Snapshot&) override {}
    std::uint32_t resend_window() const override { return mss_; }

  private:
    std::uint32_t mss_ = 536;
};

}  // namespace patchcord::models::tcp::cc
