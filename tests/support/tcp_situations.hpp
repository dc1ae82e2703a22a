// The eleven states of RFC 9293 3.3.2, each as a situation that a test can put the stack of a TcpBench into.
// The stack has sent "hello" when it could, the peer nothing.
// Read next: tests/models/tcp/states_test.cpp.
#pragma once

#include "tests/support/tcp_bench.hpp"

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

namespace patchcord::tests {

/// A connection in some state, and its numbers relative to both SYNs.
struct Situation {
    std::string_view name;
    std::uint32_t una;
    std::uint32_t nxt;
    std::uint32_t rcv;
};

inline constexpr std::array kSituations{
    Situation{"CLOSED", 0, 1, 1},       Situation{"LISTEN", 0, 1, 1},      Situation{"SYN-SENT", 0, 1, 0},
    Situation{"SYN-RECEIVED", 0, 1, 1}, Situation{"ESTABLISHED", 1, 6, 1}, Situation{"FIN-WAIT-1", 1, 7, 1},
    Situation{"FIN-WAIT-2", 7, 7, 1},   Situation{"CLOSE-WAIT", 1, 6, 2},  Situation{"CLOSING", 1, 7, 2},
    Situation{"LAST-ACK", 1, 7, 2},     Situation{"TIME-WAIT", 7, 7, 2},
};

/// Null when there is no connection (CLOSED, LISTEN). In SYN-RECEIVED it came by a passive open. Two more
/// situations are "SYN-SENT with text" and "SYN-RECEIVED with text": Fast Open.
std::shared_ptr<models::tcp::Connection> put_into(TcpBench& bench, std::string_view state);

}  // namespace patchcord::tests
