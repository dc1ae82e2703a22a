// One walk along the timeline: every departure becomes a row, every timer that ran out becomes a row, and
// every TCP state finds the row of the packet that it came or went with, or gets its own. Read next:
// results/analysis/ladder.hpp.
#include "results/analysis/ladder.hpp"

#include "models/wire/dissect.hpp"
#include "results/analysis/lanes.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace patchcord::results {

namespace trace = models::trace;
namespace wire = models::wire;

namespace {

using What = FrameObservation::What;
using Connection = std::pair<sim::NodeId, trace::ConnectionId>;

class LadderBuilder {
  public:
    LadderBuilder(const Run& run, const Journeys& journeys, const TcpFlows& flows,
                  const LadderOptions& options)
        : run_{run},
          journeys_{journeys},
          flows_{flows},
          options_{options},
          lanes_{run, journeys, options.switches} {
        arrivals_.resize(run.header().nodes.size());
        for (const FrameObservation& frame : run.frames()) {
            if (frame.what == What::Received) arrivals_[index(frame.node)].push_back(frame.at);
        }
    }

    LadderDisplay build() {
        out_.run = run_.header().name;
        out_.lanes = lanes_.describe(run_, flows_);
        out_.flows = flows_.all().size();
        const auto timeline = run_.timeline();
        for (std::size_t i = 0; i < timeline.size(); ++i) {
            switch (timeline[i].kind) {
                case RecordKind::Frame:
                    take_frame(timeline[i].index);
                    break;
                case RecordKind::Segment: {
                    const auto& sent = run_.records<trace::SegmentSent>()[timeline[i].index];
                    last_sent_[{sent.node, sent.connection}] = sent;
                    break;
                }
                case RecordKind::State:
                    take_state(run_.records<trace::TcpStateChange>()[timeline[i].index], i);
                    break;
                case RecordKind::Timer:
                    take_timer(run_.records<trace::TimerChange>()[timeline[i].index]);
                    break;
                case RecordKind::Link:
                    take_link(run_.records<trace::LinkChange>()[timeline[i].index]);
                    break;
                case RecordKind::Host:
                    take_host(run_.records<trace::HostChange>()[timeline[i].index]);
                    break;
                default:
                    break;
            }
        }
        tell_waits();
        return std::move(out_);
    }

  private:
    /// Null if the row is outside the times that are wanted.
    LadderRow* add_row(sim::Time at) {
        if (at < options_.from || at >= options_.until) return nullptr;
        LadderRow& row = out_.rows.emplace_back();
        row.at = at;
        return &row;
    }

    void take_frame(std::size_t number) {
        const FrameObservation& frame = run_.frames()[number];
        const Journey* const journey = journeys_.find(frame.packet);
        if (frame.what == What::Received || journey == nullptr) return;
        const auto begun_now = std::ranges::equal_range(journey->hops, frame.at, {}, &Hop::sent);
        const auto hop =
            std::ranges::find_if(begun_now, [&](const Hop& candidate) { return candidate.frame == number; });
        if (hop == begun_now.end()) return;
        const bool is_origin = &*hop == &journey->origin();
        const auto from = lanes_.lane(frame.node);
        if (!from || (!is_origin && !options_.switches)) return;
        LadderRow* const row = add_row(frame.at);
        if (row == nullptr) return;
        LadderArrow arrow{journey->packet, *from, hop->sent, hop->duration, {}, text_of(*journey), {}};
        if (const SegmentInfo* const segment = flows_.segment(journey->packet)) arrow.flow = segment->flow;
        arrow.heads = options_.switches ? heads_of_hop(*journey, *hop) : heads_of(*journey, *from);
        for (const LadderHead& head : arrow.heads) {
            if (head.arrived) arrival_rows_[{journey->packet, head.lane}] = out_.rows.size() - 1;
        }
        row->arrow = std::move(arrow);
        if (is_origin) {
            departure_rows_[journey->packet] = out_.rows.size() - 1;
            if (const auto waiting = waiting_.extract(journey->packet)) row->states = waiting.mapped();
        }
        if (std::ranges::any_of(journey->hops, &Hop::is_copy)) add_copies(*journey, *hop, *row->arrow);
    }

    /// A row for each more that arrived than was sent.
    void add_copies(const Journey& journey, const Hop& hop, LadderArrow arrow) {
        arrow.text.badge += arrow.text.badge.empty() ? "copy" : " copy";
        const auto add = [&](std::vector<LadderHead> heads) {
            if (heads.empty()) return;
            arrow.heads = std::move(heads);
            if (LadderRow* const row = add_row(hop.sent)) row->arrow = arrow;
        };
        std::size_t number = 0;
        for (const Hop& other : journey.hops) {
            if (!other.is_copy) continue;
            if (!options_.switches) {
                add(later_heads(journey, arrow.from, ++number));
            } else if (other.frame == hop.frame) {
                add(heads_of_hop(journey, other));
            }
        }
    }

    /// Where the packet arrived for the first time, for the second (1), and so on.
    std::vector<LadderHead> later_heads(const Journey& journey, std::size_t from, std::size_t number) const {
        std::vector<LadderHead> heads;
        for (std::size_t lane = 0; lane < lanes_.nodes().size(); ++lane) {
            if (lane == from) continue;
            std::size_t seen = 0;
            for (const Hop& hop : journey.hops) {
                const bool is_there = hop.fate == Hop::Fate::Delivered && hop.to.node == lanes_.nodes()[lane];
                if (!is_there || seen++ != number) continue;
                const bool is_addressee = aims_at(journey, hop.to.node);
                heads.push_back({lane, is_addressee, hop.ended, std::nullopt, hop.dropped});
            }
        }
        return heads;
    }

    /// With "c3" for a packet that its cards sent again after three collisions.
    PacketText text_of(const Journey& journey) const {
        PacketText text = plain_text_of(journey);
        if (const std::size_t tries = journey.collisions(); tries > 0)
            text.badge += (text.badge.empty() ? "c" : " c") + std::to_string(tries);
        return text;
    }

    PacketText plain_text_of(const Journey& journey) const {
        const SegmentInfo* const segment = flows_.segment(journey.packet);
        const TcpFlow* const flow = segment == nullptr ? nullptr : &flows_.all()[segment->flow];
        const auto frame = journeys_.captured(journey);
        if (frame.bytes.empty() && segment != nullptr) return packet_text(*segment, *flow);
        return packet_text(wire::dissect(frame), segment, flow);
    }

    std::vector<LadderHead> heads_of(const Journey& journey, std::size_t from) {
        std::vector<LadderHead> heads;
        for (std::size_t lane = 0; lane < lanes_.nodes().size(); ++lane) {
            if (lane == from) continue;
            const bool is_addressee = aims_at(journey, lanes_.nodes()[lane]);
            const LadderHead head = head_of(journey, lane, is_addressee);
            if (is_addressee || head.arrived) heads.push_back(head);
        }
        if (heads.empty() && lanes_.nodes().size() > 1)
            heads.push_back(head_of(journey, from == 0 ? 1 : from - 1, false));
        return heads;
    }

    /// Whether the packet is for this node: by its MAC address, or by what its connection says if no card
    /// showed its bytes.
    bool aims_at(const Journey& journey, sim::NodeId node) const {
        const auto header = wire::EthernetHeader::parse(journeys_.bytes(journey));
        if (header) {
            return header->destination.is_group() ||
                   std::ranges::any_of(run_.node(node).ports,
                                       [&](const PortInfo& port) { return port.mac == header->destination; });
        }
        const SegmentInfo* const segment = flows_.segment(journey.packet);
        if (segment == nullptr) return false;
        const TcpDirection& way = flows_.all()[segment->flow].directions[segment->direction];
        return run_.owner(way.to.address) == node;
    }

    LadderHead head_of(const Journey& journey, std::size_t lane, bool is_addressee) {
        const sim::NodeId node = lanes_.nodes()[lane];
        LadderHead head{lane, is_addressee, {}, {}, {}};
        const Hop* lost = nullptr;
        for (const Hop& hop : journey.hops) {
            if (hop.fate == Hop::Fate::Delivered && hop.to.node == node) {
                head.arrived = hop.ended;
                head.dropped = hop.dropped;
                return head;
            }
            const bool on_the_way = hop.to.node == node || hop.to.node == sim::kNoNode ||
                                    run_.node(hop.to.node).kind != NodeKind::Host;
            if (hop.fate == Hop::Fate::Lost && on_the_way && lost == nullptr) lost = &hop;
        }
        if (lost != nullptr) head.loss = loss_of(journey.origin().from.node, *lost, node);
        return head;
    }

    std::vector<LadderHead> heads_of_hop(const Journey& journey, const Hop& hop) {
        const auto lane = lanes_.lane(hop.to.node);
        if (!lane) return {};
        const bool is_between = run_.node(hop.to.node).kind != NodeKind::Host;
        LadderHead head{*lane, is_between || is_addressee(run_, hop, journeys_.bytes(journey)), {}, {}, {}};
        if (hop.fate == Hop::Fate::Delivered) {
            head.arrived = hop.ended;
            head.dropped = hop.dropped;
        } else if (hop.fate == Hop::Fate::Lost || hop.fate == Hop::Fate::Collided) {
            head.loss = loss_of(hop.from.node, hop, hop.to.node);
        }
        return {head};
    }

    LadderLoss loss_of(sim::NodeId origin, const Hop& hop, sim::NodeId target) {
        using wire::LossCause;
        LadderLoss loss{hop.cause, hop.ended, {}, 0};
        const auto before = static_cast<double>(distance(origin, hop.from.node));
        const double all = std::max(static_cast<double>(distance(origin, target)), before + 1);
        const bool by_receiver = is_found_by_receiver(hop.cause);
        const bool in_queue = hop.cause == LossCause::Queue || hop.cause == LossCause::Early;
        const bool never_left = in_queue || !hop.was_sent;
        const double part = by_receiver ? 1 : never_left ? 0 : hop.cause == LossCause::Cut ? 0.6 : 0.5;
        loss.position = (before + part) / all;
        if (run_.header().links.size() < 2) return loss;
        const LinkInfo* const link = run_.link_at(hop.from);
        if (by_receiver) {
            loss.place = run_.node(hop.to.node).name;
        } else {
            loss.place = in_queue || link == nullptr ? run_.node(hop.from.node).name : link->name;
        }
        return loss;
    }

    std::size_t distance(sim::NodeId from, sim::NodeId to) {
        if (to == sim::kNoNode) return 0;
        const auto [known, is_new] = distances_.try_emplace({from, to}, 0);
        if (is_new) known->second = cables_between(run_, from, to);
        return known->second;
    }

    void take_state(const trace::TcpStateChange& change, std::size_t position) {
        const auto lane = lanes_.lane(change.node);
        if (!lane) return;
        LadderState state{*lane, change.at, change.from, change.to, {}};
        if (const auto way = flows_.connection(change.node, change.connection)) state.flow = way->first;
        if (change.cause) {
            const auto row = arrival_rows_.find({change.cause, *lane});
            if (row != arrival_rows_.end()) return out_.rows[row->second].states.push_back(state);
        } else if (const auto packet = departing_with(change, position)) {
            const auto row = departure_rows_.find(*packet);
            if (row == departure_rows_.end()) return waiting_[*packet].push_back(state);
            return out_.rows[row->second].states.push_back(state);
        }
        if (!out_.rows.empty() && out_.rows.back().at == change.at) {
            LadderRow& last = out_.rows.back();
            const bool timer_did_it = last.timer && last.timer->lane == *lane;
            const bool crash_did_it = last.note && last.note->lane == *lane && last.note->is_trouble();
            if (timer_did_it || crash_did_it) return last.states.push_back(state);
        }
        if (LadderRow* const row = add_row(change.at)) row->states.push_back(state);
    }

    /// The segment that the connection sent as it changed its state, if it left before the host heard
    /// anything.
    std::optional<sim::PacketId> departing_with(const trace::TcpStateChange& change,
                                                std::size_t position) const {
        std::optional<sim::PacketId> packet;
        const auto before = last_sent_.find({change.node, change.connection});
        if (before != last_sent_.end() && before->second.at == change.at) packet = before->second.packet;
        const auto timeline = run_.timeline();
        for (std::size_t i = position; i < timeline.size(); ++i) {
            if (timeline[i].at != change.at || timeline[i].node != change.node) break;
            if (timeline[i].kind != RecordKind::Segment) continue;
            const auto& sent = run_.records<trace::SegmentSent>()[timeline[i].index];
            if (sent.connection != change.connection) continue;
            packet = sent.packet;
            break;
        }
        const Journey* const journey = packet ? journeys_.find(*packet) : nullptr;
        if (journey == nullptr) return std::nullopt;
        const auto& heard = arrivals_[index(change.node)];
        const auto next = std::ranges::upper_bound(heard, change.at);
        const bool heard_first = next != heard.end() && *next < journey->origin().sent;
        return heard_first ? std::nullopt : packet;
    }

    void take_host(const trace::HostChange& change) {
        const auto what = change.up ? LadderNote::What::Booted : LadderNote::What::Crashed;
        if (LadderRow* const row = add_row(change.at))
            row->note = {what, lanes_.lane(change.node), run_.node(change.node).name};
    }

    /// Both ends tell it; the first one is listened to.
    void take_link(const trace::LinkChange& change) {
        const PortRef here{change.node, change.port};
        const LinkInfo* const link = run_.link_at(here);
        if (link == nullptr || link->ends[0] != here) return;
        const auto what = change.up ? LadderNote::What::LinkUp : LadderNote::What::LinkDown;
        const std::string place = run_.header().links.size() < 2 ? "" : link->name;
        if (LadderRow* const row = add_row(change.at))
            row->note = {what, std::nullopt, place, change.rate, change.half_duplex};
    }

    void take_timer(const trace::TimerChange& change) {
        const auto lane = lanes_.lane(change.node);
        if (!lane) return;
        const auto key = std::tuple{change.node, change.connection, change.kind};
        sim::Time armed = change.at;
        if (const auto open = open_bars_.find(key); open != open_bars_.end()) {
            LadderBar& bar = out_.bars[open->second];
            armed = bar.from;
            bar.to = change.at;
            bar.end = change.action == trace::TimerAction::Fired ? LadderBar::End::Fired
                                                                 : LadderBar::End::Cancelled;
            open_bars_.erase(open);
        }
        if (change.action == trace::TimerAction::Armed) {
            open_bars_[key] = out_.bars.size();
            out_.bars.push_back(
                {*lane, change.connection, change.kind, change.at, run_.end().at, LadderBar::End::Running});
        }
        if (change.action != trace::TimerAction::Fired) return;
        LadderRow* const row = add_row(change.at);
        if (row == nullptr) return;
        row->timer = LadderTimer{*lane, change.kind, change.at - armed, change.count, {}};
        if (const auto way = flows_.connection(change.node, change.connection)) row->timer->flow = way->first;
    }

    void tell_waits() {
        for (std::size_t i = 1; i < out_.rows.size(); ++i) {
            const sim::Duration since = out_.rows[i].at - out_.rows[i - 1].at;
            if (since >= options_.wait) out_.rows[i].wait = since;
        }
    }

    const Run& run_;
    const Journeys& journeys_;
    const TcpFlows& flows_;
    const LadderOptions& options_;
    Lanes lanes_;
    LadderDisplay out_;
    std::vector<std::vector<sim::Time>> arrivals_;  // of each node
    std::map<std::pair<sim::NodeId, sim::NodeId>, std::size_t> distances_;
    std::map<Connection, trace::SegmentSent> last_sent_;
    std::map<sim::PacketId, std::size_t> departure_rows_;
    std::map<std::pair<sim::PacketId, std::size_t>, std::size_t> arrival_rows_;  // packet and lane
    std::map<sim::PacketId, std::vector<LadderState>> waiting_;  // for the row of a packet to come
    std::map<std::tuple<sim::NodeId, trace::ConnectionId, trace::TimerKind>, std::size_t> open_bars_;
};

}  // namespace

LadderDisplay ladder(const Run& run, const Journeys& journeys, const TcpFlows& flows,
                     const LadderOptions& options) {
    return LadderBuilder{run, journeys, flows, options}.build();
}

}  // namespace patchcord::results
