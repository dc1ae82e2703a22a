// The two halves of ARP: asking, for packets that wait, and hearing ("Packet Generation" and "Packet
// Reception" in RFC 826). One timer serves all entries that are being asked for. Read next:
// models/ip/interface.cpp.
#include "models/ip/arp_table.hpp"

#include "models/ip/interface.hpp"
#include "models/ip/ipv4_layer.hpp"
#include "models/wire/ethernet.hpp"

#include <iterator>
#include <utility>

namespace patchcord::models::ip {

using trace::ArpState;

ArpTable::ArpTable(Interface& interface, Ipv4Layer& ipv4, trace::Tracer& tracer,
                   const ArpParameters& parameters)
    : context_{interface.nic().context()},
      interface_{interface},
      ipv4_{ipv4},
      tracer_{tracer},
      parameters_{parameters},
      next_request_{context_, *this, sim::calls<&ArpTable::ask_again>} {}

void ArpTable::park(sim::Buffer datagram, wire::Ipv4Address address) {
    Entry& entry = find_or_add(address);
    if (entry.parked.size() >= parameters_.queue) {
        drop(wire::DropReason::ArpQueueFull, entry.parked.front().packet());
        entry.parked.erase(entry.parked.begin());
    }
    entry.parked.push_back(std::move(datagram));
    if (entry.state != ArpState::Incomplete) begin_to_ask(entry);
}

void ArpTable::begin_to_ask(Entry& entry) {
    if (entry.state == ArpState::Reachable) set_state(entry, ArpState::Expired);
    set_state(entry, ArpState::Incomplete);
    entry.requests = 0;
    // RFC 1122 2.3.2.1: no faster than one a second for an address, even if its entry does not live that
    // long.
    const sim::Time earliest = entry.asked ? *entry.asked + parameters_.retry : sim::kStart;
    if (earliest <= context_.now()) {
        ask(entry);
    } else {
        entry.until = earliest;
    }
    arm();
}

void ArpTable::ask(Entry& entry) {
    ++entry.requests;
    entry.asked = context_.now();
    entry.until = context_.now() + parameters_.retry;
    send(wire::ArpOperation::Request, wire::MacAddress{}, entry.address, wire::MacAddress::kBroadcast);
}

void ArpTable::ask_again() {
    std::vector<sim::Buffer> unanswered;
    for (Entry& entry : entries_) {
        if (entry.state != ArpState::Incomplete || entry.until > context_.now()) continue;
        if (entry.requests <= parameters_.retries) {
            ask(entry);
        } else {
            std::ranges::move(std::exchange(entry.parked, {}), std::back_inserter(unanswered));
            set_state(entry, ArpState::Failed);
        }
    }
    arm();
    give_up(unanswered);
}

void ArpTable::arm() {
    sim::Time next = sim::kNever;
    for (const Entry& entry : entries_) {
        if (entry.state == ArpState::Incomplete) next = std::min(next, entry.until);
    }
    if (next == sim::kNever) {
        next_request_.disarm();
    } else {
        next_request_.arm(next);
    }
}

void ArpTable::give_up(const std::vector<sim::Buffer>& unanswered) {
    for (const sim::Buffer& datagram : unanswered) {
        drop(wire::DropReason::NoArpReply, datagram.packet());
        ipv4_.undeliverable(datagram.bytes(), wire::IcmpType::Unreachable,
                            static_cast<std::uint8_t>(wire::UnreachableCode::Host), 0, interface_.address());
    }
}

void ArpTable::input(std::span<const std::uint8_t> bytes, sim::PacketId packet) {
    const auto arp = wire::ArpPacket::parse(bytes);
    if (!arp) return drop(drop_reason(arp.error()), packet);
    const bool is_probe = arp->sender_ip.is_unspecified();  // RFC 5227: asks, but does not use an address yet
    const bool for_me = arp->target_ip == interface_.address();
    if (!is_probe && !may_be_neighbour(*arp)) return drop(wire::DropReason::BadSource, packet);
    if (!is_probe) {
        const auto known = find(arp->sender_ip);
        const bool merge = known != entries_.end() && known->address == arp->sender_ip;
        if (merge || for_me) learn(find_or_add(arp->sender_ip), arp->sender_mac);
    }
    if (for_me && arp->operation == wire::ArpOperation::Request)
        send(wire::ArpOperation::Reply, arp->sender_mac, arp->sender_ip, arp->sender_mac);
}

bool ArpTable::may_be_neighbour(const wire::ArpPacket& arp) const {
    const wire::Ipv4Address ip = arp.sender_ip;
    return !arp.sender_mac.is_group() && !ip.is_multicast() && !ip.is_broadcast() && !ip.is_loopback() &&
           !interface_.prefix().is_broadcast(ip) && ip != interface_.address();
}

void ArpTable::learn(Entry& entry, wire::MacAddress mac) {
    entry.mac = mac;
    entry.until = context_.now() + parameters_.timeout;
    set_state(entry, ArpState::Reachable);
    for (sim::Buffer& datagram : entry.parked)
        interface_.transmit(std::move(datagram), mac, wire::EtherType::Ipv4);
    entry.parked.clear();
    arm();
}

void ArpTable::send(wire::ArpOperation operation, wire::MacAddress target_mac, wire::Ipv4Address target_ip,
                    wire::MacAddress destination) {
    sim::Buffer packet{context_.buffers(), wire::ArpPacket::kSize};
    packet.set_packet(context_.next_packet());
    wire::ArpPacket{operation, interface_.nic().address(), interface_.address(), target_mac, target_ip}.emit(
        packet.append(wire::ArpPacket::kSize));
    interface_.transmit(std::move(packet), destination, wire::EtherType::Arp);
}

std::vector<ArpEntry> ArpTable::entries() const {
    std::vector<ArpEntry> lines;
    const sim::Time now = context_.now();
    for (const Entry& entry : entries_) {
        const bool expired = entry.state == ArpState::Reachable && now >= entry.until;
        lines.push_back({entry.address, entry.mac, expired ? ArpState::Expired : entry.state,
                         interface_.nic().port(), now - entry.since});
    }
    return lines;
}

ArpTable::Entry& ArpTable::find_or_add(wire::Ipv4Address address) {
    auto entry = std::ranges::lower_bound(entries_, address, {}, &Entry::address);
    if (entry == entries_.end() || entry->address != address) {
        entry = entries_.emplace(entry);
        entry->address = address;
    }
    return *entry;
}

void ArpTable::set_state(Entry& entry, ArpState state) {
    entry.state = state;
    entry.since = context_.now();
    tracer_.emit([&] {
        return trace::ArpChange{context_.now(), context_.id(), interface_.nic().port(),
                                entry.address,  entry.mac,     state};
    });
}

void ArpTable::drop(wire::DropReason reason, sim::PacketId packet) {
    tracer_.emit([&] { return trace::PacketDropped{context_.now(), context_.id(), reason, packet}; });
}

}  // namespace patchcord::models::ip
