// One datagram in, one out, and a line in the log for each.
// Not here: what the answer is (zone.cpp).
// Read next: models/apps/dns/zone.cpp.
#include "models/apps/dns/dns_server.hpp"

#include "models/wire/dns_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

namespace patchcord::models::apps::dns {
namespace {

/// RFC 2181 8: a TTL has 31 bits.
std::uint32_t seconds_of(const Arguments& arguments, std::string_view name) {
    const auto seconds =
        std::chrono::duration_cast<std::chrono::seconds>(arguments.get<sim::Duration>(name)).count();
    return static_cast<std::uint32_t>(
        std::clamp<std::int64_t>(seconds, 0, std::numeric_limits<std::int32_t>::max()));
}

Zone zone_of(const Arguments& arguments) {
    const std::string& text = arguments.get<std::string>("zone");
    const auto apex = wire::DnsName::parse(text);
    if (!apex) throw std::invalid_argument{fmt::format("\"{}\" is not a domain name", text)};
    return {{*apex, seconds_of(arguments, "ttl"), seconds_of(arguments, "negative_ttl")},
            arguments.get<Texts>("records")};
}

/// What was asked, as far as it can be said.
std::string question_in(const wire::DnsMessage& reply) {
    wire::DnsMessage query = reply;
    query.header.response = false;
    return dns_words(query);
}

}  // namespace

Task<> dns_server(HostHandle host, Arguments arguments) {
    const Zone zone = zone_of(arguments);
    UdpSocket socket = host.socket(SocketType::Datagram);
    socket.bind({{}, port_of(arguments)}).value();
    std::array<std::uint8_t, wire::DnsMessage::kLargestDatagram> buffer;
    for (;;) {
        const auto received = co_await socket.receive_from(buffer);
        const std::span<const std::uint8_t> datagram{buffer.data(), received.value().size};
        const auto reply = reply_to(zone, datagram);
        if (!reply) continue;
        host.log(fmt::format("{} {} = {}", to_string(received->from.address), question_in(*reply),
                             dns_words(*reply)));
        const auto sent = socket.send_to(reply->emit(), received->from);
        if (!sent)
            host.log(fmt::format("cannot answer {}: {}", to_string(received->from), to_string(sent.error())));
    }
}

}  // namespace patchcord::models::apps::dns
