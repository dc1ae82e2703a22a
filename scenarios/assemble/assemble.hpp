// From the description of a scenario to a network that can run: nodes, cables, faults, and the processes of
// its applications. Everything was checked by the loader; nothing here can be the user's mistake. Read next:
// scenarios/description/scenario.hpp, models/network/network.hpp.
#pragma once

#include "models/network/network.hpp"
#include "results/record/run_header.hpp"
#include "scenarios/description/scenario.hpp"
#include "sim/core/time.hpp"

#include <cstddef>
#include <memory>
#include <vector>

namespace patchcord::scenarios {

struct Assembled {
    std::unique_ptr<models::network::Network> network;
    results::RunHeader header;
};

/// Builds the network in `partitions` event queues. Its applications have not started.
Assembled assemble(const Scenario& scenario, unsigned partitions = 1);
/// Starts the applications, in the order of the file. Separate, so that a sink can be set before.
void start_apps(models::network::Network& network, const Scenario& scenario);
/// The positions in Scenario::faults of those that took no frame, or whose time had not come at `end`.
std::vector<std::size_t> idle_faults(const models::network::Network& network, const Scenario& scenario,
                                     sim::Time end);

}  // namespace patchcord::scenarios
