// SEGMENT ARRIVES: RFC 9293 3.10.7, in its order and with its numbers. CLOSED and LISTEN are in
// tcp_layer.cpp. The third check (security) does not exist here; the sixth (URG) has no effect yet: urgent
// data is read in line. Robustness against blind attacks follows RFC 5961, which 3.10.7.4 includes, and RFC
// 1337. Read next: models/tcp/acknowledge.cpp.
#include "models/tcp/connection.hpp"
#include "models/tcp/tcp_layer.hpp"

#include <algorithm>
#include <utility>

namespace patchcord::models::tcp {

using wire::DropReason;
using wire::Error;
using wire::TcpState;

void Connection::segment_arrives(Segment segment) {
    cause_ = segment.packet;
    if (!segment.flags.syn()) segment.window <<= tcb_.snd_shift;  // RFC 7323 2.3
    if (tcb_.state == TcpState::SynSent) {
        arrives_in_syn_sent(segment);
    } else if (first_check_sequence(segment) && second_check_rst(segment) && fourth_check_syn(segment) &&
               fifth_check_ack(segment) && seventh_process_text(segment)) {
        eighth_check_fin();
    }
    cause_ = {};
}

// 3.10.7.3
void Connection::arrives_in_syn_sent(const Segment& segment) {
    const bool has_ack = segment.flags.ack();
    const bool ack_is_good = has_ack && segment.ack.after(tcb_.iss) && segment.ack.at_or_before(tcb_.snd_max);
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
    learn_from_syn(segment);  // fourth
    if (!has_ack) {           // simultaneous open (3.5, figure 7)
        set_state(TcpState::SynReceived);
        tcb_.snd_nxt = tcb_.iss;
        send_syn();
        return;
    }
    tcb_.snd_wnd = tcb_.max_snd_wnd = segment.window;
    tcb_.snd_wl1 = segment.seq;
    tcb_.snd_wl2 = segment.ack;
    acknowledge_new_data(segment);
    enter_established();
    Segment rest = segment;
    rest.drop_syn();
    send_ack();
    trim_to_window(rest);
    if (seventh_process_text(rest)) eighth_check_fin();
    output();
}

void Connection::open_passive(const Segment& syn, Listener& listener, std::optional<Seq> above) {
    cause_ = syn.packet;
    listener_ = &listener;
    listener.handshake_began();
    choose_iss(above);
    learn_from_syn(syn);
    set_state(TcpState::SynReceived);
    send_syn();
    cause_ = {};
}

void Connection::learn_from_syn(const Segment& segment) {
    tcb_.irs = segment.seq;
    tcb_.rcv_nxt = tcb_.rcv_adv = segment.seq + 1;
    const std::size_t mtu = layer_.ipv4().mtu_toward(tuple_.remote.address);
    const std::uint32_t path = static_cast<std::uint32_t>(mtu) - 40;
    constexpr std::uint32_t kLeast = 68 - 40;  // RFC 791 3.2: every link carries 68 octets; some peers say 0
    tcb_.mss = std::min<std::uint32_t>({segment.options.mss.value_or(536), path, config_.mss});  // 3.7.1
    tcb_.mss = std::max(tcb_.mss, kLeast);
    tcb_.scaling = config_.window_scale && segment.options.window_scale;
    if (tcb_.scaling) {
        tcb_.snd_shift = std::min<std::uint8_t>(*segment.options.window_scale, 14);  // RFC 7323 2.3
    } else {
        tcb_.rcv_shift = 0;
    }
}

void Connection::enter_established() {
    set_state(TcpState::Established);
    const bool syn_was_lost = std::exchange(tcb_.backoffs, 0) > 0;
    if (syn_was_lost) tcb_.rtt.restart_after_syn_loss();
    congestion_->established(tcb_.mss, syn_was_lost ? 1 : config_.initial_window);  // RFC 6928 2
    sample();
    if (listener_ != nullptr) {
        std::exchange(listener_, nullptr)->handshake_done(layer_.shared(*this));
    }
    writable_.notify_all();
    if (tcb_.fin_queued) {
        tcb_.fin_queued = false;
        queue_fin();
    }
}

// The four cases of 3.4, table 5, and one more: an ACK whose number is the window's right edge. A peer that
// has filled the window sends that, and where one of its segments was lost we must still hear what it
// acknowledges (BSD and Linux take it as well).
bool Connection::is_acceptable(const Segment& segment) const {
    const std::uint32_t window = receive_window();
    if (segment.length() == 0) return segment.seq - tcb_.rcv_nxt <= window;
    return segment.seq.in_window(tcb_.rcv_nxt, window) || (segment.end() - 1).in_window(tcb_.rcv_nxt, window);
}

// "Send an acknowledgment in reply (unless the RST bit is set)". True if the segment is to be processed
// nevertheless, without its text: "special allowance should be made to accept valid ACKs, URGs, and RSTs".
bool Connection::answer_unacceptable(Segment& segment) {
    const bool at_closed_window =
        receive_window() == 0 && segment.seq == tcb_.rcv_nxt && !segment.flags.syn();
    if (!segment.flags.rst()) {
        const bool is_their_fin = segment.flags.fin() && segment.end() == tcb_.rcv_nxt;
        if (tcb_.state == TcpState::TimeWait && is_their_fin) enter_time_wait();
        segment.length() > 0 ? send_ack() : send_challenge_ack();
    }
    if (at_closed_window) {
        segment.trim_back(segment.length());
    } else {
        layer_.drop(DropReason::OutsideWindow, segment.packet);
    }
    return at_closed_window;
}

void Connection::trim_to_window(Segment& segment) {
    if (segment.seq.before(tcb_.rcv_nxt) && !segment.flags.syn()) {
        const auto text = static_cast<std::uint32_t>(segment.payload.size());
        segment.trim_front(std::min(tcb_.rcv_nxt - segment.seq, text));
        tcb_.segments_unacknowledged = config_.ack_every;  // it was sent again: say at once what is wanted
    }
    const Seq edge = tcb_.rcv_nxt + receive_window();
    if (segment.end().after(edge)) segment.trim_back(segment.end() - edge);
}

bool Connection::first_check_sequence(Segment& segment) {
    // The SYN that we have counted: a SYN,ACK that crosses ours (figure 7), or the peer did not get our
    // SYN,ACK.
    if (tcb_.state == TcpState::SynReceived && segment.flags.syn() && segment.seq == tcb_.irs) {
        if (!segment.flags.ack()) {
            tcb_.snd_nxt = tcb_.iss;
            send_syn();
            return false;
        }
        segment.drop_syn();
    }
    if (!is_acceptable(segment) && !answer_unacceptable(segment)) return false;
    trim_to_window(segment);
    return true;
}

bool Connection::second_check_rst(const Segment& segment) {
    if (!segment.flags.rst()) return true;
    if (tcb_.state == TcpState::TimeWait) return false;  // RFC 1337: TIME-WAIT is not assassinated
    if (segment.seq != tcb_.rcv_nxt) {                   // RFC 5961 3.2
        send_challenge_ack();
        return false;
    }
    switch (tcb_.state) {
        case TcpState::SynReceived:
            end(listener_ != nullptr ? std::nullopt : std::optional{Error::ConnectionRefused});
            break;
        case TcpState::Closing:
        case TcpState::LastAck:
            end(std::nullopt);
            break;
        default:
            end(tcb_.state == TcpState::CloseWait ? Error::BrokenPipe : Error::ConnectionReset);
            break;
    }
    return false;
}

bool Connection::fourth_check_syn(const Segment& segment) {
    if (!segment.flags.syn()) return true;
    layer_.drop(DropReason::BadFlags, segment.packet);
    if (listener_ != nullptr) {
        end(std::nullopt);  // SYN-RECEIVED of a passive open: back to LISTEN
    } else {
        send_challenge_ack();  // RFC 5961 4.2
    }
    return false;
}

bool Connection::fifth_check_ack(const Segment& segment) {
    if (!segment.flags.ack()) {
        layer_.drop(DropReason::BadAck, segment.packet);
        return false;
    }
    if (tcb_.state == TcpState::SynReceived) {
        if (!segment.ack.after(tcb_.snd_una) || segment.ack.after(tcb_.snd_max)) {
            send_rst(segment.ack, wire::kRst);
            layer_.drop(DropReason::BadAck, segment.packet);
            return false;
        }
        tcb_.snd_wnd = tcb_.max_snd_wnd = segment.window;
        tcb_.snd_wl1 = segment.seq;
        tcb_.snd_wl2 = segment.ack;
        acknowledge_new_data(segment);
        enter_established();
        output();
        return tcb_.state != TcpState::Closed;
    }
    // RFC 5961 5.2: SND.UNA - MAX.SND.WND =< SEG.ACK =< SND.NXT
    if (segment.ack.after(tcb_.snd_max) || segment.ack.before(tcb_.snd_una - tcb_.max_snd_wnd)) {
        send_challenge_ack();
        layer_.drop(DropReason::BadAck, segment.packet);
        return false;
    }
    acknowledge(segment);
    return tcb_.state != TcpState::Closed;
}

void Connection::our_fin_acknowledged() {
    switch (tcb_.state) {
        case TcpState::FinWait1:
            set_state(TcpState::FinWait2);
            if (user_closed_) arm(two_msl_, trace::TimerKind::TimeWait, config_.fin_wait_2);
            break;
        case TcpState::Closing:
            enter_time_wait();
            break;
        case TcpState::LastAck:
            end(std::nullopt);
            break;
        default:
            break;
    }
}

// Into TIME-WAIT, or once more for its full time.
void Connection::enter_time_wait() {
    if (tcb_.state != TcpState::TimeWait) set_state(TcpState::TimeWait);
    arm(two_msl_, trace::TimerKind::TimeWait, 2 * config_.msl);
}

// Nothing comes behind a FIN, and a FIN in front of text that has come is none.
void Connection::note_fin(Segment& segment) {
    if (tcb_.peer_fin && segment.end().after(*tcb_.peer_fin)) {
        segment.trim_back(std::min(segment.end() - *tcb_.peer_fin, segment.length()));
    } else if (const Seq fin = segment.end() - 1;
               segment.flags.fin() && fin - tcb_.rcv_nxt >= tcb_.receive.extent()) {
        tcb_.peer_fin = fin;
    }
}

bool Connection::seventh_process_text(Segment& segment) {
    const bool takes_text = tcb_.state == TcpState::Established || tcb_.state == TcpState::FinWait1 ||
                            tcb_.state == TcpState::FinWait2;
    if (!takes_text) return true;  // the peer has sent its FIN: "this should not occur", ignored
    if (segment.length() == 0) return true;
    if (user_closed_ && !segment.payload.empty()) {  // 3.6.1, RFC 1122 4.2.2.13: nobody will read this
        abort();
        return false;
    }
    note_fin(segment);
    const bool had_gaps = tcb_.receive.has_gaps();
    const auto advance =
        static_cast<std::uint32_t>(tcb_.receive.insert(segment.seq - tcb_.rcv_nxt, segment.payload));
    tcb_.rcv_nxt += advance;
    if (receive_shut_) tcb_.receive.discard();
    if (advance > 0) readable_.notify_all();
    if (tcb_.peer_fin == tcb_.rcv_nxt) return true;  // the eighth check acknowledges all of it
    const bool in_order = advance > 0 && !had_gaps;
    if (!in_order || ++tcb_.segments_unacknowledged >= config_.ack_every) {
        send_ack();  // RFC 5681 4.2: at once when out of order, when filling a gap, and for every second
                     // segment
    } else {
        ack_later();
    }
    return true;
}

void Connection::eighth_check_fin() {
    if (!tcb_.peer_fin || *tcb_.peer_fin != tcb_.rcv_nxt) return;
    tcb_.rcv_nxt += 1;
    tcb_.rcv_adv = later(tcb_.rcv_adv, tcb_.rcv_nxt);
    switch (tcb_.state) {
        case TcpState::Established:
            set_state(TcpState::CloseWait);
            break;
        case TcpState::FinWait1:
            set_state(TcpState::Closing);
            break;
        case TcpState::FinWait2:
            enter_time_wait();
            break;
        default:
            break;
    }
    send_ack();
    readable_.notify_all();
}

bool Connection::yields_to(const Segment& syn) const {
    return tcb_.state == TcpState::TimeWait && syn.flags.syn() && !syn.flags.ack() && !syn.flags.rst() &&
           syn.seq.after(tcb_.rcv_nxt);
}

void Connection::unreachable(const ip::TransportError& error, Seq quoted) {
    if (error.type != wire::IcmpType::Unreachable) return;
    const bool in_flight = quoted.at_or_after(tcb_.snd_una) && quoted.before(tcb_.snd_max);  // RFC 5927 4
    if (!in_flight) return;
    if (wire::UnreachableCode{error.code} == wire::UnreachableCode::FragmentationNeeded) return;
    const std::optional<Error> told = ip::application_error(error.type, error.code);
    if (tcb_.state == TcpState::SynSent) {
        end(told);
    } else {
        soft_error_ = told;  // RFC 9293 3.9.2.2: must not abort the connection
    }
}

}  // namespace patchcord::models::tcp
