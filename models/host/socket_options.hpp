// What setsockopt and fcntl store of a socket and TCP's Config does not know: how its calls behave. An
// accepted socket begins with those of its listener, O_NONBLOCK apart (Linux sk_clone_lock). Not here: by
// which numbers they are called (models/host/posix/options.cpp). Read next: models/host/descriptor_table.hpp.
#pragma once

#include "sim/core/time.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace patchcord::models::host {

struct SocketOptions {
    // Of the open file.
    bool nonblocking = false;  ///< O_NONBLOCK

    // SOL_SOCKET.
    bool reuse_address = false;
    bool reuse_port = false;
    bool broadcast = false;
    bool dont_route = false;
    bool oob_inline = false;
    std::optional<std::uint32_t> linger;  ///< seconds that close() waits; 0 resets the connection
    std::uint32_t receive_lowat = 1;      ///< bytes for which a read waits
    sim::Duration receive_timeout{0};     ///< how long a call waits; 0: for ever
    sim::Duration send_timeout{0};
    std::uint32_t send_memory = 0;     ///< SO_SNDBUF as set, doubled; 0: nothing was
    std::uint32_t receive_memory = 0;  ///< SO_RCVBUF, as this
    std::int32_t priority = 0;
    std::int32_t mark = 0;

    // IPPROTO_IP.
    std::uint8_t mtu_discover = 1;  ///< IP_PMTUDISC_WANT
    bool receive_errors = false;    ///< IP_RECVERR
    bool receive_tos = false;
    bool receive_ttl = false;
    bool free_bind = false;

    // IPPROTO_TCP.
    bool inq = false;                  ///< recvmsg tells what is left
    std::uint32_t not_sent_lowat = 0;  ///< as set; 0: the host's
    std::uint32_t max_segment = 0;     ///< as set; 0: nothing was
    std::int32_t linger2 = 0;          ///< seconds in FIN-WAIT-2 after close; 0: the host's, -1: none
    std::uint32_t window_clamp = 0;
    std::uint8_t defer_accept = 0;            ///< retransmissions of the SYN,ACK
    std::uint32_t fast_open_queue = 0;        ///< TCP_FASTOPEN
    std::vector<std::uint8_t> fast_open_key;  ///< 16 or 32 bytes, or none
    bool fast_open_connect = false;
    bool fast_open_no_cookie = false;
    bool thin_linear_timeouts = false;
};

}  // namespace patchcord::models::host
