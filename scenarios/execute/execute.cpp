// The loop over slices. A slice of 2^16 events takes some tens of milliseconds, so that Ctrl-C and
// --wall-limit are answered at once and the clock costs nothing. Read next: scenarios/execute/execute.hpp.
#include "scenarios/execute/execute.hpp"

#include "results/record/fan_out.hpp"
#include "results/record/recorder.hpp"
#include "scenarios/execute/wall_clock.hpp"

#include <algorithm>
#include <utility>

namespace patchcord::scenarios {

using results::StopReason;

namespace {

constexpr std::uint64_t kSlice = 1 << 16;

}  // namespace

results::RunEnd execute(models::network::Network& network, sim::Time until, const RunLimits& limits) {
    sim::Simulation& simulation = network.simulation();
    const WallClock clock;
    const sim::Time end = std::min(until, limits.until);
    // Several partitions advance in windows only without an event limit.
    const std::uint64_t slice = simulation.partitions() == 1 ? kSlice : sim::Simulation::kNoLimit;
    for (;;) {
        const std::uint64_t done = simulation.events();
        if (done >= limits.events) return {simulation.now(), StopReason::EventLimit, done};
        const sim::StopReason stop = network.run_until(end, std::min(slice, limits.events - done));
        if (stop == sim::StopReason::Finished)
            return {simulation.now(), StopReason::Idle, simulation.events()};
        if (stop == sim::StopReason::TimeLimit)
            return {simulation.now(), StopReason::Until, simulation.events()};
        if (limits.interrupted && limits.interrupted()) {
            return {simulation.now(), StopReason::Interrupted, simulation.events()};
        }
        if (clock.elapsed() > limits.wall)
            return {simulation.now(), StopReason::WallLimit, simulation.events()};
        if (limits.progress) limits.progress({simulation.now(), end, simulation.events()});
    }
}

Recorded run_recorded(const Scenario& scenario, const RunLimits& limits, unsigned partitions) {
    Assembled assembled = assemble(scenario, partitions);
    models::network::Network& network = *assembled.network;
    results::Recorder recorder;
    results::FingerprintSink fingerprint;
    results::FanOut sinks{recorder, fingerprint};
    network.tracer().set_sink(&sinks);
    start_apps(network, scenario);
    const results::RunEnd end = execute(network, sim::kStart + scenario.until, limits);
    network.tracer().set_sink(nullptr);
    return {recorder.finish(std::move(assembled.header), end), fingerprint.fingerprint()};
}

}  // namespace patchcord::scenarios
