// The bench behind the TCP tests. The peer answers ARP by itself and everything else only when told.
// A segment with SYN sets the relative zero of its direction.
// Read next: tests/support/tcp_bench.hpp.
#include "tests/support/tcp_bench.hpp"

#include "models/wire/arp.hpp"
#include "models/wire/dissect.hpp"
#include "models/wire/ethernet.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <stdexcept>
#include <utility>

namespace patchcord::tests {

using namespace models;

namespace {

constexpr wire::MacAddress kStackMac = wire::MacAddress::from_u64(0x0200'0000'0001);
constexpr wire::MacAddress kPeerMac = wire::MacAddress::from_u64(0x0200'0000'0002);

struct Letter {
    char letter;
    wire::TcpFlags flag;
};
constexpr Letter kLetters[] = {
    {'S', wire::kSyn}, {'F', wire::kFin}, {'R', wire::kRst}, {'P', wire::kPsh}, {'.', wire::kAck}};

wire::TcpFlags flags_from(const std::string& letters) {
    wire::TcpFlags flags;
    for (const Letter& row : kLetters) {
        if (letters.find(row.letter) != std::string::npos) flags |= row.flag;
    }
    return flags;
}

std::string letters_from(wire::TcpFlags flags) {
    std::string letters;
    for (const Letter& row : kLetters) {
        if (flags.any_of(row.flag)) letters += row.letter;
    }
    return letters;
}

sim::Time time_from(double seconds) {
    return sim::Time{sim::Duration{std::llround(seconds * 1e12)}};
}

}  // namespace

BareHost::BareHost(sim::NodeContext& context, trace::Tracer& tracer, const tcp::Config& config,
                   wire::Ipv4Address address)
    : Node{context},
      nic{*this, sim::PortId{0}, wire::MacAddress::from_u64(kStackMac.value() + address.value() % 256 - 1),
          tracer},
      ipv4{context, tracer},
      udp{context, tracer, ipv4},
      tcp{context, tracer, ipv4, config} {
    ipv4.bind(udp, tcp);
    ipv4.add_interface(nic, wire::Ipv4Prefix{address, 24}, {});
}

TcpBench::Peer::Peer(sim::NodeContext& context, TcpBench& bench)
    : Node{context}, nic{*this, sim::PortId{0}, kPeerMac, bench.tracer_}, bench_{bench} {
    nic.bind(*this);
}

void TcpBench::Peer::input(ethernet::Nic&, sim::Frame frame) {
    bench_.see(frame);
}

TcpBench::TcpBench(const tcp::Config& config)
    : host_{simulation_.add_node("stack"), tracer_, config, kStack},
      peer_{simulation_.add_node("peer"), *this},
      link_{"cable",
            {.rate = sim::Rate::megabits_per_second(1000), .delay = std::chrono::microseconds{5}},
            host_.nic,
            peer_.nic,
            tracer_} {}

TcpBench::~TcpBench() = default;

void TcpBench::run_until(double seconds) {
    simulation_.run_until(time_from(seconds));
}
void TcpBench::run(double seconds) {
    run_until(now() + seconds);
}
double TcpBench::now() const {
    return sim::seconds(simulation_.now() - sim::kStart);
}

void TcpBench::inject(const Tcp& segment) {
    const wire::TcpFlags flags = flags_from(segment.flags);
    wire::TcpHeader header;
    header.source_port = peer_port_;
    header.destination_port = stack_port_;
    header.seq = peer_isn + segment.seq;
    header.ack = flags.ack() ? stack_isn + segment.ack : 0;
    header.flags = flags;
    header.window = static_cast<std::uint16_t>(segment.window);

    sim::Buffer buffer{simulation_.buffers(), segment.text.size()};
    std::ranges::copy(segment.text, buffer.append(segment.text.size()).begin());
    const auto layout = wire::TcpOptionLayout::Linux;
    header.emit(segment.options, layout,
                buffer.prepend(wire::TcpHeader::kMinimumSize + wire::options_size(segment.options, layout)));
    wire::fill_tcp_checksum(buffer.bytes(), kPeer, kStack);
    send_datagram(std::move(buffer), wire::IpProtocol::Tcp);
    run(100e-6);
}

void TcpBench::send_datagram(sim::Buffer buffer, wire::IpProtocol protocol) {
    wire::Ipv4Header ip;
    ip.total_length = static_cast<std::uint16_t>(buffer.size() + wire::Ipv4Header::kMinimumSize);
    ip.protocol = protocol;
    ip.source = kPeer;
    ip.destination = kStack;
    ip.emit(buffer.prepend(wire::Ipv4Header::kMinimumSize));
    wire::EthernetHeader{kStackMac, kPeerMac, wire::EtherType::Ipv4}.emit(
        buffer.prepend(wire::EthernetHeader::kSize));
    buffer.set_packet(peer_.context().next_packet());
    peer_.nic.transmit(std::move(buffer));
}

void TcpBench::see(const sim::Frame& frame) {
    const wire::Dissection all = wire::dissect(frame.bytes());
    if (all.arp && all.arp->operation == wire::ArpOperation::Request) {
        if (answers_arp) answer_arp(*all.arp);
    } else if (all.tcp) {
        const wire::TcpHeader& header = all.tcp->header;
        const std::span<const std::uint8_t> segment = all.ipv4->payload;
        if (!wire::tcp_checksum_is_correct(segment, kStack, kPeer))
            throw std::runtime_error{"wrong TCP checksum"};
        if (header.flags.syn()) stack_isn = header.seq;
        const auto& text = all.tcp->payload;
        seen_.push_back({.at = now(),
                         .flags = letters_from(header.flags),
                         .seq = header.seq - stack_isn,
                         .ack = header.flags.ack() ? header.ack - peer_isn : 0,
                         .window = header.window,
                         .text = {text.begin(), text.end()},
                         .options = all.tcp->options});
    }
}

void TcpBench::answer_arp(const wire::ArpPacket& request) {
    wire::ArpPacket reply;
    reply.operation = wire::ArpOperation::Reply;
    reply.sender_mac = kPeerMac;
    reply.sender_ip = request.target_ip;
    reply.target_mac = request.sender_mac;
    reply.target_ip = request.sender_ip;
    sim::Buffer buffer{simulation_.buffers(), wire::ArpPacket::kSize};
    reply.emit(buffer.append(wire::ArpPacket::kSize));
    wire::EthernetHeader{kStackMac, kPeerMac, wire::EtherType::Arp}.emit(
        buffer.prepend(wire::EthernetHeader::kSize));
    peer_.nic.transmit(std::move(buffer));
}

std::vector<Seen> TcpBench::take() {
    return std::exchange(seen_, {});
}

std::string TcpBench::only() {
    const std::vector<Seen> seen = take();
    std::string all;
    for (const Seen& segment : seen)
        all += (all.empty() ? "" : " | ") + describe(segment);
    return all.empty() ? "nothing" : all;
}

std::string TcpBench::describe(const Seen& segment) {
    std::string text = segment.flags + " " + std::to_string(segment.seq);
    if (!segment.text.empty()) text += ":" + std::to_string(segment.seq + segment.text.size());
    if (segment.flags.find('.') != std::string::npos) text += " ack " + std::to_string(segment.ack);
    return text;
}

void TcpBench::set_ports(std::uint16_t stack, std::uint16_t peer) {
    stack_port_ = stack;
    peer_port_ = peer;
}

std::shared_ptr<tcp::Connection> TcpBench::begin_connect() {
    set_ports(49152, 80);
    auto port = tcp().ports().reserve({wire::Ipv4Address::kAny, 49152}, false);
    auto connection = tcp().connect(std::move(port.value()), {kPeer, 80}, tcp().config());
    run(100e-6);
    return connection.value();
}

std::shared_ptr<tcp::Connection> TcpBench::connect(const Tcp& syn_ack) {
    auto connection = begin_connect();
    take();
    inject(syn_ack);
    take();
    return connection;
}

void TcpBench::listen(std::size_t backlog) {
    set_ports(80, 5000);
    auto port = tcp().ports().reserve({wire::Ipv4Address::kAny, 80}, false);
    listener = tcp().listen(std::move(port.value()), backlog, tcp().config()).value();
}

std::shared_ptr<tcp::Connection> TcpBench::accept(const wire::TcpOptions& options) {
    listen();
    inject({.flags = "S", .options = options});
    inject({.flags = ".", .seq = 1, .ack = 1});
    take();
    return listener->accept().value();
}

std::string read_all(tcp::Connection& connection) {
    std::string all;
    std::uint8_t buffer[4096];
    for (;;) {
        const auto count = connection.receive(buffer);
        if (!count || *count == 0) return all;
        all.append(buffer, buffer + *count);
    }
}

}  // namespace patchcord::tests
