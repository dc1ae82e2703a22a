// Collecting the rows: first what has a descriptor, then the connections of TCP's table that have none.
// A row is a copy; nothing of the host changes.
// Read next: models/host/host.hpp.
#include "models/host/netstat.hpp"

#include "models/host/host.hpp"

#include <algorithm>
#include <memory>
#include <set>
#include <tuple>
#include <utility>

namespace patchcord::models::host {
namespace {

SocketRow row_of(const tcp::Connection& connection) {
    return {.protocol = wire::IpProtocol::Tcp,
            .local = connection.tuple().local,
            .remote = connection.tuple().remote,
            .state = connection.state(),
            .receive_queue = connection.receive_queue(),
            .send_queue = connection.send_queue(),
            .timer = connection.timer()};
}

struct RowOf {
    SocketRow operator()(const std::unique_ptr<FreshStream>& fresh) const {
        return {.protocol = wire::IpProtocol::Tcp,
                .local = fresh->port ? fresh->port.endpoint() : wire::Endpoint{},
                .state = wire::TcpState::Closed};
    }
    SocketRow operator()(const ConnectedStream& stream) const { return row_of(*stream.connection); }
    SocketRow operator()(const std::unique_ptr<tcp::Listener>& listener) const {
        return {.protocol = wire::IpProtocol::Tcp,
                .local = listener->local(),
                .state = wire::TcpState::Listen,
                .receive_queue = listener->queued(),
                .send_queue = listener->backlog()};
    }
    SocketRow operator()(const std::unique_ptr<udp::UdpEndpoint>& endpoint) const {
        return {.protocol = wire::IpProtocol::Udp,
                .local = endpoint->local(),
                .remote = endpoint->remote().value_or(wire::Endpoint{}),
                .receive_queue = endpoint->receive_queue()};
    }
    SocketRow operator()(const std::unique_ptr<ip::EchoEndpoint>& endpoint) const {
        return {.protocol = wire::IpProtocol::Icmp, .local = {{}, endpoint->id()}};
    }
    SocketRow operator()(const std::unique_ptr<posix::PollSet>&) const { return {}; }
};

auto order(const SocketRow& row) {
    return std::tuple{row.state != wire::TcpState::Listen,
                      row.protocol,
                      row.local.port,
                      row.local.address,
                      row.remote.address,
                      row.remote.port,
                      row.descriptor.value_or(-1)};
}

}  // namespace

std::vector<SocketRow> netstat(const Host& host) {
    std::vector<SocketRow> rows;
    if (host.has_crashed()) return rows;
    std::set<const tcp::Connection*> shown;
    int number = DescriptorTable::kFirst;
    for (const DescriptorTable::Entry& entry : host.descriptors().entries()) {
        const int descriptor = number++;
        const bool is_socket = !std::holds_alternative<std::unique_ptr<posix::PollSet>>(entry.socket);
        if (entry.serial == 0 || !is_socket) continue;
        SocketRow row = std::visit(RowOf{}, entry.socket);
        row.descriptor = descriptor;
        row.process = entry.process;
        row.process_name = host.process_name(entry.process);
        rows.push_back(std::move(row));
        if (const auto* stream = std::get_if<ConnectedStream>(&entry.socket))
            shown.insert(stream->connection.get());
    }
    for (const auto& connection : host.stack().tcp().connections()) {
        if (!shown.contains(connection.get())) rows.push_back(row_of(*connection));
    }
    std::ranges::sort(rows, {}, order);
    return rows;
}

}  // namespace patchcord::models::host
