// A stub resolver (RFC 1034 5.3.1): from a name to its IPv4 addresses, by asking servers that answer for
// everything, one after the other, with retries as in resolv.conf(5), and a cache. Each query has a new
// random id and comes from a new random port (RFC 5452 9.2). Not here: recursion, search lists, hosts files,
// DNS over TCP. Read next: models/apps/dns/resolver.cpp, models/apps/dns/dns_lookup.cpp.
#pragma once

#include "models/apps/app.hpp"
#include "models/apps/dns/cache.hpp"
#include "sim/core/random.hpp"

#include <fmt/format.h>
#include <tl/expected.hpp>

#include <string>
#include <vector>

namespace patchcord::models::apps::dns {

/// The defaults are those of resolv.conf(5).
struct ResolverParameters {
    std::vector<wire::Ipv4Address> servers;
    sim::Duration timeout = 5s;  ///< for one answer
    std::size_t attempts = 2;    ///< how often each server is asked, until one answers; at least 1
};

struct Lookup {
    std::string name = {};     ///< as it was asked for
    wire::DnsName last = {};   ///< what it is an alias for, or itself
    bool from_cache = false;   ///< no server was asked
    sim::Duration duration{};  ///< until the answer, or until it gave up
    /// At least one address, in the order of the answer.
    tl::expected<std::vector<wire::Ipv4Address>, LookupError> addresses =
        tl::unexpected{LookupError::BadName};
};

/// Of one process, which keeps it while it looks up. Lookups of one resolver come one after the other.
struct Resolver {
    Resolver(HostHandle on, ResolverParameters with)
        : host{on},
          parameters{std::move(with)},
          random{on.random(fmt::format("dns {}", sim::ticks(on.now())))} {}

    HostHandle host;
    ResolverParameters parameters;
    sim::RandomStream random;  ///< another one for resolvers that begin at other times
    Cache cache = {};
};

/// The addresses of `name`, from the cache or from a server; an IPv4 address is its own.
Task<Lookup> resolve(Resolver* resolver, std::string name);

/// Lines for the log as host(1) prints them: "www.example has address 10.0.0.2 (0.123 ms)",
/// "no such name: nowhere.example", ";; no answer from 10.0.0.53 in 10 s (2 attempts)".
std::vector<std::string> lines_of(const Lookup& lookup, const ResolverParameters& parameters);

}  // namespace patchcord::models::apps::dns
