// SPDX-License-Identifier: GPL-3.0-or-later
// Tells everybody once for each change. Read next: gui/widgets/selection.hpp.
#include "gui/widgets/selection.hpp"

#include <Qt>

#include <utility>

namespace patchcord::gui {
namespace {

constexpr std::ptrdiff_t kPage = 10;
constexpr std::ptrdiff_t kToTheEnd = 1'000'000'000;

}  // namespace

void Selection::set_packets(std::shared_ptr<const PacketTable> packets) {
    packets_ = std::move(packets);
    select(std::nullopt);
}

void Selection::select(std::optional<sim::PacketId> packet) {
    if (packet == packet_) return;
    packet_ = packet;
    for (const auto& tell : observers_)
        tell();
}

void Selection::step(std::ptrdiff_t packets) {
    if (const auto next = packets_->step(packet_, packets)) select(next);
}

void Selection::go_to_loss(PacketTable::Way way) {
    if (const auto next = packets_->next_loss(packet_, way)) select(next);
}

std::optional<std::ptrdiff_t> steps_of_key(int key) {
    switch (key) {
        case Qt::Key_Up:
            return -1;
        case Qt::Key_Down:
            return 1;
        case Qt::Key_PageUp:
            return -kPage;
        case Qt::Key_PageDown:
            return kPage;
        case Qt::Key_Home:
            return -kToTheEnd;
        case Qt::Key_End:
            return kToTheEnd;
        default:
            return std::nullopt;
    }
}

}  // namespace patchcord::gui
