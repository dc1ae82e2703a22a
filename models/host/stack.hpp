// The protocol layers of one host, bound to each other once, in the constructor: nowhere else does a lower
// layer learn of a higher one. And the knobs that a host begins with. Not here: cards, processes, sockets
// (host.hpp). Read next: models/ip/ipv4_layer.hpp, models/tcp/tcp_layer.hpp.
#pragma once

#include "models/ip/arp_table.hpp"
#include "models/ip/ipv4_layer.hpp"
#include "models/tcp/config.hpp"
#include "models/tcp/tcp_layer.hpp"
#include "models/trace/tracer.hpp"
#include "models/udp/udp_layer.hpp"
#include "sim/event/node_context.hpp"

namespace patchcord::models::host {

struct StackParameters {
    tcp::Config tcp = tcp::profile_config(tcp::Profile::Rfc);
    ip::ArpParameters arp;  ///< of every interface
    tcp::FastOpenParameters fast_open = {};
};

class Stack {
  public:
    Stack(sim::NodeContext& context, trace::Tracer& tracer, const StackParameters& parameters);
    Stack(const Stack&) = delete;
    Stack& operator=(const Stack&) = delete;

    /// The knobs change while the host runs, as sysctl does: for sockets that are opened from now on. Not
    /// ARP's.
    void reconfigure(const StackParameters& parameters) {
        tcp_.reconfigure(parameters.tcp, parameters.fast_open);
    }

    ip::Ipv4Layer& ipv4() { return ipv4_; }
    const ip::Ipv4Layer& ipv4() const { return ipv4_; }
    udp::UdpLayer& udp() { return udp_; }
    const udp::UdpLayer& udp() const { return udp_; }
    tcp::TcpLayer& tcp() { return tcp_; }
    const tcp::TcpLayer& tcp() const { return tcp_; }

  private:
    ip::Ipv4Layer ipv4_;
    udp::UdpLayer udp_;
    tcp::TcpLayer tcp_;
};

}  // namespace patchcord::models::host
