// Who talks, who only listens, and the walk along the cables that puts a switch between its hosts.
// Read next: results/analysis/lanes.hpp.
#include "results/analysis/lanes.hpp"

#include "models/wire/dissect.hpp"
#include "models/wire/ethernet.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <set>

namespace patchcord::results {

namespace wire = models::wire;

namespace {

sim::NodeId node_at(std::size_t position) {
    return sim::NodeId{static_cast<std::uint32_t>(position)};
}

std::vector<std::vector<std::size_t>> neighbours(const Run& run) {
    std::vector<std::vector<std::size_t>> beside(run.header().nodes.size());
    for (const LinkInfo& link : run.header().links) {
        const std::size_t a = index(link.ends[0].node);
        const std::size_t b = index(link.ends[1].node);
        beside[a].push_back(b);
        beside[b].push_back(a);
    }
    return beside;
}

struct Activity {
    std::vector<bool> sent;
    std::vector<bool> heard;  ///< was sent something, a broadcast and what was lost included
    std::vector<bool> carried;
};

Activity activity(const Run& run, const Journeys& journeys) {
    const std::size_t nodes = run.header().nodes.size();
    Activity out{std::vector<bool>(nodes), std::vector<bool>(nodes), std::vector<bool>(nodes)};
    for (const Journey& journey : journeys.all()) {
        out.sent[index(journey.origin().from.node)] = true;
        const auto frame = journeys.bytes(journey);
        for (const Hop& hop : journey.hops) {
            out.carried[index(hop.from.node)] = true;
            if (hop.to.node == sim::kNoNode) continue;
            out.carried[index(hop.to.node)] = true;
            if (is_addressee(run, hop, frame)) out.heard[index(hop.to.node)] = true;
        }
    }
    return out;
}

std::vector<sim::NodeId> hosts(const Run& run, const Activity& active) {
    std::vector<sim::NodeId> all;
    std::vector<sim::NodeId> talkers;
    std::vector<sim::NodeId> listeners;
    for (std::size_t node = 0; node < run.header().nodes.size(); ++node) {
        if (run.node(node_at(node)).kind != NodeKind::Host) continue;
        all.push_back(node_at(node));
        if (active.sent[node]) talkers.push_back(node_at(node));
        if (active.sent[node] || active.heard[node]) listeners.push_back(node_at(node));
    }
    if (listeners.size() > Lanes::kWithListeners) return talkers;
    const bool is_alone = listeners.size() == 1 && all.size() <= Lanes::kWithListeners;
    return is_alone ? all : listeners;
}

/// `ends` and the switches that carried frames, in the order of a walk along the cables.
std::vector<sim::NodeId> with_switches(const Run& run, const Activity& active,
                                       const std::vector<sim::NodeId>& ends) {
    const auto beside = neighbours(run);
    std::vector<bool> wanted(beside.size());
    for (const sim::NodeId end : ends)
        wanted[index(end)] = true;
    for (std::size_t node = 0; node < beside.size(); ++node) {
        if (run.node(node_at(node)).kind != NodeKind::Host && active.carried[node]) wanted[node] = true;
    }
    std::vector<sim::NodeId> order;
    std::vector<bool> seen(beside.size());
    for (const sim::NodeId end : ends) {
        std::vector<std::size_t> to_visit{index(end)};
        while (!to_visit.empty()) {
            const std::size_t node = to_visit.back();
            to_visit.pop_back();
            if (seen[node]) continue;
            seen[node] = true;
            if (wanted[node]) order.push_back(node_at(node));
            to_visit.insert(to_visit.end(), beside[node].rbegin(), beside[node].rend());
        }
    }
    return order;
}

}  // namespace

Lanes::Lanes(const Run& run, const Journeys& journeys, bool switches) {
    const Activity active = activity(run, journeys);
    nodes_ = hosts(run, active);
    if (switches) nodes_ = with_switches(run, active, nodes_);
    lane_of_node_.resize(run.header().nodes.size());
    for (std::size_t lane = 0; lane < nodes_.size(); ++lane)
        lane_of_node_[index(nodes_[lane])] = lane;
}

std::optional<std::size_t> Lanes::lane(sim::NodeId node) const {
    return index(node) < lane_of_node_.size() ? lane_of_node_[index(node)] : std::nullopt;
}

std::vector<LadderLane> Lanes::describe(const Run& run, const TcpFlows& flows) const {
    std::vector<std::set<wire::Endpoint>> used(nodes_.size());
    for (const TcpFlow& flow : flows.all()) {
        for (const TcpDirection& way : flow.directions) {
            const auto owner = run.owner(way.from.address);
            const auto where = owner ? lane(*owner) : std::nullopt;
            if (where) used[*where].insert(way.from);
        }
    }
    std::vector<LadderLane> lanes;
    for (std::size_t i = 0; i < nodes_.size(); ++i) {
        const NodeInfo& node = run.node(nodes_[i]);
        LadderLane& lane = lanes.emplace_back(LadderLane{nodes_[i], node.kind, node.name, {}});
        if (used[i].size() == 1) {
            lane.address = to_string(*used[i].begin());
            continue;
        }
        const auto port =
            std::ranges::find_if(node.ports, [](const PortInfo& p) { return p.address.has_value(); });
        if (port != node.ports.end()) lane.address = to_string(port->address->address());
    }
    return lanes;
}

std::size_t cables_between(const Run& run, sim::NodeId from, sim::NodeId to) {
    const auto beside = neighbours(run);
    std::vector<std::optional<std::size_t>> distance(beside.size());
    std::vector<std::size_t> to_visit{index(from)};
    distance[index(from)] = 0;
    for (std::size_t next = 0; next < to_visit.size(); ++next) {
        for (const std::size_t node : beside[to_visit[next]]) {
            if (distance[node]) continue;
            distance[node] = *distance[to_visit[next]] + 1;
            to_visit.push_back(node);
        }
    }
    return distance[index(to)].value_or(0);
}

}  // namespace patchcord::results
