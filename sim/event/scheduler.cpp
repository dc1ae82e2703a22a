// The event loop, for one partition and for several in windows.
// A window ends before the earliest event anywhere plus the lookahead: nothing that happens in it can cause
// an arrival in another partition before its end. Read next: sim/event/scheduler.hpp.
#include "sim/event/scheduler.hpp"

#include "sim/core/check.hpp"

#include <algorithm>
#include <utility>

namespace patchcord::sim {

bool Partition::settle() {
    while (!queue_.empty()) {
        const EventQueue::Entry first = queue_.front();
        if (first.event->confirm(first.key)) return true;
    }
    return false;
}

EventKey Partition::next_key() {
    return settle() ? queue_.front().key : EventKey{};
}

std::uint64_t Partition::run(Time before, std::uint64_t budget) {
    const std::uint64_t first = events_;
    const Scope scope{*this};
    while (settle() && queue_.front().key.at < before && events_ - first < budget) {
        const EventQueue::Entry entry = queue_.front();
        check(entry.key.at >= now_, "an event lies in the past");
        now_ = entry.key.at;
        node_ = entry.key.node();
        ++events_;
        entry.event->fire();
    }
    return events_ - first;
}

Running Partition::running() const {
    if (node_ == kNoNode) return {};
    return {nodes_[index(node_)].name(), static_cast<long long>(ticks(now_)), events_};
}

Simulation::Simulation(std::uint64_t seed, unsigned partitions) : seed_{seed} {
    check(partitions >= 1 && partitions <= 64, "the number of partitions is out of range");
    for (unsigned i = 0; i < partitions; ++i)
        partitions_.emplace_back(nodes_);
}

NodeContext& Simulation::add_node(std::string name, unsigned partition) {
    check(nodes_.size() < index(kNoNode), "too many nodes");
    check(partition < partitions_.size(), "there is no such partition");
    const NodeId id{static_cast<std::uint32_t>(nodes_.size())};
    return nodes_.emplace_back(id, std::move(name), seed_, buffers_, partitions_[partition]);
}

StopReason Simulation::run_until(Time end, std::uint64_t max_events) {
    check(end < kNever, "a run needs an end");
    const Time past_end = end + Duration{1};
    for (std::uint64_t left = max_events;;) {
        Partition& first = earliest();
        const Time next = first.next_key().at;
        if (next > end || left == 0) {
            advance_clocks(next > end ? end : now());
            if (next <= end) return StopReason::EventLimit;
            return next == kNever ? StopReason::Finished : StopReason::TimeLimit;
        }
        if (partitions_.size() == 1) {
            left -= first.run(past_end, left);
        } else if (max_events != kNoLimit) {
            left -= first.run(past_end, 1);
        } else {
            run_window(next, past_end);
        }
    }
}

void Simulation::run_window(Time begin, Time past_end) {
    check(lookahead_ >= Duration{1}, "several partitions need a lookahead");
    const Time window = lookahead_ < past_end - begin ? begin + lookahead_ : past_end;
    for (Partition& partition : partitions_)
        partition.run(window, kNoLimit);
}

void Simulation::advance_clocks(Time time) {
    for (Partition& partition : partitions_)
        partition.now_ = std::max(partition.now_, time);
}

Time Simulation::now() const {
    return std::ranges::max_element(partitions_, {}, &Partition::now)->now();
}

std::uint64_t Simulation::events() const {
    std::uint64_t sum = 0;
    for (const Partition& partition : partitions_)
        sum += partition.events();
    return sum;
}

Partition& Simulation::earliest() {
    return *std::ranges::min_element(partitions_, {}, &Partition::next_key);
}

}  // namespace patchcord::sim
