// A browser without a window: a URL in, requests out, and what came back in the log. It asks for the images,
// scripts and style sheets of a page on the same connection, one after the other, as HTTP/1.1 does without
// pipelining. Read next: models/apps/web/browser.cpp.
#pragma once

#include "models/apps/app.hpp"

#include <array>

namespace patchcord::models::apps::web {

inline constexpr std::array kBrowserParameters{
    Parameter{"url", Kind::Text, true, "", "what to open: \"http://www.example.com/index.html\""},
    Parameter{"embedded", Kind::Flag, false, "true",
              "also fetches images, scripts and style sheets of the page"},
    Parameter{"keep_alive", Kind::Flag, false, "true", "one connection for all requests to a server"},
    Parameter{"dns", Kind::Host, false, "", "the name server that is asked for addresses"},
    Parameter{"wait", Kind::Duration, false, "30 s", "how long it waits for a server that says nothing"},
    kAt};

Task<> browser(HostHandle host, Arguments arguments);

}  // namespace patchcord::models::apps::web
