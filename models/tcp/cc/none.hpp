// No congestion control: the peer's window alone limits what is in flight. For lessons, and for comparing.
// After a timeout it sends again one segment per acknowledgment, so that a lesson shows what was lost and not
// a burst. Read next: models/tcp/cc/congestion_control.hpp.
#pragma once

#include "models/tcp/cc/congestion_control.hpp"

#include <optional>

namespace patchcord::models::tcp::cc {

class None final : public CongestionControl {
  public:
    std::string_view name() const override { return "none"; }
    void established(const Snapshot&, std::uint32_t) override { cwnd_ = kInfinite; }
    void acknowledged(const Snapshot& snapshot, std::uint32_t) override {
        if (resending_until_ && snapshot.snd_una.before(*resending_until_)) return;
        resending_until_.reset();
        cwnd_ = kInfinite;
    }
    std::uint32_t reduced(const Snapshot&) override { return kInfinite; }
    void timed_out(const Snapshot& snapshot) override { resending_until_ = snapshot.snd_nxt; }
    std::uint32_t undone(std::uint32_t) const override { return kInfinite; }

  private:
    std::optional<Seq> resending_until_;
};

}  // namespace patchcord::models::tcp::cc
