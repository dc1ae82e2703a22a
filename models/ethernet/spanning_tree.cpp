// The procedures of 8.6, each with its number, then what happens on events (8.7).
// Message age grows by one second in each switch (8.6.1.3.3). A port that sent less than a second ago holds
// back (8.6.1.2.2). Read next: models/ethernet/spanning_tree.hpp.
#include "models/ethernet/spanning_tree.hpp"

#include <algorithm>
#include <tuple>

namespace patchcord::models::ethernet {

using wire::Bpdu;
using wire::BridgeId;

namespace {

using namespace std::chrono_literals;

constexpr sim::Duration kHoldTime = 1s;
constexpr sim::Duration kMessageAgeIncrement = 1s;
constexpr std::uint16_t kPortPriority = 0x80;

std::uint32_t path_cost(sim::Rate rate) {
    const std::uint64_t megabits = rate.bits_per_second() / 1'000'000;
    if (megabits >= 10'000) return 2;
    if (megabits >= 1000) return 4;
    return megabits >= 100 ? 19 : 100;
}

}  // namespace

std::string_view to_string(StpState state) {
    switch (state) {
        case StpState::Disabled:
            return "disabled";
        case StpState::Blocking:
            return "blocking";
        case StpState::Listening:
            return "listening";
        case StpState::Learning:
            return "learning";
        case StpState::Forwarding:
            return "forwarding";
    }
    return "?";
}

struct SpanningTree::PortData {
    PortData(SpanningTree& owner, std::size_t position)
        : tree{owner},
          number{position},
          id{static_cast<std::uint16_t>(kPortPriority << 8 | (position + 1))},
          message_age{owner.context_, *this, sim::calls<&PortData::age>},
          delay{owner.context_, *this, sim::calls<&PortData::pass>},
          hold{owner.context_, *this, sim::calls<&PortData::release>} {}

    void age() { tree.message_too_old(*this); }
    void pass() { tree.forward_delay_over(*this); }
    void release() { tree.hold_over(*this); }

    SpanningTree& tree;
    std::size_t number;
    std::uint16_t id;
    StpState state = StpState::Disabled;
    std::uint32_t cost = 0;
    BridgeId designated_root;
    std::uint32_t designated_cost = 0;
    BridgeId designated_bridge;
    std::uint16_t designated_port = 0;
    bool acknowledge = false;
    bool config_pending = false;
    sim::Time message_born = sim::kStart;  // when the recorded message would have had the age 0
    sim::Timer message_age;
    sim::Timer delay;
    sim::Timer hold;
};

SpanningTree::SpanningTree(sim::NodeContext& context, const StpParameters& parameters,
                           wire::MacAddress address, Bridge& bridge)
    : context_{context},
      own_{parameters},
      id_{parameters.priority, address},
      bridge_{bridge},
      root_{id_},
      max_age_{parameters.max_age},
      hello_time_{parameters.hello_time},
      forward_delay_{parameters.forward_delay},
      hello_{context, *this, sim::calls<&SpanningTree::hello_over>},
      tcn_{context, *this, sim::calls<&SpanningTree::tcn_over>},
      topology_change_timer_{context, *this, sim::calls<&SpanningTree::topology_change_over>} {
    hello_.arm(context.now());
}

SpanningTree::~SpanningTree() = default;

SpanningTree::PortData& SpanningTree::at(std::size_t port) {
    while (ports_.size() <= port)
        ports_.push_back(std::make_unique<PortData>(*this, ports_.size()));
    return *ports_[port];
}

StpState SpanningTree::state(std::size_t port) const {
    return port < ports_.size() ? ports_[port]->state : StpState::Disabled;
}

bool SpanningTree::is_designated(std::size_t port) const {
    return port < ports_.size() && ports_[port]->designated_bridge == id_ &&
           ports_[port]->designated_port == ports_[port]->id;
}

/// 8.6.1
void SpanningTree::transmit_config(PortData& port) {
    if (port.hold.is_armed()) {
        port.config_pending = true;
        return;
    }
    Bpdu config{.topology_change = topology_change_,
                .acknowledgment = port.acknowledge,
                .root = root_,
                .root_path_cost = root_path_cost_,
                .bridge = id_,
                .port = port.id,
                .max_age = max_age_,
                .hello_time = hello_time_,
                .forward_delay = forward_delay_};
    if (!is_root())
        config.message_age = context_.now() - ports_[root_port_]->message_born + kMessageAgeIncrement;
    if (config.message_age >= max_age_) return;
    port.acknowledge = false;
    port.config_pending = false;
    bridge_.send(port.number, config);
    port.hold.arm_after(kHoldTime);
}

/// 8.6.2: whether the message is better than what the port knows, or is from the one who told it.
bool SpanningTree::supersedes(const PortData& port, const Bpdu& config) const {
    const auto told = std::tuple{config.root, config.root_path_cost, config.bridge};
    const auto known = std::tuple{port.designated_root, port.designated_cost, port.designated_bridge};
    if (told != known) return told < known;
    return config.bridge != id_ || config.port <= port.designated_port;
}

/// 8.6.3 and 8.6.3.2.2
void SpanningTree::record_config(PortData& port, const Bpdu& config) {
    port.designated_root = config.root;
    port.designated_cost = config.root_path_cost;
    port.designated_bridge = config.bridge;
    port.designated_port = config.port;
    port.message_born = context_.now() - config.message_age;
    port.message_age.arm_after(std::max(sim::Duration{}, config.max_age - config.message_age));
}

/// 8.6.4
void SpanningTree::config_bpdu_generation() {
    for (const auto& port : ports_)
        if (port->state != StpState::Disabled && is_designated(port->number)) transmit_config(*port);
}

/// 8.6.6
void SpanningTree::transmit_tcn() {
    if (!is_root()) bridge_.send(root_port_, {.kind = Bpdu::Kind::TopologyChange});
}

/// 8.6.7
void SpanningTree::configuration_update() {
    root_selection();
    designated_port_selection();
}

/// 8.6.8
void SpanningTree::root_selection() {
    const PortData* best = nullptr;
    const auto rank = [](const PortData& port) {
        return std::tuple{port.designated_root, port.designated_cost + port.cost, port.designated_bridge,
                          port.designated_port, port.id};
    };
    for (const auto& port : ports_) {
        const bool possible =
            port->state != StpState::Disabled && !is_designated(port->number) && port->designated_root < id_;
        if (possible && (best == nullptr || rank(*port) < rank(*best))) best = port.get();
    }
    root_ = best == nullptr ? id_ : best->designated_root;
    root_path_cost_ = best == nullptr ? 0 : best->designated_cost + best->cost;
    if (best != nullptr) root_port_ = best->number;
}

/// 8.6.9
void SpanningTree::designated_port_selection() {
    for (const auto& port : ports_) {
        if (port->state == StpState::Disabled) continue;
        const auto mine = std::tuple{root_path_cost_, id_, port->id};
        const auto other = std::tuple{port->designated_cost, port->designated_bridge, port->designated_port};
        if (is_designated(port->number) || port->designated_root != root_ || mine < other)
            become_designated(*port);
    }
}

/// 8.6.10
void SpanningTree::become_designated(PortData& port) {
    port.designated_root = root_;
    port.designated_cost = root_path_cost_;
    port.designated_bridge = id_;
    port.designated_port = port.id;
}

/// 8.6.11
void SpanningTree::port_state_selection() {
    for (const auto& port : ports_) {
        if (port->state == StpState::Disabled) continue;
        if (is_root_port(port->number)) {
            port->config_pending = false;
            port->acknowledge = false;
            make_forwarding(*port);
        } else if (is_designated(port->number)) {
            port->message_age.disarm();
            make_forwarding(*port);
        } else {
            port->config_pending = false;
            port->acknowledge = false;
            make_blocking(*port);
        }
    }
}

/// 8.6.12
void SpanningTree::make_forwarding(PortData& port) {
    if (port.state != StpState::Blocking) return;
    set_state(port, StpState::Listening);
    port.delay.arm_after(forward_delay_);
}

/// 8.6.13
void SpanningTree::make_blocking(PortData& port) {
    if (port.state == StpState::Disabled || port.state == StpState::Blocking) return;
    const bool carried = port.state >= StpState::Learning;
    set_state(port, StpState::Blocking);
    port.delay.disarm();
    if (carried) topology_change_detection();
}

void SpanningTree::set_state(PortData& port, StpState state) {
    port.state = state;
    bridge_.state_changed(port.number, state);
}

/// 8.6.14
void SpanningTree::topology_change_detection() {
    if (is_root()) {
        set_topology_change(true);
        topology_change_timer_.arm_after(own_.max_age + own_.forward_delay);
    } else if (!topology_change_detected_) {
        transmit_tcn();
        tcn_.arm_after(own_.hello_time);
    }
    topology_change_detected_ = true;
}

void SpanningTree::set_topology_change(bool on) {
    if (!on && topology_change_) bridge_.topology_settled();
    topology_change_ = on;
}

// 8.7: what happens.

void SpanningTree::receive(std::size_t number, const Bpdu& bpdu) {
    PortData& port = at(number);
    if (port.state == StpState::Disabled) return;
    if (bpdu.kind == Bpdu::Kind::TopologyChange) return received_tcn(port);
    if (bpdu.message_age < bpdu.max_age) received_config(port, bpdu);
}

/// 8.7.1
void SpanningTree::received_config(PortData& port, const Bpdu& config) {
    if (!supersedes(port, config)) {
        if (is_designated(port.number)) transmit_config(port);
        return;
    }
    const bool was_root = is_root();
    record_config(port, config);
    configuration_update();
    port_state_selection();
    if (was_root && !is_root()) {
        hello_.disarm();
        if (topology_change_detected_) {
            topology_change_timer_.disarm();
            transmit_tcn();
            tcn_.arm_after(own_.hello_time);
        }
    }
    if (!is_root_port(port.number)) return;
    max_age_ = config.max_age;  // 8.6.3.2: what the root says holds for all
    hello_time_ = config.hello_time;
    forward_delay_ = config.forward_delay;
    set_topology_change(config.topology_change);
    config_bpdu_generation();
    if (config.acknowledgment) {
        topology_change_detected_ = false;
        tcn_.disarm();
    }
}

/// 8.7.2
void SpanningTree::received_tcn(PortData& port) {
    if (!is_designated(port.number)) return;
    topology_change_detection();
    port.acknowledge = true;
    transmit_config(port);
}

/// Whoever has become the root speaks for itself (8.8.2, 8.8.3 and 8.7.4).
void SpanningTree::after_update(bool was_root) {
    if (!is_root() || was_root) return;
    max_age_ = own_.max_age;
    hello_time_ = own_.hello_time;
    forward_delay_ = own_.forward_delay;
    topology_change_detection();
    tcn_.disarm();
    hello_.disarm();
    hello_over();
}

/// 8.7.3
void SpanningTree::hello_over() {
    config_bpdu_generation();
    if (is_root()) hello_.arm_after(own_.hello_time);
}

/// 8.7.4
void SpanningTree::message_too_old(PortData& port) {
    const bool was_root = is_root();
    become_designated(port);
    configuration_update();
    port_state_selection();
    after_update(was_root);
}

/// 8.7.5
void SpanningTree::forward_delay_over(PortData& port) {
    if (port.state == StpState::Listening) {
        set_state(port, StpState::Learning);
        port.delay.arm_after(forward_delay_);
    } else if (port.state == StpState::Learning) {
        set_state(port, StpState::Forwarding);
        const auto designated = [&](const auto& other) {
            return other->state != StpState::Disabled && is_designated(other->number);
        };
        if (std::ranges::any_of(ports_, designated)) topology_change_detection();
    }
}

/// 8.7.6
void SpanningTree::tcn_over() {
    transmit_tcn();
    tcn_.arm_after(own_.hello_time);
}

/// 8.7.7
void SpanningTree::topology_change_over() {
    topology_change_detected_ = false;
    set_topology_change(false);
}

/// 8.7.8
void SpanningTree::hold_over(PortData& port) {
    if (port.config_pending) transmit_config(port);
}

/// 8.8.2
void SpanningTree::enable(std::size_t number, sim::Rate rate) {
    PortData& port = at(number);
    port.cost = path_cost(rate);
    become_designated(port);
    port.acknowledge = false;
    port.config_pending = false;
    port.message_age.disarm();
    port.delay.disarm();
    port.hold.disarm();
    set_state(port, StpState::Blocking);
    port_state_selection();
}

/// 8.8.3
void SpanningTree::disable(std::size_t number) {
    PortData& port = at(number);
    if (port.state == StpState::Disabled) return;
    const bool was_root = is_root();
    become_designated(port);
    set_state(port, StpState::Disabled);
    port.acknowledge = false;
    port.config_pending = false;
    port.message_age.disarm();
    port.delay.disarm();
    configuration_update();
    port_state_selection();
    after_update(was_root);
}

}  // namespace patchcord::models::ethernet
