// Random early detection: a queue that drops frames before it is full, the more probably the longer it has
// been on average, so that senders slow down one after the other (Floyd and Jacobson, IEEE/ACM Transactions
// on Networking 1(4), 1993). Not here: the queue (frame_queue.hpp), marking with ECN. Read next:
// models/ethernet/red.cpp.
#pragma once

#include "sim/core/random.hpp"
#include "sim/core/time.hpp"

#include <cstddef>
#include <cstdint>

namespace patchcord::models::ethernet {

struct RedParameters {
    double minimum = 5;   ///< average length below which nothing is dropped, frames
    double maximum = 15;  ///< above which everything is; more than `minimum`
    double probability =
        0.1;                ///< of a drop just below `maximum`, before the count since the last is taken in
    double weight = 0.002;  ///< of the present length in the average
};

class Red {
  public:
    Red(const RedParameters& parameters, const sim::RandomStream& stream)
        : parameters_{parameters}, stream_{stream} {}

    /// A frame comes to a queue in which `waiting` are, now. `typical`: what sending one takes, by which the
    /// average falls while nothing waits.
    bool drops(std::size_t waiting, sim::Time now, sim::Duration typical);
    /// Nothing waits any more.
    void went_empty(sim::Time now) { empty_since_ = now; }
    double average() const { return average_; }

  private:
    RedParameters parameters_;
    sim::RandomStream stream_;
    double average_ = 0.0;
    std::int64_t count_ = -1;  // frames since the last drop, -1: the average is below the minimum
    sim::Time empty_since_ = sim::kStart;
};

}  // namespace patchcord::models::ethernet
