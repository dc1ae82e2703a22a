// One name after the other. A lookup that takes longer than the interval delays the next.
// Read next: models/apps/dns/resolver.cpp.
// Not here: the text of the lines (lookup_text.cpp).
#include "models/apps/dns/dns_lookup.hpp"

#include "models/apps/dns/resolver.hpp"

#include <algorithm>
#include <sstream>

namespace patchcord::models::apps::dns {

Task<> dns_lookup(HostHandle host, Arguments arguments) {
    Resolver resolver{host,
                      {.servers = {arguments.get<wire::Ipv4Address>("server")},
                       .timeout = arguments.get<sim::Duration>("timeout"),
                       .attempts = std::max<std::size_t>(count_of(arguments, "attempts"), 1)}};
    std::istringstream names{arguments.get<std::string>("names")};
    sim::Time due = host.now();
    for (std::string name; names >> name; due += arguments.get<sim::Duration>("interval")) {
        if (host.now() < due) co_await sleep_until(due);
        const Task<Lookup> looking_up = resolve(&resolver, name);
        const Lookup lookup = co_await looking_up;
        for (const std::string& line : lines_of(lookup, resolver.parameters))
            host.log(line);
    }
}

}  // namespace patchcord::models::apps::dns
