// What a row of the options' table holds, and what a row's functions work on. Private to the options.
// Read next: models/host/posix/socket_level.cpp.
// Not here: looking a row up, and bytes (options.cpp).
#pragma once

#include "models/host/descriptor_table.hpp"
#include "models/host/fast_open.hpp"
#include "models/tcp/config.hpp"
#include "models/wire/error.hpp"

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

namespace patchcord::models::host {
class Host;
}

namespace patchcord::models::host::posix {

using Done = wire::Result<void>;
using Int = wire::Result<std::int32_t>;
using Bytes = wire::Result<std::vector<std::uint8_t>>;

/// The socket whose option it is.
class Subject {
  public:
    Subject(Host& host, DescriptorTable::Entry& entry) : host_{host}, entry_{entry} {}

    Host& host() const { return host_; }
    SocketOptions& options() const { return entry_.options; }
    FreshStream* fresh() const;
    tcp::Connection* connection() const;
    tcp::Listener* listener() const;
    udp::UdpEndpoint* datagrams() const;
    bool is_stream() const { return fresh() || connection() || listener(); }
    /// Neither connected nor on the way to it, as Linux's states CLOSE and LISTEN.
    bool is_closed_or_listening() const;

    /// TCP's knobs of a stream, in whichever life it is.
    const tcp::Config& config() const;
    void reconfigure(const tcp::Config& config) const;
    /// What Fast Open's options mean for a listener.
    void configure_listener() const { host::configure_listener(entry_); }
    /// The knobs with which this host's sockets begin.
    const tcp::Config& defaults() const;

  private:
    Host& host_;
    DescriptorTable::Entry& entry_;
};

/// Whose value an int is has `get` and `set`, others the raw pair. Null: cannot be read, or set.
struct OptionRow {
    int name;
    std::string_view text;
    Int (*get)(Subject&) = nullptr;
    Done (*set)(Subject&, std::int32_t) = nullptr;
    Bytes (*raw_get)(Subject&) = nullptr;
    Done (*raw_set)(Subject&, std::span<const std::uint8_t>) = nullptr;
};

std::span<const OptionRow> socket_level();
std::span<const OptionRow> tcp_level();
std::span<const OptionRow> ip_level();

// What most rows are.

template <auto Member>
Int option(Subject& subject) {
    return static_cast<std::int32_t>(subject.options().*Member);
}
template <auto Member>
Done set_flag(Subject& subject, std::int32_t value) {
    subject.options().*Member = value != 0;
    return {};
}
/// Only 0 and 1.
template <auto Member>
Done set_bit(Subject& subject, std::int32_t value) {
    if (value != 0 && value != 1) return wire::failure(wire::Error::InvalidArgument);
    return set_flag<Member>(subject, value);
}
template <auto Member>
Done set_any(Subject& subject, std::int32_t value) {
    subject.options().*Member = value;
    return {};
}
template <auto Member>
Int knob(Subject& subject) {
    return static_cast<std::int32_t>(subject.config().*Member);
}
template <auto Member>
Done set_knob(Subject& subject, std::int32_t value) {
    tcp::Config config = subject.config();
    config.*Member = value != 0;
    subject.reconfigure(config);
    return {};
}

}  // namespace patchcord::models::host::posix
