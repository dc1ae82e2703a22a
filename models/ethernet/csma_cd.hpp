// Carrier sense multiple access with collision detection: how a card shares a half-duplex medium (IEEE
// 802.3 4.2.3.2 and 4.2.8). It defers to a carrier and to the gap after it, sends, and when it hears somebody
// while it sends it jams, waits for a random number of slots and tries again, sixteen times at the most. A
// collision is nothing but a carrier that is heard while sending: who else sends, and how far away, decides
// the medium's real delays. Not here: frames, queues and cables (nic.hpp). Read next:
// models/ethernet/csma_cd.cpp, models/ethernet/hub.hpp.
#pragma once

#include "sim/core/random.hpp"
#include "sim/core/rate.hpp"
#include "sim/core/time.hpp"
#include "sim/event/node_context.hpp"
#include "sim/event/timer.hpp"

#include <cstdint>

namespace patchcord::models::ethernet {

/// The parameters of IEEE 802.3 4.4.2 for 10 and 100 Mbit/s, in bit times.
inline constexpr std::uint64_t kSlot = 512;
inline constexpr std::uint64_t kJam = 32;
inline constexpr std::uint64_t kPreambleBits = 64;  ///< with the start frame delimiter
inline constexpr std::uint64_t kGapPart1 = 64;      ///< a carrier starts it anew
inline constexpr std::uint64_t kGapPart2 = 32;      ///< a carrier does not matter any more
inline constexpr std::uint32_t kAttemptLimit = 16;
inline constexpr std::uint32_t kBackoffLimit = 10;

/// How a card got rid of a frame.
struct Attempts {
    enum class End : std::uint8_t { Sent, Excessive, Late };
    End end = End::Sent;
    std::uint32_t collisions = 0;  ///< of this frame
    bool deferred = false;         ///< somebody else was sending when it was first to go
};

class CsmaCd {
  public:
    /// What is shared, and what is to be sent.
    class Station {
      public:
        /// Whether a frame waits.
        virtual bool has_frame() const = 0;
        /// The first bit of the first frame leaves; says how many there are, with preamble.
        virtual std::uint64_t begin_frame() = 0;
        /// Its last bit has left, or after a collision the last bit of the jam.
        virtual void end_frame(bool collided, sim::Duration sent) = 0;
        /// The first frame is done with and is taken away; called after end_frame().
        virtual void done(const Attempts& attempts) = 0;

      protected:
        ~Station() = default;
    };

    CsmaCd(sim::NodeContext& context, sim::Rate rate, const sim::RandomStream& stream, Station& station);

    /// Something waits now that did not.
    void frame_waits();
    /// Somebody's carrier reached the card, or went.
    void carrier_came();
    void carrier_went();
    /// Everything is forgotten (the link went down); a frame on its way is not ended.
    void stop();

    bool is_transmitting() const { return transmitting_; }
    bool hears_carrier() const { return carrier_; }

  private:
    enum class Deferring : std::uint8_t { No, ToCarrier, GapPart1, GapPart2 };

    sim::Duration bits(std::uint64_t count) const { return rate_.time_to_send(count); }
    void send_if_allowed();
    void collide();
    void transmission_ends();
    void back_off();
    void finish(Attempts::End end);
    void carrier_sense_ends();
    void gap_ends();
    void backoff_ends();

    sim::NodeContext& context_;
    sim::Rate rate_;
    sim::RandomStream stream_;
    Station& station_;
    sim::Timer transmission_;
    sim::Timer gap_;
    sim::Timer backoff_;
    Deferring deferring_ = Deferring::No;
    bool carrier_ = false;
    bool transmitting_ = false;
    bool collided_ = false;
    bool late_ = false;
    bool was_transmitting_ = false;  // since deferring began
    sim::Time began_ = sim::kStart;
    Attempts attempts_;
};

}  // namespace patchcord::models::ethernet
