// An application for tests of two real TCP stacks: it writes a known stream in random pieces, reads in random
// pieces and compares, and closes when it has written all and read the end. And random knobs for a stack.
// Randomness is the host's own, so a seed replays. Read next: tests/models/tcp/bulk_test.cpp.
#pragma once

#include "models/tcp/connection.hpp"
#include "models/tcp/listener.hpp"
#include "sim/core/random.hpp"
#include "sim/event/timer.hpp"

#include <cstdint>
#include <memory>

namespace patchcord::tests {

class Talker {
  public:
    /// Writes `total` bytes of the stream `salt` and expects the stream `peer_salt`.
    Talker(sim::NodeContext& context, std::uint64_t total, std::uint64_t salt, std::uint64_t peer_salt);

    std::shared_ptr<models::tcp::Connection> connection;
    models::tcp::Listener* listener = nullptr;  ///< where the connection comes from, if not from connect
    std::uint64_t received = 0;
    bool at_end = false;
    bool failed = false;  ///< a call returned an error

  private:
    void turn();
    void write();
    void read();

    std::uint64_t total_;
    std::uint64_t salt_;
    std::uint64_t peer_salt_;
    sim::RandomStream random_;
    std::uint64_t written_ = 0;
    bool closed_ = false;
    sim::Timer turn_;
};

models::tcp::Config random_config(sim::RandomStream& random);

}  // namespace patchcord::tests
