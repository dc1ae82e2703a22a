// What code in a script may look at: the fields of TCP_INFO of the socket under test, and the constants that
// belong to them. Read next: scenarios/drill/run/snapshot.cpp, models/tcp/info.hpp.
// Without a connection the names keep what they were, or are unknown.
#pragma once

#include "models/host/host.hpp"
#include "scenarios/drill/code/interpreter.hpp"

namespace patchcord::scenarios::drill {

/// Constants, once.
void name_constants(code::Interpreter& interpreter);
/// The fields as they are now. False when the descriptor is no connection.
bool name_fields(code::Interpreter& interpreter, models::host::Host& host, int descriptor);

}  // namespace patchcord::scenarios::drill
