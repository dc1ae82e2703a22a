// Looks names up and says what came out, as host(1) does; one process, so later names profit from the cache.
// Read next: models/apps/dns/dns_lookup.cpp, models/apps/dns/resolver.hpp.
// Not here: other questions than those for IPv4 addresses.
#pragma once

#include "models/apps/app.hpp"

#include <array>

namespace patchcord::models::apps::dns {

inline constexpr std::array kDnsLookupParameters{
    Parameter{"names", Kind::Text, true, "", "what is looked up, in this order: \"www.example web.example\""},
    Parameter{"server", Kind::Host, true, "", "the name server: a host's name or an IPv4 address"},
    Parameter{"timeout", Kind::Duration, false, "5 s", "how long it waits for an answer"},
    Parameter{"attempts", Kind::Count, false, "2", "how often it asks, at least once"},
    Parameter{"interval", Kind::Duration, false, "0 s", "from the start of one lookup to the next"},
    kAt};

Task<> dns_lookup(HostHandle host, Arguments arguments);

}  // namespace patchcord::models::apps::dns
