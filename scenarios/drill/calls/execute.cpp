// Finds the call by its name.
// Read next: scenarios/drill/calls/at_once.cpp, transfer.cpp, waiting.cpp.
#include "scenarios/drill/calls/execute.hpp"

#include "scenarios/drill/calls/parts.hpp"

#include <fmt/format.h>

namespace patchcord::scenarios::drill {

namespace posix = models::host::posix;

void Execution::take(const posix::Value& result) {
    value = result ? *result : -1;
    if (!result) error = models::wire::errno_name(result.error());
}

void Execution::take_descriptor(const posix::Value& result) {
    take(result);
    const std::int64_t wanted = call().result.value_or(value);
    if (value < 0 || wanted < 0) return;
    descriptors[wanted] = static_cast<int>(value);
    value = wanted;
}

void Execution::differ(std::string_view what, std::int64_t expected, std::int64_t actual) {
    if (expected == actual || !mismatch.empty()) return;
    mismatch = fmt::format("{}: expected {}, actual {}", what, number_text(expected), number_text(actual));
}

sim::Task<> execute(models::host::Host* host, Execution* execution) {
    const posix::Calls calls{*host};
    const std::string& name = execution->call().name;
    const AtOnce at_once = call_at_once(name);
    const Awaited transfer = transfer_call(name);
    const Awaited awaited = transfer != nullptr ? transfer : waiting_call(name);
    if (at_once != nullptr) {
        at_once(calls, *execution);
    } else if (awaited != nullptr) {
        const sim::Task<> task = awaited(&calls, execution);
        co_await task;
    } else {
        execution->unsupported = fmt::format("call {}()", name);
    }
    if (!execution->arguments.good()) execution->unsupported = execution->arguments.fault();
    execution->returned = host->context().now();
}

}  // namespace patchcord::scenarios::drill
