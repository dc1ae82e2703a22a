// The socket calls that can wait, as operations for sim::Await: each tries, says what it waits in, and gives
// the call's result; with O_NONBLOCK it does not wait. Reading and writing a stream is in
// stream_operations.hpp. They are small and trivially destructible, because g++ 12 destroys other awaiters
// twice. A descriptor that is closed while somebody waits gives that one BadFileDescriptor. Applications
// never name these types. Read next: models/host/operations.cpp, sim/coro/operation.hpp.
#pragma once

#include "models/host/socket_handle.hpp"
#include "models/host/system_call.hpp"
#include "models/ip/echo_endpoint.hpp"
#include "models/wire/address.hpp"
#include "models/wire/error.hpp"
#include "sim/coro/operation.hpp"
#include "sim/coro/wait_queue.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

namespace patchcord::models::host {

class Socket;

/// The address and the size of a datagram that was received.
struct Received {
    std::size_t size = 0;
    wire::Endpoint from;
};

class ConnectOperation : public SystemCall {
  public:
    using Result = wire::Result<void>;

    ConnectOperation(Host& host, Descriptor descriptor, wire::Endpoint remote)
        : SystemCall{host, descriptor, "connect"}, remote_{remote} {}
    std::optional<Result> attempt();
    sim::WaitQueue& queue() const;
    Result timed_out() const { return wire::failure(wire::Error::TimedOut); }
    Outcome finish(const Result& result) const { return returned(result); }

  private:
    Result start(DescriptorTable::Entry& entry) const;
    /// The handshake runs: what a call says that must not wait, or nothing.
    std::optional<Result> unless_waiting(const DescriptorTable::Entry& entry, bool began);

    wire::Endpoint remote_;
    bool waited_ = false;
};

class AcceptOperation : public SystemCall {
  public:
    using Result = wire::Result<Descriptor>;

    AcceptOperation(Host& host, Descriptor listener) : SystemCall{host, listener, "accept"} {}
    std::optional<Result> attempt();
    sim::WaitQueue& queue() const;
    Result timed_out() const { return wire::failure(wire::Error::TimedOut); }
    wire::Result<Socket> finish(const Result& result) const;

  protected:
    void record_accepted(const Result& result) const;
};

class ReceiveFromOperation : public SystemCall {
  public:
    using Result = wire::Result<Received>;

    ReceiveFromOperation(Host& host, Descriptor descriptor, std::span<std::uint8_t> buffer)
        : SystemCall{host, descriptor, "receive_from"}, buffer_{buffer} {}
    std::optional<Result> attempt();
    sim::WaitQueue& queue() const;
    Result timed_out() const { return wire::failure(wire::Error::TimedOut); }
    wire::Result<Received> finish(const Result& result) const;

  private:
    std::span<std::uint8_t> buffer_;
};

class ReceiveEchoOperation : public SystemCall {
  public:
    using Result = wire::Result<ip::EchoAnswer>;

    ReceiveEchoOperation(Host& host, Descriptor descriptor) : SystemCall{host, descriptor, "receive_from"} {}
    std::optional<Result> attempt();
    sim::WaitQueue& queue() const;
    Result timed_out() const { return wire::failure(wire::Error::TimedOut); }
    wire::Result<ip::EchoAnswer> finish(const Result& result) const;
};

}  // namespace patchcord::models::host
