// Fast Open of one connection: the client's SYN with text and what becomes of it (RFC 7413 4.2.2), the
// server's connection that begins with a SYN (4.2.1). Where the RFC leaves a choice, it is Linux's. Not here:
// cookies (fast_open_cookie.hpp). Read next: models/tcp/handshake/fast_open_state.hpp,
// models/tcp/segment_arrives.cpp.
#include "models/tcp/connection.hpp"
#include "models/tcp/tcp_layer.hpp"

#include <algorithm>
#include <utility>

namespace patchcord::models::tcp {

using trace::TimerKind;
using wire::TcpState;

/// Of the text in a SYN: middleboxes may add options to it (Linux).
constexpr std::uint32_t kReserved = wire::kMaximumTcpOptions;

std::size_t Connection::open_fast(std::span<const std::uint8_t> text, bool writer_waits) {
    const handshake::FastOpenHost& host = layer_.fast_open();
    const wire::Ipv4Address remote = tuple_.remote.address;
    const bool needs_cookie = config_.fast_open_needs_cookie && host.rules.client_needs_cookie;
    const bool can_send = host.can_send_data(remote, config_.fast_open_needs_cookie, context_.now());
    handshake::FastOpenState& state = tcb_.fast_open;
    if (needs_cookie && !host.cache.is_refused(remote)) state.asked = host.cache.option_for(remote);
    if (state.asked && !can_send) state.asked->cookie = {};
    state.option = state.asked;
    std::size_t taken = 0;
    if (can_send) {
        const std::uint32_t mss =
            std::min<std::uint32_t>(host.cache.mss(remote).value_or(0xFFFF), announced_mss());
        taken =
            tcb_.send.append(text.first(std::min<std::size_t>(text.size(), mss - std::min(mss, kReserved))));
    }
    state.sent_text = taken > 0;
    state.writer_waits = writer_waits && taken < text.size();
    open_active();
    return taken;
}

// The SYN is acknowledged, and perhaps its text. What is not goes again at once, without a reduction: the
// server did not want it, or it was lost on its way.
void Connection::acknowledge_text_of_syn() {
    if (!tcb_.fast_open.sent_text) return;
    Ack ack{.now = context_.now(),
            .ack = tcb_.snd_una,
            .prior_una = tcb_.iss + 1,
            .snd_nxt = tcb_.snd_nxt,
            .prior_highest = tcb_.iss + 1,
            .sack_permitted = tcb_.sack,
            .advanced = true};
    tcb_.recovery.take_cumulative(ack);
    tcb_.fast_open.text_taken = tcb_.board().empty();
    if (!tcb_.board().empty()) tcb_.recovery.too_large(0, tcb_.snd_nxt);
}

// 4.1.3: what the SYN,ACK teaches for the next time.
void Connection::learn_fast_open(const Segment& syn_ack) {
    const handshake::FastOpenState& state = tcb_.fast_open;
    if (!state.asked && !state.sent_text) return;
    layer_.fast_open().cache.learn(tuple_.remote.address, context_.now(),
                                   {.mss = syn_ack.options.mss.value_or(0),
                                    .answer = handshake::FastOpenOption::of(syn_ack.options),
                                    .asked = state.asked,
                                    .sent_data = state.sent_text,
                                    .data_acknowledged = state.text_taken,
                                    .syn_resent = tcb_.total_resent > 0,
                                    .gives_up_soon = config_.manners == Manners::Bsd});
}

// Text in a SYN or SYN,ACK counts as taken here; what is sent next acknowledges it. A FIN is left: it comes
// again.
void Connection::take_text_of_syn(Segment syn) {
    syn.drop_syn();
    if (syn.payload.empty()) return;
    const std::size_t fits = std::min<std::size_t>(syn.payload.size(), receive_space());
    const auto advance = static_cast<std::uint32_t>(tcb_.receive.insert(0, syn.payload.first(fits)));
    tcb_.rcv_nxt += advance;
    tcb_.window.data_came(advance, receive_space(), tcb_.acks.peer_mss());
    readable_.notify_all();
}

// 4.2.1: the connection is there before the handshake is over, and the application may have it.
void Connection::begin_early(const Segment& syn, Listener& listener) {
    handshake::FastOpenState& state = tcb_.fast_open;
    state.begins_early = true;
    state.queue = listener.fast_open_queue();
    state.queue->began();
    state.text_taken = !syn.payload.empty();
    take_text_of_syn(syn);
    tcb_.snd_wnd = tcb_.max_snd_wnd = syn.window;
    tcb_.snd_wl1 = syn.seq;
    tcb_.snd_wl2 = tcb_.iss + 1;
    tcb_.snd_small = tcb_.iss;
}

// The acknowledgment of the SYN,ACK of such a connection. It may tell of data, too.
void Connection::finish_early(const Segment& segment) {
    if (tcb_.total_resent == 0)
        tcb_.rtt.measure(context_.now() - syn_sent_, context_.now(), tcb_.snd_una, tcb_.snd_nxt);
    take_acknowledged(tcb_.iss + 1);
    std::exchange(tcb_.fast_open.queue, nullptr)->ended();
    stop_retransmission_timer();
    enter_established();
    pending_ = TimerKind::Retransmission;
    rearm_retransmission_timer();
    acknowledge(segment);
}

// 5.1: who resets it may be a victim of spoofing.
void Connection::leave_fast_open_queue(bool reset) {
    const auto queue = std::exchange(tcb_.fast_open.queue, nullptr);
    if (queue == nullptr) return;
    if (reset) {
        queue->reset(context_.now());
    } else {
        queue->ended();
    }
}

}  // namespace patchcord::models::tcp
