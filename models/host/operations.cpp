// Trying. Which error a call gives in which life of the socket is Linux's choice; each is marked with the
// function of Linux's net/ipv4 that makes it. queue() is asked right after an attempt that would block, so
// the descriptor is open and of the right kind. Read next: models/host/socket.cpp.
#include "models/host/operations.hpp"

#include "models/host/host.hpp"
#include "models/host/socket.hpp"

#include <utility>

namespace patchcord::models::host {

using wire::Error;
using wire::failure;

namespace {

using Listening = std::unique_ptr<tcp::Listener>;

/// For a call that this kind of socket does not have.
Error wrong_kind(const DescriptorTable::Entry* entry, Error error) {
    return entry == nullptr ? Error::BadFileDescriptor : error;
}

}  // namespace

// tcp_v4_connect, inet_hash_connect
ConnectOperation::Result ConnectOperation::start(DescriptorTable::Entry& entry) const {
    auto& fresh = *std::get<std::unique_ptr<FreshStream>>(entry.socket);
    Stack& stack = host().stack();
    if (remote_.port == 0 || remote_.address.is_unspecified()) return failure(Error::InvalidArgument);
    if (remote_.address.is_multicast() || stack.ipv4().is_broadcast(remote_.address))
        return failure(Error::NetworkUnreachable);
    if (const auto source = stack.ipv4().source_for(remote_.address); !source) return failure(source.error());
    if (!fresh.port) {
        auto ephemeral = stack.tcp().ports().reserve({}, false);
        if (!ephemeral) return failure(ephemeral.error());
        fresh.port = std::move(*ephemeral);
    }
    auto connection = stack.tcp().connect(std::move(fresh.port), remote_, fresh.config);
    if (!connection) return failure(connection.error());
    entry.socket = ConnectedStream{std::move(*connection), true};
    return {};
}

std::optional<ConnectOperation::Result> ConnectOperation::attempt() {
    DescriptorTable::Entry* found = entry();
    if (found == nullptr) return failure(Error::BadFileDescriptor);
    if (std::holds_alternative<std::unique_ptr<FreshStream>>(found->socket)) {
        if (waited_) return failure(Error::ConnectionAborted);  // another call was told why, and began afresh
        if (const auto started = start(*found); !started) return started;
    }
    auto* stream = std::get_if<ConnectedStream>(&found->socket);
    if (stream == nullptr || (!stream->connecting && !waited_)) return failure(Error::AlreadyConnected);
    const auto outcome = stream->connection->connected();
    if (!outcome && outcome.error() == Error::ResourceUnavailableTryAgain) {
        waited_ = true;
        return std::nullopt;
    }
    stream->connecting = false;
    if (outcome) return Result{};
    // POSIX leaves open what a socket is after this; here it is as if new, and not bound.
    const auto ended = std::move(stream->connection);
    found->socket = std::make_unique<FreshStream>(ended->config());
    ended->readable().notify_all();
    ended->writable().notify_all();
    return failure(outcome.error());
}

sim::WaitQueue& ConnectOperation::queue() const {
    return entry_as<ConnectedStream>()->connection->writable();
}

// inet_csk_accept
std::optional<AcceptOperation::Result> AcceptOperation::attempt() {
    DescriptorTable::Entry* found = entry();
    const auto* listener = found == nullptr ? nullptr : std::get_if<Listening>(&found->socket);
    if (listener == nullptr) return failure(wrong_kind(found, Error::InvalidArgument));
    DescriptorTable& descriptors = host().descriptors();
    if (descriptors.is_full()) return failure(Error::TooManyFilesOpen);
    auto connection = (*listener)->accept();
    if (!connection) return unless_blocked<Descriptor>(failure(connection.error()));
    const std::uint32_t process = found->process;
    const bool linger_zero = found->linger_zero;
    const auto accepted = descriptors.open(ConnectedStream{std::move(*connection)}, process);
    descriptors.find(*accepted)->linger_zero = linger_zero;
    return accepted;
}

sim::WaitQueue& AcceptOperation::queue() const {
    return (*entry_as<Listening>())->acceptable();
}

wire::Result<Socket> AcceptOperation::finish(const Result& result) const {
    if (!result) {
        record(-1, result.error(), descriptor());
        return failure(result.error());
    }
    record(result->number, {}, *result);
    return Socket{host(), *result};
}

// tcp_recvmsg: not connected, also for a listener
std::optional<ReadOperation::Result> ReadOperation::attempt() {
    DescriptorTable::Entry* found = entry();
    auto* stream = found == nullptr ? nullptr : std::get_if<ConnectedStream>(&found->socket);
    if (stream == nullptr) return failure(wrong_kind(found, Error::NotConnected));
    return unless_blocked(stream->connection->receive(buffer_));
}

sim::WaitQueue& ReadOperation::queue() const {
    return entry_as<ConnectedStream>()->connection->readable();
}

// sk_stream_wait_connect: a broken pipe, also for a listener
std::optional<WriteOperation::Result> WriteOperation::attempt() {
    DescriptorTable::Entry* found = entry();
    auto* stream = found == nullptr ? nullptr : std::get_if<ConnectedStream>(&found->socket);
    if (stream == nullptr) return failure(wrong_kind(found, Error::BrokenPipe));
    for (;;) {
        const auto taken = stream->connection->send(bytes_.subspan(taken_));
        if (!taken) return unless_blocked(taken);
        taken_ += *taken;
        if (amount_ == Amount::Some || taken_ == bytes_.size()) return Result{taken_};
    }
}

sim::WaitQueue& WriteOperation::queue() const {
    return entry_as<ConnectedStream>()->connection->writable();
}

WriteOperation::Result WriteOperation::timed_out() const {
    if (taken_ > 0) return taken_;
    return failure(Error::TimedOut);
}

std::optional<ReceiveFromOperation::Result> ReceiveFromOperation::attempt() {
    auto* endpoint = entry_as<std::unique_ptr<udp::UdpEndpoint>>();
    if (endpoint == nullptr) return failure(Error::BadFileDescriptor);
    Received received;
    const auto size = (*endpoint)->receive(buffer_, &received.from);
    if (!size) return unless_blocked<Received>(failure(size.error()));
    received.size = *size;
    return Result{received};
}

sim::WaitQueue& ReceiveFromOperation::queue() const {
    return (*entry_as<std::unique_ptr<udp::UdpEndpoint>>())->readable();
}

wire::Result<Received> ReceiveFromOperation::finish(const Result& result) const {
    const bool good = result.has_value();
    record(good ? static_cast<std::int64_t>(result->size) : -1, good ? Error{} : result.error(),
           descriptor());
    return result;
}

std::optional<ReceiveEchoOperation::Result> ReceiveEchoOperation::attempt() {
    auto* endpoint = entry_as<std::unique_ptr<ip::EchoEndpoint>>();
    if (endpoint == nullptr) return failure(Error::BadFileDescriptor);
    const auto answer = (*endpoint)->receive();
    if (!answer) return std::nullopt;
    return Result{*answer};
}

sim::WaitQueue& ReceiveEchoOperation::queue() const {
    return (*entry_as<std::unique_ptr<ip::EchoEndpoint>>())->readable();
}

wire::Result<ip::EchoAnswer> ReceiveEchoOperation::finish(const Result& result) const {
    const bool good = result.has_value();
    record(good ? static_cast<std::int64_t>(result->bytes) : -1, good ? Error{} : result.error(),
           descriptor());
    return result;
}

}  // namespace patchcord::models::host
