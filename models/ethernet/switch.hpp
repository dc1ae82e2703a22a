// A learning switch (IEEE 802.1D 7): store and forward, one queue per port, addresses learnt from sources and
// forgotten after 300 s, or when the cable of their port is unplugged, unknown and group destinations
// flooded. It has no lookup delay, no spanning tree and no VLANs. Read next: models/ethernet/nic.hpp.
#pragma once

#include "models/ethernet/nic.hpp"
#include "models/trace/tracer.hpp"
#include "models/wire/address.hpp"
#include "sim/event/node.hpp"

#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace patchcord::models::ethernet {

class Switch final : public sim::Node, public FrameReceiver {
  public:
    static constexpr sim::Duration kAgeing = std::chrono::seconds{300};

    struct MacEntry {
        sim::PortId port{};
        sim::Time seen;
    };

    Switch(sim::NodeContext& context, trace::Tracer& tracer) : Node{context}, tracer_{tracer} {}

    /// Adds a port, promiscuous, whose own address is `address`.
    Nic& add_port(wire::MacAddress address);
    Nic& port(std::size_t number) { return *ports_.at(number); }
    std::size_t ports() const { return ports_.size(); }

    /// Where `address` was last seen, unless that is too long ago.
    std::optional<sim::PortId> lookup(wire::MacAddress address) const;
    /// All entries, stale ones included, by address.
    const std::map<wire::MacAddress, MacEntry>& mac_table() const { return mac_table_; }

    void receive(sim::PortId port, sim::Signal signal) override {
        ports_[index(port)]->receive(std::move(signal));
    }

    void input(Nic& nic, sim::Frame frame) override;
    /// Forgets what it learnt on that port.
    void link_changed(Nic& nic, bool up) override;

  private:
    void learn(wire::MacAddress source, sim::PortId port);

    trace::Tracer& tracer_;
    std::vector<std::unique_ptr<Nic>> ports_;
    std::map<wire::MacAddress, MacEntry> mac_table_;
};

}  // namespace patchcord::models::ethernet
