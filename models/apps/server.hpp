// The outer loop of every concurrent server: listen, accept, and hand each connection to a process of its
// own, as a Unix server forks. What is served is in the file of each application.
// Read next: models/apps/echo.cpp.
#pragma once

#include "models/apps/app.hpp"

#include <functional>
#include <string>

namespace patchcord::models::apps {

/// Talks to one client and ends when the conversation is over.
using Serve = std::function<Task<>(HostHandle host, Socket socket)>;

/// Listens on `port` of all addresses and starts `serve` for each connection, in a process of its own. Never
/// ends by itself.
Task<> serve_forever(HostHandle host, std::uint16_t port, std::size_t backlog, std::string name, Serve serve);

}  // namespace patchcord::models::apps
