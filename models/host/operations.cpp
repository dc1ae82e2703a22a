// Trying. Which error a call gives in which life of the socket is Linux's choice; each is marked with the
// function of Linux's net/ipv4 that makes it. queue() is asked right after an attempt that would block, so
// the descriptor is open and of the right kind. Read next: models/host/socket.cpp.
#include "models/host/operations.hpp"

#include "models/host/fast_open.hpp"
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

/// What a connection must know of the options that its config does not hold.
void configure(tcp::Connection& connection, const SocketOptions& options) {
    connection.set_urgent_inline(options.oob_inline);
    connection.set_send_memory(options.send_memory);
    connection.set_receive_errors(options.receive_errors);
}

}  // namespace

// tcp_v4_connect, inet_hash_connect
ConnectOperation::Result ConnectOperation::start(DescriptorTable::Entry& entry) const {
    auto& fresh = *std::get<std::unique_ptr<FreshStream>>(entry.socket);
    if (const auto ready = prepare_to_connect(host(), fresh, remote_); !ready) return ready;
    if (defers_connect(host(), entry, remote_)) {
        fresh.deferred = remote_;
        return {};
    }
    if (!entry.options.fast_open_connect) return open_stream(host(), entry, remote_);
    const auto opened = open_stream_with(host(), entry, remote_, {}, false);
    return opened ? Result{} : Result{failure(opened.error())};
}

std::optional<ConnectOperation::Result> ConnectOperation::attempt() {
    DescriptorTable::Entry* found = entry();
    if (found == nullptr) return failure(Error::BadFileDescriptor);
    const auto* fresh = std::get_if<std::unique_ptr<FreshStream>>(&found->socket);
    const bool began = fresh != nullptr;
    if (began) {
        if ((*fresh)->deferred) return failure(Error::AlreadyConnected);
        if (waited_) return failure(Error::ConnectionAborted);  // another call was told why, and began afresh
        if (const auto started = start(*found); !started) return started;
        if (std::holds_alternative<std::unique_ptr<FreshStream>>(found->socket)) return Result{};  // deferred
    }
    auto* stream = std::get_if<ConnectedStream>(&found->socket);
    if (stream == nullptr || (!stream->connecting && !waited_)) return failure(Error::AlreadyConnected);
    const auto outcome = stream->connection->connected();
    if (!outcome && outcome.error() == Error::ResourceUnavailableTryAgain)
        return unless_waiting(*found, began);
    stream->connecting = false;
    if (outcome) return Result{};
    // POSIX leaves open what a socket is after this; here it is as if new, and not bound.
    const auto ended = std::move(stream->connection);
    found->socket = std::make_unique<FreshStream>(ended->config());
    ended->readable().notify_all();
    ended->writable().notify_all();
    return failure(outcome.error());
}

// __inet_stream_connect
std::optional<ConnectOperation::Result> ConnectOperation::unless_waiting(const DescriptorTable::Entry& entry,
                                                                         bool began) {
    if (entry.options.nonblocking)
        return failure(began ? Error::OperationInProgress : Error::ConnectionAlreadyInProgress);
    waited_ = true;
    return std::nullopt;
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
    if (!connection)
        return unless_blocked<Descriptor>(failure(connection.error()), found->options.nonblocking);
    configure(**connection, found->options);
    const std::uint32_t process = found->process;
    SocketOptions options = found->options;
    options.nonblocking = false;
    const auto accepted = descriptors.open(ConnectedStream{std::move(*connection)}, process);
    descriptors.find(*accepted)->options = options;
    return accepted;
}

sim::WaitQueue& AcceptOperation::queue() const {
    return (*entry_as<Listening>())->acceptable();
}

void AcceptOperation::record_accepted(const Result& result) const {
    if (result) {
        record(result->number, {}, *result);
    } else {
        record(-1, result.error(), descriptor());
    }
}

wire::Result<Socket> AcceptOperation::finish(const Result& result) const {
    record_accepted(result);
    if (!result) return failure(result.error());
    return Socket{host(), *result};
}

std::optional<ReceiveFromOperation::Result> ReceiveFromOperation::attempt() {
    auto* endpoint = entry_as<std::unique_ptr<udp::UdpEndpoint>>();
    if (endpoint == nullptr) return failure(Error::BadFileDescriptor);
    Received received;
    const auto size = (*endpoint)->receive(buffer_, &received.from);
    if (!size) return unless_blocked<Received>(failure(size.error()), entry()->options.nonblocking);
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
    if (!answer)
        return unless_blocked<ip::EchoAnswer>(failure(Error::ResourceUnavailableTryAgain),
                                              entry()->options.nonblocking);
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
