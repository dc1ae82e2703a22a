// Where IPv4 meets Ethernet (RFC 894, RFC 1112 6.4): a card with an IP address and its ARP table. Steps 5 and
// 9 of the way of a packet. Not here: which interface a datagram takes (route_table.hpp), and the card's
// queue (models/ethernet/nic.hpp). Read next: models/ip/arp_table.hpp.
#pragma once

#include "models/ethernet/nic.hpp"
#include "models/ip/arp_table.hpp"
#include "models/trace/tracer.hpp"
#include "models/wire/address.hpp"
#include "models/wire/ethernet.hpp"
#include "sim/core/buffer.hpp"

#include <cstddef>

namespace patchcord::models::ip {

class Ipv4Layer;

/// Made by Ipv4Layer::add_interface, which owns it. The card must outlive it.
class Interface final : public ethernet::FrameReceiver {
  public:
    Interface(ethernet::Nic& nic, const wire::Ipv4Prefix& prefix, Ipv4Layer& ipv4, trace::Tracer& tracer,
              const ArpParameters& arp);
    Interface(const Interface&) = delete;
    Interface& operator=(const Interface&) = delete;

    ethernet::Nic& nic() const { return nic_; }
    /// Its address, and how much of it names the subnet.
    const wire::Ipv4Prefix& prefix() const { return prefix_; }
    wire::Ipv4Address address() const { return prefix_.address(); }
    /// The largest datagram, in bytes.
    std::size_t mtu() const { return wire::kEthernetMtu; }
    ArpTable& arp() { return arp_; }
    const ArpTable& arp() const { return arp_; }

    /// Step 5: sends `datagram` to `next_hop` on this link, as soon as its MAC address is known.
    void send(sim::Buffer datagram, wire::Ipv4Address next_hop);
    /// Puts the Ethernet header in front of `packet` and gives it to the card.
    void transmit(sim::Buffer packet, wire::MacAddress destination, wire::EtherType type);

    /// Step 9: a good frame that is addressed to this card.
    void input(ethernet::Nic& nic, sim::Frame frame) override;

  private:
    ethernet::Nic& nic_;
    wire::Ipv4Prefix prefix_;
    Ipv4Layer& ipv4_;
    trace::Tracer& tracer_;
    ArpTable arp_;
};

}  // namespace patchcord::models::ip
