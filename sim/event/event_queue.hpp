// A cancellable priority queue of events: a 4-ary heap of (key, event), where each event knows its own
// position. It allocates only while it grows. It does not ask the events whether they mean their entries;
// that is the loop's part. Read next: sim/event/partition.hpp.
#pragma once

#include "sim/event/event.hpp"
#include "sim/event/event_key.hpp"

#include <cstddef>
#include <new>
#include <vector>

namespace patchcord::sim {

class EventQueue {
  public:
    struct Entry {
        EventKey key;
        Event* event = nullptr;
    };

    EventQueue() : heap_(kRoot) {}
    EventQueue(const EventQueue&) = delete;
    EventQueue& operator=(const EventQueue&) = delete;
    /// Events take themselves out when they are destroyed; none may outlive its queue.
    ~EventQueue();

    bool empty() const { return heap_.size() == kRoot; }
    std::size_t size() const { return heap_.size() - kRoot; }
    /// The first entry; the queue must not be empty.
    const Entry& front() const { return heap_[kRoot]; }
    const EventKey& key_of(const Event& event) const { return heap_[event.slot_].key; }

    /// Queues `event`, which must not be queued.
    void insert(Event& event, const EventKey& key);
    /// Takes `event` out; it must be queued here.
    void remove(Event& event);
    /// Gives `event`, which must be queued here, another key.
    void move(Event& event, const EventKey& key);

  private:
    static constexpr std::size_t kArity = 4;
    static constexpr std::size_t kRoot = kArity - 1;

    /// Memory that begins on a boundary of four entries.
    template <class T>
    struct Aligned {
        using value_type = T;
        static constexpr std::align_val_t kBoundary{kArity * sizeof(T)};
        Aligned() = default;
        template <class Other>
        explicit Aligned(const Aligned<Other>&) {}
        T* allocate(std::size_t count) {
            return static_cast<T*>(::operator new(count * sizeof(T), kBoundary));
        }
        void deallocate(T* memory, std::size_t) { ::operator delete(memory, kBoundary); }
        bool operator==(const Aligned&) const = default;
    };

    static std::size_t parent(std::size_t slot) { return slot / kArity + kArity - 2; }
    static std::size_t first_child(std::size_t slot) { return kArity * (slot - kArity + 2); }
    void place(std::size_t slot, const Entry& entry) {
        heap_[slot] = entry;
        entry.event->slot_ = static_cast<std::uint32_t>(slot);
    }
    void put(std::size_t slot, const Entry& entry);
    void sift_up(std::size_t slot, const Entry& entry);
    void sift_down(std::size_t slot, const Entry& entry);

    std::vector<Entry, Aligned<Entry>> heap_;  // the first three are not used
};

}  // namespace patchcord::sim
