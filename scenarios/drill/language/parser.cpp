// A script from the top: options, the command before the events, events, the command behind them.
// Each kind of event has its own function; packets and expressions have their own files.
// Read next: scenarios/drill/language/packet_parser.cpp, scenarios/drill/language/expression_parser.cpp.
#include "scenarios/drill/language/parser.hpp"

#include "scenarios/drill/language/cursor.hpp"
#include "scenarios/drill/language/parts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace patchcord::scenarios::drill::language {
namespace {

constexpr std::array<std::string_view, 6> kSystems{"Linux",   "FreeBSD", "NetBSD",
                                                   "OpenBSD", "Apple",   "Solaris"};

ScriptOption option(Cursor& cursor) {
    ScriptOption option{cursor.place(), {}, {}};
    cursor.expect("--");
    if (!is_word_letter(cursor.raw())) cursor.fail("an option is written --name or --name=value");
    option.name = cursor.peek_word();
    cursor.take(option.name);
    if (cursor.take("=")) option.value = cursor.until_space();
    if (option.value.starts_with('"')) option.value = option.value.substr(1, option.value.size() - 2);
    return option;
}

/// `--define=NAME=VALUE`; what is given wins.
void define(const ScriptOption& option, const Definitions& given, Definitions& definitions) {
    const std::size_t equals = option.value.find('=');
    if (equals == std::string::npos || equals == 0)
        fail_at(option.place, "a definition is written --define=NAME=VALUE");
    const std::string name = option.value.substr(0, equals);
    if (!given.contains(name)) definitions[name] = option.value.substr(equals + 1);
}

Time time_of(Cursor& cursor) {
    Time time;
    if (cursor.take("*")) {
        time.when = When::Any;
        return time;
    }
    const bool relative = cursor.take("+");
    time.when = relative ? When::Relative : When::Absolute;
    time.usecs = cursor.seconds();
    if (cursor.take("~")) {
        if (cursor.take("+") != relative) cursor.fail("both ends of a window are relative, or none is");
        time.when = relative ? When::RelativeRange : When::AbsoluteRange;
        time.end = cursor.seconds();
        if (time.end < time.usecs) cursor.fail("the window ends before it begins");
    } else if (cursor.take("...")) {
        cursor.take("+");
        time.blocks_until = cursor.seconds();
        if (*time.blocks_until < time.usecs) cursor.fail("the call returns before it begins");
    }
    return time;
}

/// A command between backticks, or a word that is defined as one.
std::optional<Command> command(Cursor& cursor) {
    if (auto text = cursor.quoted('`')) return Command{*std::move(text)};
    const auto defined = cursor.definitions.find(cursor.peek_word());
    if (defined == cursor.definitions.end() || !defined->second.starts_with('`')) return std::nullopt;
    std::string text = cursor.word();
    return Command{text.substr(1, text.size() - 2)};
}

Event event(Cursor& cursor) {
    Event event{cursor.place(), time_of(cursor), Command{}};
    if (cursor.peek() == '<' || cursor.peek() == '>') {
        event.what = packet_line(cursor);
    } else if (auto shell = command(cursor)) {
        event.what = *std::move(shell);
    } else if (cursor.take("%{")) {
        const Place place = cursor.place();
        event.what = Code{cursor.until("}%"), place};
    } else {
        event.what = call(cursor);
    }
    const PacketLine* packet = event.packet();
    const bool outbound = packet != nullptr && packet->direction == Direction::Outbound;
    const bool exact = event.time.when == When::Absolute || event.time.when == When::Relative;
    if (!exact && !outbound)
        fail_at(event.place, "only a packet that is expected (>) can have a window or * as its time");
    if (event.time.blocks_until && event.call() == nullptr)
        fail_at(event.place, "only a call can last (t...u)");
    return event;
}

void check_times(const Script& script) {
    if (script.events.empty()) fail_at({}, "there is no event");
    if (script.events.front().time.usecs != 0)
        fail_at(script.events.front().place, "the first event must be at time 0");
    const Event* before = nullptr;
    for (const Event& event : script.events) {
        const bool absolute = event.time.when == When::Absolute || event.time.when == When::AbsoluteRange;
        if (absolute && before != nullptr && event.time.usecs < before->time.usecs)
            fail_at(event.place, "time goes backward: the event before is later");
        before = absolute ? &event : nullptr;
    }
}

Script script(Cursor& cursor, std::string name, const Definitions& given) {
    Script script;
    script.name = std::move(name);
    cursor.definitions = given;
    const auto is_given = [&](std::string_view system) { return given.contains(system); };
    if (std::ranges::none_of(kSystems, is_given)) cursor.definitions.emplace("Linux", "");
    while (cursor.peek() == '-' && cursor.raw(1) == '-') {
        script.options.push_back(option(cursor));
        if (script.options.back().name == "define") define(script.options.back(), given, cursor.definitions);
    }
    script.init_place = cursor.place();
    script.init = command(cursor);
    while (!cursor.at_end()) {
        script.cleanup_place = cursor.place();
        script.cleanup = command(cursor);
        if (script.cleanup && !cursor.at_end())
            cursor.fail("nothing may follow the last command, or it needs a time");
        if (!script.cleanup) script.events.push_back(event(cursor));
    }
    check_times(script);
    return script;
}

}  // namespace

tl::expected<Script, SyntaxError> parse(std::string_view text, std::string name, const Definitions& given) {
    Cursor cursor{text};
    try {
        return script(cursor, std::move(name), given);
    } catch (const SyntaxError& error) {
        return tl::unexpected<SyntaxError>{error};
    }
}

}  // namespace patchcord::scenarios::drill::language
