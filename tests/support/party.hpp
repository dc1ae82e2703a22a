// An application at one end of a random conversation. It writes a stream whose every byte follows from its
// position, in random pieces with random pauses; reads in random pieces, sometimes not for seconds; and ends
// as its character says. A wrong byte ends the test. Randomness is the host's own, so a seed replays. Read
// next: tests/conversations/conversations_test.cpp.
#pragma once

#include "models/tcp/connection.hpp"
#include "models/tcp/listener.hpp"
#include "sim/core/random.hpp"
#include "sim/event/timer.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

namespace patchcord::tests {

/// How a party ends the conversation: when everything is said and heard; by SHUT_WR as soon as everything is
/// said; or at some time, whatever is under way, with close() or with a reset.
enum class Ending : std::uint8_t { Polite, HalfClose, Leave, Abort };

struct Character {
    std::uint64_t total = 0;         ///< bytes that it has to say
    std::uint64_t salt = 0;          ///< which stream
    std::uint64_t peer_salt = 0;     ///< that of the other
    Ending ending = Ending::Polite;  ///< Leave and Abort: at `leaves_at`
    sim::Duration leaves_at{};
    std::uint64_t write_most = 1;  ///< bytes in one call, from 1
    std::uint64_t read_most = 1;
    sim::Duration pause{};             ///< between turns, at the most
    std::uint64_t stalls_in_1000 = 0;  ///< turns after which it does nothing for up to 3 s
    std::uint64_t corks_in_1000 = 0;   ///< writes with MSG_MORE
    bool changes_nagle = false;
};

class Party {
  public:
    Party(sim::NodeContext& context, const Character& character);

    std::shared_ptr<models::tcp::Connection> connection;
    models::tcp::Listener* listener = nullptr;  ///< where the connection comes from, if not from connect
    /// The first bytes of its stream, for a SYN; `took` says how many of them are on their way.
    std::vector<std::uint8_t> opening(std::size_t most) const;
    void took(std::size_t count) { written_ = count; }

    std::uint64_t received = 0;
    bool at_end = false;                         ///< the peer's FIN was read
    std::optional<models::wire::Error> failure;  ///< what a call returned
    /// It needs nothing any more: it has closed, or was told an error.
    bool is_done() const { return closed_ || failure.has_value(); }

  private:
    void turn();
    void write();
    void read();
    void end_if_time();

    Character character_;
    sim::NodeContext& context_;
    sim::RandomStream random_;
    std::uint64_t written_ = 0;
    sim::Duration waits_{0};
    bool closed_ = false;
    bool shut_ = false;
    sim::Timer turn_;
};

}  // namespace patchcord::tests
