// Steps 5 and 9 of the way of a packet. Read next: models/ip/arp_table.cpp, models/ip/ipv4_layer.cpp.
#include "models/ip/interface.hpp"

#include "models/ip/ipv4_layer.hpp"

#include <utility>

namespace patchcord::models::ip {
namespace {

/// RFC 1112 6.4: 01-00-5E and the low 23 bits.
wire::MacAddress multicast_mac(wire::Ipv4Address group) {
    return wire::MacAddress::from_u64(0x0100'5E00'0000 | (group.value() & 0x7F'FFFF));
}

}  // namespace

Interface::Interface(ethernet::Nic& nic, const wire::Ipv4Prefix& prefix, Ipv4Layer& ipv4,
                     trace::Tracer& tracer, const ArpParameters& arp)
    : nic_{nic}, prefix_{prefix}, ipv4_{ipv4}, tracer_{tracer}, arp_{*this, ipv4, tracer, arp} {
    nic.bind(*this);
}

void Interface::send(sim::Buffer datagram, wire::Ipv4Address next_hop) {
    if (const wire::MacAddress* mac = arp_.lookup(next_hop); mac != nullptr) {
        transmit(std::move(datagram), *mac, wire::EtherType::Ipv4);
    } else if (next_hop.is_broadcast() || prefix_.is_broadcast(next_hop)) {
        transmit(std::move(datagram), wire::MacAddress::kBroadcast, wire::EtherType::Ipv4);
    } else if (next_hop.is_multicast()) {
        transmit(std::move(datagram), multicast_mac(next_hop), wire::EtherType::Ipv4);
    } else {
        arp_.park(std::move(datagram), next_hop);
    }
}

void Interface::transmit(sim::Buffer packet, wire::MacAddress destination, wire::EtherType type) {
    wire::EthernetHeader{destination, nic_.address(), type}.emit(packet.prepend(wire::EthernetHeader::kSize));
    nic_.transmit(std::move(packet));
}

void Interface::input(ethernet::Nic& nic, sim::Frame frame) {
    const auto header = wire::EthernetHeader::parse(frame.bytes());
    const auto packet = frame.bytes().subspan(wire::EthernetHeader::kSize);
    switch (header->type) {
        case wire::EtherType::Ipv4:
            ipv4_.input(frame, packet);
            break;
        case wire::EtherType::Arp:
            arp_.input(packet, frame.packet());
            break;
        default:
            nic.count_unknown_type();
            tracer_.emit([&] {
                const sim::NodeContext& context = nic.context();
                return trace::PacketDropped{context.now(), context.id(), wire::DropReason::UnknownEtherType,
                                            frame.packet()};
            });
    }
}

}  // namespace patchcord::models::ip
