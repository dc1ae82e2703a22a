// The bits of each kind of socket.
// A stream in TIME-WAIT is closed for its application: Linux keeps that state elsewhere.
// Read next: models/host/posix/poll_set.cpp.
#include "models/host/readiness.hpp"

#include <algorithm>
#include <memory>

namespace patchcord::models::host {
namespace {

using namespace poll_bits;
using wire::TcpState;

constexpr std::uint32_t kCanRead = kIn | kReadNormal;
constexpr std::uint32_t kCanWrite = kOut | kWriteNormal;

// tcp_poll
std::uint32_t events_of(const tcp::Connection& connection, const SocketOptions& options) {
    const TcpState state = connection.state();
    const bool closed = state == TcpState::Closed || state == TcpState::TimeWait;
    const bool receive_over = closed || connection.is_receive_shut() || connection.is_at_end();
    const bool send_over = closed || connection.is_send_shut();
    std::uint32_t events = 0;
    if (receive_over && send_over) events |= kHup;
    if (receive_over) events |= kCanRead | kReadHup;
    const bool opening = state == TcpState::SynSent || state == TcpState::SynReceived;
    if (!opening || connection.tcb().is_open()) {
        const bool skips_urgent = connection.is_at_mark() && !options.oob_inline;
        const std::size_t target = options.receive_lowat + (skips_urgent ? 1 : 0);
        if (connection.receive_queue() >= target) events |= kCanRead;
        if (send_over || connection.has_send_space()) events |= kCanWrite;
        if (connection.urgent().octet()) events |= kPri;
    }
    if (connection.pending_error() || connection.has_report()) events |= kErr;
    return events;
}

struct Of {
    const SocketOptions& options;

    Readiness operator()(const std::unique_ptr<FreshStream>& fresh) const {
        return {fresh->deferred ? kCanWrite : kHup | kCanWrite, nullptr, nullptr, &fresh->changed};
    }
    Readiness operator()(const ConnectedStream& stream) const {
        tcp::Connection& connection = *stream.connection;
        return {events_of(connection, options), &connection.readable(), &connection.writable()};
    }
    Readiness operator()(const std::unique_ptr<tcp::Listener>& listener) const {
        return {listener->queued() > 0 ? kCanRead : 0, &listener->acceptable()};
    }
    Readiness operator()(const std::unique_ptr<udp::UdpEndpoint>& endpoint) const {
        const std::uint32_t readable = endpoint->datagrams() > 0 ? kCanRead : 0;
        const std::uint32_t error = endpoint->pending_error() ? kErr : 0;
        return {readable | error | kCanWrite, &endpoint->readable()};
    }
    Readiness operator()(const std::unique_ptr<ip::EchoEndpoint>& endpoint) const {
        return {endpoint->has_answer() ? kCanRead | kCanWrite : kCanWrite, &endpoint->readable()};
    }
    Readiness operator()(const std::unique_ptr<posix::PollSet>& set) const {
        return {set->may_be_ready() ? kCanRead : 0, &set->changed()};
    }
};

}  // namespace

Readiness readiness_of(DescriptorTable::Entry& entry) {
    return std::visit(Of{entry.options}, entry.socket);
}

}  // namespace patchcord::models::host
