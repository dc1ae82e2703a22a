// The grammar: precedence, literals, and where errors point. Trees are written out with parentheses.
// Subject: models/wire/expression/syntax.hpp.
#include "models/wire/expression/syntax.hpp"

#include "tests/models/wire/random_bytes.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>

using namespace patchcord::models::wire;
using namespace patchcord::tests;

namespace {

std::string tree(const Syntax& syntax) {
    std::string parts;
    for (std::size_t i = syntax.is_method ? 1 : 0; i < syntax.parts.size(); ++i)
        parts += (parts.empty() ? "" : ", ") + tree(syntax.parts[i]);
    const std::string owner = syntax.is_method ? tree(syntax.parts[0]) + " . " : "";
    switch (syntax.kind) {
        case Syntax::Kind::Literal:
            return to_string(syntax.value);
        case Syntax::Kind::Name:
            return std::string{syntax.name};
        case Syntax::Kind::Member:
            return owner + std::string{syntax.name};
        case Syntax::Kind::Call:
            return owner + std::string{syntax.name} + "(" + parts + ")";
        case Syntax::Kind::Unary:
            return "(" + std::string{to_string(syntax.op)} + parts + ")";
        case Syntax::Kind::Binary:
            return "(" + tree(syntax.parts[0]) + " " + std::string{to_string(syntax.op)} + " " +
                   tree(syntax.parts[1]) + ")";
    }
    return "?";
}

std::string parsed(std::string_view text) {
    const auto syntax = parse_expression(text);
    return syntax ? tree(*syntax) : "error: " + syntax.error().message;
}

/// The part of `text` that the error points at.
std::string pointed_at(std::string_view text) {
    const auto syntax = parse_expression(text);
    if (syntax) return "no error";
    return std::string{
        text.substr(syntax.error().span.begin, syntax.error().span.end - syntax.error().span.begin)};
}

}  // namespace

TEST_CASE("Operators bind as in C, and as words") {
    CHECK(parsed("a || b && c") == "(a || (b && c))");
    CHECK(parsed("a or b and not c") == "(a || (b && (!c)))");
    CHECK(parsed("a == 1 && b != 2") == "((a == 1) && (b != 2))");
    CHECK(parsed("a + 2 * b == c - 1 - d") == "((a + (2 * b)) == ((c - 1) - d))");
    CHECK(parsed("!a && b") == "((!a) && b)");
    CHECK(parsed("not a == b") == "(!(a == b))");
    CHECK(parsed("-a * b") == "((-a) * b)");
    CHECK(parsed("(a || b) && c") == "((a || b) && c)");
}

TEST_CASE("A minus sign between letters belongs to the name") {
    CHECK(parsed("tcp.syn-ack") == "tcp.syn-ack");
    CHECK(parsed("seg.ack - 1") == "(seg.ack - 1)");
    CHECK(parsed("dns-server.isn + 1") == "(dns-server.isn + 1)");
    CHECK(parsed("seg.ack -1") == "(seg.ack - 1)");
}

TEST_CASE("Calls, members and what follows them") {
    CHECK(parsed("count(tcp.data) == 7") == "(count(tcp.data) == 7)");
    CHECK(parsed("nth(3, tcp.data && from == client)") == "nth(3, (tcp.data && (from == client)))");
    CHECK(parsed("at(7 s).socket(client).state == \"SYN-SENT\"") ==
          "(at(7 s) . socket(client) . state == \"SYN-SENT\")");
    CHECK(parsed("first(tcp.syn).ip.src") == "first(tcp.syn) . ip.src");
    CHECK(parsed("end()") == "end()");
}

TEST_CASE("Literals: numbers with units, texts, addresses") {
    CHECK(parsed("1460") == "1460");
    CHECK(parsed("0.5") == "0.5");
    CHECK(parsed("0x0800") == "2048");
    CHECK(parsed("64 KiB") == "65536");
    CHECK(parsed("10Mbit/s") == "10000000");
    CHECK(parsed("1.5 s") == "1.5 s");
    CHECK(parsed("100 ms") == "100 ms");
    CHECK(parsed("108740 ps") == "108.74 ns");
    CHECK(parsed("2 min") == "120 s");
    CHECK(parsed("'GET /'") == "\"GET /\"");
    CHECK(parsed("10.0.0.1") == "10.0.0.1");
    CHECK(parsed("ip.src in 10.0.0.0/24") == "(ip.src in 10.0.0.0/24)");
    CHECK(parsed("02:00:00:00:00:01") == "02:00:00:00:00:01");
    CHECK(parsed("de:ad:be:ef:00:01") == "de:ad:be:ef:00:01");
    CHECK(parsed("true") == "true");
    CHECK(parsed("7 in x") == "(7 in x)");
}

TEST_CASE("Names may have letters of any language") {
    CHECK(parsed("from == 서버") == "(from == 서버)");
}

TEST_CASE("Errors name the word that is wrong") {
    CHECK(pointed_at("tcp.syn &&& ip") == "&");
    CHECK(pointed_at("tcp = 1") == "=");
    CHECK(pointed_at("tcp tcp") == "tcp");
    CHECK(pointed_at("seg.len > 5 m") == "m");
    CHECK(pointed_at("ip.src == 10.0.0") == "10.0.0");
    CHECK(pointed_at("ip.src == 10.0.0.0/99") == "10.0.0.0/99");
    CHECK(pointed_at("x == \"abc") == "\"abc");
    CHECK(pointed_at("1 < x < 3") == "<");
    CHECK(pointed_at("a # b") == "#");
    CHECK(pointed_at("f(1 2)") == "2");
    CHECK(parsed("") == "error: an empty expression");
    CHECK(parsed("a &&") == "error: the expression ends too early");
    CHECK(parsed("(a") == "error: the expression ends too early");
    CHECK(parsed("1e300") == "error: unknown unit \"e\"");
    CHECK(parsed("99999999999999999999") == "error: this number is too large");
    CHECK(parsed("99999 h") == "error: this time is too long");
}

TEST_CASE("Depth and length are bounded") {
    CHECK(parsed(std::string(500, '(')) == "error: this is nested too deeply");
    CHECK(parsed(std::string(5000, '!') + "a") == "error: this expression is too long");
    CHECK(parsed(std::string(200, '!') + "a") == "error: this is nested too deeply");
    std::string chain = "1";
    for (int i = 0; i < 2000; ++i)
        chain += "+1";
    CHECK(parsed(chain) == "error: this expression is too long");
    CHECK(parsed(std::string(20'000, 'a')) == "error: this expression is too long");
}

TEST_CASE("Random words do no harm") {
    RandomBytes random{17};
    const std::string_view words[] = {"tcp", "(",   ")",   "==",           "!",    "-",  "1",  "s",
                                      "'x'", ",",   ".",   "&&",           "10.0", "0x", "\"", "/",
                                      "+",   "a.b", "and", "\xEC\x84\x9C", " "};
    for (int round = 0; round < 20000; ++round) {
        std::string text;
        for (std::size_t i = random.below(12); i > 0; --i)
            text += words[random.below(std::size(words))];
        const auto syntax = parse_expression(text);
        if (syntax) continue;
        REQUIRE(syntax.error().span.begin <= syntax.error().span.end);
        REQUIRE(syntax.error().span.end <= text.size());
        REQUIRE_FALSE(syntax.error().message.empty());
    }
}
