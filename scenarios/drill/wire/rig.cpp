// The other end of the card. ARP requests are answered by an event of the same instant, because the host is
// in the middle of sending when it asks; ARP leaves no trace, it is no part of a script.
// Read next: scenarios/drill/wire/rig.hpp.
#include "scenarios/drill/wire/rig.hpp"

#include "models/wire/dissect.hpp"
#include "models/wire/ethernet.hpp"
#include "sim/core/check.hpp"

#include <algorithm>
#include <utility>

namespace patchcord::scenarios::drill {

using namespace models;

namespace {

constexpr wire::MacAddress kLocalMac = wire::MacAddress::from_u64(0x0200'0000'0001);
constexpr wire::MacAddress kRemoteMac = wire::MacAddress::from_u64(0x0200'0000'0002);
constexpr sim::PortId kPort{0};

/// A neighbour on the subnet of the host, which is not the host itself.
wire::Ipv4Address neighbour(const wire::Ipv4Prefix& local) {
    const std::uint32_t address = local.address().value();
    return wire::Ipv4Address{local.is_broadcast(wire::Ipv4Address{address + 1}) ? address - 1 : address + 1};
}

}  // namespace

Rig::Rig(const RigAddresses& addresses, const host::StackParameters& parameters)
    : addresses_{addresses},
      local_{simulation_.add_node("local")},
      remote_{simulation_.add_node("remote")},
      answer_{remote_, *this, sim::calls<&Rig::answer>} {
    tracer_.set_sink(&recorder_);
    host_.emplace(local_, tracer_, parameters);
    ethernet::Nic& nic = host_->add_nic(kLocalMac);
    host_->add_interface(nic, addresses.local);
    nic.plug_in(*this);
    if (!addresses.local.contains(addresses.remote))
        sim::check(host_->set_gateway(neighbour(addresses.local)), "the gateway is on no subnet");
}

Rig::~Rig() {
    tracer_.set_sink(nullptr);
}

void Rig::run_until(sim::Time end) {
    if (end >= now()) simulation_.run_until(end);
}

bool Rig::run_until(sim::Time end, const std::function<bool()>& done) {
    while (!done()) {
        const sim::Time next = local_.partition().next_key().at;
        if (next > end) {
            run_until(end);
            return false;
        }
        simulation_.run_until(next, 1);
    }
    return true;
}

void Rig::output(ethernet::Nic&, sim::Frame frame) {
    const wire::Dissection all = wire::dissect(frame.bytes());
    if (all.arp && all.arp->operation == wire::ArpOperation::Request) {
        asked_.push_back(*all.arp);
        answer_.arm(remote_.now());
    }
    if (!all.ipv4) return;
    tracer_.emit([&] { return trace::FrameReceived{remote_.now(), remote_.id(), kPort, frame}; });
    const std::span<const std::uint8_t> bytes = frame.bytes().subspan(wire::EthernetHeader::kSize);
    const std::size_t length = all.ipv4->header.size() + all.ipv4->payload.size();
    outbound_.push_back(
        {remote_.now(), {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(length)}});
}

void Rig::answer() {
    for (const wire::ArpPacket& request : std::exchange(asked_, {})) {
        wire::ArpPacket reply;
        reply.operation = wire::ArpOperation::Reply;
        reply.sender_mac = kRemoteMac;
        reply.sender_ip = request.target_ip;
        reply.target_mac = request.sender_mac;
        reply.target_ip = request.sender_ip;
        sim::Buffer buffer{simulation_.buffers(), wire::ArpPacket::kSize};
        reply.emit(buffer.append(wire::ArpPacket::kSize));
        deliver(std::move(buffer), wire::EtherType::Arp, false);
    }
}

void Rig::inject(std::span<const std::uint8_t> datagram) {
    sim::Buffer buffer{simulation_.buffers(), datagram.size()};
    std::ranges::copy(datagram, buffer.append(datagram.size()).begin());
    deliver(std::move(buffer), wire::EtherType::Ipv4, true);
}

void Rig::deliver(sim::Buffer packet, wire::EtherType type, bool traced) {
    wire::EthernetHeader{kLocalMac, kRemoteMac, type}.emit(packet.prepend(wire::EthernetHeader::kSize));
    if (packet.size() < wire::kMinimumFrame)
        std::ranges::fill(packet.append(wire::kMinimumFrame - packet.size()), std::uint8_t{0});
    packet.set_packet(remote_.next_packet());
    sim::Signal signal;
    signal.frame = std::move(packet).freeze();
    if (traced) {
        tracer_.emit([&] {
            return trace::FrameSent{remote_.now(), remote_.id(), kPort, sim::Duration{0}, signal.frame};
        });
    }
    host_->receive(kPort, std::move(signal));
}

results::Run Rig::finish(const std::string& name) {
    tracer_.set_sink(nullptr);
    results::RunHeader header;
    header.name = name;
    header.nodes.push_back({"local", results::NodeKind::Host, {{"eth0", kLocalMac, addresses_.local}}});
    header.nodes.push_back(
        {"remote",
         results::NodeKind::Host,
         {{"eth0", kRemoteMac, wire::Ipv4Prefix{addresses_.remote, addresses_.local.length()}}}});
    header.links.push_back({"wire",
                            {{{local_.id(), kPort}, {remote_.id(), kPort}}},
                            sim::Rate::bits_per_second(1'000'000'000'000),
                            sim::Duration{0}});
    return recorder_.finish(std::move(header), {now(), results::StopReason::Idle, simulation_.events()});
}

}  // namespace patchcord::scenarios::drill
