// The calls of an echo socket. Read next: models/ip/icmp_layer.cpp.
// The endpoint does the work,
// this makes socket calls of it.
#include "models/host/echo_socket.hpp"

#include "models/host/host.hpp"

#include <memory>

namespace patchcord::models::host {

Outcome EchoSocket::send_to(wire::Ipv4Address destination, std::uint16_t sequence,
                            std::span<const std::uint8_t> data) {
    const SystemCall call{host(), full_descriptor(), "send_to"};
    return call.perform([&](auto& entry) {
        return std::get<std::unique_ptr<ip::EchoEndpoint>>(entry.socket)->send(destination, sequence, data);
    });
}

sim::Await<ReceiveEchoOperation> EchoSocket::receive() {
    return sim::Await{ReceiveEchoOperation{host(), full_descriptor()}};
}

}  // namespace patchcord::models::host
