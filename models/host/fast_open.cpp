// How a stream opens, plainly or fast, and what a listener is told.
// Errors are those of Linux's tcp_v4_connect, inet_hash_connect and tcp_sendmsg_fastopen.
// Read next: models/tcp/handshake/fast_open.cpp.
#include "models/host/fast_open.hpp"

#include "models/host/host.hpp"
#include "models/tcp/handshake/fast_open_cookie.hpp"

#include <memory>
#include <utility>

namespace patchcord::models::host {

using tcp::handshake::FastOpenKeys;
using tcp::handshake::SipKey;
using wire::Error;
using wire::failure;

namespace {

/// What a connection must know of the options that its config does not hold.
void become(DescriptorTable::Entry& entry, std::shared_ptr<tcp::Connection> connection) {
    connection->set_urgent_inline(entry.options.oob_inline);
    connection->set_send_memory(entry.options.send_memory);
    entry.socket = ConnectedStream{std::move(connection), true};
}

}  // namespace

wire::Result<void> prepare_to_connect(Host& host, FreshStream& fresh, wire::Endpoint remote) {
    Stack& stack = host.stack();
    if (remote.port == 0 || remote.address.is_unspecified()) return failure(Error::InvalidArgument);
    if (remote.address.is_multicast() || stack.ipv4().is_broadcast(remote.address))
        return failure(Error::NetworkUnreachable);
    if (const auto source = stack.ipv4().source_for(remote.address); !source) return failure(source.error());
    if (fresh.port) return {};
    auto ephemeral = stack.tcp().ports().reserve({}, false);
    if (!ephemeral) return failure(ephemeral.error());
    fresh.port = std::move(*ephemeral);
    return {};
}

wire::Result<void> open_stream(Host& host, DescriptorTable::Entry& entry, wire::Endpoint remote) {
    auto& fresh = *std::get<std::unique_ptr<FreshStream>>(entry.socket);
    auto connection = host.stack().tcp().connect(std::move(fresh.port), remote, fresh.config);
    if (!connection) return failure(connection.error());
    become(entry, std::move(*connection));
    return {};
}

wire::Result<std::size_t> open_stream_with(Host& host, DescriptorTable::Entry& entry, wire::Endpoint remote,
                                           std::span<const std::uint8_t> text, bool writer_waits) {
    auto& fresh = *std::get<std::unique_ptr<FreshStream>>(entry.socket);
    if (!host.stack().tcp().fast_open().rules.client) return failure(Error::OperationNotSupported);
    if (const auto ready = prepare_to_connect(host, fresh, remote); !ready) return failure(ready.error());
    tcp::Config config = fresh.config;
    config.fast_open_needs_cookie = !entry.options.fast_open_no_cookie;
    auto opened = host.stack().tcp().connect_fast(std::move(fresh.port), remote, config, text, writer_waits);
    if (!opened) return failure(opened.error());
    become(entry, std::move(opened->connection));
    return opened->taken;
}

bool defers_connect(Host& host, const DescriptorTable::Entry& entry, wire::Endpoint remote) {
    if (!entry.options.fast_open_connect) return false;
    return host.stack().tcp().fast_open().can_send_data(remote.address, !entry.options.fast_open_no_cookie,
                                                        host.context().now());
}

void configure_listener(DescriptorTable::Entry& entry) {
    auto* held = std::get_if<std::unique_ptr<tcp::Listener>>(&entry.socket);
    if (held == nullptr) return;
    tcp::Listener& listener = **held;
    const SocketOptions& options = entry.options;
    if (options.fast_open_queue > 0) listener.fast_open_queue()->set_limit(options.fast_open_queue);
    tcp::Config config = listener.config();
    config.fast_open_needs_cookie = !options.fast_open_no_cookie;
    listener.reconfigure(config);
    const std::span<const std::uint8_t> bytes = options.fast_open_key;
    if (bytes.size() < 16) return;
    std::optional<SipKey> backup;
    if (bytes.size() >= 32) backup = SipKey::from_bytes(bytes.subspan(16).first<16>());
    listener.set_fast_open_keys(FastOpenKeys{SipKey::from_bytes(bytes.first<16>()), backup});
}

}  // namespace patchcord::models::host
