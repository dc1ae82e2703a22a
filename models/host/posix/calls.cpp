// The calls by number. Each finds out what the number names, translates flags and addresses, and does what
// the calls of models/host do. Which error comes first is Linux's choice (net/socket.c, net/ipv4/af_inet.c).
// Read next: models/host/stream_calls.cpp, models/host/stream_operations.cpp.
#include "models/host/posix/calls.hpp"

#include "models/host/host.hpp"
#include "models/host/lifetime_calls.hpp"
#include "models/host/posix/options.hpp"
#include "models/host/readiness.hpp"
#include "models/host/stream_calls.hpp"

#include <memory>

namespace patchcord::models::host::posix {

using wire::Error;
using wire::failure;

namespace {

using Entry = DescriptorTable::Entry;
using Datagrams = std::unique_ptr<udp::UdpEndpoint>;

Value value_of(const wire::Result<void>& result) {
    return result ? Value{0} : Value{failure(result.error())};
}

Descriptor named(Host& host, int fd) {
    return host.has_crashed() ? Descriptor{fd, 0} : host.descriptors().at(fd);
}

bool is_socket(const Entry& entry) {
    return !std::holds_alternative<std::unique_ptr<PollSet>>(entry.socket);
}

bool is_stream(const Entry& entry) {
    return entry.socket.index() < 3;
}

/// Does `act(entry)` with a socket; its result is a Value.
template <class Act>
Value of_socket(Host& host, int fd, std::string_view name, const Act& act) {
    const SystemCall call{host, named(host, fd), name};
    return call.perform(
        [&](Entry& entry) { return is_socket(entry) ? act(entry) : Value{failure(Error::NotASocket)}; });
}

/// No limit as Await wants it.
sim::Duration limit(sim::Duration timeout) {
    return timeout == sim::Duration{0} ? sim::Duration::max() : timeout;
}

sim::Duration receive_limit(Host& host, Descriptor descriptor) {
    const Entry* entry = host.find(descriptor);
    return limit(entry == nullptr ? sim::Duration{0} : entry->options.receive_timeout);
}

sim::Duration send_limit(Host& host, Descriptor descriptor) {
    const Entry* entry = host.find(descriptor);
    return limit(entry == nullptr ? sim::Duration{0} : entry->options.send_timeout);
}

TransferFlags transfer_flags(int flags) {
    return {.peek = (flags & kMsgPeek) != 0,
            .dont_wait = (flags & kMsgDontwait) != 0,
            .wait_all = (flags & kMsgWaitall) != 0,
            .discard = (flags & kMsgTrunc) != 0,
            .urgent = (flags & kMsgOob) != 0,
            .more = (flags & kMsgMore) != 0,
            .end_of_record = (flags & kMsgEor) != 0,
            .fast_open = (flags & kMsgFastopen) != 0};
}

/// What recv and its kin refuse before they look at the socket's state.
std::optional<Error> receive_refused(Host& host, Descriptor descriptor) {
    const Entry* entry = host.find(descriptor);
    if (entry == nullptr) return std::nullopt;  // the operation will say so
    if (!is_socket(*entry)) return Error::NotASocket;
    return std::nullopt;
}

std::optional<Error> send_refused(Host& host, Descriptor descriptor, int flags, const Address* to) {
    const Entry* entry = host.find(descriptor);
    if (entry == nullptr) return std::nullopt;
    if (!is_socket(*entry)) return Error::NotASocket;
    const bool special = !is_stream(*entry) && (flags & (kMsgOob | kMsgFastopen)) != 0;
    const bool to_nobody = (flags & kMsgFastopen) != 0 && to != nullptr && to->family == kAfUnspec;
    if (special || to_nobody) return Error::OperationNotSupported;
    return std::nullopt;
}

sim::Await<NumberedRead> receiving(Host& host, int fd, std::string_view name, Memory memory, int flags,
                                   Message* message = nullptr, Address* from = nullptr) {
    const Descriptor descriptor = named(host, fd);
    NumberedRead operation{host, descriptor, name, memory, transfer_flags(flags)};
    operation.fill(message);
    if ((flags & kMsgErrqueue) != 0) operation.read_errors();
    if (from != nullptr) {
        *from = Address{};
        operation.tell_sender(&from->endpoint);
    }
    if (const auto refused = receive_refused(host, descriptor)) operation.give_at_once(failure(*refused));
    return sim::Await{operation, sim::kNever, receive_limit(host, descriptor)};
}

sim::Await<NumberedWrite> sending(Host& host, int fd, std::string_view name, Memory memory, int flags,
                                  const Address* to = nullptr) {
    const Descriptor descriptor = named(host, fd);
    NumberedWrite operation{
        host, descriptor, name, memory, WriteOperation::Amount::Partial, transfer_flags(flags)};
    if (to != nullptr) operation.set_destination(to->endpoint);
    if (const auto refused = send_refused(host, descriptor, flags, to))
        operation.give_at_once(failure(*refused));
    return sim::Await{operation, sim::kNever, send_limit(host, descriptor)};
}

}  // namespace

// inet_create
Value Calls::socket(int family, int type, int protocol) const {
    const int kind = type & ~(kSockNonblock | kSockCloexec);
    if (family != kAfInet) return failure(Error::AddressFamilyNotSupported);
    if (kind != kSockStream && kind != kSockDgram) return failure(Error::SocketTypeNotSupported);
    const int wanted = kind == kSockStream ? kIpprotoTcp : kIpprotoUdp;
    if (protocol != 0 && protocol != wanted) return failure(Error::ProtocolNotSupported);
    const auto opened = OpenCall{*host_}.run([&](Stack& stack) -> OpenSocket {
        if (kind == kSockDgram) return stack.udp().open();
        return std::make_unique<FreshStream>(stack.tcp().config());
    });
    if (!opened) return failure(opened.error());
    host_->find(*opened)->options.nonblocking = (type & kSockNonblock) != 0;
    return opened->number;
}

Value Calls::bind(int fd, const Address* local) const {
    return of_socket(*host_, fd, "bind", [&](Entry& entry) -> Value {
        if (local == nullptr) return failure(Error::BadAddress);
        const bool means_any = local->family == kAfUnspec && local->endpoint.address.is_unspecified();
        if (local->family != kAfInet && !means_any) return failure(Error::AddressFamilyNotSupported);
        if (auto* endpoint = std::get_if<Datagrams>(&entry.socket))
            return value_of((*endpoint)->bind(local->endpoint, entry.options.reuse_address));
        return value_of(bind_stream(*host_, entry, local->endpoint));
    });
}

Value Calls::listen(int fd, int backlog) const {
    constexpr int kMost = 4096;  // net.core.somaxconn
    const int limited = backlog < 0 || backlog > kMost ? kMost : backlog;
    return of_socket(*host_, fd, "listen", [&](Entry& entry) -> Value {
        if (!is_stream(entry)) return failure(Error::OperationNotSupported);
        return value_of(listen_stream(*host_, entry, static_cast<std::size_t>(limited)));
    });
}

Value Calls::shutdown(int fd, int how) const {
    return of_socket(*host_, fd, "shutdown", [&](Entry& entry) -> Value {
        if (how < kShutRd || how > kShutRdwr) return failure(Error::InvalidArgument);
        if (!is_stream(entry)) return failure(Error::NotConnected);
        const How both[] = {How::Receive, How::Send, How::Both};
        return value_of(shut_stream(entry, both[how]));
    });
}

Value Calls::getsockname(int fd, Address* local) const {
    return of_socket(*host_, fd, "getsockname", [&](Entry& entry) -> Value {
        if (local == nullptr) return failure(Error::BadAddress);
        *local = {kAfInet, tuple_of(entry.socket).local};
        return 0;
    });
}

Value Calls::getpeername(int fd, Address* peer) const {
    return of_socket(*host_, fd, "getpeername", [&](Entry& entry) -> Value {
        const wire::Endpoint remote = tuple_of(entry.socket).remote;
        const bool is_known = is_stream(entry) ? has_peer(entry) : remote.port != 0;
        if (!is_known) return failure(Error::NotConnected);
        if (peer == nullptr) return failure(Error::BadAddress);
        *peer = {kAfInet, remote};
        return 0;
    });
}

Value Calls::fcntl(int fd, int command, int argument) const {
    const SystemCall call{*host_, named(*host_, fd), "fcntl"};
    return call.perform([&](Entry& entry) -> Value {
        switch (command) {
            case kFGetFl:
                return kORdwr | (entry.options.nonblocking ? kONonblock : 0);
            case kFSetFl:
                entry.options.nonblocking = (argument & kONonblock) != 0;
                return 0;
            case kFGetFd:
            case kFSetFd:
                return 0;
            default:
                return failure(Error::InvalidArgument);
        }
    });
}

// tcp_ioctl
Value Calls::ioctl(int fd, int request, std::int32_t* value) const {
    const SystemCall call{*host_, named(*host_, fd), "ioctl"};
    return call.perform([&](Entry& entry) -> Value {
        const bool known =
            request == kSiocAtMark || request == kSiocInq || request == kSiocOutq || request == kSiocOutqNsd;
        if (!known || !is_socket(entry)) return failure(Error::InappropriateIoControlOperation);
        const bool listens = std::holds_alternative<std::unique_ptr<tcp::Listener>>(entry.socket);
        if (listens && request != kSiocAtMark) return failure(Error::InvalidArgument);
        if (value == nullptr) return failure(Error::BadAddress);
        *value = 0;
        if (const auto* endpoint = std::get_if<Datagrams>(&entry.socket); endpoint && request == kSiocInq)
            *value = static_cast<std::int32_t>((*endpoint)->receive_queue());
        const auto* stream = std::get_if<ConnectedStream>(&entry.socket);
        if (stream == nullptr) return 0;
        const tcp::Connection& connection = *stream->connection;
        if (request == kSiocAtMark) *value = connection.is_at_mark() ? 1 : 0;
        if (request == kSiocInq) *value = static_cast<std::int32_t>(connection.inq());
        if (request == kSiocOutq) *value = static_cast<std::int32_t>(connection.send_queue());
        if (request == kSiocOutqNsd) *value = static_cast<std::int32_t>(connection.not_sent());
        return 0;
    });
}

Value Calls::setsockopt(int fd, int level, int name, const void* value, std::int64_t length) const {
    return of_socket(*host_, fd, "setsockopt", [&](Entry& entry) {
        return value_of(set_option(*host_, entry, {level, name}, value, length));
    });
}

Value Calls::getsockopt(int fd, int level, int name, void* value, std::int32_t* length) const {
    return of_socket(*host_, fd, "getsockopt", [&](Entry& entry) {
        return value_of(get_option(*host_, entry, {level, name}, value, length));
    });
}

Value Calls::epoll_create(int size) const {
    if (size <= 0) return failure(Error::InvalidArgument);
    const auto opened = OpenCall{*host_, "epoll_create"}.run(
        [this](Stack&) -> OpenSocket { return std::make_unique<PollSet>(*host_); });
    return opened ? Value{opened->number} : Value{failure(opened.error())};
}

// do_epoll_ctl
Value Calls::epoll_ctl(int epfd, int operation, int fd, const EpollEvent* event) const {
    const Descriptor watched = named(*host_, fd);
    const SystemCall call{*host_, named(*host_, epfd), "epoll_ctl"};
    return call.perform([&](Entry& entry) -> Value {
        auto* set = std::get_if<std::unique_ptr<PollSet>>(&entry.socket);
        if (event == nullptr && operation != kEpollCtlDel) return failure(Error::BadAddress);
        if (host_->find(watched) == nullptr) return failure(Error::BadFileDescriptor);
        if (set == nullptr || fd == epfd) return failure(Error::InvalidArgument);
        switch (operation) {
            case kEpollCtlAdd:
                return value_of((*set)->add(watched, *event));
            case kEpollCtlMod:
                return value_of((*set)->modify(watched, *event));
            case kEpollCtlDel:
                return value_of((*set)->remove(watched));
            default:
                return failure(Error::InvalidArgument);
        }
    });
}

sim::Await<NumberedConnect> Calls::connect(int fd, const Address* remote) const {
    const Descriptor descriptor = named(*host_, fd);
    NumberedConnect operation{*host_, descriptor, remote == nullptr ? wire::Endpoint{} : remote->endpoint};
    Entry* entry = host_->find(descriptor);
    if (entry != nullptr) {
        auto* endpoint = std::get_if<Datagrams>(&entry->socket);
        if (!is_socket(*entry)) {
            operation.give_at_once(failure(Error::NotASocket));
        } else if (remote == nullptr) {
            operation.give_at_once(failure(Error::BadAddress));
        } else if (remote->family == kAfUnspec && is_stream(*entry)) {
            disconnect_stream(*entry);
            operation.give_at_once({});
        } else if (remote->family != kAfInet) {
            operation.give_at_once(failure(Error::AddressFamilyNotSupported));
        } else if (endpoint != nullptr) {
            operation.give_at_once((*endpoint)->connect(remote->endpoint));
        }
    }
    return sim::Await{operation, sim::kNever, send_limit(*host_, descriptor)};
}

sim::Await<NumberedAccept> Calls::accept(int fd, Address* from, int flags) const {
    const Descriptor descriptor = named(*host_, fd);
    return sim::Await{NumberedAccept{*host_, descriptor, from, flags}, sim::kNever,
                      receive_limit(*host_, descriptor)};
}

sim::Await<NumberedRead> Calls::read(int fd, IoVector memory) const {
    return receiving(*host_, fd, "read", Memory{memory}, 0);
}
sim::Await<NumberedRead> Calls::readv(int fd, std::span<const IoVector> memory) const {
    return receiving(*host_, fd, "readv", Memory{memory}, 0);
}
sim::Await<NumberedRead> Calls::recv(int fd, IoVector memory, int flags) const {
    return receiving(*host_, fd, "recv", Memory{memory}, flags);
}
sim::Await<NumberedRead> Calls::recvfrom(int fd, IoVector memory, int flags, Address* from) const {
    return receiving(*host_, fd, "recvfrom", Memory{memory}, flags, nullptr, from);
}
sim::Await<NumberedRead> Calls::recvmsg(int fd, Message* message, int flags) const {
    return receiving(*host_, fd, "recvmsg", Memory{message->pieces}, flags, message, message->name);
}

sim::Await<NumberedWrite> Calls::write(int fd, IoVector memory) const {
    return sending(*host_, fd, "write", Memory{memory}, 0);
}
sim::Await<NumberedWrite> Calls::writev(int fd, std::span<const IoVector> memory) const {
    return sending(*host_, fd, "writev", Memory{memory}, 0);
}
sim::Await<NumberedWrite> Calls::send(int fd, IoVector memory, int flags) const {
    return sending(*host_, fd, "send", Memory{memory}, flags);
}
sim::Await<NumberedWrite> Calls::sendto(int fd, IoVector memory, int flags, const Address* to) const {
    return sending(*host_, fd, "sendto", Memory{memory}, flags, to);
}
sim::Await<NumberedWrite> Calls::sendmsg(int fd, const Message* message, int flags) const {
    return sending(*host_, fd, "sendmsg", Memory{message->pieces}, flags, message->name);
}

}  // namespace patchcord::models::host::posix
