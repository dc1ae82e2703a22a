// What FreeBSD does where no RFC decides, or where it is older than the RFC: tcp_input.c, tcp_timewait.c and
// tcp_subr.c of FreeBSD 14, as its own packet scripts show it. The profile freebsd has these manners
// (Manners::Bsd). Not here: what knobs say. Read next: models/tcp/segment_arrives.cpp.
#include "models/tcp/connection.hpp"
#include "models/tcp/tcp_layer.hpp"

namespace patchcord::models::tcp {

using wire::DropReason;
using wire::Error;
using wire::TcpState;

// tcp_ctlinput, tcp_notify: only an active handshake ends, and only by what a filter or the peer's host says
// for good.
void Connection::unreachable_to_bsd(const ip::TransportError& error) {
    using enum wire::UnreachableCode;
    if (tcb_.state != TcpState::SynSent || !config_.icmp_may_reset) return;
    if (error.type == wire::IcmpType::TimeExceeded && error.code == 0) return end(Error::HostUnreachable);
    if (error.type != wire::IcmpType::Unreachable) return;
    const wire::UnreachableCode code{error.code};
    const bool refused = code == Protocol || code == Port || code == NetProhibited ||
                         code == HostProhibited || code == Prohibited;
    if (refused) end(Error::ConnectionRefused);
}

// tcp_twcheck. Whether a SYN opens a new incarnation was asked before (yields_to).
void Connection::arrives_in_time_wait_of_bsd(const Segment& segment) {
    if (segment.flags.rst() || !segment.flags.ack()) return layer_.drop(DropReason::BadFlags, segment.packet);
    if (segment.flags.fin() && segment.end() == tcb_.rcv_nxt) enter_time_wait();
    const bool plain =
        !segment.flags.syn() && !segment.flags.fin() && !segment.flags.psh() && !segment.flags.urg();
    const bool says_nothing =
        plain && segment.payload.empty() && segment.seq == tcb_.rcv_nxt && segment.ack == tcb_.snd_nxt;
    if (!says_nothing) transmit(tcb_.snd_nxt, 0, wire::kAck, trace::SegmentKind::Control);
}

// tcp_do_segment: of what has come before, the acknowledgment counts. (Or else two ends that repeat their
// FINs would never hear each other.)
bool Connection::was_here_of_bsd(const Segment& segment) const {
    return config_.manners == Manners::Bsd && segment.length() > 0 && !segment.flags.rst() &&
           !segment.flags.syn() && segment.end().at_or_before(tcb_.rcv_nxt);
}

// tcp_output, tcp_outflags: as long as our FIN is not acknowledged, each ACK says it again.
bool Connection::repeats_fin() const {
    return config_.manners == Manners::Bsd && fin_wanted() && tcb_.snd_nxt.after(tcb_.text_end());
}

}  // namespace patchcord::models::tcp
