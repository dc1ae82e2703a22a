// Building the network in the order of the description, so that positions are NodeIds.
// Names of ports are those of Linux: eth0 on a host; a switch numbers its ports from 1.
// Read next: scenarios/assemble/assemble.hpp.
#include "scenarios/assemble/assemble.hpp"

#include "models/apps/registry.hpp"
#include "models/ethernet/link.hpp"
#include "scenarios/description/knobs.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace patchcord::scenarios {

using namespace models;

namespace {

template <class Target, class Value>
void lay_over(Target& target, const std::optional<Value>& knob) {
    if (knob) target = static_cast<Target>(*knob);
}

tcp::Config tcp_config(const NodeDescription& node) {
    tcp::Config config = tcp::profile_config(*node.profile);
    const TcpKnobs& knobs = node.tcp;
    lay_over(config.mss, knobs.mss);
    lay_over(config.window_scale, knobs.window_scale);
    lay_over(config.timestamps, knobs.timestamps);
    lay_over(config.sack, knobs.sack);
    lay_over(config.ecn, knobs.ecn);
    lay_over(config.receive_buffer, knobs.receive_buffer);
    lay_over(config.receive_maximum, knobs.receive_maximum ? knobs.receive_maximum : knobs.receive_buffer);
    lay_over(config.send_buffer, knobs.send_buffer);
    lay_over(config.initial_window, knobs.initial_window);
    lay_over(config.congestion, knobs.congestion);
    lay_over(config.hystart, knobs.hystart);
    lay_over(config.idle_restart, knobs.idle_restart);
    lay_over(config.fast_retransmit, knobs.fast_retransmit);
    lay_over(config.detection, knobs.detection);
    lay_over(config.duplicate_threshold, knobs.duplicate_threshold);
    lay_over(config.limited_transmit, knobs.limited_transmit);
    lay_over(config.tail_loss_probe, knobs.tail_loss_probe);
    lay_over(config.prr, knobs.prr);
    lay_over(config.frto, knobs.frto);
    lay_over(config.undo, knobs.undo);
    lay_over(config.dsack, knobs.dsack);
    lay_over(config.nagle, knobs.nagle);
    lay_over(config.delayed_ack, knobs.delayed_ack);
    lay_over(config.ack_every, knobs.ack_every);
    lay_over(config.initial_rto, knobs.initial_rto);
    lay_over(config.min_rto, knobs.min_rto);
    lay_over(config.max_rto, knobs.max_rto);
    lay_over(config.syn_retries, knobs.syn_retries);
    lay_over(config.synack_retries, knobs.synack_retries);
    lay_over(config.retries, knobs.retries);
    lay_over(config.msl, knobs.msl);
    lay_over(config.keepalive, knobs.keepalive);
    lay_over(config.keepalive_idle, knobs.keepalive_idle);
    lay_over(config.keepalive_interval, knobs.keepalive_interval);
    lay_over(config.keepalive_count, knobs.keepalive_count);
    lay_over(config.user_timeout, knobs.user_timeout);
    lay_over(config.syn_cookies, knobs.syn_cookies);
    if (knobs.isn) config.isn = static_cast<std::uint32_t>(*knobs.isn);
    return config;
}

network::HostParameters host_parameters(const NodeDescription& node) {
    network::HostParameters parameters{.address = node.address, .gateway = node.gateway, .mac = node.mac};
    parameters.stack.tcp = tcp_config(node);
    lay_over(parameters.stack.arp.timeout, node.arp.timeout);
    lay_over(parameters.stack.arp.retries, node.arp.retries);
    return parameters;
}

std::array<ethernet::Duplex, 2> duplex_of(const CableDescription& cable) {
    using ethernet::Duplex;
    if (!cable.forced_full) return {cable.duplex, cable.duplex};
    const bool first = cable.ends[0].node == *cable.forced_full;
    return {first ? Duplex::Full : Duplex::Negotiated, first ? Duplex::Negotiated : Duplex::Full};
}

/// The fastest PHY of the port.
std::optional<ethernet::Phy> fastest_at(const Scenario& scenario, const CableEnd& end) {
    const NodeDescription& node = scenario.node(end.node);
    const auto& rate = node.kind == NodeKind::Host ? node.card.rate : node.port_rate;
    return rate ? ethernet::phy_of(*rate) : std::nullopt;
}

ethernet::LinkParameters link_parameters(const Scenario& scenario, const CableDescription& cable) {
    return {.rate = cable.rate,
            .delay = cable.delay,
            .bit_error_ratio = cable.bit_error_ratio,
            .burst = static_cast<double>(cable.burst),
            .cable = cable.pair(),
            .margin = cable.margin,
            .start = cable.link_start,
            .duplex = duplex_of(cable),
            .fastest = {fastest_at(scenario, cable.ends[0]), fastest_at(scenario, cable.ends[1])},
            .error_events = cable.error_events};
}

network::Plug plug(const Scenario& scenario, const CableEnd& end) {
    return {scenario.node(end.node).name, index(end.port)};
}

/// Its queue and its driver.
void set_card(ethernet::Nic& card, const CableDescription& cable, const CardKnobs& knobs) {
    constexpr std::int64_t kRing = 256;  // as e1000 and most others
    card.set_transmit_ring(static_cast<std::size_t>(knobs.tx_ring.value_or(0)));
    card.set_queue_limit(static_cast<std::size_t>(cable.queue));
    card.set_pause(cable.pause);
    if (knobs.rx_ring || knobs.rx_time)
        card.set_receive_ring(static_cast<std::size_t>(knobs.rx_ring.value_or(kRing)),
                              knobs.rx_time.value_or(std::chrono::microseconds{1}));
    if (cable.red)
        card.set_red({.minimum = cable.red_minimum,
                      .maximum = cable.red_maximum,
                      .probability = cable.red_probability});
}

ethernet::SwitchParameters switch_parameters(const NodeDescription& node) {
    ethernet::SwitchParameters parameters{.ageing = node.ageing};
    if (node.stp) parameters.stp = {.priority = static_cast<std::uint16_t>(node.stp_priority)};
    return parameters;
}

void connect(network::Network& network, const Scenario& scenario, const CableDescription& cable) {
    ethernet::Link& link = network.connect(plug(scenario, cable.ends[0]), plug(scenario, cable.ends[1]),
                                           link_parameters(scenario, cable), cable.name);
    for (const std::size_t end : {std::size_t{0}, std::size_t{1}}) {
        if (ethernet::Nic* card = network.find_nic(link.end(end)))
            set_card(*card, cable, scenario.node(cable.ends[end].node).card);
        if (ethernet::Switch* bridge = network.find_switch(cable.ends[end].node))
            bridge->set_vlan(index(cable.ends[end].port),
                             {static_cast<std::uint16_t>(cable.vlan), cable.trunk});
    }
}

/// kNever for one that lasts for ever.
sim::Time end_of(const FaultDescription& outage) {
    return outage.lasts ? sim::kStart + outage.end() : sim::kNever;
}

void add_fault(network::Network& network, const Scenario& scenario, std::size_t number) {
    const FaultDescription& fault = scenario.faults[number];
    if (!fault.cable) return;
    const CableDescription& cable = scenario.cables[*fault.cable];
    ethernet::Link& link = *network.links()[*fault.cable];
    if (fault.kind == FaultKind::Unplug) return link.plan_outage(sim::kStart + *fault.at, end_of(fault));
    if (fault.kind == FaultKind::ChangeLength) {
        CableDescription changed = cable;
        changed.length = *fault.to;
        return link.plan_change(sim::kStart + *fault.at, changed.pair());
    }
    if (fault.kind == FaultKind::FillQueue) {
        for (const std::size_t end : {std::size_t{0}, std::size_t{1}}) {
            ethernet::Nic* const card = network.find_nic(link.end(end));
            if (card != nullptr && (!fault.from || cable.ends[end].node == *fault.from))
                card->plan_full_queue(sim::kStart + *fault.at, end_of(fault));
        }
        return;
    }
    const auto count = [](const std::optional<std::int64_t>& value) {
        return static_cast<std::uint64_t>(value.value_or(1));
    };
    for (const std::size_t end : {std::size_t{0}, std::size_t{1}}) {
        if (fault.from && cable.ends[end].node != *fault.from) continue;
        link.impairment(link.end(end))
            .add({.filter = fault.filter,
                  .nth = count(fault.nth),
                  .count = count(fault.count),
                  .action = static_cast<ethernet::FaultAction>(fault.kind),
                  .bits = count(fault.bits),
                  .unseen = fault.unseen.value_or(false),
                  .by = fault.by,
                  .behind = count(fault.behind),
                  .number = number});
    }
}

results::NodeInfo describe(const NodeDescription& node, sim::NodeId id, network::Network& network) {
    results::NodeInfo info{.name = node.name, .kind = results::NodeKind::Host, .ports = {}};
    if (host::Host* host = network.find_host(id)) {
        for (std::size_t i = 0; i < host->nics(); ++i)
            info.ports.push_back({"eth" + std::to_string(i), host->nic(i).address(), node.address});
    } else if (ethernet::Switch* bridge = network.find_switch(id)) {
        info.kind = results::NodeKind::Switch;
        for (std::size_t i = 0; i < bridge->ports(); ++i)
            info.ports.push_back({"port" + std::to_string(i + 1), bridge->port(i).address(), std::nullopt});
    } else {
        info.kind = results::NodeKind::Hub;
        for (std::size_t i = 0; i < network.find_hub(id)->ports(); ++i)
            info.ports.push_back({"port" + std::to_string(i + 1), {}, std::nullopt});
    }
    return info;
}

results::RunHeader describe(const Scenario& scenario, network::Network& network) {
    results::RunHeader header{.name = scenario.name,
                              .title = scenario.title.en.empty() ? scenario.title.ko : scenario.title.en,
                              .seed = scenario.seed,
                              .nodes = {},
                              .links = {}};
    for (std::size_t i = 0; i < scenario.nodes.size(); ++i) {
        const sim::NodeId id{static_cast<std::uint32_t>(i)};
        header.nodes.push_back(describe(scenario.nodes[i], id, network));
    }
    for (std::size_t i = 0; i < scenario.cables.size(); ++i) {
        const CableDescription& cable = scenario.cables[i];
        const ethernet::Link& link = *network.links()[i];
        const ethernet::LinkState& state = link.first_state();
        header.links.push_back({.name = cable.name,
                                .ends = {results::PortRef{cable.ends[0].node, cable.ends[0].port},
                                         results::PortRef{cable.ends[1].node, cable.ends[1].port}},
                                .rate = state.rate,
                                .delay = state.delay,
                                .fastest = state.fastest,
                                .phy = state.phy,
                                .up = state.comes_up,
                                .start = link.is_up_at_start() ? sim::Duration{} : state.start,
                                .failed_tries = state.failed_tries});
    }
    return header;
}

/// When an application begins; a script has no time of its own, but its first call has.
sim::Duration beginning(const AppUse& use) {
    if (use.arguments.has("at")) return use.arguments.get<sim::Duration>("at");
    if (!use.arguments.has("calls")) return {};
    const auto& calls = use.arguments.get<std::vector<apps::Call>>("calls");
    return calls.empty() ? sim::Duration{} : calls.front().arguments.get<sim::Duration>("at");
}

/// What starts with the host starts again when it boots, and so does what is to begin later. The others have
/// had their time.
void plan_crash(network::Network& network, const Scenario& scenario, const FaultDescription& fault) {
    host::Host& host = *network.find_host(*fault.crash);
    std::vector<AppUse> uses;
    for (const AppUse& use : scenario.apps) {
        if (use.on == *fault.crash) uses.push_back(use);
    }
    host.plan_outage(sim::kStart + *fault.at, end_of(fault), [&host, uses] {
        for (const AppUse& use : uses) {
            const sim::Duration at = beginning(use);
            const bool is_over = at > sim::Duration{} && sim::kStart + at < host.context().now();
            if (!is_over) apps::start(host, use.app, use.arguments);
        }
    });
}

}  // namespace

Assembled assemble(const Scenario& scenario, unsigned partitions) {
    Assembled assembled{.network = std::make_unique<network::Network>(scenario.seed, partitions),
                        .header = {}};
    network::Network& network = *assembled.network;
    for (const NodeDescription& node : scenario.nodes) {
        if (node.kind == NodeKind::Host) {
            network.add_host(node.name, host_parameters(node));
        } else if (node.kind == NodeKind::Hub) {
            network.add_hub(node.name);
        } else {
            network.add_switch(node.name, switch_parameters(node));
        }
    }
    for (const CableDescription& cable : scenario.cables)
        connect(network, scenario, cable);
    for (std::size_t number = 0; number < scenario.faults.size(); ++number)
        add_fault(network, scenario, number);
    assembled.header = describe(scenario, network);
    return assembled;
}

void start_apps(network::Network& network, const Scenario& scenario) {
    for (const AppUse& use : scenario.apps)
        apps::start(*network.find_host(use.on), use.app, use.arguments);
    for (const FaultDescription& fault : scenario.faults) {
        if (fault.kind == FaultKind::Crash) plan_crash(network, scenario, fault);
    }
}

std::vector<std::size_t> idle_faults(const network::Network& network, const Scenario& scenario,
                                     sim::Time end) {
    std::vector<std::size_t> idle;
    for (std::size_t number = 0; number < scenario.faults.size(); ++number) {
        const FaultDescription& fault = scenario.faults[number];
        bool has_fired = false;
        if (!fault.counts_frames()) {
            has_fired = sim::kStart + *fault.at <= end;
        } else {
            for (const std::size_t side : {std::size_t{0}, std::size_t{1}}) {
                ethernet::Link& link = *network.links()[*fault.cable];
                has_fired |= link.impairment(link.end(side)).has_fired(number);
            }
        }
        if (!has_fired) idle.push_back(number);
    }
    return idle;
}

}  // namespace patchcord::scenarios
