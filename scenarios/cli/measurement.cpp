// A first run counts what was done, with a sink; the measured runs have none. Both do the same, because a
// sink changes nothing. Set-up (reading the file aside) is measured apart from the run. Read next:
// scenarios/cli/measurement.hpp.
#include "scenarios/cli/measurement.hpp"

#include "scenarios/assemble/assemble.hpp"
#include "scenarios/cli/running.hpp"
#include "scenarios/execute/execute.hpp"
#include "scenarios/execute/wall_clock.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace patchcord::scenarios {
namespace {

/// Counts the frames that arrive whole and the bytes that applications read.
class WorkCounter final : public models::trace::Sink {
  public:
    using Sink::record;
    void record(const models::trace::FrameReceived&) override { ++frames; }
    void record(const models::trace::SocketCall& call) override {
        const bool reads = call.call == "read" || call.call == "receive_from";
        if (reads && call.value > 0) bytes += static_cast<std::uint64_t>(call.value);
    }

    std::uint64_t frames = 0;
    std::uint64_t bytes = 0;
};

/// Assembles and runs; the time of each is given back through `setup` and `run`, in seconds.
results::RunEnd timed_run(const Scenario& scenario, const RunLimits& limits, models::trace::Sink* sink,
                          double& setup, double& run) {
    const double start = processor_time().count();
    const Assembled assembled = assemble(scenario);
    assembled.network->tracer().set_sink(sink);
    start_apps(*assembled.network, scenario);
    const double ready = processor_time().count();
    const results::RunEnd end =
        execute(*assembled.network, sim::kStart + scenario.until, within(limits, scenario));
    run = processor_time().count() - ready;
    setup = ready - start;
    return end;
}

}  // namespace

tl::expected<Measurement, results::RunEnd> measure(const Scenario& scenario, std::int64_t repeat,
                                                   const Session& session) {
    const RunLimits limits = run_limits({}, session);
    Measurement result{.name = scenario.name};
    WorkCounter work;
    double counted_run = 0;
    const results::RunEnd end = timed_run(scenario, limits, &work, result.setup_seconds, counted_run);
    if (end.reason == results::StopReason::Interrupted) return tl::unexpected{end};
    const double seconds = sim::seconds(end.at - sim::kStart);
    result.frames = work.frames;
    result.events = end.events;
    result.simulated_ps = sim::ticks(end.at);
    result.goodput = static_cast<std::uint64_t>(static_cast<double>(work.bytes) * 8 / seconds);
    std::vector<double> times(static_cast<std::size_t>(repeat));
    double setup = 0;
    for (double& time : times) {
        const results::RunEnd again = timed_run(scenario, limits, nullptr, setup, time);
        if (again.reason == results::StopReason::Interrupted) return tl::unexpected{again};
    }
    std::ranges::nth_element(times, times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2));
    result.cpu_seconds = times[times.size() / 2];
    result.peak_bytes = peak_memory();
    return result;
}

std::string to_text(const Measurement& m) {
    return fmt::format(
        "{}: {} frames, {} events, {:.1f} Mbit/s goodput, {:.3f} s of processor time: {:.0f} ns per frame, "
        "{:.2f} million frames per second, {:.0f} MiB at the most",
        m.name, m.frames, m.events, static_cast<double>(m.goodput) * 1e-6, m.cpu_seconds, m.ns_per_frame(),
        1e3 / std::max(m.ns_per_frame(), 1e-9), static_cast<double>(m.peak_bytes) / (1 << 20));
}

std::string to_json(const Measurement& m) {
    return fmt::format(
        R"({{"schema":"patchcord.bench/1","name":"{}","frames":{},"events":{},"goodput":{},"simulated_ps":{},)"
        R"("cpu_seconds":{:.6f},"setup_seconds":{:.6f},"ns_per_frame":{:.1f},"peak_bytes":{}}})",
        m.name, m.frames, m.events, m.goodput, m.simulated_ps, m.cpu_seconds, m.setup_seconds,
        m.ns_per_frame(), m.peak_bytes);
}

}  // namespace patchcord::scenarios
