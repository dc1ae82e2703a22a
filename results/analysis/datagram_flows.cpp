// Packets are sorted by their two ends, whichever of them sent. Read next:
// results/analysis/datagram_flows.hpp.
#include "results/analysis/datagram_flows.hpp"

#include "models/wire/dissect.hpp"

#include <algorithm>
#include <map>
#include <optional>

namespace patchcord::results {

namespace wire = models::wire;

namespace {

using Protocol = DatagramFlow::Protocol;

/// What names a flow, as the sender of this packet sees it.
struct Key {
    Protocol protocol;
    std::uint16_t echo_id;
    wire::Endpoint from;
    wire::Endpoint to;

    Key reversed() const { return {protocol, echo_id, to, from}; }
    friend auto operator<=>(const Key&, const Key&) = default;
};

std::optional<Key> key_of(const wire::Dissection& packet) {
    if (!packet.ipv4) return std::nullopt;
    const wire::Ipv4Header& ip = packet.ipv4->header;
    if (packet.udp)
        return Key{Protocol::Udp,
                   0,
                   {ip.source, packet.udp->header.source_port},
                   {ip.destination, packet.udp->header.destination_port}};
    if (packet.icmp && (packet.icmp->header.type == wire::IcmpType::EchoRequest ||
                        packet.icmp->header.type == wire::IcmpType::EchoReply))
        return Key{Protocol::Echo, packet.icmp->header.id(), {ip.source, 0}, {ip.destination, 0}};
    return std::nullopt;
}

bool arrived(const Run& run, const Journey& journey, wire::Ipv4Address destination) {
    const auto owner = run.owner(destination);
    return std::ranges::any_of(journey.hops, [&](const Hop& hop) {
        if (hop.fate != Hop::Fate::Delivered) return false;
        return owner ? hop.to.node == *owner : run.node(hop.to.node).kind == NodeKind::Host;
    });
}

}  // namespace

std::vector<DatagramFlow> datagram_flows(const Run& run, const Journeys& journeys) {
    std::vector<DatagramFlow> flows;
    std::map<Key, std::size_t> known;
    for (const Journey& journey : journeys.all()) {
        const wire::Dissection packet = wire::dissect(journeys.captured(journey));
        const auto key = key_of(packet);
        if (!key) continue;
        const auto backward = known.find(key->reversed());
        const bool is_answer = backward != known.end() && key->from != key->to;
        const auto place = is_answer ? backward : known.try_emplace(*key, flows.size()).first;
        if (place->second == flows.size())
            flows.push_back({key->protocol, key->from, key->to, key->echo_id, {}, journey.origin().sent});
        DatagramDirection& way = flows[place->second].directions[is_answer ? 1 : 0];
        ++way.packets;
        way.bytes += packet.data_length();
        if (arrived(run, journey, key->to.address)) ++way.delivered;
    }
    return flows;
}

}  // namespace patchcord::results
