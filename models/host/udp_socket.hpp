// A datagram socket (UDP): no connection, each call sends or receives one whole message. Only receive_from
// waits. Not here: the layer's rules about who gets a datagram (models/udp). Read next:
// models/udp/udp_endpoint.hpp.
#pragma once

#include "models/host/operations.hpp"
#include "models/host/socket.hpp"
#include "models/host/socket_handle.hpp"
#include "models/wire/address.hpp"
#include "models/wire/error.hpp"
#include "sim/coro/operation.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace patchcord::models::host {

class UdpSocket : public SocketHandle {
  public:
    using SocketHandle::SocketHandle;

    /// As Socket::bind.
    [[nodiscard]] Outcome bind(wire::Endpoint local);
    /// Names the peer: from now on only its datagrams are heard, and send() goes to it. Nothing is sent.
    /// InvalidArgument (port 0, address 0.0.0.0), NetworkUnreachable.
    [[nodiscard]] Outcome connect(wire::Endpoint remote);

    /// Sends one datagram and gives its size. NetworkUnreachable, MessageTooLong, InvalidArgument (port 0),
    /// or what came back for an earlier one: ConnectionRefused when nobody has the port.
    [[nodiscard]] wire::Result<std::size_t> send_to(std::span<const std::uint8_t> bytes,
                                                    wire::Endpoint remote);
    [[nodiscard]] wire::Result<std::size_t> send_to(std::string_view text, wire::Endpoint remote) {
        return send_to(as_bytes(text), remote);
    }
    /// The same to the peer. DestinationAddressRequired before connect().
    [[nodiscard]] wire::Result<std::size_t> send(std::span<const std::uint8_t> bytes);
    [[nodiscard]] wire::Result<std::size_t> send(std::string_view text) { return send(as_bytes(text)); }
    /// The next datagram, as a wire::Result<Received>; what does not fit into `buffer` is lost.
    /// ConnectionRefused and the like, as send_to().
    [[nodiscard]] sim::Await<ReceiveFromOperation> receive_from(std::span<std::uint8_t> buffer);

    /// ReuseAddress before bind(), ReceiveBuffer at any time; InvalidArgument otherwise.
    [[nodiscard]] Outcome set_option(Option option, std::int64_t value);
    /// Of these two; InvalidArgument otherwise.
    [[nodiscard]] wire::Result<std::int64_t> get_option(Option option);
};

}  // namespace patchcord::models::host
