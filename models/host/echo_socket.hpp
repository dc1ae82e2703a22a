// What ping opens: a socket that sends ICMP echo requests and receives the answers, as Linux's
// socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP). Read next: models/ip/echo_endpoint.hpp, models/apps/ping.cpp.
// Not here: answering requests, which every host does by itself.
#pragma once

#include "models/host/operations.hpp"
#include "models/host/socket_handle.hpp"
#include "models/wire/address.hpp"
#include "models/wire/error.hpp"
#include "sim/coro/operation.hpp"

#include <cstdint>
#include <span>

namespace patchcord::models::host {

class EchoSocket : public SocketHandle {
  public:
    using SocketHandle::SocketHandle;

    /// Sends one echo request. NetworkUnreachable, MessageTooLong.
    [[nodiscard]] Outcome send_to(wire::Ipv4Address destination, std::uint16_t sequence,
                                  std::span<const std::uint8_t> data);
    /// The next reply, or the next report that a request did not get there, as a wire::Result<EchoAnswer>.
    [[nodiscard]] sim::Await<ReceiveEchoOperation> receive();
};

}  // namespace patchcord::models::host
