// A list of processes that wait for the same thing: data to read, space to write, a connection to accept.
// Notifying posts a Resume event for each; nothing runs at once, so protocol code is never re-entered.
// Waiters are intrusive and unlink themselves when their process dies. Read next: sim/coro/operation.hpp.
#pragma once

namespace patchcord::sim {

class WaitQueue;

/// A process's place in a WaitQueue. It is in one queue at most.
class Waiter {
  public:
    Waiter() = default;
    Waiter(const Waiter&) = delete;
    Waiter& operator=(const Waiter&) = delete;

    bool is_linked() const { return queue_ != nullptr; }
    void unlink();

  protected:
    virtual ~Waiter() { unlink(); }

  private:
    friend class WaitQueue;
    virtual void notified() = 0;

    WaitQueue* queue_ = nullptr;
    Waiter* previous_ = nullptr;
    Waiter* next_ = nullptr;
};

class WaitQueue {
  public:
    WaitQueue() = default;
    WaitQueue(const WaitQueue&) = delete;
    WaitQueue& operator=(const WaitQueue&) = delete;
    ~WaitQueue() {
        while (first_ != nullptr)
            first_->unlink();
    }

    bool empty() const { return first_ == nullptr; }
    /// Puts `waiter`, which must not be linked, at the end.
    void link(Waiter& waiter) {
        waiter.queue_ = this;
        waiter.previous_ = last_;
        waiter.next_ = nullptr;
        (last_ == nullptr ? first_ : last_->next_) = &waiter;
        last_ = &waiter;
    }
    /// Wakes all who wait now, in the order in which they began to. One of them may begin to wait again in
    /// it.
    void notify_all() {
        const Waiter* const last = last_;
        while (first_ != nullptr) {
            const bool was_last = first_ == last;
            notify_one();
            if (was_last) return;
        }
    }
    /// Wakes the one who has waited longest, if there is one.
    void notify_one() {
        if (first_ == nullptr) return;
        Waiter& waiter = *first_;
        waiter.unlink();
        waiter.notified();
    }

  private:
    friend class Waiter;
    Waiter* first_ = nullptr;
    Waiter* last_ = nullptr;
};

inline void Waiter::unlink() {
    if (queue_ == nullptr) return;
    (previous_ == nullptr ? queue_->first_ : previous_->next_) = next_;
    (next_ == nullptr ? queue_->last_ : next_->previous_) = previous_;
    queue_ = nullptr;
}

}  // namespace patchcord::sim
