// The calls that wait for more than one queue can say: poll(), epoll_wait() and a close() that lingers.
// poll() is a set that is watched during the call. Read next: models/host/posix/poll_set.cpp. Not here: when
// a socket is ready (models/host/readiness.cpp).
#include "models/host/host.hpp"
#include "models/host/lifetime_calls.hpp"
#include "models/host/posix/calls.hpp"
#include "models/host/readiness.hpp"

#include <array>
#include <chrono>
#include <memory>

namespace patchcord::models::host::posix {

using wire::Error;
using wire::failure;
using wire::TcpState;

namespace {

constexpr std::uint32_t kAlways = poll_bits::kErr | poll_bits::kHup;

Descriptor named(Host& host, int fd) {
    return host.has_crashed() ? Descriptor{fd, 0} : host.descriptors().at(fd);
}

sim::Duration limit(int timeout) {
    return timeout < 0 ? sim::Duration::max() : sim::Duration{std::chrono::milliseconds{timeout}};
}

/// Fills in all revents and counts those that are not 0.
std::int64_t look(Host& host, std::span<PollDescriptor> list) {
    std::int64_t count = 0;
    for (PollDescriptor& one : list) {
        one.revents = 0;
        if (one.fd < 0) continue;
        DescriptorTable::Entry* entry = host.find(named(host, one.fd));
        const std::uint32_t events =
            entry == nullptr ? poll_bits::kNval : readiness_of(*entry).events & (one.events | kAlways);
        one.revents = static_cast<std::uint16_t>(events);
        if (events != 0) ++count;
    }
    return count;
}

class PollOperation {
  public:
    using Result = Value;

    PollOperation(Host& host, PollSet& set, std::span<PollDescriptor> list)
        : host_{&host}, set_{&set}, list_{list} {}
    std::optional<Result> attempt() {
        std::array<EpollEvent, 8> news;
        set_->collect(news);
        const std::int64_t count = look(*host_, list_);
        return count == 0 ? std::nullopt : std::optional{Result{count}};
    }
    sim::WaitQueue& queue() const { return set_->changed(); }
    Result timed_out() const { return 0; }
    Value finish(const Result& result) const { return result; }

  private:
    Host* host_;
    PollSet* set_;
    std::span<PollDescriptor> list_;
};

sim::Task<Value> poll_all(Host* host, std::span<PollDescriptor> list, int timeout) {
    const std::int64_t now = look(*host, list);
    if (now != 0 || timeout == 0) co_return Value{now};
    PollSet set{*host};
    for (const PollDescriptor& one : list) {
        if (one.fd < 0) continue;
        std::uint32_t events = 0;
        for (const PollDescriptor& same : list)
            events |= same.fd == one.fd ? same.events : 0u;
        static_cast<void>(set.add(named(*host, one.fd), {events, 0}));  // the second time it is there
    }
    const sim::Await<PollOperation> wait{PollOperation{*host, set, list}, sim::kNever, limit(timeout)};
    auto waiting = wait;
    const Value count = co_await waiting;
    co_return count;
}

// sk_stream_wait_close
class LingerOperation {
  public:
    using Result = bool;

    explicit LingerOperation(tcp::Connection& connection) : connection_{&connection} {}
    std::optional<Result> attempt() {
        const TcpState state = connection_->state();
        const bool waits =
            state == TcpState::FinWait1 || state == TcpState::Closing || state == TcpState::LastAck;
        return waits ? std::nullopt : std::optional{true};
    }
    sim::WaitQueue& queue() const { return connection_->writable(); }
    Result timed_out() const { return false; }
    bool finish(const Result& result) const { return result; }

  private:
    tcp::Connection* connection_;
};

sim::Task<Value> close_and_linger(Host* host, int fd) {
    const Descriptor descriptor = named(*host, fd);
    const DescriptorTable::Entry* entry = host->find(descriptor);
    const Lingering lingering = entry == nullptr ? Lingering{} : lingering_of(*entry);
    const auto closed = CloseCall{*host, descriptor}.run();
    if (!closed) co_return Value{failure(closed.error())};
    if (lingering.connection == nullptr) co_return Value{0};
    sim::Await<LingerOperation> wait{LingerOperation{*lingering.connection}, sim::kNever, lingering.limit};
    co_await wait;
    co_return Value{0};
}

}  // namespace

sim::Await<EpollWaitOperation> Calls::epoll_wait(int epfd, std::span<EpollEvent> events, int timeout) const {
    return sim::Await{EpollWaitOperation{*host_, named(*host_, epfd), events, timeout != 0}, sim::kNever,
                      limit(timeout)};
}

sim::Task<Value> Calls::poll(std::span<PollDescriptor> list, int timeout) const {
    return poll_all(host_, list, timeout);
}

sim::Task<Value> Calls::close(int fd) const {
    return close_and_linger(host_, fd);
}

}  // namespace patchcord::models::host::posix
