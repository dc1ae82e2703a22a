// A DNS message in words: tcpdump's for the line of a packet, and fewer for an arrow or a log.
// Not here: the message itself (dns.hpp).
// Read next: models/wire/describe.hpp.
#pragma once

#include "models/wire/dns.hpp"

#include <cstddef>
#include <string>
#include <string_view>

namespace patchcord::models::wire {

/// "A", "CNAME"; "TYPE65" for one that is not known (RFC 3597 5).
std::string to_string(DnsType type);
/// "NXDOMAIN"; "RCODE9" for one that is not known.
std::string to_string(DnsRcode rcode);

/// As tcpdump prints it: "1+ A? www.example. (29)", "1* 1/0/0 A 10.0.0.2 (45)". `size` of the message in
/// bytes.
std::string dns_line(const DnsMessage& message, std::size_t size);
/// "A? www.example", "www.example A 10.0.0.2", "NXDOMAIN", "no data".
std::string dns_words(const DnsMessage& message);

}  // namespace patchcord::models::wire
