// Tahoe (Jacobson 1988): after any loss, slow start from one segment up to half of what was reached, and no
// fast recovery. The arithmetic is models/tcp/cc/aimd.cpp.
// Read next: models/tcp/cc/reno.hpp.
#pragma once

#include "models/tcp/cc/aimd.hpp"

namespace patchcord::models::tcp::cc {

class Tahoe final : public Aimd {
  public:
    using Aimd::Aimd;
    std::string_view name() const override { return "tahoe"; }
    bool starts_over_after_loss() const override { return true; }
};

}  // namespace patchcord::models::tcp::cc
