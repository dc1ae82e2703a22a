// SPDX-License-Identifier: GPL-3.0-or-later
// One walk over the packets of the connection, for each way. Read next: gui/viewmodel/sequence_plot.hpp.
#include "gui/viewmodel/sequence_plot.hpp"

#include "models/wire/dissect.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace patchcord::gui {

namespace wire = models::wire;

using results::Hop;
using results::Journey;

namespace {

/// 32-bit numbers that belong to one stream, as positions that do not wrap.
class Unwrapped {
  public:
    explicit Unwrapped(std::optional<std::uint32_t> isn) : isn_{isn} {}

    double operator()(std::uint32_t number) {
        if (!isn_) isn_ = number;
        const std::uint32_t offset = number - *isn_;
        near_ += static_cast<std::int32_t>(offset - static_cast<std::uint32_t>(near_));
        return static_cast<double>(near_);
    }

  private:
    std::optional<std::uint32_t> isn_;
    std::int64_t near_ = 0;
};

struct Numbers {
    std::uint32_t seq;
    std::uint32_t length;  ///< with SYN and FIN
    bool has_data;
};

/// What TCP said that it sends, for a packet of which no card showed the bytes.
std::optional<Numbers> numbers_of(const results::SegmentInfo& segment, const wire::Dissection& frame) {
    if (frame.tcp) {
        const auto data = static_cast<std::uint32_t>(frame.data_length());
        const wire::TcpFlags flags = frame.tcp->header.flags;
        return Numbers{frame.tcp->header.seq, data + (flags.syn() ? 1 : 0) + (flags.fin() ? 1 : 0), data > 0};
    }
    if (!segment.sent) return std::nullopt;
    return Numbers{segment.sent->seq, segment.sent->length, segment.sent->length > 0};
}

bool was_lost(const Journey& journey) {
    return std::ranges::any_of(journey.hops, [](const Hop& hop) { return hop.fate == Hop::Fate::Lost; });
}

class PlotMaker {
  public:
    PlotMaker(const results::Analysis& analysis, std::size_t flow, std::size_t direction)
        : analysis_{analysis},
          flow_{flow},
          way_{direction},
          sent_{analysis.tcp.all()[flow].directions[direction].isn},
          acked_{sent_} {
        plot_.origin = analysis.tcp.all()[flow].began;
        sender_ = analysis.run.owner(analysis.tcp.all()[flow].directions[direction].from.address);
    }

    SequencePlot make() {
        for (const Journey& journey : analysis_.journeys.all()) {
            const results::SegmentInfo* const segment = analysis_.tcp.segment(journey.packet);
            if (segment == nullptr || segment->flow != flow_) continue;
            const wire::Dissection frame = wire::dissect(analysis_.journeys.captured(journey));
            if (segment->direction == way_) {
                take_segment(journey, *segment, frame);
            } else if (frame.tcp && frame.tcp->header.flags.ack()) {
                take_ack(journey, frame.tcp->header.ack);
            }
        }
        std::ranges::stable_sort(plot_.segments, {}, &SequenceSegment::at);
        keep_rising_acks();
        for (const SequenceSegment& segment : plot_.segments)
            reach(segment.at, segment.end);
        for (const Acknowledgment& ack : plot_.acks)
            reach(ack.at, ack.number);
        return std::move(plot_);
    }

  private:
    double seconds(sim::Time time) const { return sim::seconds(time - plot_.origin); }

    void take_segment(const Journey& journey, const results::SegmentInfo& segment,
                      const wire::Dissection& frame) {
        using Class = SequenceSegment::Class;
        const auto numbers = numbers_of(segment, frame);
        if (!numbers) return;
        const double begin = sent_(numbers->seq);
        if (numbers->length == 0) return;
        const Class kind = segment.kind == results::SegmentClass::Retransmission ? Class::Retransmission
                           : numbers->has_data                                   ? Class::New
                                                                                 : Class::Control;
        plot_.segments.push_back({journey.packet, seconds(journey.origin().sent), begin,
                                  begin + numbers->length, kind, was_lost(journey)});
    }

    void take_ack(const Journey& journey, std::uint32_t number) {
        const auto arrived = std::ranges::find_if(journey.hops, [&](const Hop& hop) {
            return hop.fate == Hop::Fate::Delivered && hop.to.node == sender_;
        });
        if (arrived == journey.hops.end()) return;
        plot_.acks.push_back({seconds(arrived->ended), acked_(number)});
    }

    void keep_rising_acks() {
        std::ranges::stable_sort(plot_.acks, {}, &Acknowledgment::at);
        double highest = 0;
        std::erase_if(plot_.acks, [&](const Acknowledgment& ack) {
            if (ack.number <= highest) return true;
            highest = ack.number;
            return false;
        });
    }

    void reach(double at, double number) {
        plot_.seconds = std::max(plot_.seconds, at);
        plot_.bytes = std::max(plot_.bytes, number);
    }

    const results::Analysis& analysis_;
    std::size_t flow_;
    std::size_t way_;
    Unwrapped sent_;
    Unwrapped acked_;
    std::optional<sim::NodeId> sender_;
    SequencePlot plot_;
};

}  // namespace

std::vector<FlowChoice> flow_choices(const results::Analysis& analysis) {
    std::vector<FlowChoice> choices;
    const auto flows = analysis.tcp.all();
    for (std::size_t flow = 0; flow < flows.size(); ++flow) {
        for (std::size_t way = 0; way < 2; ++way) {
            const results::TcpDirection& direction = flows[flow].directions[way];
            const std::string before = flows.size() > 1 ? fmt::format("#{} ", flow + 1) : "";
            choices.push_back(
                {flow, way,
                 fmt::format("{}{}:{} → {}:{}", before, to_string(direction.from.address),
                             direction.from.port, to_string(direction.to.address), direction.to.port),
                 direction.bytes});
        }
    }
    return choices;
}

std::optional<std::size_t> best_choice(const std::vector<FlowChoice>& choices) {
    if (choices.empty()) return std::nullopt;
    const auto best = std::ranges::max_element(choices, {}, &FlowChoice::bytes);
    return static_cast<std::size_t>(best - choices.begin());
}

SequencePlot sequence_plot(const results::Analysis& analysis, std::size_t flow, std::size_t direction) {
    return PlotMaker{analysis, flow, direction}.make();
}

TimeUnit fitting_unit(double seconds) {
    if (seconds >= 1) return {"s", 1};
    if (seconds >= 1e-3) return {"ms", 1e3};
    return {"µs", 1e6};
}

}  // namespace patchcord::gui
