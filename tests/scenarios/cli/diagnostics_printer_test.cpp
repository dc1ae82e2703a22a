// How diagnostics look. Read next: scenarios/cli/diagnostics_printer.hpp.
#include "scenarios/cli/diagnostics_printer.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <sstream>
#include <string>

using namespace patchcord::scenarios;

namespace {

std::string printed(const std::string& text, const std::string& span,
                    Diagnostic problem = {{}, "wrong", {}, {}}, bool color = false) {
    const auto source = std::make_shared<const SourceText>("x.json", text);
    const std::size_t begin = text.find(span);
    problem.place = {source, static_cast<std::uint32_t>(begin),
                     static_cast<std::uint32_t>(begin + span.size()), "/a"};
    std::ostringstream out;
    print_diagnostics(out, {&problem, 1}, {color, false});
    return out.str();
}

}  // namespace

TEST_CASE("a diagnostic shows file, line, column, the line and what was expected") {
    CHECK(printed("{\n  \"lenght\": 1\n}", "\"lenght\"",
                  {{}, "unknown key \"lenght\"", "one of: name, length", "\"length\""}) ==
          "x.json:2:3: error: unknown key \"lenght\" in /a\n"
          "    2 |   \"lenght\": 1\n"
          "      |   ^~~~~~~~\n"
          "  expected one of: name, length; did you mean \"length\"?\n");
}

TEST_CASE("the mark stands below what it marks, behind Hangul and tabs too") {
    CHECK(printed("  \"이름\": oops", "oops") ==
          "x.json:1:9: error: wrong in /a\n"
          "    1 |   \"이름\": oops\n"
          "      |           ^~~~\n");
    CHECK(printed("{ \"제목\": 1 }", "\"제목\"") ==
          "x.json:1:3: error: wrong in /a\n"
          "    1 | { \"제목\": 1 }\n"
          "      |   ^~~~~~\n");
    CHECK(printed("\t\toops", "oops") ==
          "x.json:1:3: error: wrong in /a\n"
          "    1 |         oops\n"
          "      |         ^~~~\n");
}

TEST_CASE("a line of megabytes is cut around the problem") {
    const std::string out =
        printed(std::string(1'000'000, 'a') + "oops" + std::string(1'000'000, 'b'), "oops");
    CHECK(out.size() < 400);
    CHECK(out.find("...aaaa") != std::string::npos);
    CHECK(out.find("bbbb...") != std::string::npos);
    const std::size_t line = out.find('\n') + 1;
    const std::size_t mark_line = out.find('\n', line) + 1;
    CHECK(out.find("oops", line) - line == out.find('^') - mark_line);
}

TEST_CASE("nothing in a file reaches the terminal as a command") {
    const std::string out = printed("{ \"\033[2J\": oops\r\n}", "oops");
    CHECK(out.find('\033') == std::string::npos);
    CHECK(out.find('\r') == std::string::npos);
}

TEST_CASE("color only when asked for") {
    CHECK(printed("oops", "oops").find('\033') == std::string::npos);
    CHECK(printed("oops", "oops", {{}, "wrong", {}, {}}, true).find("\033[1;31merror:\033[0m") !=
          std::string::npos);
}
