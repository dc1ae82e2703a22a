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

// x^3006 + x^2866 + x^2215 + 1 is a multiple of the polynomial of the FCS; bits in the order of the wire.
constexpr std::uint64_t kPattern[] = {0, 140, 791, 3006};
constexpr std::uint64_t kHeaderBits = std::uint64_t{8} * (14 + 20 + 32);  // Ethernet, IP, TCP with timestamps
constexpr std::size_t kLongEnough = (kHeaderBits + kPattern[3]) / 8 + 1;  // without FCS

void apply(const FrameFault& fault, sim::Duration duration, Impairment::Verdict& verdict) {
    switch (fault.action) {
        case FaultAction::Drop:
            verdict.dropped = true;
            return;
        case FaultAction::Corrupt:
            verdict.bits += fault.unseen ? 0 : fault.bits;
            verdict.unseen = verdict.unseen || fault.unseen;
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
        if (fault.unseen && frame.size() < kLongEnough) continue;
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

// x^3006 + x^2866 + x^2215 + 1 is a multiple of the polynomial of the FCS; bits are counted in the order of
// the wire.
void Impairment::flip_unseen(std::span<std::uint8_t> frame) {
    const std::uint64_t first =
        kHeaderBits + stream_.below(8 * frame.size() - 32 - kHeaderBits - kPattern[3]);
    for (const std::uint64_t offset : kPattern) {
        const std::uint64_t bit = first + offset;
        frame[bit / 8] = static_cast<std::uint8_t>(frame[bit / 8] ^ 1u << bit % 8);
    }
}

std::vector<Impairment::Held> Impairment::release() {
    std::vector<Held> ready, waiting;
    for (Held& held : held_)
        (--held.behind == 0 ? ready : waiting).push_back(std::move(held));
    held_ = std::move(waiting);
    return ready;
}

}  // namespace patchcord::models::ethernet
