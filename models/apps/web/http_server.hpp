// A web server: pages by path, HTTP/1.1 with persistent connections, bodies by length or in chunks
// (RFC 9110, 9112). No Date field: it has no clock (RFC 9110 6.6.1). Read next:
// models/apps/web/http_server.cpp.
#pragma once

#include "models/apps/app.hpp"

#include <array>

namespace patchcord::models::apps::web {

inline constexpr std::array kHttpServerParameters{
    Parameter{"port", Kind::Port, false, "80", "where it listens"},
    Parameter{"pages", Kind::Texts, false, "", "texts by path; \"/\" is a short greeting when absent"},
    Parameter{"chunked", Kind::Flag, false, "false", "sends bodies in chunks instead of by their length"},
    Parameter{"keep_alive", Kind::Duration, false, "5 s", "how long a connection may wait for a request"},
    kBacklog,
    kAt};

Task<> http_server(HostHandle host, Arguments arguments);

}  // namespace patchcord::models::apps::web
