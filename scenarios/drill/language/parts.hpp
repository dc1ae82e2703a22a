// The parts of a script that have their own files: packets, calls and what calls are given.
// Each takes from the cursor what it reads and throws SyntaxError.
// Read next: scenarios/drill/language/parser.cpp.
#pragma once

#include "scenarios/drill/language/cursor.hpp"
#include "scenarios/drill/language/script.hpp"

namespace patchcord::scenarios::drill::language {

/// From the direction on.
PacketLine packet_line(Cursor& cursor);
/// From the name to the comment behind the error.
Call call(Cursor& cursor);
/// Everything between '<' and '>', which is taken as well, padded as it is written.
std::vector<std::uint8_t> tcp_options(Cursor& cursor);

}  // namespace patchcord::scenarios::drill::language
