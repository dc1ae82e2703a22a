// Runs an assembled scenario: in slices of events, between which it looks at the wall clock, at interruption
// and at progress. The slices change nothing in the run. Read next: scenarios/assemble/assemble.hpp,
// results/record/recorder.hpp. Not here: what is printed (scenarios/cli/).
#pragma once

#include "models/network/network.hpp"
#include "results/query/question.hpp"
#include "results/record/fingerprint_sink.hpp"
#include "results/record/run.hpp"
#include "scenarios/assemble/assemble.hpp"
#include "scenarios/description/scenario.hpp"
#include "sim/core/time.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <vector>

namespace patchcord::scenarios {

struct Progress {
    sim::Time now;
    sim::Time until;
    std::uint64_t events;
};

struct RunLimits {
    sim::Time until = sim::kNever;  ///< besides the scenario's own end
    std::uint64_t events = std::numeric_limits<std::uint64_t>::max();
    std::chrono::duration<double> wall{std::numeric_limits<double>::infinity()};
    std::function<bool()> interrupted;              ///< asked between slices; may be empty
    std::function<void(const Progress&)> progress;  ///< told between slices; may be empty
};

/// These, and those that the scenario sets itself.
RunLimits within(RunLimits limits, const Scenario& scenario);

/// Runs until nothing is left to happen, the scenario's end, or a limit.
results::RunEnd execute(models::network::Network& network, sim::Time until, const RunLimits& limits);

/// What a recorded run leaves.
struct Recorded {
    results::Run run;
    sim::Fingerprint fingerprint;
    results::SocketTables sockets;         ///< at the end, and at the times that `expect` asks for
    std::vector<std::size_t> idle_faults;  ///< positions in Scenario::faults of those that did nothing
};

/// Assembles, records and runs. `partitions` event queues; the result does not depend on their number.
Recorded run_recorded(const Scenario& scenario, const RunLimits& limits, unsigned partitions = 1);

}  // namespace patchcord::scenarios
