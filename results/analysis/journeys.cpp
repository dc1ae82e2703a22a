// Matching is by packet: of one packet's open hops the oldest one that fits ends first, as cables do not let
// frames overtake. Read next: results/analysis/journeys.hpp.
#include "results/analysis/journeys.hpp"

#include "models/wire/ethernet.hpp"

#include <algorithm>
#include <numeric>

namespace patchcord::results {
namespace {

using What = FrameObservation::What;
using models::wire::LossCause;

/// Follows one packet through its observations.
class Follower {
  public:
    Follower(const Run& run, std::vector<Hop>& hops) : run_{run}, hops_{hops}, first_{hops.size()} {}

    void see(std::size_t number) {
        const FrameObservation& frame = run_.frames()[number];
        const PortRef here{frame.node, frame.port};
        switch (frame.what) {
            case What::Sent:
                begin(here, number).was_sent = true;
                open_.push_back(hops_.size() - 1);
                return;
            case What::Received:
                if (Hop* const hop = arriving(here)) {
                    hop->fate = Hop::Fate::Delivered;
                    hop->ended = frame.at;
                }
                return;
            case What::Lost:
                lose(here, number);
                return;
        }
    }

  private:
    Hop& begin(PortRef from, std::size_t number) {
        const FrameObservation& frame = run_.frames()[number];
        hops_.push_back({.from = from,
                         .to = run_.peer(from).value_or(PortRef{}),
                         .sent = frame.at,
                         .duration = frame.duration,
                         .ended = frame.at,
                         .frame = number});
        return hops_.back();
    }

    /// The oldest open hop that `fits`, which is open no longer. It stands near the front, also when a switch
    /// floods a packet in circles and thousands are open.
    template <class Predicate>
    Hop* close(Predicate fits) {
        const auto found = std::ranges::find_if(open_, [&](std::size_t i) { return fits(hops_[i]); });
        if (found == open_.end()) return nullptr;
        Hop& hop = hops_[*found];
        open_.erase(found);
        return &hop;
    }

    /// The hop that ends at this card. When all have ended already, the cable has made a copy of the last.
    Hop* arriving(PortRef here) {
        if (Hop* const hop = close([&](const Hop& open) { return open.to == here; })) return hop;
        for (std::size_t i = hops_.size(); i-- > first_;) {
            if (hops_[i].to != here || !hops_[i].was_sent) continue;
            Hop copy = hops_[i];
            copy.is_copy = true;
            for (std::size_t& open : open_)
                open += open > i ? 1 : 0;
            return &*hops_.insert(hops_.begin() + static_cast<std::ptrdiff_t>(i) + 1, copy);
        }
        return nullptr;
    }

    void lose(PortRef here, std::size_t number) {
        const FrameObservation& frame = run_.frames()[number];
        const bool never_left = is_before_sending(frame.cause);
        const bool may_be_mine = frame.cause == LossCause::Cut || frame.cause == LossCause::Collision;
        Hop* hop = may_be_mine ? close([&](const Hop& open) { return open.from == here; }) : nullptr;
        if (hop == nullptr && !never_left && frame.cause != LossCause::Cut) hop = arriving(here);
        if (hop == nullptr) hop = &begin(here, number);
        hop->fate = Hop::Fate::Lost;
        hop->cause = frame.cause;
        hop->ended = frame.at;
    }

    const Run& run_;
    std::vector<Hop>& hops_;
    std::size_t first_;              // of this packet
    std::vector<std::size_t> open_;  // positions in hops_
};

}  // namespace

Journeys::Journeys(const Run& run) : run_{run} {
    const auto frames = run.frames();
    std::vector<std::size_t> order(frames.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::ranges::stable_sort(order, {}, [&](std::size_t number) { return frames[number].packet; });

    struct Group {
        std::size_t begin, end, first_seen;
    };
    std::vector<Group> groups;
    for (std::size_t i = 0; i < order.size(); ++i) {
        const bool is_new = i == 0 || frames[order[i]].packet != frames[order[i - 1]].packet;
        if (is_new) groups.push_back({i, i, order[i]});
        groups.back().end = i + 1;
    }
    std::ranges::sort(groups, {}, &Group::first_seen);

    std::vector<std::size_t> ends;
    hops_.reserve(frames.size() / 2 + 1);
    for (const Group& group : groups) {
        const std::size_t group_begin = hops_.size();
        Follower follower{run, hops_};
        for (std::size_t i = group.begin; i < group.end; ++i)
            follower.see(order[i]);
        note_collisions(group_begin);
        ends.push_back(hops_.size());
    }
    std::size_t begin = 0;
    for (std::size_t i = 0; i < groups.size(); ++i) {
        if (ends[i] == begin) continue;  // arrivals without a sending: a capture that began late
        const sim::PacketId packet = frames[groups[i].first_seen].packet;
        by_packet_.emplace_back(packet, journeys_.size());
        journeys_.push_back({packet, std::span{hops_}.subspan(begin, ends[i] - begin)});
        begin = ends[i];
    }
    std::ranges::sort(by_packet_);
    note_drops();
}

/// Of one packet, whose hops begin with `first`.
void Journeys::note_collisions(std::size_t first) {
    for (std::size_t i = first; i < hops_.size(); ++i) {
        Hop& hop = hops_[i];
        if (hop.fate != Hop::Fate::Lost || hop.cause != LossCause::Collision) continue;
        const auto is_next_try = [&](const Hop& later) { return later.from == hop.from && later.was_sent; };
        if (std::any_of(hops_.begin() + static_cast<std::ptrdiff_t>(i) + 1, hops_.end(), is_next_try))
            hop.fate = Hop::Fate::Collided;
    }
}

std::size_t Journey::collisions() const {
    return static_cast<std::size_t>(std::ranges::count(hops, Hop::Fate::Collided, &Hop::fate));
}

/// Each belongs to the last arrival before it.
void Journeys::note_drops() {
    for (const models::trace::PacketDropped& drop : run_.records<models::trace::PacketDropped>()) {
        const Journey* const journey = find(drop.packet);
        if (journey == nullptr) continue;
        Hop* last = nullptr;
        const auto begin = static_cast<std::size_t>(journey->hops.data() - hops_.data());
        for (Hop& hop : std::span{hops_}.subspan(begin, journey->hops.size())) {
            const bool is_before = hop.fate == Hop::Fate::Delivered && hop.to.node == drop.node &&
                                   hop.ended <= drop.at && !hop.dropped;
            if (is_before && (last == nullptr || last->ended <= hop.ended)) last = &hop;
        }
        if (last != nullptr) last->dropped = drop.reason;
    }
}

const Journey* Journeys::find(sim::PacketId packet) const {
    const auto found =
        std::ranges::lower_bound(by_packet_, packet, {}, &std::pair<sim::PacketId, std::size_t>::first);
    return found != by_packet_.end() && found->first == packet ? &journeys_[found->second] : nullptr;
}

std::span<const std::uint8_t> Journeys::bytes(const Hop& hop) const {
    return run_.bytes(run_.frames()[hop.frame]);
}

models::wire::CapturedFrame Journeys::captured(const Journey& journey) const {
    return run_.captured(run_.frames()[journey.origin().frame]);
}

std::span<const std::uint8_t> Journeys::bytes(const Journey& journey) const {
    return bytes(journey.origin());
}

bool is_addressee(const Run& run, const Hop& hop, std::span<const std::uint8_t> frame) {
    const auto header = models::wire::EthernetHeader::parse(frame);
    if (!header || hop.to.node == sim::kNoNode) return false;
    return header->destination.is_group() || header->destination == run.port(hop.to).mac;
}

FrameCounts count_frames(const Journeys& journeys) {
    FrameCounts counts;
    for (const Journey& journey : journeys.all()) {
        for (const Hop& hop : journey.hops) {
            ++(hop.is_copy ? counts.copies : counts.sent);
            counts.delivered += hop.fate == Hop::Fate::Delivered ? 1 : 0;
            counts.in_flight += hop.fate == Hop::Fate::InFlight ? 1 : 0;
            if (hop.fate != Hop::Fate::Lost && hop.fate != Hop::Fate::Collided) continue;
            ++counts.lost;
            ++counts.by_cause[static_cast<std::size_t>(hop.cause)];
        }
    }
    return counts;
}

}  // namespace patchcord::results
