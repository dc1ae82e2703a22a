// How a descriptor begins and ends: the calls socket and close, for both faces (host_handle.hpp and
// posix/calls.hpp). Not here: what is opened. Read next: models/host/lifetime_calls.cpp,
// models/host/descriptor_table.hpp.
#pragma once

#include "models/host/system_call.hpp"
#include "models/wire/error.hpp"

#include <functional>
#include <memory>
#include <string_view>

namespace patchcord::models::host {

class Stack;

/// socket(), epoll_create(): records the descriptor that it gives.
class OpenCall : public SystemCall {
  public:
    explicit OpenCall(Host& host, std::string_view name = "socket") : SystemCall{host, {}, name} {}

    /// `make(host.stack())` is called when there is room for one more. TooManyFilesOpen; BadFileDescriptor on
    /// a host that has crashed.
    wire::Result<Descriptor> run(const std::function<OpenSocket(Stack&)>& make) const;

  private:
    wire::Result<void> may_open() const;
};

/// close(): records the addresses that the socket had.
class CloseCall : public SystemCall {
  public:
    CloseCall(Host& host, Descriptor descriptor) : SystemCall{host, descriptor, "close"} {}

    /// Takes the descriptor out of the table, wakes those who wait in it and ends what it named. A connection
    /// lives on in TCP's table until its good-bye is over, or is reset (SO_LINGER with 0 seconds).
    wire::Result<void> run() const;
};

/// A good-bye that close() waits for (SO_LINGER with a time): the connection, and how long.
struct Lingering {
    std::shared_ptr<tcp::Connection> connection;
    sim::Duration limit{0};
};
/// Null when close() need not wait.
Lingering lingering_of(const DescriptorTable::Entry& entry);

}  // namespace patchcord::models::host
