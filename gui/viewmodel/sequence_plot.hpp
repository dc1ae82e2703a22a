// SPDX-License-Identifier: GPL-3.0-or-later
// Sequence numbers over time of what one end of a TCP connection sends, seen from that end: every segment as
// the range of bytes that it carries, and the acknowledgments that came back as a staircase. Numbers count
// from the SYN as in the ladder (the first byte is 1), and do not wrap. Seconds count from the connection's
// first packet. Read next: results/analysis/tcp_flows.hpp.
#pragma once

#include "results/analysis/analysis.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace patchcord::gui {

/// One way of one connection.
struct FlowChoice {
    std::size_t flow;
    std::size_t direction;
    std::string text;     ///< "10.0.0.1:49152 → 10.0.0.2:80"
    std::uint64_t bytes;  ///< that got through
};

/// In the order of the flows, each in both directions.
std::vector<FlowChoice> flow_choices(const results::Analysis& analysis);
/// Position of the choice that has most to show; nothing without TCP.
std::optional<std::size_t> best_choice(const std::vector<FlowChoice>& choices);

struct SequenceSegment {
    enum class Class : std::uint8_t { New, Retransmission, Control };  ///< Control: SYN or FIN alone

    sim::PacketId packet;
    double at;     ///< seconds, when its first bit leaves
    double begin;  ///< its first byte
    double end;    ///< the one behind its last
    Class kind;
    bool lost;
};

struct Acknowledgment {
    double at;      ///< seconds, when it arrived
    double number;  ///< the next byte that is wanted
};

struct SequencePlot {
    sim::Time origin;                       ///< of the seconds
    std::vector<SequenceSegment> segments;  ///< by time
    std::vector<Acknowledgment> acks;       ///< by time, each higher than the one before
    double seconds = 0;                     ///< all of it is between 0 and this
    double bytes = 0;                       ///< likewise
};

SequencePlot sequence_plot(const results::Analysis& analysis, std::size_t flow, std::size_t direction);

/// A unit for an axis that reaches to `seconds`.
struct TimeUnit {
    const char* name;
    double per_second;
};
TimeUnit fitting_unit(double seconds);

}  // namespace patchcord::gui
