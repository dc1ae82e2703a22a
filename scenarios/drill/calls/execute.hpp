// One call of a script, from its words to what it returned.
// Read next: scenarios/drill/calls/execute.cpp.
#pragma once

#include "models/host/host_handle.hpp"
#include "models/host/socket.hpp"
#include "scenarios/drill/language/script.hpp"
#include "scenarios/drill/run/conversations.hpp"
#include "scenarios/drill/run/settings.hpp"
#include "sim/coro/task.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace patchcord::scenarios::drill {

/// What the script's numbers stand for.
using Descriptors = std::map<std::int64_t, models::host::Socket>;

/// A call that is being made, and what came of it. It stays where it is until it has returned.
struct Execution {
    const language::Call* call = nullptr;
    const Settings* settings = nullptr;
    Conversations* conversations = nullptr;
    Descriptors* descriptors = nullptr;

    std::optional<sim::Time> returned{};
    std::int64_t value = 0;
    std::string error{};        ///< "EAGAIN", when the value is -1
    std::string unsupported{};  ///< what of it is not there
    std::string mismatch{};     ///< what it gave besides its value is not what the script says
    std::vector<std::uint8_t> buffer{};
};

sim::Task<> execute(models::host::HostHandle host, Execution* execution);

}  // namespace patchcord::scenarios::drill
