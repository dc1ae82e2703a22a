// When events are due, and how far off they may be. A relative time counts from the moment at which the event
// before was over, except between two packets that are sent in, where it counts from the time at which the
// first one was due. Read next: scenarios/drill/run/clock.cpp.
#pragma once

#include "scenarios/drill/language/script.hpp"
#include "scenarios/drill/run/settings.hpp"
#include "sim/core/time.hpp"

#include <optional>
#include <string>

namespace patchcord::scenarios::drill {

/// When an event is due, counted from the start of the script.
struct Due {
    language::When when = language::When::Absolute;
    sim::Duration at{};
    sim::Duration end{};  ///< of windows
    std::optional<sim::Duration> blocks_until{};
    sim::Duration before{};  ///< when the event before was due; `at` for the first one

    bool is_window() const {
        return when == language::When::AbsoluteRange || when == language::When::RelativeRange;
    }
    /// The last moment at which it is not late.
    sim::Duration latest() const { return is_window() ? end : at; }
};

class Clock {
  public:
    explicit Clock(const Settings& settings) : settings_{settings} {}

    /// The next event; `now` is when the one before was over.
    Due next(const language::Event& event, sim::Duration now);

    /// What is wrong with the time at which something happened, or nothing. `what` begins the sentence.
    std::optional<std::string> fault(std::string_view what, const Due& due, sim::Duration actual) const;
    /// The same of the return of a call that was to block.
    std::optional<std::string> return_fault(const Due& due, sim::Duration actual) const;

    /// Tolerance of what lasts `delta` in the script.
    sim::Duration tolerance(sim::Duration delta) const;

  private:
    Settings settings_;
    bool first_ = true;
    bool last_was_inbound_ = false;
    sim::Duration last_{};
};

/// "0.100000 s".
std::string seconds_text(sim::Duration duration);

}  // namespace patchcord::scenarios::drill
