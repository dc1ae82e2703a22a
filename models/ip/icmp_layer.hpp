// ICMP of a host (RFC 792, RFC 1122 3.2.2): answers echo requests, reports datagrams that cannot be taken,
// and hands reports about our own to the transport that sent them. Source quench (RFC 6633) and redirects are
// ignored; timestamps and address masks are not answered. Read next: models/ip/echo_endpoint.hpp (ping),
// models/ip/icmp_layer.cpp.
#pragma once

#include "models/ip/echo_endpoint.hpp"
#include "models/ip/token_bucket.hpp"
#include "models/ip/transport.hpp"
#include "models/trace/tracer.hpp"
#include "models/wire/icmp.hpp"
#include "models/wire/ipv4.hpp"
#include "sim/core/buffer.hpp"
#include "sim/event/node_context.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace patchcord::models::ip {

class Ipv4Layer;

class IcmpLayer {
  public:
    /// The largest error message, a whole IP datagram, in bytes (RFC 1812 4.3.2.3).
    static constexpr std::size_t kLargestError = 576;
    /// Errors that may be sent: 50 at once, refilled by 1000 a second; Linux's icmp_msgs_burst and
    /// icmp_msgs_per_sec. RFC 1812 4.3.2.8 wants a limit, and a token bucket.
    static constexpr std::uint32_t kErrorBurst = 50;
    static constexpr sim::Duration kErrorInterval = std::chrono::milliseconds{1};

    IcmpLayer(sim::NodeContext& context, trace::Tracer& tracer, Ipv4Layer& ipv4)
        : context_{context}, tracer_{tracer}, ipv4_{ipv4} {}
    IcmpLayer(const IcmpLayer&) = delete;
    IcmpLayer& operator=(const IcmpLayer&) = delete;

    /// A whole ICMP datagram for this host. `packet` brought it.
    void input(const wire::Ipv4Header& header, std::span<const std::uint8_t> payload, sim::PacketId packet);
    /// An echo request of ours did not get there.
    void error(const TransportError& error);

    /// Tells the sender of the datagram `header`, `payload` about it, unless RFC 1122 3.2.2 forbids that or
    /// too many were sent lately (PacketDropped RateLimited, for the message).
    void send_error(const wire::IcmpHeader& error, const wire::Ipv4Header& header,
                    std::span<const std::uint8_t> payload);

  private:
    friend class EchoEndpoint;

    bool may_report(const wire::Ipv4Header& header, std::span<const std::uint8_t> payload) const;
    void answer_echo(const wire::Ipv4Header& header, const wire::IcmpView& request, sim::PacketId packet);
    void echo_reply_received(const wire::Ipv4Header& header, const wire::IcmpView& reply,
                             sim::PacketId packet);
    void error_received(const wire::Ipv4Header& header, const wire::IcmpView& message, sim::PacketId packet);
    void output(sim::Buffer message, wire::Ipv4Address source, wire::Ipv4Address destination,
                std::uint8_t tos);
    EchoEndpoint* endpoint(std::uint16_t id) const;
    void drop(wire::DropReason reason, sim::PacketId packet);

    sim::NodeContext& context_;
    trace::Tracer& tracer_;
    Ipv4Layer& ipv4_;
    TokenBucket errors_{kErrorBurst, kErrorInterval};
    std::vector<EchoEndpoint*> endpoints_;
    std::uint16_t last_id_ = 0;
};

}  // namespace patchcord::models::ip
