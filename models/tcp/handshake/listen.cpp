// SEGMENT ARRIVES in LISTEN (RFC 9293 3.10.7.2): a SYN opens a connection, or gets a cookie, or nothing, as
// the listener's queues say; an ACK may bring a cookie back (RFC 4987 3.6). Here Fast Open is decided, too
// (RFC 7413 4.2.1). Not here: finding the listener (tcp_layer.cpp). Read next:
// models/tcp/handshake/backlog.hpp, models/tcp/segment_arrives.cpp.
#include "models/tcp/connection.hpp"
#include "models/tcp/tcp_layer.hpp"

#include <chrono>
#include <utility>

namespace patchcord::models::tcp {

using handshake::Backlog;
using handshake::FastOpenAnswer;
using handshake::FastOpenOption;
using handshake::SynCookieOptions;
using wire::DropReason;
using wire::TcpState;

void TcpLayer::arrives_in_listen(Listener& listener, const Segment& segment, const wire::FourTuple& tuple,
                                 std::optional<Seq> above) {
    if (segment.flags.rst()) return drop(DropReason::BadFlags, segment.packet);  // first
    if (segment.flags.ack()) {                                                   // second
        if (takes_cookie(listener, segment, tuple)) return;
        drop(DropReason::BadAck, segment.packet);
        const bool quiet =
            listener.config().manners == Manners::Bsd && segment.flags.syn();  // syncache_badack
        return quiet ? void() : reset(segment, tuple);
    }
    const bool strange = segment.flags.fin() && listener.config().drops_syn_fin;
    if (!segment.flags.syn() || strange) return drop(DropReason::BadFlags, segment.packet);
    switch (listener.queues().on_syn()) {
        case Backlog::Verdict::Drop:
            return drop(DropReason::BacklogFull, segment.packet);
        case Backlog::Verdict::SendCookie:
            return send_cookie(listener, segment, tuple);
        case Backlog::Verdict::Take:
            break;
    }
    auto connection =
        std::make_shared<Connection>(*this, next_id(), tuple, listener.config(), listener.share_port());
    table_.emplace(tuple, connection);
    connection->open_passive(segment, listener, above, fast_open_answer(listener, segment, tuple));
}

FastOpenAnswer TcpLayer::fast_open_answer(Listener& listener, const Segment& syn,
                                          const wire::FourTuple& tuple) const {
    handshake::FastOpenRules rules = fast_open_.rules;
    if (!rules.server || !listener.fast_open_queue()->has_room(context_.now())) return {};
    rules.server_needs_cookie = rules.server_needs_cookie && listener.config().fast_open_needs_cookie;
    return handshake::answer_fast_open(rules, listener.fast_open_keys().value_or(fast_open_.keys), tuple,
                                       FastOpenOption::of(syn.options), !syn.payload.empty());
}

void TcpLayer::send_cookie(Listener& listener, const Segment& syn, const wire::FourTuple& tuple) {
    last_cookie_sent_ = context_.now();
    Connection passing{*this, next_id(), tuple, listener.config(), listener.share_port()};
    passing.answer_with_cookie(
        syn, syn_cookies_.make(tuple, syn.seq, syn.options.mss.value_or(536), context_.now()));
}

// Where none was sent of late, none can come back.
bool TcpLayer::takes_cookie(Listener& listener, const Segment& ack, const wire::FourTuple& tuple) {
    const bool expected = last_cookie_sent_ && context_.now() - *last_cookie_sent_ < std::chrono::minutes{2};
    if (!expected || ack.flags.syn()) return false;
    const auto mss = syn_cookies_.check(tuple, ack.seq - 1, ack.ack - 1, context_.now());
    if (!mss) return false;
    if (!listener.queues().may_establish()) {
        drop(DropReason::BacklogFull, ack.packet);
        return true;
    }
    wire::TcpOptions offered;
    offered.mss = *mss;
    if (const auto& stamps = ack.options.timestamps) {
        const SynCookieOptions kept = SynCookieOptions::from(stamps->echo);
        offered.timestamps = stamps;
        offered.window_scale = kept.window_scale;
        offered.sack_permitted = kept.sack_permitted;
    }
    auto connection =
        std::make_shared<Connection>(*this, next_id(), tuple, listener.config(), listener.share_port());
    table_.emplace(tuple, connection);
    connection->open_by_cookie(ack, offered, listener);
    connection->segment_arrives(ack);
    return true;
}

// Without timestamps there is no room for the other options, so they are not agreed on.
void Connection::answer_with_cookie(const Segment& syn, Seq cookie) {
    cause_ = syn.packet;
    choose_iss({});
    learn_from_syn(syn);
    tcb_.ecn = {};
    tcb_.iss = tcb_.snd_una = tcb_.snd_nxt = cookie;
    if (tcb_.timestamps.on()) {
        SynCookieOptions kept{.window_scale = {}, .sack_permitted = tcb_.sack};
        if (tcb_.scaling) kept.window_scale = tcb_.snd_shift;
        const std::uint32_t now = tcb_.timestamps.value(context_.now());
        tcb_.timestamps.set_offset(tcb_.timestamps.offset() - (now - kept.into(now)));
    } else {
        tcb_.scaling = tcb_.sack = false;
        tcb_.window.begin(tcb_.rcv_nxt, false);
    }
    transmit(cookie, 0, wire::kSyn | wire::kAck, trace::SegmentKind::Control);
    cause_ = {};
}

void Connection::open_by_cookie(const Segment& ack, const wire::TcpOptions& offered, Listener& listener) {
    cause_ = ack.packet;
    listener_ = &listener;
    listener.handshake_began();
    choose_iss({});
    const Segment syn{.seq = ack.seq - 1,
                      .ack = {},
                      .flags = wire::kSyn,
                      .window = ack.window,
                      .options = offered,
                      .payload = {},
                      .packet = ack.packet,
                      .ecn = wire::Ecn::NotEct,
                      .urgent = 0};
    learn_from_syn(syn);
    tcb_.window.announce_in_syn(tcb_.rcv_nxt, receive_space(), announced_mss());
    tcb_.iss = tcb_.snd_una = ack.ack - 1;
    tcb_.snd_nxt = ack.ack;
    ++tcb_.total_resent;  // its round trip was not timed
    set_state(TcpState::SynReceived);
    cause_ = {};
}

}  // namespace patchcord::models::tcp
