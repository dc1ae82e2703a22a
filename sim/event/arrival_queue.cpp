// The ring of arrivals and the rare overtaking one.
// Ring and entries grow to the largest number of frames that were ever in flight and then stay, so the steady
// state allocates nothing. Read next: sim/event/arrival_queue.hpp.
#include "sim/event/arrival_queue.hpp"

#include "sim/core/check.hpp"

#include <algorithm>
#include <utility>

namespace patchcord::sim {

/// One signal outside the order of its queue.
class ArrivalQueue::Overtaking final : public Event {
  public:
    explicit Overtaking(ArrivalQueue& owner) : owner_{owner} {}
    ~Overtaking() override {
        if (is_queued()) owner_.receiver_.context().queue().remove(*this);
    }
    /// Begins to wait as number `place` of those that overtake.
    void wait(const EventKey& key, Signal signal, std::size_t place) {
        signal_ = std::move(signal);
        place_ = place;
        owner_.receiver_.context().queue().insert(*this, key);
    }

  private:
    bool confirm(const EventKey&) override { return true; }
    void fire() override {
        owner_.receiver_.context().queue().remove(*this);
        auto& waiting = owner_.overtaking_;
        std::swap(waiting[place_], waiting.back());
        waiting[place_]->place_ = place_;
        owner_.idle_.push_back(std::move(waiting.back()));
        waiting.pop_back();
        owner_.receiver_.receive(owner_.port_, std::move(signal_));
    }

    ArrivalQueue& owner_;
    Signal signal_;
    std::size_t place_ = 0;
};

ArrivalQueue::ArrivalQueue(Node& receiver, PortId port) : receiver_{receiver}, port_{port} {}

ArrivalQueue::~ArrivalQueue() {
    if (is_queued()) receiver_.context().queue().remove(*this);
}

void ArrivalQueue::push_arrival(const EventKey& key, Signal signal) {
    check(key.at > receiver_.context().now(), "an arrival does not lie in the receiver's future");
    if (size_ > 0 && key < at(size_ - 1).key) {
        push_overtaking(key, std::move(signal));
        return;
    }
    if (size_ == ring_.size()) grow();
    ++size_;
    at(size_ - 1) = Arrival{key, std::move(signal)};
    if (size_ == 1) receiver_.context().queue().insert(*this, key);
}

void ArrivalQueue::push_overtaking(const EventKey& key, Signal signal) {
    if (idle_.empty()) idle_.push_back(std::make_unique<Overtaking>(*this));
    overtaking_.push_back(std::move(idle_.back()));
    idle_.pop_back();
    overtaking_.back()->wait(key, std::move(signal), overtaking_.size() - 1);
}

void ArrivalQueue::fire() {
    Signal signal = std::move(at(0).signal);
    first_ = (first_ + 1) & (ring_.size() - 1);
    --size_;
    EventQueue& queue = receiver_.context().queue();
    if (size_ > 0) {
        queue.move(*this, at(0).key);
    } else {
        queue.remove(*this);
    }
    receiver_.receive(port_, std::move(signal));
}

void ArrivalQueue::grow() {
    std::vector<Arrival> larger(std::max<std::size_t>(8, ring_.size() * 2));
    for (std::size_t i = 0; i < size_; ++i)
        larger[i] = std::move(at(i));
    ring_ = std::move(larger);
    first_ = 0;
}

}  // namespace patchcord::sim
