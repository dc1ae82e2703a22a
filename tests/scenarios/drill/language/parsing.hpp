// What the tests of the script language share: a text that must be a script, one that must not be, and the
// first event of a script. Not here: anything that is run.
// Read next: scenarios/drill/language/parser.hpp.
#pragma once

#include "scenarios/drill/language/parser.hpp"

#include <doctest/doctest.h>
#include <fmt/format.h>

#include <string>
#include <string_view>

namespace patchcord::tests::drill_language {

using namespace scenarios::drill::language;

inline Script parsed(std::string_view text, const Definitions& given = {}) {
    const auto script = parse(text, "test.pkt", given);
    if (!script) FAIL(fmt::format("{}: {}", script.error().message, text));
    return *script;
}

/// "2:7: what is wrong", or "2:7: unsupported: what it is".
inline std::string mistake(std::string_view text, const Definitions& given = {}) {
    const auto script = parse(text, "test.pkt", given);
    if (script) return "nothing is wrong";
    const SyntaxError& error = script.error();
    return fmt::format("{}:{}: {}{}", error.place.line, error.place.column,
                       error.unsupported ? "unsupported: " : "", error.message);
}

/// Of the script's first line "0 " and `line`.
inline PacketLine packet(std::string_view line) {
    const Script script = parsed(fmt::format("0 {}\n", line));
    REQUIRE(script.events.size() == 1);
    REQUIRE(script.events[0].packet() != nullptr);
    return *script.events[0].packet();
}

inline TcpLine tcp(std::string_view line) {
    const PacketLine whole = packet(line);
    REQUIRE(std::holds_alternative<TcpLine>(whole.body));
    return std::get<TcpLine>(whole.body);
}

inline Call call(std::string_view line, const Definitions& given = {}) {
    const Script script = parsed(fmt::format("0 {}\n", line), given);
    REQUIRE(script.events.size() == 1);
    REQUIRE(script.events[0].call() != nullptr);
    return *script.events[0].call();
}

}  // namespace patchcord::tests::drill_language
