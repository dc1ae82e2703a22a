// The heap. Its root is entry 3 of the array, so that the four children of a slot, 4 * slot - 8 and the next
// three, are two whole cache lines; a heap of four is half as deep as a binary one. Entries move by holding
// one out and shifting the others. Read next: sim/event/event_queue.hpp.
#include "sim/event/event_queue.hpp"

#include "sim/core/check.hpp"

#include <algorithm>

namespace patchcord::sim {

EventQueue::~EventQueue() {
    check(empty(), "an event outlives its queue");
}

void EventQueue::insert(Event& event, const EventKey& key) {
    check(event.slot_ == Event::kNotQueued, "an event is queued twice");
    heap_.emplace_back();
    sift_up(heap_.size() - 1, Entry{key, &event});
}

void EventQueue::remove(Event& event) {
    const std::size_t slot = event.slot_;
    check(slot < heap_.size() && heap_[slot].event == &event,
          "an event is removed from a queue that it is not in");
    event.slot_ = Event::kNotQueued;
    const Entry last = heap_.back();
    heap_.pop_back();
    if (slot < heap_.size()) put(slot, last);
}

void EventQueue::move(Event& event, const EventKey& key) {
    const std::size_t slot = event.slot_;
    check(slot < heap_.size() && heap_[slot].event == &event,
          "an event is moved in a queue that it is not in");
    put(slot, Entry{key, &event});
}

void EventQueue::put(std::size_t slot, const Entry& entry) {
    if (slot > kRoot && entry.key < heap_[parent(slot)].key) {
        sift_up(slot, entry);
    } else {
        sift_down(slot, entry);
    }
}

void EventQueue::sift_up(std::size_t slot, const Entry& entry) {
    while (slot > kRoot && entry.key < heap_[parent(slot)].key) {
        place(slot, heap_[parent(slot)]);
        slot = parent(slot);
    }
    place(slot, entry);
}

void EventQueue::sift_down(std::size_t slot, const Entry& entry) {
    for (;;) {
        const std::size_t first = first_child(slot);
        if (first >= heap_.size()) break;
        const std::size_t end = std::min(first + kArity, heap_.size());
        std::size_t least = first;
        for (std::size_t child = first + 1; child < end; ++child) {
            if (heap_[child].key < heap_[least].key) least = child;
        }
        if (!(heap_[least].key < entry.key)) break;
        place(slot, heap_[least]);
        slot = least;
    }
    place(slot, entry);
}

}  // namespace patchcord::sim
