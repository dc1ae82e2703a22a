// SPDX-License-Identifier: GPL-3.0-or-later
// The one packet that is selected, in all views: each view shows it and sets it, and none knows of another.
// Plain calls instead of Qt's signals, so that the whole window needs no moc, which in Qt 6.4 stumbles over
// the standard headers of C++20. Read next: gui/widgets/main_window.hpp.
#pragma once

#include "gui/viewmodel/packet_table.hpp"
#include "sim/core/ids.hpp"

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace patchcord::gui {

class Selection {
  public:
    /// `tell` is called after every change, as long as there is this selection.
    void on_change(std::function<void()> tell) { observers_.push_back(std::move(tell)); }

    /// Another run: nothing is selected.
    void set_packets(std::shared_ptr<const PacketTable> packets);

    std::optional<sim::PacketId> packet() const { return packet_; }
    void select(std::optional<sim::PacketId> packet);
    /// So many packets further in time, backward if negative.
    void step(std::ptrdiff_t packets);
    /// The next packet in this direction that was lost, if there is one.
    void go_to_loss(PacketTable::Way way);

  private:
    std::shared_ptr<const PacketTable> packets_ = std::make_shared<PacketTable>();
    std::optional<sim::PacketId> packet_;
    std::vector<std::function<void()>> observers_;
};

/// Up, Down, Page Up, Page Down, Home and End as steps; nothing for other keys.
std::optional<std::ptrdiff_t> steps_of_key(int key);

}  // namespace patchcord::gui
