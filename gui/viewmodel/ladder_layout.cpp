// SPDX-License-Identifier: GPL-3.0-or-later
// Times become heights first, then lanes get their places by the room that states need beside them, then
// everything is drawn between the lanes. Read next: gui/viewmodel/ladder_labels.cpp.
#include "gui/viewmodel/ladder_layout.hpp"

#include "results/export/format.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

namespace patchcord::gui {

using models::wire::LossCause;
using models::wire::TcpState;
using results::LadderArrow;
using results::LadderBar;
using results::LadderDisplay;
using results::LadderHead;
using results::LadderRow;

namespace {

constexpr double kLaneSpacing = 220;  // the least
constexpr double kOutside = 24;       // from a lane to its states: the timers stand there
constexpr double kTimeColumn = 8;     // around the times
constexpr double kStateWidth = 7;
constexpr double kBold = 1.2;      // wider than usual text
constexpr double kFirstTimer = 9;  // from the lane
constexpr double kSecondTimer = 15;
constexpr double kLeastTimer = 3;  // what was cancelled sooner is left out
constexpr std::size_t kStateColumns = 3;
constexpr double kOpenLength = 0.8;  // of the way, for a packet that was under way when the run ended
constexpr sim::Duration kUsualPacket = std::chrono::microseconds{10};

/// The scale is made for the shortest packets: handshakes and acknowledgments are what lessons are about.
sim::Duration shortest_packet(const LadderDisplay& ladder) {
    sim::Duration shortest{0};
    for (const LadderRow& row : ladder.rows) {
        if (!row.arrow || row.arrow->duration.count() <= 0) continue;
        if (shortest.count() == 0 || row.arrow->duration < shortest) shortest = row.arrow->duration;
    }
    return shortest.count() > 0 ? shortest : kUsualPacket;
}

/// RTO, persist and TIME-WAIT timer of a connection never run at one time.
double timer_column(models::trace::TimerKind kind) {
    return kind == models::trace::TimerKind::DelayedAck ? kSecondTimer : kFirstTimer;
}

/// When a head's line ends; the line of a packet that was lost or is under way would have ended then.
sim::Time end_of(const LadderArrow& arrow, const LadderHead& head) {
    const sim::Time sent = arrow.sent + arrow.duration;
    if (head.arrived) return std::max(*head.arrived, arrow.sent);
    return head.loss ? std::max(head.loss->at, sent) : sent;
}

}  // namespace

LadderPicture::LadderPicture(const LadderDisplay& ladder, const PictureOptions& options) {
    *this = LadderLayout{ladder, options}.picture();
}

LadderPicture LadderLayout::picture() {
    set_axis();
    set_lanes();
    if (ladder_.lanes.empty()) return std::move(picture_);
    add_states();
    add_timers();
    std::vector<DrawnHead> drawn;
    for (std::size_t row = 0; row < ladder_.rows.size(); ++row) {
        const auto& arrow = ladder_.rows[row].arrow;
        if (!arrow) continue;
        const std::size_t before = drawn.size();
        add_arrow(*arrow, drawn);
        for (std::size_t i = before; i < drawn.size(); ++i)
            drawn[i].row = row;
    }
    picture_.bands_ = InView{std::move(bands_)};
    picture_.arrows_ = InView{std::move(arrows_)};
    const Margins margins{options_.text.width("000.000000") + kTimeColumn, kOutside};
    picture_.labels_ = InView{place_labels(ladder_, options_, picture_, drawn, margins)};
    return std::move(picture_);
}

void LadderLayout::set_axis() {
    std::vector<sim::Time> times;
    for (const LadderRow& row : ladder_.rows) {
        times.push_back(row.at);
        for (const auto& state : row.states)
            times.push_back(state.at);
        if (!row.arrow) continue;
        times.push_back(row.arrow->sent);
        for (const LadderHead& head : row.arrow->heads)
            times.push_back(end_of(*row.arrow, head));
    }
    picture_.axis_ = TimeAxis{std::move(times), shortest_packet(ladder_), options_.zoom};
}

void LadderLayout::set_lanes() {
    const std::size_t count = ladder_.lanes.size();
    double beside[2] = {0, 0};  // what the states and notes of the first and the last lane need
    const auto make_room = [&](std::size_t lane, const std::string& text) {
        if (lane != 0 && lane + 1 != count) return;
        double& room = beside[lane == 0 ? 0 : 1];
        room = std::max(room, options_.text.width(text) + 4);
    };
    for (const LadderRow& row : ladder_.rows) {
        for (const auto& state : row.states)
            make_room(state.lane, state_text(state, ladder_.flows > 1));
        if (row.note && row.note->lane)
            make_room(*row.note->lane, results::note_words(*row.note, options_.language));
    }
    const double times = options_.text.width("000.000000") + 2 * kTimeColumn;
    const auto half_name = [&](const results::LadderLane& lane) {
        const double name = kBold * options_.text.width(lane.name);
        return std::max(name, options_.text.width(lane.address)) / 2;
    };
    const double first = count == 0 ? 0 : half_name(ladder_.lanes.front());
    const double left = times + std::max(beside[0] + kOutside, first + 4);
    const double right = std::max(beside[1] + kOutside, count == 0 ? 0 : half_name(ladder_.lanes.back())) + 8;
    const double free = options_.width - left - right;
    const double spacing = count < 2 ? 0 : std::max(kLaneSpacing, free / static_cast<double>(count - 1));
    for (std::size_t lane = 0; lane < count; ++lane) {
        const bool at_border = lane == 0 || lane + 1 == count;
        const double outside = 2 * std::min(left - times, right);
        picture_.lanes_.push_back({left + spacing * static_cast<double>(lane), ladder_.lanes[lane].name,
                                   ladder_.lanes[lane].address,
                                   at_border ? std::max(outside, kLaneSpacing / 2) : spacing - 8});
    }
    const double last = count == 0 ? left : picture_.lanes_.back().x;
    picture_.width_ = std::max(options_.width, last + right);
}

/// Each connection has a column of its own on its lane: the first is the lane itself.
void LadderLayout::add_states() {
    struct Open {
        std::size_t column;
        double since;
        TcpState state;
    };
    std::map<std::pair<std::size_t, std::size_t>, Open> open;  // of lane and flow
    std::vector<PictureState> states;
    const auto close = [&](const auto& entry, double y) {
        const auto& [lane, flow] = entry.first;
        const Open& was = entry.second;
        const double x =
            picture_.lanes_[lane].x + outer_side(lane) * kStateWidth * static_cast<double>(was.column);
        states.push_back({x, was.since, y, was.state});
    };
    for (const LadderRow& row : ladder_.rows) {
        for (const auto& state : row.states) {
            if (!state.flow) continue;
            const auto key = std::pair{state.lane, *state.flow};
            const double y = picture_.axis_.y(state.at);
            std::size_t column = 0;
            if (const auto before = open.find(key); before != open.end()) {
                close(*before, y);
                column = before->second.column;
                open.erase(before);
            } else {
                const auto taken = [&](const auto& other) {
                    return other.first.first == state.lane && other.second.column == column;
                };
                while (std::ranges::any_of(open, taken))
                    ++column;
            }
            if (state.to != TcpState::Closed && column < kStateColumns) open[key] = {column, y, state.to};
        }
    }
    for (const auto& entry : open)
        close(entry, picture_.axis_.height());
    picture_.states_ = InView{std::move(states)};
}

void LadderLayout::add_timers() {
    std::vector<PictureTimer> timers;
    for (const LadderBar& bar : ladder_.bars) {
        const double y0 = picture_.axis_.y(bar.from);
        const double y1 =
            bar.end == LadderBar::End::Running ? picture_.axis_.height() : picture_.axis_.y(bar.to);
        if (y1 - y0 < kLeastTimer && bar.end != LadderBar::End::Fired) continue;
        timers.push_back({picture_.lanes_[bar.lane].x + outer_side(bar.lane) * timer_column(bar.kind), y0, y1,
                          bar.kind, bar.end});
    }
    picture_.timers_ = InView{std::move(timers)};
}

PictureArrow LadderLayout::ending(const LadderArrow& arrow, const LadderHead& head) const {
    using End = PictureArrow::End;
    const Point from{picture_.lanes_[arrow.from].x, picture_.axis_.y(arrow.sent)};
    const Point to{picture_.lanes_[head.lane].x, picture_.axis_.y(end_of(arrow, head))};
    const auto on_the_way = [&](double part, End end) {
        const Point point{from.x + part * (to.x - from.x), from.y + part * (to.y - from.y)};
        return PictureArrow{arrow.packet, from, point, arrow.text.kind, end};
    };
    if (head.loss) return on_the_way(head.loss->position, End::Lost);
    if (!head.arrived) return on_the_way(kOpenLength, End::Open);
    const End end = head.dropped ? End::Dropped : head.is_addressee ? End::Arrived : End::Overheard;
    return {arrow.packet, from, to, arrow.text.kind, end};
}

void LadderLayout::add_arrow(const LadderArrow& arrow, std::vector<DrawnHead>& drawn) {
    for (std::size_t i = 0; i < arrow.heads.size(); ++i) {
        const LadderHead& head = arrow.heads[i];
        const PictureArrow line = ending(arrow, head);
        drawn.push_back({0, i, line});
        arrows_.push_back(line);
        if (!head.arrived || arrow.duration.count() == 0) continue;
        const sim::Time first_in = std::max(*head.arrived - arrow.duration, arrow.sent);
        const double right = line.to.x;
        bands_.push_back({{line.from,
                           {line.from.x, picture_.axis_.y(arrow.sent + arrow.duration)},
                           line.to,
                           {right, picture_.axis_.y(first_in)}},
                          arrow.text.kind});
    }
}

std::optional<sim::PacketId> LadderPicture::packet_at(Point point, double reach) const {
    for (const PictureLabel& label : labels_.between(point.y, point.y)) {
        if (label.packet && label.box.contains(point)) return label.packet;
    }
    std::optional<sim::PacketId> nearest;
    for (const PictureArrow& arrow : arrows_.between(point.y - reach, point.y + reach)) {
        const double distance = distance_to_line(point, arrow.from, arrow.to);
        if (distance > reach) continue;
        reach = distance;
        nearest = arrow.packet;
    }
    return nearest;
}

std::optional<double> LadderPicture::y_of(sim::PacketId packet) const {
    const auto found = std::ranges::find(arrows_.all(), packet, &PictureArrow::packet);
    return found == arrows_.all().end() ? std::nullopt : std::optional{found->from.y};
}

}  // namespace patchcord::gui
