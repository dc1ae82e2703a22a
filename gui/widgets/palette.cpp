// SPDX-License-Identifier: GPL-3.0-or-later
// The tables. Vermilion is kept for what is sent again and the timers that ran out for it. Read next:
// gui/widgets/palette.hpp.
#include "gui/widgets/palette.hpp"

namespace patchcord::gui {

using models::trace::TimerKind;
using models::wire::TcpState;
using results::PacketClass;

QColor line_colour(PacketClass kind) {
    switch (kind) {
        case PacketClass::Data:
        case PacketClass::Udp:
            return kBlue;
        case PacketClass::Ack:
            return {0x80, 0x80, 0x80};
        case PacketClass::SynFin:
            return kGreen;
        case PacketClass::Rst:
        case PacketClass::Icmp:
            return {0x20, 0x20, 0x20};
        case PacketClass::Retransmission:
            return kVermilion;
        case PacketClass::DuplicateAck:
            return {0x56, 0xB4, 0xE9};
        case PacketClass::ZeroWindow:
            return {0xCC, 0x79, 0xA7};
        case PacketClass::Arp:
            return {0xE6, 0x9F, 0x00};
        case PacketClass::Other:
            return {0x50, 0x50, 0x50};
    }
    return Qt::black;
}

QColor text_colour(PacketClass kind) {
    switch (kind) {
        case PacketClass::Data:
        case PacketClass::Udp:
            return {0x00, 0x5A, 0x8C};
        case PacketClass::Ack:
            return {0x55, 0x55, 0x55};
        case PacketClass::SynFin:
            return {0x00, 0x6B, 0x4E};
        case PacketClass::Retransmission:
            return {0xA8, 0x48, 0x00};
        case PacketClass::DuplicateAck:
            return {0x1C, 0x68, 0x96};
        case PacketClass::ZeroWindow:
            return {0x96, 0x3F, 0x70};
        case PacketClass::Arp:
            return {0x7A, 0x54, 0x00};
        case PacketClass::Rst:
        case PacketClass::Icmp:
        case PacketClass::Other:
            return {0x20, 0x20, 0x20};
    }
    return Qt::black;
}

QPen arrow_pen(PacketClass kind) {
    QPen pen{line_colour(kind), 1.4};
    pen.setCapStyle(Qt::FlatCap);
    switch (kind) {
        case PacketClass::SynFin:
        case PacketClass::Rst:
            pen.setWidthF(2.4);
            break;
        case PacketClass::Retransmission:
            pen.setWidthF(2);
            pen.setDashPattern({5, 2.5});
            break;
        case PacketClass::Ack:
        case PacketClass::DuplicateAck:
        case PacketClass::ZeroWindow:
            pen.setWidthF(1);
            break;
        case PacketClass::Arp:
            pen.setWidthF(1.6);
            break;
        case PacketClass::Icmp:
        case PacketClass::Udp:
            pen.setDashPattern({1.5, 2});
            break;
        case PacketClass::Data:
        case PacketClass::Other:
            break;
    }
    return pen;
}

QColor state_colour(TcpState state) {
    switch (state) {
        case TcpState::Closed:
        case TcpState::Listen:
            return {0xC8, 0xC8, 0xC8};
        case TcpState::SynSent:
        case TcpState::SynReceived:
            return {0xF0, 0xC8, 0x60};
        case TcpState::Established:
            return {0x66, 0xC4, 0xA6};
        case TcpState::FinWait1:
        case TcpState::FinWait2:
            return {0x9C, 0xC9, 0xEC};
        case TcpState::CloseWait:
        case TcpState::LastAck:
        case TcpState::Closing:
            return {0xDD, 0xA8, 0xC6};
        case TcpState::TimeWait:
            return {0xC9, 0xC3, 0xE0};
    }
    return Qt::gray;
}

QColor timer_colour(TimerKind kind, bool fired) {
    if (!fired) return {0xB4, 0xAA, 0x9A};
    const bool is_trouble = kind != TimerKind::DelayedAck && kind != TimerKind::TimeWait;
    return is_trouble ? kVermilion : QColor{0x70, 0x68, 0x58};
}

}  // namespace patchcord::gui
