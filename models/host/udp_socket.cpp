// The calls of a datagram socket: models/udp does the work, this makes socket calls of it.
// A descriptor that is open is of the kind of its handle, so the alternative needs no test.
// Read next: models/udp/udp_endpoint.cpp.
#include "models/host/udp_socket.hpp"

#include "models/host/host.hpp"

#include <memory>

namespace patchcord::models::host {
namespace {

udp::UdpEndpoint& endpoint_of(DescriptorTable::Entry& entry) {
    return *std::get<std::unique_ptr<udp::UdpEndpoint>>(entry.socket);
}

wire::Result<void> set(DescriptorTable::Entry& entry, Option option, std::int64_t value) {
    udp::UdpEndpoint& endpoint = endpoint_of(entry);
    if (option == Option::ReuseAddress && !endpoint.is_bound()) {
        entry.options.reuse_address = value != 0;
        return {};
    }
    if (option == Option::ReceiveBuffer && value >= 1 && value <= kLargestSocketBuffer) {
        endpoint.set_receive_buffer(static_cast<std::size_t>(value));
        return {};
    }
    return wire::failure(wire::Error::InvalidArgument);
}

wire::Result<std::int64_t> get(DescriptorTable::Entry& entry, Option option) {
    if (option == Option::ReuseAddress) return entry.options.reuse_address ? 1 : 0;
    if (option == Option::ReceiveBuffer)
        return static_cast<std::int64_t>(endpoint_of(entry).receive_buffer());
    return wire::failure(wire::Error::InvalidArgument);
}

}  // namespace

Outcome UdpSocket::bind(wire::Endpoint local) {
    const SystemCall call{host(), full_descriptor(), "bind"};
    return call.perform(
        [&](auto& entry) { return endpoint_of(entry).bind(local, entry.options.reuse_address); });
}

Outcome UdpSocket::connect(wire::Endpoint remote) {
    const SystemCall call{host(), full_descriptor(), "connect"};
    return call.perform([&](auto& entry) { return endpoint_of(entry).connect(remote); });
}

wire::Result<std::size_t> UdpSocket::send_to(std::span<const std::uint8_t> bytes, wire::Endpoint remote) {
    const SystemCall call{host(), full_descriptor(), "send_to"};
    return call.perform([&](auto& entry) { return endpoint_of(entry).send(bytes, remote); });
}

wire::Result<std::size_t> UdpSocket::send(std::span<const std::uint8_t> bytes) {
    const SystemCall call{host(), full_descriptor(), "send"};
    return call.perform([&](auto& entry) { return endpoint_of(entry).send(bytes); });
}

sim::Await<ReceiveFromOperation> UdpSocket::receive_from(std::span<std::uint8_t> buffer) {
    return sim::Await{ReceiveFromOperation{host(), full_descriptor(), buffer}};
}

Outcome UdpSocket::set_option(Option option, std::int64_t value) {
    const SystemCall call{host(), full_descriptor(), "set_option"};
    return call.perform([&](auto& entry) { return set(entry, option, value); });
}

wire::Result<std::int64_t> UdpSocket::get_option(Option option) {
    const SystemCall call{host(), full_descriptor(), "get_option"};
    return call.perform([&](auto& entry) { return get(entry, option); });
}

}  // namespace patchcord::models::host
