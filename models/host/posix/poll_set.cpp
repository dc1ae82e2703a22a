// Watching. A waiter is unlinked when it is notified; it is linked again when the set looks at its socket the
// next time, or at once when the news was not for it. A socket that was closed leaves the set when that is
// noticed; then it says nothing. Read next: models/host/posix/calls.cpp.
#include "models/host/posix/poll_set.hpp"

#include "models/host/host.hpp"
#include "models/host/readiness.hpp"

#include <algorithm>
#include <utility>

namespace patchcord::models::host::posix {

using namespace poll_bits;
using wire::Error;
using wire::failure;

namespace {

constexpr std::uint32_t kAlways = kErr | kHup;
constexpr std::uint32_t kHow = kEdge | kOneShot;
// What a notification in the readable queue, and in the writable one, may be about.
constexpr std::uint32_t kReading = kIn | kPri | kReadNormal | kReadBand;
constexpr std::uint32_t kWriting = kOut | kWriteNormal | kWriteBand;

}  // namespace

class PollSet::Watch final : public sim::Waiter {
  public:
    Watch(PollSet& set, Item& item, std::uint32_t about) : set_{set}, item_{item}, about_{about} {}

    void follow(sim::WaitQueue* queue) {
        if (is_linked() && queue == queue_) return;
        unlink();
        queue_ = queue;
        if (queue != nullptr) queue->link(*this);
    }
    void again() { queue_->link(*this); }
    std::uint32_t about() const { return about_; }

  private:
    void notified() override { set_.heard(item_, *this); }

    PollSet& set_;
    Item& item_;
    std::uint32_t about_;
    sim::WaitQueue* queue_ = nullptr;
};

struct PollSet::Item {
    Item(PollSet& set, Descriptor which, const EpollEvent& event)
        : descriptor{which},
          wanted{event},
          reading{set, *this, kReading},
          writing{set, *this, kWriting},
          life{set, *this, 0} {}

    Descriptor descriptor;
    EpollEvent wanted;
    bool listed = false;
    Watch reading;
    Watch writing;
    Watch life;
};

PollSet::PollSet(Host& host) : host_{host} {}

PollSet::~PollSet() {
    changed_.notify_all();
}

wire::Result<void> PollSet::add(Descriptor descriptor, const EpollEvent& event) {
    const auto [place, fresh] = items_.try_emplace(descriptor);
    if (!fresh) return failure(Error::FileExists);
    place->second = std::make_unique<Item>(*this, descriptor, event);
    return modify(descriptor, event);
}

wire::Result<void> PollSet::modify(Descriptor descriptor, const EpollEvent& event) {
    const auto found = items_.find(descriptor);
    if (found == items_.end()) return failure(Error::NoSuchFileOrDirectory);
    Item& item = *found->second;
    item.wanted = event;
    item.wanted.events |= kAlways;
    if (look(item) != 0) enlist(item);
    return {};
}

wire::Result<void> PollSet::remove(Descriptor descriptor) {
    const auto found = items_.find(descriptor);
    if (found == items_.end()) return failure(Error::NoSuchFileOrDirectory);
    std::erase(ready_, found->second.get());
    items_.erase(found);
    return {};
}

std::uint32_t PollSet::look(Item& item) {
    DescriptorTable::Entry* entry = host_.find(item.descriptor);
    if (entry == nullptr) return 0;
    const Readiness now = readiness_of(*entry);
    item.reading.follow(now.readable);
    item.writing.follow(now.writable);
    item.life.follow(now.changed);
    return now.events & item.wanted.events;
}

// ep_poll_callback: news of what is not wanted are none. But ends and errors concern everybody, and a closed
// socket leaves.
void PollSet::heard(Item& item, Watch& watch) {
    const bool concerns = watch.about() == 0 || (item.wanted.events & watch.about()) != 0;
    if (!concerns) {
        DescriptorTable::Entry* entry = host_.find(item.descriptor);
        const std::uint32_t now = entry == nullptr ? kHup : readiness_of(*entry).events;
        if ((now & (kAlways | kReadHup)) == 0) return watch.again();
    }
    enlist(item);
}

void PollSet::enlist(Item& item) {
    if (item.listed || (item.wanted.events & ~kHow) == 0) return;  // kOneShot has been told
    item.listed = true;
    ready_.push_back(&item);
    changed_.notify_all();
}

// ep_send_events
std::size_t PollSet::collect(std::span<EpollEvent> out) {
    std::size_t count = 0;
    looking_.clear();
    std::swap(looking_, ready_);
    for (std::size_t i = 0; i < looking_.size(); ++i) {
        Item& item = *looking_[i];
        if (count == out.size()) {  // not looked at: they come first the next time
            ready_.insert(ready_.begin(), looking_.begin() + static_cast<std::ptrdiff_t>(i), looking_.end());
            break;
        }
        item.listed = false;
        const std::uint32_t events = look(item);
        if (host_.find(item.descriptor) == nullptr) {
            items_.erase(item.descriptor);
            continue;
        }
        if (events == 0) continue;
        out[count++] = {events, item.wanted.data};
        if ((item.wanted.events & kOneShot) != 0) {
            item.wanted.events &= kHow;
        } else if ((item.wanted.events & kEdge) == 0) {
            item.listed = true;
            ready_.push_back(&item);
        }
    }
    return count;
}

}  // namespace patchcord::models::host::posix
