// A network that can run: hosts, switches, hubs and the cables between them, with the simulation that they
// live in. Everything is built by calls, by a program as by the loader of scenarios, and owned here. Nodes
// are numbered in the order in which they are added, and named. Not here: routes beyond a host's gateway,
// generated topologies. Read next: models/host/host.hpp, models/ethernet/link.hpp, tests/example/.
#pragma once

#include "models/ethernet/hub.hpp"
#include "models/ethernet/link.hpp"
#include "models/ethernet/nic.hpp"
#include "models/ethernet/switch.hpp"
#include "models/host/host.hpp"
#include "models/host/stack.hpp"
#include "models/trace/tracer.hpp"
#include "models/wire/address.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"
#include "sim/event/node.hpp"
#include "sim/event/scheduler.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace patchcord::models::network {

struct HostParameters {
    std::optional<wire::Ipv4Prefix> address = {};   ///< of its card; without one it has no IP
    std::optional<wire::Ipv4Address> gateway = {};  ///< must be on the subnet of the address
    std::optional<wire::MacAddress> mac = {};       ///< default: Network::automatic_mac
    host::StackParameters stack = {};
};

/// Where a cable is plugged in: a node, by itself or by its name, and a port of it, from 0. Without a port it
/// is the first that is free; a new one if none is.
class Plug {
  public:
    Plug(sim::Node& node, std::optional<std::uint16_t> port = {}) : node_{&node}, port_{port} {}
    Plug(std::string_view name, std::optional<std::uint16_t> port = {}) : name_{name}, port_{port} {}
    Plug(const char* name) : name_{name} {}

  private:
    friend class Network;
    sim::Node* node_ = nullptr;
    std::string name_;
    std::optional<std::uint16_t> port_;
};

class Network {
  public:
    /// Which partition a node lives in, from 0.
    using Placement = std::function<unsigned(sim::NodeId)>;

    /// Spread over `partitions` event queues (1 to 64), by default node i in partition i modulo that number.
    /// The result of a run does not depend on it.
    explicit Network(std::uint64_t seed, unsigned partitions = 1, Placement placement = {});
    Network(const Network&) = delete;
    Network& operator=(const Network&) = delete;
    /// Silently: nothing is sent or traced. Frames and sockets of this network must not outlive it.
    ~Network();

    // Building. Names are unique among nodes, and among cables (checked).

    host::Host& add_host(std::string name, const HostParameters& parameters = {});
    ethernet::Switch& add_switch(std::string name, const ethernet::SwitchParameters& parameters = {});
    ethernet::Hub& add_hub(std::string name);
    /// A cable between two different ports, each free (checked). Without a name it is called after both
    /// nodes: "client-server", the second one "client-server-2".
    ethernet::Link& connect(const Plug& a, const Plug& b, const ethernet::LinkParameters& parameters = {},
                            std::string name = {});

    /// Locally administered, different for each port of a network: 02:pp:pp:nn:nn:nn with the number of the
    /// port, from 0, and of the node, from 1. The first node's only card has 02:00:00:00:00:01.
    static wire::MacAddress automatic_mac(sim::NodeId node, sim::PortId port);

    // Running.

    /// Runs all events up to and including `end` (before 106 days), at most `max_events` more.
    sim::StopReason run_until(sim::Time end, std::uint64_t max_events = sim::Simulation::kNoLimit);
    /// The same, `duration` from now on.
    sim::StopReason run_for(sim::Duration duration) { return run_until(now() + duration); }
    sim::Time now() const { return simulation_.now(); }

    // Looking.

    trace::Tracer& tracer() { return tracer_; }
    sim::Simulation& simulation() { return simulation_; }
    std::size_t size() const { return nodes_.size(); }
    std::string_view name(sim::NodeId node) const;
    /// By number or by name; null when there is none, or it is of the other kind.
    host::Host* find_host(sim::NodeId node);
    host::Host* find_host(std::string_view name);
    ethernet::Switch* find_switch(sim::NodeId node);
    ethernet::Switch* find_switch(std::string_view name);
    ethernet::Hub* find_hub(sim::NodeId node);
    ethernet::Hub* find_hub(std::string_view name);
    /// The card whose port that is; null for a port of a hub.
    ethernet::Nic* find_nic(const ethernet::Port& port);
    ethernet::Link* find_link(std::string_view name);
    /// In the order in which they were connected.
    const std::vector<std::unique_ptr<ethernet::Link>>& links() const { return links_; }

  private:
    using Member = std::variant<std::unique_ptr<host::Host>, std::unique_ptr<ethernet::Switch>,
                                std::unique_ptr<ethernet::Hub>>;

    sim::NodeContext& add_context(std::string name);
    Member* find(sim::NodeId node);
    Member* find(std::string_view name);
    ethernet::Port& socket_for(const Plug& plug);
    /// The smallest delay between two partitions.
    sim::Duration lookahead() const;
    std::string free_link_name(const ethernet::Port& a, const ethernet::Port& b) const;

    sim::Simulation simulation_;
    trace::Tracer tracer_;
    Placement placement_;
    std::vector<sim::NodeContext*> contexts_;
    std::vector<Member> nodes_;  // by number
    std::map<std::string, sim::NodeId, std::less<>> numbers_;
    std::vector<std::unique_ptr<ethernet::Link>> links_;
    std::map<std::string, ethernet::Link*, std::less<>> links_by_name_;
};

}  // namespace patchcord::models::network
