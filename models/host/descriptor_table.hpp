// The descriptors of a host: small numbers from 3, the lowest free one first, as if 0 to 2 were the standard
// streams. Each names what was opened: a stream socket in one of its three lives (fresh, connection,
// listener), a UDP endpoint, an ICMP echo endpoint or a set that epoll watches. A number is used again after
// close, so a handle also holds the serial number of what it opened. One table serves all processes of the
// host: a socket moves from one to another without a new number. Read next: models/host/socket.hpp.
#pragma once

#include "models/host/descriptor.hpp"
#include "models/host/posix/poll_set.hpp"
#include "models/host/socket_options.hpp"
#include "models/ip/echo_endpoint.hpp"
#include "models/ip/port_table.hpp"
#include "models/tcp/config.hpp"
#include "models/tcp/connection.hpp"
#include "models/tcp/listener.hpp"
#include "models/udp/udp_endpoint.hpp"
#include "models/wire/address.hpp"
#include "models/wire/error.hpp"
#include "sim/coro/wait_queue.hpp"

#include <queue>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace patchcord::models::host {

/// A stream socket that neither listens nor connects yet: memory, and nothing else.
struct FreshStream {
    explicit FreshStream(const tcp::Config& knobs) : config{knobs} {}
    /// Whoever polls it is told that it is something else now.
    ~FreshStream() { changed.notify_all(); }

    tcp::Config config;
    ip::PortLease port;  ///< empty before bind
    /// connect() left the opening toward it to the first write (TCP_FASTOPEN_CONNECT).
    std::optional<wire::Endpoint> deferred;
    sim::WaitQueue changed;
};

/// A stream socket with a peer, or on the way to one.
struct ConnectedStream {
    std::shared_ptr<tcp::Connection> connection;
    bool connecting = false;  ///< connect() has not yet been told how the handshake ended
};

using OpenSocket = std::variant<std::unique_ptr<FreshStream>, ConnectedStream, std::unique_ptr<tcp::Listener>,
                                std::unique_ptr<udp::UdpEndpoint>, std::unique_ptr<ip::EchoEndpoint>,
                                std::unique_ptr<posix::PollSet>>;

/// Both ends as far as they are known; the rest is 0.0.0.0:0.
wire::FourTuple tuple_of(const OpenSocket& socket);

class DescriptorTable {
  public:
    static constexpr int kFirst = 3;
    /// Linux's default for fs.nr_open, counted from 0.
    static constexpr int kLimit = 1'048'576;

    struct Entry {
        OpenSocket socket;
        std::uint64_t serial = 0;   ///< 0: free
        std::uint32_t process = 0;  ///< the one that opened or last used it; 0 for none
        SocketOptions options = {};
    };

    DescriptorTable() = default;
    DescriptorTable(const DescriptorTable&) = delete;
    DescriptorTable& operator=(const DescriptorTable&) = delete;

    /// From now on numbers are below `limit` (`ulimit -n`); what is open stays open.
    void set_limit(int limit) { limit_ = limit; }
    bool is_full() const { return lowest_free() >= limit_; }
    /// TooManyFilesOpen when no number is left.
    wire::Result<Descriptor> open(OpenSocket socket, std::uint32_t process);
    /// The one that has the number now; with serial 0 when none has.
    Descriptor at(int number) const;
    /// Null when it was closed. Valid until the next open.
    Entry* find(Descriptor descriptor);
    /// Gives the number back and the entry to the caller, who ends what it holds.
    Entry take(Descriptor descriptor);
    /// Forgets everything, without a word to anybody.
    void clear();

    std::size_t open_count() const { return entries_.size() - free_.size(); }
    /// In order; free ones have serial 0. The first one's number is kFirst.
    const std::vector<Entry>& entries() const { return entries_; }

  private:
    int lowest_free() const {
        return free_.empty() ? kFirst + static_cast<int>(entries_.size()) : free_.top();
    }

    int limit_ = kLimit;
    std::vector<Entry> entries_;
    std::priority_queue<int, std::vector<int>, std::greater<>> free_;
    std::uint64_t last_serial_ = 0;
};

}  // namespace patchcord::models::host
