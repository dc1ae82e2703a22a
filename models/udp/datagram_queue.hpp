// Datagrams that wait for an application: first in, first out, with a limit in bytes, as a socket's receive
// buffer. A ring that grows to the largest length that was ever needed and then allocates nothing. Read next:
// models/udp/udp_endpoint.hpp.
#pragma once

#include "models/wire/address.hpp"
#include "sim/core/buffer.hpp"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace patchcord::models::udp {

struct Datagram {
    wire::Endpoint from;
    sim::Buffer payload;
};

class DatagramQueue {
  public:
    /// What a datagram counts besides its payload, about the size of Linux's sk_buff: empty datagrams need
    /// room too.
    static constexpr std::size_t kOverhead = 256;

    explicit DatagramQueue(std::size_t limit) : limit_{limit} {}

    bool empty() const { return size_ == 0; }
    /// Datagrams.
    std::size_t size() const { return size_; }
    /// Payload bytes.
    std::size_t bytes() const { return bytes_; }
    void set_limit(std::size_t bytes) { limit_ = bytes; }
    std::size_t limit() const { return limit_; }
    /// An empty queue has room for one datagram of any size.
    bool has_room_for(std::size_t payload) const {
        return empty() || bytes_ + payload + (size_ + 1) * kOverhead <= limit_;
    }

    void push(Datagram datagram) {
        if (size_ == ring_.size()) grow();
        bytes_ += datagram.payload.size();
        ring_[(first_ + size_++) & (ring_.size() - 1)] = std::move(datagram);
    }
    /// The queue must not be empty.
    Datagram pop() {
        Datagram datagram = std::move(ring_[first_]);
        first_ = (first_ + 1) & (ring_.size() - 1);
        --size_;
        bytes_ -= datagram.payload.size();
        return datagram;
    }

  private:
    void grow() {
        std::vector<Datagram> larger(std::max<std::size_t>(4, 2 * ring_.size()));
        for (std::size_t i = 0; i < size_; ++i)
            larger[i] = std::move(ring_[(first_ + i) & (ring_.size() - 1)]);
        ring_ = std::move(larger);
        first_ = 0;
    }

    std::size_t limit_;
    std::size_t bytes_ = 0;
    std::vector<Datagram> ring_;  // a power of two long
    std::size_t first_ = 0;
    std::size_t size_ = 0;
};

}  // namespace patchcord::models::udp
