// How fast a scenario runs: processor time of the run alone, nothing recorded. A frame counts when it has
// arrived whole at a port (a frame-hop). Figures vary by some per cent from run to run and more between
// machines: compare ratios. Read next: scenarios/execute/wall_clock.hpp.
#pragma once

#include "results/record/run_header.hpp"
#include "scenarios/cli/session.hpp"
#include "scenarios/description/scenario.hpp"

#include <tl/expected.hpp>

#include <cstdint>
#include <string>

namespace patchcord::scenarios {

struct Measurement {
    std::string name;
    std::uint64_t frames = 0;  ///< received by cards, hosts' and switches'
    std::uint64_t events = 0;
    std::uint64_t goodput = 0;  ///< data bytes that applications read, as bit/s of simulated time
    std::int64_t simulated_ps = 0;
    double cpu_seconds = 0;        ///< median over the repetitions
    double setup_seconds = 0;      ///< of the first, processor time
    std::uint64_t peak_bytes = 0;  ///< of the whole process so far

    double ns_per_frame() const { return frames == 0 ? 0 : cpu_seconds * 1e9 / static_cast<double>(frames); }
};

/// Runs `scenario` `repeat` times (at least 1). A run that Ctrl-C ended is no measurement: then its end.
tl::expected<Measurement, results::RunEnd> measure(const Scenario& scenario, std::int64_t repeat,
                                                   const Session& session);

/// One line for a person; one JSON object on one line, so that several scenarios are JSON lines.
std::string to_text(const Measurement& measurement);
std::string to_json(const Measurement& measurement);

}  // namespace patchcord::scenarios
