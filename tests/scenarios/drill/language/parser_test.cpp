// A script as a whole: options, definitions, the commands around the events, times, code, what is left out.
// Read next: scenarios/drill/language/parser.hpp.
#include "tests/scenarios/drill/language/parsing.hpp"

namespace patchcord::tests::drill_language {
namespace {

Time time_of(std::string_view time) {
    return parsed(fmt::format("0 close(3) = 0\n{} > . 1:1(0) ack 1\n", time)).events[1].time;
}

}  // namespace

TEST_CASE("a drill script has options, a first command, events and a last command") {
    const Script script = parsed(R"(// what it shows
--mss=1000
--remote_ip=198.51.100.7/24  /* not the usual one */
--verbose

`prepare this
 and that`

    0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
   +0 `sleep 0`
  +.1 %{ assert tcpi_snd_cwnd == 10 }%
`tidy up`
)");
    CHECK(script.name == "test.pkt");
    REQUIRE(script.options.size() == 3);
    CHECK(script.options[0].name == "mss");
    CHECK(script.options[0].value == "1000");
    CHECK(script.options[1].value == "198.51.100.7/24");
    CHECK(script.options[1].place.line == 3);
    CHECK(script.options[2].name == "verbose");
    CHECK(script.options[2].value.empty());
    CHECK(script.init.value().text == "prepare this\n and that");
    CHECK(script.init_place.line == 6);
    REQUIRE(script.events.size() == 3);
    CHECK(script.events[0].call()->name == "socket");
    CHECK(std::get<Command>(script.events[1].what).text == "sleep 0");
    const auto code = std::get<Code>(script.events[2].what);
    CHECK(code.text == "assert tcpi_snd_cwnd == 10 ");
    CHECK(code.place.line == 11);
    CHECK(code.place.column == 10);
    CHECK(script.cleanup.value().text == "tidy up");
    CHECK(script.cleanup_place.line == 12);
}

TEST_CASE("marks within a drill command stay behind a backslash") {
    CHECK(parsed("`echo \\`date\\``\n0 close(3) = 0").init.value().text == "echo \\`date\\`");
}

TEST_CASE("times of drill events are absolute, relative, any, windows, or last") {
    CHECK(time_of("1.2").when == When::Absolute);
    CHECK(time_of("1.2").usecs == 1'200'000);
    CHECK(time_of("+.0500019").usecs == 50'001);
    CHECK(time_of("+2").when == When::Relative);
    CHECK(time_of("+2").is_relative());
    CHECK(time_of("*").when == When::Any);
    CHECK(time_of("1~2").when == When::AbsoluteRange);
    CHECK(time_of("1~2").end == 2'000'000);
    CHECK(time_of("+0.1~+0.3").when == When::RelativeRange);
    CHECK(time_of("+0.1~+0.3").usecs == 100'000);
    CHECK(time_of("+0.1~+0.3").end == 300'000);

    const Script script =
        parsed("0 close(3) = 0\n+.01...0.25 connect(3, ..., ...) = 0\n0.3 ... 0.4 accept(3) = 4");
    CHECK(script.events[1].time.is_relative());
    CHECK(script.events[1].time.usecs == 10'000);
    CHECK(script.events[1].time.blocks_until == 250'000);
    CHECK(script.events[2].time.usecs == 300'000);
    CHECK(script.events[2].time.blocks_until == 400'000);
    CHECK_FALSE(script.events[0].time.blocks_until);
}

TEST_CASE("what drill scripts define stands for itself, and the command line wins") {
    constexpr std::string_view kText =
        "--define=SIZE=100\n--define=WHO=\"a b\"\n--define=FLAG=O_RDWR\n"
        "--define=WAIT=`sleep 1`\n--define=BIG=0x10\n"
        "0 write(3, WHO, SIZE) = SIZE\n+0 fcntl(FLAG, BIG, SIZES) = 0\n+0 WAIT\n";
    const Script script = parsed(kText);
    const Call& write = *script.events[0].call();
    CHECK(*write.arguments[1].as<std::string>() == "a b");
    CHECK(*write.arguments[2].as<std::int64_t>() == 100);
    CHECK(write.result == 100);
    const Call& fcntl = *script.events[1].call();
    CHECK(fcntl.arguments[0].as<Word>()->name == "O_RDWR");
    CHECK(*fcntl.arguments[1].as<std::int64_t>() == 16);
    CHECK(fcntl.arguments[2].as<Word>()->name == "SIZES");
    CHECK(std::get<Command>(script.events[2].what).text == "sleep 1");
    CHECK(parsed(kText, {{"SIZE", "7"}}).events[0].call()->result == 7);
}

TEST_CASE("ifdef in drill scripts leaves out what belongs to others") {
    constexpr std::string_view kText =
        "#ifdef FreeBSD\n`a`\n#endif\n  #ifdef Linux // a note\n`b` #endif\n"
        "0 close(3) = 0 // #ifdef nothing\n+0 `echo '#endif'`\n";
    CHECK(parsed(kText, {{"Linux", ""}}).init.value().text == "b");
    CHECK(parsed(kText, {{"FreeBSD", ""}}).init.value().text == "a");
    CHECK(parsed(kText).init.value().text == "b");
    CHECK_FALSE(parsed(kText, {{"Apple", ""}}).init);
    CHECK(parsed("0 f(Linux) = 0").events[0].call()->arguments[0].as<Word>()->name == "Linux");
    CHECK(parsed("--define=NEW=1\n#ifdef NEW\n`a`\n#endif\n0 close(3) = 0").init);
    CHECK(mistake("#ifdef A\n0 close(3) = 0\n") == "1:1: #endif is missing");
    CHECK(mistake("0 close(3) = 0\n#endif\n") == "2:1: #endif without #ifdef");
    CHECK(mistake("#ifdef A\n#ifdef A\n#endif\n", {{"A", ""}}) == "2:1: #ifdef within #ifdef");
    CHECK(mistake("#ifdef\n#endif\n") == "1:7: #ifdef needs a name");
}

TEST_CASE("mistakes in drill scripts are told with their place") {
    CHECK(mistake("") == "1:1: there is no event");
    CHECK(mistake("/* no end") == "1:1: a comment without an end");
    CHECK(mistake("`no end") == "1:1: the closing ` is missing");
    CHECK(mistake("0 %{ no end") == "1:6: the closing \"}%\" is missing");
    CHECK(mistake("--\n0 close(3) = 0") == "1:3: an option is written --name or --name=value");
    CHECK(mistake("--define\n0 close(3) = 0") == "1:1: a definition is written --define=NAME=VALUE");
    CHECK(mistake("1 close(3) = 0") == "1:1: the first event must be at time 0");
    CHECK(mistake("0 close(3) = 0\n2 close(4) = 0\n  1 close(5) = 0") ==
          "3:3: time goes backward: the event before is later");
    CHECK(mistake("0 `a`\n`b`\n0 `c`") == "3:1: nothing may follow the last command, or it needs a time");
    CHECK(mistake("0 close(3) = 0\n* close(3) = 0") ==
          "2:1: only a packet that is expected (>) can have a window or * as its time");
    CHECK(mistake("0~1 < . 1:1(0) ack 1 win 5") ==
          "1:1: only a packet that is expected (>) can have a window or * as its time");
    CHECK(mistake("0...1 > . 1:1(0) ack 1") == "1:1: only a call can last (t...u)");
    CHECK(mistake("0...1 `sleep 1`") == "1:1: only a call can last (t...u)");
    CHECK(mistake("0 close(3) = 0\nclose(3) = 0") ==
          "2:1: a time is expected here: 1.5, +.01 or *, not \"close\"");
    CHECK(mistake("0 close(3) = 0\n-1 close(3) = 0").starts_with("2:1: a time is expected here"));
    CHECK(mistake("0 close(3) = 0\n\x01") == "2:1: a time is expected here: 1.5, +.01 or *, not byte 0x01");
    CHECK(mistake("0 close(3) = 0\n99999999 close(3) = 0") == "2:8: a time of more than 115 days");
    CHECK(mistake("0 close(3) = 0\n2~1 > . 1:1(0) ack 1") == "2:4: the window ends before it begins");
    CHECK(mistake("0 close(3) = 0\n+1~2 > . 1:1(0) ack 1") ==
          "2:4: both ends of a window are relative, or none is");
    CHECK(mistake("0 ?") ==
          "1:3: a packet (< or >), a call, a `command` or %{ code }% is expected here, not \"?\"");
}

}  // namespace patchcord::tests::drill_language
