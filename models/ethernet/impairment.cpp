// Counting frames against faults. The frame is taken apart once for all faults of the direction.
// A direction without faults never comes here.
// Read next: models/ethernet/impairment.hpp.
#include "models/ethernet/impairment.hpp"

#include "models/wire/dissect.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace patchcord::models::ethernet {
namespace {

void apply(const FrameFault& fault, sim::Duration duration, Impairment::Verdict& verdict) {
    switch (fault.action) {
        case FaultAction::Drop:
            verdict.dropped = true;
            return;
        case FaultAction::Corrupt:
            verdict.bits += fault.bits;
            return;
        case FaultAction::Duplicate:
            verdict.copies.push_back(fault.by.value_or(duration));
            return;
        case FaultAction::Delay:
            verdict.delay += fault.by.value_or(duration);
            return;
        case FaultAction::Reorder:
            verdict.behind += fault.behind;
            return;
    }
}

}  // namespace

Impairment::Verdict Impairment::judge(std::span<const std::uint8_t> frame, sim::NodeId from, sim::NodeId to,
                                      sim::Duration duration) {
    const wire::Dissection dissection = wire::dissect(frame);
    Verdict verdict;
    for (auto& [fault, seen] : counters_) {
        if (!fault.filter.matches({dissection, from, to})) continue;
        ++seen;
        if (seen >= fault.nth && seen < fault.nth + fault.count) apply(fault, duration, verdict);
    }
    return verdict;
}

bool Impairment::has_fired(std::size_t number) const {
    return std::ranges::any_of(counters_, [&](const Counter& counter) {
        return counter.fault.number == number && counter.seen >= counter.fault.nth;
    });
}

void Impairment::flip(std::span<std::uint8_t> frame, std::uint64_t count) {
    std::set<std::uint64_t> chosen;
    while (chosen.size() < count)
        chosen.insert(stream_.below(8 * frame.size()));
    for (const std::uint64_t bit : chosen)
        frame[bit / 8] = static_cast<std::uint8_t>(frame[bit / 8] ^ 1u << bit % 8);
}

std::vector<Impairment::Held> Impairment::release() {
    std::vector<Held> ready, waiting;
    for (Held& held : held_)
        (--held.behind == 0 ? ready : waiting).push_back(std::move(held));
    held_ = std::move(waiting);
    return ready;
}

}  // namespace patchcord::models::ethernet
