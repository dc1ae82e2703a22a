// How a link gets its speed and its duplex: what the two ends offer each other in the pulses of
// auto-negotiation, what an end finds whose partner does not negotiate (parallel detection), which speeds
// fail to train on the cable (downshift), and how long all that takes. A pure function of the cable, the ends
// and the luck of their receivers, so both ends come to the same without asking each other. Not here: when a
// cable is plugged in (link.hpp). Read next: models/ethernet/link_start.cpp, models/ethernet/phy.hpp.
#pragma once

#include "models/ethernet/phy.hpp"
#include "sim/core/time.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace patchcord::models::ethernet {

/// Whether an end may send while it receives. Half duplex is for 10 and 100 Mbit/s.
enum class Duplex : std::uint8_t {
    Negotiated,  ///< full, if the other end says in negotiation that it can
    Half,        ///< set by hand: the end does not negotiate
    Full         ///< set by hand
};

/// What two ends can agree on, the best one last (IEEE 802.3 annex 28B.3). Nobody has built 1000BASE-T half
/// duplex.
enum class Technology : std::uint8_t {
    Base10THalf,
    Base10TFull,
    Base100TxHalf,
    Base100TxFull,
    Base1000TFull,
    Base10GTFull
};
inline constexpr int kTechnologies = 6;

Phy phy_of(Technology technology);
bool is_full_duplex(Technology technology);

/// A set of technologies, as the pulses of an end carry it: bit n is Technology n.
using Abilities = std::uint8_t;

/// What an end can whose fastest PHY that is: it and all slower ones, in half duplex where there is one.
Abilities abilities_up_to(Phy fastest);
/// The best that both have, in the order of annex 28B.3.
std::optional<Technology> highest_common(Abilities a, Abilities b);

struct LinkEnd {
    Phy fastest = Phy::Base10GT;
    Duplex duplex = Duplex::Negotiated;
};

/// What came of it, for the two ends.
struct LinkStartResult {
    bool up = false;
    Phy phy{};                       ///< the one that came up; the last that was tried
    std::array<bool, 2> half{};      ///< which end is half duplex
    sim::Duration duration{};        ///< from plugging in until the link is up
    std::uint32_t failed_tries = 0;  ///< to train, before it came up; with none up, in one round
};

/// Tries to train before the next lower speed is tried, as PHYs of Texas Instruments (DP83867) do.
inline constexpr std::uint32_t kTriesBeforeDownshift = 4;
/// How long one that fails takes: break the link, 1.2 to 1.5 s; negotiate, 0.5 to 1 s; inhibit, 0.75 to 1 s.
inline constexpr sim::Duration kFailedTry = std::chrono::seconds{3};

/// `luck`: of the pair of receivers, standard deviations; the same for all speeds and each time.
/// With `any_cable` every cable is good enough.
LinkStartResult start_link(const Cable& cable, double margin, const std::array<LinkEnd, 2>& ends, double luck,
                           bool any_cable = false);

}  // namespace patchcord::models::ethernet
