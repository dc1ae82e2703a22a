// A client and a server on one cable, told by hand: each call emits the records that the models would emit,
// with real frames. For tests of what is made of records. Times are the caller's, so arithmetic can be
// checked. Read next: results/record/recorder.hpp.
#pragma once

#include "models/trace/records.hpp"
#include "models/wire/arp.hpp"
#include "models/wire/ethernet.hpp"
#include "models/wire/icmp.hpp"
#include "models/wire/ipv4.hpp"
#include "models/wire/tcp.hpp"
#include "models/wire/udp.hpp"
#include "results/record/recorder.hpp"
#include "sim/core/buffer.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace patchcord::results {

using namespace std::chrono_literals;
namespace trace = models::trace;
namespace wire = models::wire;

inline constexpr sim::NodeId kClient{0};
inline constexpr sim::NodeId kServer{1};
inline constexpr sim::PortId kPort{0};
inline constexpr trace::ConnectionId kConnection{1};

/// A segment to be sent; numbers count from the ISN.
struct TestSegment {
    wire::TcpFlags flags;
    std::uint32_t seq = 0;
    std::uint32_t ack = 0;
    std::uint32_t length = 0;
    std::uint16_t window = 65535;
    trace::SegmentKind kind = trace::SegmentKind::Control;
    std::uint8_t retransmission = 0;
};

class TwoHosts {
  public:
    static constexpr sim::Duration kDelay{108'740};
    static constexpr std::uint32_t kIsn[2] = {1000, 0xFFFF'FF00};
    static constexpr std::uint16_t kTcpPort[2] = {49152, 80};

    static RunHeader header() {
        RunHeader header{.name = "by-hand", .title = "", .seed = 7, .nodes = {}, .links = {}};
        for (const sim::NodeId node : {kClient, kServer})
            header.nodes.push_back({node == kClient ? "client" : "server",
                                    NodeKind::Host,
                                    {{"eth0", mac(node), wire::Ipv4Prefix{address(node), 24}}}});
        header.links.push_back({"client-server",
                                {PortRef{kClient, kPort}, PortRef{kServer, kPort}},
                                sim::Rate::megabits_per_second(100),
                                kDelay});
        return header;
    }
    static wire::MacAddress mac(sim::NodeId node) {
        return wire::MacAddress::from_u64(0x020000000001 + index(node));
    }
    static wire::Ipv4Address address(sim::NodeId node) {
        return wire::Ipv4Address{10, 0, 0, static_cast<std::uint8_t>(1 + index(node))};
    }
    static wire::FourTuple tuple(sim::NodeId node) {
        const auto me = index(node);
        return {{address(node), kTcpPort[me]}, {address(peer(node)), kTcpPort[1 - me]}};
    }
    static sim::NodeId peer(sim::NodeId node) { return sim::NodeId{1 - index(node)}; }

    sim::PacketId arp(sim::Time at, sim::NodeId from, wire::ArpOperation operation) {
        const bool asks = operation == wire::ArpOperation::Request;
        sim::Buffer frame = buffer(from);
        wire::ArpPacket{operation, mac(from), address(from), asks ? wire::MacAddress{} : mac(peer(from)),
                        address(peer(from))}
            .emit(frame.append(wire::ArpPacket::kSize));
        return carry(at, from, std::move(frame), wire::EtherType::Arp,
                     asks ? wire::MacAddress::kBroadcast : mac(peer(from)), {});
    }

    sim::PacketId echo(sim::Time at, sim::NodeId from, wire::IcmpType type, std::uint16_t sequence) {
        sim::Buffer frame = buffer(from);
        const auto message = frame.append(wire::IcmpHeader::kSize + 56);
        std::ranges::fill(message, std::uint8_t{0});
        wire::IcmpHeader::echo(type, 1, sequence).emit(message);
        return datagram(at, from, std::move(frame), wire::IpProtocol::Icmp, {});
    }

    sim::PacketId udp(sim::Time at, sim::NodeId from, std::uint16_t source, std::uint16_t destination,
                      std::size_t length) {
        sim::Buffer frame = buffer(from);
        const auto message = frame.append(wire::UdpHeader::kSize + length);
        std::ranges::fill(message, std::uint8_t{0});
        wire::UdpHeader{source, destination}.emit(message, address(from), address(peer(from)));
        return datagram(at, from, std::move(frame), wire::IpProtocol::Udp, {});
    }

    sim::PacketId tcp(sim::Time at, sim::NodeId from, const TestSegment& segment,
                      std::optional<wire::LossCause> loss = {}) {
        sim::Buffer frame = buffer(from);
        std::ranges::fill(frame.append(segment.length), std::uint8_t{'x'});
        wire::TcpHeader header;
        const auto me = index(from);
        header.source_port = kTcpPort[me];
        header.destination_port = kTcpPort[1 - me];
        header.seq = kIsn[me] + segment.seq;
        header.ack = segment.flags.ack() ? kIsn[1 - me] + segment.ack : 0;
        header.flags = segment.flags;
        header.window = segment.window;
        wire::TcpOptions options;
        if (segment.flags.syn()) options.mss = 1460;
        const auto layout = wire::TcpOptionLayout::Linux;
        const auto bytes = frame.prepend(wire::TcpHeader::kMinimumSize + wire::options_size(options, layout));
        header.emit(options, layout, bytes);
        wire::fill_tcp_checksum(frame.bytes(), address(from), address(peer(from)));
        recorder_.record(trace::SegmentSent{at, from, kConnection, frame.packet(), segment.kind, header.seq,
                                            segment.length, segment.retransmission});
        return datagram(at, from, std::move(frame), wire::IpProtocol::Tcp, loss);
    }

    void state(sim::Time at, sim::NodeId node, wire::TcpState from, wire::TcpState to,
               sim::PacketId cause = {}) {
        recorder_.record(trace::TcpStateChange{at, node, kConnection, tuple(node), from, to, cause});
    }
    void timer(sim::Time at, sim::NodeId node, trace::TimerKind kind, trace::TimerAction action,
               sim::Time expires, std::uint8_t count = 0) {
        recorder_.record(trace::TimerChange{at, node, kConnection, kind, action, expires, count});
    }
    void sample(sim::Time at, sim::NodeId node, sim::Duration srtt) {
        recorder_.record(trace::TcpSample{.at = at,
                                          .node = node,
                                          .connection = kConnection,
                                          .snd_una = 0,
                                          .snd_nxt = 0,
                                          .snd_wnd = 0,
                                          .cwnd = 0,
                                          .ssthresh = 0,
                                          .rcv_nxt = 0,
                                          .rcv_wnd = 0,
                                          .srtt = srtt,
                                          .rto = 1s});
    }
    Recorder& recorder() { return recorder_; }

    /// When the last bit of the frame that was sent last arrives.
    sim::Time arrival() const { return arrival_; }
    sim::Time end_of_sending() const { return arrival_ - kDelay; }

    Run finish() { return recorder_.finish(header(), {arrival_, StopReason::Idle, 0}); }

  private:
    sim::Buffer buffer(sim::NodeId from) {
        sim::Buffer frame{pool_, 1514};
        frame.set_packet(sim::PacketId{from, ++packets_[index(from)]});
        return frame;
    }

    sim::PacketId datagram(sim::Time at, sim::NodeId from, sim::Buffer frame, wire::IpProtocol protocol,
                           std::optional<wire::LossCause> loss) {
        wire::Ipv4Header header;
        header.total_length = static_cast<std::uint16_t>(wire::Ipv4Header::kMinimumSize + frame.size());
        header.dont_fragment = true;
        header.protocol = protocol;
        header.source = address(from);
        header.destination = address(peer(from));
        header.emit(frame.prepend(wire::Ipv4Header::kMinimumSize));
        return carry(at, from, std::move(frame), wire::EtherType::Ipv4, mac(peer(from)), loss);
    }

    sim::PacketId carry(sim::Time at, sim::NodeId from, sim::Buffer buffer, wire::EtherType type,
                        wire::MacAddress destination, std::optional<wire::LossCause> loss) {
        wire::EthernetHeader{destination, mac(from), type}.emit(buffer.prepend(wire::EthernetHeader::kSize));
        if (buffer.size() < wire::kMinimumFrame)
            std::ranges::fill(buffer.append(wire::kMinimumFrame - buffer.size()), std::uint8_t{0});
        const std::size_t octets = wire::kPreambleAndSfd + buffer.size() + wire::kFcsSize;
        const sim::Duration duration = sim::Rate::megabits_per_second(100).time_to_send(8 * octets);
        const sim::Frame frame = std::move(buffer).freeze();
        arrival_ = at + duration + kDelay;
        if (loss == wire::LossCause::Queue) {
            recorder_.record(trace::FrameLost{at, from, kPort, *loss, frame.packet()});
            return frame.packet();
        }
        recorder_.record(trace::FrameSent{at, from, kPort, duration, frame});
        if (!loss) {
            recorder_.record(trace::FrameReceived{arrival_, peer(from), kPort, frame});
        } else if (loss == wire::LossCause::Fcs) {
            recorder_.record(trace::FrameLost{arrival_, peer(from), kPort, *loss, frame.packet()});
        } else {
            recorder_.record(trace::FrameLost{at, from, kPort, *loss, frame.packet()});
        }
        return frame.packet();
    }

    sim::BufferPool pool_;
    Recorder recorder_;
    std::uint64_t packets_[2] = {0, 0};
    sim::Time arrival_;
};

/// Both ends close, the client first.
inline void close_both(TwoHosts& net) {
    using enum wire::TcpState;
    using trace::TimerAction;
    using trace::TimerKind;
    net.state(net.arrival(), kClient, Established, FinWait1);
    const auto fin =
        net.tcp(net.arrival(), kClient, {.flags = wire::kFin | wire::kAck, .seq = 4381, .ack = 1});
    net.state(net.arrival(), kServer, Established, CloseWait, fin);
    const auto fin_ack = net.tcp(net.arrival(), kServer, {.flags = wire::kAck, .seq = 1, .ack = 4382});
    net.state(net.arrival(), kClient, FinWait1, FinWait2, fin_ack);
    const sim::Time closes = net.end_of_sending() + 960ns;
    net.state(closes, kServer, CloseWait, LastAck);
    const auto last_fin = net.tcp(closes, kServer, {.flags = wire::kFin | wire::kAck, .seq = 1, .ack = 4382});
    net.state(net.arrival(), kClient, FinWait2, TimeWait, last_fin);
    const sim::Time waits = net.arrival();
    net.timer(waits, kClient, TimerKind::TimeWait, TimerAction::Armed, waits + 60s);
    const auto last = net.tcp(waits, kClient, {.flags = wire::kAck, .seq = 4382, .ack = 2});
    net.state(net.arrival(), kServer, LastAck, Closed, last);
    net.timer(waits + 60s, kClient, TimerKind::TimeWait, TimerAction::Fired, waits + 60s);
    net.state(waits + 60s, kClient, TimeWait, Closed);
}

/// A handshake, three segments of 1460 bytes of which the third is lost to `loss` and sent again after a
/// second, and the close, as the profile book does it.
inline Run lost_segment(wire::LossCause loss = wire::LossCause::Cut) {
    using enum wire::TcpState;
    using trace::SegmentKind;
    using trace::TimerAction;
    using trace::TimerKind;
    TwoHosts net;
    const sim::Time start = sim::kStart + 10ms;
    net.state(sim::kStart, kServer, Closed, Listen);
    net.arp(start, kClient, wire::ArpOperation::Request);
    net.arp(net.arrival(), kServer, wire::ArpOperation::Reply);
    const sim::Time syn_at = net.arrival();
    net.state(syn_at, kClient, Closed, SynSent);
    const auto syn = net.tcp(syn_at, kClient, {.flags = wire::kSyn});
    net.state(net.arrival(), kServer, Listen, SynReceived, syn);
    const auto syn_ack = net.tcp(net.arrival(), kServer, {.flags = wire::kSyn | wire::kAck, .ack = 1});
    net.state(net.arrival(), kClient, SynSent, Established, syn_ack);
    net.sample(net.arrival(), kClient, net.arrival() - syn_at);
    const auto ack = net.tcp(net.arrival(), kClient, {.flags = wire::kAck, .seq = 1, .ack = 1});
    net.state(net.arrival(), kServer, SynReceived, Established, ack);
    const sim::Time armed = net.end_of_sending() + 960ns;
    net.timer(armed, kClient, TimerKind::Retransmission, TimerAction::Armed, armed + 1s);
    for (const std::uint32_t seq : {1u, 1461u})
        net.tcp(seq == 1 ? armed : net.end_of_sending() + 960ns, kClient,
                {.flags = wire::kAck, .seq = seq, .ack = 1, .length = 1460, .kind = SegmentKind::Data});
    const sim::Time third = net.end_of_sending() + 960ns;
    const sim::Time second_arrived = net.arrival();
    net.tcp(
        third, kClient,
        {.flags = wire::kAck | wire::kPsh, .seq = 2921, .ack = 1, .length = 1460, .kind = SegmentKind::Data},
        loss);
    net.tcp(second_arrived, kServer, {.flags = wire::kAck, .seq = 1, .ack = 2921});
    const sim::Time acked = net.arrival();
    net.timer(acked, kClient, TimerKind::Retransmission, TimerAction::Armed, acked + 1s);
    net.timer(acked + 1s, kClient, TimerKind::Retransmission, TimerAction::Fired, acked + 1s, 1);
    net.tcp(acked + 1s, kClient,
            {.flags = wire::kAck | wire::kPsh,
             .seq = 2921,
             .ack = 1,
             .length = 1460,
             .kind = SegmentKind::Timeout,
             .retransmission = 1});
    net.timer(net.arrival(), kServer, TimerKind::DelayedAck, TimerAction::Armed, net.arrival() + 200ms);
    const sim::Time late = net.arrival() + 200ms;
    net.timer(late, kServer, TimerKind::DelayedAck, TimerAction::Fired, late);
    net.tcp(late, kServer, {.flags = wire::kAck, .seq = 1, .ack = 4381});
    close_both(net);
    return net.finish();
}

}  // namespace patchcord::results
