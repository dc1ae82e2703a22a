// Which error a call gives in which life of the socket is Linux's choice; each is marked with the function of
// Linux's net/ipv4 that makes it. A connection in TIME-WAIT is not its socket's any more.
// Read next: models/host/operations.cpp.
#include "models/host/stream_calls.hpp"

#include "models/host/fast_open.hpp"
#include "models/host/host.hpp"

#include <memory>
#include <utility>

namespace patchcord::models::host {

using wire::Error;
using wire::failure;
using wire::TcpState;

namespace {

using Fresh = std::unique_ptr<FreshStream>;
using Listening = std::unique_ptr<tcp::Listener>;
using Done = wire::Result<void>;

}  // namespace

// inet_bind
Done bind_stream(Host& host, DescriptorTable::Entry& entry, wire::Endpoint local) {
    auto* fresh = std::get_if<Fresh>(&entry.socket);
    if (fresh == nullptr || (*fresh)->port) return failure(Error::InvalidArgument);
    Stack& stack = host.stack();
    const bool is_ours = local.address.is_unspecified() || stack.ipv4().is_mine(local.address);
    if (!is_ours && !entry.options.free_bind) return failure(Error::AddressNotAvailable);
    auto lease = stack.tcp().ports().reserve(local, entry.options.reuse_address);
    if (!lease) return failure(lease.error());
    (*fresh)->port = std::move(*lease);
    return {};
}

// inet_listen
Done listen_stream(Host& host, DescriptorTable::Entry& entry, std::size_t backlog) {
    if (auto* listener = std::get_if<Listening>(&entry.socket)) {
        (*listener)->set_backlog(backlog);
        return {};
    }
    auto* fresh = std::get_if<Fresh>(&entry.socket);
    if (fresh == nullptr) return failure(Error::InvalidArgument);
    if (!(*fresh)->port) {
        if (const auto bound = bind_stream(host, entry, {}); !bound) return bound;
    }
    // A share, so that the socket stays bound when somebody else listens already.
    auto listener = host.stack().tcp().listen((*fresh)->port.share(), backlog, (*fresh)->config);
    if (!listener) return failure(listener.error());
    entry.socket = std::move(*listener);
    configure_listener(entry);
    return {};
}

// tcp_disconnect
void disconnect_stream(DescriptorTable::Entry& entry) {
    if (auto* listener = std::get_if<Listening>(&entry.socket)) {
        const Listening ended = std::move(*listener);
        entry.socket = std::make_unique<FreshStream>(ended->config());
        ended->acceptable().notify_all();
    } else if (auto* stream = std::get_if<ConnectedStream>(&entry.socket)) {
        const std::shared_ptr<tcp::Connection> ended = std::move(stream->connection);
        entry.socket = std::make_unique<FreshStream>(ended->config());
        ended->readable().notify_all();
        ended->writable().notify_all();
        ended->abort();
    }
}

bool has_peer(const DescriptorTable::Entry& entry) {
    const auto* stream = std::get_if<ConnectedStream>(&entry.socket);
    if (stream == nullptr) return false;
    const TcpState state = stream->connection->state();
    return state != TcpState::Closed && state != TcpState::TimeWait && state != TcpState::SynSent;
}

// inet_shutdown
Done shut_stream(DescriptorTable::Entry& entry, How how) {
    const auto* stream = std::get_if<ConnectedStream>(&entry.socket);
    const bool handshaking = stream != nullptr && stream->connection->state() == TcpState::SynSent;
    if (handshaking || (std::holds_alternative<Listening>(entry.socket) && how != How::Send)) {
        disconnect_stream(entry);
        return {};
    }
    if (std::holds_alternative<Listening>(entry.socket)) return {};
    if (!has_peer(entry)) return failure(Error::NotConnected);
    if (how != How::Send) stream->connection->shutdown_receive();
    return how == How::Receive ? Done{} : stream->connection->shutdown_send();
}

}  // namespace patchcord::models::host
