// A segment that arrived, as RFC 9293 3.10.7 speaks of it (SEG.SEQ, SEG.ACK, SEG.LEN, SEG.WND): a view of
// bytes that live during the call. It can be trimmed to the window. Read next:
// models/tcp/segment_arrives.cpp. Not the header's layout: that is models/wire/tcp.hpp.
#pragma once

#include "models/tcp/seq.hpp"
#include "models/wire/ipv4.hpp"
#include "models/wire/tcp.hpp"
#include "sim/core/ids.hpp"

#include <cstdint>
#include <span>

namespace patchcord::models::tcp {

struct Segment {
    Seq seq;
    Seq ack;
    wire::TcpFlags flags;
    std::uint32_t window;  ///< bytes; as in the header until the connection has scaled it
    const wire::TcpOptions& options;
    std::span<const std::uint8_t> payload;
    sim::PacketId packet;
    wire::Ecn ecn;         ///< of its IP header
    std::uint16_t urgent;  ///< the urgent pointer, meaningful with URG

    static Segment from(const wire::TcpView& view, sim::PacketId packet, wire::Ecn ecn = wire::Ecn::NotEct) {
        return {Seq{view.header.seq},
                Seq{view.header.ack},
                view.header.flags,
                view.header.window,
                view.options,
                view.payload,
                packet,
                ecn,
                view.header.urgent_pointer};
    }

    /// SEG.LEN: octets of sequence space, SYN and FIN counted.
    std::uint32_t length() const {
        return static_cast<std::uint32_t>(payload.size()) + (flags.syn() ? 1 : 0) + (flags.fin() ? 1 : 0);
    }
    Seq end() const { return seq + length(); }

    void drop_syn() {
        flags = without(wire::kSyn);
        seq += 1;
    }
    /// Leaves out `count` octets of text at the front, at most all of it.
    void trim_front(std::uint32_t count) {
        payload = payload.subspan(count);
        seq += count;
    }
    /// Leaves out `count` octets of sequence space at the end, the FIN first. Not of a SYN alone.
    void trim_back(std::uint32_t count) {
        if (count > 0 && flags.fin()) {
            flags = without(wire::kFin);
            --count;
        }
        payload = payload.first(payload.size() - count);
    }

  private:
    wire::TcpFlags without(wire::TcpFlags bit) const {
        return wire::TcpFlags{static_cast<std::uint8_t>(flags.bits() & ~bit.bits())};
    }
};

}  // namespace patchcord::models::tcp
