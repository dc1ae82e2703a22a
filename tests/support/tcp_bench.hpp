// One real TCP stack on a cable, and at the other end a peer that the test plays by hand: it sees every
// segment that the stack sends, and sends any segment it likes. Sequence numbers are relative on both sides:
// 0 is the SYN. The stack is 10.0.0.1, the peer 10.0.0.2; the cable is 1 Gbit/s and 5 us long, so that
// everything happens within 100 us of its cause. Read next: tests/models/tcp/.
#pragma once

#include "models/ethernet/link.hpp"
#include "models/ethernet/nic.hpp"
#include "models/ip/ipv4_layer.hpp"
#include "models/tcp/tcp_layer.hpp"
#include "models/trace/tracer.hpp"
#include "models/udp/udp_layer.hpp"
#include "models/wire/arp.hpp"
#include "sim/event/node.hpp"
#include "sim/event/scheduler.hpp"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace patchcord::tests {

/// A host without sockets: layers only.
class BareHost final : public sim::Node {
  public:
    BareHost(sim::NodeContext& context, models::trace::Tracer& tracer, const models::tcp::Config& config,
             models::wire::Ipv4Address address);
    void receive(sim::PortId, sim::Signal signal) override { nic.receive(std::move(signal)); }

    models::ethernet::Nic nic;
    models::ip::Ipv4Layer ipv4;
    models::udp::UdpLayer udp;
    models::tcp::TcpLayer tcp;
};

/// A segment that the peer sends.
struct Tcp {
    std::string flags;  ///< out of S F R P and '.' for ACK, in this order: "S.", "P.", "F."
    std::uint32_t seq = 0;
    std::uint32_t ack = 0;
    std::uint32_t window = 65535;  ///< as on the wire
    std::string text = {};
    models::wire::TcpOptions options = {};
};

/// A segment that the stack sent.
struct Seen {
    double at;  ///< seconds
    std::string flags;
    std::uint32_t seq;
    std::uint32_t ack;
    std::uint32_t window;
    std::string text;
    models::wire::TcpOptions options;
};

inline models::tcp::Config book() {
    return models::tcp::profile_config(models::tcp::Profile::Book);
}
inline models::tcp::Config rfc() {
    return models::tcp::profile_config(models::tcp::Profile::Rfc);
}
inline models::wire::TcpOptions mss(std::uint16_t bytes) {
    models::wire::TcpOptions options;
    options.mss = bytes;
    return options;
}

class TcpBench {
  public:
    explicit TcpBench(const models::tcp::Config& config = book());
    ~TcpBench();

    static constexpr models::wire::Ipv4Address kStack{10, 0, 0, 1};
    static constexpr models::wire::Ipv4Address kPeer{10, 0, 0, 2};

    /// Lets `seconds` of simulated time pass.
    void run(double seconds);
    void run_until(double seconds);
    double now() const;

    /// The peer sends a segment, which arrives within 100 us. Numbers are relative.
    void inject(const Tcp& segment);
    /// The peer sends a datagram, given from behind its IP header on.
    void send_datagram(sim::Buffer buffer, models::wire::IpProtocol protocol);
    /// The segments that the stack has sent and that were not taken yet; takes them.
    std::vector<Seen> take();
    /// Takes them and describes them: "S. 0 ack 1", "P. 1:6 ack 1 | F. 6 ack 1", "nothing".
    std::string only();
    static std::string describe(const Seen& segment);

    /// The stack connects from 49152 to port 80 of the peer, which answers; segments are taken.
    std::shared_ptr<models::tcp::Connection> connect(const Tcp& syn_ack = {"S.", 0, 1, 65535, {}, mss(1460)});
    /// The stack sends its SYN only.
    std::shared_ptr<models::tcp::Connection> begin_connect();
    /// The stack listens on port 80.
    void listen(std::size_t backlog = 5);
    /// The stack listens, the peer connects from port 5000; segments are taken.
    std::shared_ptr<models::tcp::Connection> accept(const models::wire::TcpOptions& options = mss(1460));
    /// The ports of the peer's segments.
    void set_ports(std::uint16_t stack, std::uint16_t peer);

    models::tcp::TcpLayer& tcp() { return host_.tcp; }
    sim::Simulation& simulation() { return simulation_; }
    models::trace::Tracer& tracer() { return tracer_; }

    /// Absolute number of the stack's SYN, once seen; and of the peer's.
    std::uint32_t stack_isn = 0;
    std::uint32_t peer_isn = 1'000'000;
    bool answers_arp = true;

  private:
    class Peer final : public sim::Node, public models::ethernet::FrameReceiver {
      public:
        Peer(sim::NodeContext& context, TcpBench& bench);
        void receive(sim::PortId, sim::Signal signal) override { nic.receive(std::move(signal)); }
        void input(models::ethernet::Nic&, sim::Frame frame) override;
        models::ethernet::Nic nic;

      private:
        TcpBench& bench_;
    };
    void see(const sim::Frame& frame);
    void answer_arp(const models::wire::ArpPacket& request);

    sim::Simulation simulation_{7};
    models::trace::Tracer tracer_;
    BareHost host_;
    Peer peer_;
    models::ethernet::Link link_;
    std::vector<Seen> seen_;
    std::uint16_t stack_port_ = 49152;
    std::uint16_t peer_port_ = 80;

  public:
    std::unique_ptr<models::tcp::Listener> listener;  // destroyed before the stack
};

/// What a text becomes in a call of the stack.
inline std::span<const std::uint8_t> bytes_of(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
/// Everything that is readable now.
std::string read_all(models::tcp::Connection& connection);

}  // namespace patchcord::tests
