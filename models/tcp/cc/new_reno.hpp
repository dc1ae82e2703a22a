// NewReno (RFC 5681 with RFC 6582): fast recovery lasts until all that was in flight when it began is
// acknowledged. With SACK the scoreboard finds the holes and this is plain RFC 5681. Read next:
// models/tcp/cc/cubic.hpp. The arithmetic is models/tcp/cc/aimd.cpp.
#pragma once

#include "models/tcp/cc/aimd.hpp"

namespace patchcord::models::tcp::cc {

class NewReno final : public Aimd {
  public:
    using Aimd::Aimd;
    std::string_view name() const override { return "newreno"; }
};

}  // namespace patchcord::models::tcp::cc
