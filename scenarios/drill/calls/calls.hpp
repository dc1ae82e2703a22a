// The socket calls of a script, made by processes of the simulated host. Most return at once; one at a time
// may be left waiting while the script goes on, and is looked at when it returns. Descriptors of the script
// are names for those of the host. Read next: scenarios/drill/calls/calls.cpp,
// scenarios/drill/calls/execute.hpp.
#pragma once

#include "scenarios/drill/calls/execute.hpp"
#include "scenarios/drill/run/clock.hpp"
#include "scenarios/drill/run/conversations.hpp"
#include "scenarios/drill/run/problem.hpp"
#include "scenarios/drill/wire/rig.hpp"

#include <memory>
#include <vector>

namespace patchcord::scenarios::drill {

class Calls {
  public:
    Calls(const Settings& settings, const Clock& clock, Conversations& conversations)
        : settings_{settings}, clock_{clock}, conversations_{conversations} {}

    /// Makes the call now. One without an end time must return at once.
    MaybeProblem make(Rig& rig, const language::Event& event, const language::Call& call, const Due& due);
    /// Looks at the call that waits: what is wrong with it, if it has returned.
    MaybeProblem look();
    /// Gives the call that waits one more second.
    MaybeProblem settle(Rig& rig);

  private:
    struct Ongoing {
        const language::Event* event;
        const language::Call* call;
        Due due;
        Execution execution;
    };

    MaybeProblem check(const Ongoing& ongoing);

    const Settings& settings_;
    const Clock& clock_;
    Conversations& conversations_;
    Descriptors descriptors_;
    std::unique_ptr<Ongoing> waiting_;
    std::vector<std::unique_ptr<Ongoing>> done_;  // their processes may not have ended yet
};

}  // namespace patchcord::scenarios::drill
