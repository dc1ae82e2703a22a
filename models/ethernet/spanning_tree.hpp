// How switches that are joined in loops agree on a tree: one becomes the root, each other keeps its best way
// there, each cable its best switch, and every other port blocks (IEEE 802.1D-1998 clause 8). Procedures have
// the standard's names. Not here: the messages (models/wire/control/bpdu.hpp), forwarding (switch.hpp).
// Read next: models/ethernet/spanning_tree.cpp.
#pragma once

#include "models/wire/control/bpdu.hpp"
#include "sim/core/rate.hpp"
#include "sim/core/time.hpp"
#include "sim/event/node_context.hpp"
#include "sim/event/timer.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace patchcord::models::ethernet {

/// What a port does with frames (8.4).
enum class StpState : std::uint8_t { Disabled, Blocking, Listening, Learning, Forwarding };
/// "forwarding".
std::string_view to_string(StpState state);

/// Defaults of table 8-3; the priority of a bridge is a multiple of 4096 in newer editions.
struct StpParameters {
    std::uint16_t priority = 0x8000;
    sim::Duration max_age = std::chrono::seconds{20};
    sim::Duration hello_time = std::chrono::seconds{2};
    sim::Duration forward_delay = std::chrono::seconds{15};
};

class SpanningTree {
  public:
    /// Whose tree it is.
    class Bridge {
      public:
        virtual void send(std::size_t port, const wire::Bpdu& bpdu) = 0;
        virtual void state_changed(std::size_t port, StpState state) = 0;
        /// What was learnt is only believed again as long as the bridge always does.
        virtual void topology_settled() = 0;

      protected:
        ~Bridge() = default;
    };

    SpanningTree(sim::NodeContext& context, const StpParameters& parameters, wire::MacAddress address,
                 Bridge& bridge);
    ~SpanningTree();

    /// Ports are numbered from 0, and disabled until they are enabled. Switches with different rates prefer
    /// faster ways: 10 Mbit/s costs 100, 100 Mbit/s 19, 1 Gbit/s 4, 10 Gbit/s 2 (table 8-5).
    void enable(std::size_t port, sim::Rate rate);
    void disable(std::size_t port);
    void receive(std::size_t port, const wire::Bpdu& bpdu);

    StpState state(std::size_t port) const;
    bool learns(std::size_t port) const { return state(port) >= StpState::Learning; }
    bool forwards(std::size_t port) const { return state(port) == StpState::Forwarding; }
    bool is_root() const { return root_ == id_; }
    const wire::BridgeId& id() const { return id_; }
    const wire::BridgeId& root() const { return root_; }
    std::uint32_t root_path_cost() const { return root_path_cost_; }
    bool is_root_port(std::size_t port) const { return !is_root() && port == root_port_; }
    bool is_designated(std::size_t port) const;
    /// While the tree changes, learnt addresses are forgotten after the forward delay (8.3.5).
    bool topology_is_changing() const { return topology_change_; }
    sim::Duration forward_delay() const { return forward_delay_; }

  private:
    struct PortData;

    PortData& at(std::size_t port);
    void transmit_config(PortData& port);
    bool supersedes(const PortData& port, const wire::Bpdu& config) const;
    void record_config(PortData& port, const wire::Bpdu& config);
    void config_bpdu_generation();
    void transmit_tcn();
    void configuration_update();
    void root_selection();
    void designated_port_selection();
    void become_designated(PortData& port);
    void port_state_selection();
    void make_forwarding(PortData& port);
    void make_blocking(PortData& port);
    void set_state(PortData& port, StpState state);
    void topology_change_detection();
    void set_topology_change(bool on);
    void received_config(PortData& port, const wire::Bpdu& config);
    void received_tcn(PortData& port);
    void after_update(bool was_root);
    void message_too_old(PortData& port);
    void forward_delay_over(PortData& port);
    void hold_over(PortData& port);
    void hello_over();
    void tcn_over();
    void topology_change_over();

    sim::NodeContext& context_;
    StpParameters own_;
    wire::BridgeId id_;
    Bridge& bridge_;
    std::vector<std::unique_ptr<PortData>> ports_;
    wire::BridgeId root_;
    std::uint32_t root_path_cost_ = 0;
    std::size_t root_port_ = 0;  // meaningful unless this is the root
    sim::Duration max_age_;
    sim::Duration hello_time_;
    sim::Duration forward_delay_;
    bool topology_change_detected_ = false;
    bool topology_change_ = false;
    sim::Timer hello_;
    sim::Timer tcn_;
    sim::Timer topology_change_timer_;
};

}  // namespace patchcord::models::ethernet
