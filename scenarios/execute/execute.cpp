// The loop over slices. A slice of 2^16 events takes some tens of milliseconds, so that Ctrl-C and
// --wall-limit are answered at once and the clock costs nothing. Read next: scenarios/execute/execute.hpp.
#include "scenarios/execute/execute.hpp"

#include "models/host/netstat.hpp"
#include "results/record/fan_out.hpp"
#include "results/record/recorder.hpp"
#include "scenarios/execute/wall_clock.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace patchcord::scenarios {

using results::StopReason;

namespace {

constexpr std::uint64_t kSlice = 1 << 16;

void keep_sockets(models::network::Network& network, sim::Time at, results::SocketTables& sockets) {
    for (std::uint32_t i = 0; i < network.size(); ++i) {
        const sim::NodeId node{i};
        if (const models::host::Host* host = network.find_host(node))
            sockets.keep(at, node, models::host::netstat(*host));
    }
}

/// Stops where a question looks at the sockets, and goes on.
results::RunEnd execute_and_look(models::network::Network& network, const Scenario& scenario,
                                 const RunLimits& given, results::SocketTables& sockets) {
    const RunLimits limits = within(given, scenario);
    std::set<sim::Time> times;
    for (const results::Question& question : scenario.expect)
        times.insert(question.times().begin(), question.times().end());
    const sim::Time last = sim::kStart + scenario.until;
    for (const sim::Time at : times) {
        if (at >= last) break;
        const results::RunEnd stop = execute(network, at, limits);
        const bool went_on = stop.reason == StopReason::Idle || stop.reason == StopReason::Until;
        if (!went_on || limits.until < at) return stop;
        keep_sockets(network, at, sockets);
    }
    const results::RunEnd end = execute(network, last, limits);
    if (!scenario.expect.empty()) keep_sockets(network, sim::kNever, sockets);
    return end;
}

}  // namespace

RunLimits within(RunLimits limits, const Scenario& scenario) {
    if (scenario.max_events)
        limits.events = std::min(limits.events, static_cast<std::uint64_t>(*scenario.max_events));
    return limits;
}

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
    const auto snap = scenario.record.snap;
    results::Recorder recorder{snap ? static_cast<std::size_t>(*snap) : results::Recorder::kWhole};
    results::FingerprintSink fingerprint;
    results::FanOut sinks{recorder, fingerprint};
    network.tracer().set_sink(&sinks);
    start_apps(network, scenario);
    results::SocketTables sockets;
    const results::RunEnd end = execute_and_look(network, scenario, limits, sockets);
    network.tracer().set_sink(nullptr);
    return {recorder.finish(std::move(assembled.header), end), fingerprint.fingerprint(), std::move(sockets),
            idle_faults(network, scenario, end.at)};
}

}  // namespace patchcord::scenarios
