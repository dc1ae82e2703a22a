// Four passes: packets to flows, connections to flows, arrivals to bytes, and the counts that only the
// sender's TCP knows. Read next: results/analysis/tcp_flows.hpp.
#include "results/analysis/tcp_flows.hpp"

#include "models/wire/dissect.hpp"
#include "results/analysis/stream_coverage.hpp"

#include <algorithm>
#include <set>

namespace patchcord::results {

namespace trace = models::trace;
namespace wire = models::wire;

std::optional<std::uint64_t> TcpDirection::goodput() const {
    if (bytes == 0 || !data_began || data_ended <= *data_began) return std::nullopt;
    const auto elapsed = static_cast<std::uint64_t>((data_ended - *data_began).count());
    __extension__ using Wide = unsigned __int128;
    return static_cast<std::uint64_t>(Wide{bytes} * 8 * 1'000'000'000'000 / elapsed);
}

/// What is remembered of one direction while its segments pass, to tell them apart.
struct SenderMemory {
    std::optional<std::uint32_t> sent_up_to;  ///< the number behind the last one ever sent
    std::optional<std::uint32_t> ack;         ///< as last sent, with its window
    std::uint16_t window = 0;
    std::uint32_t duplicates = 0;
};

class TcpFlowsBuilder {
  public:
    using Way = std::pair<std::size_t, std::size_t>;  // flow, direction

    TcpFlowsBuilder(const Run& run, const Journeys& journeys, TcpFlows& out)
        : run_{run}, journeys_{journeys}, out_{out} {
        for (const trace::SegmentSent& sent : run.records<trace::SegmentSent>())
            sent_.emplace(sent.packet, sent);
        for (const trace::PacketDropped& drop : run.records<trace::PacketDropped>())
            dropped_.emplace(drop.packet, drop.node);
    }

    void build() {
        for (const Journey& journey : journeys_.all())
            take_packet(journey);
        take_connections();
        for (const auto& [packet, sent] : sent_)
            take_unseen(sent);
        std::ranges::sort(out_.segments_, {}, &std::pair<sim::PacketId, SegmentInfo>::first);
        count_bytes();
        count_timers_and_samples();
    }

  private:
    struct Arrival {
        sim::Time at;
        Way way;
        std::uint32_t seq;
        std::uint32_t length;
    };

    TcpDirection& direction(Way way) { return out_.flows_[way.first].directions[way.second]; }
    SenderMemory& memory(Way way) { return memories_[way.first][way.second]; }
    static Way reverse(Way way) { return {way.first, 1 - way.second}; }

    void take_packet(const Journey& journey) {
        const wire::Dissection packet = wire::dissect(journeys_.captured(journey));
        if (!packet.tcp) return;
        const wire::FourTuple tuple{{packet.ipv4->header.source, packet.tcp->header.source_port},
                                    {packet.ipv4->header.destination, packet.tcp->header.destination_port}};
        const Hop& origin = journey.origin();
        const auto known = packet.tcp->header.flags.syn() ? std::nullopt : way_of(journey.packet);
        const Way way = known ? *known : way_of(tuple, packet.tcp->header, origin.sent);
        const auto length = static_cast<std::uint32_t>(packet.data_length());
        const SegmentInfo info = classify(way, journey.packet, *packet.tcp, length);
        note_segment(way, journey.packet, info);
        TcpFlow& flow = out_.flows_[way.first];
        for (const Hop& hop : journey.hops)
            flow.ended = std::max(flow.ended, hop.ended);
        if (length == 0) return;
        if (!direction(way).data_began) direction(way).data_began = origin.sent;
        if (const auto at = arrival(journey, tuple.remote.address))
            arrivals_.push_back({*at, way, packet.tcp->header.seq, length});
    }

    void note_segment(Way way, sim::PacketId packet, const SegmentInfo& info) {
        TcpDirection& sender = direction(way);
        ++sender.segments;
        if (info.kind == SegmentClass::Retransmission) ++sender.resent;
        if (info.sent && info.sent->kind == trace::SegmentKind::FastRetransmit) ++sender.fast_retransmits;
        out_.segments_.emplace_back(packet, info);
        if (info.sent) out_.connections_.try_emplace({info.sent->node, info.sent->connection}, way);
    }

    /// When the packet's last bit reached the host with that address, unless its stack threw it away.
    std::optional<sim::Time> arrival(const Journey& journey, wire::Ipv4Address destination) const {
        const auto owner = run_.owner(destination);
        for (const Hop& hop : journey.hops) {
            if (hop.fate != Hop::Fate::Delivered) continue;
            const bool there = owner ? hop.to.node == *owner : run_.node(hop.to.node).kind == NodeKind::Host;
            if (there && !hop.dropped) return hop.ended;
        }
        return std::nullopt;
    }

    /// What a connection sends that has sent before, also after its four numbers were used again.
    std::optional<Way> way_of(sim::PacketId packet) const {
        const auto sent = sent_.find(packet);
        if (sent == sent_.end()) return std::nullopt;
        const auto known = out_.connections_.find({sent->second.node, sent->second.connection});
        return known == out_.connections_.end() ? std::nullopt : std::optional{known->second};
    }

    /// The flow of another segment: the newest with these four, or a new one when a SYN with another number
    /// shows that the four are used again.
    Way way_of(const wire::FourTuple& tuple, const wire::TcpHeader& header, sim::Time at) {
        if (const auto known = find(tuple)) {
            const bool opens = header.flags.syn() && !header.flags.ack();
            const auto& isn = direction(*known).isn;
            if (!opens || !isn || *isn == header.seq) {
                if (header.flags.syn()) direction(*known).isn = header.seq;
                return *known;
            }
        }
        const Way way = begin_flow(tuple, at);
        if (header.flags.syn()) direction(way).isn = header.seq;
        return way;
    }

    std::optional<Way> find(const wire::FourTuple& tuple) const {
        if (const auto flow = newest_.find(tuple); flow != newest_.end()) return Way{flow->second, 0};
        if (const auto flow = newest_.find(tuple.reversed()); flow != newest_.end())
            return Way{flow->second, 1};
        return std::nullopt;
    }

    Way begin_flow(const wire::FourTuple& tuple, sim::Time at) {
        TcpFlow& flow = out_.flows_.emplace_back();
        flow.directions[0].from = flow.directions[1].to = tuple.local;
        flow.directions[0].to = flow.directions[1].from = tuple.remote;
        flow.began = flow.ended = at;
        memories_.emplace_back();
        newest_.erase(tuple.reversed());
        newest_[tuple] = out_.flows_.size() - 1;
        return {out_.flows_.size() - 1, 0};
    }

    SegmentInfo classify(Way way, sim::PacketId packet, const wire::TcpView& tcp, std::uint32_t length) {
        SegmentInfo info{way.first, way.second, SegmentClass::Ack, 0, {}};
        if (const auto sent = sent_.find(packet); sent != sent_.end()) info.sent = sent->second;
        SenderMemory& sender = memory(way);
        const wire::TcpHeader& header = tcp.header;
        const std::uint32_t end =
            header.seq + length + (header.flags.syn() ? 1 : 0) + (header.flags.fin() ? 1 : 0);
        const bool is_old = end != header.seq && sender.sent_up_to && !header.flags.rst() &&
                            static_cast<std::int32_t>(*sender.sent_up_to - header.seq) > 0;
        const bool is_probe = info.sent && info.sent->kind == trace::SegmentKind::WindowProbe;
        const bool again = info.sent && trace::is_retransmission(info.sent->kind);
        const bool is_duplicate = is_duplicate_ack(way, header, end == header.seq);
        sender.duplicates = is_duplicate ? sender.duplicates + 1 : 0;
        if (header.flags.rst()) {
            info.kind = SegmentClass::Rst;
        } else if (is_probe || (end == header.seq && header.window == 0)) {
            info.kind = SegmentClass::ZeroWindow;
        } else if (again || is_old) {
            info.kind = SegmentClass::Retransmission;
            info.count = info.sent ? std::max<std::uint32_t>(1, info.sent->retransmission) : 1;
        } else if (header.flags.any_of(wire::kSyn | wire::kFin)) {
            info.kind = SegmentClass::SynFin;
        } else if (length > 0) {
            info.kind = SegmentClass::Data;
        } else if (is_duplicate) {
            info.kind = SegmentClass::DuplicateAck;
            info.count = sender.duplicates;
        }
        if (header.flags.ack()) sender.ack = header.ack;
        sender.window = header.window;
        if (!sender.sent_up_to || static_cast<std::int32_t>(end - *sender.sent_up_to) > 0)
            sender.sent_up_to = end;
        return info;
    }

    /// RFC 5681, section 2: data of the peer is outstanding, the segment is empty, and acknowledgment number
    /// and window are those of the one before.
    bool is_duplicate_ack(Way way, const wire::TcpHeader& header, bool is_empty) {
        const SenderMemory& sender = memory(way);
        const SenderMemory& peer = memory(reverse(way));
        return is_empty && header.flags.ack() && !header.flags.rst() && sender.ack == header.ack &&
               sender.window == header.window && peer.sent_up_to &&
               static_cast<std::int32_t>(*peer.sent_up_to - header.ack) > 0;
    }

    /// Connections of which no segment was on a cable: a SYN that waits for ARP, or an own address.
    void take_connections() {
        for (const trace::TcpStateChange& change : run_.records<trace::TcpStateChange>()) {
            if (change.tuple.remote.port == 0) continue;
            const auto name = std::pair{change.node, change.connection};
            if (out_.connections_.contains(name)) continue;
            auto way = find(change.tuple);
            if (!way || is_taken(*way)) way = begin_flow(change.tuple, change.at);
            out_.connections_.emplace(name, *way);
        }
    }

    bool is_taken(Way way) const {
        return std::ranges::any_of(out_.connections_,
                                   [way](const auto& entry) { return entry.second == way; });
    }

    /// A segment whose bytes no card showed: waiting for ARP, or to an own address.
    void take_unseen(const trace::SegmentSent& sent) {
        const Journey* const journey = journeys_.find(sent.packet);
        if (journey != nullptr && !journeys_.bytes(*journey).empty()) return;
        const auto known = out_.connections_.find({sent.node, sent.connection});
        if (known == out_.connections_.end()) return;
        const Way way = known->second;
        SegmentInfo info{way.first, way.second, SegmentClass::Ack, 0, sent};
        if (trace::is_retransmission(sent.kind)) {
            info.kind = SegmentClass::Retransmission;
            info.count = sent.retransmission;
        } else if (sent.kind == trace::SegmentKind::WindowProbe) {
            info.kind = SegmentClass::ZeroWindow;
        } else if (sent.length > 0) {
            info.kind = SegmentClass::Data;
        }
        note_segment(way, sent.packet, info);
        const bool stays_here = run_.owner(direction(way).to.address) == sent.node;
        if (!stays_here || sent.length == 0 || dropped_.contains({sent.packet, sent.node})) return;
        if (!direction(way).data_began) direction(way).data_began = sent.at;
        arrivals_.push_back({sent.at, way, sent.seq, sent.length});
    }

    void count_bytes() {
        std::ranges::stable_sort(arrivals_, {}, &Arrival::at);
        std::vector<std::array<StreamCoverage, 2>> streams(out_.flows_.size());
        for (const Arrival& arrival : arrivals_) {
            TcpDirection& sender = direction(arrival.way);
            if (!sender.isn) sender.isn = arrival.seq - 1;  // seen from the middle: count from here
            StreamCoverage& stream = streams[arrival.way.first][arrival.way.second];
            if (!stream.add(stream.position(arrival.seq - *sender.isn - 1), arrival.length)) continue;
            sender.bytes = stream.in_order();
            sender.data_ended = arrival.at;
        }
    }

    void count_timers_and_samples() {
        for (const trace::TimerChange& timer : run_.records<trace::TimerChange>()) {
            if (timer.kind != trace::TimerKind::Retransmission || timer.action != trace::TimerAction::Fired)
                continue;
            if (const auto way = out_.connection(timer.node, timer.connection)) ++direction(*way).timeouts;
        }
        for (const trace::TcpSample& sample : run_.records<trace::TcpSample>()) {
            if (sample.srtt == sim::Duration{0}) continue;
            if (const auto way = out_.connection(sample.node, sample.connection))
                direction(*way).srtt = sample.srtt;
        }
    }

    const Run& run_;
    const Journeys& journeys_;
    TcpFlows& out_;
    std::map<sim::PacketId, trace::SegmentSent> sent_;
    std::set<std::pair<sim::PacketId, sim::NodeId>> dropped_;
    std::map<wire::FourTuple, std::size_t> newest_;
    std::vector<std::array<SenderMemory, 2>> memories_;
    std::vector<Arrival> arrivals_;
};

TcpFlows::TcpFlows(const Run& run, const Journeys& journeys) {
    TcpFlowsBuilder{run, journeys, *this}.build();
}

const SegmentInfo* TcpFlows::segment(sim::PacketId packet) const {
    const auto found =
        std::ranges::lower_bound(segments_, packet, {}, &std::pair<sim::PacketId, SegmentInfo>::first);
    return found != segments_.end() && found->first == packet ? &found->second : nullptr;
}

std::optional<std::pair<std::size_t, std::size_t>> TcpFlows::connection(sim::NodeId node,
                                                                        trace::ConnectionId id) const {
    const auto found = connections_.find({node, id});
    return found == connections_.end() ? std::nullopt : std::optional{found->second};
}

}  // namespace patchcord::results
