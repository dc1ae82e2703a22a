#include "results/analysis/ladder.hpp"

#include "results/analysis/analysis.hpp"
#include "tests/results/two_hosts.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace patchcord::results {
namespace {

using wire::LossCause;
using wire::TcpState;

const LadderRow* row_of(const LadderDisplay& ladder, std::string_view text) {
    const auto found = std::ranges::find_if(ladder.rows, [text](const LadderRow& row) {
        return row.arrow && row.arrow->text.text.starts_with(text);
    });
    return found == ladder.rows.end() ? nullptr : &*found;
}

bool has_state(const LadderRow& row, std::size_t lane, TcpState state) {
    return std::ranges::any_of(
        row.states, [=](const LadderState& mark) { return mark.lane == lane && mark.to == state; });
}

TEST_CASE("states stand where they begin: at the tail of what is sent, at the head of what arrives") {
    const Run run = lost_segment();
    const Analysis analysis{run};
    const LadderDisplay ladder = analysis.ladder();
    REQUIRE(ladder.lanes.size() == 2);
    CHECK(ladder.lanes[0].address == "10.0.0.1:49152");
    CHECK(has_state(ladder.rows.front(), 1, TcpState::Listen));
    CHECK(!ladder.rows.front().arrow);
    CHECK(has_state(*row_of(ladder, "SYN seq=0"), 0, TcpState::SynSent));
    CHECK(has_state(*row_of(ladder, "SYN seq=0"), 1, TcpState::SynReceived));
    CHECK(has_state(*row_of(ladder, "SYN,ACK"), 0, TcpState::Established));
    CHECK(has_state(*row_of(ladder, "ACK ack=1"), 1, TcpState::Established));
    CHECK(has_state(*row_of(ladder, "FIN,ACK seq=4381"), 0, TcpState::FinWait1));
    CHECK(has_state(*row_of(ladder, "FIN,ACK seq=1 "), 1, TcpState::LastAck));
    CHECK(has_state(*row_of(ladder, "FIN,ACK seq=1 "), 0, TcpState::TimeWait));
    CHECK(has_state(ladder.rows.back(), 0, TcpState::Closed));
    CHECK(ladder.rows.back().timer->kind == trace::TimerKind::TimeWait);
}

TEST_CASE("a timer that ran out is a row, and its life is a bar") {
    const Run run = lost_segment();
    const LadderDisplay ladder = Analysis{run}.ladder();
    const auto fired =
        std::ranges::find_if(ladder.rows, [](const LadderRow& row) { return row.timer.has_value(); });
    REQUIRE(fired != ladder.rows.end());
    CHECK(fired->timer->after == sim::Duration{1s});
    CHECK(fired->timer->count == 1);
    CHECK(fired->timer->lane == 0);
    CHECK(fired->wait > sim::Duration{999ms});
    const LadderRow& next = *(fired + 1);
    CHECK(next.at == fired->at);
    CHECK(next.arrow->text.badge == "R1");
    CHECK(next.arrow->text.kind == PacketClass::Retransmission);

    REQUIRE(ladder.bars.size() == 4);                        // retransmission twice, delayed ACK, TIME-WAIT
    CHECK(ladder.bars[0].end == LadderBar::End::Cancelled);  // armed anew by the ACK
    CHECK(ladder.bars[1].end == LadderBar::End::Fired);
    CHECK(ladder.bars[1].to - ladder.bars[1].from == sim::Duration{1s});
}

TEST_CASE("a timer that still runs at the end says so") {
    TwoHosts net;
    net.tcp(sim::kStart + 5s, kClient, {.flags = wire::kSyn});
    net.timer(sim::kStart + 5s, kClient, trace::TimerKind::Retransmission, trace::TimerAction::Armed,
              sim::kStart + 6s);
    const Run run = net.finish();
    const LadderDisplay ladder = Analysis{run}.ladder();
    REQUIRE(ladder.bars.size() == 1);
    CHECK(ladder.bars[0].end == LadderBar::End::Running);
    CHECK(ladder.bars[0].to == run.end().at);
    CHECK(ladder.rows.size() == 1);
}

TEST_CASE("a loss has its cause, its time and its place on the way") {
    struct Case {
        LossCause cause;
        double position;
    };
    for (const auto& [cause, position] :
         {Case{LossCause::Cut, 0.6}, Case{LossCause::Fcs, 1.0}, Case{LossCause::Queue, 0.0}}) {
        const Run run = lost_segment(cause);
        const LadderDisplay ladder = Analysis{run}.ladder();
        const LadderRow* const row = row_of(ladder, "data 2921:4381");
        REQUIRE(row != nullptr);
        REQUIRE(row->arrow->heads.size() == 1);
        const LadderHead& head = row->arrow->heads[0];
        REQUIRE(head.loss);
        CHECK(!head.arrived);
        CHECK(head.lane == 1);
        CHECK(head.loss->cause == cause);
        CHECK(head.loss->position == doctest::Approx(position));
        CHECK(head.loss->place.empty());  // there is only one cable
    }
}

TEST_CASE("who sends in vain has somebody to send to") {
    TwoHosts net;
    net.tcp(sim::kStart, kClient, {.flags = wire::kSyn}, LossCause::Cut);
    const Run run = net.finish();
    const LadderDisplay ladder = Analysis{run}.ladder();
    REQUIRE(ladder.lanes.size() == 2);
    REQUIRE(ladder.rows.at(0).arrow->heads.size() == 1);
    CHECK(ladder.rows[0].arrow->heads[0].loss->cause == LossCause::Cut);
}

TEST_CASE("times are exact") {
    const Run run = lost_segment();
    const LadderDisplay ladder = Analysis{run}.ladder();
    const LadderArrow& data = *row_of(ladder, "data 1:1461")->arrow;
    CHECK(data.duration == sim::Duration{1526 * 80ns});
    CHECK(*data.heads[0].arrived == data.sent + data.duration + TwoHosts::kDelay);
}

TEST_CASE("a change without its packet at the same time has a row of its own") {
    TwoHosts net;
    net.state(sim::kStart + 1ms, kClient, TcpState::Closed, TcpState::SynSent);
    net.recorder().record(trace::SegmentSent{sim::kStart + 1ms, kClient, kConnection,
                                             sim::PacketId{kClient, 3}, trace::SegmentKind::Control,
                                             TwoHosts::kIsn[0], 0, 0});
    net.arp(sim::kStart + 1ms, kClient, wire::ArpOperation::Request);
    net.arp(sim::kStart + 2ms, kServer, wire::ArpOperation::Reply);
    net.tcp(sim::kStart + 3ms, kClient, {.flags = wire::kSyn});
    const Run run = net.finish();
    const LadderDisplay ladder = Analysis{run}.ladder();
    REQUIRE(ladder.rows.size() == 4);
    CHECK(has_state(ladder.rows[0], 0, TcpState::SynSent));
    CHECK(!ladder.rows[0].arrow);
    CHECK(ladder.rows[3].states.empty());
}

TEST_CASE("rows can be taken from a part of the time") {
    const Run run = lost_segment();
    const Analysis analysis{run};
    const LadderDisplay part = analysis.ladder({.from = sim::kStart + 1s, .until = sim::kStart + 2s});
    REQUIRE(!part.rows.empty());
    CHECK(part.rows.front().timer);
    CHECK(part.rows.back().at < sim::kStart + 2s);
}

TEST_CASE("a packet that the receiving stack threw away says why") {
    TwoHosts net;
    const auto packet = net.udp(sim::kStart, kClient, 5000, 9, 10);
    net.recorder().record(trace::PacketDropped{net.arrival(), kServer, wire::DropReason::NoPort, packet});
    const Run run = net.finish();
    const LadderDisplay ladder = Analysis{run}.ladder();
    CHECK(ladder.rows[0].arrow->heads[0].dropped == wire::DropReason::NoPort);
}

TEST_CASE("what packets say") {
    TwoHosts net;
    int step = 0;
    const auto at = [&step] { return sim::kStart + std::chrono::milliseconds{step++}; };
    net.arp(at(), kClient, wire::ArpOperation::Request);
    net.arp(at(), kServer, wire::ArpOperation::Reply);
    net.echo(at(), kClient, wire::IcmpType::EchoRequest, 3);
    net.udp(at(), kClient, 5000, 5001, 28);
    net.udp(at(), kClient, 5000, 53, 12);  // all zeros: a DNS message that asks nothing
    net.tcp(at(), kClient, {.flags = wire::kSyn});
    net.tcp(at(), kServer, {.flags = wire::kRst | wire::kAck, .ack = 1});
    const Run run = net.finish();
    const LadderDisplay ladder = Analysis{run}.ladder();
    std::vector<std::string> texts;
    for (const LadderRow& row : ladder.rows)
        texts.push_back(row.arrow->text.text);
    CHECK(texts == std::vector<std::string>{"ARP who-has 10.0.0.2?", "ARP 10.0.0.2 is-at 02:00:00:00:00:02",
                                            "echo request seq=3", "UDP 5000 > 5001 len=28", "DNS no question",
                                            "SYN seq=0 mss=1460", "RST,ACK seq=4294967040 ack=1"});
}

TEST_CASE("an empty run has an empty ladder") {
    const Run run = Recorder{}.finish(TwoHosts::header(), {});
    const LadderDisplay ladder = Analysis{run}.ladder();
    CHECK(ladder.rows.empty());
    CHECK(ladder.lanes.empty());
}

TEST_CASE("a crash has a row beside its host, with the states that it ended") {
    TwoHosts net;
    net.state(sim::kStart, kServer, TcpState::Closed, TcpState::Listen);
    net.tcp(sim::kStart + 1ms, kClient, {.flags = wire::kSyn});
    net.recorder().record(trace::HostChange{sim::kStart + 1s, kServer, false});
    net.state(sim::kStart + 1s, kServer, TcpState::Established, TcpState::Closed);
    net.recorder().record(trace::HostChange{sim::kStart + 2s, kServer, true});
    const Run run = net.finish();
    const LadderDisplay ladder = Analysis{run}.ladder();
    REQUIRE(ladder.rows.size() == 4);
    REQUIRE(ladder.rows[2].note);
    CHECK(ladder.rows[2].note->what == LadderNote::What::Crashed);
    CHECK(ladder.rows[2].note->lane == 1);
    CHECK(has_state(ladder.rows[2], 1, TcpState::Closed));
    CHECK(ladder.rows[3].note->what == LadderNote::What::Booted);
    CHECK(ladder.rows[3].wait == 1s);
}

TEST_CASE("an unplugged cable has one row, though both ends tell it") {
    TwoHosts net;
    net.tcp(sim::kStart, kClient, {.flags = wire::kSyn});
    for (const bool up : {false, true}) {
        for (const sim::NodeId node : {kClient, kServer})
            net.recorder().record(trace::LinkChange{sim::kStart + (up ? 2s : 1s), node, kPort, up});
    }
    const Run run = net.finish();
    const LadderDisplay ladder = Analysis{run}.ladder();
    REQUIRE(ladder.rows.size() == 3);
    CHECK(ladder.rows[1].note->what == LadderNote::What::LinkDown);
    CHECK(!ladder.rows[1].note->lane);
    CHECK(ladder.rows[1].note->place.empty());  // there is only one cable
    CHECK(ladder.rows[2].note->what == LadderNote::What::LinkUp);
}

}  // namespace
}  // namespace patchcord::results
