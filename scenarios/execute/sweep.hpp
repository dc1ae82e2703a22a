// A scenario run many times with different values: all combinations of what its "sweep" varies, each as often
// as it says with seeds of its own. Rows go to one CSV file as they come, so that a sweep that was stopped
// goes on where it was; at the end they stand in the order of the plan. Not here: what a row is shown as
// (scenarios/cli/). Read next: scenarios/execute/sweep.cpp.
#pragma once

#include "scenarios/load/loader.hpp"

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

namespace patchcord::scenarios {

/// One run of a sweep.
struct SweepPoint {
    std::vector<std::string> values;  ///< as they are written, in the order of SweepDescription::vary
    std::int64_t repetition = 1;
    std::uint64_t seed = 0;
};

/// All points, the last value changing first, repetitions innermost.
std::vector<SweepPoint> sweep_points(const Scenario& scenario);

/// What a run came to.
struct SweepRow {
    std::vector<std::optional<double>>
        measures;      ///< in the order of SweepDescription::measure; times in seconds
    bool held = true;  ///< every expectation
    std::string fingerprint;
};

struct SweepOptions {
    std::filesystem::path scenario;
    std::vector<Override> overrides;  ///< of the command line; those of the sweep come behind
    std::span<const models::apps::AppDescription> applications;
    std::filesystem::path out;  ///< the CSV file
    unsigned jobs = 1;
    std::function<bool()> interrupted;  ///< asked between runs
    std::function<void(std::size_t done, std::size_t all)> progress;
};

/// The rows in the order of the points; those without one were not run, because of an interruption.
struct SweepOutcome {
    std::vector<std::optional<SweepRow>> rows;
    std::size_t resumed = 0;           ///< of these were in the file already
    std::vector<Diagnostic> problems;  ///< of a combination that is no valid scenario; then nothing was run
};

/// The file has rows of another scenario, or of other values.
class AnotherSweep : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Runs what the file does not have yet. Throws std::system_error if the file cannot be read or written, and
/// AnotherSweep.
SweepOutcome run_sweep(const Scenario& scenario, const SweepOptions& options);

}  // namespace patchcord::scenarios
