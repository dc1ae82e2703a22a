// The tolerance is a share of the time since the event before, but at least a fixed one.
// Times are exact here; only the stack's own timers can be off.
// Read next: scenarios/drill/run/clock.hpp.
#include "scenarios/drill/run/clock.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace patchcord::scenarios::drill {

using language::When;
using std::chrono::microseconds;

Due Clock::next(const language::Event& event, sim::Duration now) {
    const language::Time& time = event.time;
    const language::PacketLine* packet = event.packet();
    const bool inbound = packet != nullptr && packet->direction == language::Direction::Inbound;
    sim::Duration origin{0};
    if (time.is_relative() || time.when == When::Any) origin = inbound && last_was_inbound_ ? last_ : now;

    Due due;
    due.when = time.when;
    due.at = origin + microseconds{time.usecs};
    due.end = origin + microseconds{time.end};
    if (time.blocks_until) due.blocks_until = origin + microseconds{*time.blocks_until};
    due.before = first_ ? due.at : last_;
    first_ = false;
    last_ = due.at;
    last_was_inbound_ = inbound;
    return due;
}

sim::Duration Clock::tolerance(sim::Duration delta) const {
    const auto share = sim::Duration{
        static_cast<std::int64_t>(settings_.tolerance_percent / 100.0 * static_cast<double>(delta.count()))};
    return std::max<sim::Duration>(microseconds{settings_.tolerance_usecs}, share);
}

std::optional<std::string> Clock::fault(std::string_view what, const Due& due, sim::Duration actual) const {
    if (due.when == When::Any) return std::nullopt;
    const sim::Duration allowed = tolerance(due.at - due.before);
    if (actual >= due.at - allowed && actual <= due.latest() + allowed) return std::nullopt;
    const std::string expected =
        due.is_window() ? fmt::format("between {} and {}", seconds_text(due.at), seconds_text(due.end))
                        : "at " + seconds_text(due.at);
    return fmt::format("{} expected {}, but it happened at {} (tolerance {})", what, expected,
                       seconds_text(actual), seconds_text(allowed));
}

std::optional<std::string> Clock::return_fault(const Due& due, sim::Duration actual) const {
    const sim::Duration allowed = tolerance(*due.blocks_until - due.at);
    if (actual >= *due.blocks_until - allowed && actual <= *due.blocks_until + allowed) return std::nullopt;
    return fmt::format("the call was to return at {}, but it returned at {} (tolerance {})",
                       seconds_text(*due.blocks_until), seconds_text(actual), seconds_text(allowed));
}

std::string seconds_text(sim::Duration duration) {
    const auto usecs = std::chrono::duration_cast<microseconds>(duration).count();
    return fmt::format("{}.{:06} s", usecs / 1'000'000, usecs % 1'000'000);
}

}  // namespace patchcord::scenarios::drill
