// The only place of the library that looks at real clocks: for --wall-limit, for progress and for the
// processor time of a benchmark. Nothing that a run does depends on it; it only decides when a run is
// stopped. Read next: scenarios/execute/execute.hpp.
#pragma once

#include <chrono>

namespace patchcord::scenarios {

/// Counts from its construction.
class WallClock {
  public:
    WallClock();
    std::chrono::duration<double> elapsed() const;

  private:
    std::chrono::steady_clock::time_point start_;
};

/// Processor time that this process has used so far, user and system.
std::chrono::duration<double> processor_time();
/// The largest resident size so far, bytes.
std::size_t peak_memory();

}  // namespace patchcord::scenarios
