// The Python of packet scripts: values, precedence, assertions and their messages, names that live on, and
// what is refused by name.
#include "scenarios/drill/code/interpreter.hpp"

#include <doctest/doctest.h>

#include <random>
#include <string>

using patchcord::scenarios::drill::code::Interpreter;
using patchcord::scenarios::drill::code::Outcome;

namespace {

std::string failure(std::string_view snippet) {
    Interpreter interpreter;
    interpreter.set("tcpi_snd_cwnd", 7);
    interpreter.set("tcpi_lost", 2);
    interpreter.set("TCPI_OPT_SACK", 2);
    return interpreter.run(snippet).message;
}

std::string printed(std::string_view expression) {
    Interpreter interpreter;
    const Outcome outcome = interpreter.run("print(" + std::string{expression} + ")");
    return outcome.kind == Outcome::Kind::Passed ? outcome.printed : outcome.message;
}

}  // namespace

TEST_CASE("an assertion that does not hold says what the names are") {
    CHECK(failure("assert tcpi_snd_cwnd == 7") == "");
    CHECK(failure("assert tcpi_snd_cwnd == 10") ==
          "assert tcpi_snd_cwnd == 10 does not hold: tcpi_snd_cwnd is 7");
    CHECK(failure("assert tcpi_snd_cwnd == 10, tcpi_snd_cwnd") ==
          "assert tcpi_snd_cwnd == 10 does not hold: tcpi_snd_cwnd is 7");
    CHECK(failure("assert tcpi_lost < 1, 'lost %d of %d' % (tcpi_lost, 9)") ==
          "assert tcpi_lost < 1 does not hold: tcpi_lost is 2 (lost 2 of 9)");
    CHECK(failure("assert (tcpi_lost & TCPI_OPT_SACK) == 0, tcpi_lost") ==
          "assert (tcpi_lost & TCPI_OPT_SACK) == 0 does not hold: tcpi_lost is 2, TCPI_OPT_SACK is 2");
}

TEST_CASE("precedence, chains and rounding are Python's") {
    CHECK(printed("1 + 2 * 3") == "7\n");
    CHECK(printed("(1 + 2) * 3") == "9\n");
    CHECK(printed("1 | 6 & 4") == "5\n");
    CHECK(printed("-7 // 2") == "-4\n");
    CHECK(printed("-7 % 3") == "2\n");
    CHECK(printed("1 < 2 < 3") == "1\n");
    CHECK(printed("1 < 3 < 2") == "0\n");
    CHECK(printed("not 1 == 2") == "1\n");
    CHECK(printed("0 or 5 and 3") == "3\n");
    CHECK(printed("1 << 4 >= 16") == "1\n");
    CHECK(printed("0x1F") == "31\n");
    CHECK(printed("'%d%%' % 5") == "5%\n");
    CHECK(printed("2 == 2, 'a'") == "1 a\n");
}

TEST_CASE("names live from one snippet to the next, and lines are put together") {
    Interpreter interpreter;
    CHECK(interpreter.run("before = 5; after = \\\n 6  # a comment").kind == Outcome::Kind::Passed);
    CHECK(interpreter.run("\nafter += before\nassert (after ==\n 11)\n").message == "");
    const Outcome outcome = interpreter.run("x = 1\n\nassert x == before");
    CHECK(outcome.kind == Outcome::Kind::Failed);
    CHECK(outcome.line == 3);
}

TEST_CASE("what is wrong and what is not supported are told apart, by name") {
    Interpreter interpreter;
    CHECK(interpreter.run("assert tcpi_nothing == 1").kind == Outcome::Kind::Error);
    CHECK(interpreter.run("x = 1 // 0").message == "division by zero");
    CHECK(interpreter.run("x = 9223372036854775807 + 1").kind == Outcome::Kind::Error);
    CHECK(interpreter.run("import os").kind == Outcome::Kind::Unsupported);
    CHECK(interpreter.run("os.system('ls')").kind == Outcome::Kind::Unsupported);
    CHECK(interpreter.run("x = [1]").kind == Outcome::Kind::Unsupported);
    CHECK(interpreter.run("x = 1.5").kind == Outcome::Kind::Unsupported);
}

TEST_CASE("no text brings the interpreter out of order") {
    std::mt19937 random{5};
    constexpr std::string_view kPieces[] = {"assert", "x", "=",  "==", "(",     ")",  "'", "\"",  "%",
                                            "1",      " ", "\n", ";",  "\\",    "#",  ",", "-",   "not ",
                                            "and",    "<", "<<", "//", "print", "0x", "|", "\xff"};
    for (int i = 0; i < 20'000; ++i) {
        std::string text;
        for (auto n = random() % 12; n > 0; --n)
            text += kPieces[random() % std::size(kPieces)];
        Interpreter interpreter;
        interpreter.set("x", 3);
        interpreter.run(text);
    }
    const std::string deep(100'000, '(');
    CHECK(Interpreter{}.run("x = " + deep).kind == Outcome::Kind::Unsupported);
}
