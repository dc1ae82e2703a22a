// The system variables of Linux and FreeBSD that packet scripts set, each with what it means for the
// simulated host: a knob, or nothing, because the simulated stack always or never does that. A value that the
// stack cannot have is an error, so that no script passes by being ignored. Read next:
// scenarios/drill/shell/sysctls.cpp.
#pragma once

#include "models/host/stack.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace patchcord::scenarios::drill {

/// Sets `name` ("net.ipv4.tcp_sack", or with slashes) to `value` ("1", "4096 131072 6291456"). Returns what
/// is not supported, for people, or nothing.
std::optional<std::string> set_sysctl(models::host::StackParameters& stack, std::string name,
                                      std::string_view value);

}  // namespace patchcord::scenarios::drill
