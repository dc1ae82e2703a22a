// One call of a script, from its words to what it returned, made in a process of the host. What a call gives
// besides its value (an option, events, control messages) is compared here too. Read next:
// scenarios/drill/calls/execute.cpp, models/host/posix/calls.hpp.
#pragma once

#include "models/host/host.hpp"
#include "models/host/posix/calls.hpp"
#include "scenarios/drill/calls/arguments.hpp"
#include "scenarios/drill/run/conversations.hpp"
#include "sim/coro/task.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace patchcord::scenarios::drill {

/// A call that is being made, and what came of it. It stays where it is until it has returned.
struct Execution {
    Execution(const language::Call& script_call, const Settings& settings, Descriptors& known,
              Conversations& all)
        : arguments{script_call, settings, known}, descriptors{known}, conversations{all} {}

    Arguments arguments;
    Descriptors& descriptors;
    Conversations& conversations;

    std::optional<sim::Time> returned{};
    std::int64_t value = 0;     ///< a new descriptor counts as the one that the script wants
    std::string error{};        ///< "EAGAIN", when the value is -1
    std::string unsupported{};  ///< what of the call is not there; it was not made
    std::string mismatch{};     ///< what it gave besides its value is not what the script says

    const language::Call& call() const { return arguments.call(); }
    void take(const models::host::posix::Value& result);
    /// The same for a call that gives a descriptor.
    void take_descriptor(const models::host::posix::Value& result);
    void differ(std::string_view what, std::int64_t expected, std::int64_t actual);
};

sim::Task<> execute(models::host::Host* host, Execution* execution);

}  // namespace patchcord::scenarios::drill
