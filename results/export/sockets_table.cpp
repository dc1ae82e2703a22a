// States are spelt as each system spells them, and a timer as netstat does: kind (seconds left/times sent
// again/probes). Read next: results/export/sockets_table.hpp.
#include "results/export/sockets_table.hpp"

#include "results/export/format.hpp"
#include "results/export/table.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <initializer_list>
#include <string_view>
#include <utility>

namespace patchcord::results {

using models::host::SocketRow;
using models::trace::TimerKind;
using models::wire::Endpoint;
using models::wire::IpProtocol;
using models::wire::TcpState;

namespace {

std::string_view protocol_name(IpProtocol protocol) {
    switch (protocol) {
        case IpProtocol::Tcp:
            return "tcp";
        case IpProtocol::Udp:
            return "udp";
        case IpProtocol::Icmp:
            return "icmp";
    }
    return "?";
}

std::string_view linux_state(TcpState state) {
    switch (state) {
        case TcpState::Closed:
            return "CLOSE";
        case TcpState::Listen:
            return "LISTEN";
        case TcpState::SynSent:
            return "SYN_SENT";
        case TcpState::SynReceived:
            return "SYN_RECV";
        case TcpState::Established:
            return "ESTABLISHED";
        case TcpState::FinWait1:
            return "FIN_WAIT1";
        case TcpState::FinWait2:
            return "FIN_WAIT2";
        case TcpState::CloseWait:
            return "CLOSE_WAIT";
        case TcpState::Closing:
            return "CLOSING";
        case TcpState::LastAck:
            return "LAST_ACK";
        case TcpState::TimeWait:
            return "TIME_WAIT";
    }
    return "?";
}

/// The RFC's names with underscores, apart from LISTENING.
std::string windows_state(TcpState state) {
    if (state == TcpState::Listen) return "LISTENING";
    std::string name{to_string(state)};
    std::ranges::replace(name, '-', '_');
    return name;
}

std::string timer_text(const SocketRow& row, sim::Time now) {
    if (!row.timer) return "off (0.00/0/0)";
    const std::string left = format_seconds(std::max(row.timer->expires - now, sim::Duration{0}), 2);
    switch (row.timer->kind) {
        case TimerKind::Retransmission:
        case TimerKind::TailProbe:
        case TimerKind::Reordering:
            return fmt::format("on ({}/{}/0)", left, row.timer->count);
        case TimerKind::Persist:
            return fmt::format("probe ({}/0/{})", left, row.timer->count);
        case TimerKind::DelayedAck:
            return fmt::format("delack ({}/0/0)", left);
        case TimerKind::TimeWait:
            return fmt::format("timewait ({}/0/0)", left);
        case TimerKind::Keepalive:
            return fmt::format("keepalive ({}/0/{})", left, row.timer->count);
    }
    return "?";
}

std::string linux_end(const Endpoint& end) {
    return end.port == 0 ? to_string(end.address) + ":*" : to_string(end);
}

std::string linux_form(std::span<const SocketRow> rows, sim::Time now) {
    using enum Table::Align;
    Table table;
    for (const auto& [header, align] :
         std::initializer_list<std::pair<std::string_view, Table::Align>>{{"Proto", Left},
                                                                          {"Recv-Q", Right},
                                                                          {"Send-Q", Right},
                                                                          {"Local Address", Left},
                                                                          {"Foreign Address", Left},
                                                                          {"State", Left},
                                                                          {"PID/Program name", Left},
                                                                          {"FD", Right},
                                                                          {"Timer", Left}})
        table.add_column(header, align);
    for (const SocketRow& row : rows) {
        table.add_row({std::string{protocol_name(row.protocol)}, std::to_string(row.receive_queue),
                       std::to_string(row.send_queue), linux_end(row.local), linux_end(row.remote),
                       row.state ? std::string{linux_state(*row.state)} : "",
                       row.process == 0 ? "-" : fmt::format("{}/{}", row.process, row.process_name),
                       row.descriptor ? std::to_string(*row.descriptor) : "-", timer_text(row, now)});
    }
    return table.text(0);
}

std::string windows_form(std::span<const SocketRow> rows) {
    using enum Table::Align;
    Table table;
    for (const std::string_view header : {"Proto", "Local Address", "Foreign Address", "State"})
        table.add_column(header, Left);
    table.add_column("PID", Right);
    for (const SocketRow& row : rows) {
        std::string protocol{protocol_name(row.protocol)};
        std::ranges::transform(protocol, protocol.begin(),
                               [](char c) { return static_cast<char>(c - 'a' + 'A'); });
        table.add_row({protocol, to_string(row.local), row.state ? to_string(row.remote) : "*:*",
                       row.state ? windows_state(*row.state) : "", std::to_string(row.process)});
    }
    return table.text(2);
}

}  // namespace

std::string format_sockets(std::span<const SocketRow> rows, sim::Time now, SocketsForm form) {
    return form == SocketsForm::Linux ? linux_form(rows, now) : windows_form(rows);
}

std::string sockets_json(std::span<const SocketRow> rows, sim::Time now, const std::string& host) {
    using Json = nlohmann::ordered_json;
    Json list = Json::array();
    for (const SocketRow& row : rows) {
        Json socket{{"protocol", protocol_name(row.protocol)},
                    {"local", to_string(row.local)},
                    {"remote", to_string(row.remote)},
                    {"state", row.state ? Json(to_string(*row.state)) : Json()},
                    {"receive_queue", row.receive_queue},
                    {"send_queue", row.send_queue},
                    {"descriptor", row.descriptor ? Json(*row.descriptor) : Json()},
                    {"process", row.process},
                    {"process_name", row.process_name},
                    {"timer", Json()}};
        if (row.timer) {
            socket["timer"] = Json{{"kind", to_string(row.timer->kind)},
                                   {"expires_ps", ticks(row.timer->expires)},
                                   {"count", row.timer->count}};
        }
        list.push_back(std::move(socket));
    }
    const Json out{
        {"schema", "patchcord.sockets/1"}, {"host", host}, {"at_ps", ticks(now)}, {"sockets", list}};
    return out.dump(2, ' ', false, Json::error_handler_t::replace);
}

}  // namespace patchcord::results
