// The fifth check's work in the synchronized states: what an acknowledgment says about our data, about losses
// and about the peer's window. RFC 9293 3.10.7.4, RFC 6298, RFC 7323 4. What it means for the network is
// decided in loss/recovery.hpp; here it meets the connection. Not here: how much is sent next (output.cpp).
// Read next: models/tcp/loss/recovery.hpp, models/tcp/output.cpp.
#include "models/tcp/connection.hpp"
#include "models/tcp/tcp_layer.hpp"

#include <algorithm>
#include <span>
#include <utility>

namespace patchcord::models::tcp {

using trace::SegmentKind;
using trace::TimerKind;
using wire::TcpState;

// What most segments of a peer that sends are to us, if we do not: nothing of ours is out or waits, so that
// only the window can be news.
bool Connection::acknowledges_nothing(const Segment& segment) const {
    return tcb_.board().empty() && segment.ack == tcb_.snd_una && tcb_.text_end() == tcb_.snd_una &&
           !fin_wanted() && !persist_.is_armed() && segment.options.sack.empty();
}

void Connection::acknowledge(const Segment& segment) {
    if (acknowledges_nothing(segment)) {
        update_send_window(segment);
        return trace_sample();
    }
    const bool of_our_fin = segment.ack.after(tcb_.text_end());
    Ack ack{.now = context_.now(),
            .ack = later(segment.ack, tcb_.snd_una),
            .prior_una = tcb_.snd_una,
            .snd_nxt = tcb_.snd_nxt,
            .prior_highest = tcb_.sack ? tcb_.recovery.highest_sacked(tcb_.snd_una) : tcb_.snd_una,
            .sack_permitted = tcb_.sack,
            .carries_data = segment.length() > 0,
            .mss = present_mss()};
    ack.advanced = segment.ack.after(tcb_.snd_una);
    ack.ece = tcb_.ecn.on() && segment.flags.ece() && !segment.flags.syn();
    const auto& stamps = segment.options.timestamps;
    if (stamps && tcb_.timestamps.on() && tcb_.recovery.first_resent())
        ack.echoes_original = tcb_.timestamps.is_echo_from_before(*stamps, *tcb_.recovery.first_resent());
    if (persist_.is_armed()) tcb_.backoffs = 0;  // RFC 9293 3.8.6.1, MUST-37: the peer answers
    const bool is_old = segment.ack.before(tcb_.snd_una);
    const std::uint32_t old_window = tcb_.snd_wnd;
    ack.window_update = !is_old && update_send_window(segment);

    const bool had_nothing_out = tcb_.board().empty();
    if (tcb_.sack && !segment.options.sack.empty())
        tcb_.recovery.take_sacks(ack, {segment.options.sack.begin(), segment.options.sack.end()});
    if (ack.advanced) {
        take_acknowledged(segment.ack);
        tcb_.recovery.take_cumulative(ack);
    }
    measure(ack, segment);
    Resend resend = Resend::Nothing;
    const CaState before = tcb_.recovery.state();
    if (!had_nothing_out) {
        // RFC 5681 2: the definition of a duplicate acknowledgment.
        const bool duplicate = !ack.advanced && !is_old && !ack.carries_data && !ack.window_update &&
                               !ack.duplicate_report && segment.ack == tcb_.snd_una;
        const bool data_waits = tcb_.text_end().after(tcb_.snd_nxt) && usable_window() > 0;
        resend = tcb_.recovery.react(ack, duplicate, data_waits);
    }
    tcb_.delivered += ack.delivered;
    if (before < CaState::Cwr && tcb_.recovery.state() >= CaState::Cwr) tcb_.ecn.reduced();
    if (tcb_.snd_wnd > old_window) {
        window_opened();
    } else if (persist_.is_armed() && config_.window_probe == WindowProbe::OldNumber) {
        start_persisting();  // Linux: from the answer on
    }
    if (of_our_fin) our_fin_acknowledged();
    if (tcb_.state == TcpState::Closed) return;
    after_acknowledgment(ack, resend);
}

// Timers, and what may be sent now.
void Connection::after_acknowledgment(Ack& ack, Resend resend) {
    const bool waits = tcb_.text_end() != tcb_.snd_una || fin_wanted();
    if (ack.acked_data || !waits) stop_persisting();
    if (tcb_.board().empty()) {
        stop_retransmission_timer();
    } else if (tcb_.recovery.reordering_timeout() > sim::Duration{0} && !persist_.is_armed()) {
        set_retransmission_timer(TimerKind::Reordering, tcb_.recovery.reordering_timeout() + kLeastTimeout);
    } else if (ack.restarts_timer && !persist_.is_armed()) {
        restart_retransmission_timer();
    }
    if (resend == Resend::NewDataFirst) send_new_data();
    output();
    sample();
}

// SND.UNA moves: the application gets its space back.
void Connection::take_acknowledged(Seq ack) {
    const std::uint32_t acked = ack - tcb_.snd_una;
    const std::uint32_t syn = tcb_.is_synchronized() ? 0 : 1;
    const std::size_t text = std::min<std::size_t>(acked - syn, tcb_.send.size());
    tcb_.send.acknowledge(text);
    tcb_.snd_una = ack;
    if (tcb_.snd_up && !tcb_.snd_up->after(ack)) tcb_.snd_up.reset();
    tcb_.backoffs = 0;
    soft_error_.reset();
    if (text > 0 && has_send_space()) writable_.notify_all();
}

// RFC 6298 3 and 4: segments sent once; or else the timestamp that is echoed (RFC 7323 4.1).
void Connection::measure(const Ack& ack, const Segment& segment) {
    std::optional<sim::Duration> rtt = ack.rtt;
    const auto& stamps = segment.options.timestamps;
    if (!rtt && ack.acked_data && stamps && tcb_.timestamps.on())
        rtt = tcb_.timestamps.since_echo(*stamps, context_.now());
    if (!rtt) return;
    tcb_.rtt.measure(*rtt, context_.now(), tcb_.snd_una, tcb_.snd_nxt);
    if (ack.last_rtt)
        tcb_.congestion->measured(tcb_.recovery.snapshot(context_.now(), tcb_.snd_una, tcb_.snd_nxt),
                                  *ack.last_rtt);
}

// The acknowledgment of our SYN.
void Connection::acknowledge_handshake(const Segment& segment) {
    take_acknowledged(segment.ack);
    const auto& stamps = segment.options.timestamps;
    std::optional<sim::Duration> rtt;
    if (tcb_.total_resent == 0) {
        rtt = context_.now() - syn_sent_;
    } else if (stamps && tcb_.timestamps.on()) {
        rtt = tcb_.timestamps.since_echo(*stamps, context_.now());
    }
    if (rtt) tcb_.rtt.measure(*rtt, context_.now(), tcb_.snd_una, tcb_.snd_nxt);
    tcb_.snd_wnd = tcb_.max_snd_wnd = segment.window;
    tcb_.snd_wl1 = segment.seq;
    tcb_.snd_wl2 = segment.ack;
    tcb_.snd_small = tcb_.snd_una;
    stop_retransmission_timer();
}

// True when the window is another than before.
bool Connection::update_send_window(const Segment& segment) {
    const bool newer = tcb_.snd_wl1.before(segment.seq) ||
                       (tcb_.snd_wl1 == segment.seq && tcb_.snd_wl2.at_or_before(segment.ack));
    if (!newer) return false;
    const std::uint32_t before = std::exchange(tcb_.snd_wnd, segment.window);
    tcb_.max_snd_wnd = std::max(tcb_.max_snd_wnd, tcb_.snd_wnd);
    tcb_.snd_wl1 = segment.seq;
    tcb_.snd_wl2 = segment.ack;
    return tcb_.snd_wnd != before;
}

// What was sent into the closed window as a probe is not lost in the network: it goes again, with what
// follows.
void Connection::window_opened() {
    stop_persisting();
    Scoreboard& board = tcb_.board();
    if (board.empty() || !board.back().probe) return;
    if (retransmission_.is_armed()) return;
    const std::uint32_t text = tcb_.text_end() - board.back().begin;
    const std::uint32_t length = std::min({text, present_mss(), tcb_.snd_wnd});
    const bool fin = fin_wanted() && length == text;
    const bool is_worth_it = length == text || length == present_mss() || length >= tcb_.max_snd_wnd / 2;
    if (!is_worth_it) return start_persisting();  // 3.8.6.2.1
    board.extend_last(std::max(board.back().length, length + (fin ? 1 : 0)), length == text);
    tcb_.snd_nxt = board.back().end();
    resend(board.size() - 1, SegmentKind::Data);
    rearm_retransmission_timer();
}

}  // namespace patchcord::models::tcp
