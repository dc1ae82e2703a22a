// The queue between handshake and accept.
// A connection moves from "in progress" to the queue in one step, so the backlog holds at every moment.
// Read next: models/tcp/listener.hpp.
#include "models/tcp/listener.hpp"

#include "models/tcp/connection.hpp"
#include "models/tcp/tcp_layer.hpp"

#include <utility>

namespace patchcord::models::tcp {

Listener::Listener(TcpLayer& layer, trace::ConnectionId id, ip::PortLease port, std::size_t backlog,
                   const Config& config)
    : layer_{layer},
      id_{id},
      port_{std::move(port)},
      backlog_{backlog, config.syn_cookies},
      config_{config} {}

Listener::~Listener() {
    layer_.forget(*this);
    for (const auto& connection : std::exchange(accept_queue_, {}))
        connection->abort();
}

wire::Result<std::shared_ptr<Connection>> Listener::accept() {
    if (accept_queue_.empty()) return wire::failure(wire::Error::ResourceUnavailableTryAgain);
    std::shared_ptr<Connection> connection = std::move(accept_queue_.front());
    accept_queue_.pop_front();
    backlog_.accepted();
    connection->was_accepted();
    return connection;
}

void Listener::handshake_done(std::shared_ptr<Connection> connection) {
    handshake_ended();
    connection_waits(std::move(connection));
}

void Listener::connection_waits(std::shared_ptr<Connection> connection) {
    backlog_.waits();
    accept_queue_.push_back(std::move(connection));
    acceptable_.notify_all();
}

void Listener::vanish() {
    accept_queue_.clear();
}

}  // namespace patchcord::models::tcp
