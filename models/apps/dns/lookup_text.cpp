// What is said about a lookup. Read next: models/apps/dns/resolver.hpp.
// The words are those of host(1) and of dig, where they have some.
// Not here: when it is said.
#include "models/apps/dns/resolver.hpp"

#include <fmt/format.h>

namespace patchcord::models::apps::dns {
namespace {

/// "10.0.0.53", "10.0.0.53 and 10.0.0.54".
std::string servers_of(const ResolverParameters& parameters) {
    std::string text;
    for (const wire::Ipv4Address server : parameters.servers)
        text += fmt::format("{}{}", text.empty() ? "" : " and ", to_string(server));
    return text;
}

std::string problem(const Lookup& lookup, const ResolverParameters& parameters) {
    switch (lookup.addresses.error()) {
        case LookupError::BadName:
            return fmt::format("not a domain name: {}", lookup.name);
        case LookupError::NoSuchName:
            return fmt::format("no such name: {}", lookup.name);
        case LookupError::NoData:
            return fmt::format("{} has no address", lookup.name);
        case LookupError::TimedOut:
            return fmt::format(";; no answer from {} in {:g} s ({} attempt{})", servers_of(parameters),
                               sim::seconds(lookup.duration), parameters.attempts,
                               parameters.attempts == 1 ? "" : "s");
        case LookupError::NoServer:
            return fmt::format(";; there is no name server at {}", servers_of(parameters));
        case LookupError::ServerFailure:
            return fmt::format(";; {} failed to answer for {}", servers_of(parameters), lookup.name);
        case LookupError::Refused:
            return fmt::format(";; {} refused to answer for {}", servers_of(parameters), lookup.name);
        case LookupError::Truncated:
            return fmt::format(";; the answer for {} does not fit into a datagram", lookup.name);
        case LookupError::Malformed:
            break;
    }
    return fmt::format(";; the answer for {} is malformed", lookup.name);
}

}  // namespace

std::vector<std::string> lines_of(const Lookup& lookup, const ResolverParameters& parameters) {
    const std::string how =
        lookup.from_cache ? "from cache" : fmt::format("{:.3f} ms", sim::seconds(lookup.duration) * 1e3);
    if (!lookup.addresses) {
        const std::string cached = lookup.from_cache ? " (from cache)" : "";
        return {problem(lookup, parameters) + cached};
    }
    std::vector<std::string> lines;
    const auto asked = wire::DnsName::parse(lookup.name);
    if (asked && *asked != lookup.last)
        lines.push_back(fmt::format("{} is an alias for {}", lookup.name, to_string(lookup.last)));
    const std::string name = lines.empty() ? lookup.name : to_string(lookup.last);
    for (const wire::Ipv4Address address : *lookup.addresses)
        lines.push_back(fmt::format("{} has address {} ({})", name, to_string(address), how));
    return lines;
}

}  // namespace patchcord::models::apps::dns
