// The words that an application is written in: a host as a process sees it, sockets, tasks, sleeping, and how
// arguments are read. Every application of this folder includes it, and nothing else of the simulator. Read
// next: models/apps/echo.cpp, which is an application from end to end.
#pragma once

#include "models/apps/parameters.hpp"
#include "models/host/host_handle.hpp"
#include "models/wire/address.hpp"
#include "models/wire/error.hpp"
#include "sim/core/time.hpp"
#include "sim/coro/sleep.hpp"
#include "sim/coro/task.hpp"
#include "sim/coro/timeout.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace patchcord::models::apps {

using namespace std::chrono_literals;

using host::as_bytes;
using host::as_text;
using host::HostHandle;
using host::Socket;
using host::SocketType;
using host::UdpSocket;
using sim::forever;
using sim::sleep_for;
using sim::sleep_until;
using sim::Task;
using sim::within;
using wire::Endpoint;

// Arguments by their kinds. The parameter table guarantees that they are there.

inline std::uint16_t port_of(const Arguments& arguments, std::string_view name = "port") {
    return static_cast<std::uint16_t>(arguments.get<std::int64_t>(name));
}
inline std::size_t count_of(const Arguments& arguments, std::string_view name) {
    return static_cast<std::size_t>(arguments.get<std::int64_t>(name));
}
/// What "to" and "port" name.
inline Endpoint destination_of(const Arguments& arguments) {
    return {arguments.get<wire::Ipv4Address>("to"), port_of(arguments)};
}

/// Parameters that several applications have.
inline constexpr Parameter kAt{"at", Kind::Duration, false, "0 s",
                               "when it starts, from the start of the run"};
inline constexpr Parameter kTo{"to", Kind::Host, true, "", "the server: a host's name or an IPv4 address"};
inline constexpr Parameter kBacklog{"backlog", Kind::Count, false, "16",
                                    "connections that may wait to be accepted, at least 1"};

}  // namespace patchcord::models::apps
