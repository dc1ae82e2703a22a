// UDP of a host (RFC 768, RFC 1122 4.1): finds the endpoint for a datagram or an error, and tells senders
// about ports that nobody has. One endpoint gets a datagram, the most specific one, broadcasts included. Not
// here: what an endpoint does (udp_endpoint.hpp). Read next: models/udp/udp_layer.cpp.
#pragma once

#include "models/ip/ipv4_layer.hpp"
#include "models/ip/port_table.hpp"
#include "models/ip/transport.hpp"
#include "models/trace/tracer.hpp"
#include "models/udp/udp_endpoint.hpp"
#include "models/wire/address.hpp"
#include "models/wire/ipv4.hpp"
#include "sim/event/node_context.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace patchcord::models::udp {

class UdpLayer final : public ip::TransportReceiver {
  public:
    UdpLayer(sim::NodeContext& context, trace::Tracer& tracer, ip::Ipv4Layer& ipv4)
        : context_{context}, tracer_{tracer}, ipv4_{ipv4} {}
    UdpLayer(const UdpLayer&) = delete;
    UdpLayer& operator=(const UdpLayer&) = delete;

    std::unique_ptr<UdpEndpoint> open() { return std::make_unique<UdpEndpoint>(*this); }
    /// Those that have a port, by port, then in the order in which they got it.
    const std::vector<UdpEndpoint*>& endpoints() const { return endpoints_; }

    void input(const wire::Ipv4Header& header, std::span<const std::uint8_t> payload,
               const ip::Carrier& carrier) override;
    void error(const ip::TransportError& error) override;

  private:
    friend class UdpEndpoint;

    void add(UdpEndpoint& endpoint);
    void remove(UdpEndpoint& endpoint);
    /// The most specific endpoint that hears datagrams `from` to `to`; null when there is none.
    UdpEndpoint* find(wire::Endpoint from, wire::Endpoint to) const;
    void drop(wire::DropReason reason, sim::PacketId packet);

    sim::NodeContext& context_;
    trace::Tracer& tracer_;
    ip::Ipv4Layer& ipv4_;
    ip::PortTable ports_;
    std::vector<UdpEndpoint*> endpoints_;  // sorted by port
};

}  // namespace patchcord::models::udp
