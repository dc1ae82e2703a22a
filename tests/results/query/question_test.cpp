// Questions over the run of a lost segment: a handshake, three segments of which the third is lost and sent
// again after a second, and the close.
// Subject: results/query/question.hpp.
#include "results/query/question.hpp"

#include "tests/results/two_hosts.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

namespace patchcord::results {
namespace {

using models::host::SocketRow;
using models::wire::TcpState;

struct Asked {
    Run run = lost_segment();
    Analysis analysis{run};
    PacketFacts facts{analysis};
    SocketTables tables = {};

    Answer answer(std::string_view text) const {
        const auto question = Question::compile(text, named_nodes(run));
        REQUIRE_MESSAGE(question.has_value(), std::string{text});
        return question->ask(analysis, facts, tables);
    }
    bool holds(std::string_view text) const { return answer(text).held; }
};

/// "part of the text: message"
std::string problem(std::string_view text) {
    const Run run = lost_segment();
    const auto question = Question::compile(text, named_nodes(run));
    if (question) return "none";
    const auto [begin, end] = question.error().span;
    return std::string{text.substr(begin, end - begin)} + ": " + question.error().message;
}

SocketRow row(std::uint16_t port, TcpState state, std::size_t unread = 0) {
    SocketRow result{.protocol = models::wire::IpProtocol::Tcp, .local = {{}, port}};
    result.state = state;
    result.receive_queue = unread;
    return result;
}

}  // namespace

TEST_CASE("packets are counted, chosen and measured") {
    const Asked run;
    CHECK(run.holds("count(tcp.retransmission) == 1 && count(tcp.timeout) == 1"));
    CHECK(run.holds("count(tcp.fast-retransmit) == 0"));
    CHECK(run.holds("count(lost) == 1 && first(lost).lost.cause == 'cut'"));
    CHECK(run.holds("first(tcp.syn-ack).seg.ack == client.isn + 1"));
    CHECK(run.holds("first(tcp.syn-ack).seg.rel_ack == 1"));
    CHECK(run.holds("first(tcp.data && from == client).seg.rel_seq == 1"));
    CHECK(run.holds("nth(3, tcp.data && from == client) .lost && !nth(2, tcp.data).lost"));
    CHECK(run.holds("first(tcp.retransmission).time - nth(3, tcp.data).time > 900 ms"));
    CHECK(run.holds("max(seg.len, tcp.data) == 1460 && min(seg.len, tcp.data) == 1460"));
    CHECK(run.holds("sum(seg.len, tcp.data) == 4 * 1460"));
    CHECK(run.holds("last(tcp.fin).from == server"));
    CHECK(run.holds("first(tcp.syn).arrived > first(tcp.syn).time"));
    CHECK(run.holds("first(tcp.syn).flow == 1 && first(tcp.syn).number == 3"));
    CHECK(run.holds("first(tcp.syn).to == server"));
}

TEST_CASE("flows, logs and the end of the run") {
    const Asked run;
    CHECK(run.holds("flow(1, client).bytes == 4380 && flow(1, client).resent == 1"));
    CHECK(run.holds("flow(1, client).timeouts == 1 && flow(1, server).segments == 5"));
    CHECK(run.holds("flow(1, client).isn == client.isn"));
    CHECK(run.holds("log(client) == ''"));
    CHECK(run.holds("abs(end - end) == 0 s"));
}

TEST_CASE("sockets at a time and at the end") {
    Asked run;
    run.tables.keep(sim::kStart + 7s, kClient,
                    {row(80, TcpState::Listen), row(80, TcpState::SynReceived, 12)});
    run.tables.keep(sim::kNever, kClient, {});
    CHECK(run.holds("at(7 s).sockets(client) == 2 && at(7 s).sockets(client, 81) == 0"));
    CHECK(run.holds("at(7 s).socket(client).state == 'SYN-RECEIVED'"));
    CHECK(run.holds("at(7 s).socket(client, 80).recv_q == 12"));
    CHECK(run.holds("sockets(client) == 0"));
    CHECK_FALSE(run.holds("socket(client).state == 'LISTEN'"));
    const auto question =
        Question::compile("at(7 s).sockets(client) == at(9 s).sockets(client)", named_nodes(run.run));
    REQUIRE(question.has_value());
    CHECK(question->times() == std::set<sim::Time>{sim::kStart + 7s, sim::kStart + 9s});
}

TEST_CASE("what is not there makes comparisons false") {
    const Asked run;
    CHECK_FALSE(run.holds("first(udp).time < 1 h"));
    CHECK_FALSE(run.holds("first(udp).time != 1 h"));
    CHECK_FALSE(run.holds("flow(2, client).bytes == 0"));
    CHECK_FALSE(run.holds("nth(1000, tcp).seg.len == 0"));
    CHECK_FALSE(run.holds("max(seg.len, udp) == 0"));
    CHECK(run.holds("sum(seg.len, udp) == 0"));
}

TEST_CASE("an answer says what was expected and what was there") {
    const Asked run;
    CHECK(run.answer("count(tcp.retransmission) == 2").found ==
          "expected count(tcp.retransmission) == 2, actual 1");
    CHECK(run.answer("count(tcp.syn) == 1 && count(tcp.rst) > 0").found ==
          "expected count(tcp.rst) > 0, actual 0");
    CHECK(run.answer("count(tcp.syn) == count(tcp.rst)").found ==
          "expected count(tcp.syn) == count(tcp.rst), actual 1 and 0");
    CHECK(run.answer("first(udp).time > 1 s").found ==
          "expected first(udp).time > 1 s, actual nothing, as no such packet or socket is there");
    CHECK(run.answer("!(count(tcp) > 0)").found == "expected !(count(tcp) > 0), actual false");
}

TEST_CASE("mistakes in questions are found before anything runs") {
    CHECK(problem("count(tcp.sin) == 1") == "tcp.sin: unknown name \"tcp.sin\"");
    CHECK(problem("cuont(tcp) == 1") == "cuont: unknown function \"cuont\"");
    CHECK(problem("count(tcp)") == "count(tcp): this is a number");
    CHECK(problem("count(tcp, udp) == 1") == "count(tcp, udp): count() with other arguments than it takes");
    CHECK(problem("first(tcp).tim > 1 s") == "tim: a packet has no \"tim\"");
    CHECK(problem("end > 5") == "5: a time > a number");
    CHECK(problem("sockets(clint) == 1") == "clint: unknown name \"clint\"");
    CHECK(problem("socket(client).state == 'SYN_SENT'") == "'SYN_SENT': it is never \"SYN_SENT\"");
    CHECK(problem("at(end).sockets(client) == 1") == "at(end): at() with other arguments than it takes");
    CHECK(problem("at(7 s).log(client) == ''") ==
          "at(7 s).log(client): log() with other arguments than it takes");
    CHECK(problem("tcp.syn") == "tcp.syn: unknown name \"tcp.syn\"");
    CHECK(problem("first(tcp).to == nobody") == "nobody: unknown name \"nobody\"");
    CHECK(problem("client.is == 1") == "client.is: unknown name \"client.is\"");
}

}  // namespace patchcord::results
