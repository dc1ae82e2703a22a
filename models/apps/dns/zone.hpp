// What an authoritative name server knows: the records of one zone, and the answer that they give to a
// question (RFC 1034 4.3.2). Names below others make those exist; a name that is not there is answered with
// the zone's SOA, which says how long that may be remembered (RFC 2308). Not here: delegation, wildcards, the
// messages themselves (models/wire/dns.hpp). Read next: models/apps/dns/dns_server.cpp.
#pragma once

#include "models/apps/parameters.hpp"
#include "models/wire/dns.hpp"
#include "sim/core/time.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace patchcord::models::apps::dns {

/// The records of a name as a scenario writes them, separated by commas: "A 10.0.0.2", "CNAME www.example",
/// "NS ns.example", "PTR www.example", "MX 10 mail.example", "TXT some words". A CNAME stands alone
/// (RFC 1034 3.6.2).
tl::expected<std::vector<wire::DnsRecord>, TextProblem> parse_records(std::string_view name,
                                                                      std::string_view text);
/// The same question for a table of parameters.
std::optional<TextProblem> check_records(std::string_view name, std::string_view text);

struct ZoneParameters {
    wire::DnsName apex;          ///< the zone holds this name and all below it
    std::uint32_t ttl;           ///< seconds, of all records
    std::uint32_t negative_ttl;  ///< seconds, of "there is no such name"
};

class Zone {
  public:
    /// Throws std::invalid_argument when a record is ill-formed or outside the zone.
    Zone(const ZoneParameters& parameters, const Texts& records);

    /// Fills in the answer to `question`: records, following CNAME inside the zone, or why there are none.
    /// Names of other zones are refused.
    void answer(const wire::DnsQuestion& question, wire::DnsMessage& reply) const;

  private:
    std::span<const wire::DnsRecord> records_of(const wire::DnsName& name) const;
    bool exists(const wire::DnsName& name) const;

    wire::DnsName apex_;
    wire::DnsRecord soa_;
    std::map<wire::DnsName, std::vector<wire::DnsRecord>> records_;
};

/// The reply to what came in a datagram; nothing to what is no query at all. A datagram that is no DNS
/// message but has a header gets FORMERR, another opcode NOTIMP; a reply above 512 bytes is cut and says so
/// (TC).
std::optional<wire::DnsMessage> reply_to(const Zone& zone, std::span<const std::uint8_t> datagram);

}  // namespace patchcord::models::apps::dns
