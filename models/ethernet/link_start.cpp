// Times are those that people see: a good link is up after 2 s at 1000 Mbit/s and more, after 1.5 s at less,
// and after 0.1 s, some link pulses, when nobody negotiates.
// Read next: models/ethernet/link_start.hpp.
#include "models/ethernet/link_start.hpp"

#include <algorithm>
#include <chrono>

namespace patchcord::models::ethernet {
namespace {

using namespace std::chrono_literals;

struct Row {
    Phy phy;
    bool full;
};
constexpr std::array<Row, kTechnologies> kRows{{{Phy::Base10T, false},
                                                {Phy::Base10T, true},
                                                {Phy::Base100Tx, false},
                                                {Phy::Base100Tx, true},
                                                {Phy::Base1000T, true},
                                                {Phy::Base10GT, true}}};

constexpr Abilities bit(int technology) {
    return static_cast<Abilities>(1u << technology);
}

bool is_by_hand(const LinkEnd& end) {
    return end.duplex != Duplex::Negotiated;
}

sim::Duration time_of_good_start(Phy phy, const std::array<LinkEnd, 2>& ends) {
    if (std::ranges::all_of(ends, is_by_hand)) return 100ms;
    return phy <= Phy::Base100Tx ? sim::Duration{1500ms} : sim::Duration{2s};
}

}  // namespace

Phy phy_of(Technology technology) {
    return kRows[static_cast<std::size_t>(technology)].phy;
}
bool is_full_duplex(Technology technology) {
    return kRows[static_cast<std::size_t>(technology)].full;
}

Abilities abilities_up_to(Phy fastest) {
    Abilities all = 0;
    for (int at = 0; at < kTechnologies; ++at)
        if (phy_of(Technology(at)) <= fastest) all |= bit(at);
    return all;
}

std::optional<Technology> highest_common(Abilities a, Abilities b) {
    for (int at = kTechnologies - 1; at >= 0; --at)
        if ((a & b & bit(at)) != 0) return Technology(at);
    return std::nullopt;
}

LinkStartResult start_link(const Cable& cable, double margin, const std::array<LinkEnd, 2>& ends, double luck,
                           bool any_cable) {
    LinkStartResult result;
    const bool negotiated = std::ranges::none_of(ends, is_by_hand);
    auto common = static_cast<Abilities>(abilities_up_to(ends[0].fastest) & abilities_up_to(ends[1].fastest));
    while (const auto best = highest_common(common, common)) {
        result.phy = phy_of(*best);
        for (std::size_t end = 0; end < 2; ++end)
            result.half[end] = !(negotiated ? is_full_duplex(*best) : ends[end].duplex == Duplex::Full);
        result.up = any_cable || link_budget(result.phy, cable, margin).comes_up(luck);
        if (result.up) {
            result.duration += time_of_good_start(result.phy, ends);
            return result;
        }
        result.failed_tries += kTriesBeforeDownshift;
        result.duration += kTriesBeforeDownshift * kFailedTry;
        // An end that was set by hand has one speed; its partner hears from the signal which that is.
        if (!negotiated) break;
        for (int at = 0; at < kTechnologies; ++at)
            if (phy_of(Technology(at)) == result.phy) common &= static_cast<Abilities>(~bit(at));
    }
    return result;
}

}  // namespace patchcord::models::ethernet
