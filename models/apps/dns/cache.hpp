// What a resolver remembers: addresses, aliases, and that there is nothing, each until its time is over
// (RFC 1034 5.3.3, RFC 2308 5). By name, for questions about IPv4 addresses. A cache belongs to a process,
// as in a browser. Read next: models/apps/dns/resolver.cpp.
#pragma once

#include "models/wire/address.hpp"
#include "models/wire/dns.hpp"
#include "sim/core/time.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace patchcord::models::apps::dns {

/// Why a name gave no address.
enum class LookupError : std::uint8_t {
    BadName,        ///< not a domain name; nobody was asked
    NoSuchName,     ///< NXDOMAIN
    NoData,         ///< the name exists, and has no IPv4 address
    TimedOut,       ///< no server answered
    NoServer,       ///< nobody listens there (ICMP), or there is no way there
    ServerFailure,  ///< SERVFAIL, NOTIMP, FORMERR and the like
    Refused,        ///< the server does not answer such questions
    Truncated,      ///< the answer does not fit into a datagram, and there is no DNS over TCP here
    Malformed,      ///< the answer is not DNS, or says nothing about what was asked
};

/// What is known of one name.
using Knowledge = std::variant<std::vector<wire::Ipv4Address>, wire::DnsName, LookupError>;

class Cache {
  public:
    /// Remembers, instead of what it knew; not at all for `ttl` 0 or above 2^31 (RFC 2181 8), and no longer
    /// than a week, or than 3 hours for an error (RFC 2308 5).
    void remember(const wire::DnsName& name, const Knowledge& what, std::uint32_t ttl, sim::Time now);
    /// Null when nothing is known any more.
    const Knowledge* find(const wire::DnsName& name, sim::Time now) const;

  private:
    struct Entry {
        Knowledge what;
        sim::Time until;
    };
    std::map<wire::DnsName, Entry> entries_;
};

}  // namespace patchcord::models::apps::dns
