// The socket table of a host in text, in two forms that people know from their own machines: that of Windows'
// `netstat -ano` (Proto, Local Address, Foreign Address, State, PID) and that of Linux' `netstat -anop` (with
// queues and timer). Read next: models/host/netstat.hpp.
#pragma once

#include "models/host/netstat.hpp"
#include "sim/core/time.hpp"

#include <cstdint>
#include <span>
#include <string>

namespace patchcord::results {

enum class SocketsForm : std::uint8_t {
    Linux,    ///< Proto Recv-Q Send-Q Local Foreign State PID/Program FD Timer
    Windows,  ///< Proto Local Foreign State PID
};

/// A heading and one line a row. `now` is when the rows were taken, for the time that timers have left. The
/// Linux form has one column more than netstat: FD, the descriptor.
std::string format_sockets(std::span<const models::host::SocketRow> rows, sim::Time now,
                           SocketsForm form = SocketsForm::Linux);

/// The same for programs, one object: {"schema": "patchcord.sockets/1", "host", "at_ps", "sockets": [...]}.
std::string sockets_json(std::span<const models::host::SocketRow> rows, sim::Time now,
                         const std::string& host);

}  // namespace patchcord::results
