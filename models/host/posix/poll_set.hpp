// Descriptors that are watched together, as Linux's epoll does (fs/eventpoll.c): those that may have
// something to say stand in a list, in the order in which they were told, and whoever asks looks at these
// only. Watching is linking a waiter into the socket's queues; nothing is woken but this set. poll() is a set
// that lives during the call. Read next: models/host/posix/poll_set.cpp, models/host/readiness.hpp.
#pragma once

#include "models/host/descriptor.hpp"
#include "models/wire/error.hpp"
#include "sim/coro/wait_queue.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <span>
#include <vector>

namespace patchcord::models::host {
class Host;
}

namespace patchcord::models::host::posix {

/// struct epoll_event: bits of models/host/readiness.hpp, and what the caller wants to be told back.
struct EpollEvent {
    std::uint32_t events = 0;
    std::uint64_t data = 0;
};

class PollSet {
  public:
    explicit PollSet(Host& host);
    PollSet(const PollSet&) = delete;
    PollSet& operator=(const PollSet&) = delete;
    ~PollSet();

    /// EPOLL_CTL_ADD, MOD, DEL. Err and Hup are always told. FileExists, NoSuchFileOrDirectory.
    wire::Result<void> add(Descriptor descriptor, const EpollEvent& event);
    wire::Result<void> modify(Descriptor descriptor, const EpollEvent& event);
    wire::Result<void> remove(Descriptor descriptor);

    /// Looks at those that may be ready, writes down what holds, and says of how many. With kEdge each is
    /// told once for every news, with kOneShot once at all, otherwise as often as it holds.
    std::size_t collect(std::span<EpollEvent> out);
    /// Notified when collect() may find something.
    sim::WaitQueue& changed() { return changed_; }
    bool may_be_ready() const { return !ready_.empty(); }

  private:
    class Watch;
    struct Item;

    /// Links where the socket can be heard of now, and says what holds of what is wanted.
    std::uint32_t look(Item& item);
    void heard(Item& item, Watch& watch);
    void enlist(Item& item);

    Host& host_;
    std::map<Descriptor, std::unique_ptr<Item>> items_;
    std::vector<Item*> ready_;
    std::vector<Item*> looking_;  // during collect()
    sim::WaitQueue changed_;
};

}  // namespace patchcord::models::host::posix
