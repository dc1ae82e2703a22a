// SPDX-License-Identifier: GPL-3.0-or-later
// The ladder in pixels: the display list that the terminal paints too (results/analysis/ladder.hpp), laid out
// on a compressed time axis. Everything that a painter needs and nothing about fonts, colours or a screen; a
// painter draws the kinds of things one after another, in the order in which they stand here.
// Read next: gui/viewmodel/ladder_layout.cpp, gui/viewmodel/ladder_labels.cpp.
#pragma once

#include "gui/viewmodel/geometry.hpp"
#include "gui/viewmodel/in_view.hpp"
#include "gui/viewmodel/time_axis.hpp"
#include "models/wire/enums.hpp"
#include "results/analysis/ladder.hpp"
#include "results/export/words.hpp"
#include "sim/core/ids.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace patchcord::gui {

struct PictureOptions {
    double width = 800;  ///< of the window; a picture with many lanes is wider
    double zoom = 1;     ///< of time
    results::Language language = results::Language::English;
    TextMeasure text;
};

struct PictureLane {
    double x;
    std::string name;
    std::string address;
    double room;  ///< for the names above it, centred on x
};

/// The time in which a packet's first to last bit leave and arrive: a parallelogram.
struct PictureBand {
    std::array<Point, 4> corners;  ///< first bit out, last bit out, last bit in, first bit in
    results::PacketClass kind;

    double top() const { return corners[0].y; }
    double bottom() const { return corners[2].y; }
};

/// A TCP connection is in this state: a stretch of a lane.
struct PictureState {
    double x;
    double y0;
    double y1;
    models::wire::TcpState state;

    double top() const { return y0; }
    double bottom() const { return y1; }
};

/// A timer runs.
struct PictureTimer {
    double x;
    double y0;
    double y1;
    models::trace::TimerKind kind;
    results::LadderBar::End end;

    double top() const { return y0 - 6; }
    double bottom() const { return y1 + 6; }  // room for the mark of one that fired
};

/// A packet on its way to one lane.
struct PictureArrow {
    /// How it ends: taken by its host, overheard by another, thrown away there, lost, or nobody knows.
    enum class End : std::uint8_t { Arrived, Overheard, Dropped, Lost, Open };

    sim::PacketId packet;
    Point from;
    Point to;  ///< the cross, for one that was lost
    results::PacketClass kind;
    End end;

    double top() const { return from.y - 6; }
    double bottom() const { return to.y + 6; }
};

struct PictureLabel {
    enum class Role : std::uint8_t { Packet, Loss, Timer, State, Note, Time, Wait };

    Box box;
    std::string text;
    Role role;
    results::PacketClass kind = results::PacketClass::Other;  ///< of a packet
    sim::PacketId packet{};                                   ///< that it belongs to, if any

    double top() const { return box.y; }
    double bottom() const { return box.bottom(); }
};

class LadderPicture {
  public:
    LadderPicture() = default;
    LadderPicture(const results::LadderDisplay& ladder, const PictureOptions& options);

    double width() const { return width_; }
    double height() const { return axis_.height(); }
    const TimeAxis& axis() const { return axis_; }

    const std::vector<PictureLane>& lanes() const { return lanes_; }
    const InView<PictureBand>& bands() const { return bands_; }
    const InView<PictureState>& states() const { return states_; }
    const InView<PictureTimer>& timers() const { return timers_; }
    const InView<PictureArrow>& arrows() const { return arrows_; }
    /// No two overlap.
    const InView<PictureLabel>& labels() const { return labels_; }

    /// The packet whose label is there, or whose arrow is nearest and not further away than `reach`.
    std::optional<sim::PacketId> packet_at(Point point, double reach = 6) const;
    /// Where the packet begins to leave; nothing if it is not in this picture.
    std::optional<double> y_of(sim::PacketId packet) const;

  private:
    friend class LadderLayout;

    double width_ = 0;
    TimeAxis axis_;
    std::vector<PictureLane> lanes_;
    InView<PictureBand> bands_;
    InView<PictureState> states_;
    InView<PictureTimer> timers_;
    InView<PictureArrow> arrows_;
    InView<PictureLabel> labels_;
};

}  // namespace patchcord::gui
