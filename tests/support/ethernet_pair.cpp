// The bodies of tests/support/ethernet_pair.hpp.
#include "tests/support/ethernet_pair.hpp"

#include "models/wire/arp.hpp"
#include "models/wire/icmp.hpp"
#include "models/wire/udp.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

namespace patchcord::tests {

using namespace models;

void Recorder::record(const trace::FrameSent& record) {
    const auto bytes = record.frame.bytes();
    sent.push_back({record.at, record.node, record.frame.packet(), {bytes.begin(), bytes.end()}});
}

std::size_t Recorder::drops(const sim::Node& node, wire::DropReason reason) const {
    return static_cast<std::size_t>(std::ranges::count_if(dropped, [&](const trace::PacketDropped& drop) {
        return drop.node == node.context().id() && drop.reason == reason;
    }));
}

std::size_t Recorder::losses(wire::LossCause cause) const {
    return static_cast<std::size_t>(std::ranges::count(lost, cause, &trace::FrameLost::cause));
}

Station::Station(sim::NodeContext& context, wire::MacAddress mac, trace::Tracer& tracer)
    : Node{context}, nic{*this, sim::PortId{0}, mac, tracer} {
    nic.bind(*this);
}

void Station::input(ethernet::Nic&, sim::Frame frame) {
    frames.push_back({context().now(), {frame.bytes().begin(), frame.bytes().end()}});
}

void Station::send(std::span<const std::uint8_t> frame) {
    sim::Buffer buffer{context().buffers(), frame.size()};
    buffer.set_packet(context().next_packet());
    std::ranges::copy(frame, buffer.append(frame.size()).begin());
    nic.transmit(std::move(buffer));
}

void Station::send(wire::MacAddress destination, wire::EtherType type,
                   std::span<const std::uint8_t> payload) {
    Bytes frame(wire::EthernetHeader::kSize + payload.size());
    wire::EthernetHeader{destination, nic.address(), type}.emit(frame);
    std::ranges::copy(payload, frame.end() - std::ssize(payload));
    send(frame);
}

void RecordingTransport::input(const wire::Ipv4Header&, std::span<const std::uint8_t> payload,
                               const models::ip::Carrier&) {
    payloads.emplace_back(payload.begin(), payload.end());
}

void RecordingTransport::error(const ip::TransportError& error) {
    errors.push_back({error.type,
                      error.code,
                      error.next_hop_mtu,
                      error.destination,
                      error.reporter,
                      {error.quoted.begin(), error.quoted.end()}});
}

TestHost::TestHost(sim::NodeContext& context, wire::MacAddress mac, wire::Ipv4Prefix address,
                   trace::Tracer& tracer, const ip::ArpParameters& arp)
    : Node{context},
      nic{*this, sim::PortId{0}, mac, tracer},
      ipv4{context, tracer},
      udp{context, tracer, ipv4} {
    ipv4.bind(udp, tcp);
    ipv4.add_interface(nic, address, arp);
}

wire::Result<void> TestHost::output(wire::Ipv4Address destination, const std::string& text) {
    const auto source = ipv4.source_for(destination);
    if (!source) return wire::failure(source.error());
    sim::Buffer payload{context().buffers(), text.size()};
    payload.set_packet(context().next_packet());
    std::ranges::copy(text, payload.append(text.size()).begin());
    return ipv4.output(std::move(payload), wire::IpProtocol::Tcp, *source, destination, {});
}

HostPair::HostPair(const ip::ArpParameters& arp, const ethernet::LinkParameters& cable)
    : a{simulation.add_node("a"), kMacA, {kIpA, 24}, tracer, arp},
      b{simulation.add_node("b"), kMacB, {kIpB, 24}, tracer, arp},
      link{"cable", cable, a.nic, b.nic, tracer} {}

HostAndStation::HostAndStation(const ip::ArpParameters& arp)
    : host{simulation.add_node("host"), kMacA, {kIpA, 24}, tracer, arp},
      station{simulation.add_node("station"), kMacB, tracer},
      link{"cable", {}, host.nic, station.nic, tracer} {}

void HostAndStation::introduce() {
    Bytes request(wire::ArpPacket::kSize);
    wire::ArpPacket{wire::ArpOperation::Request, kMacB, kIpB, {}, kIpA}.emit(request);
    station.send(wire::MacAddress::kBroadcast, wire::EtherType::Arp, request);
    run_for(std::chrono::milliseconds{1});
    station.frames.clear();
    recorder.sent.clear();
    recorder.arp.clear();
}

void HostAndStation::send(const wire::Ipv4Header& header, std::span<const std::uint8_t> payload,
                          wire::MacAddress destination) {
    wire::Ipv4Header sized = header;
    sized.total_length = static_cast<std::uint16_t>(header.size() + payload.size());
    Bytes datagram(sized.total_length);
    sized.emit(datagram);
    std::ranges::copy(payload, datagram.end() - std::ssize(payload));
    station.send(destination, wire::EtherType::Ipv4, datagram);
    run_for(std::chrono::milliseconds{1});
}

wire::Ipv4Header header_of(wire::IpProtocol protocol, wire::Ipv4Address source,
                           wire::Ipv4Address destination) {
    wire::Ipv4Header header;
    header.protocol = protocol;
    header.source = source;
    header.destination = destination;
    return header;
}

Bytes udp_datagram(const wire::Ipv4Header& header, std::uint16_t source_port, std::uint16_t destination_port,
                   const std::string& text) {
    Bytes datagram(wire::UdpHeader::kSize + text.size());
    std::ranges::copy(text, datagram.end() - std::ssize(text));
    wire::UdpHeader{source_port, destination_port}.emit(datagram, header.source, header.destination);
    return datagram;
}

Bytes icmp_message(const wire::IcmpHeader& header, std::span<const std::uint8_t> body) {
    Bytes message(wire::IcmpHeader::kSize + body.size());
    std::ranges::copy(body, message.end() - std::ssize(body));
    header.emit(message);
    return message;
}

}  // namespace patchcord::tests
