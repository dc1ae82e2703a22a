// IPv4 of a host (RFC 791, RFC 1122 3): routes and sends datagrams, receives those for this host and hands
// them to ICMP, UDP or TCP. Forwarding is off, fragments are neither made nor put together yet: a datagram
// above the MTU is an error for its sender, a fragment that arrives is dropped and counted. Read next:
// models/ip/interface.hpp, route_table.hpp.
#pragma once

#include "models/ethernet/frame_queue.hpp"
#include "models/ip/icmp_layer.hpp"
#include "models/ip/interface.hpp"
#include "models/ip/route_table.hpp"
#include "models/ip/transport.hpp"
#include "models/trace/tracer.hpp"
#include "models/wire/address.hpp"
#include "models/wire/enums.hpp"
#include "models/wire/error.hpp"
#include "models/wire/ipv4.hpp"
#include "sim/core/buffer.hpp"
#include "sim/event/node_context.hpp"
#include "sim/event/timer.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace patchcord::models::ip {

class Ipv4Layer {
  public:
    Ipv4Layer(sim::NodeContext& context, trace::Tracer& tracer);
    Ipv4Layer(const Ipv4Layer&) = delete;
    Ipv4Layer& operator=(const Ipv4Layer&) = delete;

    /// Who takes UDP and TCP. Called once, before anything arrives.
    void bind(TransportReceiver& udp, TransportReceiver& tcp);
    /// A new interface with one address, and the route to its subnet.
    Interface& add_interface(ethernet::Nic& nic, wire::Ipv4Prefix address, const ArpParameters& arp);
    Interface& interface(std::size_t number) { return *interfaces_.at(number); }
    std::size_t interfaces() const { return interfaces_.size(); }
    RouteTable& routes() { return routes_; }
    IcmpLayer& icmp() { return icmp_; }

    /// Whether `address` is one of this host's, loopback included.
    bool is_mine(wire::Ipv4Address address) const;
    /// Whether `address` is the limited broadcast address or that of a subnet of this host.
    bool is_broadcast(wire::Ipv4Address address) const;
    /// Whether `address` can be that of one host (RFC 1122 3.2.1.3): not 0.0.0.0, a multicast, reserved or
    /// broadcast address.
    bool is_single_host(wire::Ipv4Address address) const;
    /// The source address for packets to `destination`: NetworkUnreachable without a route.
    wire::Result<wire::Ipv4Address> source_for(wire::Ipv4Address destination) const;
    /// The largest datagram toward `destination`, in bytes; 1500 without a route.
    std::size_t mtu_toward(wire::Ipv4Address destination) const;

    /// Step 4: sends `payload` (which has the headroom for the headers). NetworkUnreachable without a route,
    /// MessageTooLong above the MTU, InvalidArgument from a loopback address to another host, NoBufferSpace
    /// when 1000 datagrams of this host to itself wait. A next hop that does not answer ARP is reported later
    /// (TransportReceiver::error). `source` must be this host's.
    wire::Result<void> output(sim::Buffer payload, wire::IpProtocol protocol, wire::Ipv4Address source,
                              wire::Ipv4Address destination, const SendOptions& options);
    /// Step 10: a frame with EtherType IPv4; `datagram` lies in `frame`.
    void input(const sim::Frame& frame, std::span<const std::uint8_t> datagram);
    /// `reporter` says that a packet of ours (from its IP header on, perhaps cut off) was not delivered: told
    /// to its transport. False when it is not one of ours, or cut off too early to tell.
    bool undeliverable(std::span<const std::uint8_t> datagram, wire::IcmpType type, std::uint8_t code,
                       std::uint16_t next_hop_mtu, wire::Ipv4Address reporter);

  private:
    /// How a datagram came: from this host itself, or in a frame to this card, or to a group.
    enum class Arrival : std::uint8_t { Local, Unicast, Group };

    std::optional<NextHop> next_hop(wire::Ipv4Address destination) const;
    void receive(std::span<const std::uint8_t> datagram, const sim::Frame& frame, Arrival arrival);
    bool is_bad_source(const wire::Ipv4Header& header) const;
    std::optional<wire::DropReason> refusal(const wire::Ipv4Header& header, Arrival arrival) const;
    void dispatch(const wire::Ipv4View& view, const Carrier& carrier);
    void deliver_local();
    void drop(wire::DropReason reason, sim::PacketId packet);

    sim::NodeContext& context_;
    trace::Tracer& tracer_;
    IcmpLayer icmp_;
    std::vector<std::unique_ptr<Interface>> interfaces_;
    RouteTable routes_;
    TransportReceiver* udp_ = nullptr;
    TransportReceiver* tcp_ = nullptr;
    std::uint16_t last_id_ = 0;         // RFC 6864 4: one counter, so every packet has its own
    ethernet::FrameQueue local_queue_;  // datagrams from this host to itself
    sim::Timer deliver_local_;
};

}  // namespace patchcord::models::ip
