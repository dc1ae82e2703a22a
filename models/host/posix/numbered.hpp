// The operations of models/host as the calls by number want them: a number as result, and Linux's error when
// SO_RCVTIMEO or SO_SNDTIMEO end the wait. Read next: models/host/posix/calls.hpp.
// Not here: what the operations do.
#pragma once

#include "models/host/operations.hpp"
#include "models/host/posix/messages.hpp"
#include "models/host/posix/poll_set.hpp"
#include "models/host/stream_operations.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace patchcord::models::host::posix {

class NumberedConnect : public ConnectOperation {
  public:
    using ConnectOperation::ConnectOperation;
    /// connect(AF_UNSPEC), a null address, a descriptor of another kind: over at once.
    void give_at_once(const Result& result) { given_ = result; }
    std::optional<Result> attempt() { return given_ ? given_ : ConnectOperation::attempt(); }
    Result timed_out() const { return wire::failure(wire::Error::OperationInProgress); }
    Value finish(const Result& result) const;

  private:
    std::optional<Result> given_;
};

class NumberedAccept : public AcceptOperation {
  public:
    NumberedAccept(Host& host, Descriptor listener, Address* from, int flags)
        : AcceptOperation{host, listener}, from_{from}, flags_{flags} {}
    Result timed_out() const { return wire::failure(wire::Error::ResourceUnavailableTryAgain); }
    Value finish(const Result& result) const;

  private:
    Address* from_;
    int flags_;
};

class NumberedRead : public ReadOperation {
  public:
    using ReadOperation::ReadOperation;
    void fill(Message* message) { message_ = message; }
    /// MSG_ERRQUEUE: it reads no bytes but the oldest report of an error.
    void read_errors() { reads_errors_ = true; }
    void give_at_once(const Result& result) { given_ = result; }
    std::optional<Result> attempt();
    Result timed_out() const;
    Value finish(const Result& result) const;

  private:
    Result read_report() const;
    void fill_message() const;

    Message* message_ = nullptr;
    bool reads_errors_ = false;
    std::optional<Result> given_;
};

class NumberedWrite : public WriteOperation {
  public:
    using WriteOperation::WriteOperation;
    void give_at_once(const Result& result) { given_ = result; }
    std::optional<Result> attempt() { return given_ ? given_ : WriteOperation::attempt(); }
    Result timed_out() const;
    Value finish(const Result& result) const;

  private:
    std::optional<Result> given_;
};

/// epoll_wait: collects; waits, if it may, until there is something.
class EpollWaitOperation : public SystemCall {
  public:
    using Result = wire::Result<std::size_t>;

    EpollWaitOperation(Host& host, Descriptor descriptor, std::span<EpollEvent> events, bool waits)
        : SystemCall{host, descriptor, "epoll_wait"}, events_{events}, waits_{waits} {}
    std::optional<Result> attempt();
    sim::WaitQueue& queue() const;
    Result timed_out() const { return 0; }
    Value finish(const Result& result) const;

  private:
    std::span<EpollEvent> events_;
    bool waits_;
};

}  // namespace patchcord::models::host::posix
