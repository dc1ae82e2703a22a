// What must hold of any TCP connection, whatever happens to it: RFC 9293's state diagram and its variables,
// the scoreboard's counts, the timers that RFC 6298 and RFC 9293 3.8.6.1 allow. Used where anything may
// happen: hostile segments, random conversations. Read next: tests/models/tcp/fuzz_segments_test.cpp,
// tests/conversations/.
#pragma once

#include "models/tcp/connection.hpp"
#include "models/trace/tracer.hpp"
#include "models/wire/enums.hpp"
#include "sim/core/ids.hpp"

#include <array>
#include <optional>
#include <set>
#include <utility>

namespace patchcord::tests {

/// Whether figure 5 of RFC 9293 has this edge; to CLOSED there is one from everywhere.
bool is_edge_of_tcp(models::wire::TcpState from, models::wire::TcpState to);

/// Ends the test at a change of state that is none, at a timer that stops without running, and when
/// retransmission and persist timers run together.
class TcpWatcher final : public models::trace::Sink {
  public:
    using Sink::record;
    void record(const models::trace::TcpStateChange& change) override;
    void record(const models::trace::TimerChange& change) override;

  private:
    using Key = std::pair<sim::NodeId, models::trace::ConnectionId>;
    std::array<std::set<Key>, 2> armed_;
};

/// Looks at one connection again and again; ends the test when something does not hold.
class TcpInvariants {
  public:
    void check(const models::tcp::Connection& connection);

  private:
    void check_window(const models::tcp::Connection& connection);

    std::optional<models::tcp::Seq> rcv_nxt_;
    std::optional<models::tcp::Seq> rcv_adv_;
    std::optional<models::tcp::Seq> allowed_;
};

}  // namespace patchcord::tests
