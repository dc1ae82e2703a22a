// Real clocks and the operating system's account of this process.
// getrusage counts user and system time apart, and the peak in KiB.
// Read next: scenarios/execute/wall_clock.hpp.
#include "scenarios/execute/wall_clock.hpp"

#include <sys/resource.h>

namespace patchcord::scenarios {
namespace {

rusage usage() {
    rusage result{};
    getrusage(RUSAGE_SELF, &result);
    return result;
}

std::chrono::duration<double> seconds(const timeval& time) {
    return std::chrono::seconds{time.tv_sec} + std::chrono::microseconds{time.tv_usec};
}

}  // namespace

WallClock::WallClock() : start_{std::chrono::steady_clock::now()} {}

std::chrono::duration<double> WallClock::elapsed() const {
    return std::chrono::steady_clock::now() - start_;
}

std::chrono::duration<double> processor_time() {
    const rusage used = usage();
    return seconds(used.ru_utime) + seconds(used.ru_stime);
}

std::size_t peak_memory() {
    return static_cast<std::size_t>(usage().ru_maxrss) * 1024;
}

}  // namespace patchcord::scenarios
