// A passive OPEN (RFC 9293 3.10.1): a socket in LISTEN with its queue of connections that are established and
// not accepted yet. Owned by its socket; the layer's table knows it as long as it listens. Read next:
// models/tcp/tcp_layer.hpp.
#pragma once

#include "models/ip/port_table.hpp"
#include "models/tcp/config.hpp"
#include "models/trace/records.hpp"
#include "models/wire/address.hpp"
#include "models/wire/error.hpp"
#include "sim/coro/wait_queue.hpp"

#include <cstddef>
#include <deque>
#include <memory>

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
    std::size_t backlog() const { return backlog_; }
    /// Established and waiting for accept.
    std::size_t queued() const { return accept_queue_.size(); }
    const Config& config() const { return config_; }
    /// From now on; what is in the queue stays.
    void set_backlog(std::size_t backlog) { backlog_ = backlog; }
    /// Of connections that begin from now on.
    void reconfigure(const Config& config) { config_ = config; }
    ip::PortLease share_port() const { return port_.share(); }

    // For the layer and its connections.

    /// Whether another handshake may begin: those in progress and in the queue do not exceed the backlog.
    bool has_room() const { return handshakes_ + accept_queue_.size() <= backlog_; }
    void handshake_began() { ++handshakes_; }
    void handshake_ended() { --handshakes_; }
    /// It ended well: `connection` waits for accept.
    void handshake_done(std::shared_ptr<Connection> connection);
    /// The host has crashed: forget the queue without sending.
    void vanish();

  private:
    TcpLayer& layer_;
    trace::ConnectionId id_;
    ip::PortLease port_;
    std::size_t backlog_;
    Config config_;
    std::size_t handshakes_ = 0;
    std::deque<std::shared_ptr<Connection>> accept_queue_;
    sim::WaitQueue acceptable_;
};

}  // namespace patchcord::models::tcp
