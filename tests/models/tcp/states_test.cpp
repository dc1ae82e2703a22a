// Every state against every kind of segment: a table derived from the text of RFC 9293 3.10.7.1 to 3.10.7.4
// with RFC 5961 and RFC 1337, not from the code. Each cell names the state afterwards and the answer at once.
// Read next: models/tcp/segment_arrives.cpp.
#include "tests/support/tcp_bench.hpp"
#include "tests/support/tcp_situations.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>
#include <string_view>

using namespace patchcord;
using models::wire::TcpState;
using tests::kSituations;
using tests::Situation;
using tests::Tcp;
using tests::TcpBench;

namespace {

constexpr std::uint32_t kWindow = 1000;

/// A kind of segment, in terms of the situation.
struct Kind {
    std::string_view name;
    std::string_view flags;
    std::uint32_t ahead;  ///< of RCV.NXT
    enum class Ack { Una, BelowUna, Nxt, AboveNxt } ack;
    std::string_view text;
};

constexpr std::array kKinds{
    Kind{"no flags", "", 0, Kind::Ack::Una, ""},
    Kind{"RST exact", "R", 0, Kind::Ack::Una, ""},
    Kind{"RST in window", "R", 10, Kind::Ack::Una, ""},
    Kind{"RST outside", "R", 5000, Kind::Ack::Una, ""},
    Kind{"SYN", "S", 10, Kind::Ack::Una, ""},
    Kind{"SYN,ACK", "S.", 10, Kind::Ack::Nxt, ""},
    Kind{"ACK old", ".", 0, Kind::Ack::BelowUna, ""},
    Kind{"ACK new", ".", 0, Kind::Ack::Nxt, ""},
    Kind{"ACK future", ".", 0, Kind::Ack::AboveNxt, ""},
    Kind{"text in order", "P.", 0, Kind::Ack::Una, "ab"},
    Kind{"text out of order", "P.", 4, Kind::Ack::Una, "ab"},
    Kind{"text outside", "P.", 5000, Kind::Ack::Una, "ab"},
    Kind{"text without ACK", "P", 0, Kind::Ack::Una, "ab"},
    Kind{"FIN in order", "F.", 0, Kind::Ack::Una, ""},
    Kind{"FIN out of order", "F.", 4, Kind::Ack::Una, ""},
    Kind{"FIN with ACK of all", "F.", 0, Kind::Ack::Nxt, ""},
};

// A cell: the state afterwards ("=" the same) and the answer at once: nothing; ACK of RCV.NXT as it was, or
// (ACK1) with one octet more; RST <SEQ=SEG.ACK>; RST0 <SEQ=0><ACK=SEG.SEQ+SEG.LEN>; SYN,ACK; text: nothing,
// but the text is there to read.
constexpr std::string_view kTable[kSituations.size()][kKinds.size()] = {
    // CLOSED: 3.10.7.1
    {"= RST0", "=", "=", "=", "= RST0", "= RST", "= RST", "= RST", "= RST", "= RST", "= RST", "= RST",
     "= RST0", "= RST", "= RST", "= RST"},
    // LISTEN: 3.10.7.2
    {"=", "=", "=", "=", "SYN-RECEIVED SYN,ACK", "= RST", "= RST", "= RST", "= RST", "= RST", "= RST",
     "= RST", "=", "= RST", "= RST", "= RST"},
    // SYN-SENT: 3.10.7.3
    {"=", "=", "=", "=", "SYN-RECEIVED SYN,ACK", "ESTABLISHED ACK", "= RST", "=", "= RST", "= RST", "= RST",
     "= RST", "=", "= RST", "= RST", "="},
    // SYN-RECEIVED after a passive open: 3.10.7.4, back to LISTEN by RST and SYN
    {"=", "LISTEN", "= ACK", "=", "LISTEN", "LISTEN", "= RST", "ESTABLISHED", "= RST", "= RST", "= RST",
     "= ACK", "=", "= RST", "= RST", "CLOSE-WAIT ACK1"},
    // ESTABLISHED
    {"=", "CLOSED", "= ACK", "=", "= ACK", "= ACK", "=", "=", "= ACK", "= text", "= ACK", "= ACK", "=",
     "CLOSE-WAIT ACK1", "= ACK", "CLOSE-WAIT ACK1"},
    // FIN-WAIT-1
    {"=", "CLOSED", "= ACK", "=", "= ACK", "= ACK", "=", "FIN-WAIT-2", "= ACK", "= text", "= ACK", "= ACK",
     "=", "CLOSING ACK1", "= ACK", "TIME-WAIT ACK1"},
    // FIN-WAIT-2
    {"=", "CLOSED", "= ACK", "=", "= ACK", "= ACK", "=", "=", "= ACK", "= text", "= ACK", "= ACK", "=",
     "TIME-WAIT ACK1", "= ACK", "TIME-WAIT ACK1"},
    // CLOSE-WAIT: what comes behind the peer's FIN "should not occur", and is ignored
    {"=", "CLOSED", "= ACK", "=", "= ACK", "= ACK", "=", "=", "= ACK", "=", "=", "= ACK", "=", "=", "=", "="},
    // CLOSING
    {"=", "CLOSED", "= ACK", "=", "= ACK", "= ACK", "=", "TIME-WAIT", "= ACK", "=", "=", "= ACK", "=", "=",
     "=", "TIME-WAIT"},
    // LAST-ACK
    {"=", "CLOSED", "= ACK", "=", "= ACK", "= ACK", "=", "CLOSED", "= ACK", "=", "=", "= ACK", "=", "=", "=",
     "CLOSED"},
    // TIME-WAIT: resets are ignored (RFC 1337)
    {"=", "=", "=", "=", "= ACK", "= ACK", "=", "=", "= ACK", "=", "=", "= ACK", "=", "=", "=", "="},
};

Tcp segment_of(const Kind& kind, const Situation& situation) {
    const std::uint32_t acks[] = {situation.una, situation.una - 1, situation.nxt, situation.nxt + 100};
    return {.flags = std::string{kind.flags},
            .seq = situation.rcv + kind.ahead,
            .ack = acks[static_cast<std::size_t>(kind.ack)],
            .text = std::string{kind.text}};
}

std::string expected_answer(std::string_view word, const Tcp& sent, const Situation& situation,
                            std::uint32_t rcv_nxt) {
    const auto number = [](std::uint32_t value) { return std::to_string(value); };
    const std::uint32_t length = static_cast<std::uint32_t>(sent.text.size()) +
                                 (sent.flags.find_first_of("SF") != std::string::npos ? 1 : 0);
    if (word == "ACK") return ". " + number(situation.nxt) + " ack " + number(rcv_nxt);
    if (word == "ACK1") return ". " + number(situation.nxt) + " ack " + number(situation.rcv + 1);
    if (word == "RST") return "R " + number(sent.ack);
    if (word == "RST0") return "R. " + number(0) + " ack " + number(sent.seq + length);
    if (word == "SYN,ACK") return "S. 0 ack " + number(sent.seq + 1);
    return "nothing";
}

std::string state_of(TcpBench& bench, const models::tcp::Connection* connection, std::string_view before) {
    if (connection != nullptr && connection->state() != TcpState::Closed) {
        return std::string{to_string(connection->state())};
    }
    if (!bench.tcp().connections().empty()) {
        return std::string{to_string(bench.tcp().connections()[0]->state())};
    }
    return bench.listener && before != "CLOSED" ? "LISTEN" : "CLOSED";
}

void check_cell(std::size_t row, std::size_t column) {
    const Situation& situation = kSituations[row];
    const Kind& kind = kKinds[column];
    const std::string_view cell = kTable[row][column];
    CAPTURE(situation.name);
    CAPTURE(kind.name);
    models::tcp::Config config = tests::book();
    config.receive_buffer = kWindow;
    TcpBench bench{config};
    const auto connection = put_into(bench, situation.name);
    REQUIRE(state_of(bench, connection.get(), situation.name) == situation.name);
    bench.take();

    const Tcp segment = segment_of(kind, situation);
    if (situation.name == "CLOSED") bench.stack_isn = 0;  // its resets have the number 0
    bench.inject(segment);
    const std::string_view word = cell.find(' ') == cell.npos ? "" : cell.substr(cell.find(' ') + 1);
    const std::string_view state = cell.substr(0, cell.find(' '));
    const bool learns = situation.name == "SYN-SENT";
    CHECK(bench.only() ==
          expected_answer(word, segment, situation, learns ? segment.seq + 1 : situation.rcv));
    CHECK(state_of(bench, connection.get(), situation.name) == (state == "=" ? situation.name : state));
    if (connection) CHECK(tests::read_all(*connection) == (word == "text" ? "ab" : ""));
}

}  // namespace

TEST_CASE("every state answers every kind of segment as RFC 9293 3.10.7 says") {
    for (std::size_t row = 0; row < kSituations.size(); ++row) {
        for (std::size_t column = 0; column < kKinds.size(); ++column)
            check_cell(row, column);
    }
}
