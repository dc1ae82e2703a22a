// The ladder of a run as a display list: lanes, and rows in the one order with everything that a painter
// needs and nothing about columns, pixels, colours or languages. The terminal, SVG and the window paint the
// same list. Times are exact. Read next: results/analysis/ladder.cpp, results/export/ladder/ladder_text.hpp.
#pragma once

#include "models/trace/records.hpp"
#include "models/wire/enums.hpp"
#include "results/analysis/journeys.hpp"
#include "results/analysis/packet_text.hpp"
#include "results/analysis/tcp_flows.hpp"
#include "results/record/run.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/rate.hpp"
#include "sim/core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace patchcord::results {

/// A vertical line.
struct LadderLane {
    sim::NodeId node;
    NodeKind kind;
    std::string name;
    std::string address;  ///< "10.0.0.1", with ":49152" if the lane uses only that port; empty for a switch
};

struct LadderLoss {
    models::wire::LossCause cause;
    sim::Time at;
    std::string place;  ///< the cable or node; empty when there is only one cable
    double position;    ///< of the way to the lane: 0 at the sender, 1 at the lane itself
};

/// A lane that an arrow goes to. Neither arrived nor lost: still on its way when the run ended.
struct LadderHead {
    std::size_t lane;
    bool is_addressee;                 ///< false for a host that heard a flooded frame for another
    std::optional<sim::Time> arrived;  ///< last bit
    std::optional<LadderLoss> loss;
    std::optional<models::wire::DropReason> dropped;  ///< it arrived, and the host's stack threw it away
};

/// A packet. `from` may be the only lane: then there are no heads (nobody was there to receive it).
struct LadderArrow {
    sim::PacketId packet;
    std::size_t from;
    sim::Time sent;                 ///< first preamble bit
    sim::Duration duration{};       ///< to the last bit of the FCS
    std::vector<LadderHead> heads;  ///< in the order of the lanes
    PacketText text;
    std::optional<std::size_t> flow;  ///< of TcpFlows, from 0
};

/// A timer ran out.
struct LadderTimer {
    std::size_t lane;
    models::trace::TimerKind kind;
    sim::Duration after;  ///< since it was armed
    std::uint32_t count;  ///< how often it has fired in a row; 0 for timers that do not count
    std::optional<std::size_t> flow;
};

/// A TCP state begins on a lane.
struct LadderState {
    std::size_t lane;
    sim::Time at;
    models::wire::TcpState from;
    models::wire::TcpState to;
    std::optional<std::size_t> flow;  ///< absent for a listener
};

/// Something happened to a host or to a cable.
struct LadderNote {
    enum class What : std::uint8_t { Crashed, Booted, LinkDown, LinkUp };

    What what;
    std::optional<std::size_t> lane;  ///< of a host that has one
    std::string place;                ///< the host, or the cable; empty when there is only one cable
    sim::Rate rate = {};              ///< of a link that came up, if it is known
    bool half_duplex = false;

    bool is_trouble() const { return what == What::Crashed || what == What::LinkDown; }
};

constexpr std::string_view to_string(LadderNote::What what) {
    switch (what) {
        case LadderNote::What::Crashed:
            return "crashed";
        case LadderNote::What::Booted:
            return "booted";
        case LadderNote::What::LinkDown:
            return "link-down";
        case LadderNote::What::LinkUp:
            return "link-up";
    }
    return "?";
}

/// A packet, a timer, a note, or states that changed by themselves. States that a packet brought with it
/// stand in its row: those of the sender that changed with its sending, those of the receiver that its
/// arrival changed. So do those that a crash ended.
struct LadderRow {
    sim::Time at;          ///< departure of the packet, or when it happened
    sim::Duration wait{};  ///< since the row before, if that is worth telling; else 0
    std::optional<LadderArrow> arrow;
    std::optional<LadderTimer> timer;
    std::vector<LadderState> states;
    std::optional<LadderNote> note = {};
};

/// A timer's whole life, for painters that draw a bar beside the lane.
struct LadderBar {
    enum class End : std::uint8_t { Fired, Cancelled, Running };

    std::size_t lane;
    models::trace::ConnectionId connection;
    models::trace::TimerKind kind;
    sim::Time from;
    sim::Time to;
    End end;
};

struct LadderDisplay {
    std::string run;  ///< the run's name
    std::vector<LadderLane> lanes;
    std::vector<LadderRow> rows;
    std::vector<LadderBar> bars;
    std::size_t flows = 0;  ///< TCP connections; with more than one, rows say which they belong to
};

struct LadderOptions {
    /// Lanes for switches as well, and a row for each cable that a packet passes.
    bool switches = false;
    /// Rows from this time up to that.
    sim::Time from = sim::kStart;
    sim::Time until = sim::kNever;
    /// The shortest wait between two rows that is told.
    sim::Duration wait = std::chrono::milliseconds{100};
};

LadderDisplay ladder(const Run& run, const Journeys& journeys, const TcpFlows& flows,
                     const LadderOptions& options = {});

}  // namespace patchcord::results
