// One function a part of the variables.
// Read next: tests/support/tcp_invariants.hpp.
#include "tests/support/tcp_invariants.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <utility>

namespace patchcord::tests {

using models::tcp::Connection;
using models::tcp::Scoreboard;
using models::tcp::Seq;
using models::tcp::Tcb;
using models::trace::TimerAction;
using models::trace::TimerKind;
using models::wire::TcpState;

bool is_edge_of_tcp(TcpState from, TcpState to) {
    using enum TcpState;
    static const std::set<std::pair<TcpState, TcpState>> edges{
        {Closed, Listen},           {Closed, SynSent},       {Closed, SynReceived},
        {Listen, SynReceived},      {SynSent, SynReceived},  {SynSent, Established},
        {SynReceived, Established}, {SynReceived, FinWait1}, {Established, FinWait1},
        {Established, CloseWait},   {FinWait1, FinWait2},    {FinWait1, Closing},
        {FinWait2, TimeWait},       {Closing, TimeWait},     {CloseWait, LastAck},
    };
    return to == Closed || edges.contains({from, to});
}

void TcpWatcher::record(const models::trace::TcpStateChange& change) {
    CAPTURE(to_string(change.from));
    CAPTURE(to_string(change.to));
    REQUIRE(is_edge_of_tcp(change.from, change.to));
}

void TcpWatcher::record(const models::trace::TimerChange& change) {
    const bool sends = change.kind == TimerKind::Retransmission || change.kind == TimerKind::TailProbe ||
                       change.kind == TimerKind::Reordering || change.kind == TimerKind::Persist;
    if (!sends) return;
    const Key key{change.node, change.connection};
    auto& set = armed_[change.kind == TimerKind::Persist ? 1 : 0];
    if (change.action == TimerAction::Armed) {
        set.insert(key);
        REQUIRE_FALSE((armed_[0].contains(key) && armed_[1].contains(key)));
    } else {
        REQUIRE(set.erase(key) == 1);
    }
}

namespace {

void check_scoreboard(const Tcb& tcb) {
    if (!tcb.is_synchronized()) return;
    const Scoreboard& board = tcb.board();
    std::uint32_t sacked = 0;
    std::uint32_t lost = 0;
    std::uint32_t resent = 0;
    Seq next = tcb.snd_una;
    for (std::uint32_t i = 0; i < board.size(); ++i) {
        REQUIRE(board[i].begin == next);
        REQUIRE(board[i].length > 0);
        REQUIRE_FALSE((board[i].sacked && (board[i].lost || board[i].resent)));
        next = board[i].end();
        sacked += board[i].sacked ? 1 : 0;
        lost += board[i].lost ? 1 : 0;
        resent += board[i].resent ? 1 : 0;
    }
    REQUIRE(next == tcb.snd_nxt);
    REQUIRE(board.lost() == lost);
    REQUIRE(board.resent() == resent);
    if (tcb.sack) REQUIRE(board.sacked() == sacked);
    REQUIRE(board.left() <= board.size());
}

void check_sender(const Connection& connection) {
    const Tcb& tcb = connection.tcb();
    REQUIRE(tcb.snd_una.at_or_before(tcb.snd_nxt));
    REQUIRE(tcb.mss > 0);
    REQUIRE(tcb.congestion->cwnd() >= 1);
    REQUIRE(tcb.congestion->ssthresh() >= 2);
    REQUIRE(tcb.rtt.rto() > sim::Duration{0});
    REQUIRE(tcb.rtt.rto() <= connection.config().max_rto + connection.config().rto_slop);
    // A writer's last call fills the segment that it had begun (Linux), up to 64 KiB.
    REQUIRE(connection.send_queue() <= connection.config().send_buffer + 0xFFFFu);
}

void check_timer(const Connection& connection) {
    const Tcb& tcb = connection.tcb();
    const auto timer = connection.timer();
    const bool is_sending =
        timer && timer->kind != TimerKind::TimeWait && timer->kind != TimerKind::Keepalive;
    const bool outstanding = tcb.snd_una != tcb.snd_nxt;
    if (outstanding) REQUIRE(is_sending);
    if (tcb.is_synchronized() && connection.send_queue() > 0) REQUIRE(is_sending);
    if (!outstanding && tcb.is_synchronized() && connection.send_queue() == 0) {
        const bool fin_waits = tcb.state == TcpState::FinWait1 || tcb.state == TcpState::Closing ||
                               tcb.state == TcpState::LastAck;
        REQUIRE(is_sending == fin_waits);
    }
}

}  // namespace

void TcpInvariants::check(const Connection& connection) {
    if (connection.state() == TcpState::Closed) return;
    check_sender(connection);
    check_scoreboard(connection.tcb());
    check_window(connection);
    check_timer(connection);
}

// The right edge never moves left, by more than the rounding of the scale; nothing is sent beyond what the
// peer ever allowed, but for the octet of a probe.
void TcpInvariants::check_window(const Connection& connection) {
    const Tcb& tcb = connection.tcb();
    const std::size_t most = std::max<std::size_t>(
        {connection.config().receive_buffer, connection.config().receive_maximum, tcb.window.buffer()});
    const std::uint32_t rounding = (1u << tcb.window.shift()) - 1;
    REQUIRE(connection.receive_queue() <= most + rounding);
    if (tcb.state != TcpState::SynSent) {
        const std::uint32_t received = tcb.rcv_nxt - tcb.irs;
        const std::uint32_t announced = tcb.window.edge() - tcb.irs;
        CAPTURE(to_string(tcb.state));
        CAPTURE(received);
        CAPTURE(announced);
        REQUIRE(tcb.rcv_nxt.at_or_before(tcb.window.edge()));
        REQUIRE(tcb.window.edge() - tcb.rcv_nxt <= most + rounding + 1);  // + 1: a FIN has come
        if (rcv_nxt_) REQUIRE(rcv_nxt_->at_or_before(tcb.rcv_nxt));
        if (rcv_adv_) REQUIRE(rcv_adv_->at_or_before(tcb.window.edge()));
        rcv_nxt_ = tcb.rcv_nxt;
        rcv_adv_ = tcb.window.edge();
    }
    const std::uint32_t in_syn = tcb.is_synchronized() ? 0 : tcb.snd_nxt - tcb.iss;
    const Seq edge = later(tcb.snd_una + tcb.snd_wnd, in_syn > 0 ? tcb.snd_nxt : tcb.iss + 1);
    allowed_ = allowed_ ? later(*allowed_, edge) : edge;
    REQUIRE(tcb.snd_nxt.at_or_before(*allowed_ + 1));
}

}  // namespace patchcord::tests
