// Each call is a process, which begins and usually ends in the same instant.
// Read next: scenarios/drill/calls/calls.hpp.
#include "scenarios/drill/calls/calls.hpp"

#include <fmt/format.h>

#include <utility>

namespace patchcord::scenarios::drill {

using language::Call;
using language::Event;

namespace {

constexpr sim::Duration kPatience = std::chrono::seconds{1};

std::string text_of(std::int64_t value, const std::string& error) {
    return error.empty() ? fmt::format("{}", value) : fmt::format("{} {}", value, error);
}

}  // namespace

MaybeProblem Calls::make(Rig& rig, const Event& event, const Call& call, const Due& due) {
    if (auto problem = settle(rig)) return problem;
    waiting_ = std::make_unique<Ongoing>(
        Ongoing{&event, &call, due, Execution{call, settings_, descriptors_, conversations_}});
    Execution& execution = waiting_->execution;
    rig.host().spawn(call.name, execute(&rig.host(), &execution));
    rig.run_until(rig.now());
    if (due.blocks_until) return look();
    if (!execution.returned) {
        rig.run_until(rig.now() + kPatience, [&] { return execution.returned.has_value(); });
        if (!execution.returned) {
            return Problem{
                Problem::Kind::Failed, event.place,
                fmt::format("{}() blocks, and the script gives it no time to return (t...u)", call.name)};
        }
    }
    return look();
}

MaybeProblem Calls::look() {
    if (!waiting_ || !waiting_->execution.returned) return std::nullopt;
    done_.push_back(std::move(waiting_));
    return check(*done_.back());
}

MaybeProblem Calls::settle(Rig& rig) {
    if (!waiting_) return std::nullopt;
    const Execution& execution = waiting_->execution;
    rig.run_until(rig.now() + kPatience, [&] { return execution.returned.has_value(); });
    if (execution.returned) return look();
    return Problem{Problem::Kind::Failed, waiting_->event->place,
                   fmt::format("{}() has not returned", waiting_->call->name)};
}

MaybeProblem Calls::check(const Ongoing& ongoing) {
    const Execution& execution = ongoing.execution;
    const Call& call = *ongoing.call;
    const language::Place place = ongoing.event->place;
    if (!execution.unsupported.empty()) return unsupported(place, execution.unsupported);
    const auto failed = [&](std::string message, std::vector<std::string> details = {}) {
        return Problem{Problem::Kind::Failed, place, std::move(message), std::move(details)};
    };
    if (ongoing.due.blocks_until) {
        const auto fault = clock_.return_fault(ongoing.due, *execution.returned - sim::kStart);
        if (fault) return failed(call.name + "(): " + *fault);
    }
    const bool value_fits = !call.result || *call.result == execution.value;
    const bool error_fits = call.error.empty() || call.error == execution.error ||
                            (call.error == "EWOULDBLOCK" && execution.error == "EAGAIN");
    if (!value_fits || !error_fits) {
        return failed(fmt::format("{}() returned {}, expected {}", call.name,
                                  text_of(execution.value, execution.error),
                                  text_of(call.result.value_or(0), call.error)));
    }
    if (!execution.mismatch.empty()) return failed(fmt::format("{}(): {}", call.name, execution.mismatch));
    return std::nullopt;
}

}  // namespace patchcord::scenarios::drill
