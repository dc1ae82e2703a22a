// Fast Open's part of one connection (RFC 7413 4.2), kept in its TCB. Read next:
// models/tcp/handshake/fast_open.cpp. Not here: what a host remembers between connections
// (fast_open_host.hpp).
#pragma once

#include "models/tcp/handshake/fast_open_cookie.hpp"
#include "models/tcp/handshake/fast_open_server.hpp"

#include <memory>
#include <optional>

namespace patchcord::models::tcp::handshake {

struct FastOpenState {
    /// For the first SYN or SYN,ACK; those that are sent again are plain.
    std::optional<FastOpenOption> option;
    /// Client: the option of our first SYN.
    std::optional<FastOpenOption> asked;
    bool sent_text = false;     ///< client: our first SYN carried text
    bool writer_waits = false;  ///< client: more text comes as soon as the handshake is over
    /// The text of the SYN was taken: all of ours by the peer, or the peer's by us (TCPI_OPT_SYN_DATA).
    bool text_taken = false;
    /// Server: a SYN with a cookie made the connection; data flows in SYN-RECEIVED already.
    bool begins_early = false;
    /// Server: of the listener, while the handshake is not over.
    std::shared_ptr<FastOpenQueue> queue;
};

}  // namespace patchcord::models::tcp::handshake
