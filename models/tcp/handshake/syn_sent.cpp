// SEGMENT ARRIVES in SYN-SENT: RFC 9293 3.10.7.3, in its order and with its numbers; timestamps that echo
// nothing of ours (RFC 7323 3.2), and what Fast Open adds (RFC 7413 4.2.2).
// The other states are in models/tcp/segment_arrives.cpp. Read next: models/tcp/handshake/fast_open.cpp.
#include "models/tcp/connection.hpp"
#include "models/tcp/tcp_layer.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace patchcord::models::tcp {

using wire::DropReason;
using wire::Error;
using wire::TcpState;

// 3.10.7.3
void Connection::arrives_in_syn_sent(const Segment& segment) {
    const bool has_ack = segment.flags.ack();
    const bool ack_is_good = has_ack && segment.ack.after(tcb_.iss) && segment.ack.at_or_before(tcb_.snd_nxt);
    if (has_ack && !ack_is_good) {  // first
        if (!segment.flags.rst()) send_rst(segment.ack, wire::kRst);
        layer_.drop(DropReason::BadAck, segment.packet);
        return;
    }
    if (segment.flags.rst()) {  // second
        if (ack_is_good) {
            end(Error::ConnectionRefused);
        } else {
            layer_.drop(DropReason::BadAck, segment.packet);
        }
        return;
    }
    if (!segment.flags.syn()) {  // fifth
        layer_.drop(DropReason::BadFlags, segment.packet);
        return;
    }
    if (has_ack && echoes_nothing_of_ours(segment)) {  // Linux: of another connection
        send_rst(segment.ack, wire::kRst);
        layer_.drop(DropReason::BadAck, segment.packet);
        return;
    }
    learn_from_syn(segment);  // fourth
    if (!has_ack) {           // simultaneous open (3.5, figure 7)
        set_state(TcpState::SynReceived);
        send_syn();
        if (config_.ack_rule != AckRule::Linux) take_text_of_syn(segment);  // Linux throws it away
        return;
    }
    acknowledge_handshake(segment);
    enter_established();
    acknowledge_text_of_syn();
    learn_fast_open(segment);
    take_text_of_syn(segment);
    Segment fin = segment;
    fin.drop_syn();
    fin.trim_front(static_cast<std::uint32_t>(fin.payload.size()));
    if (fin.flags.fin() && fin.seq == tcb_.rcv_nxt) {
        tcb_.peer_fin = fin.seq;
        eighth_check_fin();
    } else if (tcb_.fast_open.writer_waits || tcb_.board().lost() > 0) {  // data takes the ACK along
        if (tcb_.fast_open.writer_waits) tcb_.acks.received_duplicate(receive_window());
        arm(delayed_ack_, trace::TimerKind::DelayedAck, kLongestDelayedAck);
    } else {
        send_ack();
    }
    output();
}

}  // namespace patchcord::models::tcp
