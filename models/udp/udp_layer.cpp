// From a datagram, or an error about one, to its endpoint. Read next: models/udp/udp_endpoint.cpp.
#include "models/udp/udp_layer.hpp"

#include "models/wire/bytes.hpp"
#include "models/wire/udp.hpp"
#include "sim/core/check.hpp"

#include <algorithm>

namespace patchcord::models::udp {
namespace {

std::uint16_t port_of(const UdpEndpoint* endpoint) {
    return endpoint->local().port;
}

}  // namespace

void UdpLayer::input(const wire::Ipv4Header& header, std::span<const std::uint8_t> payload,
                     const ip::Carrier& carrier) {
    const auto datagram = wire::UdpView::parse(payload, header.source, header.destination, carrier.checksums);
    sim::prove(
        [&] {
            return !datagram || wire::UdpView::parse(payload, header.source, header.destination).has_value();
        },
        "a datagram was trusted whose checksum is wrong");
    if (!datagram) return drop(drop_reason(datagram.error()), carrier.packet);
    const wire::Endpoint from{header.source, datagram->header.source_port};
    const wire::Endpoint to{header.destination, datagram->header.destination_port};
    UdpEndpoint* const endpoint = find(from, to);
    if (endpoint == nullptr) {
        drop(wire::DropReason::NoPort, carrier.packet);
        ipv4_.icmp().send_error(wire::IcmpHeader::unreachable(wire::UnreachableCode::Port), header, payload);
    } else if (!endpoint->deliver(from, datagram->payload)) {
        drop(wire::DropReason::ReceiveBufferFull, carrier.packet);
    }
}

/// RFC 1122 4.1.3.3. Only a connected endpoint can know which of its datagrams is meant.
void UdpLayer::error(const ip::TransportError& error) {
    const wire::Endpoint local{error.source, wire::load_be16(error.quoted.data())};
    const wire::Endpoint remote{error.destination, wire::load_be16(error.quoted.data() + 2)};
    UdpEndpoint* const endpoint = find(remote, local);
    if (endpoint == nullptr || !endpoint->remote()) return;
    if (const auto told = ip::application_error(error.type, error.code)) endpoint->report(*told);
}

UdpEndpoint* UdpLayer::find(wire::Endpoint from, wire::Endpoint to) const {
    UdpEndpoint* best = nullptr;
    int best_match = 0;
    for (UdpEndpoint* endpoint : std::ranges::equal_range(endpoints_, to.port, {}, port_of)) {
        const int match = endpoint->match(from, to.address);
        if (match == 0 || match < best_match) continue;
        best = endpoint;  // of equals, the one that came last, as on Linux
        best_match = match;
    }
    return best;
}

void UdpLayer::add(UdpEndpoint& endpoint) {
    endpoints_.insert(std::ranges::upper_bound(endpoints_, port_of(&endpoint), {}, port_of), &endpoint);
}

void UdpLayer::remove(UdpEndpoint& endpoint) {
    std::erase(endpoints_, &endpoint);
}

void UdpLayer::drop(wire::DropReason reason, sim::PacketId packet) {
    tracer_.emit([&] { return trace::PacketDropped{context_.now(), context_.id(), reason, packet}; });
}

}  // namespace patchcord::models::udp
