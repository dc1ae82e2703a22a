// Asking, waiting and asking again. A socket for each query, connected to the server, so that only its
// datagrams are heard; what has another id or question is nobody's answer and is passed over (RFC 5452 9.1).
// Read next: models/apps/dns/cache.hpp.
#include "models/apps/dns/resolver.hpp"

#include "models/wire/dns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <utility>

namespace patchcord::models::apps::dns {
namespace {

using wire::DnsMessage;
using wire::DnsName;
using wire::DnsRcode;
using wire::DnsRecord;
using wire::DnsType;

constexpr int kMostAliases = 16;
constexpr std::uint16_t kFirstPort = 49152;  // the dynamic range, RFC 6335 6
constexpr std::uint64_t kPorts = 16384;

using Answer = tl::expected<DnsMessage, LookupError>;

/// On a random port; on one that the host chooses when that is taken.
UdpSocket open_socket(Resolver& resolver) {
    const auto port = static_cast<std::uint16_t>(kFirstPort + resolver.random.below(kPorts));
    UdpSocket socket = resolver.host.socket(SocketType::Datagram);
    const auto bound = socket.bind({{}, port});
    if (!bound) socket.bind({}).value();
    return socket;
}

LookupError error_of(wire::Error error) {
    return error == wire::Error::TimedOut ? LookupError::TimedOut : LookupError::NoServer;
}

/// Nothing when the datagram does not answer `query`.
std::optional<Answer> answer_in(std::span<const std::uint8_t> datagram, const DnsMessage& query) {
    const auto header = wire::DnsHeader::parse(datagram);
    if (!header || header->id != query.header.id || !header->response) return std::nullopt;
    const auto message = DnsMessage::parse(datagram);
    if (!message) return tl::unexpected{LookupError::Malformed};
    const bool has_no_question = message->questions.empty() && header->rcode != DnsRcode::NoError;
    if (message->questions != query.questions && !has_no_question) return std::nullopt;
    if (header->truncated) return tl::unexpected{LookupError::Truncated};
    if (header->rcode == DnsRcode::Refused) return tl::unexpected{LookupError::Refused};
    if (header->rcode != DnsRcode::NoError && header->rcode != DnsRcode::NXDomain)
        return tl::unexpected{LookupError::ServerFailure};
    return *message;
}

/// One query to one server.
Task<Answer> ask(Resolver* resolver, wire::Ipv4Address server, DnsName name) {
    const sim::Time deadline = resolver->host.now() + resolver->parameters.timeout;
    UdpSocket socket = open_socket(*resolver);
    const auto connected = socket.connect({server, wire::kDnsPort});
    if (!connected) co_return Answer{tl::unexpected{error_of(connected.error())}};
    DnsMessage query{{.id = static_cast<std::uint16_t>(resolver->random.bits()), .recursion_desired = true}};
    query.questions.push_back({name, DnsType::A});
    const auto sent = socket.send(query.emit());
    if (!sent) co_return Answer{tl::unexpected{error_of(sent.error())}};
    std::array<std::uint8_t, DnsMessage::kLargestDatagram> buffer;
    for (;;) {
        const auto received = co_await within(deadline - resolver->host.now(), socket.receive_from(buffer));
        if (!received) co_return Answer{tl::unexpected{error_of(received.error())}};
        auto answer = answer_in({buffer.data(), received->size}, query);
        if (answer) co_return std::move(*answer);
    }
}

/// All servers in turn, until one answers; else how the last one failed.
Task<Answer> ask_in_turn(Resolver* resolver, DnsName name) {
    Answer answer = tl::unexpected{LookupError::NoServer};
    for (std::size_t attempt = 0; attempt < resolver->parameters.attempts; ++attempt) {
        for (const wire::Ipv4Address server : resolver->parameters.servers) {
            const Task<Answer> asking = ask(resolver, server, name);
            answer = co_await asking;
            if (answer) co_return answer;
        }
    }
    co_return answer;
}

/// How long may be kept that there is nothing (RFC 2308 5): not at all without the zone's SOA.
std::uint32_t negative_ttl(const DnsMessage& answer) {
    for (const DnsRecord& record : answer.authorities) {
        const auto* soa = std::get_if<wire::DnsSoa>(&record.data);
        if (soa != nullptr) return std::min(record.ttl, soa->minimum);
    }
    return 0;
}

/// What the answer says about `name` itself, with its TTL.
std::pair<Knowledge, std::uint32_t> said_about(const DnsName& name, const DnsMessage& answer) {
    std::vector<wire::Ipv4Address> addresses;
    std::uint32_t ttl = std::numeric_limits<std::uint32_t>::max();
    for (const DnsRecord& record : answer.answers) {
        if (record.name != name) continue;
        if (record.type == DnsType::Cname && std::holds_alternative<DnsName>(record.data))
            return {std::get<DnsName>(record.data), record.ttl};
        if (const auto* address = std::get_if<wire::Ipv4Address>(&record.data)) {
            addresses.push_back(*address);
            ttl = std::min(ttl, record.ttl);
        }
    }
    if (!addresses.empty()) return {std::move(addresses), ttl};
    const bool exists = answer.header.rcode == DnsRcode::NoError;
    return {exists ? LookupError::NoData : LookupError::NoSuchName, negative_ttl(answer)};
}

/// Follows aliases as long as `next` knows the name, which it gives as a Knowledge or null. The last thing
/// known is the result; nothing when a name is unknown.
template <class Next>
std::optional<Lookup> follow(DnsName name, const Next& next) {
    for (int aliases = 0; aliases <= kMostAliases; ++aliases) {
        const Knowledge* const known = next(name);
        if (known == nullptr) return std::nullopt;
        if (const auto* target = std::get_if<DnsName>(known)) {
            name = *target;
            continue;
        }
        Lookup result{.last = name};
        if (const auto* error = std::get_if<LookupError>(known)) {
            result.addresses = tl::unexpected{*error};
        } else {
            result.addresses = std::get<std::vector<wire::Ipv4Address>>(*known);
        }
        return result;
    }
    return Lookup{.last = name, .addresses = tl::unexpected{LookupError::Malformed}};  // a ring
}

std::optional<Lookup> look_into_cache(const Resolver& resolver, const DnsName& name) {
    const sim::Time now = resolver.host.now();
    return follow(name, [&](const DnsName& one) { return resolver.cache.find(one, now); });
}

/// Reads the answer from the first name to the last, and remembers what it says on the way.
Lookup take_in(Resolver& resolver, const DnsName& name, const DnsMessage& answer) {
    Knowledge known;
    return *follow(name, [&](const DnsName& one) {
        auto [what, ttl] = said_about(one, answer);
        resolver.cache.remember(one, what, ttl, resolver.host.now());
        known = std::move(what);
        return &known;
    });
}

}  // namespace

Task<Lookup> resolve(Resolver* resolver, std::string name) {
    Lookup lookup{.name = name};
    const auto domain = DnsName::parse(name);
    if (!domain) co_return lookup;
    lookup.last = *domain;
    if (const auto address = wire::Ipv4Address::parse(name)) {
        lookup.addresses = std::vector{*address};
        co_return lookup;
    }
    if (auto known = look_into_cache(*resolver, *domain)) {
        known->name = name;
        known->from_cache = true;
        co_return std::move(*known);
    }
    const sim::Time start = resolver->host.now();
    const Task<Answer> asking = ask_in_turn(resolver, *domain);
    const Answer answer = co_await asking;
    if (answer) {
        lookup = take_in(*resolver, *domain, *answer);
        lookup.name = name;
    } else {
        lookup.addresses = tl::unexpected{answer.error()};
    }
    lookup.duration = resolver->host.now() - start;
    co_return lookup;
}

}  // namespace patchcord::models::apps::dns
