// Which nodes get a lane of the ladder, in which order, and what stands above it.
// Not here: what goes on between the lanes (ladder.cpp).
// Read next: results/analysis/ladder.cpp.
#pragma once

#include "results/analysis/journeys.hpp"
#include "results/analysis/ladder.hpp"
#include "results/analysis/tcp_flows.hpp"
#include "results/record/run.hpp"
#include "sim/core/ids.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace patchcord::results {

class Lanes {
  public:
    /// Hosts in the order of the scenario: all that sent something or were sent something; of more than
    /// kWithListeners of these, those that sent. Who sends in vain is shown with all hosts, so that there is
    /// somewhere to send to, if these are no more than kWithListeners. With `switches`, the switches too,
    /// each beside what it joins.
    Lanes(const Run& run, const Journeys& journeys, bool switches);

    static constexpr std::size_t kWithListeners = 5;

    const std::vector<sim::NodeId>& nodes() const { return nodes_; }
    std::optional<std::size_t> lane(sim::NodeId node) const;
    std::vector<LadderLane> describe(const Run& run, const TcpFlows& flows) const;

  private:
    std::vector<sim::NodeId> nodes_;
    std::vector<std::optional<std::size_t>> lane_of_node_;
};

/// Cables between two nodes on the shortest way; 0 for a node itself or if there is none.
std::size_t cables_between(const Run& run, sim::NodeId from, sim::NodeId to);

}  // namespace patchcord::results
