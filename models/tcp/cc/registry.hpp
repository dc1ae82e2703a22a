// Names of the congestion controls, and how to make one. Adding one: an enumerator in congestion_control.hpp,
// a file pair, a row in registry.cpp, a test. Not here: what they do.
// Read next: models/tcp/cc/registry.cpp.
#pragma once

#include "models/tcp/cc/congestion_control.hpp"

#include <memory>
#include <optional>
#include <string_view>

namespace patchcord::models::tcp::cc {

std::unique_ptr<CongestionControl> make(Algorithm algorithm, const Rules& rules);
/// By its name in a scenario: "none", "tahoe", "reno", "newreno", "cubic".
std::optional<Algorithm> algorithm_from_name(std::string_view name);
std::string_view to_string(Algorithm algorithm);

}  // namespace patchcord::models::tcp::cc
