// Building and running. Members are destroyed from the last to the first: cables, then nodes with every frame
// that they still hold, then the simulation with its pool, which checks that nothing is missing.
// Read next: models/network/network.hpp.
#include "models/network/network.hpp"

#include "sim/core/check.hpp"

#include <algorithm>
#include <utility>

namespace patchcord::models::network {
namespace {

using ethernet::Hub;
using ethernet::Nic;
using ethernet::Port;
using ethernet::Switch;
using host::Host;

std::size_t ports(const Host& node) {
    return node.nics();
}
std::size_t ports(const Switch& node) {
    return node.ports();
}
std::size_t ports(const Hub& node) {
    return node.ports();
}
Nic& port(Host& node, std::size_t number) {
    return node.nic(number);
}
Nic& port(Switch& node, std::size_t number) {
    return node.port(number);
}
Port& port(Hub& node, std::size_t number) {
    return node.port(number);
}
bool is_taken(const Nic& card) {
    return card.is_plugged_in();
}
bool is_taken(const Port& port) {
    return port.link() != nullptr;
}
void add_port(Host& node, wire::MacAddress mac) {
    node.add_nic(mac);
}
void add_port(Switch& node, wire::MacAddress mac) {
    node.add_port(mac);
}
void add_port(Hub& node, wire::MacAddress) {
    node.add_port();
}

/// The wanted port or the first that is free, made when it does not exist yet.
template <class Kind>
Port& plug_into(Kind& node, std::optional<std::uint16_t> wanted) {
    std::size_t number = wanted.value_or(0);
    while (!wanted && number < ports(node) && is_taken(port(node, number)))
        ++number;
    while (ports(node) <= number) {
        const sim::PortId next{static_cast<std::uint16_t>(ports(node))};
        add_port(node, Network::automatic_mac(node.context().id(), next));
    }
    return port(node, number);
}

template <class Kind, class Member>
Kind* as(Member* member) {
    const auto* held = member == nullptr ? nullptr : std::get_if<std::unique_ptr<Kind>>(member);
    return held == nullptr ? nullptr : held->get();
}

}  // namespace

Network::Network(std::uint64_t seed, unsigned partitions, Placement placement)
    : simulation_{seed, partitions}, placement_{std::move(placement)} {
    if (!placement_) {
        placement_ = [partitions](sim::NodeId node) { return index(node) % partitions; };
    }
}

Network::~Network() {
    tracer_.set_sink(nullptr);
}

sim::NodeContext& Network::add_context(std::string name) {
    const sim::NodeId number{static_cast<std::uint32_t>(nodes_.size())};
    const bool is_new = numbers_.emplace(name, number).second;
    sim::check(is_new, "two nodes have the same name");
    contexts_.push_back(&simulation_.add_node(std::move(name), placement_(number)));
    return *contexts_.back();
}

Host& Network::add_host(std::string name, const HostParameters& parameters) {
    sim::NodeContext& context = add_context(std::move(name));
    auto made = std::make_unique<Host>(context, tracer_, parameters.stack);
    Host& node = *made;
    nodes_.emplace_back(std::move(made));
    Nic& nic = node.add_nic(parameters.mac.value_or(automatic_mac(context.id(), sim::PortId{0})));
    if (parameters.address) node.add_interface(nic, *parameters.address);
    if (parameters.gateway)
        sim::check(node.set_gateway(*parameters.gateway), "a gateway is on no subnet of its host");
    return node;
}

Switch& Network::add_switch(std::string name, const ethernet::SwitchParameters& parameters) {
    auto made = std::make_unique<Switch>(add_context(std::move(name)), tracer_, parameters);
    Switch& node = *made;
    nodes_.emplace_back(std::move(made));
    return node;
}

Hub& Network::add_hub(std::string name) {
    auto made = std::make_unique<Hub>(add_context(std::move(name)), tracer_);
    Hub& node = *made;
    nodes_.emplace_back(std::move(made));
    return node;
}

wire::MacAddress Network::automatic_mac(sim::NodeId node, sim::PortId port) {
    return wire::MacAddress::from_u64(std::uint64_t{0x02} << 40 | std::uint64_t{index(port)} << 24 |
                                      (index(node) + 1));
}

Port& Network::socket_for(const Plug& plug) {
    Member* node = plug.node_ == nullptr ? find(plug.name_) : find(plug.node_->context().id());
    sim::check(node != nullptr, "a cable to a node that does not exist");
    return std::visit([&](const auto& held) -> Port& { return plug_into(*held, plug.port_); }, *node);
}

ethernet::Link& Network::connect(const Plug& a, const Plug& b, const ethernet::LinkParameters& parameters,
                                 std::string name) {
    Port& from = socket_for(a);
    Port& to = socket_for(b);
    sim::check(&from != &to, "a cable from a port to itself");
    if (name.empty()) name = free_link_name(from, to);
    links_.push_back(std::make_unique<ethernet::Link>(name, parameters, from, to, tracer_));
    const bool is_new = links_by_name_.emplace(std::move(name), links_.back().get()).second;
    sim::check(is_new, "two cables have the same name");
    return *links_.back();
}

std::string Network::free_link_name(const Port& a, const Port& b) const {
    const std::string name = std::string{a.context().name()} + "-" + std::string{b.context().name()};
    std::string numbered = name;
    for (int count = 2; links_by_name_.contains(numbered); ++count)
        numbered = name + "-" + std::to_string(count);
    return numbered;
}

sim::Duration Network::lookahead() const {
    sim::Duration least = sim::Duration::max();
    if (simulation_.partitions() == 1) return least;
    for (const auto& link : links_) {
        if (&link->end(0).context().partition() != &link->end(1).context().partition())
            least = std::min(least, link->least_delay());
    }
    return least;
}

sim::StopReason Network::run_until(sim::Time end, std::uint64_t max_events) {
    simulation_.set_lookahead(std::min(lookahead(), sim::kNever - end));
    return simulation_.run_until(end, max_events);
}

std::string_view Network::name(sim::NodeId node) const {
    return contexts_.at(index(node))->name();
}

Network::Member* Network::find(sim::NodeId node) {
    return index(node) < nodes_.size() ? &nodes_[index(node)] : nullptr;
}

Network::Member* Network::find(std::string_view name) {
    const auto found = numbers_.find(name);
    return found == numbers_.end() ? nullptr : find(found->second);
}

Host* Network::find_host(sim::NodeId node) {
    return as<Host>(find(node));
}
Host* Network::find_host(std::string_view name) {
    return as<Host>(find(name));
}
Switch* Network::find_switch(sim::NodeId node) {
    return as<Switch>(find(node));
}
Switch* Network::find_switch(std::string_view name) {
    return as<Switch>(find(name));
}

Hub* Network::find_hub(sim::NodeId node) {
    return as<Hub>(find(node));
}
Hub* Network::find_hub(std::string_view name) {
    return as<Hub>(find(name));
}

Nic* Network::find_nic(const Port& port) {
    const sim::NodeId node = port.context().id();
    if (Host* host = find_host(node)) return &host->nic(index(port.port()));
    if (Switch* bridge = find_switch(node)) return &bridge->port(index(port.port()));
    return nullptr;
}

ethernet::Link* Network::find_link(std::string_view name) {
    const auto found = links_by_name_.find(name);
    return found == links_by_name_.end() ? nullptr : found->second;
}

}  // namespace patchcord::models::network
