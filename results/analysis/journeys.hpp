// The way of every packet, cable by cable: what a card sent is matched with what the card at the other end
// received, or with the loss. Switches keep a packet's identity, so a flooded packet has several hops. Not
// here: what the packet says (packet_text.hpp). Read next: results/analysis/tcp_flows.hpp.
#pragma once

#include "models/wire/enums.hpp"
#include "results/record/run.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace patchcord::results {

/// One passage of a packet over one cable.
struct Hop {
    /// Collided: it was lost, but the same card sent it again, as CSMA/CD does.
    enum class Fate : std::uint8_t { InFlight, Delivered, Lost, Collided };

    PortRef from;
    PortRef to;      ///< `to.node` is kNoNode when nothing is plugged in
    sim::Time sent;  ///< first preamble bit; the time of the loss if it never left
    sim::Duration duration{};
    Fate fate = Fate::InFlight;  ///< InFlight: the run ended before
    models::wire::LossCause cause{};
    sim::Time ended;  ///< arrival of the last bit, or when it was known to be lost
    std::size_t frame =
        0;  ///< the observation in Run::frames() of its sending, or of its loss if it never left
    bool was_sent = false;
    bool is_copy = false;  ///< the cable made it of the frame of the hop before, which was sent once
    /// It was delivered, and the node's stack threw it away.
    std::optional<models::wire::DropReason> dropped = {};
};

/// A packet and its hops, in the order in which they began. `hops` is never empty.
struct Journey {
    sim::PacketId packet;
    std::span<const Hop> hops;

    const Hop& origin() const { return hops.front(); }
    /// How often cards sent it again after a collision.
    std::size_t collisions() const;
};

/// All packets, in the order in which they were first seen on a card.
class Journeys {
  public:
    /// `run` must outlive this.
    explicit Journeys(const Run& run);
    Journeys(const Journeys&) = delete;
    Journeys& operator=(const Journeys&) = delete;

    std::span<const Journey> all() const { return journeys_; }
    /// Null if no card ever had this packet (it waited for ARP, or went to its own host).
    const Journey* find(sim::PacketId packet) const;
    /// The bytes of the packet as its first sender sent it, without FCS, as far as they were kept; empty if
    /// no card showed them.
    std::span<const std::uint8_t> bytes(const Journey& journey) const;
    std::span<const std::uint8_t> bytes(const Hop& hop) const;
    /// The same with the length that the frame had.
    models::wire::CapturedFrame captured(const Journey& journey) const;

  private:
    void note_collisions(std::size_t first);
    void note_drops();

    const Run& run_;
    std::vector<Hop> hops_;
    std::vector<Journey> journeys_;
    std::vector<std::pair<sim::PacketId, std::size_t>> by_packet_;
};

/// Whether the card at the end of `hop` took the frame as its own: by its MAC address, or a group's.
bool is_addressee(const Run& run, const Hop& hop, std::span<const std::uint8_t> frame);

/// Frames by what became of them, each cable, and each try of a card, counted for itself.
struct FrameCounts {
    static constexpr std::size_t kCauses = static_cast<std::size_t>(models::wire::LossCause::Early) + 1;

    std::uint64_t sent = 0;    ///< given to a card to send
    std::uint64_t copies = 0;  ///< made by cables: sent + copies is delivered + lost + in flight
    std::uint64_t delivered = 0;
    std::uint64_t lost = 0;
    std::uint64_t in_flight = 0;
    std::array<std::uint64_t, kCauses> by_cause{};

    std::uint64_t operator[](models::wire::LossCause cause) const {
        return by_cause[static_cast<std::size_t>(cause)];
    }
};

FrameCounts count_frames(const Journeys& journeys);

}  // namespace patchcord::results
