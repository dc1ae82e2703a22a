// A stream socket, with the calls of the textbook by their names. Those that can wait are awaited:
//     const auto connected = co_await socket.connect(server);
// and can be given a time limit: co_await within(5s, call); their buffers must live until they return. Errors
// are Linux's, by name. Each call leaves a trace::SocketCall. A call of a closed socket gives
// BadFileDescriptor. Not here: opening one (host_handle.hpp). Read next: models/host/operations.hpp,
// models/tcp/connection.hpp.
#pragma once

#include "models/host/operations.hpp"
#include "models/host/socket_handle.hpp"
#include "models/host/stream_calls.hpp"
#include "models/host/stream_operations.hpp"
#include "models/wire/address.hpp"
#include "models/wire/enums.hpp"
#include "models/wire/error.hpp"
#include "sim/coro/operation.hpp"
#include "sim/coro/timeout.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace patchcord::models::host {

enum class Option : std::uint8_t {
    NoDelay,        ///< 1: small segments do not wait (Nagle's algorithm off)
    ReuseAddress,   ///< 1: bind() although an old connection has the port. It counts when bind() is called
    SendBuffer,     ///< bytes of data, 1 to 2^30
    ReceiveBuffer,  ///< bytes, as SendBuffer; the window's scale follows from it when the connection begins
    Linger,         ///< only 0: close() resets the connection
};

/// Bytes, for SendBuffer and ReceiveBuffer.
inline constexpr std::int64_t kLargestSocketBuffer = std::int64_t{1} << 30;

class Socket : public SocketHandle {
  public:
    using SocketHandle::SocketHandle;

    /// Takes a local port, an ephemeral one for port 0; address 0.0.0.0 means all of the host's.
    /// AddressInUse, AddressNotAvailable (not this host's), InvalidArgument (it has one).
    [[nodiscard]] Outcome bind(wire::Endpoint local);
    /// Waits for connections from now on, at most `backlog` (at least 1) of them unaccepted; without bind on
    /// an ephemeral port. Of a listener it changes the backlog. AddressInUse, InvalidArgument (connected).
    [[nodiscard]] Outcome listen(std::size_t backlog = 5);
    /// The next connection, as a wire::Result<Socket>. InvalidArgument (not listening), TooManyFilesOpen.
    [[nodiscard]] sim::Await<AcceptOperation> accept();

    /// Returns when the handshake is over. ConnectionRefused, TimedOut, HostUnreachable, NetworkUnreachable,
    /// AddressNotAvailable (the same two ends are in use, or no port is left), AlreadyConnected.
    /// After an error the socket is as new. After a time limit the handshake goes on; call again to wait on.
    [[nodiscard]] sim::Await<ConnectOperation> connect(wire::Endpoint remote);

    /// Hands over at least one byte, as soon as the send buffer has room; gives how many were taken.
    /// BrokenPipe (shut down, not connected, the peer is gone), ConnectionReset, TimedOut.
    [[nodiscard]] sim::Await<WriteOperation> write(std::span<const std::uint8_t> bytes);
    [[nodiscard]] sim::Await<WriteOperation> write(std::string_view text) { return write(as_bytes(text)); }
    /// Returns when all bytes are taken.
    [[nodiscard]] sim::Await<WriteOperation> write_all(std::span<const std::uint8_t> bytes);
    [[nodiscard]] sim::Await<WriteOperation> write_all(std::string_view text) {
        return write_all(as_bytes(text));
    }
    /// Waits for data and gives how many bytes were copied, 0 at the end of the peer's stream.
    /// NotConnected, ConnectionReset, TimedOut.
    [[nodiscard]] sim::Await<ReadOperation> read(std::span<std::uint8_t> buffer);

    /// Ends one direction, or both, and keeps the socket. A listener that shuts down Receive is a new socket.
    /// NotConnected.
    [[nodiscard]] Outcome shutdown(How how);

    /// Accepted sockets begin with those of their listener. InvalidArgument when the value is none.
    [[nodiscard]] Outcome set_option(Option option, std::int64_t value);
    /// What holds now: 0 or 1, or bytes. InvalidArgument for Linger when close() says good-bye.
    [[nodiscard]] wire::Result<std::int64_t> get_option(Option option);

    /// Closed for one that is new or closed.
    wire::TcpState state() const;
};

}  // namespace patchcord::models::host
