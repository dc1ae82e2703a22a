// Request and response over one TCP connection, as netperf's TCP_RR: the client sends a request, waits for
// the whole response, thinks, and asks again; it measures the round trips. A request begins with two numbers
// of 32 bits in network byte order, its own length and that of the response, so the server need not be told;
// the rest is filling. Read next: models/apps/traffic/request.cpp.
#pragma once

#include "models/apps/app.hpp"

#include <array>

namespace patchcord::models::apps::traffic {

inline constexpr Parameter kRequestPort{"port", Kind::Port, false, "5003", "the server's port"};
inline constexpr std::array kRequestServerParameters{kRequestPort, kBacklog, kAt};
inline constexpr std::array kRequestClientParameters{
    kTo,
    kRequestPort,
    Parameter{"count", Kind::Count, false, "10", "requests"},
    Parameter{"request", Kind::Size, false, "64 B", "each request, at least 8 B"},
    Parameter{"response", Kind::Size, false, "64 B", "each response"},
    Parameter{"interval", Kind::Duration, false, "0 s", "how long it thinks between response and request"},
    Parameter{"wait", Kind::Duration, false, "30 s", "how long it waits for a server that says nothing"},
    kAt};

Task<> request_server(HostHandle host, Arguments arguments);
Task<> request_client(HostHandle host, Arguments arguments);

}  // namespace patchcord::models::apps::traffic
