// Trying to read and to write. queue() is asked right after an attempt that would block, so the descriptor is
// open and of the right kind. Memory that is not there is noticed only when it is needed, as in Linux, where
// copying fails. Read next: models/tcp/transfer.cpp.
#include "models/host/stream_operations.hpp"

#include "models/host/fast_open.hpp"
#include "models/host/host.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

namespace patchcord::models::host {

using wire::Error;
using wire::failure;
using wire::TcpState;

namespace {

bool is_handshaking(const tcp::Connection& connection) {
    const TcpState state = connection.state();
    return (state == TcpState::SynSent || state == TcpState::SynReceived) && !connection.tcb().is_open();
}

bool is_blocked(const wire::Result<std::size_t>& result) {
    return !result && result.error() == Error::ResourceUnavailableTryAgain;
}

udp::UdpEndpoint* datagrams(DescriptorTable::Entry& entry) {
    auto* endpoint = std::get_if<std::unique_ptr<udp::UdpEndpoint>>(&entry.socket);
    return endpoint == nullptr ? nullptr : endpoint->get();
}

bool is_stream(const DescriptorTable::Entry& entry) {
    return entry.socket.index() < 3;
}

FreshStream* fresh_stream(DescriptorTable::Entry* entry) {
    auto* fresh = entry == nullptr ? nullptr : std::get_if<std::unique_ptr<FreshStream>>(&entry->socket);
    return fresh == nullptr ? nullptr : fresh->get();
}

/// For a call that this kind of descriptor does not have; `stream` is the error of a stream without a peer.
Error wrong_kind(const DescriptorTable::Entry* entry, Error stream) {
    if (entry == nullptr) return Error::BadFileDescriptor;
    return is_stream(*entry) ? stream : Error::InvalidArgument;
}

}  // namespace

std::size_t Memory::size_of_many() const {
    std::size_t sum = 0;
    for (const IoVector& piece : many_)
        sum += piece.size;
    return sum;
}

IoVector Memory::at_of_many(std::size_t position) const {
    for (const IoVector& piece : many_) {
        if (position < piece.size) return rest(piece, position);
        position -= piece.size;
    }
    return {};
}

// tcp_recvmsg: not connected, also for a listener
std::optional<ReadOperation::Result> ReadOperation::attempt() {
    DescriptorTable::Entry* found = entry();
    const bool dont_wait = flags_.dont_wait || (found != nullptr && found->options.nonblocking);
    if (found != nullptr && datagrams(*found) != nullptr)
        return unless_blocked(read_datagram(*datagrams(*found)), dont_wait);
    if (const FreshStream* fresh = fresh_stream(found); fresh != nullptr && fresh->deferred)
        return unless_blocked<std::size_t>(failure(Error::ResourceUnavailableTryAgain), dont_wait);
    auto* stream = found == nullptr ? nullptr : std::get_if<ConnectedStream>(&found->socket);
    if (stream == nullptr) return failure(wrong_kind(found, Error::NotConnected));
    tcp::Connection& connection = *stream->connection;
    if (flags_.urgent) return read_urgent(connection);
    const std::size_t wanted = memory_.size();
    const std::size_t lowat = found->options.receive_lowat;
    const std::size_t target = flags_.wait_all ? wanted : std::min(lowat, wanted);
    const Result more = read_more(connection, target);
    if (!more && taken_ == 0) return unless_blocked(more, dont_wait);
    const bool waits = taken_ < target && is_blocked(more) && !dont_wait;
    if (waits) return std::nullopt;
    return Result{taken_};
}

ReadOperation::Result ReadOperation::read_more(tcp::Connection& connection, std::size_t target) {
    for (;;) {
        const IoVector piece = memory_.at(taken_);
        if (piece.size == 0) return taken_;
        const bool missing = piece.base == nullptr && !flags_.discard;
        std::array<std::uint8_t, 1> none;
        const std::span<std::uint8_t> bytes =
            missing ? std::span<std::uint8_t>{none} : std::span{piece.base, piece.size};
        const tcp::ReceiveOptions options{.peek = flags_.peek || missing,
                                          .discard = flags_.discard || missing,
                                          .offset = flags_.peek ? taken_ : 0};
        const bool pending = taken_ > 0 && connection.pending_error();  // it stays for the next call
        if (pending && connection.receive_queue() <= options.offset) return taken_;
        const Result count = connection.receive(bytes, options);
        if (!count || *count == 0) return count;
        if (missing) return failure(Error::BadAddress);
        taken_ += *count;
        const bool drained = *count < piece.size && taken_ >= target;
        if (drained || connection.is_at_mark()) return taken_;
    }
}

ReadOperation::Result ReadOperation::read_urgent(tcp::Connection& connection) const {
    const auto octet = connection.receive_urgent(flags_.peek);
    if (!octet) {
        const bool over = connection.is_at_end() || connection.is_receive_shut();
        if (over && octet.error() == Error::ResourceUnavailableTryAgain) return 0;
        return failure(octet.error());
    }
    const IoVector piece = memory_.at(0);
    if (piece.size == 0) return 0;
    if (flags_.discard) return 1;
    if (piece.base == nullptr) return failure(Error::BadAddress);
    *piece.base = *octet;
    return 1;
}

ReadOperation::Result ReadOperation::read_datagram(udp::UdpEndpoint& endpoint) const {
    const IoVector first = memory_.at(0);
    if (first.size == memory_.size()) return endpoint.receive({first.base, first.size}, from_);
    std::vector<std::uint8_t> bytes(memory_.size());
    const Result size = endpoint.receive(bytes, from_);
    for (std::size_t done = 0; size && done < *size;) {
        const IoVector piece = memory_.at(done);
        const std::size_t count = std::min(piece.size, *size - done);
        std::memcpy(piece.base, bytes.data() + done, count);
        done += count;
    }
    return size;
}

sim::WaitQueue& ReadOperation::queue() const {
    DescriptorTable::Entry& found = *entry();
    if (udp::UdpEndpoint* endpoint = datagrams(found)) return endpoint->readable();
    if (FreshStream* fresh = fresh_stream(&found)) return fresh->changed;
    return std::get<ConnectedStream>(found.socket).connection->readable();
}

ReadOperation::Result ReadOperation::timed_out() const {
    if (taken_ > 0) return taken_;
    return failure(Error::TimedOut);
}

// sk_stream_wait_connect: a broken pipe, also for a listener
std::optional<WriteOperation::Result> WriteOperation::attempt() {
    DescriptorTable::Entry* found = entry();
    const bool dont_wait = flags_.dont_wait || (found != nullptr && found->options.nonblocking);
    if (found != nullptr && datagrams(*found) != nullptr) return write_datagram(*datagrams(*found));
    const FreshStream* fresh = fresh_stream(found);
    if (fresh != nullptr && !opening_ && (flags_.fast_open || fresh->deferred))
        return open_with_text(*found, fresh->deferred.value_or(to_.value_or(wire::Endpoint{})), dont_wait);
    const bool implies = fresh != nullptr && to_ && fresh->config.manners == tcp::Manners::Bsd &&
                         found->options.fast_open_queue > 0;
    if (implies) return connect_and_write(*found);
    auto* stream = found == nullptr ? nullptr : std::get_if<ConnectedStream>(&found->socket);
    if (stream == nullptr) return failure(wrong_kind(found, Error::BrokenPipe));
    if (flags_.fast_open || opening_) {
        if (const auto over = wait_for_handshake(*found, dont_wait)) return *over;
        if (taken_ > 0 && taken_ == memory_.size()) return Result{taken_};
    }
    return write_more(*stream->connection, dont_wait);
}

std::optional<std::vector<std::uint8_t>> WriteOperation::first_text() const {
    constexpr std::size_t kMost = 65'535;  // no SYN carries more
    std::vector<std::uint8_t> text;
    while (text.size() < std::min(memory_.size(), kMost)) {
        const IoVector piece = memory_.at(text.size());
        if (piece.base == nullptr) return std::nullopt;
        text.insert(text.end(), piece.base, piece.base + std::min(piece.size, kMost - text.size()));
    }
    return text;
}

// tcp_usr_send, an implied connect: FreeBSD's way to Fast Open. What the SYN does not carry waits in the
// buffer.
WriteOperation::Result WriteOperation::connect_and_write(DescriptorTable::Entry& entry) {
    const auto text = first_text();
    if (!text) return failure(Error::BadAddress);
    const auto opened = open_stream_with(host(), entry, *to_, *text, false);
    if (!opened) return failure(opened.error());
    const auto rest = std::span{*text}.subspan(*opened);
    const Result more = std::get<ConnectedStream>(entry.socket).connection->send(rest);
    return *opened + more.value_or(0);
}

std::optional<WriteOperation::Result> WriteOperation::open_with_text(DescriptorTable::Entry& entry,
                                                                     wire::Endpoint remote, bool dont_wait) {
    const auto text = first_text();
    if (!text) return failure(Error::BadAddress);
    const auto opened = open_stream_with(host(), entry, remote, *text, !dont_wait && memory_.size() > 0);
    if (!opened) return failure(opened.error());
    taken_ = *opened;
    opening_ = !dont_wait;
    if (opening_) return std::nullopt;
    if (taken_ == 0) return failure(Error::OperationInProgress);
    return Result{taken_};
}

// __inet_stream_connect with is_sendmsg
std::optional<std::optional<WriteOperation::Result>> WriteOperation::wait_for_handshake(
    DescriptorTable::Entry& entry, bool dont_wait) {
    auto& stream = std::get<ConnectedStream>(entry.socket);
    if (!stream.connecting) return Result{failure(Error::AlreadyConnected)};
    const auto outcome = stream.connection->connected();
    if (!outcome && outcome.error() == Error::ResourceUnavailableTryAgain) {
        if (dont_wait) return Result{failure(Error::ConnectionAlreadyInProgress)};
        opening_ = true;
        return std::optional<Result>{};
    }
    stream.connecting = opening_ = false;
    if (!outcome) return Result{failure(outcome.error())};
    return std::nullopt;
}

std::optional<WriteOperation::Result> WriteOperation::write_more(tcp::Connection& connection,
                                                                 bool dont_wait) {
    if (is_handshaking(connection) && !connection.pending_error() && !connection.is_send_shut())
        return unless_blocked<std::size_t>(failure(Error::ResourceUnavailableTryAgain), dont_wait);
    const std::size_t size = memory_.size();
    for (;;) {
        const IoVector piece = memory_.at(taken_);
        const bool missing = piece.base == nullptr && piece.size > 0;
        const bool last = taken_ + piece.size == size;
        const tcp::SendOptions options{.more = flags_.more || !last,
                                       .urgent = flags_.urgent && last,
                                       .end_of_record = flags_.end_of_record && last};
        if (amount_ == Amount::Partial && taken_ > 0 && connection.pending_error()) return Result{taken_};
        const std::size_t offered = missing ? 0 : piece.size;
        const Result count = connection.send({piece.base, offered}, options);
        if (!count && !is_blocked(count))
            return amount_ == Amount::Partial && taken_ > 0 ? Result{taken_} : count;
        if (missing && count) return failure(Error::BadAddress);
        if (!count && options.more) connection.push(tcp::Push::Normal);
        if (!count && dont_wait) return taken_ > 0 ? Result{taken_} : count;
        if (!count) return std::nullopt;
        taken_ += *count;
        if (amount_ == Amount::Some || taken_ == size) return Result{taken_};
    }
}

WriteOperation::Result WriteOperation::write_datagram(udp::UdpEndpoint& endpoint) const {
    const IoVector first = memory_.at(0);
    if (first.size == memory_.size()) return endpoint.send({first.base, first.size}, to_);
    std::vector<std::uint8_t> bytes;
    for (const IoVector& piece : memory_.pieces())
        bytes.insert(bytes.end(), piece.base, piece.base + piece.size);
    return endpoint.send(bytes, to_);
}

sim::WaitQueue& WriteOperation::queue() const {
    return entry_as<ConnectedStream>()->connection->writable();
}

WriteOperation::Result WriteOperation::timed_out() const {
    if (taken_ > 0) return taken_;
    return failure(Error::TimedOut);
}

}  // namespace patchcord::models::host
