// Reno (Jacobson 1990; RFC 2581): fast recovery, which the first acknowledgment of new data ends, even if a
// second segment of the same window is missing. Not what Linux calls "reno": that is NewReno. Read next:
// models/tcp/cc/new_reno.hpp. The arithmetic is models/tcp/cc/aimd.cpp.
#pragma once

#include "models/tcp/cc/aimd.hpp"

namespace patchcord::models::tcp::cc {

class Reno final : public Aimd {
  public:
    using Aimd::Aimd;
    std::string_view name() const override { return "reno"; }
    bool leaves_at_partial_ack() const override { return true; }
};

}  // namespace patchcord::models::tcp::cc
