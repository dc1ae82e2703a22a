// The processes Deference, BackOff and TransmitLinkMgmt of IEEE 802.3 4.2.8 as timers. After its own
// transmission a card times both parts of the gap whatever it hears; only before them a carrier begins the
// first part anew. The backoff runs beside deference. Read next: models/ethernet/csma_cd.hpp.
#include "models/ethernet/csma_cd.hpp"

#include <algorithm>

namespace patchcord::models::ethernet {

CsmaCd::CsmaCd(sim::NodeContext& context, sim::Rate rate, const sim::RandomStream& stream, Station& station)
    : context_{context},
      rate_{rate},
      stream_{stream},
      station_{station},
      transmission_{context, *this, sim::calls<&CsmaCd::transmission_ends>},
      gap_{context, *this, sim::calls<&CsmaCd::gap_ends>},
      backoff_{context, *this, sim::calls<&CsmaCd::backoff_ends>} {}

void CsmaCd::frame_waits() {
    if (deferring_ != Deferring::No && attempts_.collisions == 0 && !transmitting_) attempts_.deferred = true;
    send_if_allowed();
}

void CsmaCd::send_if_allowed() {
    if (transmitting_ || deferring_ != Deferring::No || backoff_.is_armed() || !station_.has_frame()) return;
    transmitting_ = true;
    collided_ = false;
    began_ = context_.now();
    deferring_ = Deferring::ToCarrier;
    was_transmitting_ = true;
    transmission_.arm(began_ + bits(station_.begin_frame()));
    if (carrier_) collide();
}

/// A backoff that ends in the same moment was not held up by it. That is no rare chance: of two stations that
/// collide after the frame of one, the other is behind by just the time that a signal needs between them,
/// also when both draw the same slot.
void CsmaCd::carrier_came() {
    if (backoff_.expires() == context_.now()) {
        backoff_.disarm();
        send_if_allowed();
    }
    carrier_ = true;
    if (transmitting_) return collide();
    if (deferring_ == Deferring::No) {
        deferring_ = Deferring::ToCarrier;
        was_transmitting_ = false;
    } else if (deferring_ == Deferring::GapPart1 && !was_transmitting_) {
        deferring_ = Deferring::ToCarrier;
        gap_.disarm();
    }
}

void CsmaCd::carrier_went() {
    carrier_ = false;
    if (!transmitting_ && deferring_ == Deferring::ToCarrier) carrier_sense_ends();
}

void CsmaCd::stop() {
    transmission_.disarm();
    gap_.disarm();
    backoff_.disarm();
    deferring_ = Deferring::No;
    carrier_ = transmitting_ = collided_ = false;
    attempts_ = {};
}

/// The preamble is finished first, then comes the jam.
void CsmaCd::collide() {
    if (collided_) return;
    collided_ = true;
    late_ = context_.now() - began_ > bits(kSlot);
    transmission_.arm(std::max(context_.now(), began_ + bits(kPreambleBits)) + bits(kJam));
}

void CsmaCd::transmission_ends() {
    transmitting_ = false;
    station_.end_frame(collided_, context_.now() - began_);
    if (collided_) {
        ++attempts_.collisions;
        back_off();
    } else {
        finish(Attempts::End::Sent);
    }
    if (!carrier_) carrier_sense_ends();
}

void CsmaCd::back_off() {
    if (late_) return finish(Attempts::End::Late);
    if (attempts_.collisions == kAttemptLimit) return finish(Attempts::End::Excessive);
    const std::uint64_t slots =
        stream_.below(std::uint64_t{1} << std::min(attempts_.collisions, kBackoffLimit));
    if (slots > 0) backoff_.arm(context_.now() + bits(slots * kSlot));
}

void CsmaCd::finish(Attempts::End end) {
    attempts_.end = end;
    const Attempts attempts = attempts_;
    attempts_ = {};
    station_.done(attempts);
}

void CsmaCd::carrier_sense_ends() {
    deferring_ = Deferring::GapPart1;
    gap_.arm(context_.now() + bits(kGapPart1));
}

void CsmaCd::gap_ends() {
    if (deferring_ == Deferring::GapPart1) {
        deferring_ = Deferring::GapPart2;
        gap_.arm(context_.now() + bits(kGapPart2));
        return;
    }
    deferring_ = Deferring::No;
    send_if_allowed();
    if (transmitting_ || !carrier_) return;
    deferring_ = Deferring::ToCarrier;
    was_transmitting_ = false;
}

void CsmaCd::backoff_ends() {
    send_if_allowed();
}

}  // namespace patchcord::models::ethernet
