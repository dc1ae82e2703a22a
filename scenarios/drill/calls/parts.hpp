// The kinds of calls, each with a file: those that are over at once, those that move data, those that wait
// for something else. Each makes the call and compares. Read next: scenarios/drill/calls/execute.cpp.
// A call that is not understood is not made: Arguments::fault() says why.
#pragma once

#include "scenarios/drill/calls/execute.hpp"

namespace patchcord::scenarios::drill {

using AtOnce = void (*)(const models::host::posix::Calls& calls, Execution& execution);
using Awaited = sim::Task<> (*)(const models::host::posix::Calls* calls, Execution* execution);

/// Null when there is none of this name.
AtOnce call_at_once(std::string_view name);
Awaited transfer_call(std::string_view name);
Awaited waiting_call(std::string_view name);

}  // namespace patchcord::scenarios::drill
