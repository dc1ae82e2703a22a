// SEGMENT ARRIVES: RFC 9293 3.10.7, in its order and with its numbers. CLOSED and LISTEN are in
// tcp_layer.cpp and handshake/listen.cpp, SYN-SENT in handshake/syn_sent.cpp. The third check (security) does
// not exist here. Timestamps and PAWS are those of RFC 7323 5. Robustness against blind attacks follows RFC
// 5961, which 3.10.7.4 includes, and RFC 1337. Read next: models/tcp/acknowledge.cpp.
#include "models/tcp/connection.hpp"
#include "models/tcp/tcp_layer.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace patchcord::models::tcp {

using wire::DropReason;
using wire::Error;
using wire::TcpState;

namespace {

// RFC 1191 7.1: what paths take, for routers that do not say it.
std::uint32_t plateau_below(std::uint32_t size) {
    for (const std::uint32_t plateau : {1492u, 1006u, 508u, 296u}) {
        if (plateau < size) return plateau;
    }
    return 68;
}

}  // namespace

void Connection::segment_arrives(Segment segment) {
    cause_ = segment.packet;
    last_arrival_ = context_.now();
    keepalive_probes_ = 0;
    if (config_.drops_syn_fin && config_.manners == Manners::Bsd && segment.flags.syn() &&
        segment.flags.fin())
        return layer_.drop(DropReason::BadFlags, segment.packet);
    if (!segment.flags.syn()) segment.window <<= tcb_.snd_shift;  // RFC 7323 2.3
    if (tcb_.state == TcpState::SynSent) {
        arrives_in_syn_sent(segment);
    } else if (tcb_.state == TcpState::TimeWait && config_.manners == Manners::Bsd) {
        arrives_in_time_wait_of_bsd(segment);
    } else if (first_check_sequence(segment) && second_check_rst(segment) && fourth_check_syn(segment) &&
               fifth_check_ack(segment) && sixth_check_urg(segment) && seventh_process_text(segment)) {
        eighth_check_fin();
    }
    cause_ = {};
}

bool Connection::echoes_nothing_of_ours(const Segment& segment) const {
    const auto& stamps = segment.options.timestamps;
    return config_.timestamps && stamps && stamps->echo != 0 &&
           !tcb_.timestamps.is_echo_since(*stamps, syn_sent_, context_.now());
}

void Connection::open_passive(const Segment& syn, Listener& listener, std::optional<Seq> above,
                              const handshake::FastOpenAnswer& fast_open) {
    cause_ = syn.packet;
    choose_iss(above);
    learn_from_syn(syn);
    set_state(TcpState::SynReceived);
    tcb_.fast_open.option = fast_open.option;
    if (fast_open.take) {
        begin_early(syn, listener);
        begin_transfer();
    } else {
        listener_ = &listener;
        listener.handshake_began();
    }
    send_syn();
    if (fast_open.take) listener.connection_waits(layer_.shared(*this));
    cause_ = {};
}

void Connection::learn_from_syn(const Segment& segment) {
    tcb_.irs = segment.seq;
    tcb_.rcv_nxt = tcb_.last_ack_sent = segment.seq + 1;
    const std::size_t mtu = layer_.ipv4().mtu_toward(tuple_.remote.address);
    const std::uint32_t path = std::min(static_cast<std::uint32_t>(mtu), tcb_.path_mtu) - 40;
    constexpr std::uint32_t kLeast = 68 - 40;  // RFC 791 3.2: every link carries 68 octets; some peers say 0
    tcb_.peer_mss = segment.options.mss.value_or(536);
    tcb_.mss = std::max(std::min<std::uint32_t>({tcb_.peer_mss, path, config_.mss}), kLeast);  // 3.7.1
    tcb_.scaling = config_.window_scale && segment.options.window_scale;
    if (tcb_.scaling)
        tcb_.snd_shift = std::min<std::uint8_t>(*segment.options.window_scale, 14);  // RFC 7323 2.3
    tcb_.window.begin(tcb_.rcv_nxt, tcb_.scaling);
    if (config_.whole_segments && config_.receive_buffer > tcb_.mss) {
        config_.receive_buffer = (config_.receive_buffer + tcb_.mss - 1) / tcb_.mss * tcb_.mss;
        tcb_.window.set_buffer(config_.receive_buffer);
        tcb_.receive.set_limit(config_.receive_buffer);
    }
    tcb_.sack = config_.sack && segment.options.sack_permitted;
    tcb_.recovery.agree_sack(tcb_.sack);
    if (config_.timestamps && segment.options.timestamps) {
        tcb_.timestamps.agree();
        tcb_.timestamps.accept(*segment.options.timestamps, context_.now());
    }
    const bool reply = segment.flags.ack();
    const bool asked = reply ? EcnState::agrees(segment.flags) : EcnState::asks(segment.flags);
    tcb_.ecn.agree(asked && (reply ? config_.ecn == Ecn::Active : config_.ecn != Ecn::Off));
}

// The windows of the sender and of the acknowledgments begin.
void Connection::begin_transfer() {
    const bool syn_was_lost = tcb_.total_resent > 0;
    if (syn_was_lost && tcb_.rtt.srtt() == sim::Duration{0}) tcb_.rtt.restart_after_syn_loss();
    const bool linux_rule = config_.rto_rule == RtoRule::Linux;  // forgives one
    const std::uint32_t window = tcb_.total_resent > (linux_rule ? 1u : 0u) ? 1 : config_.initial_window;
    tcb_.congestion->established(tcb_.recovery.snapshot(context_.now(), tcb_.snd_una, tcb_.snd_nxt), window);
    tcb_.acks.begin(std::min<std::uint32_t>(tcb_.mss, announced_mss()), receive_window(), context_.now());
}

void Connection::enter_established() {
    set_state(TcpState::Established);
    ++tcb_.delivered;
    if (!tcb_.fast_open.begins_early) begin_transfer();
    start_keepalive();
    sample();
    if (listener_ != nullptr) {
        std::exchange(listener_, nullptr)->handshake_done(layer_.shared(*this));
    }
    writable_.notify_all();
    if (tcb_.receive.readable() > 0) readable_.notify_all();
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
    if (!config_.trims_to_window && segment.length() > 0 && segment.end().after(tcb_.rcv_nxt + window) &&
        !(window == 0 && segment.payload.empty()))
        return false;
    const bool blind = config_.manners == Manners::Bsd && (segment.flags.rst() || segment.flags.syn());
    if (blind && segment.seq == tcb_.rcv_nxt && !segment.flags.syn()) return true;
    if (blind) return segment.seq.in_window(tcb_.rcv_nxt, window);
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
        if (segment.length() > 0) note_duplicate(segment);
        segment.length() > 0 && !segment.flags.syn() ? send_ack() : send_challenge_ack();
    }
    const bool is_heard = at_closed_window || was_here_of_bsd(segment);
    if (is_heard) {
        segment.trim_back(segment.length());
    } else {
        layer_.drop(DropReason::OutsideWindow, segment.packet);
    }
    return is_heard;
}

void Connection::trim_to_window(Segment& segment) {
    if (segment.seq.before(tcb_.rcv_nxt) && !segment.flags.syn()) {
        const auto text = static_cast<std::uint32_t>(segment.payload.size());
        note_duplicate(segment);  // it was sent again: say at once what is wanted
        segment.trim_front(std::min(tcb_.rcv_nxt - segment.seq, text));
    }
    const Seq edge = tcb_.rcv_nxt + receive_window();
    if (segment.end().after(edge)) segment.trim_back(segment.end() - edge);
}

bool Connection::first_check_sequence(Segment& segment) {
    // The SYN that we have counted: a SYN,ACK that crosses ours (figure 7), or the peer did not get our
    // SYN,ACK.
    if (tcb_.state == TcpState::SynReceived && segment.flags.syn() && segment.seq == tcb_.irs) {
        if (!segment.flags.ack()) {
            send_syn();
            return false;
        }
        if (tcb_.sack && config_.dsack) tcb_.sacks.note_duplicate(tcb_.irs, tcb_.rcv_nxt);  // RFC 2883 4
        segment.drop_syn();
    }
    if (is_stale(segment)) return false;
    if (!is_acceptable(segment) && !answer_unacceptable(segment)) return false;
    trim_to_window(segment);
    return true;
}

// RFC 7323 5.3 R1, and 3.2 for a segment without timestamps. Linux takes an old duplicate that says nothing.
bool Connection::is_stale(const Segment& segment) {
    if (!tcb_.timestamps.on() || segment.flags.rst()) return false;
    const auto& stamps = segment.options.timestamps;
    if (!stamps) {
        if (!config_.requires_timestamps) return false;
        layer_.drop(DropReason::MissingTimestamp, segment.packet);
        return true;
    }
    if (!tcb_.timestamps.is_old(*stamps, context_.now())) return false;
    const bool says_nothing = segment.length() == 0 && segment.seq == tcb_.rcv_nxt &&
                              segment.ack == tcb_.snd_una && segment.window == tcb_.snd_wnd;
    if (says_nothing &&
        sim::Duration{std::chrono::milliseconds{tcb_.timestamps.age(*stamps)}} <= tcb_.rtt.rto())
        return false;
    layer_.drop(DropReason::OldTimestamp, segment.packet);
    segment.length() > 0 && !segment.flags.syn() ? send_ack() : send_challenge_ack();
    return true;
}

// What came was here, at least in part: RFC 2883 4.
void Connection::note_duplicate(const Segment& segment) {
    tcb_.acks.received_duplicate(receive_window());
    if (!tcb_.sack || !config_.dsack || segment.seq.at_or_after(tcb_.rcv_nxt)) return;
    const auto text = static_cast<std::uint32_t>(segment.payload.size());
    const Seq end = earlier(segment.seq + text, tcb_.rcv_nxt);
    if (end.after(segment.seq)) tcb_.sacks.note_duplicate(segment.seq, end);
}

// Linux also believes a RST that follows the last byte that came, although some before it are missing.
bool Connection::is_behind_what_came(Seq seq) const {
    const std::size_t extent = tcb_.receive.extent();
    return config_.ack_rule == AckRule::Linux && extent > 0 &&
           seq == tcb_.rcv_nxt + static_cast<std::uint32_t>(extent);
}

bool Connection::second_check_rst(const Segment& segment) {
    if (!segment.flags.rst()) return true;
    const bool in_time_wait = tcb_.state == TcpState::TimeWait;
    if (in_time_wait && !config_.reset_ends_time_wait) return false;  // RFC 1337: it is not assassinated
    const bool is_exact = segment.seq == tcb_.rcv_nxt || is_behind_what_came(segment.seq);
    if (!is_exact && !config_.blind_reset) {  // RFC 5961 3.2
        if (in_time_wait) return false;
        send_challenge_ack();
        return false;
    }
    const bool bsd = config_.manners == Manners::Bsd;
    switch (tcb_.state) {
        case TcpState::SynReceived: {
            const bool early = tcb_.fast_open.begins_early;
            leave_fast_open_queue(true);
            const Error refused = early ? Error::ConnectionReset : Error::ConnectionRefused;
            end(listener_ != nullptr ? std::nullopt : std::optional{refused});
            break;
        }
        case TcpState::Closing:
        case TcpState::LastAck:
        case TcpState::TimeWait:
            end(bsd ? std::optional{Error::ConnectionReset} : std::nullopt);
            break;
        default:
            end(tcb_.state == TcpState::CloseWait && !bsd ? Error::BrokenPipe : Error::ConnectionReset);
            break;
    }
    return false;
}

bool Connection::fourth_check_syn(const Segment& segment) {
    if (!segment.flags.syn()) return true;
    layer_.drop(DropReason::BadFlags, segment.packet);
    if (listener_ != nullptr) {
        end(std::nullopt);  // SYN-RECEIVED of a passive open: back to LISTEN
    } else if (config_.blind_syn) {
        send_rst(acceptable_seq(), wire::kRst | wire::kAck);
        end(Error::ConnectionReset);
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
        if (!segment.ack.after(tcb_.snd_una) || segment.ack.after(tcb_.snd_nxt)) {
            send_rst(segment.ack, wire::kRst);
            layer_.drop(DropReason::BadAck, segment.packet);
            return false;
        }
        if (listener_ != nullptr && !listener_->queues().may_establish()) {  // Linux: the peer will say more
            layer_.drop(DropReason::BacklogFull, segment.packet);
            return false;
        }
        note_timestamp(segment);
        if (tcb_.fast_open.begins_early) {
            finish_early(segment);
        } else {
            acknowledge_handshake(segment);
            enter_established();
            acknowledge_text_of_syn();
            if (!tcb_.sacks.empty()) send_ack();  // the SYNs have crossed
            output();
        }
        return tcb_.state != TcpState::Closed;
    }
    // RFC 5961 5.2: SND.UNA - MAX.SND.WND =< SEG.ACK =< SND.NXT
    if (segment.ack.after(tcb_.snd_nxt) || segment.ack.before(tcb_.snd_una - tcb_.max_snd_wnd)) {
        send_challenge_ack();
        layer_.drop(DropReason::BadAck, segment.packet);
        return false;
    }
    note_timestamp(segment);
    acknowledge(segment);
    return tcb_.state != TcpState::Closed;
}

void Connection::note_timestamp(const Segment& segment) {
    const auto& stamps = segment.options.timestamps;
    if (stamps && tcb_.timestamps.on())
        tcb_.timestamps.note(*stamps, segment.seq, tcb_.last_ack_sent, context_.now());
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
        send_rst(segment.ack, wire::kRst);           // as CLOSED does, so that the sender believes it
        end(std::nullopt);
        return false;
    }
    note_fin(segment);
    const bool had_gaps = tcb_.receive.has_gaps();
    const Seq begin = segment.seq;
    const auto text = static_cast<std::uint32_t>(segment.payload.size());
    const auto was_here = tcb_.receive.overlap(begin - tcb_.rcv_nxt, text);
    const auto advance =
        static_cast<std::uint32_t>(tcb_.receive.insert(begin - tcb_.rcv_nxt, segment.payload));
    tcb_.rcv_nxt += advance;
    tcb_.window.pass(tcb_.rcv_nxt);
    report_to_sender(begin, text, was_here);
    if (advance > 0) readable_.notify_all();
    const bool marked = tcb_.ecn.received(segment.ecn, segment.flags);
    tcb_.acks.received(text, segment.flags.psh(), context_.now(), tcb_.rtt.rto(), receive_window());
    tcb_.window.data_came(text, receive_space(), tcb_.acks.peer_mss());
    if (tcb_.peer_fin == tcb_.rcv_nxt) return true;  // the eighth check acknowledges all of it
    // RFC 5681 4.2: at once when out of order or when filling a gap; RFC 3168 6.1.3: when a mark is new
    const bool in_order = advance > 0 && !had_gaps;
    const bool grows =
        tcb_.window.would_open(tcb_.rcv_nxt, receive_space()) >= tcb_.window.open(tcb_.last_ack_sent);
    if (!in_order || marked || tcb_.acks.wants_now(tcb_.rcv_nxt - tcb_.last_ack_sent, grows)) {
        send_ack();
    } else {
        ack_later();
    }
    return true;
}

// RFC 2018 4, RFC 2883 4. `here`: what of it had come before, counted from the text's first octet.
void Connection::report_to_sender(Seq begin, std::uint32_t text, ReceiveBuffer::Range here) {
    if (!tcb_.sack || text == 0) return;
    tcb_.sacks.advance(tcb_.rcv_nxt);
    if (here.end > here.begin && config_.dsack) {
        tcb_.sacks.note_duplicate(begin + static_cast<std::uint32_t>(here.begin),
                                  begin + static_cast<std::uint32_t>(here.end));
    }
    if (!begin.before(tcb_.rcv_nxt)) tcb_.sacks.add(begin, begin + text);
}

void Connection::eighth_check_fin() {
    if (!tcb_.peer_fin || *tcb_.peer_fin != tcb_.rcv_nxt) return;
    tcb_.rcv_nxt += 1;
    tcb_.window.pass(tcb_.rcv_nxt);
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

// RFC 6191 2: a later timestamp also tells a new incarnation.
bool Connection::is_newer(const std::optional<wire::TcpTimestamps>& stamps) const {
    return stamps && tcb_.timestamps.on() && !tcb_.timestamps.is_old(*stamps, context_.now()) &&
           stamps->value != tcb_.timestamps.recent();
}

bool Connection::yields_to(const Segment& syn) const {
    return tcb_.state == TcpState::TimeWait && syn.flags.syn() && !syn.flags.ack() && !syn.flags.rst() &&
           (syn.seq.after(tcb_.rcv_nxt) || is_newer(syn.options.timestamps));
}

void Connection::unreachable(const ip::TransportError& error, Seq quoted) {
    const bool in_flight = quoted.at_or_after(tcb_.snd_una) && quoted.before(tcb_.snd_nxt);  // RFC 5927 4
    if (!in_flight) return layer_.count_out_of_window_icmp();
    const bool too_big = error.type == wire::IcmpType::Unreachable &&
                         wire::UnreachableCode{error.code} == wire::UnreachableCode::FragmentationNeeded;
    if (too_big) return path_takes(error.next_hop_mtu);
    const std::optional<Error> told = ip::application_error(error.type, error.code);
    if (!told) return;
    if (receives_errors_ && told) keep_report(error, *told);
    if (config_.manners == Manners::Bsd) return unreachable_to_bsd(error);
    const bool opening = tcb_.state == TcpState::SynSent || tcb_.state == TcpState::SynReceived;
    if (opening && listener_ == nullptr && !accepted_) {
        end(told);
    } else if (opening && listener_ != nullptr && config_.icmp_ends_handshake &&
               (told == Error::NetworkUnreachable || told == Error::HostUnreachable)) {
        end(std::nullopt);  // nobody knows of it yet
    } else {
        soft_error_ = told;  // RFC 9293 3.9.2.2: must not abort the connection
    }
}

// RFC 1191 6.5: what was too large goes again at once, and cwnd stays.
void Connection::path_takes(std::uint32_t mtu) {
    constexpr std::uint32_t kLeastOfLinux = 552;  // net.ipv4.route.min_pmtu
    if (config_.ack_rule == AckRule::Linux) {
        mtu = std::max(mtu, kLeastOfLinux);
    } else if (mtu == 0) {
        mtu = plateau_below(tcb_.mss + 40);
    } else if (mtu < 68) {
        return;
    }
    tcb_.path_mtu = std::min(tcb_.path_mtu, mtu);
    const std::uint32_t mss = tcb_.path_mtu - 40;
    if (tcb_.state == TcpState::SynSent && tcb_.fast_open.sent_text) {  // the SYN was too large: a plain one
        ++tcb_.total_resent;
        return send_syn();
    }
    if (mss >= tcb_.mss) return;
    tcb_.mss = mss;
    if (!tcb_.is_synchronized()) return;
    tcb_.recovery.too_large(present_mss(), tcb_.snd_nxt);
    output();
    const bool is_timed = retransmission_.is_armed() || persist_.is_armed();
    if (!is_timed && !tcb_.board().empty()) rearm_retransmission_timer();
}

}  // namespace patchcord::models::tcp
