// What a node has of the kernel: its name and number, the time, its counters, its random streams, buffers,
// and the queue that its events wait in. Nodes share nothing else. A context lives as long as its simulation,
// longer than the node. Read next: sim/event/node.hpp, sim/event/scheduler.hpp.
#pragma once

#include "sim/core/buffer.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/random.hpp"
#include "sim/core/time.hpp"
#include "sim/event/event_key.hpp"
#include "sim/event/event_queue.hpp"
#include "sim/event/partition.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace patchcord::sim {

class NodeContext {
  public:
    NodeContext(NodeId id, std::string name, std::uint64_t seed, BufferPool& buffers, Partition& partition)
        : id_{id}, name_{std::move(name)}, seed_{seed}, buffers_{buffers}, partition_{partition} {}
    NodeContext(const NodeContext&) = delete;
    NodeContext& operator=(const NodeContext&) = delete;

    NodeId id() const { return id_; }
    std::string_view name() const { return name_; }
    std::uint64_t seed() const { return seed_; }
    /// The time of the event that is happening in this node, or of the last one.
    Time now() const { return partition_.now(); }
    EventQueue& queue() const { return partition_.queue(); }
    Partition& partition() const { return partition_; }
    BufferPool& buffers() const { return buffers_; }

    /// The key of an event that this node schedules in itself; draws a sequence number.
    EventKey own_key(Time at, EventClass event_class) { return {at, id_, event_class, id_, ++sequence_}; }
    /// The key of an arrival that this node causes in `receiver`; draws a sequence number.
    EventKey arrival_key(Time at, NodeId receiver) {
        return {at, receiver, EventClass::Arrival, id_, ++sequence_};
    }
    PacketId next_packet() { return PacketId{id_, ++packets_}; }

    /// The stream for one purpose at one port of this node ("isn", "bit errors", ...).
    RandomStream random(std::uint64_t port, std::string_view purpose) const {
        return {seed_, name_, port, purpose};
    }

  private:
    NodeId id_;
    std::string name_;
    std::uint64_t seed_;
    BufferPool& buffers_;
    Partition& partition_;
    std::uint64_t sequence_ = 0;
    std::uint64_t packets_ = 0;
};

}  // namespace patchcord::sim
