// What a run left behind, as everything that shows it reads it: the network, and one log per kind of record
// in the one order (by time, then node, then as things happened). A Run owns all it hands out, does not need
// the simulation any more, and never changes. Readers keep to the calls below and to size, [] and iteration
// of what they return, so that the store can become chunks of a file. Read next:
// results/analysis/journeys.hpp.
#pragma once

#include "models/trace/records.hpp"
#include "models/wire/address.hpp"
#include "models/wire/dissect.hpp"
#include "models/wire/enums.hpp"
#include "results/record/byte_store.hpp"
#include "results/record/run_header.hpp"
#include "sim/core/ids.hpp"
#include "sim/core/time.hpp"

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

namespace patchcord::results {

/// A card saw a frame: it began to send it, received its last bit, or lost it.
struct FrameObservation {
    enum class What : std::uint8_t { Sent, Received, Lost };

    sim::Time at;
    sim::NodeId node;
    sim::PortId port;
    What what;
    models::wire::LossCause cause = {};  ///< of Lost
    sim::PacketId packet;
    std::uint32_t length = 0;     ///< without FCS; 0 where no bytes were shown
    sim::Duration duration = {};  ///< of Sent: from the first preamble bit to the last bit of the FCS
    ByteStore::Place bytes = {};  ///< the first of `length`; of Lost only if it never left
};

/// The kinds of records, in the order of Run's logs.
enum class RecordKind : std::uint8_t {
    Frame,
    Drop,
    Segment,
    State,
    Sample,
    Timer,
    Call,
    Arp,
    Mac,
    Log,
    Link,
    Host
};

/// All logs, by the type of their records.
using Logs = std::tuple<std::vector<FrameObservation>, std::vector<models::trace::PacketDropped>,
                        std::vector<models::trace::SegmentSent>, std::vector<models::trace::TcpStateChange>,
                        std::vector<models::trace::TcpSample>, std::vector<models::trace::TimerChange>,
                        std::vector<models::trace::SocketCall>, std::vector<models::trace::ArpChange>,
                        std::vector<models::trace::MacLearned>, std::vector<models::trace::AppLog>,
                        std::vector<models::trace::LinkChange>, std::vector<models::trace::HostChange>>;

/// One record of any kind: where to find it, and its place in the one order.
struct TimelineEntry {
    sim::Time at;
    sim::NodeId node;
    RecordKind kind;
    std::size_t index;  ///< in the log of that kind
};

template <class Record>
using Records = std::span<const Record>;

/// Strings that stay where they are, each once.
using StringPool = std::set<std::string, std::less<>>;

class Run {
  public:
    /// Puts the logs, which hold records as they were emitted, into the one order. `timeline` has an entry
    /// for each record.
    Run(RunHeader header, const RunEnd& end, Logs logs, std::vector<TimelineEntry> timeline, ByteStore bytes,
        std::unique_ptr<StringPool> strings);

    const RunHeader& header() const { return header_; }
    const RunEnd& end() const { return end_; }

    const NodeInfo& node(sim::NodeId node) const { return header_.nodes.at(index(node)); }
    const PortInfo& port(PortRef port) const { return node(port.node).ports.at(index(port.port)); }
    /// The link whose cable is in this port; null if none is.
    const LinkInfo* link_at(PortRef port) const;
    /// What the cable in this port leads to.
    std::optional<PortRef> peer(PortRef port) const;
    /// The node that has this address on one of its ports.
    std::optional<sim::NodeId> owner(models::wire::Ipv4Address address) const;

    template <class Record>
    Records<Record> records() const {
        return std::get<std::vector<Record>>(logs_);
    }
    Records<FrameObservation> frames() const { return records<FrameObservation>(); }
    Records<TimelineEntry> timeline() const { return timeline_; }

    /// The frame that was seen, without FCS; empty for one that was lost on its way.
    std::span<const std::uint8_t> bytes(const FrameObservation& frame) const {
        return bytes_.at(frame.bytes);
    }
    models::wire::CapturedFrame captured(const FrameObservation& frame) const {
        return {bytes(frame), frame.length};
    }

  private:
    RunHeader header_;
    RunEnd end_;
    std::vector<std::pair<PortRef, std::size_t>> link_of_port_;  // sorted, as the next
    std::vector<std::pair<models::wire::Ipv4Address, sim::NodeId>> owner_of_address_;
    Logs logs_;
    std::vector<TimelineEntry> timeline_;
    ByteStore bytes_;
    std::unique_ptr<StringPool> strings_;  // what string_views of records point into
};

}  // namespace patchcord::results
