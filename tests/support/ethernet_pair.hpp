// What tests of Ethernet, IP and UDP are made of: a sink that keeps what happened, a station that sends any
// frame and keeps those it receives, a host with ARP, IPv4, ICMP and UDP but without TCP and sockets; and two
// pairs on a cable: host with host, and host with station. Read next: tests/models/ip/,
// tests/models/ethernet/.
#pragma once

#include "models/ethernet/link.hpp"
#include "models/ethernet/nic.hpp"
#include "models/ip/ipv4_layer.hpp"
#include "models/ip/transport.hpp"
#include "models/trace/sink.hpp"
#include "models/trace/tracer.hpp"
#include "models/udp/udp_layer.hpp"
#include "models/wire/address.hpp"
#include "models/wire/enums.hpp"
#include "models/wire/ethernet.hpp"
#include "sim/event/node.hpp"
#include "sim/event/scheduler.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace patchcord::tests {

using Bytes = std::vector<std::uint8_t>;

inline constexpr models::wire::MacAddress kMacA = models::wire::MacAddress::from_u64(0x0200'0000'0001);
inline constexpr models::wire::MacAddress kMacB = models::wire::MacAddress::from_u64(0x0200'0000'0002);
inline constexpr models::wire::Ipv4Address kIpA{10, 0, 0, 1};
inline constexpr models::wire::Ipv4Address kIpB{10, 0, 0, 2};

/// Keeps records, frames as copies.
class Recorder final : public models::trace::Sink {
  public:
    struct Sent {
        sim::Time at;
        sim::NodeId node;
        sim::PacketId packet;
        Bytes frame;
    };
    using Sink::record;
    void record(const models::trace::FrameSent& record) override;
    void record(const models::trace::FrameLost& record) override { lost.push_back(record); }
    void record(const models::trace::PacketDropped& record) override { dropped.push_back(record); }
    void record(const models::trace::ArpChange& record) override { arp.push_back(record); }
    void record(const models::trace::MacLearned& record) override { learned.push_back(record); }
    void record(const models::trace::LinkChange& record) override { links.push_back(record); }

    /// How many packets `node` has dropped for this reason.
    std::size_t drops(const sim::Node& node, models::wire::DropReason reason) const;
    /// How many frames were lost for this cause.
    std::size_t losses(models::wire::LossCause cause) const;

    std::vector<Sent> sent;
    std::vector<models::trace::FrameLost> lost;
    std::vector<models::trace::PacketDropped> dropped;
    std::vector<models::trace::ArpChange> arp;
    std::vector<models::trace::MacLearned> learned;
    std::vector<models::trace::LinkChange> links;
};

/// A card with nothing above it.
class Station final : public sim::Node, public models::ethernet::FrameReceiver {
  public:
    Station(sim::NodeContext& context, models::wire::MacAddress mac, models::trace::Tracer& tracer);
    void receive(sim::PortId, sim::Signal signal) override { nic.receive(std::move(signal)); }
    void input(models::ethernet::Nic&, sim::Frame frame) override;

    /// Sends these bytes, from the destination address on, without FCS; short frames are padded.
    void send(std::span<const std::uint8_t> frame);
    /// The same, with the header made from these.
    void send(models::wire::MacAddress destination, models::wire::EtherType type,
              std::span<const std::uint8_t> payload);

    struct Received {
        sim::Time at;
        Bytes frame;
    };
    std::vector<Received> frames;
    models::ethernet::Nic nic;
};

/// The place of TCP: keeps what it is told.
class RecordingTransport final : public models::ip::TransportReceiver {
  public:
    void input(const models::wire::Ipv4Header& header, std::span<const std::uint8_t> payload,
               const models::ip::Carrier& carrier) override;
    void error(const models::ip::TransportError& error) override;

    struct Error {
        models::wire::IcmpType type;
        std::uint8_t code;
        std::uint16_t mtu;
        models::wire::Ipv4Address destination;
        models::wire::Ipv4Address reporter;
        Bytes quoted;
    };
    std::vector<Bytes> payloads;
    std::vector<Error> errors;
};

class TestHost final : public sim::Node {
  public:
    TestHost(sim::NodeContext& context, models::wire::MacAddress mac, models::wire::Ipv4Prefix address,
             models::trace::Tracer& tracer, const models::ip::ArpParameters& arp = {});
    void receive(sim::PortId, sim::Signal signal) override { nic.receive(std::move(signal)); }

    models::ip::ArpTable& arp() { return ipv4.interface(0).arp(); }
    /// Hands `text` to IP as protocol TCP.
    models::wire::Result<void> output(models::wire::Ipv4Address destination, const std::string& text);

    models::ethernet::Nic nic;
    models::ip::Ipv4Layer ipv4;
    models::udp::UdpLayer udp;
    RecordingTransport tcp;
};

/// A simulation in which everything is recorded.
struct Bench {
    Bench() { tracer.set_sink(&recorder); }
    void run_for(sim::Duration duration) { simulation.run_until(simulation.now() + duration); }

    sim::Simulation simulation{7};
    Recorder recorder;
    models::trace::Tracer tracer;
};

/// Hosts 10.0.0.1/24 and 10.0.0.2/24; the cable is 100 Mbit/s and 20 m long unless said otherwise.
struct HostPair : Bench {
    explicit HostPair(const models::ip::ArpParameters& arp = {},
                      const models::ethernet::LinkParameters& cable = {});

    TestHost a;
    TestHost b;
    models::ethernet::Link link;
};

/// Host 10.0.0.1/24, and a station that can pretend to be anybody.
struct HostAndStation : Bench {
    explicit HostAndStation(const models::ip::ArpParameters& arp = {});

    /// The station announces that it is 10.0.0.2, so that the host need not ask.
    void introduce();
    /// The station sends an IPv4 datagram to the host, whose answers, if any, are here after 1 ms.
    void send(const models::wire::Ipv4Header& header, std::span<const std::uint8_t> payload,
              models::wire::MacAddress destination = kMacA);

    TestHost host;
    Station station;
    models::ethernet::Link link;
};

/// What makes a datagram from 10.0.0.2 to 10.0.0.1.
models::wire::Ipv4Header header_of(models::wire::IpProtocol protocol, models::wire::Ipv4Address source = kIpB,
                                   models::wire::Ipv4Address destination = kIpA);
/// A UDP datagram with a correct checksum, from its header on.
Bytes udp_datagram(const models::wire::Ipv4Header& header, std::uint16_t source_port,
                   std::uint16_t destination_port, const std::string& text);
/// An ICMP message with a correct checksum.
Bytes icmp_message(const models::wire::IcmpHeader& header, std::span<const std::uint8_t> body = {});

inline std::span<const std::uint8_t> bytes_in(const std::string& text) {
    return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}

}  // namespace patchcord::tests
