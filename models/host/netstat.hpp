// The socket table of a host as values, one row a socket, as `netstat -anop` and `ss` show it. Sockets that
// an application opened have a descriptor; connections that are still saying good-bye, TIME-WAIT among them,
// and those that wait for accept have none. A stream socket before bind and connect is a row too, CLOSED: it
// is memory that exists. Not here: printing (results/export). Read next: models/host/descriptor_table.hpp.
#pragma once

#include "models/tcp/connection.hpp"
#include "models/wire/address.hpp"
#include "models/wire/enums.hpp"
#include "models/wire/ipv4.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace patchcord::models::host {

class Host;

struct SocketRow {
    wire::IpProtocol protocol{};
    wire::Endpoint local = {};                 ///< 0.0.0.0:0 before it has one
    wire::Endpoint remote = {};                ///< 0.0.0.0:0 when there is none
    std::optional<wire::TcpState> state = {};  ///< of TCP
    /// Bytes received and not read; a listener's connections that wait for accept.
    std::size_t receive_queue = 0;
    /// Bytes sent or to be sent, not acknowledged; a listener's backlog.
    std::size_t send_queue = 0;
    std::optional<int> descriptor = {};
    std::uint32_t process = 0;      ///< number of the one that opened or last used it; 0 for none
    std::string process_name = {};  ///< "" when that has ended
    std::optional<tcp::Connection::TimerView> timer = {};
};

/// All rows: listeners first, then by protocol, local port and address, remote end, descriptor. Empty for a
/// host that has crashed.
std::vector<SocketRow> netstat(const Host& host);

}  // namespace patchcord::models::host
