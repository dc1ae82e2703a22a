// ping: sends ICMP echo requests, one each interval, and prints what Linux's ping prints (iputils): a line
// for each answer, and the statistics at the end. Read next: models/apps/ping.cpp, models/apps/ping_text.hpp.
// Not here: flood, record route, DNS names.
#pragma once

#include "models/apps/app.hpp"

#include <array>

namespace patchcord::models::apps {

inline constexpr std::array kPingParameters{
    Parameter{"to", Kind::Host, true, "", "whom to ask: a host's name or an IPv4 address"},
    Parameter{"count", Kind::Count, false, "4", "requests; 0 for as long as the run lasts"},
    Parameter{"interval", Kind::Duration, false, "1 s", "between two requests"},
    Parameter{"size", Kind::Size, false, "56 B", "data bytes of a request; 8 of header come on top"},
    Parameter{"wait", Kind::Duration, false, "10 s", "how long to wait for answers after the last request"},
    kAt};

Task<> ping(HostHandle host, Arguments arguments);

}  // namespace patchcord::models::apps
