// Echo (RFC 862, over TCP): the server sends back whatever it receives; the client sends a text, waits until
// all of it has come back, and closes. Port 7. Read next: models/apps/echo.cpp.
// Not here: echo over UDP.
#pragma once

#include "models/apps/app.hpp"

#include <array>

namespace patchcord::models::apps {

inline constexpr Parameter kEchoPort{"port", Kind::Port, false, "7", "the server's port"};
inline constexpr std::array kEchoServerParameters{kEchoPort, kBacklog, kAt};
inline constexpr std::array kEchoClientParameters{
    kTo, kEchoPort, Parameter{"send", Kind::Text, false, "hello", "the text; nothing when empty"},
    Parameter{"close", Kind::Flag, false, "true", "close after the echo; else leave the connection open"},
    kAt};

Task<> echo_server(HostHandle host, Arguments arguments);
Task<> echo_client(HostHandle host, Arguments arguments);

}  // namespace patchcord::models::apps
