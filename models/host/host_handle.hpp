// A host, as a process sees it: a small value that is copied into coroutines. It opens sockets, starts other
// processes, writes lines into the log and tells the time; it gives no access to anything that a program on a
// real host would not have. Not here: the host itself (host.hpp). Read next: models/host/socket.hpp,
// models/apps/echo.cpp.
#pragma once

#include "models/host/echo_socket.hpp"
#include "models/host/socket.hpp"
#include "models/host/udp_socket.hpp"
#include "sim/core/random.hpp"
#include "sim/core/time.hpp"
#include "sim/coro/task.hpp"

#include <string>
#include <string_view>

namespace patchcord::models::host {

class Host;

/// What can be opened. Each kind is a type, so that socket() gives the class with the right calls.
struct SocketType {
    struct StreamKind {};
    struct DatagramKind {};
    struct EchoKind {};
    static constexpr StreamKind Stream{};      ///< TCP
    static constexpr DatagramKind Datagram{};  ///< UDP
    static constexpr EchoKind Echo{};          ///< ICMP echo, for ping
};

class HostHandle {
  public:
    explicit HostHandle(Host& host) : host_{&host} {}

    /// A new socket: memory and a descriptor, nothing on the wire. Throws
    /// tl::bad_expected_access<wire::Error> with TooManyFilesOpen, or BadFileDescriptor on a host that has
    /// crashed.
    Socket socket(SocketType::StreamKind) const;
    UdpSocket socket(SocketType::DatagramKind) const;
    EchoSocket socket(SocketType::EchoKind) const;

    /// Starts another process of this host. Sockets that are moved into the task's parameters go with it.
    void spawn(std::string name, sim::Task<> body) const;
    /// A line of the process's output.
    void log(std::string_view text) const;

    sim::Time now() const;
    /// The random stream of this host for one purpose; the same for everybody who names the same purpose.
    sim::RandomStream random(std::string_view purpose) const;
    std::string_view name() const;

  private:
    Host* host_;
};

}  // namespace patchcord::models::host
