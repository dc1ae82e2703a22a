// A time limit for a call: `co_await within(5s, s.read(buffer))`. When the limit is reached the call's result
// is its time-out error and whatever it waited for goes on without it. Read next: sim/coro/operation.hpp,
// sim/coro/sleep.hpp.
#pragma once

#include "sim/core/time.hpp"
#include "sim/coro/operation.hpp"

namespace patchcord::sim {

/// `limit` counts from the moment in which the call is awaited; 0 tries once.
template <class Operation>
Await<Operation> within(Duration limit, const Await<Operation>& call) {
    return call.within(limit);
}

}  // namespace patchcord::sim
