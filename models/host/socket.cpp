// The calls of a stream socket that never wait. Which error a call gives in which life of the socket is
// Linux's choice. Those that wait are in operations.cpp.
// Read next: models/host/operations.cpp.
#include "models/host/socket.hpp"

#include "models/host/host.hpp"

#include <memory>
#include <utility>

namespace patchcord::models::host {

using wire::Error;
using wire::failure;

namespace {

using Fresh = std::unique_ptr<FreshStream>;
using Listening = std::unique_ptr<tcp::Listener>;
using Done = wire::Result<void>;

Done bind_to(Host& host, DescriptorTable::Entry& entry, wire::Endpoint local) {
    auto* fresh = std::get_if<Fresh>(&entry.socket);
    if (fresh == nullptr || (*fresh)->port) return failure(Error::InvalidArgument);
    Stack& stack = host.stack();
    if (!local.address.is_unspecified() && !stack.ipv4().is_mine(local.address))
        return failure(Error::AddressNotAvailable);
    auto lease = stack.tcp().ports().reserve(local, entry.reuse_address);
    if (!lease) return failure(lease.error());
    (*fresh)->port = std::move(*lease);
    return {};
}

Done start_listening(Host& host, DescriptorTable::Entry& entry, std::size_t backlog) {
    auto* fresh = std::get_if<Fresh>(&entry.socket);
    if (fresh == nullptr || backlog == 0) return failure(Error::InvalidArgument);
    if (!(*fresh)->port) {
        if (const auto bound = bind_to(host, entry, {}); !bound) return bound;
    }
    // A share, so that the socket stays bound when somebody else listens already.
    auto listener = host.stack().tcp().listen((*fresh)->port.share(), backlog, (*fresh)->config);
    if (!listener) return failure(listener.error());
    entry.socket = std::move(*listener);
    return {};
}

Done shut_down(DescriptorTable::Entry& entry, How how) {
    if (auto* listener = std::get_if<Listening>(&entry.socket)) {  // inet_shutdown
        if (how == How::Send) return {};
        const Listening ended = std::move(*listener);
        entry.socket = std::make_unique<FreshStream>(ended->config());
        ended->acceptable().notify_all();
        return {};
    }
    auto* stream = std::get_if<ConnectedStream>(&entry.socket);
    if (stream == nullptr) return failure(Error::NotConnected);
    if (stream->connection->state() == wire::TcpState::Closed) return failure(Error::NotConnected);
    if (how != How::Send) stream->connection->shutdown_receive();
    return how == How::Receive ? Done{} : stream->connection->shutdown_send();
}

Done set(DescriptorTable::Entry& entry, Option option, std::int64_t value) {
    const bool is_size = value >= 1 && value <= kLargestSocketBuffer;
    const auto* stream = std::get_if<ConnectedStream>(&entry.socket);
    const auto* fresh_or_null = std::get_if<Fresh>(&entry.socket);
    FreshStream* fresh = fresh_or_null == nullptr ? nullptr : fresh_or_null->get();
    if (option == Option::Linger && value == 0) {
        entry.linger_zero = true;
    } else if (option == Option::ReuseAddress && fresh != nullptr && !fresh->port) {
        entry.reuse_address = value != 0;
    } else if (option == Option::NoDelay && fresh != nullptr) {
        fresh->config.nagle = value == 0;
    } else if (option == Option::NoDelay && stream != nullptr) {
        stream->connection->set_nagle(value == 0);
    } else if (option == Option::SendBuffer && fresh != nullptr && is_size) {
        fresh->config.send_buffer = static_cast<std::uint32_t>(value);
    } else if (option == Option::ReceiveBuffer && fresh != nullptr && is_size) {
        fresh->config.receive_buffer = static_cast<std::uint32_t>(value);
    } else {
        return failure(Error::InvalidArgument);
    }
    return {};
}

const tcp::Config* config_of(const DescriptorTable::Entry& entry) {
    if (const auto* fresh = std::get_if<Fresh>(&entry.socket)) return &(*fresh)->config;
    if (const auto* listener = std::get_if<Listening>(&entry.socket)) return &(*listener)->config();
    const auto* stream = std::get_if<ConnectedStream>(&entry.socket);
    return stream == nullptr ? nullptr : &stream->connection->config();
}

wire::Result<std::int64_t> get(const DescriptorTable::Entry& entry, Option option) {
    const tcp::Config* config = config_of(entry);
    if (config == nullptr) return failure(Error::InvalidArgument);
    switch (option) {
        case Option::NoDelay:
            return config->nagle ? 0 : 1;
        case Option::ReuseAddress:
            return entry.reuse_address ? 1 : 0;
        case Option::SendBuffer:
            return config->send_buffer;
        case Option::ReceiveBuffer:
            return config->receive_buffer;
        case Option::Linger:
            break;
    }
    if (!entry.linger_zero) return failure(Error::InvalidArgument);
    return 0;
}

}  // namespace

Outcome Socket::bind(wire::Endpoint local) {
    const SystemCall call{host(), full_descriptor(), "bind"};
    return call.perform([&](auto& entry) { return bind_to(host(), entry, local); });
}

Outcome Socket::listen(std::size_t backlog) {
    const SystemCall call{host(), full_descriptor(), "listen"};
    return call.perform([&](auto& entry) { return start_listening(host(), entry, backlog); });
}

Outcome Socket::shutdown(How how) {
    const SystemCall call{host(), full_descriptor(), "shutdown"};
    return call.perform([&](auto& entry) { return shut_down(entry, how); });
}

Outcome Socket::set_option(Option option, std::int64_t value) {
    const SystemCall call{host(), full_descriptor(), "set_option"};
    return call.perform([&](auto& entry) { return set(entry, option, value); });
}

wire::Result<std::int64_t> Socket::get_option(Option option) {
    const SystemCall call{host(), full_descriptor(), "get_option"};
    return call.perform([&](auto& entry) { return get(entry, option); });
}

sim::Await<AcceptOperation> Socket::accept() {
    return sim::Await{AcceptOperation{host(), full_descriptor()}};
}

sim::Await<ConnectOperation> Socket::connect(wire::Endpoint remote) {
    return sim::Await{ConnectOperation{host(), full_descriptor(), remote}};
}

sim::Await<WriteOperation> Socket::write(std::span<const std::uint8_t> bytes) {
    return sim::Await{WriteOperation{host(), full_descriptor(), bytes, WriteOperation::Amount::Some}};
}

sim::Await<WriteOperation> Socket::write_all(std::span<const std::uint8_t> bytes) {
    return sim::Await{WriteOperation{host(), full_descriptor(), bytes, WriteOperation::Amount::All}};
}

sim::Await<ReadOperation> Socket::read(std::span<std::uint8_t> buffer) {
    return sim::Await{ReadOperation{host(), full_descriptor(), buffer}};
}

wire::TcpState Socket::state() const {
    const auto* found = entry();
    if (found == nullptr) return wire::TcpState::Closed;
    if (std::holds_alternative<Listening>(found->socket)) return wire::TcpState::Listen;
    const auto* stream = std::get_if<ConnectedStream>(&found->socket);
    return stream == nullptr ? wire::TcpState::Closed : stream->connection->state();
}

}  // namespace patchcord::models::host
