// A name server with authority over one zone (RFC 1034 4.3). It answers over UDP and asks nobody else.
// Not here: recursion, zone transfers, DNS over TCP.
// Read next: models/apps/dns/dns_server.cpp, models/apps/dns/zone.hpp.
#pragma once

#include "models/apps/app.hpp"
#include "models/apps/dns/zone.hpp"

#include <array>

namespace patchcord::models::apps::dns {

inline constexpr std::array kDnsServerParameters{
    Parameter{"port", Kind::Port, false, "53", "where it listens"},
    Parameter{.name = "records",
              .kind = Kind::Texts,
              .required = true,
              .fallback = "",
              .help = "by name: \"A 10.0.0.2\", \"CNAME www.example\", \"MX 10 mail.example\", NS, PTR, TXT; "
                      "several with commas",
              .check = check_records},
    Parameter{"zone", Kind::Text, false, ".", "the name that it has authority over, with all below it"},
    Parameter{"ttl", Kind::Duration, false, "1 h", "how long its records may be kept; whole seconds"},
    Parameter{"negative_ttl", Kind::Duration, false, "5 min",
              "how long may be kept that there is no such name; whole seconds"},
    kAt};

Task<> dns_server(HostHandle host, Arguments arguments);

}  // namespace patchcord::models::apps::dns
