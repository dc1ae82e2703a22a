// The TCP connections of a run, found in the packets and joined with what the simulator knows: how much got
// through, what was sent again and why, and what each segment is to its connection. Read next:
// results/analysis/ladder.hpp, results/export/summary.hpp.
#pragma once

#include "models/trace/records.hpp"
#include "models/wire/address.hpp"
#include "results/analysis/journeys.hpp"
#include "results/record/run.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <utility>
#include <vector>

namespace patchcord::results {

/// One way of a connection: what `from` sends to `to`.
struct TcpDirection {
    models::wire::Endpoint from;
    models::wire::Endpoint to;
    std::optional<std::uint32_t> isn;  ///< of its SYN, if one was seen
    std::uint64_t segments = 0;        ///< all that TCP sent: SYN, data, ACK, FIN, RST, and those sent again
    std::uint64_t bytes = 0;           ///< data that the receiver has without a gap, each byte counted once
    std::uint64_t resent = 0;          ///< segments sent again, for any reason
    std::uint64_t fast_retransmits = 0;   ///< of these after three duplicate ACKs
    std::uint64_t timeouts = 0;           ///< how often the retransmission timer fired
    std::optional<sim::Duration> srtt;    ///< the sender's smoothed round-trip time at the end
    std::optional<sim::Time> data_began;  ///< the first data segment began to leave
    sim::Time data_ended;                 ///< the last byte of `bytes` arrived

    /// `bytes` over the time from data_began to data_ended, in bit/s. Absent without data.
    std::optional<std::uint64_t> goodput() const;
};

/// directions[0] is that of the initiator, the sender of the first SYN (or segment, if no SYN was seen).
struct TcpFlow {
    std::array<TcpDirection, 2> directions;
    sim::Time began;  ///< the first segment began to leave
    sim::Time ended;  ///< the last segment arrived or was lost
};

enum class SegmentClass : std::uint8_t {
    Data,
    Ack,
    SynFin,
    Rst,
    Retransmission,
    DuplicateAck,
    ZeroWindow,  ///< an ACK that closes the window, or a probe of a closed one
};

/// What a segment is to its connection.
struct SegmentInfo {
    std::size_t flow;
    std::size_t direction;
    SegmentClass kind;
    std::uint32_t count = 0;                         ///< the how-many-th retransmission or duplicate ACK
    std::optional<models::trace::SegmentSent> sent;  ///< what TCP said when it sent it
};

class TcpFlows {
  public:
    TcpFlows(const Run& run, const Journeys& journeys);

    /// In the order in which they began.
    std::span<const TcpFlow> all() const { return flows_; }
    /// Null for what is no TCP segment of a connection.
    const SegmentInfo* segment(sim::PacketId packet) const;
    /// Flow and direction that a connection of a node is.
    std::optional<std::pair<std::size_t, std::size_t>> connection(sim::NodeId node,
                                                                  models::trace::ConnectionId id) const;

  private:
    friend class TcpFlowsBuilder;

    std::vector<TcpFlow> flows_;
    std::vector<std::pair<sim::PacketId, SegmentInfo>> segments_;  // sorted
    std::map<std::pair<sim::NodeId, models::trace::ConnectionId>, std::pair<std::size_t, std::size_t>>
        connections_;
};

}  // namespace patchcord::results
