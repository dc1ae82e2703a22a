// One user of UDP (RFC 768, RFC 1122 4.1): a local port, perhaps a peer, and the datagrams that wait to be
// read. The calls are those of a socket that does not block; models/host makes them wait. Datagrams above the
// MTU are refused, since nothing fragments them yet. Read next: models/udp/udp_layer.hpp, udp_endpoint.cpp.
#pragma once

#include "models/ip/port_table.hpp"
#include "models/udp/datagram_queue.hpp"
#include "models/wire/address.hpp"
#include "models/wire/error.hpp"
#include "sim/core/buffer.hpp"
#include "sim/coro/wait_queue.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace patchcord::models::udp {

class UdpLayer;

/// Made by UdpLayer::open and owned by its socket. It leaves the layer, which must outlive it, in its
/// destructor.
class UdpEndpoint {
  public:
    /// Bytes that may wait, 256 counted for each datagram besides its payload: Linux's net.core.rmem_default.
    static constexpr std::size_t kDefaultReceiveBuffer = 212'992;

    explicit UdpEndpoint(UdpLayer& layer) : layer_{layer} {}
    UdpEndpoint(const UdpEndpoint&) = delete;
    UdpEndpoint& operator=(const UdpEndpoint&) = delete;
    ~UdpEndpoint();

    /// Takes a local port, an ephemeral one for port 0. InvalidArgument when it has one, AddressNotAvailable
    /// when the address is not this host's, and what PortTable::reserve says.
    wire::Result<void> bind(wire::Endpoint local, bool reuse_address = false);
    /// From now on it hears only `remote`, and send() needs no destination. May be called again. Nothing is
    /// sent. InvalidArgument for port 0 or address 0.0.0.0, NetworkUnreachable without a route.
    wire::Result<void> connect(wire::Endpoint remote);
    /// Sends one datagram to `to`, or else to the peer, and returns its size in bytes. It takes an ephemeral
    /// port when it has none. DestinationAddressRequired without either; InvalidArgument for port 0;
    /// MessageTooLong above the MTU less 28 bytes; NetworkUnreachable; or the pending error, once.
    wire::Result<std::size_t> send(std::span<const std::uint8_t> bytes,
                                   std::optional<wire::Endpoint> to = std::nullopt);
    /// Copies out the datagram that has waited longest and returns how many bytes that were; what does not
    /// fit is gone. ResourceUnavailableTryAgain when there is none; or the pending error, once.
    wire::Result<std::size_t> receive(std::span<std::uint8_t> bytes, wire::Endpoint* from = nullptr);
    /// Notified when receive() has something new to say.
    sim::WaitQueue& readable() { return readable_; }
    /// In bytes, as kDefaultReceiveBuffer.
    void set_receive_buffer(std::size_t bytes) { queue_.set_limit(bytes); }
    std::size_t receive_buffer() const { return queue_.limit(); }

    // What a table shows.

    bool is_bound() const { return static_cast<bool>(port_); }
    /// 0.0.0.0 when it hears all addresses of the host; 0.0.0.0:0 when it has no port yet.
    wire::Endpoint local() const {
        return is_bound() ? wire::Endpoint{address_, port_.endpoint().port} : wire::Endpoint{};
    }
    const std::optional<wire::Endpoint>& remote() const { return remote_; }
    /// Payload bytes and datagrams that wait.
    std::size_t receive_queue() const { return queue_.bytes(); }
    std::size_t datagrams() const { return queue_.size(); }
    std::optional<wire::Error> pending_error() const { return error_; }
    /// The same, and it is forgotten (SO_ERROR).
    std::optional<wire::Error> take_error();

  private:
    friend class UdpLayer;

    wire::Result<void> bind_if_needed();
    /// How exactly this endpoint wants a datagram `from` to `to`: 0 not at all, 3 because it is connected.
    int match(wire::Endpoint from, wire::Ipv4Address to) const;
    /// False when the receive buffer is full.
    bool deliver(wire::Endpoint from, std::span<const std::uint8_t> payload);
    void report(wire::Error error);

    UdpLayer& layer_;
    ip::PortLease port_;
    wire::Ipv4Address address_;  // the one it was bound to, or the one that connect chose
    std::optional<wire::Endpoint> remote_;
    DatagramQueue queue_{kDefaultReceiveBuffer};
    std::optional<wire::Error> error_;
    sim::WaitQueue readable_;
};

}  // namespace patchcord::models::udp
