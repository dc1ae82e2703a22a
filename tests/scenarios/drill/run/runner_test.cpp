// Whole scripts against the simulated host: one that passes, and one for each way in which a script can fail.
// They need only what every TCP does; what profiles do is for scripts of their own.
#include "scenarios/drill/report/script_result.hpp"

#include <doctest/doctest.h>

#include <string>

namespace patchcord::tests {

using namespace scenarios::drill;

namespace {

ScriptResult drilled(std::string_view text, Given given = {}) {
    given.options.insert(given.options.begin(), {"profile", "book"});
    return run_text(text, "test.pkt", given);
}

/// "3:1 message", or "" when it passed.
std::string fault_of(const ScriptResult& result) {
    if (!result.problem) return "";
    return std::to_string(result.problem->place.line) + ":" + std::to_string(result.problem->place.column) +
           " " + result.problem->message;
}
std::string fault_of(std::string_view text) {
    return fault_of(drilled(text));
}

/// Lines 1 to 9: a listener, a peer that connects, accept.
const std::string kAccepted = R"(// a connection
0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4) = 0
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0 < S 0:0(0) win 32792 <mss 1000>
+0 > S. 0:0(0) ack 1 <mss 1460>
+.1 < . 1:1(0) ack 1 win 257
+0 accept(3, ..., ...) = 4
)";

/// Lines 1 to 5: a connection of our own.
const std::string kConnected = R"(0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0...0.1 connect(3, ..., ...) = 0
+0 > S 0:0(0) <...>
+.1 < S. 0:0(0) ack 1 win 32792 <mss 1000>
+0 > . 1:1(0) ack 1
)";

}  // namespace

TEST_CASE("a passive connection carries data both ways and closes") {
    const ScriptResult result = drilled(kAccepted + R"(
+0 write(4, ..., 500) = 500
+0 > P. 1:501(500) ack 1
+.1 < . 1:1(0) ack 501 win 257
+0 < P. 1:1001(1000) ack 501 win 257
+0 read(4, ..., 2000) = 1000
+0~+.5 > . 501:501(0) ack 1001
+0 close(4) = 0
+0 > F. 501:501(0) ack 1001
+.1 < F. 1001:1001(0) ack 502 win 257
+0 > . 502:502(0) ack 1002
)");
    CHECK(fault_of(result) == "");
    CHECK(result.verdict == Verdict::Passed);
    REQUIRE(result.run);
    CHECK(result.run->frames().size() > 10);
}

TEST_CASE("an active connection, whose connect blocks until the peer has answered") {
    CHECK(fault_of(kConnected + R"(
+0 write(3, ..., 500) = 500
+0 > P. 1:501(500) ack 1
+0 < R. 1:1(0) ack 501 win 0
+0 read(3, ..., 100) = -1 ECONNRESET (Connection reset by peer)
)") == "");
}

TEST_CASE("an initial sequence number of the peer's own") {
    CHECK(fault_of(R"(0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 listen(3, 1) = 0
+0 < S 4294967290:4294967290(0) win 32792 <mss 1000>
+0 > S. 7:7(0) ack 4294967291 <mss 1460>
+0 < . 1:1(0) ack 1 win 257
+0 accept(3, ..., ...) = 4
+0 < P. 1:11(10) ack 1 win 257
+0 read(4, ..., 10) = 10
)") == "");
}

TEST_CASE("a wrong field of a packet") {
    const ScriptResult result =
        drilled(kAccepted + "+0 write(4, ..., 500) = 500\n+0 > P. 1:501(500) ack 2\n");
    CHECK(fault_of(result) == "11:1 acknowledgment: expected 2, actual 1");
    CHECK(result.verdict == Verdict::Failed);
    CHECK(result.line == "+0 > P. 1:501(500) ack 2");
    REQUIRE(result.problem->details.size() == 2);
    CHECK(result.problem->details[0] == " expected 0.100000 P. 1:501(500) ack 2");
    CHECK(result.problem->details[1].starts_with("   actual 0.100000 P. 1:501(500) ack 1 win "));
}

TEST_CASE("a packet that does not come") {
    CHECK(fault_of(kAccepted + "+0 > . 1:1(0) ack 1\n") == "10:1 no packet came, the host is silent");
    CHECK(fault_of(kAccepted + "+0 write(4, ..., 100) = 100\n* > . 1:101(100) ack 1\n* > . 7:7(0) ack 1\n") !=
          "");
}

TEST_CASE("a packet that comes too late or too early") {
    const std::string late =
        fault_of(kConnected + "+0 write(3, ..., 500) = 500\n+.3 > P. 1:501(500) ack 1\n");
    CHECK(late ==
          "7:1 this packet was expected at 0.400000 s, but it happened at 0.100000 s (tolerance 0.037500 s)");
    CHECK(fault_of(kConnected + "+0 write(3, ..., 500) = 500\n+.3~+.4 > P. 1:501(500) ack 1\n") ==
          "7:1 this packet was expected between 0.400000 s and 0.500000 s, but it happened at 0.100000 s "
          "(tolerance 0.037500 s)");
}

TEST_CASE("fewer or more bytes than expected") {
    CHECK(fault_of(kAccepted + "+0 write(4, ..., 500) = 500\n+0 > P. 1:401(400) ack 1\n") ==
          "11:1 bytes of data: expected 400, actual 500");
    CHECK(fault_of(kAccepted + "+0 write(4, ..., 1500) = 1500\n+0 > P. 1:1501(1500) ack 1\n") == "");
    CHECK(fault_of("--strict_segments\n" + kAccepted +
                   "+0 write(4, ..., 1500) = 1500\n+0 > P. 1:1501(1500) ack 1\n") != "");
}

TEST_CASE("a call that returns something else") {
    CHECK(fault_of(kAccepted + "+0 write(4, ..., 500) = 400\n") == "10:1 write() returned 500, expected 400");
    CHECK(fault_of("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 read(3, ..., 10) = -1 EAGAIN\n") ==
          "2:1 read() returned -1 ENOTCONN, expected -1 EAGAIN");
    CHECK(fault_of(kAccepted + "+0 getsockopt(4, SOL_TCP, TCP_NODELAY, [1], [4]) = 0\n") ==
          "10:1 getsockopt(): value: expected 1, actual 0");
    CHECK(fault_of(kAccepted + "+0 ioctl(4, SIOCINQ, [5]) = 0\n") ==
          "10:1 ioctl(): value: expected 5, actual 0");
}

TEST_CASE("a call that blocks although it must not, and one that returns at another time") {
    CHECK(fault_of(kAccepted + "+0 read(4, ..., 10) = 10\n") ==
          "10:1 read() blocks, and the script gives it no time to return (t...u)");
    CHECK(fault_of(kAccepted + "+0...+.5 read(4, ..., 10) = 10\n+.1 < P. 1:11(10) ack 1 win 257\n") ==
          "10:1 read(): the call was to return at 0.600000 s, but it returned at 0.200000 s (tolerance "
          "0.062500 s)");
    CHECK(fault_of(kAccepted + "+0...+.1 read(4, ..., 10) = 10\n+.1 < P. 1:11(10) ack 1 win 257\n") == "");
    CHECK(fault_of(kAccepted + "+0...+.1 read(4, ..., 10) = 10\n") == "10:1 read() has not returned");
}

TEST_CASE("packets that nobody expects fail only a strict run") {
    const std::string script = kAccepted + "+0 write(4, ..., 500) = 500\n";
    CHECK(fault_of(script) == "");
    CHECK(fault_of("--strict\n" + script) == "10:1 packets that no line expects: 1");
}

TEST_CASE("what is forgiven is a warning") {
    const ScriptResult result =
        drilled("--non_fatal=packet\n" + kAccepted + "+0 write(4, ..., 5) = 5\n+0 > P. 1:6(5) ack 9\n");
    CHECK(fault_of(result) == "");
    CHECK(result.warnings.size() == 1);
}

TEST_CASE("a command that is not known, an option, a constant, a call: unsupported, by name") {
    const ScriptResult command = drilled("`frobnicate --all`\n0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n");
    CHECK(command.verdict == Verdict::Unsupported);
    CHECK(fault_of(command) == "1:1 command frobnicate --all");
    CHECK(fault_of("--ip_version=ipv6\n0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n") ==
          "1:1 option ip_version: option ip_version=ipv6");
    CHECK(drilled("0 sendfile(3, 4, [0], 5) = 5\n").verdict == Verdict::Unsupported);
    CHECK(fault_of("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 listen(3, SO_FROBNICATE) = 0\n") ==
          "2:1 the constant SO_FROBNICATE");
}

TEST_CASE("scripts that make no sense have a place") {
    CHECK(fault_of("0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n+0 < S 0:0(0) <mss 1000>\n")
              .starts_with("2:"));
    CHECK(fault_of("0 > S 0:0(0) <...>\n") == "1:1 there is no socket that this packet could be of");
    CHECK(fault_of(kAccepted + "+0 < . 1:1(0) ack 1 win 5 <nop,nop,TS val 1 ecr 7>\n") ==
          "10:1 TS ecr 7: the host has not sent this value");
    CHECK(fault_of("--tolerance_usecs=soon\n0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n") ==
          "1:1 option tolerance_usecs: \"soon\" where a number from 0 to 1099511627776 is wanted");
}

TEST_CASE("the command line wins over the script") {
    Given given;
    given.options = {{"bind_port", "9000"}};
    given.definitions = {{"SIZE", "500"}};
    const ScriptResult result =
        drilled("--bind_port=8000\n" + kAccepted + "+0 write(4, ..., SIZE) = SIZE\n", given);
    CHECK(fault_of(result) == "");
    REQUIRE(result.run);
    CHECK(drilled(kAccepted + "+0 write(4, ..., SIZE) = 1\n").verdict != Verdict::Passed);
}

TEST_CASE("code sees TCP_INFO of the socket under test") {
    CHECK(fault_of(kAccepted + "+0 %{ assert tcpi_state == TCP_ESTABLISHED }%\n") == "");
    CHECK(fault_of(kAccepted + "+0 %{\nassert tcpi_state == TCP_LISTEN }%\n").starts_with("11:"));
}

TEST_CASE("a closed port answers with a reset, in the numbers of the script") {
    CHECK(fault_of(R"(0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
+0 bind(3, ..., ...) = 0
+0 < S 100:100(0) win 1000 <mss 1000>
+0 > R. 0:0(0) ack 101
)") == "");
}

TEST_CASE("two runs of a script are the same to the byte") {
    const ScriptResult first = drilled(kConnected);
    const ScriptResult second = drilled(kConnected);
    REQUIRE(first.run);
    REQUIRE(second.run);
    REQUIRE(first.run->frames().size() == second.run->frames().size());
    for (std::size_t i = 0; i < first.run->frames().size(); ++i)
        CHECK(first.run->frames()[i].at == second.run->frames()[i].at);
}

}  // namespace patchcord::tests
