// The calls of one user of UDP. Read next: models/udp/udp_layer.cpp.
#include "models/udp/udp_endpoint.hpp"

#include "models/udp/udp_layer.hpp"
#include "models/wire/udp.hpp"

#include <algorithm>
#include <utility>

namespace patchcord::models::udp {

using wire::Error;

UdpEndpoint::~UdpEndpoint() {
    if (is_bound()) layer_.remove(*this);
}

wire::Result<void> UdpEndpoint::bind(wire::Endpoint local, bool reuse_address) {
    if (is_bound()) return wire::failure(Error::InvalidArgument);
    if (!local.address.is_unspecified() && !layer_.ipv4_.is_mine(local.address))
        return wire::failure(Error::AddressNotAvailable);
    auto lease = layer_.ports_.reserve(local, reuse_address);
    if (!lease) return wire::failure(lease.error());
    port_ = std::move(*lease);
    address_ = local.address;
    layer_.add(*this);
    return {};
}

wire::Result<void> UdpEndpoint::bind_if_needed() {
    return is_bound() ? wire::Result<void>{} : bind({});
}

wire::Result<void> UdpEndpoint::connect(wire::Endpoint remote) {
    if (remote.port == 0 || remote.address.is_unspecified()) return wire::failure(Error::InvalidArgument);
    const auto source = layer_.ipv4_.source_for(remote.address);
    if (!source) return wire::failure(source.error());
    if (auto bound = bind_if_needed(); !bound) return bound;
    if (port_.endpoint().address.is_unspecified()) address_ = *source;
    remote_ = remote;
    return {};
}

wire::Result<std::size_t> UdpEndpoint::send(std::span<const std::uint8_t> bytes,
                                            std::optional<wire::Endpoint> to) {
    if (const auto error = take_error()) return wire::failure(*error);
    if (!to) to = remote_;
    if (!to) return wire::failure(Error::DestinationAddressRequired);
    if (to->port == 0 || to->address.is_unspecified()) return wire::failure(Error::InvalidArgument);
    ip::Ipv4Layer& ipv4 = layer_.ipv4_;
    const auto source =
        address_.is_unspecified() ? ipv4.source_for(to->address) : wire::Result<wire::Ipv4Address>{address_};
    if (!source) return wire::failure(source.error());
    const std::size_t size = wire::UdpHeader::kSize + bytes.size();
    if (wire::Ipv4Header::kMinimumSize + size > ipv4.mtu_toward(to->address))
        return wire::failure(Error::MessageTooLong);
    if (const auto bound = bind_if_needed(); !bound) return wire::failure(bound.error());

    sim::Buffer datagram{layer_.context_.buffers(), size};
    datagram.set_packet(layer_.context_.next_packet());
    const auto out = datagram.append(size);
    std::ranges::copy(bytes, out.subspan(wire::UdpHeader::kSize).begin());
    wire::UdpHeader{port_.endpoint().port, to->port}.emit(out, *source, to->address);
    datagram.vouch();
    const auto sent = ipv4.output(std::move(datagram), wire::IpProtocol::Udp, *source, to->address, {});
    if (!sent) return wire::failure(sent.error());
    return bytes.size();
}

wire::Result<std::size_t> UdpEndpoint::receive(std::span<std::uint8_t> bytes, wire::Endpoint* from) {
    if (const auto error = take_error()) return wire::failure(*error);
    if (queue_.empty()) return wire::failure(Error::ResourceUnavailableTryAgain);
    const Datagram datagram = queue_.pop();
    const std::size_t size = std::min(bytes.size(), datagram.payload.size());
    std::ranges::copy(datagram.payload.bytes().first(size), bytes.begin());
    if (from != nullptr) *from = datagram.from;
    return size;
}

int UdpEndpoint::match(wire::Endpoint from, wire::Ipv4Address to) const {
    if (!address_.is_unspecified() && address_ != to) return 0;
    if (remote_) return *remote_ == from ? 3 : 0;
    return address_.is_unspecified() ? 1 : 2;
}

bool UdpEndpoint::deliver(wire::Endpoint from, std::span<const std::uint8_t> payload) {
    if (!queue_.has_room_for(payload.size())) return false;
    sim::Buffer copy{layer_.context_.buffers(), payload.size()};
    std::ranges::copy(payload, copy.append(payload.size()).begin());
    queue_.push({from, std::move(copy)});
    readable_.notify_all();
    return true;
}

std::optional<Error> UdpEndpoint::take_error() {
    return std::exchange(error_, std::nullopt);
}

void UdpEndpoint::report(Error error) {
    error_ = error;
    readable_.notify_all();
}

}  // namespace patchcord::models::udp
