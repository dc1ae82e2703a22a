// What a receiver knows about a stream of numbered datagrams: how many came, which are missing, out of order
// or doubled, how long they took, and the jitter of RFC 3550 6.4.1. Total over any sequence numbers, in
// bounded memory. Not here: sockets (datagram_sink.cpp). Read next: models/apps/traffic/reception.cpp.
#pragma once

#include "models/apps/traffic/probe.hpp"

#include <bitset>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace patchcord::models::apps::traffic {

class Reception {
  public:
    /// A datagram of `size` bytes came at `now`, which is not before it was sent.
    void add(const Probe& probe, std::size_t size, sim::Time now);

    std::uint64_t received() const { return received_; }  ///< with duplicates
    std::uint64_t bytes() const { return bytes_; }
    /// Numbers up to the highest that came; what was lost behind that one nobody can know.
    std::uint64_t expected() const { return received_ == 0 ? 0 : std::uint64_t{highest_} + 1; }
    std::uint64_t lost() const { return expected() - (received_ - duplicates_); }
    /// Those that came after a higher number.
    std::uint64_t reordered() const { return reordered_; }
    /// Those whose number had come before. A number kWindow below the highest is taken for one.
    std::uint64_t duplicates() const { return duplicates_; }

    sim::Duration shortest() const { return shortest_; }
    sim::Duration longest() const { return longest_; }
    sim::Duration average() const;
    sim::Duration jitter() const { return std::chrono::nanoseconds{jitter_times_16_ / 16}; }

    static constexpr std::uint32_t kWindow = 4096;

  private:
    bool is_new(std::uint32_t sequence);

    std::uint64_t received_ = 0;
    std::uint64_t bytes_ = 0;
    std::uint64_t reordered_ = 0;
    std::uint64_t duplicates_ = 0;
    std::uint32_t highest_ = 0;
    std::bitset<kWindow>
        seen_;  // of the numbers in the window below and with highest_, by number modulo kWindow
    sim::Duration shortest_ = sim::Duration::max();
    sim::Duration longest_{0};
    std::uint64_t sum_in_nanoseconds_ = 0;
    sim::Duration last_transit_{0};
    std::int64_t jitter_times_16_ = 0;  // nanoseconds
};

/// "98 of 100 datagrams (15680 bytes): 2 lost, 0 reordered, 0 duplicates".
std::string describe_count(const Reception& reception);
/// "one-way delay min/avg/max 0.123/0.456/0.789 ms, jitter 0.012 ms".
std::string describe_delay(const Reception& reception);

}  // namespace patchcord::models::apps::traffic
