// Steps 4 and 10 of the way of a packet, and what a host says to itself: such datagrams wait in a queue of
// their own for a timer at the same instant, so that a transport is never re-entered. Options are neither
// sent nor obeyed (RFC 1122 3.2.1.8 lets a host ignore those it does not know). Read next:
// models/ip/interface.cpp.
#include "models/ip/ipv4_layer.hpp"

#include "sim/core/check.hpp"

#include <utility>

namespace patchcord::models::ip {
namespace {

constexpr std::size_t kLocalMtu = 65'535;       // total length has 16 bits
constexpr std::size_t kLocalQueueLimit = 1000;  // datagrams; Linux's net.core.netdev_max_backlog
constexpr std::size_t kLeastQuoted = 8;         // RFC 792: enough for the ports

}  // namespace

Ipv4Layer::Ipv4Layer(sim::NodeContext& context, trace::Tracer& tracer)
    : context_{context},
      tracer_{tracer},
      icmp_{context, tracer, *this},
      local_queue_{kLocalQueueLimit},
      deliver_local_{context, *this, sim::calls<&Ipv4Layer::deliver_local>} {}

void Ipv4Layer::bind(TransportReceiver& udp, TransportReceiver& tcp) {
    udp_ = &udp;
    tcp_ = &tcp;
}

Interface& Ipv4Layer::add_interface(ethernet::Nic& nic, wire::Ipv4Prefix address, const ArpParameters& arp) {
    interfaces_.push_back(std::make_unique<Interface>(nic, address, *this, tracer_, arp));
    routes_.add(address, std::nullopt, *interfaces_.back());
    return *interfaces_.back();
}

bool Ipv4Layer::is_mine(wire::Ipv4Address address) const {
    for (const auto& interface : interfaces_) {
        if (interface->address() == address) return true;
    }
    return address.is_loopback();
}

bool Ipv4Layer::is_broadcast(wire::Ipv4Address address) const {
    for (const auto& interface : interfaces_) {
        if (interface->prefix().is_broadcast(address)) return true;
    }
    return address.is_broadcast();
}

bool Ipv4Layer::is_single_host(wire::Ipv4Address address) const {
    const bool multicast_or_reserved = address.value() >> 28 >= 0xE;
    return !address.is_unspecified() && !multicast_or_reserved && !is_broadcast(address);
}

std::optional<NextHop> Ipv4Layer::next_hop(wire::Ipv4Address destination) const {
    if (destination.is_broadcast() && !interfaces_.empty())  // RFC 1122 3.3.6 leaves the choice of interface
        return NextHop{interfaces_.front().get(), destination};
    return routes_.lookup(destination);
}

wire::Result<wire::Ipv4Address> Ipv4Layer::source_for(wire::Ipv4Address destination) const {
    if (is_mine(destination)) return destination;
    const auto hop = next_hop(destination);
    if (!hop) return wire::failure(wire::Error::NetworkUnreachable);
    return hop->interface->address();
}

std::size_t Ipv4Layer::mtu_toward(wire::Ipv4Address destination) const {
    if (is_mine(destination)) return kLocalMtu;
    const auto hop = next_hop(destination);
    return hop ? hop->interface->mtu() : wire::kEthernetMtu;
}

wire::Result<void> Ipv4Layer::output(sim::Buffer payload, wire::IpProtocol protocol, wire::Ipv4Address source,
                                     wire::Ipv4Address destination, const SendOptions& options) {
    sim::check(is_mine(source), "a datagram with a source address that is not this host's");
    const bool to_myself = is_mine(destination);
    const auto hop = to_myself ? NextHop{} : next_hop(destination);
    if (!hop) return wire::failure(wire::Error::NetworkUnreachable);
    if (source.is_loopback() && !to_myself) return wire::failure(wire::Error::InvalidArgument);
    if (to_myself && local_queue_.is_full()) return wire::failure(wire::Error::NoBufferSpace);
    const std::size_t size = wire::Ipv4Header::kMinimumSize + payload.size();
    if (size > (to_myself ? kLocalMtu : hop->interface->mtu()))
        return wire::failure(wire::Error::MessageTooLong);
    wire::Ipv4Header header;
    header.tos = options.tos;
    header.total_length = static_cast<std::uint16_t>(size);
    header.id = ++last_id_;
    header.dont_fragment = options.dont_fragment;
    header.ttl = options.ttl;
    header.protocol = protocol;
    header.source = source;
    header.destination = destination;
    header.emit(payload.prepend(wire::Ipv4Header::kMinimumSize));
    if (to_myself) {
        local_queue_.push(std::move(payload).freeze());
        if (!deliver_local_.is_armed()) deliver_local_.arm(context_.now());
    } else {
        hop->interface->send(std::move(payload), hop->address);
    }
    return {};
}

void Ipv4Layer::deliver_local() {
    for (std::size_t waiting = local_queue_.size(); waiting > 0; --waiting) {
        const sim::Frame datagram = local_queue_.pop();
        receive(datagram.bytes(), datagram, Arrival::Local);
    }
    if (!local_queue_.empty()) deliver_local_.arm(context_.now());
}

void Ipv4Layer::input(const sim::Frame& frame, std::span<const std::uint8_t> datagram) {
    const bool group = wire::EthernetHeader::parse(frame.bytes())->destination.is_group();
    receive(datagram, frame, group ? Arrival::Group : Arrival::Unicast);
}

void Ipv4Layer::receive(std::span<const std::uint8_t> datagram, const sim::Frame& frame, Arrival arrival) {
    using wire::ChecksumCheck;
    const Carrier carrier{frame.packet(), frame.is_sound() ? ChecksumCheck::Skip : ChecksumCheck::Verify};
    const auto view = wire::Ipv4View::parse(datagram, carrier.checksums);
    sim::prove([&] { return !view || wire::Ipv4View::parse(datagram).has_value(); },
               "a datagram was trusted whose header checksum is wrong");
    if (!view) return drop(drop_reason(view.error()), carrier.packet);
    if (const auto reason = refusal(view->header, arrival)) return drop(*reason, carrier.packet);
    dispatch(*view, carrier);
}

/// RFC 1122 3.2.1.3: addresses that no other host can have sent from. 0.0.0.0 is for a host that asks
/// everybody for its address.
bool Ipv4Layer::is_bad_source(const wire::Ipv4Header& header) const {
    const wire::Ipv4Address source = header.source;
    const bool this_network = source.value() >> 24 == 0;
    if (this_network) return !source.is_unspecified() || !header.destination.is_broadcast();
    return !is_single_host(source) || is_mine(source);
}

std::optional<wire::DropReason> Ipv4Layer::refusal(const wire::Ipv4Header& header, Arrival arrival) const {
    const bool from_outside = arrival != Arrival::Local;
    if (from_outside && is_bad_source(header)) return wire::DropReason::BadSource;
    const bool mine = is_mine(header.destination);
    // RFC 1122 3.3.6: a unicast datagram in a frame to a group is not meant for those who hear it; 3.2.1.3:
    // loopback addresses do not come from outside.
    const bool strayed =
        mine && (arrival == Arrival::Group || (from_outside && header.destination.is_loopback()));
    if (strayed || !(mine || is_broadcast(header.destination))) return wire::DropReason::NotForMe;
    if (header.is_fragment()) return wire::DropReason::FragmentsNotSupported;
    return std::nullopt;
}

void Ipv4Layer::dispatch(const wire::Ipv4View& view, const Carrier& carrier) {
    switch (view.header.protocol) {
        case wire::IpProtocol::Icmp:
            return icmp_.input(view.header, view.payload, carrier.packet);
        case wire::IpProtocol::Udp:
            if (udp_ != nullptr) return udp_->input(view.header, view.payload, carrier);
            break;
        case wire::IpProtocol::Tcp:
            if (tcp_ != nullptr) return tcp_->input(view.header, view.payload, carrier);
            break;
    }
    drop(wire::DropReason::UnknownProtocol, carrier.packet);
    icmp_.send_error(wire::IcmpHeader::unreachable(wire::UnreachableCode::Protocol), view.header,
                     view.payload);
}

bool Ipv4Layer::undeliverable(std::span<const std::uint8_t> datagram, wire::IcmpType type, std::uint8_t code,
                              std::uint16_t next_hop_mtu, wire::Ipv4Address reporter) {
    const auto view = wire::Ipv4View::parse_quoted(datagram);
    if (!view || view->payload.size() < kLeastQuoted || view->header.fragment_offset != 0 ||
        !is_mine(view->header.source))
        return false;
    const TransportError error{
        type, code, next_hop_mtu, view->header.source, view->header.destination, view->payload, reporter};
    switch (view->header.protocol) {
        case wire::IpProtocol::Icmp:
            icmp_.error(error);
            break;
        case wire::IpProtocol::Udp:
            if (udp_ != nullptr) udp_->error(error);
            break;
        case wire::IpProtocol::Tcp:
            if (tcp_ != nullptr) tcp_->error(error);
            break;
    }
    return true;
}

void Ipv4Layer::drop(wire::DropReason reason, sim::PacketId packet) {
    tracer_.emit([&] { return trace::PacketDropped{context_.now(), context_.id(), reason, packet}; });
}

}  // namespace patchcord::models::ip
