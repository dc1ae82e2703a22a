// ICMP messages that arrive, and those that this host sends by itself. Read next: models/ip/ipv4_layer.cpp.
#include "models/ip/icmp_layer.hpp"

#include "models/ip/ipv4_layer.hpp"

#include <algorithm>
#include <utility>

namespace patchcord::models::ip {

using wire::IcmpHeader;
using wire::IcmpType;

void IcmpLayer::input(const wire::Ipv4Header& header, std::span<const std::uint8_t> payload,
                      sim::PacketId packet) {
    const auto message = wire::IcmpView::parse(payload);
    if (!message) return drop(drop_reason(message.error()), packet);
    switch (message->header.type) {
        case IcmpType::EchoRequest:
            return answer_echo(header, *message, packet);
        case IcmpType::EchoReply:
            return echo_reply_received(header, *message, packet);
        case IcmpType::Unreachable:
        case IcmpType::TimeExceeded:
        case IcmpType::ParameterProblem:
            return error_received(header, *message, packet);
        default:  // RFC 1122 3.2.2: silently discarded
            return drop(wire::DropReason::UnknownProtocol, packet);
    }
}

void IcmpLayer::answer_echo(const wire::Ipv4Header& header, const wire::IcmpView& request,
                            sim::PacketId packet) {
    // RFC 1122 3.2.2.6: one to a broadcast address may be ignored; the answer comes from the address asked.
    if (!ipv4_.is_mine(header.destination)) return drop(wire::DropReason::NotForMe, packet);
    sim::Buffer reply{context_.buffers(), IcmpHeader::kSize + request.body.size()};
    const auto bytes = reply.append(IcmpHeader::kSize + request.body.size());
    std::ranges::copy(request.body, bytes.subspan(IcmpHeader::kSize).begin());
    IcmpHeader{IcmpType::EchoReply, 0, request.header.rest}.emit(bytes);
    output(std::move(reply), header.destination, header.source, header.tos);
}

void IcmpLayer::echo_reply_received(const wire::Ipv4Header& header, const wire::IcmpView& reply,
                                    sim::PacketId packet) {
    EchoEndpoint* const asker = endpoint(reply.header.id());
    if (asker == nullptr) return drop(wire::DropReason::NoPort, packet);
    EchoAnswer answer;
    answer.type = IcmpType::EchoReply;
    answer.sequence = reply.header.sequence();
    answer.bytes = IcmpHeader::kSize + reply.body.size();
    answer.ttl = header.ttl;
    answer.from = header.source;
    answer.at = context_.now();
    if (!asker->push(answer)) drop(wire::DropReason::ReceiveBufferFull, packet);
}

void IcmpLayer::error_received(const wire::Ipv4Header& header, const wire::IcmpView& message,
                               sim::PacketId packet) {
    const IcmpHeader& error = message.header;
    const bool has_mtu = error.type == IcmpType::Unreachable &&
                         error.code == static_cast<std::uint8_t>(wire::UnreachableCode::FragmentationNeeded);
    const bool ours = ipv4_.undeliverable(message.body, error.type, error.code,
                                          has_mtu ? error.mtu() : std::uint16_t{0}, header.source);
    if (!ours) drop(wire::DropReason::Malformed, packet);
}

void IcmpLayer::error(const TransportError& error) {
    const auto request = wire::IcmpView::parse(error.quoted, wire::ChecksumCheck::Skip);
    if (!request || request->header.type != IcmpType::EchoRequest) return;
    EchoEndpoint* const asker = endpoint(request->header.id());
    if (asker == nullptr) return;
    EchoAnswer answer;
    answer.type = error.type;
    answer.code = error.code;
    answer.sequence = request->header.sequence();
    answer.from = error.reporter;
    answer.at = context_.now();
    asker->push(answer);
}

void IcmpLayer::send_error(const IcmpHeader& error, const wire::Ipv4Header& header,
                           std::span<const std::uint8_t> payload) {
    if (!may_report(header, payload)) return;
    if (!errors_.take(context_.now())) return drop(wire::DropReason::RateLimited, context_.next_packet());
    constexpr std::size_t kRoom = kLargestError - wire::Ipv4Header::kMinimumSize - IcmpHeader::kSize;
    const auto quoted = payload.first(std::min(payload.size(), kRoom - header.size()));
    const std::size_t size = IcmpHeader::kSize + header.size() + quoted.size();
    sim::Buffer message{context_.buffers(), size};
    const auto bytes = message.append(size);
    header.emit(bytes.subspan(IcmpHeader::kSize));
    std::ranges::copy(quoted, bytes.last(quoted.size()).begin());
    error.emit(bytes);
    output(std::move(message), header.destination, header.source, 0);
}

/// RFC 1122 3.2.2: never about an ICMP error, a broadcast or multicast, a fragment but the first, or to a
/// source that is not one single host. (Datagrams in a frame to a group, and the loopback source from
/// outside, do not come this far.)
bool IcmpLayer::may_report(const wire::Ipv4Header& header, std::span<const std::uint8_t> payload) const {
    if (header.fragment_offset != 0 || !ipv4_.is_single_host(header.source)) return false;
    if (header.destination.is_multicast() || ipv4_.is_broadcast(header.destination)) return false;
    if (header.protocol != wire::IpProtocol::Icmp) return true;
    const auto message = wire::IcmpView::parse(payload, wire::ChecksumCheck::Skip);
    return message && !message->header.is_error();
}

void IcmpLayer::output(sim::Buffer message, wire::Ipv4Address source, wire::Ipv4Address destination,
                       std::uint8_t tos) {
    const sim::PacketId packet = context_.next_packet();
    message.set_packet(packet);
    SendOptions options;
    options.tos = tos;
    if (!ipv4_.output(std::move(message), wire::IpProtocol::Icmp, source, destination, options))
        drop(wire::DropReason::NoRoute, packet);
}

EchoEndpoint* IcmpLayer::endpoint(std::uint16_t id) const {
    const auto found = std::ranges::find(endpoints_, id, &EchoEndpoint::id);
    return found == endpoints_.end() ? nullptr : *found;
}

void IcmpLayer::drop(wire::DropReason reason, sim::PacketId packet) {
    tracer_.emit([&] { return trace::PacketDropped{context_.now(), context_.id(), reason, packet}; });
}

}  // namespace patchcord::models::ip
