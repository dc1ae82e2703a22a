// The socket calls of Linux by descriptor number, as packet scripts and ports of real programs make them.
// Calls that never wait return their Value; those that may wait are awaited in a process of the host:
//     const posix::Calls calls{host};                             // host::Host&, copied freely
//     const int fd = static_cast<int>(*calls.socket(kAfInet, kSockStream, kIpprotoTcp));
//     const posix::Value got = co_await calls.read(fd, {buffer, size});    // got.error(): wire::Error, by
//     name
// A blocking descriptor waits as long as Linux would (SO_RCVTIMEO and SO_SNDTIMEO end it); with O_NONBLOCK or
// MSG_DONTWAIT the await is over at once. Memory and messages must live until the call returns. close() and
// poll() are tasks: `const auto done = calls.close(fd); const Value v = co_await done;`. What is done is the
// same as in socket.hpp, and leaves a trace::SocketCall. A process that ends does not close these
// descriptors. Read next: models/host/posix/calls.cpp, models/host/posix/messages.hpp.
#pragma once

#include "models/host/posix/messages.hpp"
#include "models/host/posix/numbered.hpp"
#include "sim/coro/operation.hpp"
#include "sim/coro/task.hpp"

#include <cstdint>
#include <span>

namespace patchcord::models::host::posix {

class Calls {
  public:
    explicit Calls(Host& host) : host_{&host} {}

    // Over at once.

    /// AF_INET; SOCK_STREAM or SOCK_DGRAM, with SOCK_NONBLOCK; protocol 0 or the one that fits.
    Value socket(int family, int type, int protocol) const;
    Value bind(int fd, const Address* local) const;
    /// A negative backlog is the largest there is.
    Value listen(int fd, int backlog) const;
    Value shutdown(int fd, int how) const;
    Value getsockname(int fd, Address* local) const;
    Value getpeername(int fd, Address* peer) const;
    /// F_GETFL, F_SETFL (O_NONBLOCK), F_GETFD, F_SETFD.
    Value fcntl(int fd, int command, int argument = 0) const;
    /// SIOCINQ (FIONREAD), SIOCOUTQ, SIOCOUTQNSD, SIOCATMARK.
    Value ioctl(int fd, int request, std::int32_t* value) const;
    Value setsockopt(int fd, int level, int name, const void* value, std::int64_t length) const;
    Value getsockopt(int fd, int level, int name, void* value, std::int32_t* length) const;
    Value epoll_create(int size) const;
    Value epoll_ctl(int epfd, int operation, int fd, const EpollEvent* event) const;

    // To be awaited.

    sim::Await<NumberedConnect> connect(int fd, const Address* remote) const;
    /// `from` may be null. `flags`: SOCK_NONBLOCK (accept4).
    sim::Await<NumberedAccept> accept(int fd, Address* from = nullptr, int flags = 0) const;

    sim::Await<NumberedRead> read(int fd, IoVector memory) const;
    sim::Await<NumberedRead> readv(int fd, std::span<const IoVector> memory) const;
    sim::Await<NumberedRead> recv(int fd, IoVector memory, int flags) const;
    sim::Await<NumberedRead> recvfrom(int fd, IoVector memory, int flags, Address* from) const;
    sim::Await<NumberedRead> recvmsg(int fd, Message* message, int flags) const;

    sim::Await<NumberedWrite> write(int fd, IoVector memory) const;
    sim::Await<NumberedWrite> writev(int fd, std::span<const IoVector> memory) const;
    sim::Await<NumberedWrite> send(int fd, IoVector memory, int flags) const;
    sim::Await<NumberedWrite> sendto(int fd, IoVector memory, int flags, const Address* to) const;
    sim::Await<NumberedWrite> sendmsg(int fd, const Message* message, int flags) const;

    /// `timeout` in milliseconds, -1: for ever.
    sim::Await<EpollWaitOperation> epoll_wait(int epfd, std::span<EpollEvent> events, int timeout) const;
    sim::Task<Value> poll(std::span<PollDescriptor> list, int timeout) const;
    /// Waits only with SO_LINGER and a time.
    sim::Task<Value> close(int fd) const;

  private:
    Host* host_;
};

}  // namespace patchcord::models::host::posix
