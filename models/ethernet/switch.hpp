// A learning switch (IEEE 802.1D 7): store and forward, one queue per port, addresses learnt from sources and
// forgotten after a time, or when the link of their port goes down, unknown and group destinations flooded.
// Its ports can belong to VLANs (802.1Q), as access ports or as trunks, each VLAN with addresses of its own;
// it can run a spanning tree, and without one a loop of cables floods for ever. It has no lookup delay. Read
// next: models/ethernet/switch.cpp, models/ethernet/spanning_tree.hpp.
#pragma once

#include "models/ethernet/nic.hpp"
#include "models/ethernet/spanning_tree.hpp"
#include "models/trace/tracer.hpp"
#include "models/wire/address.hpp"
#include "sim/event/node.hpp"
#include "sim/event/timer.hpp"

#include <compare>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace patchcord::models::ethernet {

struct SwitchParameters {
    sim::Duration ageing = std::chrono::seconds{300};  ///< 10 to 1,000,000 s (802.1D table 7-5)
    std::optional<StpParameters> stp = {};             ///< without: no spanning tree
};

/// To which VLAN a port belongs. An access port has frames without tags of one VLAN. A trunk carries all
/// VLANs: those of `vlan` without tags, all others with.
struct VlanPort {
    std::uint16_t vlan = wire::kFirstVlan;
    bool trunk = false;

    friend bool operator==(const VlanPort&, const VlanPort&) = default;
};

class Switch final : public sim::Node, public FrameReceiver, private SpanningTree::Bridge {
  public:
    /// Each VLAN has addresses of its own (independent learning).
    struct MacKey {
        std::uint16_t vlan = wire::kFirstVlan;
        wire::MacAddress address{};

        friend auto operator<=>(const MacKey&, const MacKey&) = default;
    };
    struct MacEntry {
        sim::PortId port{};
        sim::Time seen;
    };

    Switch(sim::NodeContext& context, trace::Tracer& tracer, const SwitchParameters& parameters = {});

    /// Adds a port, promiscuous, whose own address is `address`.
    Nic& add_port(wire::MacAddress address);
    Nic& port(std::size_t number) { return *ports_.at(number)->nic; }
    std::size_t ports() const { return ports_.size(); }
    void set_vlan(std::size_t port, const VlanPort& vlan);
    const VlanPort& vlan(std::size_t port) const { return ports_.at(port)->vlan; }

    /// Where `address` was last seen, unless that is too long ago.
    std::optional<sim::PortId> lookup(wire::MacAddress address, std::uint16_t vlan = wire::kFirstVlan) const;
    /// All entries, stale ones included, by VLAN and address.
    const std::map<MacKey, MacEntry>& mac_table() const { return mac_table_; }
    /// Null without one.
    const SpanningTree* spanning_tree() const { return tree_ ? &*tree_ : nullptr; }

    void receive(sim::PortId port, sim::Signal signal) override {
        ports_[index(port)]->nic->receive(std::move(signal));
    }

    void input(Nic& nic, sim::Frame frame) override;
    /// Forgets what it learnt on that port.
    void link_changed(Nic& nic, bool up) override;
    void queue_drained(Nic& nic) override;

  private:
    struct Plug {
        std::unique_ptr<Nic> nic;
        VlanPort vlan;
        const Nic* pauses_for = nullptr;  // the port whose queue its other end was asked to wait for
        sim::Time asked_at;
    };

    void start_tree();
    void send(std::size_t port, const wire::Bpdu& bpdu) override;
    void state_changed(std::size_t port, StpState state) override;
    void topology_settled() override;
    void learn(wire::MacAddress source, std::uint16_t vlan, sim::PortId port);
    std::optional<std::uint16_t> admit(const VlanPort& port, sim::Frame& frame) const;
    void output(Plug& out, std::uint16_t vlan, sim::Frame frame);
    bool may_send(const Plug& out, std::uint16_t vlan) const;
    void ask_for_pause(Plug& in, Plug& out);
    sim::Duration ageing() const;
    void drop(const sim::Frame& frame, wire::DropReason reason);

    trace::Tracer& tracer_;
    SwitchParameters parameters_;
    std::vector<std::unique_ptr<Plug>> ports_;
    std::map<MacKey, MacEntry> mac_table_;
    std::optional<SpanningTree> tree_;
    sim::Timer start_;  // of the tree
};

}  // namespace patchcord::models::ethernet
