// A passive OPEN (RFC 9293 3.10.1): a socket in LISTEN with its queue of connections that are established and
// not accepted yet. Owned by its socket; the layer's table knows it as long as it listens. Read next:
// models/tcp/tcp_layer.hpp.
#pragma once

#include "models/ip/port_table.hpp"
#include "models/tcp/config.hpp"
#include "models/tcp/handshake/backlog.hpp"
#include "models/tcp/handshake/fast_open_server.hpp"
#include "models/trace/records.hpp"
#include "models/wire/address.hpp"
#include "models/wire/error.hpp"
#include "sim/coro/wait_queue.hpp"

#include <cstddef>
#include <deque>
#include <memory>
#include <optional>

namespace patchcord::models::tcp {

class Connection;
class TcpLayer;

class Listener {
  public:
    /// Made by TcpLayer::listen.
    Listener(TcpLayer& layer, trace::ConnectionId id, ip::PortLease port, std::size_t backlog,
             const Config& config);
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;
    /// Stops listening; connections in the queue are reset.
    ~Listener();

    /// The connection that has waited longest; ResourceUnavailableTryAgain when there is none.
    wire::Result<std::shared_ptr<Connection>> accept();
    /// Notified when accept() would succeed.
    sim::WaitQueue& acceptable() { return acceptable_; }

    trace::ConnectionId id() const { return id_; }
    const wire::Endpoint& local() const { return port_.endpoint(); }
    std::size_t backlog() const { return backlog_.limit(); }
    const handshake::Backlog& queues() const { return backlog_; }
    /// listen() again on the same socket; what is in the queue stays.
    void set_backlog(std::size_t limit) { backlog_.set_limit(limit); }
    /// Fast Open: its limit is TCP_FASTOPEN.
    const std::shared_ptr<handshake::FastOpenQueue>& fast_open_queue() const { return fast_open_queue_; }
    /// TCP_FASTOPEN_KEY; without it the host's keys are used.
    const std::optional<handshake::FastOpenKeys>& fast_open_keys() const { return fast_open_keys_; }
    void set_fast_open_keys(const handshake::FastOpenKeys& keys) { fast_open_keys_ = keys; }
    /// Established and waiting for accept.
    std::size_t queued() const { return accept_queue_.size(); }
    const Config& config() const { return config_; }
    /// Of connections that begin from now on.
    void reconfigure(const Config& config) { config_ = config; }
    ip::PortLease share_port() const { return port_.share(); }

    // For the layer and its connections.

    void handshake_began() { backlog_.handshake_began(); }
    void handshake_ended() { backlog_.handshake_ended(); }
    /// It ended well: `connection` waits for accept.
    void handshake_done(std::shared_ptr<Connection> connection);
    /// Without a handshake, or before its end (Fast Open).
    void connection_waits(std::shared_ptr<Connection> connection);
    /// The host has crashed: forget the queue without sending.
    void vanish();

  private:
    TcpLayer& layer_;
    trace::ConnectionId id_;
    ip::PortLease port_;
    handshake::Backlog backlog_;
    Config config_;
    std::shared_ptr<handshake::FastOpenQueue> fast_open_queue_ = std::make_shared<handshake::FastOpenQueue>();
    std::optional<handshake::FastOpenKeys> fast_open_keys_;
    std::deque<std::shared_ptr<Connection>> accept_queue_;
    sim::WaitQueue acceptable_;
};

}  // namespace patchcord::models::tcp
