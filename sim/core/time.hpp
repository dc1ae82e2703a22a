// Simulated time: 64-bit picoseconds on std::chrono, from 0 at the start of a run.
// std::chrono literals convert exactly (`5ms`, `10us`); the range is 106 days, and the loader refuses more
// than 30. There is no now() here: time is asked of a node's context, so that two simulations can live in one
// process. Read next: sim/core/rate.hpp, sim/event/node_context.hpp.
#pragma once

#include <chrono>
#include <cstdint>
#include <ratio>

namespace patchcord::sim {

struct Clock {
    using rep = std::int64_t;
    using period = std::pico;
    using duration = std::chrono::duration<rep, period>;
    using time_point = std::chrono::time_point<Clock>;
    static constexpr bool is_steady = true;
};

using Duration = Clock::duration;
using Time = Clock::time_point;
using Picoseconds = Duration;

inline constexpr Time kStart{};
inline constexpr Time kNever = Time::max();

/// Picoseconds since the start of the run, as a plain integer (exports, hashing).
constexpr std::int64_t ticks(Time time) {
    return time.time_since_epoch().count();
}
/// Seconds as a floating-point number, for printing and for formulas; never for the order of events.
constexpr double seconds(Duration duration) {
    return static_cast<double>(duration.count()) * 1e-12;
}

}  // namespace patchcord::sim
