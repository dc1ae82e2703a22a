// A node of the network. Nodes share nothing: receive() is the only way in, called by the arrivals of a port
// when something has come along its cable, and only models/ethernet/link.cpp puts something there. A node
// owns one ArrivalQueue for each of its ports. Read next: sim/event/arrival_queue.hpp.
#pragma once

#include "sim/core/ids.hpp"
#include "sim/event/node_context.hpp"
#include "sim/event/signal.hpp"

namespace patchcord::sim {

class Node {
  public:
    explicit Node(NodeContext& context) : context_{context} {}
    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;
    virtual ~Node() = default;

    /// Something arrived at `port`, now. It must not destroy the node.
    virtual void receive(PortId port, Signal signal) = 0;

    NodeContext& context() { return context_; }
    const NodeContext& context() const { return context_; }

  private:
    NodeContext& context_;
};

}  // namespace patchcord::sim
