// A small script of socket calls: what a lesson about sockets needs. Each line is a call of a socket that the
// script has named, with a time before which it does not begin; a call that waits delays the lines behind it.
// What each call returned, value or error, is a line of the log, in the manner of strace. Errors do not end a
// script; a name that no socket has does. Behind its last line a script keeps its sockets open, unless that
// line is "exit". Read next: models/apps/script.cpp.
#pragma once

#include "models/apps/app.hpp"

#include <array>
#include <span>

namespace patchcord::models::apps {

inline constexpr std::array kScriptParameters{
    Parameter{"calls", Kind::Calls, true, "", "the socket calls, one after the other"}};

/// The calls and what each takes.
std::span<const CallDescription> script_calls();

Task<> script(HostHandle host, Arguments arguments);

}  // namespace patchcord::models::apps
